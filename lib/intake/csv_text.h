/*
 * csv_text: the lines of a table, one after the other, out of a stream of any
 * size: memory is that of one line. Knows no separator and no quote.
 */
#ifndef INTAKE_CSV_TEXT_H
#define INTAKE_CSV_TEXT_H

#include <stddef.h>

#include "intake/intake.h"

/* A line is cut here; a row is refused long before. */
#define CSV_LINE_MAX (1 << 20)

struct csv_text;

/* Looks at the first bytes: a byte order mark is dropped, UTF-16 (marked or
 * told by its NULs) comes out as UTF-8, anything else as it is. NULL on no
 * memory; a failed read is told by the first csv_text_line. */
struct csv_text *csv_text_new(intake_read_fn *, void *arg);
void csv_text_free(struct csv_text *);
/* 1: *line, with its end of line (LF, CR or CRLF), lent until the next call.
 * 0: no more. -1: reading failed (errno) or no memory (ENOMEM). */
int csv_text_line(struct csv_text *, const char **line, size_t *len);
/* One cell as UTF-8: what is none is taken for Windows-1252. malloc'd. */
char *csv_text_cell(const char *data, size_t len);

#endif
