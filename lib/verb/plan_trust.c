/*
 * Moments of trust: points that add up, and words or facts that call a
 * person in.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "follow/calendar.h"
#include "verb/act.h"
#include "verb/plan.h"

struct given {
	const char *rule;
	bool found;
};

static int
was_given(void *arg, const struct event *e)
{
	struct given *g = arg;

	if (text_is(e->kind, "score") && text_is(e->text, g->rule))
		g->found = true;
	return 0;
}

/* 1 the rule gives points now, 0 not, -1. */
static int
rule_holds(struct lead_app *app, int64_t lead,
    const struct config_score_rule *rule, const char *event,
    struct lead_error *err)
{
	struct given g = {.rule = rule->name};

	if (rule->event != NULL && !text_is(rule->event, event))
		return 0;
	if (rule->event == NULL && rule->when == NULL)
		return 0;
	if (!rule->each || rule->event == NULL) {
		if (store_event_each(app->store, lead, 0, was_given, &g, err) ==
		    -1)
			return -1;
		if (g.found)
			return 0;
	}
	if (rule->when == NULL)
		return 1;
	return store_expr_match(
	    app->store, lead, rule->when, plan_in_hours(app), err);
}

static int
score_give(struct lead_app *app, int64_t lead, const char *name,
    int64_t points, struct lead_error *err)
{
	char text[32];

	snprintf(text, sizeof(text), "%+" PRId64, points);
	if (store_lead_add(app->store, lead, "score", points, err) == -1)
		return -1;
	return act_event(app, lead, "leads", "score", name, NULL, text, err);
}

/* At `advance` the priority turns high, once. */
static int
advance(struct lead_app *app, int64_t id, struct lead_error *err)
{
	struct lead lead = {0};
	int rc = store_lead_get(app->store, id, &lead, err);

	if (rc == 1 && lead.score >= app->config->score.advance &&
	    !text_is(lead.priority, "high"))
		rc = act_set(app, &lead, "priority", "high", "leads", err);
	lead_free(&lead);
	return rc == -1 ? -1 : 0;
}

int
plan_score(struct lead_app *app, int64_t lead, const char *event,
    struct lead_error *err)
{
	const struct config *c = app->config;
	struct given start = {.rule = "start"};
	size_t i;
	int rc;

	if (store_event_each(app->store, lead, 0, was_given, &start, err) == -1)
		return -1;
	if (!start.found &&
	    score_give(app, lead, "start", c->score.start, err) == -1)
		return -1;
	for (i = 0; i < c->score.nrule; i++) {
		const struct config_score_rule *r = &c->score.rule[i];

		if ((rc = rule_holds(app, lead, r, event, err)) == -1)
			return -1;
		if (rc == 1 &&
		    score_give(app, lead, r->name, r->points, err) == -1)
			return -1;
	}
	return advance(app, lead, err);
}

/* The words around the match, one line, at most about 160 bytes, cut at
 * character ends. */
static char *
quote_of(const char *words, size_t start, size_t end)
{
	size_t len = strlen(words), from, to;
	struct buf b = {0};
	char *cut, *out;

	from = start > 60 ? start - 60 : 0;
	to = end + 80 < len ? end + 80 : len;
	while (from > 0 && ((unsigned char)words[from] & 0xc0) == 0x80)
		from--;
	while (to < len && ((unsigned char)words[to] & 0xc0) == 0x80)
		to++;
	buf_add(&b, words + from, to - from);
	if ((cut = buf_take(&b)) == NULL)
		return NULL;
	out = text_fold_space(cut);
	free(cut);
	return out;
}

static int
handoff_matches(struct lead_app *app, const struct lead *lead,
    const struct config_handoff *h, const char *words, char **quote,
    struct lead_error *err)
{
	size_t start = 0, end = 0;
	int rc;

	*quote = NULL;
	if (h->when != NULL)
		return store_expr_match(
		    app->store, lead->id, h->when, plan_in_hours(app), err);
	if (h->matches == NULL || words == NULL)
		return 0;
	rc = store_regex(h->matches, words, &start, &end, err);
	if (rc == 1)
		*quote = quote_of(words, start, end);
	return rc;
}

static int64_t
handoff_due(const struct lead_app *app, const struct lead *lead,
    const struct config_handoff *h)
{
	struct config_deadline d = {.name = h->name, .after_hours = -1};
	int64_t due;

	if (h->has_within) {
		if (h->within.n == 0)
			return app->now;
		d.within = h->within;
		return calendar_deadline(&app->config->business.calendar,
		    app->zone, app->now, &d);
	}
	if ((due = act_deadline(app, h->name, lead->owner, app->now)) != 0 ||
	    (due = act_deadline(app, "next-answer", lead->owner, app->now)) != 0)
		return due;
	return app->now + 3600;
}

static int
call_in(struct lead_app *app, const struct lead *lead,
    const struct config_handoff *h, const char *quote, bool keep_always,
    struct lead_error *err)
{
	bool at_once = h->has_within && h->within.n == 0;
	char why[512], *action;
	int rc = -1;

	snprintf(why, sizeof(why), quote ? "%s: \"%s\"" : "%s", h->name, quote);
	if ((action = act_sentence(lead, NULL)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (act_stop(app, lead, h->name, keep_always, "leads", err) == -1 ||
	    store_lead_set_int(app->store, lead->id, "handed_off", 1, err) ==
		-1 ||
	    act_event(app, lead->id, "leads", "handoff", why, NULL, h->name,
		err) == -1)
		goto done;
	if (h->priority != NULL &&
	    act_set(app, lead, "priority", h->priority, "leads", err) == -1)
		goto done;
	rc = act_task(app, lead, "answer", action, handoff_due(app, lead, h),
	    h->name, at_once, why, err);
done:
	free(action);
	return rc;
}

int
plan_handoff(struct lead_app *app, const struct lead *lead, const char *words,
    bool keep_always, bool *called, struct lead_error *err)
{
	const struct config *c = app->config;
	char *quote;
	size_t i;
	int rc = 0;

	*called = false;
	for (i = 0; i < c->nhandoff; i++) {
		rc = handoff_matches(
		    app, lead, &c->handoff[i], words, &quote, err);
		if (rc == 1) {
			rc = call_in(app, lead, &c->handoff[i], quote,
			    keep_always, err);
			*called = rc == 0;
			free(quote);
			return rc;
		}
		free(quote);
		if (rc == -1)
			return -1;
	}
	return 0;
}
