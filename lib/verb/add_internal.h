/*
 * add_internal: taking an arrival in, shared by the files of lead-add.
 */
#ifndef VERB_ADD_INTERNAL_H
#define VERB_ADD_INTERNAL_H

#include "model/inbound.h"
#include "verb/app.h"

/* One arrival on its way into the store, inside one transaction. */
struct arrival {
	struct lead_app *app;
	const struct lead_add_options *options;
	struct inbound *in;
	const char *hash;      /* 64 hex digits */
	char *email, *phone;   /* normal forms, or NULL */
	int64_t lead;          /* the lead concerned, 0: none */
	int64_t message;       /* ours that it answers or reports, 0: none */
	bool threaded;         /* found by tag or references */
	int64_t person;
	int64_t closed;        /* when that lead was closed, 0: open */
	const char *outcome;   /* literal, once decided */
	char reason[256];
	int64_t inbox;
};

/* add_find.c: fills lead, message, threaded, person, closed from the tag,
 * the references and the address, in that order. */
int arrival_find(struct arrival *, struct lead_error *);
/* add_lead.c: words of a lead or of our own person. */
bool arrival_is_import(const struct inbound *); /* out of an older list */
int arrival_new(struct arrival *, struct lead_error *);
int arrival_known(struct arrival *, struct lead_error *);
int arrival_answer(struct arrival *, struct lead_error *);
/* add_notice.c: machines and opt-outs. */
/* A task that hangs on no lead: somebody must look. */
int arrival_look_at(struct arrival *, const char *what, struct lead_error *);
int arrival_report(struct arrival *, struct lead_error *); /* bounce … */
int arrival_auto(struct arrival *, struct lead_error *);
int arrival_opt(struct arrival *, struct lead_error *);
int arrival_status(struct arrival *, struct lead_error *); /* sent, delivered */
int arrival_unsorted(struct arrival *, struct lead_error *);

/* A person says what an inbox item is: its raw bytes are read again and taken
 * in as `outcome` ("new", "reply", "ignored"). Inside the caller's
 * transaction. */
int add_again(struct lead_app *, int64_t inbox, const char *outcome,
    struct lead_error *);

#endif
