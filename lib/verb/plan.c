/*
 * A lead's sequence run: its start, the next step, its end. Which channel a
 * step goes by is in plan_channel.c.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "follow/calendar.h"
#include "verb/act.h"
#include "verb/plan.h"

bool
plan_in_hours(const struct lead_app *app)
{
	return calendar_open(
	    &app->config->business.calendar, app->zone, app->now);
}

/* A step's local minute of the day, on the first day at or after t. */
static int64_t
at_minute(const char *zone, int64_t t, int minute)
{
	struct tm tm;
	int64_t due;

	zone_local(zone, t, &tm);
	tm.tm_hour = minute / 60;
	tm.tm_min = minute % 60;
	tm.tm_sec = 0;
	if ((due = zone_utc(zone, &tm)) >= t)
		return due;
	tm.tm_mday++;
	return zone_utc(zone, &tm);
}

static const char *
lead_zone(const struct lead_app *app, const struct lead *lead)
{
	if (lead->timezone != NULL && zone_exists(lead->timezone))
		return lead->timezone;
	return app->zone;
}

/* When a step of a run that began at start falls due. The first goes at
 * once; the others wait for the firm's days and hours in the lead's zone. */
static int64_t
step_due(const struct lead_app *app, const struct lead *lead,
    const struct config_step *step, int64_t n, int64_t start)
{
	const char *zone = lead_zone(app, lead);
	const struct config_calendar *cal = &app->config->business.calendar;
	int64_t due = calendar_add(cal, zone, start, &step->after), open;

	if (step->at >= 0)
		due = at_minute(zone, due, step->at);
	if (n == 0 && due <= app->now)
		return app->now;
	open = calendar_next_open(cal, zone, due);
	return open == 0 ? due : open;
}

struct run_start {
	int64_t run, at;
};

static int
earliest(void *arg, const struct event *e)
{
	struct run_start *s = arg;

	if (text_is(e->kind, "sequence-started") && e->old != NULL &&
	    strtoll(e->old, NULL, 10) == s->run)
		s->at = e->at;
	return 0;
}

/* When the lead's present run began. */
static int
run_began(struct lead_app *app, const struct lead *lead, int64_t *at,
    struct lead_error *err)
{
	struct run_start s = {.run = lead->run, .at = app->now};

	if (store_event_each(app->store, lead->id, 0, earliest, &s, err) == -1)
		return -1;
	*at = s.at;
	return 0;
}

static int
skip(struct lead_app *app, const struct lead *lead,
    const struct config_step *step, const char *why, struct lead_error *err)
{
	char text[256];

	snprintf(text, sizeof(text), "step %s skipped: %s", step->name, why);
	return act_event(
	    app, lead->id, "leads", "skipped", text, step->name, NULL, err);
}

/* 1 planned, 0 the step cannot go (an event says why), -1. */
static int
plan_step(struct lead_app *app, const struct lead *lead,
    const struct config_sequence *seq, const struct config_step *step,
    int64_t n, int64_t start, bool exempt, struct lead_error *err)
{
	struct message m = {.lead = lead->id};
	const char *channel, *why = NULL;
	char *to = NULL;
	int64_t id;
	int rc;

	if (step->when != NULL &&
	    (rc = store_expr_match(app->store, lead->id, step->when,
		 plan_in_hours(app), err)) != 1)
		return rc == -1
		    ? -1
		    : skip(app, lead, step, "its condition does not hold", err);
	if (text_is(step->channel, "task"))
		return act_task(app, lead, "step",
			   step->template ? step->template : step->name,
			   step_due(app, lead, step, n, start), NULL, false,
			   NULL, err) == -1
		    ? -1
		    : 0;
	if (!plan_channel(app, lead, step->channel, &channel, &to, &why))
		return skip(app, lead, step, why, err);
	m.kind = "step";
	m.channel = (char *)channel;
	m.to = to;
	m.state = "queued";
	m.sequence = seq->name;
	m.run = lead->run;
	m.step = step->name;
	m.step_no = n;
	m.template = step->template;
	m.variant = lead->variant;
	m.due = step_due(app, lead, step, n, start);
	m.created = app->now;
	m.always = step->always;
	m.exempt = exempt;
	rc = store_message_insert(app->store, &m, &id, err);
	free(to);
	return rc == -1 ? -1 : 1;
}

static int
end_run(struct lead_app *app, const struct lead *lead, const char *name,
    struct lead_error *err)
{
	return act_event(app, lead->id, "leads", "sequence-done",
	    "every step has gone", name, NULL, err);
}

/* The last step of a monthly sequence again, at its next time to come. */
static int
plan_repeat(struct lead_app *app, const struct lead *lead,
    const struct config_sequence *seq, int64_t n, int64_t start,
    struct lead_error *err)
{
	const struct config_step *last = &seq->step[seq->nstep - 1];
	struct config_step step = *last;
	int64_t times = n - (int64_t)seq->nstep + 2;
	char name[128];
	int rc;

	if (last->after.n <= 0)
		return end_run(app, lead, seq->name, err);
	for (;; times++, n++) {
		step.after.n = last->after.n * times;
		if (step_due(app, lead, &step, n, start) > app->now)
			break;
	}
	snprintf(name, sizeof(name), "%.100s-%" PRId64, last->name, times);
	step.name = name;
	rc = plan_step(app, lead, seq, &step, n, start, false, err);
	return rc == 0 ? end_run(app, lead, seq->name, err) : rc == -1 ? -1 : 0;
}

int
plan_next(struct lead_app *app, const struct lead *lead, int64_t done,
    bool exempt, struct lead_error *err)
{
	const struct config_sequence *seq;
	int64_t start, n;
	int rc;

	if (lead->sequence == NULL ||
	    (seq = config_sequence(app->config, lead->sequence)) == NULL)
		return 0;
	if (run_began(app, lead, &start, err) == -1)
		return -1;
	for (n = done + 1; n < (int64_t)seq->nstep; n++) {
		rc = plan_step(app, lead, seq, &seq->step[n], n, start,
		    exempt && n == 0, err);
		if (rc != 0)
			return rc == -1 ? -1 : 0;
	}
	if (!seq->monthly || seq->nstep == 0)
		return end_run(app, lead, seq->name, err);
	return plan_repeat(app, lead, seq, n, start, err);
}

/* Why a machine may not write to this lead, or NULL. */
static const char *
forbidden(const struct lead *lead)
{
	if (lead->imported)
		return "imported";
	if (!lead->automation)
		return "automation is off for it";
	if (!lead->can_answer)
		return "its mail forbids automatic answers";
	return NULL;
}

int
plan_start(struct lead_app *app, const struct lead *lead,
    const char *sequence, struct lead_error *err)
{
	const struct config_sequence *seq =
	    config_sequence(app->config, sequence);
	const char *why = forbidden(lead);
	struct lead fresh = {0};
	char run[32], text[256];
	int rc = -1;

	if (seq == NULL)
		return lead_fail(err, LEAD_EUSAGE, "no sequence '%s'", sequence);
	if (why != NULL) {
		snprintf(text, sizeof(text), "no automatic messages: %s", why);
		return act_event(app, lead->id, "leads", "skipped", text, NULL,
		    sequence, err);
	}
	snprintf(run, sizeof(run), "%" PRId64, lead->run + 1);
	if (store_lead_set(app->store, lead->id, "sequence", sequence, err) ==
		-1 ||
	    store_lead_set(app->store, lead->id, "run", run, err) == -1 ||
	    act_event(app, lead->id, "leads", "sequence-started", sequence, run,
		sequence, err) == -1 ||
	    store_lead_get(app->store, lead->id, &fresh, err) == -1)
		goto done;
	rc = plan_next(app, &fresh, -1, true, err);
done:
	lead_free(&fresh);
	return rc;
}

int
plan_overtaken(struct lead_app *app, const struct lead *lead,
    const struct message *m, int64_t *later, struct lead_error *err)
{
	const struct config_sequence *seq;
	int64_t start, n;

	*later = m->step_no;
	if (m->sequence == NULL || m->run != lead->run ||
	    (seq = config_sequence(app->config, m->sequence)) == NULL)
		return 0;
	if (run_began(app, lead, &start, err) == -1)
		return -1;
	for (n = m->step_no + 1; n < (int64_t)seq->nstep; n++)
		if (step_due(app, lead, &seq->step[n], n, start) <= app->now)
			*later = n;
	return 0;
}
