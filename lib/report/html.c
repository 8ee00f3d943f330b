/*
 * A report as one HTML page that loads nothing and runs nothing. Every text
 * is escaped here, whoever wrote it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/table.h"
#include "report/words.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" "
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n<style>\n"
    ":root{color-scheme:light dark;--ink:#1d2327;--dim:#5b6670;--line:#d8dde2;"
    "--page:#fff;--bar:#2f6f9f}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--dim:#9aa5af;"
    "--line:#39424b;--page:#14181c;--bar:#6fb1e0}}\n"
    "body{margin:0 auto;padding:1rem;max-width:52rem;color:var(--ink);"
    "background:var(--page);font:16px/1.45 system-ui,sans-serif}\n"
    "h1{font-size:1.35rem;margin:.5rem 0 0}h2{font-size:1.05rem;"
    "margin:2rem 0 .5rem}p{color:var(--dim);margin:0 0 1rem}\n"
    "section{overflow-x:auto}table{border-collapse:collapse;width:100%}\n"
    "th,td{text-align:left;padding:.3rem .6rem .3rem 0;vertical-align:top;"
    "border-bottom:1px solid var(--line);overflow-wrap:anywhere;"
    "unicode-bidi:isolate}\n"
    "thead th{color:var(--dim);font-weight:500}tbody th{font-weight:400}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums;"
    "white-space:nowrap}\n.d{color:var(--dim)}rect{fill:var(--bar)}"
    "svg{display:block;width:8rem;height:.8rem;margin-top:.3rem}\n"
    "@media(max-width:30rem){body{padding:.6rem;font-size:15px}"
    "svg{width:4rem}th,td{padding-right:.4rem}}\n"
    "</style>\n";

static void
put(struct buf *b, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	for (; p != NULL && *p != '\0'; p++)
		switch (*p) {
		case '&':
			buf_puts(b, "&amp;");
			break;
		case '<':
			buf_puts(b, "&lt;");
			break;
		case '>':
			buf_puts(b, "&gt;");
			break;
		case '"':
			buf_puts(b, "&quot;");
			break;
		case '\'':
			buf_puts(b, "&#39;");
			break;
		default:
			buf_putc(b, *p < 0x20 || *p == 0x7f ? ' ' : (char)*p);
		}
}

static void
put_metrics(const struct report *r, struct buf *b)
{
	struct buf words = {0};
	const struct metric *m;
	size_t i;

	buf_puts(b, "<section><table>\n<thead><tr><th scope=\"col\">figure</th>"
	    "<th scope=\"col\" class=\"n\">now</th>"
	    "<th scope=\"col\" class=\"n\">before</th></tr></thead>\n<tbody>\n");
	for (i = 0; i < r->nmetric; i++) {
		m = &r->metric[i];
		buf_puts(b, "<tr><th scope=\"row\">");
		put(b, words_label(m));
		buf_puts(b, "</th><td class=\"n\">");
		buf_clear(&words);
		words_value(m, &words);
		put(b, words.data);
		buf_puts(b, "</td><td class=\"n d\">");
		buf_clear(&words);
		words_previous(m, &words);
		put(b, words.data);
		buf_puts(b, "</td></tr>\n");
	}
	buf_puts(b, "</tbody></table></section>\n");
	if (words.failed)
		b->failed = true;
	buf_free(&words);
}

static void
put_bar(struct buf *b, double share)
{
	buf_printf(b, "<td><svg viewBox=\"0 0 100 10\" "
	    "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
	    "<rect width=\"%.1f\" height=\"10\"/></svg></td>", share * 100);
}

static void
put_table(const struct report_table *t, struct buf *b)
{
	size_t i, j, bar;
	const char *tag;
	double max;

	buf_puts(b, "<h2>");
	put(b, t->title);
	buf_puts(b, "</h2>\n");
	if (t->rows == 0) {
		buf_puts(b, "<p>nothing</p>\n");
		return;
	}
	bar = table_bar_column(t, &max);
	buf_puts(b, "<section><table>\n<thead>");
	for (i = 0; i <= t->rows; i++) {
		buf_puts(b, i == 1 ? "<tbody>\n<tr>" : "<tr>");
		for (j = 0; j < t->cols; j++) {
			tag = i == 0 || j == 0 ? "th" : "td";
			buf_printf(b, "<%s%s%s>", tag, i == 0 ?
			    " scope=\"col\"" : j == 0 ? " scope=\"row\"" : "",
			    table_is_number(t, j) ? " class=\"n\"" : "");
			put(b, t->cell[i * t->cols + j]);
			buf_printf(b, "</%s>", tag);
		}
		if (bar > 0 && i == 0)
			buf_puts(b, "<td></td>");
		else if (bar > 0)
			put_bar(b, strtod(t->cell[i * t->cols + bar], NULL) /
			    max);
		buf_puts(b, i == 0 ? "</tr></thead>\n" : "</tr>\n");
	}
	buf_puts(b, "</tbody></table></section>\n");
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
	put(b, firm);
	buf_puts(b, ": ");
	put(b, words.data);
	buf_puts(b, "</title>\n</head>\n<body>\n<h1>");
	put(b, firm);
	buf_puts(b, "</h1>\n<p>");
	put(b, words.data);
	buf_puts(b, "</p>\n");
	put_metrics(r, b);
	for (i = 0; i < r->ntable; i++)
		put_table(&r->table[i], b);
	buf_puts(b, "</body>\n</html>\n");
	if (words.failed)
		b->failed = true;
	buf_free(&words);
}
