/*
 * lead: one inquiry of one person, and the other nouns of the store.
 * Times are UTC seconds, 0 for none. Strings are owned, NULL for unknown.
 */
#ifndef MODEL_LEAD_H
#define MODEL_LEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lead {
	int64_t id, person;
	char *name, *company, *email, *phone, *channel, *source, *campaign;
	char *subject, *recipient, *message;
	char *owner, *stage;
	int64_t received, written, last_contact, last_inbound;
	char *next_action;       /* earliest open task of a person */
	int64_t next_due;
	int64_t next_message;    /* due time of the next automatic one */
	bool has_value;
	double value;
	char *currency, *service, *place, *zip, *timeframe, *priority;
	int64_t score;
	char *language, *timezone, *note, *reason;
	int64_t reactivate;
	bool returning, imported, automation, handed_off, can_answer, routed;
	char *sequence;          /* name of the current run's sequence or NULL */
	int64_t run;             /* number of the sequence run, 0: none yet */
	int64_t hold_until;      /* automation paused until; 0: not */
	int64_t replies, touches;
	char *import, *tag;      /* tag: unguessable, part of reply addresses */
	char *thread_id;         /* Message-ID of the lead's newest own mail */
	char *references;        /* blank-separated ids of that thread */
	char *question;          /* qualify question asked last, unanswered:
	                          * its name in leads.conf */
	char *variant;           /* A/B letter or NULL */
	int64_t run_start;       /* what the run's delays count from */
	int64_t wait_step;       /* step planned once the open task is done */
};
void lead_free(struct lead *); /* leaves it zeroed */

/* Stage names: new contacted waiting replied qualified booked proposal won
 * lost inactive. Open: not won, lost or inactive. */
bool lead_stage_known(const char *);
bool lead_stage_open(const char *);
/* May lead-set stage= move this way without --force. */
bool lead_stage_may(const char *from, const char *to);

struct event {
	int64_t id, lead, at;
	char *actor, *kind, *text, *old, *new;
};
void event_free(struct event *);

struct task {
	int64_t id, lead;
	char *kind;    /* answer confirm follow-up step other */
	char *action;  /* a specific sentence */
	char *owner;
	int64_t due, created, done;
	char *deadline; /* name of the deadline that hangs on it, or NULL */
	bool at_once;   /* notice even outside hours */
	int64_t told;      /* when the owner was told; 0: not yet */
	int64_t breached;  /* when the breach was recorded; 0: not */
	int64_t level;     /* escalation levels told of the breach */
	char *why;         /* what was said, quoted in the notice */
};
void task_free(struct task *);

/* Message states: queued held claimed inflight sent retry failed unknown
 * cancelled (DESIGN 9). */
struct message {
	int64_t id, lead, task;
	char *kind;      /* step oneoff notice digest confirm report
	                  * hook: to is its name, step_no the event */
	char *channel, *to;
	char *state, *detail;
	char *sequence;
	int64_t run;
	char *step;
	int64_t step_no;
	char *template, *variant, *subject;
	int64_t due, created, sent, attempts;
	char *message_id;
	void *bytes;     /* final bytes once claimed, or NULL */
	size_t nbytes;
	bool always;     /* survives a hand-off */
	bool exempt;     /* answer to what they just wrote: no hour gap */
	int64_t level;   /* notice: 0 owner, 1.. up the chain */
};
void message_free(struct message *);

struct inbox_item {
	int64_t id, lead, at;
	char *outcome, *reason, *source, *format, *hash;
	char *name, *email, *phone;
	int64_t size;
	bool truncated;
};
void inbox_item_free(struct inbox_item *);

#endif
