/*
 * What is looked at once more in the transaction that claims a message:
 * stops, opt-outs, pacing, caps, quiet hours, overtaken steps.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "follow/calendar.h"
#include "model/address.h"
#include "verb/appointment.h"
#include "verb/hook.h"
#include "verb/plan.h"
#include "verb/send_internal.h"

static enum gate
cancel(struct sending *s, const struct message *m, const char *why,
    const char **detail, struct lead_error *err)
{
	*detail = why;
	return store_message_move(s->app->store, m->id, m->state, "cancelled",
		   why, 0, s->app->now, err) == -1
	    ? GATE_FAIL
	    : GATE_CANCELLED;
}

static enum gate
hold(struct sending *s, const struct message *m, int64_t until,
    const char *why, const char **detail, struct lead_error *err)
{
	*detail = why;
	if ((text_is(m->state, "retry") || text_is(m->state, "unknown")) &&
	    store_message_move(s->app->store, m->id, m->state, "queued", why,
		until, s->app->now, err) == -1)
		return GATE_FAIL;
	if (!text_is(m->state, "held") &&
	    store_message_move(s->app->store, m->id, "queued", "held", why,
		until, s->app->now, err) == -1)
		return GATE_FAIL;
	if (text_is(m->state, "held") &&
	    (store_message_move(s->app->store, m->id, "held", "queued", why,
		 until, s->app->now, err) == -1 ||
		store_message_move(s->app->store, m->id, "queued", "held", why,
		    until, s->app->now, err) == -1))
		return GATE_FAIL;
	return GATE_HELD;
}

/* Why the chase is over for this message, or NULL. */
static const char *
over(const struct config *c, const struct lead *lead,
    const struct message *m)
{
	bool resting = plan_resting(c, m->sequence);

	if (text_is(m->kind, "question") && lead->automation &&
	    (!text_is(m->step, lead->question) ||
		!lead_stage_open(lead->stage)))
		return "the question is settled";
	if (!text_is(m->kind, "step"))
		return NULL;
	if (text_is(m->state, "unknown") &&
	    (lead->replies > 0 || lead->last_contact > 0))
		return "they have been heard from since";
	if (m->always && m->step_no == 0)
		return NULL;
	if (m->run != lead->run || !text_is(m->sequence, lead->sequence))
		return "the run has ended";
	if (!lead->automation)
		return "automation is off";
	if (!lead_stage_open(lead->stage) && !resting)
		return "the lead is closed";
	return NULL;
}

/* A literal (opt-out, bounce, complaint) when the address is closed, "" when
 * it is open, NULL on an error. */
static const char *
closed(struct sending *s, const struct message *m, struct lead_error *err)
{
	bool mail = text_is(m->channel, "email");
	char *norm;
	const char *kind = NULL;
	int rc;

	if (text_is(m->kind, "confirm"))
		return "";
	norm = mail ? address_mail(m->to) : text_dup(m->to);
	if (norm == NULL)
		return "no address";
	rc = store_fact_closed(
	    s->app->store, mail ? "email" : "phone", norm, &kind, err);
	free(norm);
	return rc == -1 ? NULL : rc == 1 ? kind : "";
}

/* The first moment at or after t outside the quiet hours. */
static int64_t
after_quiet(const struct config *c, const char *zone, int64_t t)
{
	struct tm tm;

	zone_local(zone, t, &tm);
	if (tm.tm_hour * 60 + tm.tm_min >= c->limits.quiet_to)
		tm.tm_mday++;
	tm.tm_hour = c->limits.quiet_to / 60;
	tm.tm_min = c->limits.quiet_to % 60;
	tm.tm_sec = 0;
	return zone_utc(zone, &tm);
}

/* When pacing lets it go (0: now), with *why. -1 on an error. */
static int64_t
paced(struct sending *s, const struct lead *lead, const struct message *m,
    const char **why, struct lead_error *err)
{
	const struct config *c = s->app->config;
	int64_t now = s->app->now, last, n;
	const char *zone = lead->timezone && zone_exists(lead->timezone)
	    ? lead->timezone
	    : s->app->zone;

	if (lead->hold_until > now && !(m->always && m->step_no == 0)) {
		*why = "paused";
		return lead->hold_until;
	}
	if (m->exempt)
		return 0;
	if (!text_is(m->channel, "email") &&
	    calendar_quiet(zone, now, c->limits.quiet_from, c->limits.quiet_to)) {
		*why = "quiet hours";
		return after_quiet(c, zone, now);
	}
	if (text_is(m->kind, "step") && (m->step_no > 0 || !m->always) &&
	    !calendar_open(&c->business.calendar, zone, now)) {
		*why = "outside business hours";
		return calendar_next_open(&c->business.calendar, zone, now);
	}
	if (store_message_last(s->app->store, lead->id, &last, err) == -1)
		return -1;
	if (last > 0 && !text_is(m->kind, "booking") && now < span_after(&c->limits.per_lead_gap, last, zone)) {
		*why = "another message went within the hour";
		return span_after(&c->limits.per_lead_gap, last, zone);
	}
	if (store_message_count(s->app->store, lead->person, NULL, NULL,
		now - (span_after(&c->limits.touch_window, now, zone) - now),
		&n, err) == -1)
		return -1;
	if (n >= c->limits.max_touches) {
		*why = "the cap on messages is reached";
		return now + 86400;
	}
	return 0;
}

static int64_t
capped_in_all(struct sending *s, const char **why, struct lead_error *err)
{
	int64_t now = s->app->now, n, until;

	if (store_message_count(
		s->app->store, 0, NULL, NULL, now - 3600, &n, err) == -1 ||
	    (until = send_breaker(s, n, err)) == -1)
		return -1;
	if (until > now) {
		*why = send_breaker_why;
		return until;
	}
	if (n >= s->app->config->limits.per_hour) {
		*why = "the cap for the hour is reached";
		return now + 600;
	}
	return 0;
}

/* Caps for every automatic message: by domain, by address, by what they
 * wrote (a form filled in with a stranger's address, again and again), and in
 * all. */
static int64_t
capped(struct sending *s, const struct lead *lead, const struct message *m,
    const char **why, struct lead_error *err)
{
	const struct config *c = s->app->config;
	int64_t now = s->app->now, n;
	const char *at = m->to ? strrchr(m->to, '@') : NULL;

	if (at != NULL && !config_list_has(&c->limits.big_domains, at + 1)) {
		if (store_message_count(s->app->store, 0, NULL, at + 1,
			now - 3600, &n, err) == -1)
			return -1;
		if (n >= c->limits.per_domain_hour) {
			*why = "the cap for this domain is reached";
			return now + 600;
		}
	}
	if (store_message_count(
		s->app->store, 0, m->to, NULL, now - 86400, &n, err) == -1)
		return -1;
	if (n >= c->limits.per_address_day) {
		*why = "the cap for this address is reached";
		return now + 6 * 3600;
	}
	if (store_message_same(s->app->store, lead->id, now - 3600, &n, err) ==
	    -1)
		return -1;
	if (n >= c->limits.same_body_hour) {
		*why = "too many wrote the same words within the hour";
		return now + 3600;
	}
	return capped_in_all(s, why, err);
}

/* After an outage the latest missed step goes, the earlier are cancelled. */
static enum gate
overtaken(struct sending *s, const struct lead *lead, const struct message *m,
    const char **detail, struct lead_error *err)
{
	int64_t later;

	if (!text_is(m->kind, "step") || (m->step_no == 0 && m->always))
		return GATE_GO;
	if (plan_overtaken(s->app, lead, m, &later, err) == -1)
		return GATE_FAIL;
	if (later == plan_position(s->app, m))
		return GATE_GO;
	if (cancel(s, m, "overtaken", detail, err) == GATE_FAIL ||
	    plan_next(s->app, lead, later - 1, false, err) == -1)
		return GATE_FAIL;
	return GATE_CANCELLED;
}

/* Later steps need a postal address of the sender (CAN-SPAM, 15 USC
 * 7704(a)(5)); the first answer does not. */
static bool
lacks_address(const struct sending *s, const struct message *m)
{
	return text_is(m->kind, "step") && (m->step_no > 0 || !m->always) &&
	    text_is(m->channel, "email") &&
	    text_empty(s->app->config->business.address);
}

static enum gate
gate_lead(struct sending *s, const struct lead *lead, const struct message *m,
    const char **detail, struct lead_error *err)
{
	const char *why = over(s->app->config, lead, m), *shut;
	int64_t until;

	if (why == NULL && appointment_over(s->app, lead, m, &why, err) == -1)
		return GATE_FAIL;
	if (why != NULL)
		return cancel(s, m, why, detail, err);
	if ((shut = closed(s, m, err)) == NULL)
		return GATE_FAIL;
	if (*shut != '\0')
		return cancel(s, m, shut, detail, err);
	if (lacks_address(s, m))
		return hold(s, m, s->app->now + 86400,
		    "business.address is not set: later steps need a postal "
		    "address",
		    detail, err);
	if ((until = paced(s, lead, m, &why, err)) == 0)
		until = capped(s, lead, m, &why, err);
	if (until == -1)
		return GATE_FAIL;
	if (until > s->app->now)
		return hold(s, m, until, why, detail, err);
	return overtaken(s, lead, m, detail, err);
}

/* A notice whose task is done says nothing any more. */
static enum gate
gate_notice(struct sending *s, const struct message *m, const char **detail,
    struct lead_error *err)
{
	struct task task = {0};
	int rc = store_task_get(s->app->store, m->task, &task, err);
	bool done = rc == 1 && task.done != 0;

	task_free(&task);
	if (rc == -1)
		return GATE_FAIL;
	return done ? cancel(s, m, "the task is done", detail, err) : GATE_GO;
}

/* A hook hears of events in their order. */
static enum gate
gate_hook(struct sending *s, const struct message *m, const char **detail,
    struct lead_error *err)
{
	int64_t earlier;

	if (hook_named(s->app, m->to) == NULL)
		return cancel(s, m, "the hook is gone from the configuration",
		    detail, err);
	if (store_message_before(s->app->store, m->to, m->id, &earlier, err) ==
	    -1)
		return GATE_FAIL;
	*detail = "waits for an earlier event";
	return earlier > 0 ? GATE_NOT_DUE : GATE_GO;
}

enum gate
send_gate(struct sending *s, const struct lead *lead, const struct message *m,
    const char **detail, struct lead_error *err)
{
	bool waits = text_is(m->state, "queued") ||
	    text_is(m->state, "held") || text_is(m->state, "retry") ||
	    (text_is(m->state, "unknown") && send_may_repeat(m));

	if (!waits || m->due > s->app->now) {
		*detail = waits ? "not due" : m->state;
		return GATE_NOT_DUE;
	}
	if (text_is(m->kind, "notice"))
		return gate_notice(s, m, detail, err);
	if (text_is(m->kind, "hook"))
		return gate_hook(s, m, detail, err);
	if (lead->id == 0)
		return GATE_GO;
	return gate_lead(s, lead, m, detail, err);
}
