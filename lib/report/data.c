/* A report for programs: TSV and one JSON object. */
#include <stdlib.h>

#include "model/record.h"
#include "report/table.h"

static void
data_number(struct buf *b, bool has, double n, const char *none)
{
	if (has)
		buf_printf(b, "%.15g", n);
	else
		buf_puts(b, none);
}

static void
data_integer(struct buf *b, int64_t n, const char *none)
{
	if (n >= 0)
		buf_printf(b, "%lld", (long long)n);
	else
		buf_puts(b, none);
}

void
report_tsv(const struct report *r, struct buf *b)
{
	const struct metric *m;
	size_t i;

	for (i = 0; i < r->nmetric; i++) {
		m = &r->metric[i];
		buf_printf(b, "%s\t", m->name);
		data_number(b, m->has_value, m->value, "");
		buf_putc(b, '\t');
		data_integer(b, m->numerator, "");
		buf_putc(b, '\t');
		data_integer(b, m->denominator, "");
		buf_putc(b, '\t');
		data_number(b, m->has_previous, m->previous, "");
		buf_putc(b, '\n');
	}
}

static void
json_cell(const struct report *r, const struct report_table *t, size_t row,
    size_t col, struct buf *b)
{
	const char *cell = t->cell[row * t->cols + col];
	char when[64];

	if (t->kind[col] == 't')
		record_json_string(b, cell);
	else if (*cell == '\0')
		buf_puts(b, "null");
	else if (t->kind[col] == 'w')
		record_json_string(b, lead_when_format(strtoll(cell, NULL, 10),
		    r->zone, when, sizeof(when)));
	else
		buf_puts(b, cell);
}

static void
json_tables(const struct report *r, struct buf *b)
{
	const struct report_table *t;
	size_t i, j, k;

	for (i = 0; i < r->ntable; i++) {
		t = &r->table[i];
		buf_puts(b, i > 0 ? "," : "");
		record_json_string(b, t->title);
		buf_puts(b, ":[");
		for (j = 1; j <= t->rows; j++) {
			buf_puts(b, j > 1 ? ",{" : "{");
			for (k = 0; k < t->cols; k++) {
				buf_puts(b, k > 0 ? "," : "");
				record_json_string(b, t->cell[k]);
				buf_putc(b, ':');
				json_cell(r, t, j, k, b);
			}
			buf_putc(b, '}');
		}
		buf_putc(b, ']');
	}
}

static void
json_metric(const struct metric *m, struct buf *b)
{
	buf_printf(b, "\"%s\":{\"value\":", m->name);
	data_number(b, m->has_value, m->value, "null");
	buf_puts(b, ",\"numerator\":");
	data_integer(b, m->numerator, "null");
	buf_puts(b, ",\"denominator\":");
	data_integer(b, m->denominator, "null");
	buf_puts(b, ",\"previous\":");
	data_number(b, m->has_previous, m->previous, "null");
	buf_puts(b, ",\"low\":");
	data_number(b, m->has_low, m->low, "null");
	buf_puts(b, ",\"high\":");
	data_number(b, m->has_high, m->high, "null");
	buf_printf(b, ",\"mark\":%s}", m->mark < 0 ? "\"low\"" :
	    m->mark > 0 ? "\"high\"" : "null");
}

void
report_json(const struct report *r, struct buf *b)
{
	char when[64];
	size_t i;

	buf_puts(b, "{\"report\":");
	record_json_string(b, r->name);
	buf_puts(b, ",\"since\":");
	record_json_string(b,
	    lead_when_format(r->since, r->zone, when, sizeof(when)));
	buf_puts(b, ",\"until\":");
	record_json_string(b,
	    lead_when_format(r->until, r->zone, when, sizeof(when)));
	buf_puts(b, ",\"currency\":");
	if (r->currency != NULL)
		record_json_string(b, r->currency);
	else
		buf_puts(b, "null");
	buf_puts(b, ",\"metrics\":{");
	for (i = 0; i < r->nmetric; i++) {
		buf_puts(b, i > 0 ? "," : "");
		json_metric(&r->metric[i], b);
	}
	buf_puts(b, "},\"tables\":{");
	json_tables(r, b);
	buf_puts(b, "}}\n");
}
