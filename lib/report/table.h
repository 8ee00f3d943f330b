/*
 * table: the tables under a report's figures.
 */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "report/report.h"

/* Is t (0: never) within the span. Defined in fold.c. */
bool report_in_span(const struct report_span *, int64_t t);
/* Adds the tables the report's name asks for. -1: no memory. */
int table_fill(struct report *, const struct report_span *, int64_t now);
void table_free(struct report *);
/* Does the column hold numbers (printed to the right). */
bool table_is_number(const struct report_table *, size_t col);
/* The column whose numbers deserve a bar, 0: none; *max is the largest. */
size_t table_bar_column(const struct report_table *, double *max);

#endif
