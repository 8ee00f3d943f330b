/*
 * act: what several verbs do to a lead, each with its event. All of them run
 * inside a transaction the caller began; actor NULL is the app's actor.
 */
#ifndef VERB_ACT_H
#define VERB_ACT_H

#include "verb/app.h"

/* Writes one event at app->now. */
int act_event(struct lead_app *, int64_t lead, const char *actor,
    const char *kind, const char *text, const char *old, const char *new,
    struct lead_error *);
/* Sets a column with its event: kind stage, owner or priority for those,
 * else "field" with text = the column. Nothing when it is so already. */
int act_set(struct lead_app *, const struct lead *, const char *column,
    const char *value, const char *actor, struct lead_error *);
/* The same for whatever has a name: a column, or else a field as forms send
 * them. */
int act_field(struct lead_app *, const struct lead *, const char *name,
    const char *value, const char *actor, struct lead_error *);
/* Ends the automatic chase: waiting messages are cancelled (keep_always
 * spares those that survive a hand-off), the run is closed. */
int act_stop(struct lead_app *, const struct lead *, const char *why,
    bool keep_always, const char *actor, struct lead_error *);
/* Closes all open tasks of the lead, with an event each. */
int act_close_tasks(struct lead_app *, int64_t lead, struct lead_error *);
/* Opens a task for the lead's owner. deadline and why may be NULL. An open
 * answer task is moved to the stricter due instead of a second one; a new one
 * takes the place of other open tasks. A lead that is closed or parked gets
 * no answer task, unless it complained. */
int act_task(struct lead_app *, const struct lead *, const char *kind,
    const char *action, int64_t due, const char *deadline, bool at_once,
    const char *why, struct lead_error *);
/* Due time of a deadline of the configuration set at `from`, in the owner's
 * calendar (owner NULL: the firm's). 0: no such deadline. */
int64_t act_deadline(const struct lead_app *, const char *name,
    const char *owner, int64_t from);
/* "Call Dana Reyes about: deck repair quote, +13105550142". verb NULL: Call
 * where there is a number, else Write to. malloc'd, NULL on no memory. */
char *act_sentence(const struct lead *, const char *verb);
/* Our person reached the lead (ends the chase, stage waiting, follow-up in
 * two business days) or tried to (closes the answer task, call again next
 * business day; the chase goes on). Both are a touch and last contact. */
int act_contact(struct lead_app *, const struct lead *, bool reached,
    const char *actor, struct lead_error *);

#endif
