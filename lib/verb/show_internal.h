/*
 * show_internal: what the files of lead-show share.
 */
#ifndef VERB_SHOW_INTERNAL_H
#define VERB_SHOW_INTERNAL_H

#include "verb/app.h"

/* The default columns of the list, in their order. */
int show_columns(struct row *, const struct lead *, const char *zone);

/* Each lead of the options and refs to fn, in their order; anything but 0 of
 * fn stops. No store: none. */
int show_each(struct lead_app *, const struct lead_show_options *,
    struct lead_refs, int (*fn)(void *, const struct lead *), void *arg,
    struct lead_error *);

#endif
