/*
 * lead-route: each new lead gets its owner, priority, score, deadline, first
 * task and sequence, in a short transaction of its own.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "follow/route.h"
#include "verb/act.h"
#include "verb/plan.h"

struct routing {
	struct lead_app *app;
	struct lead lead;
	const struct config_route *rule; /* NULL: none matched */
	const char *owner, *owner_why;
	const char *deadline;
	int64_t due;
	bool fallback;
	char why[300];
};

static int
match_rule(struct routing *r, struct lead_error *err)
{
	const struct config *c = r->app->config;
	size_t i;
	int rc;

	for (i = 0; i < c->nroute; i++) {
		rc = c->route[i].when == NULL
		    ? 1
		    : store_expr_match(r->app->store, r->lead.id,
			  c->route[i].when, plan_in_hours(r->app), err);
		if (rc == -1)
			return -1;
		if (rc == 1) {
			r->rule = &c->route[i];
			return 0;
		}
	}
	return 0;
}

static int
local_date(const struct lead_app *app)
{
	struct tm tm;

	zone_local(app->zone, app->now, &tm);
	return (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

static int
by_load(struct routing *r, const struct route_want *want,
    struct lead_error *err)
{
	const struct config *c = r->app->config;
	struct route_load *load = calloc(c->nowner, sizeof(*load));
	size_t i, chosen;
	int fallback, rc = -1;

	if (load == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	for (i = 0; i < c->nowner; i++)
		if (store_owner_load(r->app->store, c->owner[i].name, 0,
			&load[i].open, &load[i].given, err) == -1)
			goto done;
	chosen = route_owner(c, want, load, &fallback, &r->owner_why);
	r->owner = c->owner[chosen].name;
	r->fallback = fallback;
	rc = 0;
done:
	free(load);
	return rc;
}

/* The known person's owner first, else the rule's, else by load. */
static int
choose_owner(struct routing *r, struct lead_error *err)
{
	const struct config *c = r->app->config;
	struct route_want want = {.today = local_date(r->app),
	    .place = r->lead.zip,
	    .language = r->lead.language,
	    .skill = r->rule ? r->rule->skill : NULL};
	const struct config_owner *o;
	char *known = NULL;

	if (store_person_owner(r->app->store, r->lead.person, &known, err) == -1)
		return -1;
	r->owner_why = "the owner this person knows";
	if (known == NULL && !text_empty(r->lead.company)) {
		r->owner_why = "the owner this company knows";
		if (store_company_owner(r->app->store, r->lead.company, &known,
			err) == -1)
			return -1;
	}
	o = known ? config_owner(c, known) : NULL;
	free(known);
	if (o != NULL && !route_away(o, want.today)) {
		r->owner = o->name;
		return 0;
	}
	if (r->rule != NULL && r->rule->owner != NULL &&
	    (o = config_owner(c, r->rule->owner)) != NULL &&
	    !route_away(o, want.today)) {
		r->owner = o->name;
		r->owner_why = "named by the rule";
		return 0;
	}
	return by_load(r, &want, err);
}

/* The strictest of the deadlines that concern a first answer. */
static int
first_deadline(struct routing *r, struct lead_error *err)
{
	const struct config *c = r->app->config;
	const char *name[4] = {"first-answer", NULL, NULL, NULL};
	size_t i, n = 1;
	int64_t due;
	int rc;

	if (!r->lead.automation)
		name[n++] = "referral";
	for (i = 0; i < c->ndeadline && n < 4; i++) {
		if (c->deadline[i].when == NULL ||
		    text_is(c->deadline[i].name, "first-answer"))
			continue;
		rc = store_expr_match(r->app->store, r->lead.id,
		    c->deadline[i].when, plan_in_hours(r->app), err);
		if (rc == -1)
			return -1;
		if (rc == 1)
			name[n++] = c->deadline[i].name;
	}
	for (i = 0; i < n; i++) {
		due = act_deadline(r->app, name[i], r->owner, r->app->now);
		if (due != 0 && (r->due == 0 || due < r->due)) {
			r->due = due;
			r->deadline = name[i];
		}
	}
	if (r->due == 0)
		r->due = r->app->now + 3600;
	return 0;
}

static int
record_owner(struct routing *r, struct lead_error *err)
{
	struct lead_app *app = r->app;
	const char *priority = r->rule ? r->rule->priority : NULL;

	if (r->fallback)
		priority = "high";
	snprintf(r->why, sizeof(r->why), "rule %.80s; %.80s: %.80s",
	    r->rule ? r->rule->name : "none", r->owner, r->owner_why);
	if (act_set(app, &r->lead, "owner", r->owner, "leads", err) == -1)
		return -1;
	if (priority != NULL &&
	    act_set(app, &r->lead, "priority", priority, "leads", err) == -1)
		return -1;
	/* A returning customer and a referral hear from a person, not from a
	 * machine. */
	if (r->lead.returning &&
	    store_lead_set_int(app->store, r->lead.id, "automation", 0, err) ==
		-1)
		return -1;
	if (store_lead_set_int(app->store, r->lead.id, "routed", 1, err) == -1)
		return -1;
	return act_event(app, r->lead.id, "leads", "routed", r->why, NULL,
	    r->owner, err);
}

static int
refresh(struct routing *r, int64_t id, struct lead_error *err)
{
	lead_free(&r->lead);
	return store_lead_get(r->app->store, id, &r->lead, err);
}

/* Owner stands: now the answer task, the hand-off, the points, the run. */
static int
set_going(struct routing *r, struct lead_error *err)
{
	struct lead_app *app = r->app;
	struct lead *l = &r->lead;
	const char *sequence = r->rule && r->rule->sequence
	    ? r->rule->sequence
	    : "standard";
	char *action;
	bool called, high = text_is(l->priority, "high");
	int rc;

	/* a list holds what was won and lost long ago: nothing to do there */
	if (l->imported && !lead_stage_open(l->stage))
		return 0;
	if ((action = act_sentence(l, NULL)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (l->imported) {
		r->due = act_deadline(app, "first-answer", r->owner, app->now);
		r->due += 2 * 86400;
		rc = act_task(app, l, "follow-up", action, r->due, NULL, false,
		    NULL, err);
		free(action);
		return rc == -1 ? -1 : plan_score(app, l->id, "new", err);
	}
	rc = first_deadline(r, err);
	if (rc == 0)
		rc = act_task(app, l, "answer", action, r->due, r->deadline,
		    high || !l->automation, l->automation ? NULL : r->why,
		    err);
	free(action);
	if (rc == -1 || plan_score(app, l->id, "new", err) == -1 ||
	    plan_variant(app, l, err) == -1 || refresh(r, l->id, err) == -1 ||
	    /* a person may have begun one by lead-set */
	    (l->sequence == NULL &&
		plan_start(app, l, sequence, NULL, err) == -1))
		return -1;
	if (refresh(r, l->id, err) == -1)
		return -1;
	return plan_handoff(app, l, l->message, true, &called, err);
}

static int
emit(struct routing *r, lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct row row = {0};
	const struct lead *l = &r->lead;

	row_ref(&row, "ref", 'L', l->id);
	row_text(&row, "owner", l->owner);
	row_text(&row, "priority", l->priority);
	row_int(&row, "score", l->score);
	row_text(&row, "sequence", l->sequence);
	row_time(&row, "due", l->next_due, r->app->zone);
	row_text(&row, "action", l->next_action);
	row_text(&row, "why", r->why);
	return row_emit(&row, fn, arg, err);
}

/* 1 routed, 0 was routed before, -1. */
static int
route_locked(struct routing *r, int64_t id, struct lead_error *err)
{
	int rc = refresh(r, id, err);

	if (rc != 1 || r->lead.routed)
		return rc == -1 ? -1 : 0;
	if (match_rule(r, err) == -1 || choose_owner(r, err) == -1 ||
	    record_owner(r, err) == -1 || refresh(r, id, err) == -1 ||
	    set_going(r, err) == -1 || refresh(r, id, err) == -1)
		return -1;
	return 1;
}

static int
route_one(struct lead_app *app, int64_t id, lead_row_fn *fn, void *arg,
    struct lead_error *err)
{
	struct routing r = {.app = app};
	int rc;

	if (store_begin(app->store, err) == -1)
		return -1;
	rc = route_locked(&r, id, err);
	if (rc == 1 && !app->dry_run)
		rc = store_commit(app->store, err) == -1 ? -1 : 1;
	store_rollback(app->store);
	if (rc == 1)
		rc = emit(&r, fn, arg, err);
	lead_free(&r.lead);
	return rc == -1 ? -1 : 0;
}

struct ids {
	int64_t *id;
	size_t count, cap;
};

static int
collect(void *arg, const struct lead *lead)
{
	struct ids *ids = arg;

	if (ids->count == ids->cap) {
		size_t cap = ids->cap ? ids->cap * 2 : 64;
		int64_t *more = realloc(ids->id, cap * sizeof(*more));

		if (more == NULL)
			return -1;
		ids->id = more;
		ids->cap = cap;
	}
	ids->id[ids->count++] = lead->id;
	return 0;
}

int
lead_route(struct lead_app *app, struct lead_refs refs, lead_row_fn *fn,
    void *arg, struct lead_error *err)
{
	struct store_query all = {.unrouted = true};
	struct ids ids = {0};
	int64_t lead;
	size_t i;
	int rc = -1;

	for (i = 0; i < refs.count; i++)
		if (app_lead(app, refs.ref[i], &lead, err) == -1 ||
		    route_one(app, lead, fn, arg, err) == -1)
			return -1;
	if (refs.count > 0)
		return 0;
	if (store_lead_each(app->store, &all, collect, &ids, err) != 0)
		goto done;
	for (i = 0; i < ids.count; i++)
		if (route_one(app, ids.id[i], fn, arg, err) == -1)
			goto done;
	rc = app->dry_run ? 0 : app_heartbeat(app, "lead-route", err);
done:
	free(ids.id);
	return rc;
}
