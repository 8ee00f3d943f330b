/*
 * A report as one HTML page that loads nothing and runs nothing. Every text
 * is escaped here, whoever wrote it. Mail programs drop <style>, so what
 * keeps a table readable stands in the elements; colours for the dark do not.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/html.h"
#include "report/words.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
    "<meta http-equiv=\"Content-Security-Policy\" "
    "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\"/>\n"
    "<meta name=\"color-scheme\" content=\"light dark\"/>\n<style>\n"
    ":root{color-scheme:light dark;--ink:#1d2327;--dim:#5b6670;--line:#d8dde2;"
    "--page:#ffffff;--bad:#b3261e;--one:#2f6f9f;--two:#b5651d}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--dim:#9aa5af;"
    "--line:#39424b;--page:#14181c;--bad:#ff9d94;--one:#6fb1e0;"
    "--two:#e0a36f}}\n"
    "body{margin:0 auto;padding:1rem;max-width:54rem;color:var(--ink);"
    "background:var(--page);font:16px/1.45 system-ui,sans-serif}\n"
    "h1{font-size:1.35rem;margin:.5rem 0 0}h2{font-size:1.05rem;"
    "margin:2rem 0 .5rem}p{color:var(--dim);margin:.3rem 0 1rem}\n"
    "section{overflow-x:auto}table{border-collapse:collapse;width:100%}\n"
    "th,td{border-color:var(--line)!important;unicode-bidi:isolate}\n"
    "thead th{color:var(--dim);font-weight:500}tbody th{font-weight:400}\n"
    ".n{font-variant-numeric:tabular-nums;white-space:nowrap}\n"
    ".d{color:var(--dim)}.x{color:var(--bad);font-weight:600}\n"
    ".b1{fill:var(--one)}.b2{fill:var(--two)}.l1{stroke:var(--one)}\n"
    ".c{display:block;width:100%;max-width:30rem;height:auto;"
    "margin:.3rem 0 .8rem}\n"
    "@media(max-width:30rem){body{padding:.6rem;font-size:15px}"
    "th,td{padding-right:6px!important}.n{white-space:normal}"
    "td:last-child{overflow-wrap:anywhere}}\n"
    "@media print{body{max-width:none;padding:0;font-size:11px}"
    "section{overflow:visible}h2{break-after:avoid}"
    "tr,svg{break-inside:avoid}.c{max-width:22rem}}\n"
    "</style>\n";

#define CELL "padding:4px 10px 4px 0;border-bottom:1px solid #d8dde2;" \
	"vertical-align:top;text-align:"

void
html_put(struct buf *b, const char *text)
{
	const char *p;

	for (p = text; p != NULL && *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			buf_putc(b, ' ');
		else
			buf_add_html(b, p, 1);
}

/* tag: th or td; of: its class; scope of a th or NULL. */
static void
open_cell(struct buf *b, const char *tag, const char *scope, const char *of)
{
	bool number = of[0] == 'n';

	buf_printf(b, "<%s", tag);
	if (scope != NULL)
		buf_printf(b, " scope=\"%s\"", scope);
	if (*of != '\0')
		buf_printf(b, " class=\"%s\"", of);
	buf_printf(b, " style=\"" CELL "%s\">", number ? "right" : "left");
}

static void
put_metric(const struct metric *m, struct buf *words, struct buf *b)
{
	const char *name = words_label(m);
	size_t inset = strspn(name, " ");

	buf_puts(b, "<tr>");
	open_cell(b, "th", "row", m->mark != 0 ? "x" : "");
	if (inset > 0)
		buf_puts(b, "<span style=\"padding-left:1.2em\">");
	html_put(b, name + inset);
	buf_puts(b, inset > 0 ? "</span>" : "");
	if (m->mark != 0) {
		buf_clear(words);
		words_healthy(m, words);
		buf_puts(b, "<br/><small>healthy: ");
		html_put(b, words->data);
		buf_puts(b, "</small>");
	}
	buf_puts(b, "</th>");
	open_cell(b, "td", NULL, m->mark != 0 ? "n x" : "n");
	buf_clear(words);
	words_value(m, words);
	html_put(b, words->data);
	buf_puts(b, "</td>");
	open_cell(b, "td", NULL, "n d");
	buf_clear(words);
	words_previous(m, words);
	html_put(b, words->data);
	buf_puts(b, "</td></tr>\n");
}

static void
put_metrics(const struct report *r, struct buf *b)
{
	struct buf words = {0};
	size_t i;

	buf_puts(b, "<section><table style=\"border-collapse:collapse\">\n"
	    "<thead><tr>");
	open_cell(b, "th", "col", "");
	buf_puts(b, "figure</th>");
	open_cell(b, "th", "col", "n");
	buf_puts(b, "now</th>");
	open_cell(b, "th", "col", "n");
	buf_puts(b, "before</th></tr></thead>\n<tbody>\n");
	for (i = 0; i < r->nmetric; i++)
		put_metric(&r->metric[i], &words, b);
	buf_puts(b, "</tbody></table></section>\n");
	if (words.failed)
		b->failed = true;
	buf_free(&words);
}

static void
put_cells(const struct report *r, const struct report_table *t, struct buf *b)
{
	struct buf words = {0};
	size_t i, j;
	const char *tag;

	buf_puts(b, "<section><table style=\"border-collapse:collapse\">\n"
	    "<thead>");
	for (i = 0; i <= t->rows; i++) {
		buf_puts(b, i == 1 ? "<tbody>\n<tr>" : "<tr>");
		for (j = 0; j < t->cols; j++) {
			tag = i == 0 || j == 0 ? "th" : "td";
			open_cell(b, tag, i == 0 ? "col" : j == 0 ? "row" :
			    NULL, table_is_number(t, j) ? "n" : "");
			buf_clear(&words);
			words_cell(r, t, i, j, &words);
			html_put(b, words.data);
			buf_printf(b, "</%s>", tag);
		}
		buf_puts(b, i == 0 ? "</tr></thead>\n" : "</tr>\n");
	}
	buf_puts(b, "</tbody></table></section>\n");
	if (words.failed)
		b->failed = true;
	buf_free(&words);
}

static void
put_table(const struct report *r, const struct report_table *t, struct buf *b)
{
	struct buf words = {0};

	words_caption(t, &words);
	buf_puts(b, "<h2>");
	html_put(b, words.data);
	buf_puts(b, "</h2>\n");
	buf_free(&words);
	if (t->rows == 0)
		buf_puts(b, "<p>nothing</p>\n");
	else {
		chart_put(b, r, t);
		put_cells(r, t, b);
	}
	if (t->note != NULL) {
		buf_puts(b, "<p>");
		html_put(b, t->note);
		buf_puts(b, "</p>\n");
	}
}

void
report_html(const struct report *r, struct buf *b)
{
	struct buf words = {0};
	const char *firm = text_empty(r->firm) ? "Leads" : r->firm;
	size_t i;

	words_heading(r, &words);
	buf_puts(b, head);
	buf_puts(b, "<title>");
	html_put(b, firm);
	buf_puts(b, ": ");
	html_put(b, words.data);
	buf_puts(b, "</title>\n</head>\n<body>\n<h1>");
	html_put(b, firm);
	buf_puts(b, "</h1>\n<p>");
	html_put(b, words.data);
	buf_puts(b, "</p>\n");
	if (r->figures)
		put_metrics(r, b);
	for (i = 0; i < r->ntable; i++)
		put_table(r, &r->table[i], b);
	buf_puts(b, "</body>\n</html>\n");
	if (words.failed)
		b->failed = true;
	buf_free(&words);
}
