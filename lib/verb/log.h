/*
 * log: what lead-log does, for the other doors a person's word comes in by.
 */
#ifndef VERB_LOG_H
#define VERB_LOG_H

#include "verb/app.h"

/* Is it a KIND of lead-log(1). */
bool log_is_kind(const char *name);
/* Does the kind close the lead only with a reason code. */
bool log_wants_reason(const char *kind);
/* The effect of one entry, in app->actor's name, inside the caller's
 * transaction. */
int log_apply(struct lead_app *, int64_t lead, const struct lead_log_options *,
    struct lead_error *);

#endif
