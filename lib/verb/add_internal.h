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
	bool tagged;           /* found by the tag of our address */
	const char *look;      /* somebody must look at it: why; NULL: no */
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
/* Keeps its Message-ID, so that answers to it are known. */
int arrival_thread(struct arrival *, struct lead_error *);
/* Adds its addresses to those of its person. */
int arrival_addresses(struct arrival *, struct lead_error *);
/* Sets the fields beside the columns on its lead. */
int arrival_fields(struct arrival *, struct lead_error *);
/* References and own id, for the header of an answer; yours to free, NULL on
 * no memory. */
char *arrival_references(const struct inbound *);
/* add_known.c: words of one whose lead was found. */
int arrival_known(struct arrival *, struct lead_error *);
/* add_phone.c: reads the number as written in that country (NULL: as it was
 * read), where a source's rule names it only now. */
int arrival_phone_in(
    struct arrival *, const char *country, struct lead_error *);
/* add_answer.c: from one of our own people, or out of our Sent folder. */
bool arrival_is_ours(const struct arrival *);
int arrival_answer(struct arrival *, struct lead_error *);
/* A text from an owner's phone: 1 taken, 0 not from one, -1. */
int arrival_owner_text(struct arrival *, struct lead_error *);
/* add_command.c: words of an owner to a lead's own address. Does what the
 * first word says (a lead-log kind), else writes a note. */
int arrival_command(struct arrival *, const char *actor, const char *words,
    struct lead_error *);
/* add_notice.c: machines and opt-outs. */
int arrival_report(struct arrival *, struct lead_error *); /* bounce … */
int arrival_auto(struct arrival *, struct lead_error *);
int arrival_opt(struct arrival *, struct lead_error *);
int arrival_status(struct arrival *, struct lead_error *); /* sent, delivered */
int arrival_unsorted(struct arrival *, struct lead_error *);
/* Opens the task of an item that somebody must look at, once the item has
 * its number. */
int arrival_look(struct arrival *, struct lead_error *);

/* What the bytes alone cannot decide: the outcome by what the store knows. */
int arrival_decide(struct arrival *, struct lead_error *);
/* Addresses of the arrival in their normal forms; they are the arrival's. */
int arrival_prepare(struct arrival *, struct lead_error *);
void arrival_free(struct arrival *);

/* add_again.c: a person says what an inbox item is: its raw bytes are read
 * again and taken in as that outcome, its task is closed. *lead: the lead it
 * is about then, 0: none. Inside the caller's transaction. LEAD_EUSAGE for an
 * outcome that is none. */
int add_again(struct lead_app *, int64_t inbox, const char *outcome,
    int64_t *lead, struct lead_error *);

#endif
