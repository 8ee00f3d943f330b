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

/* The query of the options and refs; *ids is yours to free after it. */
int show_query(struct lead_app *, const struct lead_show_options *,
    struct lead_refs, struct store_query *, int64_t **ids, bool *none,
    struct lead_error *);

#endif
