/*
 * What several verbs do to a lead, each with its event.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "follow/calendar.h"
#include "verb/act.h"
#include "verb/hook.h"
#include "verb/plan.h"

int
act_event(struct lead_app *app, int64_t lead, const char *actor,
    const char *kind, const char *text, const char *old, const char *new,
    struct lead_error *err)
{
	struct event e = {
	    .lead = lead,
	    .at = app->now,
	    .actor = (char *)(actor ? actor : app->actor),
	    .kind = (char *)kind,
	    .text = (char *)text,
	    .old = (char *)old,
	    .new = (char *)new,
	};

	int64_t id;

	return store_event_add(app->store, &e, &id, err) == -1
	    ? -1
	    : hook_event(app, &e, id, err);
}

int
act_set(struct lead_app *app, const struct lead *lead, const char *column,
    const char *value, const char *actor, struct lead_error *err)
{
	char *old = store_lead_text(lead, column);
	bool own = text_is(column, "stage") || text_is(column, "owner") ||
	    text_is(column, "priority");
	int rc = 0;

	if (!text_is(old, value) && (rc = store_lead_set(app->store,
		lead->id, column, value, err)) == 0)
		rc = act_event(app, lead->id, actor, own ? column : "field",
		    own ? NULL : column, old, value, err);
	free(old);
	return rc;
}

int
act_field(struct lead_app *app, const struct lead *lead, const char *name,
    const char *value, const char *actor, struct lead_error *err)
{
	char *old = NULL;
	int rc;

	if (store_lead_column(name))
		return act_set(app, lead, name, value, actor, err);
	rc = store_field_get(app->store, lead->id, name, &old, err);
	if (rc != -1 && !text_is(old, value) && (rc = store_field_set(
		app->store, lead->id, name, value, err)) == 0)
		rc = act_event(app, lead->id, actor, "field", name, old, value,
		    err);
	free(old);
	return rc == -1 ? -1 : 0;
}

/* Closes the lead's open tasks of one kind (NULL: any), with an event each. */
static int
close_tasks(struct lead_app *app, int64_t lead, const char *kind,
    const char *actor, struct lead_error *err)
{
	struct task task;
	int rc;

	for (;;) {
		task = (struct task){0};
		rc = store_task_open(app->store, lead, kind, &task, err);
		if (rc != 1)
			return rc;
		rc = store_task_close(
		    app->store, task.id, lead, app->now, NULL, err);
		if (rc != -1)
			rc = act_event(app, lead, actor,
			    text_is(kind, "step") ? "task-dropped"
						  : "task-done",
			    task.action, NULL, task.deadline, err);
		task_free(&task);
		if (rc == -1)
			return -1;
	}
}

int
act_close_tasks(struct lead_app *app, int64_t lead, struct lead_error *err)
{
	return close_tasks(app, lead, NULL, NULL, err);
}

int
act_stop(struct lead_app *app, const struct lead *lead, const char *why,
    bool keep_always, const char *actor, struct lead_error *err)
{
	if (store_message_cancel(app->store, lead->id, why, keep_always,
		err) == -1)
		return -1;
	if (lead->sequence == NULL)
		return 0;
	if (close_tasks(app, lead->id, "step", "leads", err) == -1 ||
	    store_lead_set(app->store, lead->id, "sequence", NULL, err) == -1 ||
	    store_lead_set_int(app->store, lead->id, "wait_step", 0, err) == -1)
		return -1;
	return act_event(app, lead->id, actor, "sequence-ended", why,
	    lead->sequence, NULL, err);
}

/* An open answer task, moved to what is stricter. */
static int
tighten(struct lead_app *app, struct task *open, const char *action,
    int64_t due, const char *deadline, bool at_once, const char *why,
    struct lead_error *err)
{
	if (due < open->due) {
		open->due = due;
		open->breached = 0;
		open->level = 0;
		if (text_set(&open->deadline, deadline) == -1 ||
		    text_set(&open->action, action) == -1)
			return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	open->at_once = open->at_once || at_once;
	if (why != NULL) {
		if (text_set(&open->why, why) == -1)
			return lead_fail(err, LEAD_EAGAIN, "out of memory");
		open->told = 0;
	}
	if (store_task_update(app->store, open, err) == -1)
		return -1;
	return act_event(app, open->lead, "leads", "task", open->action, NULL,
	    open->deadline, err);
}

/* An answer to give takes the place of what else was planned: one open task
 * a lead, due at the strictest of the deadlines to come. Steps of a sequence stand
 * beside it. */
static int
supersede(struct lead_app *app, int64_t lead, int64_t *due,
    const char **deadline, struct lead_error *err)
{
	static const char *const kinds[] = {"follow-up", "confirm", "other"};
	static const char booked[] = "booked", proposal[] = "proposal";
	struct task open = {0};
	size_t i = 0;
	int rc;

	while (i < sizeof(kinds) / sizeof(kinds[0])) {
		rc = store_task_open(app->store, lead, kinds[i], &open, err);
		if (rc == -1)
			return -1;
		if (rc == 0) {
			i++;
			continue;
		}
		if (open.deadline != NULL && open.due < *due &&
		    open.due >= app->now) {
			*due = open.due;
			*deadline = text_is(open.deadline, booked) ? booked
			    : text_is(open.deadline, proposal)	   ? proposal
								   : *deadline;
		}
		rc = store_task_close(
		    app->store, open.id, lead, app->now, NULL, err);
		if (rc == 0)
			rc = act_event(app, lead, "leads", "task-dropped",
			    "taken up by the answer to give", NULL,
			    open.deadline, err);
		task_free(&open);
		if (rc == -1)
			return -1;
	}
	return 0;
}

int
act_task(struct lead_app *app, const struct lead *lead, const char *kind,
    const char *action, int64_t due, const char *deadline, bool at_once,
    const char *why, struct lead_error *err)
{
	struct task task = {.lead = lead->id}, open = {0};
	int64_t id;
	int rc = 0;

	if (text_is(kind, "answer") && !lead_stage_open(lead->stage) &&
	    !text_is(deadline, "complaint"))
		return 0;
	if (text_is(kind, "answer") &&
	    (rc = store_task_open(app->store, lead->id, kind, &open, err)) ==
		1) {
		rc = tighten(
		    app, &open, action, due, deadline, at_once, why, err);
		task_free(&open);
		return rc;
	}
	if (rc == -1 ||
	    (text_is(kind, "answer") &&
		supersede(app, lead->id, &due, &deadline, err) == -1))
		return -1;
	task.kind = (char *)kind;
	task.action = (char *)action;
	task.owner = lead->owner;
	task.due = due;
	task.created = app->now;
	task.deadline = (char *)deadline;
	task.at_once = at_once;
	task.why = (char *)why;
	if (store_task_insert(app->store, &task, &id, err) == -1)
		return -1;
	return act_event(
	    app, lead->id, "leads", "task", action, NULL, deadline, err);
}

/* The calendar an owner works by: own hours, else the firm's; closed on the
 * firm's days and on the owner's. closed is a borrowed array of the caller. */
static void
owner_calendar(const struct config *c, const struct config_owner *o,
    struct config_dates *closed, struct config_calendar *cal)
{
	size_t i, n = 0;

	*cal = c->business.calendar;
	if (o == NULL)
		return;
	if (o->calendar.nhours > 0) {
		cal->hours = o->calendar.hours;
		cal->nhours = o->calendar.nhours;
	}
	for (i = 0; i < c->business.calendar.nclosed; i++)
		closed[n++] = c->business.calendar.closed[i];
	for (i = 0; i < o->calendar.nclosed; i++)
		closed[n++] = o->calendar.closed[i];
	cal->closed = closed;
	cal->nclosed = n;
}

int64_t
act_deadline(const struct lead_app *app, const char *name, const char *owner,
    int64_t from)
{
	const struct config *c = app->config;
	const struct config_deadline *d = config_deadline(c, name);
	const struct config_owner *o = owner ? config_owner(c, owner) : NULL;
	size_t n = c->business.calendar.nclosed + (o ? o->calendar.nclosed : 0);
	struct config_dates *closed;
	struct config_calendar cal;
	int64_t due;

	if (d == NULL)
		return 0;
	if (d->within.n == 0 && d->within.unit != SPAN_BDAY)
		return from;
	if ((closed = calloc(n + 1, sizeof(*closed))) == NULL)
		o = NULL;
	owner_calendar(c, o, closed, &cal);
	due = calendar_deadline(
	    &cal, o && o->timezone ? o->timezone : app->zone, from, d);
	free(closed);
	return due;
}

/* At most 60 bytes of one line, cut at a word. */
static char *
about(const struct lead *lead)
{
	const char *text = !text_empty(lead->service) ? lead->service
	    : !text_empty(lead->subject)	      ? lead->subject
						      : lead->message;
	char *line = text_fold_space(text);
	size_t cut = 60;

	if (line != NULL && strlen(line) > cut) {
		while (cut > 0 && line[cut] != ' ')
			cut--;
		text_cut(line, cut > 0 ? cut : 60);
	}
	return line;
}

char *
act_sentence(const struct lead *lead, const char *verb)
{
	bool phone = !text_empty(lead->phone);
	const char *who = !text_empty(lead->name) ? lead->name
	    : !text_empty(lead->email)		  ? lead->email
	    : phone				  ? lead->phone
						  : "them";
	struct buf b = {0};
	char *what = about(lead);

	buf_printf(&b, "%s %s", verb ? verb : phone ? "Call" : "Write to", who);
	if (!text_empty(what))
		buf_printf(&b, " about: %s", what);
	if (phone && who != lead->phone)
		buf_printf(&b, ", %s", lead->phone);
	else if (!phone && !text_empty(lead->email) && who != lead->email)
		buf_printf(&b, ", %s", lead->email);
	free(what);
	return buf_take(&b);
}

static int
next_task(struct lead_app *app, const struct lead *lead, const char *verb,
    int days, struct lead_error *err)
{
	struct span span = {.n = days, .unit = SPAN_BDAY};
	char *action = act_sentence(lead, verb);
	int64_t due = calendar_add(
	    &app->config->business.calendar, app->zone, app->now, &span);
	int rc;

	if (action == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = act_task(
	    app, lead, "follow-up", action, due, NULL, false, NULL, err);
	free(action);
	return rc;
}

int
act_contact(struct lead_app *app, const struct lead *lead, bool reached,
    const char *actor, struct lead_error *err)
{
	if (store_lead_add(app->store, lead->id, "touches", 1, err) == -1 ||
	    store_lead_set_int(
		app->store, lead->id, "last_contact", app->now, err) == -1 ||
	    act_close_tasks(app, lead->id, err) == -1)
		return -1;
	if (!lead_stage_open(lead->stage) &&
	    !(reached && text_is(lead->stage, "inactive")))
		return reached ? act_stop(app, lead, "a person answered", false,
				     actor, err)
			       : 0;
	if (!reached)
		return plan_resume(app, lead->id, err) == -1
		    ? -1
		    : next_task(app, lead, "Call again:", 1, err);
	if (act_stop(app, lead, "a person answered", false, actor, err) == -1)
		return -1;
	if ((text_is(lead->stage, "new") || text_is(lead->stage, "contacted") ||
		text_is(lead->stage, "replied") ||
		text_is(lead->stage, "inactive")) &&
	    act_set(app, lead, "stage", "waiting", actor, err) == -1)
		return -1;
	return next_task(app, lead, "Follow up with", 2, err);
}
