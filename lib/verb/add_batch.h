/*
 * add_batch: the records of one lead-add on their way into the store: how
 * many share a transaction, what is handed out once it is durable, what was
 * refused.
 */
#ifndef VERB_ADD_BATCH_H
#define VERB_ADD_BATCH_H

#include "verb/add_internal.h"

struct batch_row; /* a row held back until its transaction is done */

struct adding {
	struct lead_app *app;
	const struct lead_add_options *options;
	const struct lead_input *input; /* a table; or NULL */
	lead_row_fn *fn;
	void *arg;
	struct lead_error *err;
	struct batch_row *row;
	size_t nrow, cap;
	size_t in_batch, limit;  /* records of the open transaction */
	bool open, stopped;
	uint64_t rows, refusals;
	size_t line;             /* of the last row that is durable */
	struct lead_error refusal; /* the first */
};

/* Sees that a transaction is open. */
int batch_begin(struct adding *, bool import);
/* Remembers a refusal: its record is kept, the status will be 65. */
void batch_refuse(struct adding *, const struct inbound *, size_t line);
/* A refused row goes to the file of --rejects as it stood, below the names
 * of its columns. */
int batch_reject(struct adding *, const struct inbound *, const char *raw,
    size_t len);
/* The record is in: ends the transaction where it is full. -1 also where the
 * caller wants to stop. */
int batch_row(struct adding *, const struct arrival *, size_t line);
/* rc: of the reading. The last transaction, and what there is to say. */
int batch_end(struct adding *, int rc);

#endif
