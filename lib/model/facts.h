/*
 * facts: what the figures of a span are made of, as the store reads them and
 * report/ folds them. Strings are owned by what holds them.
 */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One lead as the figures see it (source "test" left out by the store; its
 * merged parts counted in). Times UTC seconds, 0: never. */
struct report_lead {
	int64_t id, received;
	char *source, *owner;
	bool imported;          /* outside leads_new, response and rates */
	bool after_hours;       /* came while the firm was closed: the verb's */
	int64_t first_machine;  /* first message sent to the lead */
	int64_t first_human;    /* first call, mail, text, met, chat, voicemail, answer */
	int64_t first_reply;    /* first reply */
	int64_t qualified, handed_off, booked, no_show, won, lost; /* first event */
	int64_t opted_out;
	int64_t touches_booked, touches_won; /* touches up to that moment */
	double value;           /* of a won lead, else its value */
	bool has_value;
};

/* Of one owner, or of all (owner NULL). */
struct report_owner {
	char *owner;
	int64_t met, missed;    /* deadlines due in the span */
	int64_t open, overdue;  /* now */
};

/* Leads that left a stage in the span: how long they had been there. */
struct report_stay {
	char *stage;
	int64_t seconds;
};

/* Messages of one step and variant that went out in the span. A reply,
 * opt-out, bounce or booking belongs to the last step before it. */
struct report_step {
	char *sequence, *step, *template, *variant;
	int64_t step_no, sent, replied, opted_out, bounced, booked;
};

struct report_counts {
	int64_t bounces, send_failed;
	int64_t runs, run_opt_outs; /* persons in a sequence; of them opted out */
};

struct report_span {
	int64_t since, until;
	struct report_lead *lead; /* received, booked, won or lost in it */
	size_t nlead;
	struct report_stay *stay;
	size_t nstay;
	struct report_step *step;
	size_t nstep;
	struct report_owner *owner; /* met and missed */
	size_t nowner;
	struct report_counts counts;
};

/* A list of things behind a figure: what is first in it, and how many. */
struct report_item {
	char *ref, *name, *owner, *why, *next;
	int64_t at;
};
enum report_list_name {
	LIST_NEEDS, LIST_NOT_CONTACTED, LIST_OWNERLESS, LIST_PROPOSALS,
	LIST_UNTOUCHED, LIST_CLOSE, LIST_THIS_WEEK, LIST_NEVER_CALLED,
	LIST_MAYBE_SAME, LIST_UNSORTED, LIST_UNKNOWN, LIST_FAILED, LIST__MAX
};
struct report_list {
	struct report_item *item;
	size_t count;
	int64_t total;
};

struct report_stage {
	char *stage;
	int64_t count;
	double value;
};

/* "num of den" of one of the fifteen statements (report/audit.c). */
struct report_evidence {
	int64_t num, den;
};
#define AUDIT_STATEMENTS 15

/* What is so now, whatever the span. */
struct report_now {
	int64_t overdue, ownerless, no_next_action, stale, unsorted, unknown;
	struct report_stage *stage; /* of open leads */
	size_t nstage;
	struct report_owner *owner; /* open and overdue */
	size_t nowner;
	struct report_list list[LIST__MAX]; /* those that were asked for */
	struct report_evidence evidence[AUDIT_STATEMENTS];
};

void report_span_free(struct report_span *); /* leaves it zeroed */
void report_now_free(struct report_now *);   /* leaves it zeroed */

#endif
