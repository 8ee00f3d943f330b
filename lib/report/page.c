/* A report as plain text that is read in half a minute. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/table.h"
#include "report/words.h"

#define LABEL 36
#define VALUE 22
#define BAR 20

static void
pad(struct buf *b, size_t used, size_t width)
{
	while (used++ < width)
		buf_putc(b, ' ');
}

/* text in at most max columns, controls and direction marks left out: the
 * page is printed as it is, also on a terminal. */
static size_t
put_cut(struct buf *b, const char *text, size_t max)
{
	size_t used = 0, n, w;
	char one[5];

	for (; *text != '\0'; text += n) {
		n = 1;
		while (n < 4 && ((unsigned char)text[n] & 0xc0) == 0x80)
			n++;
		memcpy(one, text, n);
		one[n] = '\0';
		if ((unsigned char)one[0] < 0x20 || one[0] == 0x7f ||
		    (one[0] == '\xc2' && (unsigned char)one[1] < 0xa0) ||
		    strncmp(one, "\xd8\x9c", 2) == 0 ||
		    (n == 3 && strncmp(one, "\xe2\x80", 2) == 0 &&
		    (((unsigned char)one[2] >= 0x8b &&
		    (unsigned char)one[2] <= 0x8f) ||
		    ((unsigned char)one[2] >= 0xa8 &&
		    (unsigned char)one[2] <= 0xae))) ||
		    (n == 3 && strncmp(one, "\xe2\x81", 2) == 0 &&
		    (unsigned char)one[2] >= 0xa0))
			continue;
		w = text_width(one);
		if (used + w > max)
			break;
		buf_puts(b, one);
		used += w;
	}
	return used;
}

/* Does a new thought begin with this figure. */
static bool
opens_group(const struct metric *m)
{
	static const char *const first[] = {"first_response_machine_median_s",
	    "reply_rate", "won", "deadlines_kept_rate"};
	size_t i;

	for (i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		if (strcmp(m->name, first[i]) == 0)
			return true;
	return false;
}

static void
put_metrics(const struct report *r, struct buf *b)
{
	const struct metric *m;
	struct buf value = {0};
	size_t i;

	for (i = 0; i < r->nmetric; i++) {
		m = &r->metric[i];
		if (opens_group(m))
			buf_putc(b, '\n');
		buf_puts(b, words_label(m));
		pad(b, text_width(words_label(m)), LABEL);
		buf_clear(&value);
		words_value(m, &value);
		buf_puts(b, value.data);
		if (m->has_previous) {
			pad(b, text_width(value.data), VALUE);
			buf_puts(b, "  before: ");
			words_previous(m, b);
		}
		buf_putc(b, '\n');
	}
	if (value.failed)
		b->failed = true;
	buf_free(&value);
}

static void
column_widths(const struct report_table *t, size_t *width, size_t total)
{
	size_t i, j, w, sum = 0, last = t->cols - 1;

	for (i = 0; i < t->cols; i++) {
		width[i] = 0;
		for (j = 0; j <= t->rows; j++) {
			w = text_width(t->cell[j * t->cols + i]);
			if (w > width[i])
				width[i] = w;
		}
		if (i < last && width[i] > 24)
			width[i] = 24;
		sum += i < last ? width[i] + 2 : 0;
	}
	w = total > sum + 10 ? total - sum : 10;
	if (width[last] > w)
		width[last] = w;
}

static void
put_row(const struct report_table *t, size_t row, const size_t *width,
    struct buf *b)
{
	const char *s;
	size_t i, w;

	for (i = 0; i < t->cols; i++) {
		s = t->cell[row * t->cols + i];
		w = text_width(s);
		if (table_is_number(t, i) && w < width[i])
			pad(b, w, width[i]);
		w = put_cut(b, s, width[i]);
		if (i + 1 == t->cols)
			break;
		if (!table_is_number(t, i))
			pad(b, w, width[i]);
		buf_puts(b, "  ");
	}
}

static void
put_table(const struct report_table *t, int width, struct buf *b)
{
	size_t w[16], i, bar;
	double max, n;

	if (t->cols > 16)
		return;
	buf_putc(b, '\n');
	for (i = 0; t->title[i] != '\0'; i++)
		buf_putc(b, i == 0 && t->title[i] >= 'a' &&
		    t->title[i] <= 'z' ? (char)(t->title[i] - 32) :
		    t->title[i]);
	buf_putc(b, '\n');
	if (t->rows == 0) {
		buf_puts(b, "  nothing\n");
		return;
	}
	column_widths(t, w, (size_t)width - 2);
	bar = table_bar_column(t, &max);
	for (i = 0; i <= t->rows; i++) {
		buf_puts(b, "  ");
		put_row(t, i, w, b);
		n = i > 0 && bar > 0 ?
		    strtod(t->cell[i * t->cols + bar], NULL) : 0;
		if (n > 0)
			buf_puts(b, "  ");
		for (n = n > 0 ? n / max * BAR : 0; n > 0; n--)
			buf_putc(b, '#');
		while (b->len > 0 && !b->failed && b->data[b->len - 1] == ' ')
			b->data[--b->len] = '\0';
		buf_putc(b, '\n');
	}
}

void
report_text(const struct report *r, int width, struct buf *b)
{
	struct buf head = {0};
	size_t i, n;

	if (width < 40 || width > 80)
		width = 80;
	if (!text_empty(r->firm)) {
		put_cut(&head, r->firm, 30);
		buf_puts(&head, ": ");
	}
	words_heading(r, &head);
	buf_puts(b, head.data);
	buf_putc(b, '\n');
	for (n = text_width(head.data); n > 0; n--)
		buf_putc(b, '=');
	buf_puts(b, "\n\n");
	if (head.failed)
		b->failed = true;
	buf_free(&head);
	put_metrics(r, b);
	for (i = 0; i < r->ntable; i++)
		put_table(&r->table[i], width, b);
}
