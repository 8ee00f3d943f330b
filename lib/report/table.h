/*
 * table: the tables under a report's figures. Kinds of a column:
 *   t text   n number   m money   r rate (0.4 is 40 %)   s seconds
 *   w a moment (UTC seconds)
 */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "report/report.h"

/* A table with its head, "tsource|nleads|rreplied": kind and name of each
 * column. rows: how many are meant to come. NULL: no memory. Valid until the
 * next table_new. */
struct report_table *table_new(struct report *, const char *title,
    size_t rows, const char *columns);
/* One row more: const char * for t, int64_t for w, else double, NAN for
 * unknown. A NULL table, or no memory, is -1. */
int table_row(struct report_table *, ...);
/* What stands over and under it for people. NULL: nothing. */
int table_words(struct report_table *, const char *caption, const char *note);
void table_free(struct report *);
/* Is the column printed to the right. */
bool table_is_number(const struct report_table *, size_t col);
/* A cell as a number, NAN where it is none. */
double table_number(const struct report_table *, size_t row, size_t col);
/* The column whose numbers deserve a bar, 0: none; *max is the largest. */
size_t table_bar_column(const struct report_table *, double *max);

#endif
