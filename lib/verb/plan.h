/*
 * plan: a lead's sequence run: its start, its next step, its end. Each call
 * runs inside a transaction the caller began.
 */
#ifndef VERB_PLAN_H
#define VERB_PLAN_H

#include "verb/app.h"

/* Where and when a run begins that is no answer to what was just written. */
struct plan_when {
	int64_t at;   /* when the step of that number falls due; 0: its
	               * own delay from now */
	int64_t step; /* the first to go */
};

/* Starts a new run of a sequence and plans its first step. when NULL: at
 * once, as the answer to what they just wrote. A lead that may not be
 * answered by a machine gets an event that says why, and no run. */
int plan_start(struct lead_app *, const struct lead *, const char *sequence,
    const struct plan_when *, struct lead_error *);
/* The place of a message's step in its sequence as it is configured now: by
 * name; where that is gone, one before its old number. */
int64_t plan_position(const struct lead_app *, const struct message *);
/* The step that waited for a person's task, now that it is done. */
int plan_resume(struct lead_app *, int64_t lead, struct lead_error *);
/* Plans the open run's next message anew from the configuration as it is
 * now, in the same run. */
int plan_again(struct lead_app *, const struct lead *, struct lead_error *);
/* Would plan_again make a message due that is not. 1, 0, -1. */
int plan_would_be_due(
    struct lead_app *, const struct lead *, struct lead_error *);
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
/* Is step n of the lead's run due by now as it is configured now. 1, 0, -1. */
int plan_step_due(struct lead_app *, const struct lead *,
    const struct config_sequence *, int64_t n, struct lead_error *);

/* A sequence that lives in inactive and lost: nurture, reactivate, and what
 * another leads to by `then`. */
bool plan_resting(const struct config *, const char *sequence);

/* ---- plan_qualify.c -------------------------------------------------- */

/* The question a message to this lead may ask now: the one that waits for
 * its answer, else the first that was never asked and whose `when` holds.
 * NULL in *q: none. */
int plan_question(const struct lead_app *, const struct lead *,
    const struct config_qualify **q, struct lead_error *);
/* That it was asked: it waits for its answer from now on. */
int plan_asked(struct lead_app *, const struct lead *,
    const struct config_qualify *, struct lead_error *);
/* The reply matched to the answers of the question that waits, with all that
 * follows. *taken says whether a branch took it and nobody need answer. */
int plan_answer(struct lead_app *, const struct lead *, const char *words,
    bool *taken, struct lead_error *);

/* ---- plan_variant.c -------------------------------------------------- */

/* Gives a lead its variant, a or b, where some template has two: by chance,
 * and the next of its source the other one, so that each pair is even. The
 * chance is the lead's tag: the same store gives the same. */
int plan_variant(
    struct lead_app *, const struct lead *, struct lead_error *);

/* Is it business time for the lead's owner now, as rules see it. */
bool plan_in_hours(const struct lead_app *);

#endif
