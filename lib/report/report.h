/*
 * report: facts folded into figures, figures into text, TSV, JSON, HTML.
 * Pure: `store/` reads the facts, the verb hands them over.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "leads.h"
#include "model/facts.h"

struct metric {
	const char *name;     /* leads_new … (DESIGN 2) */
	bool has_value, is_rate, is_seconds;
	double value;
	int64_t numerator, denominator; /* -1: has none */
	bool has_previous;
	double previous;
};

struct report {
	char *name;           /* week … */
	int64_t since, until;
	const char *zone, *firm;
	struct metric metric[40];
	size_t nmetric;
	/* Tables under the figures: title, columns, cells (row by row). */
	struct report_table {
		char *title;
		char **cell;      /* (rows + 1) * cols, the head first */
		size_t rows, cols;
	} *table;
	size_t ntable;
};

/* Folds the span (previous: the one before, may be NULL) into figures and
 * the tables "by source", "by owner", "pipeline" (stage, count, value),
 * "needs you" (overdue first). */
int report_fold(struct report *, const char *name, const struct report_span *,
    const struct report_span *previous, const char *zone, const char *firm,
    int64_t now, struct lead_error *);
void report_free(struct report *);

void report_text(const struct report *, int width, struct buf *);
void report_tsv(const struct report *, struct buf *);
void report_json(const struct report *, struct buf *);
void report_html(const struct report *, struct buf *);

#endif
