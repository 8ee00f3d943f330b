/*
 * sim: a firm in a box. Drives the verbs of libleads in one process under a
 * clock that is only a number, with a seeded generator, so that the same seed
 * makes the same history. What it sends lands in a Maildir beside the store.
 */
#ifndef SIM_H
#define SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "leads.h"

struct sim {
	struct lead_env env;
	struct lead_app *app;
	uint64_t state;      /* of the generator */
	char *store, *config;
	int64_t serial;      /* of the mails made */
	struct lead_error err;
};

/* dir must be there; text becomes dir/leads.conf, the store dir/leads.db.
 * Every fault of a verb ends the run with its error: a simulation goes on
 * from nothing half done. */
void sim_open(struct sim *, const char *dir, const char *text, int64_t now,
    uint64_t seed);
void sim_close(struct sim *);
void sim_at(struct sim *, int64_t now);

/* splitmix64. */
uint64_t sim_random(struct sim *);
/* 0 to n - 1. */
int64_t sim_below(struct sim *, int64_t n);
bool sim_chance(struct sim *, double p);

/* What lead-add said of an input. */
struct sim_added {
	int64_t lead;        /* 0: none */
	char outcome[32];
};

/* A mail; extra: more header lines, each ended by a newline, or NULL. */
struct sim_added sim_mail(struct sim *, const char *from, const char *to,
    const char *subject, const char *body, const char *extra);
/* A delivery status report about one of our Message-IDs. */
struct sim_added sim_bounce(
    struct sim *, const char *to, const char *address, const char *message_id);
/* A spam complaint (ARF) about one of our messages. */
struct sim_added sim_complaint(
    struct sim *, const char *to, const char *address, const char *message_id);
/* lead-add -s SOURCE -f ...; fields ended by NULL. */
struct sim_added sim_fields(
    struct sim *, const char *source, const char *const *fields);

void sim_route(struct sim *);
/* lead-due | lead-send. false: another state of the store forbade it. */
void sim_due_send(struct sim *);
/* lead-due -k task,breach --until=tonight | lead-send --digest */
void sim_digest(struct sim *);
void sim_stale(struct sim *);
/* What lead-log and lead-set may refuse (a stage, a reason) is no fault. */
bool sim_log(struct sim *, int64_t lead, const char *as, const char *kind,
    const char *text, const char *value, const char *reason, int64_t when);
bool sim_set(struct sim *, int64_t lead, const char *pair);

/* Of a lead: yours to free, NULL where there is none. */
char *sim_tag_address(struct sim *, int64_t lead);
char *sim_owner(struct sim *, int64_t lead);
char *sim_email(struct sim *, int64_t lead);
char *sim_stage(struct sim *, int64_t lead);
/* Message-ID of the newest message sent to it. */
char *sim_last_message(struct sim *, int64_t lead);

_Noreturn void sim_die(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

#endif
