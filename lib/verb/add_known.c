/*
 * Words of a person we know: more about an open lead, a reply, a new lead of
 * theirs, a row of a list that adds to one.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "verb/act.h"
#include "verb/add_internal.h"
#include "verb/plan.h"

enum { LATE = 30 * 86400 }; /* a threaded reply reopens a closed lead */

/* Newest words and thread of a lead that wrote again. */
static int
new_words(struct arrival *a, struct lead_error *err)
{
	struct store *s = a->app->store;
	char *refs = NULL;
	int rc = -1;

	if (a->in->message != NULL &&
	    store_lead_set(s, a->lead, "message", a->in->message, err) == -1)
		return -1;
	if (a->in->message_id != NULL) {
		if ((refs = arrival_references(a->in)) == NULL)
			return lead_fail(err, LEAD_EAGAIN, "out of memory");
		if (store_lead_set(s, a->lead, "thread_id", a->in->message_id,
			err) == -1 ||
		    store_lead_set(s, a->lead, "references", refs, err) == -1 ||
		    arrival_thread(a, err) == -1)
			goto done;
	}
	rc = store_lead_set_int(
	    s, a->lead, "last_inbound", a->app->now, err);
done:
	free(refs);
	return rc;
}

/* The answer to a question of ours takes its branch; words that ask for a
 * person call one in, whatever the branch said. *settled: nothing is left
 * to do about these words. */
static int
by_machine(struct arrival *a, bool *settled, struct lead_error *err)
{
	struct lead lead = {0};
	bool taken = false, called = false;
	int rc = store_lead_get(a->app->store, a->lead, &lead, err);

	if (rc == 1)
		rc = plan_answer(a->app, &lead, a->in->message, &taken, err);
	lead_free(&lead);
	if (rc != -1)
		rc = store_lead_get(a->app->store, a->lead, &lead, err);
	if (rc == 1 && lead_stage_open(lead.stage))
		rc = plan_handoff(
		    a->app, &lead, a->in->message, false, &called, err);
	/* an open lead is never without a task of a person */
	if (rc == 0 && lead.stage != NULL && lead_stage_open(lead.stage) &&
	    lead.next_action == NULL)
		taken = false;
	lead_free(&lead);
	*settled = taken || called;
	return rc == -1 ? -1 : 0;
}

/* Someone of ours answers it: what trust asks for, else in the time of a
 * next answer. */
static int
answer_due(struct arrival *a, const struct lead *lead, struct lead_error *err)
{
	char why[300], *action, *line;
	bool settled;
	int64_t due;
	int rc;

	if (by_machine(a, &settled, err) == -1)
		return -1;
	if (settled)
		return 0;
	due = act_deadline(a->app, "next-answer", lead->owner, a->app->now);
	line = text_fold_space(a->in->message ? a->in->message : "");
	action = act_sentence(lead, NULL);
	if (line == NULL || action == NULL) {
		free(line);
		free(action);
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	snprintf(why, sizeof(why), "they wrote: \"%.200s\"", line);
	rc = act_task(a->app, lead, "answer", action,
	    due ? due : a->app->now + 3600, "next-answer", false, why, err);
	free(line);
	free(action);
	return rc;
}

static int
reply(struct arrival *a, const struct lead *lead, struct lead_error *err)
{
	struct lead fresh = {0};
	int rc = -1;

	if (store_lead_add(a->app->store, a->lead, "replies", 1, err) == -1 ||
	    act_event(a->app, a->lead, "lead", "reply", a->in->message, NULL,
		NULL, err) == -1 ||
	    act_stop(a->app, lead, "reply", false, "leads", err) == -1)
		return -1;
	if (!text_is(lead->stage, "qualified") &&
	    !text_is(lead->stage, "booked") &&
	    !text_is(lead->stage, "proposal") &&
	    act_set(a->app, lead, "stage", "replied", "leads", err) == -1)
		return -1;
	if (plan_score(a->app, a->lead, "reply", err) == -1 ||
	    store_lead_get(a->app->store, a->lead, &fresh, err) == -1)
		goto done;
	rc = fresh.routed ? answer_due(a, &fresh, err) : 0;
done:
	lead_free(&fresh);
	return rc;
}

static int
again(struct arrival *a, const struct lead *lead, struct lead_error *err)
{
	struct lead fresh = {0};
	int rc = -1;

	if (act_event(a->app, a->lead, "lead", "again", a->in->message, NULL,
		a->in->source, err) == -1)
		return -1;
	if (!lead->routed)
		return 0;
	if (!lead_stage_open(lead->stage) &&
	    act_set(a->app, lead, "stage", "replied", "leads", err) == -1)
		return -1;
	if (store_lead_get(a->app->store, a->lead, &fresh, err) == 1)
		rc = answer_due(a, &fresh, err);
	lead_free(&fresh);
	return rc;
}

/* A list fills what is not known yet. It is no word of the person: nobody is
 * stopped, told or asked by it. A row closed there is an inquiry of its own. */
static int
again_import(struct arrival *a, const struct lead *l, struct lead_error *err)
{
	const struct inbound *in = a->in;
	const struct {
		const char *column, *have, *value;
	} fill[] = {{"name", l->name, in->name},
	    {"company", l->company, in->company},
	    {"email", l->email, in->email}, {"phone", l->phone, a->phone},
	    {"service", l->service, in->service}, {"zip", l->zip, in->zip},
	    {"place", l->place, in->place}, {"note", l->note, in->note},
	    {"timeframe", l->timeframe, in->timeframe},
	    {"message", l->message, in->message}};
	size_t i;

	if (in->stage != NULL && !lead_stage_open(in->stage)) {
		a->lead = 0;
		return arrival_new(a, err);
	}
	a->outcome = "again";
	if (arrival_addresses(a, err) == -1)
		return -1;
	for (i = 0; i < sizeof(fill) / sizeof(fill[0]); i++)
		if (fill[i].have == NULL && fill[i].value != NULL &&
		    act_set(a->app, l, fill[i].column, fill[i].value, "leads",
			err) == -1)
			return -1;
	if (arrival_fields(a, err) == -1)
		return -1;
	return act_event(a->app, a->lead, "lead", "again",
	    in->message ? in->message : in->note, NULL, in->source, err);
}

int
arrival_known(struct arrival *a, struct lead_error *err)
{
	struct lead lead = {0};
	bool answers;
	int rc = store_lead_get(a->app->store, a->lead, &lead, err);

	if (rc != 1)
		return rc == -1 ? -1 : arrival_new(a, err);
	answers = a->threaded || lead.touches > 0 || lead.last_contact > 0;
	if (a->closed != 0 &&
	    (!a->threaded || a->app->now - a->closed > LATE)) {
		a->lead = 0;
		lead_free(&lead);
		return arrival_new(a, err);
	}
	if (arrival_is_import(a->in)) {
		rc = again_import(a, &lead, err);
		lead_free(&lead);
		return rc;
	}
	a->outcome = answers ? "reply" : "again";
	snprintf(a->reason, sizeof(a->reason), "%s",
	    a->tagged ? "came to the lead's own address"
	    : a->message ? "answers a mail of ours"
	    : a->threaded ? "of the same thread"
			  : "from the person of the open lead");
	rc = -1;
	if (arrival_addresses(a, err) == -1 || new_words(a, err) == -1)
		goto done;
	rc = answers ? reply(a, &lead, err) : again(a, &lead, err);
done:
	lead_free(&lead);
	return rc;
}
