/*
 * Qualify: one question a message, and the reply that answers it matched to
 * a field, a priority, a sequence or a person.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "verb/act.h"
#include "verb/plan.h"

static const struct config_qualify *
by_name(const struct config *c, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < c->nqualify; i++)
		if (text_is(c->qualify[i].name, name))
			return &c->qualify[i];
	return NULL;
}

struct asked {
	const char *name;
	bool found;
};

static int
was_asked(void *arg, const struct event *e)
{
	struct asked *a = arg;

	if (text_is(e->kind, "asked") && text_is(e->new, a->name))
		a->found = true;
	return 0;
}

int
plan_question(const struct lead_app *app, const struct lead *lead,
    const struct config_qualify **q, struct lead_error *err)
{
	const struct config *c = app->config;
	size_t i;
	int rc;

	if ((*q = by_name(c, lead->question)) != NULL || lead->id == 0)
		return 0;
	for (i = 0; i < c->nqualify; i++) {
		struct asked a = {.name = c->qualify[i].name};

		rc = c->qualify[i].when == NULL
		    ? 1
		    : store_expr_match(app->store, lead->id,
			  c->qualify[i].when, plan_in_hours(app), err);
		if (rc == -1 ||
		    (rc == 1 && store_event_each(app->store, lead->id, 0,
				    was_asked, &a, err) == -1))
			return -1;
		if (rc == 1 && !a.found) {
			*q = &c->qualify[i];
			return 0;
		}
	}
	return 0;
}

int
plan_asked(struct lead_app *app, const struct lead *lead,
    const struct config_qualify *q, struct lead_error *err)
{
	if (text_is(lead->question, q->name))
		return 0;
	if (store_lead_set(
		app->store, lead->id, "question", q->name, err) == -1)
		return -1;
	return act_event(
	    app, lead->id, "leads", "asked", q->ask, NULL, q->name, err);
}

static int
ask_next(struct lead_app *app, const struct lead *lead, bool *asked,
    struct lead_error *err)
{
	const struct config_qualify *q;
	struct message m = {.lead = lead->id, .kind = "question"};
	const char *channel = NULL, *why = NULL;
	char *to = NULL;
	int64_t id;
	int rc;

	*asked = false;
	if (!lead->automation || !lead->can_answer ||
	    !lead_stage_open(lead->stage))
		return 0;
	if (plan_question(app, lead, &q, err) == -1)
		return -1;
	if (q == NULL ||
	    !plan_channel(app, lead, "match", &channel, &to, &why))
		return 0;
	m.channel = (char *)channel;
	m.to = to;
	m.state = "queued";
	m.step = q->name;
	m.template = "question";
	m.due = m.created = app->now;
	m.exempt = true;
	rc = store_message_insert(app->store, &m, &id, err);
	free(to);
	if (rc == -1 || plan_asked(app, lead, q, err) == -1)
		return -1;
	*asked = true;
	return 0;
}

/* "field=value" of an answer, as lead-set would write it. */
static int
set_field(struct lead_app *app, const struct lead *lead, const char *pair,
    struct lead_error *err)
{
	const char *eq = strchr(pair, '=');
	char name[128];

	if (eq == NULL)
		return 0;
	snprintf(name, sizeof(name), "%.*s", (int)(eq - pair), pair);
	return act_field(app, lead, name, eq + 1, "leads", err);
}

/* "Just looking": parked, and back when the wait is over. */
static int
park(struct lead_app *app, int64_t id, const struct config_answer *a,
    struct lead_error *err)
{
	struct plan_when when = {0};
	struct lead lead = {0};
	int rc = -1;

	if (a->has_wait)
		when.at = span_after(&a->wait, app->now, app->zone);
	if (store_lead_get(app->store, id, &lead, err) != 1)
		goto done;
	if (plan_resting(app->config, a->sequence) &&
	    (act_close_tasks(app, id, err) == -1 ||
		act_set(app, &lead, "reason", "wrong-timing", "leads", err) ==
		    -1 ||
		act_set(app, &lead, "stage", "inactive", "leads", err) == -1))
		goto done;
	if (when.at != 0 &&
	    store_lead_set_int(app->store, id, "reactivate", when.at, err) ==
		-1)
		goto done;
	rc = plan_start(app, &lead, a->sequence, &when, err);
done:
	lead_free(&lead);
	return rc;
}

static int
tell(struct lead_app *app, const struct lead *lead,
    const struct config_qualify *q, const char *words, struct lead_error *err)
{
	char why[400], *line = text_fold_space(words);
	char *action = act_sentence(lead, NULL);
	int64_t due =
	    act_deadline(app, "next-answer", lead->owner, app->now);
	int rc = -1;

	if (line == NULL || action == NULL) {
		lead_fail(err, LEAD_EAGAIN, "out of memory");
	} else {
		text_cut(line, 200);
		snprintf(why, sizeof(why), "asked \"%.120s\", they said: "
		    "\"%s\"", q->ask, line);
		rc = act_task(app, lead, "answer", action,
		    due ? due : app->now + 3600, "next-answer", true, why, err);
	}
	free(line);
	free(action);
	return rc;
}

/* What the branch says, then the next question where it leaves one open. */
static int
follow(struct lead_app *app, int64_t id, const struct config_qualify *q,
    const struct config_answer *a, const char *words, bool *taken,
    struct lead_error *err)
{
	struct lead lead = {0};
	int rc = store_lead_get(app->store, id, &lead, err);

	if (rc == 1)
		rc = 0;
	*taken = true;
	if (rc == 0 && a->notify)
		rc = tell(app, &lead, q, words, err);
	if (rc == 0 && a->sequence != NULL)
		rc = park(app, id, a, err);
	else if (rc == 0 && !a->notify)
		rc = ask_next(app, &lead, taken, err);
	else if (rc == 0)
		rc = ask_next(app, &lead, &(bool){false}, err);
	lead_free(&lead);
	return rc;
}

int
plan_answer(struct lead_app *app, const struct lead *lead, const char *words,
    bool *taken, struct lead_error *err)
{
	const struct config_qualify *q = by_name(app->config, lead->question);
	const struct config_answer *a = NULL;
	size_t i;
	int rc = 0;

	*taken = false;
	if (q == NULL || words == NULL)
		return 0;
	for (i = 0; i < q->nanswer && rc == 0; i++) {
		if (q->answer[i].matches == NULL)
			continue;
		rc = store_regex(q->answer[i].matches, words, NULL, NULL, err);
		if (rc == 1)
			a = &q->answer[i];
	}
	if (rc != 1)
		return rc;
	if (store_lead_set(app->store, lead->id, "question", NULL, err) == -1 ||
	    act_event(app, lead->id, "lead", "answered", q->name, NULL, a->name,
		err) == -1)
		return -1;
	for (i = 0; i < a->set.count; i++)
		if (set_field(app, lead, a->set.item[i], err) == -1)
			return -1;
	return follow(app, lead->id, q, a, words, taken, err);
}
