/*
 * The table a person sees on a terminal: aligned, cut to its width, and
 * without a control character or direction mark that a lead wrote.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

#define GAP 2

struct cmd_table {
	char **cell;
	size_t rows, cols, cap;
	bool failed;
	int64_t now;
};

struct cmd_table *
cmd_table_new(int64_t now)
{
	struct cmd_table *t = calloc(1, sizeof(*t));

	if (t != NULL)
		t->now = now;
	return t;
}

/* One code point of UTF-8; *len its bytes; -1 for bytes that are none. */
static long
decode(const unsigned char *s, size_t *len)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 :
	    s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0, i;
	long c = n == 1 ? s[0] : s[0] & (0xff >> (n + 1));

	*len = 1;
	if (n == 0)
		return -1;
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return -1;
		c = c << 6 | (s[i] & 0x3f);
	}
	*len = n;
	return c;
}

/* Would it move the cursor or turn the text of others around. */
static bool
is_unsafe(long c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c ||
	    c == 0xfeff || (c >= 0x200b && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	    (c >= 0xd800 && c <= 0xdfff) || (c >= 0xe0000 && c <= 0xe0fff) ||
	    c > 0x10ffff;
}

char *
cmd_table_clean(const char *text)
{
	const unsigned char *p;
	char *out, *o;
	size_t n;
	long c;

	if (text == NULL)
		text = "";
	/* a byte grows to at most "\x9b" or a code point to "\u{e0001}" */
	if ((out = malloc(strlen(text) * 5 + 1)) == NULL)
		return NULL;
	for (o = out, p = (const unsigned char *)text; *p != '\0'; p += n) {
		c = decode(p, &n);
		if (c == -1)
			o += sprintf(o, "\\x%02x", *p);
		else if (c == '\n')
			o += sprintf(o, "\\n");
		else if (c == '\t')
			o += sprintf(o, "\\t");
		else if (c == '\r')
			o += sprintf(o, "\\r");
		else if (is_unsafe(c))
			o += sprintf(o, c < 0x100 ? "\\x%02lx" : "\\u%04lx",
			    (unsigned long)c);
		else {
			memcpy(o, p, n);
			o += n;
		}
	}
	*o = '\0';
	return out;
}

static bool
is_time(const char *s)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd+dd:dd";
	size_t i;

	if (s == NULL || strlen(s) != sizeof(form) - 1)
		return false;
	for (i = 0; form[i] != '\0'; i++)
		if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' :
		    form[i] == '+' ? s[i] != '+' && s[i] != '-' :
		    s[i] != form[i])
			return false;
	return true;
}

/* What is to be done is late or due; what was done is ago. */
static bool
is_due(const char *column)
{
	return strcmp(column, "due") == 0 || strcmp(column, "next_due") == 0 ||
	    strcmp(column, "next_message") == 0;
}

/* "2 h late", "in 3 d", "5 min ago": how long, as a person says it. */
static char *
relative(const char *text, const char *column, int64_t now)
{
	static const struct {
		int64_t from, by;
		const char *unit;
	} step[] = {{172800, 86400, "d"}, {3600, 3600, "h"}, {0, 60, "min"}};
	bool due = is_due(column);
	int64_t t, away;
	char out[64];
	size_t i = 0;

	if (lead_when_parse(text, now, NULL, &t, NULL) == -1)
		return NULL;
	away = t > now ? t - now : now - t;
	while (away < step[i].from)
		i++;
	if (away < 60)
		snprintf(out, sizeof(out), "now");
	else
		snprintf(out, sizeof(out), "%s%lld %s%s", t > now ? "in " : "",
		    (long long)(away / step[i].by), step[i].unit,
		    t > now ? "" : due ? " late" : " ago");
	return strdup(out);
}

/* A moment as a person reads it, other text clean. NULL: no memory. */
static char *
word(const struct cmd_table *t, const char *text, size_t col)
{
	const char *column = t->rows > 0 ? t->cell[col] : NULL;
	char *clean;

	if (column == NULL || !is_time(text))
		return cmd_table_clean(text);
	if (strcmp(column, "at") != 0)
		return relative(text, column, t->now);
	/* a timeline wants the moment: the firm's own time is understood */
	if ((clean = strdup(text)) != NULL) {
		clean[10] = ' ';
		clean[16] = '\0';
	}
	return clean;
}

void
cmd_table_add(struct cmd_table *t, const char *const *cell, size_t cols)
{
	char **p;
	size_t i;

	if (t->failed)
		return;
	if (t->rows == 0)
		t->cols = cols;
	if ((t->rows + 1) * t->cols > t->cap) {
		t->cap = t->cap ? t->cap * 2 : 64 * t->cols;
		if ((p = realloc(t->cell, t->cap * sizeof(*p))) == NULL) {
			t->failed = true;
			return;
		}
		t->cell = p;
	}
	for (i = 0; i < t->cols; i++)
		t->cell[t->rows * t->cols + i] =
		    word(t, i < cols ? cell[i] : NULL, i);
	t->rows++;
}

static const char *
cell_at(const struct cmd_table *t, size_t row, size_t col)
{
	const char *s = t->cell[row * t->cols + col];

	return s != NULL ? s : "";
}

static bool
is_empty(const struct cmd_table *t, size_t col)
{
	size_t i;

	for (i = 1; i < t->rows; i++)
		if (cell_at(t, i, col)[0] != '\0')
			return false;
	return t->rows > 1;
}

/* Columns empty in every row are no news to a person. */
static void
drop_empty(struct cmd_table *t)
{
	char **cell = t->cell, **to;
	size_t i, j;

	for (i = t->cols; i-- > 0;) {
		if (!is_empty(t, i))
			continue;
		for (j = 0, to = cell; j < t->rows * t->cols; j++)
			if (j % t->cols == i)
				free(cell[j]);
			else
				*to++ = cell[j];
		t->cols--;
	}
}

/* Widths that fit: the widest column gives way first, down to eight. */
static void
fit(const struct cmd_table *t, size_t *width, size_t total)
{
	size_t i, j, sum, w, widest;

	for (i = 0; i < t->cols; i++) {
		width[i] = 0;
		for (j = 0; j < t->rows; j++) {
			w = lead_text_width(cell_at(t, j, i));
			if (w > width[i])
				width[i] = w;
		}
	}
	for (;;) {
		for (i = widest = sum = 0; i < t->cols; i++) {
			sum += width[i] + (i > 0 ? GAP : 0);
			if (width[i] > width[widest])
				widest = i;
		}
		if (sum <= total || width[widest] <= 8)
			return;
		width[widest]--;
	}
}

/* Prints at most width columns of s. Returns the columns used. */
size_t
cmd_table_cut(const char *s, size_t width)
{
	char one[8];
	size_t used = 0, w, n;

	if ((w = lead_text_width(s)) <= width) {
		fputs(s, stdout);
		return w;
	}
	for (; *s != '\0'; s += n, used += w) {
		decode((const unsigned char *)s, &n);
		memcpy(one, s, n);
		one[n] = '\0';
		w = lead_text_width(one);
		if (used + w + 1 > width)
			break;
		fputs(one, stdout);
	}
	fputs("\xe2\x80\xa6", stdout);
	return used + 1;
}

static const char *
colour_of(const char *head, const char *s)
{
	static const char *const red[] = {"FAIL", "failed", "unknown",
	    "breach", "high", "overdue", "complaint", "bounce", NULL};
	static const char *const yellow[] = {"WARN", "held", "retry",
	    "opt-out", "unsorted", NULL};
	static const char *const green[] = {"OK", "sent", "won", "new", NULL};
	size_t i;

	if (strcmp(head, "ref") == 0)
		return "\033[36m";
	if (is_due(head))
		return strstr(s, " late") != NULL ? "\033[31m" :
		    strstr(s, " min") != NULL || strcmp(s, "now") == 0 ?
		    "\033[33m" : NULL;
	if (strcmp(head, "status") != 0 && strcmp(head, "kind") != 0 &&
	    strcmp(head, "priority") != 0 && strcmp(head, "why") != 0 &&
	    strcmp(head, "outcome") != 0 && strcmp(head, "stage") != 0)
		return NULL;
	for (i = 0; red[i] != NULL; i++)
		if (strcmp(s, red[i]) == 0)
			return "\033[31m";
	for (i = 0; yellow[i] != NULL; i++)
		if (strcmp(s, yellow[i]) == 0)
			return "\033[33m";
	for (i = 0; green[i] != NULL; i++)
		if (strcmp(s, green[i]) == 0)
			return "\033[32m";
	return NULL;
}

void
cmd_table_print(struct cmd_table *t, int width, bool sparse, bool colour)
{
	const char *ink;
	size_t *w, i, j, used;

	if (t->rows == 0 || t->cols == 0 ||
	    (w = calloc(t->cols, sizeof(*w))) == NULL)
		return;
	if (sparse)
		drop_empty(t);
	fit(t, w, (size_t)width);
	for (j = 0; j < t->rows; j++) {
		for (i = 0; i < t->cols; i++) {
			ink = !colour ? NULL : j == 0 ? "\033[1m" :
			    colour_of(cell_at(t, 0, i), cell_at(t, j, i));
			if (ink != NULL)
				fputs(ink, stdout);
			used = cmd_table_cut(cell_at(t, j, i), w[i]);
			if (ink != NULL)
				fputs("\033[0m", stdout);
			if (i + 1 < t->cols)
				printf("%*s", (int)(w[i] - used + GAP), "");
		}
		putchar('\n');
	}
	free(w);
}

void
cmd_table_free(struct cmd_table *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->rows * t->cols; i++)
		free(t->cell[i]);
	free(t->cell);
	free(t);
}
