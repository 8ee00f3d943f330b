/*
 * words: figures as a person reads them, shared by text and HTML.
 */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include "report/table.h"

/* "First answer by machine, median"; the name itself where none is known. */
const char *words_label(const struct metric *);
/* "1 min 12 s", "40 % (4 of 10)", "12"; "–" where there is no value. */
void words_value(const struct metric *, struct buf *);
/* The value of the span before, in the same words, or nothing. */
void words_previous(const struct metric *, struct buf *);
/* What would be healthy where the figure is not: "at least 20 %". */
void words_healthy(const struct metric *, struct buf *);
/* A cell of a table by its column's kind; "–" for an unknown number. */
void words_cell(const struct report *, const struct report_table *,
    size_t row, size_t col, struct buf *);
/* The caption of a table, or its title with a capital. */
void words_caption(const struct report_table *, struct buf *);
/* "week, Mon 16 Nov 2026 to Sun 22 Nov 2026" */
void words_heading(const struct report *, struct buf *);
/* Does a new thought begin with this figure. */
bool words_opens_group(const struct metric *);

#endif
