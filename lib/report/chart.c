/*
 * Charts as inline SVG: bars beside their words, and a line through the
 * weeks. 360 units wide, so that a phone shows them at their size.
 */
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "report/html.h"
#include "report/words.h"

#define LEFT 112 /* where bars begin */
#define WIDE 196 /* of the longest bar */
#define ROWS 12

static void
open_svg(struct buf *b, size_t height, const char *label)
{
	buf_printf(b, "<svg class=\"c\" viewBox=\"0 0 360 %zu\" width=\"360\" "
	    "height=\"%zu\" role=\"img\" aria-label=\"", height, height);
	html_put(b, label);
	buf_puts(b, "\" font-family=\"sans-serif\" font-size=\"12\" "
	    "fill=\"currentColor\">\n");
}

static void
bar(struct buf *b, double y, double height, double share, bool second,
    double value)
{
	buf_printf(b, "<rect class=\"%s\" fill=\"%s\" x=\"%d\" y=\"%.1f\" "
	    "width=\"%.1f\" height=\"%.1f\"/>", second ? "b2" : "b1",
	    second ? "#b5651d" : "#2f6f9f", LEFT, y,
	    fmax(share * WIDE, value > 0 ? 1 : 0), height);
	if (value > 0)
		buf_printf(b, "<text x=\"%.1f\" y=\"%.1f\">%.15g</text>\n",
		    LEFT + share * WIDE + 4, y + height - 2, value);
}

/* Words to the left, cut by what fits. */
static void
label(struct buf *b, double y, const char *text)
{
	char *cut = text_dup(text);

	if (cut == NULL) {
		b->failed = true;
		return;
	}
	if (text_width(cut) > 17)
		text_cut(cut, 16);
	buf_printf(b, "<text x=\"0\" y=\"%.1f\">", y);
	html_put(b, cut);
	buf_puts(b, text_is(cut, text) ? "</text>" : "\xe2\x80\xa6</text>");
	free(cut);
}

/* A bar a row of column 1, and a second one of column 2 where asked. */
static bool
bars(struct buf *b, const struct report_table *t, bool two, const char *words)
{
	size_t i, n = t->rows < ROWS ? t->rows : ROWS;
	size_t high = two ? 30 : 22;
	double max = 0, y;

	for (i = 1; i <= n; i++) {
		max = fmax(max, table_number(t, i, 1));
		if (two)
			max = fmax(max, table_number(t, i, 2));
	}
	if (n == 0 || !(max > 0))
		return false;
	open_svg(b, n * high + (two ? 22 : 4), words);
	for (i = 1; i <= n; i++) {
		y = (double)((i - 1) * high);
		label(b, y + 14, t->cell[i * t->cols]);
		bar(b, y + 2, two ? 12 : 16, table_number(t, i, 1) / max,
		    false, table_number(t, i, 1));
		if (two)
			bar(b, y + 15, 12, table_number(t, i, 2) / max, true,
			    table_number(t, i, 2));
	}
	if (two) {
		y = (double)(n * high + 14);
		buf_printf(b, "<rect class=\"b1\" fill=\"#2f6f9f\" x=\"%d\" "
		    "y=\"%.0f\" width=\"10\" height=\"10\"/><text x=\"%d\" "
		    "y=\"%.0f\">", LEFT, y - 9, LEFT + 14, y);
		html_put(b, t->cell[1]);
		buf_printf(b, "</text><rect class=\"b2\" fill=\"#b5651d\" "
		    "x=\"%d\" y=\"%.0f\" width=\"10\" height=\"10\"/>"
		    "<text x=\"%d\" y=\"%.0f\">", LEFT + 80, y - 9, LEFT + 94,
		    y);
		html_put(b, t->cell[2]);
		buf_puts(b, "</text>");
	}
	buf_puts(b, "</svg>\n");
	return true;
}

static void
point(struct buf *b, const struct report *r, const struct report_table *t,
    size_t row, double x, double y)
{
	struct buf when = {0};

	words_cell(r, t, row, 0, &when);
	buf_printf(b, "<circle class=\"b1\" fill=\"#2f6f9f\" cx=\"%.1f\" "
	    "cy=\"%.1f\" r=\"4\"/><text text-anchor=\"middle\" x=\"%.1f\" "
	    "y=\"%.1f\">%.15g</text><text text-anchor=\"middle\" x=\"%.1f\" "
	    "y=\"126\">", x, y, x, y - 9, table_number(t, row, 1), x);
	html_put(b, when.data);
	buf_puts(b, "</text>\n");
	buf_free(&when);
}

/* New leads through the spans. */
static bool
line(struct buf *b, const struct report *r, const struct report_table *t)
{
	double max = 0, step, x, y;
	size_t i;

	for (i = 1; i <= t->rows; i++)
		max = fmax(max, table_number(t, i, 1));
	if (t->rows < 2 || !(max > 0))
		return false;
	step = 280.0 / (double)(t->rows - 1);
	open_svg(b, 132, "new leads, span by span");
	buf_puts(b, "<polyline class=\"l1\" fill=\"none\" stroke=\"#2f6f9f\" "
	    "stroke-width=\"2\" points=\"");
	for (i = 1; i <= t->rows; i++)
		buf_printf(b, "%s%.1f,%.1f", i > 1 ? " " : "",
		    40 + step * (double)(i - 1),
		    104 - table_number(t, i, 1) / max * 80);
	buf_puts(b, "\"/>\n");
	for (i = 1; i <= t->rows; i++) {
		x = 40 + step * (double)(i - 1);
		y = 104 - table_number(t, i, 1) / max * 80;
		point(b, r, t, i, x, y);
	}
	buf_puts(b, "</svg>\n");
	return true;
}

bool
chart_put(struct buf *b, const struct report *r, const struct report_table *t)
{
	if (text_is(t->title, "trend"))
		return line(b, r, t);
	if (text_is(t->title, "response time"))
		return bars(b, t, true, "first answers by their delay");
	if (text_is(t->title, "funnel"))
		return bars(b, t, false, "how far leads came");
	if (text_is(t->title, "by source"))
		return bars(b, t, false, "leads by source");
	if (text_is(t->title, "pipeline"))
		return bars(b, t, false, "open leads by stage");
	return false;
}
