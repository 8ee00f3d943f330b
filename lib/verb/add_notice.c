/*
 * Arrivals written by machines (delivery reports, complaints, auto-replies),
 * opt-outs, and what nobody can tell.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/address.h"
#include "verb/act.h"
#include "verb/add_internal.h"
#include "verb/plan.h"

int
arrival_look_at(
    struct arrival *a, const char *what, struct lead_error *err)
{
	struct task task = {.kind = "other", .created = a->app->now};
	char action[400];
	int64_t id;

	snprintf(action, sizeof(action), "Look at what came in%s%.120s: %.160s",
	    a->in->email ? " from " : "", a->in->email ? a->in->email : "",
	    what);
	task.action = action;
	task.owner = config_fallback(a->app->config)->name;
	task.due = act_deadline(a->app, "first-answer", NULL, a->app->now);
	if (task.due == 0)
		task.due = a->app->now + 3600;
	return store_task_insert(a->app->store, &task, &id, err);
}

int
arrival_unsorted(struct arrival *a, struct lead_error *err)
{
	a->outcome = "unsorted";
	if (a->in->kind == INBOUND_ERROR)
		return 0;
	return arrival_look_at(a, a->in->reason ? a->in->reason : "cannot be told", err);
}

int
arrival_auto(struct arrival *a, struct lead_error *err)
{
	a->outcome = "auto-reply";
	if (arrival_find(a, err) == -1)
		return -1;
	if (a->lead == 0)
		return 0;
	return act_event(a->app, a->lead, "leads", "auto-reply",
	    a->in->subject ? a->in->subject : a->in->reason, NULL, NULL, err);
}

static int
set_fact(struct arrival *a, bool out, struct lead_error *err)
{
	struct store *s = a->app->store;
	const char *at[2] = {a->email, a->phone};
	static const char *const channel[2] = {"email", "phone"};
	size_t i;

	for (i = 0; i < 2; i++) {
		if (at[i] == NULL)
			continue;
		if ((out ? store_fact_set(s, "opt-out", channel[i], at[i],
			       a->app->now, err)
			 : store_fact_clear(
			       s, "opt-out", channel[i], at[i], err)) == -1)
			return -1;
	}
	return 0;
}

/* One confirmation may follow a STOP (47 CFR 64.1200(a)(12)). */
static int
confirm(struct arrival *a, const struct lead *lead, struct lead_error *err)
{
	struct message m = {.lead = lead->id, .kind = "confirm"};
	bool text = a->email == NULL;
	int64_t id;

	if (!a->in->can_answer && !text)
		return 0;
	if (text && config_transport(a->app->config, "sms") == NULL)
		return 0;
	m.channel = text ? "sms" : "email";
	m.to = text ? a->phone : a->in->email;
	m.template = "confirm-optout";
	m.state = "queued";
	m.due = m.created = a->app->now;
	m.exempt = m.always = true;
	return store_message_insert(a->app->store, &m, &id, err) == -1 ? -1 : 0;
}

static int
opt_lead(struct arrival *a, bool out, struct lead_error *err)
{
	struct lead lead = {0};
	const char *kind = out ? "opt-out" : "opt-in";
	int rc = store_lead_get(a->app->store, a->lead, &lead, err);

	if (rc != 1)
		return rc;
	rc = act_event(
	    a->app, lead.id, "lead", kind, a->in->message, NULL, NULL, err);
	if (rc == 0 && out)
		rc = act_stop(a->app, &lead, kind, false, "leads", err);
	if (rc == 0)
		rc = plan_score(a->app, lead.id, kind, err);
	if (rc == 0 && out)
		rc = confirm(a, &lead, err);
	if (rc == 0)
		rc = store_lead_set_int(a->app->store, lead.id, "last_inbound",
		    a->app->now, err);
	lead_free(&lead);
	return rc;
}

int
arrival_opt(struct arrival *a, struct lead_error *err)
{
	bool out = a->in->kind == INBOUND_OPT_OUT;

	a->outcome = out ? "opt-out" : "opt-in";
	if (set_fact(a, out, err) == -1 || arrival_find(a, err) == -1)
		return -1;
	return a->lead == 0 ? 0 : opt_lead(a, out, err);
}
