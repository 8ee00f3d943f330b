/*
 * check_internal: what the files of lead-check share. Each check says one row
 * or more; -1 only where it could not look.
 */
#ifndef VERB_CHECK_INTERNAL_H
#define VERB_CHECK_INTERNAL_H

#include "verb/app.h"

enum check_level { CHECK_OK, CHECK_WARN, CHECK_FAIL };

struct checking {
	struct lead_app *app;
	lead_row_fn *fn;
	void *arg;
	struct lead_error *err;
	int worst;
};

/* One row: its level raises the worst so far. -1 where the row could not be
 * handed out. */
int check_say(struct checking *, enum check_level, const char *check,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* ---- check_around.c ---------------------------------------------------- */

/* Do the programs run, and is the clock where the store left it. */
int check_runs(struct checking *);
/* Is a source, or all of them, silent for longer than its rhythm explains. */
int check_sources(struct checking *);
/* The store's size against mailbox_size_limit of Postfix's main.cf (NULL: no
 * Postfix), which local(8) makes the limit of what a delivery writes. */
int check_limit(struct checking *, const char *main_cf);
/* The days of the next sixty on which the firm is closed. */
int check_days(struct checking *);

#endif
