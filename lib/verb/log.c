/*
 * lead-log: what a person did, as one event with all that follows from it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "follow/calendar.h"
#include "model/address.h"
#include "verb/act.h"
#include "verb/appointment.h"
#include "verb/hook.h"
#include "verb/log.h"
#include "verb/plan.h"

enum effect { REACHED, TRIED, NOTED, STAGED, CLOSED, OPTED };

static const struct kind {
	const char *name;
	enum effect effect;
	const char *stage;    /* stage it states, or NULL */
	const char *verb;     /* of the default next task */
	const char *deadline; /* its deadline */
	int days;             /* business days, where no deadline is named */
} kinds[] = {
    {"call", REACHED, NULL, NULL, NULL, 0},
    {"no-answer", TRIED, NULL, NULL, NULL, 0},
    {"voicemail", TRIED, NULL, NULL, NULL, 0},
    {"text", REACHED, NULL, NULL, NULL, 0},
    {"mail", REACHED, NULL, NULL, NULL, 0},
    {"chat", REACHED, NULL, NULL, NULL, 0},
    {"met", REACHED, NULL, NULL, NULL, 0},
    {"note", NOTED, NULL, NULL, NULL, 0},
    {"booked", STAGED, "booked", "Confirm the booking with", "booked", 0},
    {"rescheduled", STAGED, "booked", "Confirm the new time with", "booked", 0},
    {"no-show", STAGED, NULL, "Rebook", NULL, 1},
    {"proposal", STAGED, "proposal", "Follow up on the proposal with",
	"proposal", 2},
    {"qualified", STAGED, "qualified", "Book a time with", NULL, 1},
    {"won", CLOSED, "won", NULL, NULL, 0},
    {"lost", CLOSED, "lost", NULL, NULL, 0},
    {"opt-out", OPTED, NULL, NULL, NULL, 0},
    {"opt-in", OPTED, NULL, NULL, NULL, 0},
};

static const struct kind *
kind_of(const char *name, struct lead_error *err)
{
	struct buf b = {0};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (text_is(kinds[i].name, name))
			return &kinds[i];
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		buf_printf(&b, " %s", kinds[i].name);
	lead_fail(err, LEAD_EUSAGE, "'%s' is none of:%s", name,
	    b.data ? b.data : "");
	buf_free(&b);
	return NULL;
}

static int
reason_check(const struct lead_app *app, const char *reason,
    struct lead_error *err)
{
	const struct config_list *known = &app->config->stale.reasons;
	struct buf b = {0};
	size_t i;

	if (reason != NULL &&
	    (known->count == 0 || config_list_has(known, reason)))
		return 0;
	for (i = 0; i < known->count; i++)
		buf_printf(&b, " %s", known->item[i]);
	lead_fail(err, LEAD_EUSAGE, "%s%s: give -r one of:%s",
	    reason ? reason : "lost", reason ? "" : " needs a reason",
	    b.data ? b.data : "");
	buf_free(&b);
	return -1;
}

/* Opt-out and opt-in hold for the addresses, over all leads. */
static int
opted(struct lead_app *app, const struct lead *l, bool out,
    struct lead_error *err)
{
	static const char *const channel[2] = {"email", "phone"};
	char *norm[2] = {address_mail(l->email),
	    address_phone(l->phone, app->config->business.country, NULL)};
	size_t i;
	int rc = 0;

	for (i = 0; i < 2; i++) {
		if (norm[i] != NULL && rc == 0)
			rc = out ? store_fact_set(app->store, "opt-out",
				       channel[i], norm[i], app->now, err)
				 : store_fact_clear(app->store, "opt-out",
				       channel[i], norm[i], err);
		free(norm[i]);
	}
	if (rc == 0 && out)
		rc = act_stop(app, l, "opt-out", false, NULL, err);
	return rc;
}

static int
default_next(struct lead_app *app, const struct lead *l, const struct kind *k,
    struct lead_error *err)
{
	struct span days = {.n = k->days, .unit = SPAN_BDAY};
	int64_t due = k->deadline
	    ? act_deadline(app, k->deadline, l->owner, app->now)
	    : 0;
	char *action;
	int rc;

	if (k->stage == NULL && !lead_stage_open(l->stage))
		return 0;
	action = act_sentence(l, k->verb);
	if (action == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (due == 0)
		due = calendar_add(&app->config->business.calendar, app->zone,
		    app->now, &days);
	rc = act_task(app, l, k->deadline ? "confirm" : "follow-up", action,
	    due, k->deadline, false, NULL, err);
	free(action);
	return rc;
}

/* What the entry says of the appointment. *told: when it is, where the lead
 * will be told; else 0. */
static int
appointment(struct lead_app *app, const struct lead *l, const struct kind *k,
    const struct lead_log_options *o, int64_t *told, struct lead_error *err)
{
	bool made = text_is(k->stage, "booked");
	bool off = text_is(k->name, "no-show") || text_is(k->name, "lost");
	int64_t at = o->action == NULL ? o->when : 0;

	*told = 0;
	if (!made && !off)
		return 0;
	if (off)
		return appointment_clear(app, l, true, err);
	if (at == 0)
		at = appointment_said(app, o->text);
	else if (at <= app->now)
		return lead_fail(err, LEAD_EUSAGE,
		    "the time of an appointment must be to come");
	if (at != 0)
		return appointment_set(app, l, at, told, err);
	return text_is(k->name, "rescheduled")
	    ? appointment_clear(app, l, false, err) : 0;
}

/* The machine has confirmed it: what is left is to be there. */
static int
keep_it(struct lead_app *app, const struct lead *l, int64_t at,
    struct lead_error *err)
{
	char *action = act_sentence(l, "Keep the appointment with");
	int rc;

	if (action == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = act_task(
	    app, l, "follow-up", action, at, NULL, false, NULL, err);
	free(action);
	return rc;
}

static int
staged(struct lead_app *app, const struct lead *l, const struct kind *k,
    const struct lead_log_options *o, struct lead_error *err)
{
	int64_t told;

	if (store_lead_set_int(
		app->store, l->id, "last_contact", app->now, err) == -1 ||
	    act_close_tasks(app, l->id, err) == -1 ||
	    act_stop(app, l, k->name, false, NULL, err) == -1 ||
	    appointment(app, l, k, o, &told, err) == -1)
		return -1;
	if (k->stage != NULL &&
	    act_set(app, l, "stage", k->stage, NULL, err) == -1)
		return -1;
	if (o->action != NULL)
		return 0;
	return told != 0 ? keep_it(app, l, told, err)
			 : default_next(app, l, k, err);
}

static int
closed(struct lead_app *app, const struct lead *l, const struct kind *k,
    const struct lead_log_options *o, struct lead_error *err)
{
	int64_t told;

	if (text_is(k->stage, "lost") &&
	    (reason_check(app, o->reason, err) == -1 ||
		act_set(app, l, "reason", o->reason, NULL, err) == -1))
		return -1;
	if (store_lead_set_int(
		app->store, l->id, "last_contact", app->now, err) == -1 ||
	    act_close_tasks(app, l->id, err) == -1 ||
	    act_stop(app, l, k->name, false, NULL, err) == -1 ||
	    appointment(app, l, k, o, &told, err) == -1)
		return -1;
	return act_set(app, l, "stage", k->stage, NULL, err);
}

static int
apply(struct lead_app *app, const struct lead *l, const struct kind *k,
    const struct lead_log_options *o, struct lead_error *err)
{
	switch (k->effect) {
	case REACHED:
	case TRIED:
		return act_contact(app, l, k->effect == REACHED, NULL, err);
	case NOTED:
		return 0;
	case STAGED:
		return staged(app, l, k, o, err);
	case CLOSED:
		return closed(app, l, k, o, err);
	case OPTED:
		return opted(app, l, text_is(k->name, "opt-out"), err);
	}
	return 0;
}

/* -a ACTION -u WHEN instead of the default next task. */
static int
own_next(struct lead_app *app, const struct lead *l,
    const struct lead_log_options *o, struct lead_error *err)
{
	struct span day = {.n = 1, .unit = SPAN_BDAY};
	int64_t due = o->when;

	if (o->action == NULL)
		return 0;
	if (due == 0)
		due = calendar_add(&app->config->business.calendar, app->zone,
		    app->now, &day);
	if (act_close_tasks(app, l->id, err) == -1)
		return -1;
	return act_task(app, l, "follow-up", o->action, due, NULL, false, NULL,
	    err);
}

static int
hand_over(struct lead_app *app, struct lead *l, const char *owner,
    struct lead_error *err)
{
	if (owner == NULL)
		return 0;
	if (config_owner(app->config, owner) == NULL)
		return lead_fail(
		    err, LEAD_EUSAGE, "no owner '%s' in leads.conf", owner);
	if (act_set(app, l, "owner", owner, NULL, err) == -1)
		return -1;
	return text_set(&l->owner, owner) == -1
	    ? lead_fail(err, LEAD_EAGAIN, "out of memory")
	    : 0;
}

static int
value_of(struct lead_app *app, const struct lead *l, const char *value,
    struct lead_error *err)
{
	char *end;

	if (value == NULL)
		return 0;
	strtod(value, &end);
	if (end == value || *end != '\0')
		return lead_fail(
		    err, LEAD_EUSAGE, "-v %s: not a number", value);
	return act_set(app, l, "value", value, NULL, err);
}

static int
log_locked(struct lead_app *app, int64_t id, const struct kind *k,
    const struct lead_log_options *o, struct lead *l, int64_t *event,
    struct lead_error *err)
{
	struct event e = {.lead = id, .at = app->now, .actor = app->actor};
	int rc = store_lead_get(app->store, id, l, err);

	if (rc != 1)
		return rc == 0 ? lead_fail(err, LEAD_ENOENT,
				     "L%" PRId64 ": no such lead", id)
			       : -1;
	e.kind = (char *)k->name;
	e.text = (char *)o->text;
	e.new = (char *)(o->value ? o->value : o->reason);
	if (hand_over(app, l, o->owner, err) == -1 ||
	    store_event_add(app->store, &e, event, err) == -1 ||
	    hook_event(app, &e, *event, err) == -1 ||
	    value_of(app, l, o->value, err) == -1 ||
	    apply(app, l, k, o, err) == -1 || own_next(app, l, o, err) == -1)
		return -1;
	if (k->effect != NOTED && plan_score(app, id, k->name, err) == -1)
		return -1;
	lead_free(l);
	return store_lead_get(app->store, id, l, err) == -1 ? -1 : 0;
}

bool
log_is_kind(const char *name)
{
	return kind_of(name, NULL) != NULL;
}

bool
log_wants_reason(const char *kind)
{
	const struct kind *k = kind_of(kind, NULL);

	return k != NULL && k->effect == CLOSED && text_is(k->stage, "lost");
}

int
log_apply(struct lead_app *app, int64_t id, const struct lead_log_options *o,
    struct lead_error *err)
{
	const struct kind *k = kind_of(o->kind, err);
	struct lead lead = {0};
	int64_t event;
	int rc = k == NULL ? -1 :
	    log_locked(app, id, k, o, &lead, &event, err);

	lead_free(&lead);
	return rc;
}

int
lead_log(struct lead_app *app, struct lead_ref ref,
    const struct lead_log_options *o, lead_row_fn *fn, void *arg,
    struct lead_error *err)
{
	const struct kind *k = kind_of(o->kind, err);
	struct lead lead = {0};
	struct row row = {0};
	int64_t id, event = 0;
	int rc = -1;

	if (k == NULL || app_lead(app, ref, &id, err) == -1 ||
	    store_begin(app->store, err) == -1)
		return -1;
	if (log_locked(app, id, k, o, &lead, &event, err) == -1)
		goto done;
	if (!app->dry_run && store_commit(app->store, err) == -1)
		goto done;
	row_ref(&row, "ref", 'E', event);
	row_ref(&row, "lead", 'L', id);
	row_text(&row, "kind", k->name);
	row_time(&row, "at", app->now, app->zone);
	row_text(&row, "actor", app->actor);
	row_text(&row, "text", o->text);
	row_text(&row, "next", lead.next_action);
	rc = row_emit(&row, fn, arg, err);
done:
	store_rollback(app->store);
	lead_free(&lead);
	return rc;
}
