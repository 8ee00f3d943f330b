/*
 * csv_row: what the columns of a table mean, and a row of it as a struct
 * inbound. Knows nothing of separators and files.
 */
#ifndef INTAKE_CSV_ROW_H
#define INTAKE_CSV_ROW_H

#include "base/buf.h"
#include "intake/read.h"

#define COLUMNS_MAX 500

struct csv_column {
	char *name;        /* as written, or as -f names it */
	enum label label;
	bool imported;     /* only an older list has it */
};

struct csv_rows {
	const struct intake_options *options;
	intake_fn *fn;
	void *arg;
	struct csv_column column[COLUMNS_MAX];
	size_t ncolumn;
	struct buf cells;           /* each with its NUL */
	size_t at[COLUMNS_MAX], ncell; /* where in cells */
	size_t record, line;        /* line: where the row begins */
	struct buf head;            /* the line of names as it stood */
	const char *source;
	const struct config_source *source_map; /* or NULL */
	bool has_head, broken, failed;
};

/* Into a zeroed struct; options and arg are lent until csv_rows_close. 0. */
int csv_rows_open(struct csv_rows *, const struct intake_options *,
    intake_fn *, void *);
void csv_rows_close(struct csv_rows *);
/* The next cell of the row, copied; cells beyond COLUMNS_MAX are dropped. No
 * memory is told by csv_rows_take. */
void csv_rows_cell(struct csv_rows *, const char *data, size_t len);
void csv_rows_clear(struct csv_rows *); /* the cells gathered so far */
/* The row is whole: names first, then each to fn. Errors: intake_fn's,
 * LEAD_EDATA where no column can reach a person, LEAD_EUSAGE where a column
 * of -f is not there. */
int csv_rows_take(struct csv_rows *, const char *raw, size_t len,
    struct lead_error *);
/* No more rows. */
int csv_rows_end(struct csv_rows *, struct lead_error *);

#endif
