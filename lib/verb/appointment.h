/*
 * appointment: the time a lead and a person of ours agreed on, the invitation
 * and the reminders that follow from it. Its history are the lead's events of
 * kind "appointment". All that writes runs in the caller's transaction.
 */
#ifndef VERB_APPOINTMENT_H
#define VERB_APPOINTMENT_H

#include "verb/app.h"

struct appointment {
	int64_t at;    /* when it is; 0: there is none */
	int64_t last;  /* the last one there was, whether off or not; 0 */
	int64_t count; /* how often it was set or taken back */
};

int appointment_get(const struct lead_app *, int64_t lead,
    struct appointment *, struct lead_error *);
/* The time at the head of words as "fri 15:00 at the house": a day and a
 * time of day, to come; 0 where there is none that is sure. */
int64_t appointment_said(const struct lead_app *, const char *words);
/* Sets it: old reminders go, the invitation and new reminders are planned
 * where a machine may write to the lead. *told is at where it will. */
int appointment_set(struct lead_app *, const struct lead *, int64_t at,
    int64_t *told, struct lead_error *);
/* Takes it back; tell: where they have an invitation to a time still to come,
 * they hear of it. Nothing where there is none. */
int appointment_clear(struct lead_app *, const struct lead *, bool tell,
    struct lead_error *);
/* Has what this message says become untrue: *why (a literal) says so. */
int appointment_over(const struct lead_app *, const struct lead *,
    const struct message *, const char **why, struct lead_error *);
/* In the lead's zone, which is named where it is not the firm's. malloc'd,
 * NULL on no memory. */
char *appointment_words(
    const struct lead_app *, const struct lead *, int64_t at);

#endif
