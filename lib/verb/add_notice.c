/*
 * Arrivals written by machines (delivery reports, complaints, auto-replies),
 * opt-outs, and what nobody can tell.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/zone.h"
#include "model/address.h"
#include "verb/act.h"
#include "verb/add_internal.h"
#include "verb/plan.h"

/* A task that hangs on no lead: somebody must look. */
int
arrival_look(struct arrival *a, struct lead_error *err)
{
	struct task task = {.kind = "other", .created = a->app->now};
	char action[500];
	int64_t id;

	if (a->look == NULL)
		return 0;
	snprintf(action, sizeof(action), "Look at I%" PRId64 "%s%.120s: %.160s"
	    " (lead-set I%" PRId64 " outcome=new, reply or ignored)", a->inbox,
	    a->in->email ? " from " : "", a->in->email ? a->in->email : "",
	    a->look, a->inbox);
	task.action = action;
	task.owner = config_fallback(a->app->config)->name;
	task.due = act_deadline(a->app, "first-answer", NULL, a->app->now);
	if (task.due == 0)
		task.due = a->app->now + 3600;
	return store_task_insert(a->app->store, &task, &id, err) == -1 ||
	    store_inbox_set_task(a->app->store, a->inbox, id, err) == -1
	    ? -1
	    : 0;
}

int
arrival_unsorted(struct arrival *a, struct lead_error *err)
{
	(void)err;
	a->outcome = "unsorted";
	if (a->in->kind != INBOUND_ERROR)
		a->look = a->reason[0] ? a->reason
		    : a->in->reason    ? a->in->reason
				       : "cannot be told";
	return 0;
}

/* Nothing automatic until the day after the one it names (DESIGN 10). */
static int
hold(struct arrival *a, const struct lead *lead, struct lead_error *err)
{
	int day = a->in->away_until;
	struct tm tm = {.tm_year = day / 10000 - 1900,
	    .tm_mon = day / 100 % 100 - 1, .tm_mday = day % 100 + 1,
	    .tm_isdst = -1};
	int64_t until = zone_utc(a->app->zone, &tm);
	char text[40], digits[32];

	if (until <= a->app->now || until <= lead->hold_until)
		return 0;
	snprintf(text, sizeof(text), "away until %04d-%02d-%02d", day / 10000,
	    day / 100 % 100, day % 100);
	snprintf(digits, sizeof(digits), "%" PRId64, until);
	if (store_lead_set_int(
		a->app->store, lead->id, "hold_until", until, err) == -1)
		return -1;
	return act_event(
	    a->app, lead->id, "leads", "hold", text, NULL, digits, err);
}

/* The person is there no longer: the chase ends, somebody finds out who is. */
static int
gone(struct arrival *a, const struct lead *lead, struct lead_error *err)
{
	struct buf b = {0};
	char *action;
	int rc;

	buf_printf(&b, "Find a new contact for %s: their mailbox says they are "
	    "there no longer",
	    lead->name ? lead->name : lead->email ? lead->email : "them");
	if ((action = buf_take(&b)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = act_stop(a->app, lead, "there no longer", false, "leads", err);
	if (rc == 0)
		rc = act_task(a->app, lead, "other", action,
		    act_deadline(a->app, "next-answer", lead->owner,
			a->app->now), "next-answer", false,
		    a->in->message ? a->in->message : a->in->subject, err);
	free(action);
	return rc;
}

int
arrival_auto(struct arrival *a, struct lead_error *err)
{
	struct lead lead = {0};
	int rc;

	a->outcome = "auto-reply";
	if (arrival_find(a, err) == -1)
		return -1;
	if (a->lead == 0)
		return 0;
	if ((rc = store_lead_get(a->app->store, a->lead, &lead, err)) != 1)
		return rc;
	rc = act_event(a->app, a->lead, "leads", "auto-reply",
	    a->in->subject ? a->in->subject : a->in->reason, NULL, NULL, err);
	if (rc == 0 && a->in->gone && lead_stage_open(lead.stage))
		rc = gone(a, &lead, err);
	else if (rc == 0 && a->in->away_until != 0)
		rc = hold(a, &lead, err);
	lead_free(&lead);
	return rc;
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
	if (arrival_find(a, err) == -1)
		return -1;
	/* Anyone can write STOP in another's name, and silence is the worst
	 * of it; START by mail needs a token of ours. */
	if (!out && text_is(a->in->format, "mail") && !a->threaded) {
		snprintf(a->reason, sizeof(a->reason),
		    "asks to be written to again, but answers no mail of ours");
		a->lead = 0;
		return arrival_unsorted(a, err);
	}
	if (set_fact(a, out, err) == -1)
		return -1;
	return a->lead == 0 ? 0 : opt_lead(a, out, err);
}
