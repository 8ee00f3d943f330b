/*
 * hook: what other programs are told of. A message of kind hook is planned in
 * the very transaction of the event it speaks of.
 */
#ifndef VERB_HOOK_H
#define VERB_HOOK_H

#include "verb/app.h"

/* Plans a message for every hook that asks for this event (id is its own). */
int hook_event(struct lead_app *, const struct event *, int64_t id,
    struct lead_error *);
/* The hook of that name, or NULL. Borrowed. */
const struct config_hook *hook_named(const struct lead_app *, const char *);

#endif
