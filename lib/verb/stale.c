/*
 * lead-stale: leads that went cold or are neglected, each with its reason;
 * with --apply, runs that ended unanswered are moved on by rule.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/when.h"
#include "verb/act.h"
#include "verb/plan.h"

struct cold {
	int64_t lead, since;
	const char *then; /* sequence of the move, borrowed from config; NULL */
	bool moves;
	char *why, *owner, *stage, *name;
};

struct stale {
	struct lead_app *app;
	const struct lead_stale_options *options;
	struct cold *cold;
	size_t count, cap;
	struct lead_error *err;
};

/* The newest end of a run: when, and which sequence. */
struct ended {
	int64_t at;
	char sequence[128];
};

static int
newest_end(void *arg, const struct event *e)
{
	struct ended *end = arg;

	if (text_is(e->kind, "sequence-done") && e->old != NULL) {
		end->at = e->at;
		snprintf(end->sequence, sizeof(end->sequence), "%s", e->old);
	} else if (text_is(e->kind, "sequence-started") ||
	    text_is(e->kind, "reply") || text_is(e->kind, "answer")) {
		end->at = 0;
	}
	return 0;
}

static int
keep(struct stale *s, const struct lead *l, const char *why, int64_t since,
    bool moves, const char *then)
{
	struct cold *c;

	if (s->count == s->cap) {
		size_t cap = s->cap ? s->cap * 2 : 64;
		struct cold *more = realloc(s->cold, cap * sizeof(*more));

		if (more == NULL)
			return lead_fail(s->err, LEAD_EAGAIN, "out of memory");
		s->cold = more;
		s->cap = cap;
	}
	c = &s->cold[s->count++];
	*c = (struct cold){.lead = l->id, .since = since, .why = text_dup(why),
	    .then = then, .moves = moves,
	    .owner = text_dup(l->owner), .stage = text_dup(l->stage),
	    .name = text_dup(l->name ? l->name : l->email)};
	return 0;
}

/* A run whose last step was sent, unanswered for longer than its wait. */
static int
ended_run(struct stale *s, const struct lead *l, bool *found, int64_t *at,
    const char **then)
{
	const struct config_sequence *seq;
	struct ended end = {0};

	*found = false;
	if (!text_is(l->stage, "contacted") && !text_is(l->stage, "waiting"))
		return 0;
	if (store_event_each(s->app->store, l->id, 0, newest_end, &end, s->err) ==
	    -1)
		return -1;
	if (end.at == 0 || l->last_contact > end.at ||
	    (seq = config_sequence(s->app->config, end.sequence)) == NULL)
		return 0;
	if (span_after(&seq->wait, end.at, s->app->zone) > s->app->now)
		return 0;
	*found = true;
	*at = end.at;
	*then = seq->then;
	return 0;
}

/* The reasons of a lead, the strongest first, joined by commas. */
struct reasons {
	char text[160];
	int64_t since; /* of the strongest */
};

static void
reason(struct reasons *r, const char *why, int64_t since)
{
	size_t n = strlen(r->text);

	if (n == 0)
		r->since = since;
	snprintf(r->text + n, sizeof(r->text) - n, "%s%s", n > 0 ? "," : "",
	    why);
}

/* A planned next action within its time is not stale. */
static int
judge(void *arg, const struct lead *l)
{
	struct stale *s = arg;
	const struct config *c = s->app->config;
	int64_t now = s->app->now;
	int64_t since = l->last_contact ? l->last_contact : l->received;
	bool planned = l->next_due > now, ended;
	struct reasons r = {0};
	const char *then = NULL;
	int64_t at = 0;

	if (!l->routed || l->owner == NULL)
		reason(&r, "ownerless", l->received);
	if (ended_run(s, l, &ended, &at, &then) == -1)
		return -1;
	if (ended)
		reason(&r, "ended", at);
	if (l->hold_until != 0 && l->hold_until < now && l->next_due < now)
		reason(&r, "snoozed", l->hold_until);
	if (l->routed && l->next_due == 0)
		reason(&r, "no-next-action", since);
	if (l->next_due != 0 && l->next_due < now)
		reason(&r, "overdue", l->next_due);
	if (text_is(l->stage, "proposal") && !planned &&
	    span_after(&c->stale.proposal, since, s->app->zone) < now)
		reason(&r, "proposal", since);
	if (!planned && span_after(&c->stale.untouched, since, s->app->zone) < now)
		reason(&r, l->last_contact ? "untouched" : "never-called",
		    since);
	return r.text[0] == '\0' ? 0
				  : keep(s, l, r.text, r.since, ended, then);
}

/* inactive and the sequence that follows, else inactive alone. */
static int
move_on(struct stale *s, const struct cold *c, struct lead_error *err)
{
	struct lead_app *app = s->app;
	struct plan_when later = {0};
	struct lead l = {0};
	int rc = store_lead_get(app->store, c->lead, &l, err);

	if (rc != 1)
		goto done;
	rc = -1;
	if (act_stop(app, &l, "ended unanswered", false, NULL, err) == -1 ||
	    act_close_tasks(app, l.id, err) == -1 ||
	    act_set(app, &l, "reason", "no-answer", NULL, err) == -1 ||
	    act_set(app, &l, "stage", "inactive", NULL, err) == -1)
		goto done;
	lead_free(&l);
	if (store_lead_get(app->store, c->lead, &l, err) == -1)
		goto done;
	rc = c->then ? plan_start(app, &l, c->then, &later, err) : 0;
done:
	lead_free(&l);
	return rc == -1 ? -1 : 0;
}

static int
apply(struct stale *s, const struct cold *c, struct lead_error *err)
{
	int rc;

	if (!c->moves || !s->options->apply || s->app->dry_run)
		return 0;
	if (store_begin(s->app->store, err) == -1)
		return -1;
	rc = move_on(s, c, err);
	if (rc == 0)
		rc = store_commit(s->app->store, err);
	store_rollback(s->app->store);
	return rc;
}

static int
emit(struct stale *s, const struct cold *c, lead_row_fn *fn, void *arg,
    struct lead_error *err)
{
	struct row row = {0};
	char move[160] = "";

	if (c->moves)
		snprintf(move, sizeof(move), "inactive%s%s",
		    c->then ? "+" : "", c->then ? c->then : "");
	row_ref(&row, "ref", 'L', c->lead);
	row_text(&row, "why", c->why);
	row_time(&row, "since", c->since, s->app->zone);
	row_text(&row, "owner", c->owner);
	row_text(&row, "stage", c->stage);
	row_text(&row, "move", move[0] ? move : NULL);
	row_text(&row, "name", c->name);
	return row_emit(&row, fn, arg, err);
}

static int
gather(struct stale *s, struct lead_refs refs)
{
	struct store_query q = {.open = true, .where = s->options->where};
	int64_t *ids = calloc(refs.count + 1, sizeof(*ids));
	size_t i;
	int rc = 0;

	if (ids == NULL)
		return lead_fail(s->err, LEAD_EAGAIN, "out of memory");
	for (i = 0; i < refs.count && rc == 0; i++)
		rc = app_lead(s->app, refs.ref[i], &ids[i], s->err);
	if (refs.count > 0) {
		q.ids = ids;
		q.nids = refs.count;
	}
	if (rc == 0)
		rc = store_lead_each(s->app->store, &q, judge, s, s->err);
	free(ids);
	return rc == 0 ? 0 : -1;
}

/* Raw inputs and sent bytes older than retention.raw go. */
static int
retain(struct lead_app *app, struct lead_error *err)
{
	const struct span *raw = &app->config->retention.raw;
	int64_t age, n = 0;
	char text[64];
	int rc = -1;

	if (raw->n <= 0)
		return 0;
	age = span_after(raw, app->now, app->zone) - app->now;
	if (store_begin(app->store, err) == -1)
		return -1;
	if (store_retain(app->store, app->now - age, &n, err) == -1)
		goto done;
	snprintf(text, sizeof(text), "the bytes of %" PRId64, n);
	if (n > 0 && act_event(app, 0, "leads", "retention", text, NULL, NULL,
		err) == -1)
		goto done;
	rc = n > 0 && !app->dry_run ? store_commit(app->store, err) : 0;
done:
	store_rollback(app->store);
	return rc;
}

int
lead_stale(struct lead_app *app, const struct lead_stale_options *options,
    struct lead_refs refs, lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct stale s = {.app = app, .options = options, .err = err};
	size_t i;
	int rc;

	if (app->store == NULL)
		return 0;
	rc = gather(&s, refs);
	for (i = 0; i < s.count; i++) {
		if (rc == 0 && (rc = apply(&s, &s.cold[i], err)) == 0)
			rc = emit(&s, &s.cold[i], fn, arg, err);
		free(s.cold[i].why);
		free(s.cold[i].owner);
		free(s.cold[i].stage);
		free(s.cold[i].name);
	}
	free(s.cold);
	if (rc == 0 && options->apply)
		rc = retain(app, err);
	if (rc == 0 && options->apply && !app->dry_run)
		rc = app_heartbeat(app, "lead-stale", err);
	return rc;
}
