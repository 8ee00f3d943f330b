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
    const struct config_step *step, int64_t n, int64_t start, bool exempt)
{
	const char *zone = lead_zone(app, lead);
	const struct config_calendar *cal = &app->config->business.calendar;
	bool from_now = n > 0 && (step->from_last || step->after_task);
	int64_t due = calendar_add(
	    cal, zone, from_now ? app->now : start, &step->after);
	int64_t open;

	if (step->at >= 0)
		due = at_minute(zone, due, step->at);
	if (n == 0 && due <= app->now && (exempt || step->always))
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

/* When the lead's present run began. A run of an older store has its start
 * in the events only. */
static int
run_began(struct lead_app *app, const struct lead *lead, int64_t *at,
    struct lead_error *err)
{
	struct run_start s = {.run = lead->run, .at = app->now};

	if (lead->run_start != 0) {
		*at = lead->run_start;
		return 0;
	}
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
			   step_due(app, lead, step, n, start, exempt), NULL,
			   false, NULL, err) == -1
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
	m.due = step_due(app, lead, step, n, start, exempt);
	m.created = app->now;
	m.always = step->always;
	m.exempt = exempt;
	rc = store_message_insert(app->store, &m, &id, err);
	free(to);
	/* 0: this run has had that step */
	return rc;
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
		if (step_due(app, lead, &step, n, start, false) > app->now)
			break;
	}
	snprintf(name, sizeof(name), "%.100s-%" PRId64, last->name, times);
	step.name = name;
	rc = plan_step(app, lead, seq, &step, n, start, false, err);
	return rc == 0 ? end_run(app, lead, seq->name, err) : rc == -1 ? -1 : 0;
}

int
plan_step_due(struct lead_app *app, const struct lead *lead,
    const struct config_sequence *seq, int64_t n, struct lead_error *err)
{
	int64_t start;

	if (seq->step[n].from_last || seq->step[n].after_task)
		return 0;
	if (run_began(app, lead, &start, err) == -1)
		return -1;
	return step_due(app, lead, &seq->step[n], n, start, false) <= app->now;
}

/* 1 the step waits for a task of this run that is open still, 0 not, -1. */
static int
must_wait(struct lead_app *app, const struct lead *lead,
    const struct config_step *step, int64_t n, struct lead_error *err)
{
	struct task open = {0};
	int rc;

	if (!step->after_task)
		return 0;
	rc = store_task_open(app->store, lead->id, "step", &open, err);
	task_free(&open);
	if (rc == 1 &&
	    store_lead_set_int(app->store, lead->id, "wait_step", n, err) == -1)
		return -1;
	return rc;
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
		if ((rc = must_wait(app, lead, &seq->step[n], n, err)) != 0)
			return rc == -1 ? -1 : 0;
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
	if (lead->imported && !lead->automation)
		return "imported";
	if (!lead->automation)
		return "automation is off for it";
	if (!lead->can_answer)
		return "its mail forbids automatic answers";
	return NULL;
}

int64_t
plan_position(const struct lead_app *app, const struct message *m)
{
	const struct config_sequence *seq =
	    m->sequence ? config_sequence(app->config, m->sequence) : NULL;
	size_t i;

	if (seq == NULL || m->step_no >= (int64_t)seq->nstep)
		return m->step_no;
	for (i = 0; i < seq->nstep; i++)
		if (text_is(seq->step[i].name, m->step))
			return (int64_t)i;
	return m->step_no - 1;
}

int
plan_resume(struct lead_app *app, int64_t id, struct lead_error *err)
{
	struct lead lead = {0};
	int rc = store_lead_get(app->store, id, &lead, err);

	if (rc == 1 && lead.sequence != NULL && lead.wait_step > 0)
		rc = store_lead_set_int(
			 app->store, id, "wait_step", 0, err) == -1
		    ? -1
		    : plan_next(app, &lead, lead.wait_step - 1, false, err);
	lead_free(&lead);
	return rc == -1 ? -1 : 0;
}

/* The run's number and what its delays count from. */
static int
new_run(struct lead_app *app, const struct lead *lead, const char *sequence,
    int64_t start, struct lead_error *err)
{
	char run[32];

	snprintf(run, sizeof(run), "%" PRId64, lead->run + 1);
	if (store_lead_set(app->store, lead->id, "sequence", sequence, err) ==
		-1 ||
	    store_lead_set(app->store, lead->id, "run", run, err) == -1 ||
	    store_lead_set_int(
		app->store, lead->id, "run_start", start, err) == -1 ||
	    store_lead_set_int(app->store, lead->id, "wait_step", 0, err) == -1)
		return -1;
	return act_event(app, lead->id, "leads", "sequence-started", sequence,
	    run, sequence, err);
}

int
plan_start(struct lead_app *app, const struct lead *lead,
    const char *sequence, const struct plan_when *when, struct lead_error *err)
{
	const struct config_sequence *seq =
	    config_sequence(app->config, sequence);
	const char *why = forbidden(lead);
	struct lead fresh = {0};
	int64_t n = when ? when->step : 0, start = app->now;
	char text[256];
	int rc = -1;

	if (seq == NULL)
		return lead_fail(err, LEAD_EUSAGE, "no sequence '%s'", sequence);
	if (why != NULL) {
		snprintf(text, sizeof(text), "no automatic messages: %s", why);
		return act_event(app, lead->id, "leads", "skipped", text, NULL,
		    sequence, err);
	}
	if (when != NULL && when->at != 0 && n < (int64_t)seq->nstep) {
		const struct span *after = &seq->step[n].after;

		/* months differ in length: near, then right */
		start = 2 * when->at - span_after(after, when->at, app->zone);
		start += when->at - span_after(after, start, app->zone);
	}
	if (new_run(app, lead, sequence, start, err) == -1 ||
	    store_lead_get(app->store, lead->id, &fresh, err) == -1)
		goto done;
	rc = plan_next(app, &fresh, n - 1, when == NULL, err);
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

	*later = plan_position(app, m);
	if (m->sequence == NULL || m->run != lead->run ||
	    (seq = config_sequence(app->config, m->sequence)) == NULL)
		return 0;
	if (run_began(app, lead, &start, err) == -1)
		return -1;
	for (n = *later + 1; n < (int64_t)seq->nstep; n++) {
		if (seq->step[n].from_last || seq->step[n].after_task)
			break;
		if (step_due(app, lead, &seq->step[n], n, start, false) <=
		    app->now)
			*later = n;
	}
	return 0;
}
