/*
 * What became of a message of ours: bounces, complaints and delays of mail,
 * the status callbacks of gateways.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/address.h"
#include "verb/act.h"
#include "verb/add_internal.h"

/* A report that late is about nothing that still waits for it. */
enum { RECENT = 3 * 86400, SOFT_MAX = 3, MONTH = 30 * 86400 };

/* Which message of ours a report is about: message and lead, if it is. */
static int
reported(struct arrival *a, struct message *m, struct lead_error *err)
{
	int rc = 0;

	if (a->in->original_id != NULL)
		rc = store_thread_find(a->app->store, a->in->original_id,
		    &a->lead, &a->message, err);
	if (rc == 0 && a->in->nreferences > 0) {
		if (arrival_find(a, err) == -1)
			return -1;
		if (!a->threaded)
			a->lead = 0;
	}
	if (rc == 0 && a->in->report && a->phone != NULL)
		rc = store_message_to(a->app->store, a->phone,
		    a->app->now - RECENT, a->in->original_id, &a->message,
		    &a->lead, err);
	if (rc == -1 || a->message == 0)
		return rc == -1 ? -1 : 0;
	return store_message_get(a->app->store, a->message, m, err);
}

/* The gateway's name stays in front: the next report finds it by that. */
static int
note_state(
    struct arrival *a, const struct message *m, struct lead_error *err)
{
	char detail[300];

	snprintf(detail, sizeof(detail), "%.200s %.80s",
	    a->in->original_id ? a->in->original_id : "",
	    a->in->status ? a->in->status : "");
	return store_message_detail(a->app->store, m->id, detail, err);
}

/* Our token is proved: the address is closed, the chase ends. */
static int
close_address(struct arrival *a, const struct message *m, const char *kind,
    struct lead_error *err)
{
	struct lead lead = {0};
	bool mail = m->to != NULL && strchr(m->to, '@') != NULL;
	char *norm = mail ? address_mail(m->to)
	    : address_phone(m->to, a->app->config->business.country, NULL);
	int rc = 0;

	if (norm != NULL)
		rc = store_fact_set(a->app->store, kind,
		    mail ? "email" : "phone", norm, a->app->now, err);
	free(norm);
	if (rc == -1)
		return -1;
	if ((rc = store_lead_get(a->app->store, a->lead, &lead, err)) != 1)
		return rc;
	rc = act_stop(a->app, &lead, kind, false, "leads", err);
	if (rc == 0)
		rc = act_task(a->app, &lead, "answer",
		    mail ? "Find another way to reach them: the mail address "
			   "failed"
			 : "Find another way to reach them: texts to the "
			   "number fail",
		    a->app->now + 3600, kind, false, a->in->reason, err);
	lead_free(&lead);
	return rc == -1 ? -1 : 0;
}

struct bounces {
	int64_t since, n;
};

static int
count_bounce(void *arg, const struct event *e)
{
	struct bounces *b = arg;

	b->n += text_is(e->kind, "bounce") && e->at >= b->since;
	return 0;
}

/* A mailbox that is full, or a server that is away for days: the third time
 * in 30 days somebody must know, and what expires again and again is dead. */
static int
soft_bounce(struct arrival *a, const struct message *m, struct lead_error *err)
{
	struct bounces b = {.since = a->app->now - MONTH};
	struct lead lead = {0};
	int rc;

	if (store_event_each(a->app->store, a->lead, 0, count_bounce, &b,
		err) == -1)
		return -1;
	if (b.n < SOFT_MAX)
		return 0;
	if (text_is(a->in->status, "4.4.7") || text_is(a->in->status, "5.4.7"))
		return close_address(a, m, "bounce", err);
	if ((rc = store_lead_get(a->app->store, a->lead, &lead, err)) == 1)
		rc = act_task(a->app, &lead, "answer",
		    "Find another way to reach them: messages keep coming back",
		    a->app->now + 3600, "bounce", false, a->in->reason, err);
	lead_free(&lead);
	return rc == -1 ? -1 : 0;
}

int
arrival_report(struct arrival *a, struct lead_error *err)
{
	struct message m = {0};
	const struct inbound *in = a->in;
	char text[300];
	int rc;

	a->outcome = inbound_kind_name(in->kind);
	if ((rc = reported(a, &m, err)) == -1)
		return -1;
	if (a->lead == 0) {
		if (in->kind != INBOUND_DELAY && !in->report)
			a->look = "a report that names none of our mails";
		return 0;
	}
	if (rc == 1 && in->report && note_state(a, &m, err) == -1) {
		message_free(&m);
		return -1;
	}
	snprintf(text, sizeof(text), "%s%s%.120s",
	    in->status ? in->status : a->outcome, in->failed ? " " : "",
	    in->failed ? in->failed : "");
	if (act_event(a->app, a->lead, "leads", a->outcome, text, NULL, NULL,
		err) == -1)
		rc = -1;
	else if (rc == 1 && in->kind == INBOUND_COMPLAINT)
		rc = close_address(a, &m, "complaint", err);
	else if (rc == 1 && in->kind == INBOUND_BOUNCE)
		rc = in->bounce_hard ? close_address(a, &m, "bounce", err)
				     : soft_bounce(a, &m, err);
	message_free(&m);
	return rc == -1 ? -1 : 0;
}

/* Delivered and read are events; the steps before them only a detail. */
int
arrival_status(struct arrival *a, struct lead_error *err)
{
	const char *state = a->in->status;
	struct message m = {0};
	int rc = reported(a, &m, err);

	if (rc == 1)
		rc = note_state(a, &m, err);
	if (rc == 0 && a->lead != 0 &&
	    (text_is(state, "delivered") || text_is(state, "read")))
		rc = act_event(a->app, a->lead, "leads", state,
		    a->in->failed, NULL, NULL, err);
	message_free(&m);
	return rc == -1 ? -1 : 0;
}
