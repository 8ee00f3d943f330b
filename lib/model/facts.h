/*
 * facts: what the figures of a span are made of, as the store reads them and
 * report/ folds them. Strings are owned by the span.
 */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One lead as the figures see it (imported and source "test" left out by
 * the store). Times UTC seconds, 0: never. */
struct report_lead {
	int64_t id, received;
	char *source, *owner, *stage, *name;
	bool open, returning;
	int64_t first_machine;  /* first message sent to the lead */
	int64_t first_human;    /* first call, mail, text, met, chat, voicemail, answer */
	int64_t first_reply;    /* first reply */
	int64_t qualified, handed_off, booked, no_show, won, lost; /* first event */
	int64_t opted_out;
	double value;           /* of a won lead, else its value */
	bool has_value;
	int64_t next_due, last_contact;
	char *next_action;
};

/* Counts of the store that belong to a span or to its end. */
struct report_counts {
	int64_t deadlines_met, deadlines_missed;  /* tasks with a deadline due in the span */
	int64_t overdue, ownerless, no_next_action, stale; /* at `until`/now */
	int64_t bounces, send_failed, unsorted, unknown;   /* in the span; at now */
	int64_t runs, run_opt_outs;    /* persons in sequences in the span; of them opted out */
};

struct report_span {
	int64_t since, until;
	struct report_lead *lead; /* every lead received, or with one of
	                                   its times, in the span; or open */
	size_t nlead;
	struct report_counts counts;
};

void report_span_free(struct report_span *); /* leaves it zeroed */

#endif
