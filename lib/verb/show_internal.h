/*
 * show_internal: what the files of lead-show share.
 */
#ifndef VERB_SHOW_INTERNAL_H
#define VERB_SHOW_INTERNAL_H

#include "verb/app.h"

/* The default columns of the list, in their order. */
int show_columns(struct row *, const struct lead *, const char *zone);
/* Refs to lead numbers; *ids is yours to free. */
int show_ids(struct lead_app *, struct lead_refs, int64_t **ids,
    struct lead_error *);

#endif
