/* A report as plain text that is read in half a minute. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/table.h"
#include "report/words.h"

#define LABEL 34
#define VALUE 20
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

/* "! Opted out   5 % (1 of 20)   before: 1 %", and what would be healthy. */
static void
put_metrics(const struct report *r, struct buf *b)
{
	const struct metric *m;
	struct buf value = {0};
	size_t i, used;

	for (i = 0; i < r->nmetric; i++) {
		m = &r->metric[i];
		if (words_opens_group(m))
			buf_putc(b, '\n');
		buf_puts(b, m->mark != 0 ? "! " : "  ");
		buf_puts(b, words_label(m));
		pad(b, text_width(words_label(m)), LABEL);
		buf_clear(&value);
		words_value(m, &value);
		used = put_cut(b, value.data, 40);
		if (m->has_previous) {
			pad(b, used, VALUE);
			buf_puts(b, "before: ");
			words_previous(m, b);
		}
		if (m->mark != 0) {
			buf_puts(b, "\n    healthy: ");
			words_healthy(m, b);
		}
		buf_putc(b, '\n');
	}
	if (value.failed)
		b->failed = true;
	buf_free(&value);
}

/* The cells of a table in words. NULL: no memory. */
static char **
word_cells(const struct report *r, const struct report_table *t)
{
	size_t i, n = (t->rows + 1) * t->cols;
	char **cell = calloc(n, sizeof(*cell));
	struct buf b = {0};

	for (i = 0; cell != NULL && i < n; i++) {
		buf_clear(&b);
		words_cell(r, t, i / t->cols, i % t->cols, &b);
		cell[i] = buf_take(&b);
	}
	return cell;
}

/* A column with nothing in any row. */
static bool
is_empty(const struct report_table *t, size_t col)
{
	size_t i;

	for (i = 1; i <= t->rows; i++)
		if (t->cell[i * t->cols + col][0] != '\0')
			return false;
	return true;
}

/* Widths that fit: the widest text gives way first. 0: a column left out. */
static void
column_widths(const struct report_table *t, char **cell, size_t *width,
    size_t total)
{
	size_t i, j, w, sum, widest;

	for (i = 0; i < t->cols; i++) {
		width[i] = 0;
		for (j = 0; j <= t->rows && !is_empty(t, i); j++) {
			w = text_width(cell[j * t->cols + i]);
			if (w > width[i])
				width[i] = w;
		}
	}
	for (;;) {
		sum = 0;
		widest = t->cols;
		for (i = 0; i < t->cols; i++) {
			sum += width[i] > 0 ? width[i] + 2 : 0;
			if (t->kind[i] == 't' && (widest == t->cols ||
			    width[i] > width[widest]))
				widest = i;
		}
		if (sum <= total + 2 || widest == t->cols ||
		    width[widest] <= 6)
			return;
		width[widest]--;
	}
}

static void
put_row(const struct report_table *t, char **cell, size_t row,
    const size_t *width, struct buf *b)
{
	const char *s;
	size_t i, w;

	for (i = 0; i < t->cols; i++) {
		if (width[i] == 0)
			continue;
		s = cell[row * t->cols + i];
		w = text_width(s);
		if (table_is_number(t, i) && w < width[i])
			pad(b, w, width[i]);
		w = put_cut(b, s, width[i]);
		if (!table_is_number(t, i))
			pad(b, w, width[i]);
		buf_puts(b, "  ");
	}
}

static void
put_bar(const struct report_table *t, size_t row, size_t bar, double max,
    struct buf *b)
{
	double n = row > 0 && bar > 0 ? table_number(t, row, bar) : 0;

	for (n = n > 0 ? n / max * BAR : 0; n > 0; n--)
		buf_putc(b, '#');
	while (b->len > 0 && !b->failed && b->data[b->len - 1] == ' ')
		b->data[--b->len] = '\0';
	buf_putc(b, '\n');
}

/* Lines of at most width columns, broken at blanks. */
static void
put_note(const char *note, size_t width, struct buf *b)
{
	size_t used = 2, n;

	buf_puts(b, "  ");
	while (*note != '\0') {
		n = strcspn(note, " ");
		if (used > 2 && used + n + 1 > width) {
			buf_puts(b, "\n  ");
			used = 2;
		} else if (used > 2) {
			buf_putc(b, ' ');
			used++;
		}
		buf_add(b, note, n);
		used += n;
		note += n + (note[n] == ' ');
	}
	buf_putc(b, '\n');
}

static void
put_table(const struct report *r, const struct report_table *t, int width,
    struct buf *b)
{
	char **cell;
	size_t w[16] = {0}, i, bar, sum = 0;
	double max;

	buf_putc(b, '\n');
	words_caption(t, b);
	buf_putc(b, '\n');
	if (t->cols > 16 || (cell = word_cells(r, t)) == NULL) {
		b->failed = true;
		return;
	}
	column_widths(t, cell, w, (size_t)width - 2);
	bar = table_bar_column(t, &max);
	for (i = 0; i < t->cols; i++)
		sum += w[i] > 0 ? w[i] + 2 : 0;
	if (sum + BAR > (size_t)width - 2)
		bar = 0;
	for (i = 0; i <= t->rows && t->rows > 0; i++) {
		buf_puts(b, "  ");
		put_row(t, cell, i, w, b);
		put_bar(t, i, bar, max, b);
	}
	if (t->rows == 0)
		buf_puts(b, "  nothing\n");
	if (t->note != NULL)
		put_note(t->note, (size_t)width, b);
	for (i = 0; i < (t->rows + 1) * t->cols; i++)
		free(cell[i]);
	free(cell);
}

void
report_text(const struct report *r, int width, struct buf *b)
{
	struct buf line = {0};
	size_t i, n;

	if (width < 40 || width > 80)
		width = 80;
	if (!text_empty(r->firm)) {
		put_cut(&line, r->firm, 30);
		buf_puts(&line, ": ");
	}
	words_heading(r, &line);
	buf_puts(b, line.data);
	buf_putc(b, '\n');
	for (n = text_width(line.data); n > 0; n--)
		buf_putc(b, '=');
	buf_putc(b, '\n');
	if (line.failed)
		b->failed = true;
	buf_free(&line);
	if (r->figures) {
		buf_putc(b, '\n');
		put_metrics(r, b);
	}
	for (i = 0; i < r->ntable; i++)
		put_table(r, &r->table[i], width, b);
}
