/*
 * Which events a hook asks for, and the message planned for each.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "verb/hook.h"

const struct config_hook *
hook_named(const struct lead_app *app, const char *name)
{
	size_t i;

	for (i = 0; i < app->config->nhook; i++)
		if (text_is(app->config->hook[i].name, name))
			return &app->config->hook[i];
	return NULL;
}

/* A hook asks by the kind of an event, by the stage a lead comes to, or for
 * "new" leads. The word it asked by (a literal or borrowed), or NULL. */
static const char *
asked(const struct config_hook *h, const struct event *e)
{
	if (text_is(e->kind, "received"))
		return config_list_has(&h->on, "new") ? "new" : NULL;
	if (text_is(e->kind, "stage"))
		return e->new != NULL && config_list_has(&h->on, e->new)
		    ? e->new
		    : config_list_has(&h->on, "stage") ? "stage" : NULL;
	/* a fact that is a stage too is told once, as the stage */
	if (lead_stage_known(e->kind))
		return NULL;
	return config_list_has(&h->on, e->kind) ? e->kind : NULL;
}

/* An import tells nobody of its leads as new. */
static int
imported(struct lead_app *app, const struct event *e, bool *yes,
    struct lead_error *err)
{
	struct lead lead = {0};

	*yes = false;
	if (e->lead == 0 || !text_is(e->kind, "received"))
		return 0;
	if (store_lead_get(app->store, e->lead, &lead, err) == -1)
		return -1;
	*yes = lead.imported;
	lead_free(&lead);
	return 0;
}

static int
plan(struct lead_app *app, const struct config_hook *h, const char *word,
    const struct event *e, int64_t id, struct lead_error *err)
{
	struct message m = {.lead = e->lead, .kind = "hook",
	    .channel = "hook", .state = "queued", .step_no = id,
	    .due = app->now, .created = app->now};
	char key[200];

	snprintf(key, sizeof(key), "E%" PRId64 ".%.150s", id, h->name);
	m.to = h->name;
	m.step = (char *)word;
	m.message_id = key;
	return store_message_insert(app->store, &m, NULL, err) == -1 ? -1 : 0;
}

int
hook_event(struct lead_app *app, const struct event *e, int64_t id,
    struct lead_error *err)
{
	const char *word;
	bool skip;
	size_t i;

	if (app->config->nhook == 0)
		return 0;
	if (imported(app, e, &skip, err) == -1)
		return -1;
	for (i = 0; i < app->config->nhook && !skip; i++) {
		word = asked(&app->config->hook[i], e);
		if (word != NULL && plan(app, &app->config->hook[i], word, e,
			id, err) == -1)
			return -1;
	}
	return 0;
}
