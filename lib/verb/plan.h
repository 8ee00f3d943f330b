/*
 * plan: a lead's sequence run: its start, its next step, its end. Each call
 * runs inside a transaction the caller began.
 */
#ifndef VERB_PLAN_H
#define VERB_PLAN_H

#include "verb/app.h"

/* Starts a new run of a sequence and plans its first step. A lead that may
 * not be answered by a machine gets an event that says why, and no run. */
int plan_start(struct lead_app *, const struct lead *, const char *sequence,
    struct lead_error *);
/* Plans the first step after number `done` of the lead's run that has a way
 * to go (skipped ones leave an event); ends the run where none is left.
 * exempt: the planned message answers what they just wrote. */
int plan_next(struct lead_app *, const struct lead *, int64_t done,
    bool exempt, struct lead_error *);
/* Has a later step of the message's run fallen due too. *later: its number,
 * or the message's own. */
int plan_overtaken(struct lead_app *, const struct lead *,
    const struct message *, int64_t *later, struct lead_error *);
/* The channel and address a step goes by: channel is a transport's name,
 * borrowed; *to is malloc'd. 0 with *why (a literal) where there is none. */
int plan_channel(const struct lead_app *, const struct lead *,
    const char *wanted, const char **channel, char **to, const char **why);
/* Adds the points of every rule for this event (NULL: those by `when`) that
 * were not given yet; at `advance` the priority turns high. */
int plan_score(struct lead_app *, int64_t lead, const char *event,
    struct lead_error *);
/* Calls the owner in where words or facts ask for a person: stops the chase
 * (keep_always spares the first answer), tightens the answer task. *called
 * says whether. words: the newest own words. */
int plan_handoff(struct lead_app *, const struct lead *, const char *words,
    bool keep_always, bool *called, struct lead_error *);
/* Is it business time for the lead's owner now, as rules see it. */
bool plan_in_hours(const struct lead_app *);

#endif
