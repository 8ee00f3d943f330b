/* A person's word on what an inbox item is: it is taken in anew as that. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "intake/intake.h"
#include "verb/act.h"
#include "verb/add_internal.h"

static const struct {
	const char *outcome;
	enum inbound_kind kind;
} outcomes[] = {{"new", INBOUND_LEAD}, {"again", INBOUND_LEAD},
    {"reply", INBOUND_LEAD}, {"answer", INBOUND_LEAD},
    {"opt-out", INBOUND_OPT_OUT}, {"opt-in", INBOUND_OPT_IN},
    {"auto-reply", INBOUND_AUTO_REPLY}, {"bounce", INBOUND_BOUNCE},
    {"delay", INBOUND_DELAY}, {"complaint", INBOUND_COMPLAINT},
    {"ignored", INBOUND_IGNORED}, {"unsorted", INBOUND_UNSORTED}};

struct again {
	struct arrival *a;
	const char *outcome;
	enum inbound_kind kind;
	struct lead_error *err;
	bool done;
};

/* new is new whatever the store knows; a reply needs a lead to belong to. */
static int
decide(struct again *g)
{
	struct arrival *a = g->a;

	if (g->kind != INBOUND_LEAD) {
		/* A person vouches for it: START needs no token then. */
		a->threaded = true;
		if (g->kind == INBOUND_OPT_IN)
			return text_set(&a->in->format, "form") == -1 ? -1 :
			    arrival_opt(a, g->err);
		return arrival_decide(a, g->err);
	}
	if (text_is(g->outcome, "answer"))
		return arrival_answer(a, g->err);
	if (arrival_find(a, g->err) == -1)
		return -1;
	if (text_is(g->outcome, "new") || a->lead == 0) {
		a->lead = 0;
		return arrival_new(a, g->err);
	}
	return arrival_known(a, g->err);
}

static int
read_again(void *arg, struct inbound *in, const char *raw, size_t len,
    size_t record, size_t line)
{
	struct again *g = arg;

	(void)raw;
	(void)len;
	(void)record;
	(void)line;
	if (g->done)
		return 0;
	g->done = true;
	in->kind = g->kind;
	in->noise = false;
	free(in->reason);
	in->reason = text_dup("a person's word");
	g->a->in = in;
	if (in->reason == NULL)
		return lead_fail(g->err, LEAD_EAGAIN, "out of memory");
	if (arrival_prepare(g->a, g->err) == -1 || decide(g) == -1)
		return -1;
	g->a->in = NULL;
	return 0;
}

/* The only arrival of a lead turns out to be none: nobody chases it. */
static int
let_go(struct lead_app *app, int64_t id, struct lead_error *err)
{
	struct lead lead = {0};
	int64_t arrivals;
	int rc;

	if (id == 0)
		return 0;
	if (store_inbox_count(app->store, id, &arrivals, err) == -1)
		return -1;
	if (arrivals > 0 ||
	    (rc = store_lead_get(app->store, id, &lead, err)) == 0)
		return 0;
	if (rc == 1 && lead_stage_open(lead.stage) &&
	    (act_stop(app, &lead, "not a lead", false, NULL, err) == -1 ||
		act_close_tasks(app, lead.id, err) == -1 ||
		act_set(app, &lead, "reason", "not-a-fit", NULL, err) == -1 ||
		act_set(app, &lead, "stage", "lost", NULL, err) == -1))
		rc = -1;
	lead_free(&lead);
	return rc == -1 ? -1 : 0;
}

static int
close_task(struct lead_app *app, int64_t inbox, struct lead_error *err)
{
	int64_t task;
	int rc = store_inbox_task(app->store, inbox, &task, err);

	if (rc == 1)
		rc = store_task_close(
		    app->store, task, 0, app->now, NULL, err);
	return rc == -1 ? -1 : 0;
}

static int
find(struct again *g, struct lead_error *err)
{
	size_t i;

	for (i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		if (text_is(outcomes[i].outcome, g->outcome)) {
			g->kind = outcomes[i].kind;
			return 0;
		}
	return lead_fail(err, LEAD_EUSAGE, "outcome=%s: none of new again "
	    "reply answer opt-out opt-in auto-reply bounce delay complaint "
	    "ignored unsorted", g->outcome);
}

/* What the item was, undone as far as it goes; what it is, done. */
static int
take_in(struct again *g, struct inbox_item *item, struct lead_error *err)
{
	struct lead_app *app = g->a->app;
	struct intake_options in = {.kind = "auto", .config = app->config,
	    .source = g->a->options->source,
	    .person = g->kind == INBOUND_LEAD};
	void *raw = NULL;
	size_t len = 0;
	int rc;

	if (g->kind == INBOUND_IGNORED || g->kind == INBOUND_UNSORTED)
		return 0;
	rc = store_inbox_raw(app->store, item->id, &raw, &len, err);
	if (rc == 1)
		rc = intake_read(&in, raw, len, read_again, g, err);
	else if (rc == 0)
		rc = lead_fail(err, LEAD_EDATA, "I%" PRId64
		    ": its bytes are no longer kept", item->id);
	free(raw);
	return rc;
}

int
add_again(struct lead_app *app, int64_t inbox, const char *outcome,
    int64_t *lead, struct lead_error *err)
{
	struct lead_add_options options = {0};
	struct inbox_item item = {0};
	struct arrival a = {.app = app, .options = &options, .inbox = inbox};
	struct again g = {.a = &a, .outcome = outcome, .err = err};
	char text[120];
	int rc;

	if (find(&g, err) == -1)
		return -1;
	if ((rc = store_inbox_get(app->store, inbox, &item, err)) != 1)
		return rc == -1 ? -1 : lead_fail(err, LEAD_ENOENT,
		    "I%" PRId64 ": no such inbox item", inbox);
	options.source = item.source;
	if (text_is(item.outcome, outcome)) {
		*lead = item.lead;
		rc = 0;
		goto done;
	}
	if (take_in(&g, &item, err) == -1 ||
	    store_inbox_set(app->store, inbox, outcome, "a person's word",
		a.lead, err) == -1 ||
	    (a.look == NULL && close_task(app, inbox, err) == -1) ||
	    (g.kind == INBOUND_IGNORED &&
		let_go(app, item.lead, err) == -1)) {
		rc = -1;
		goto done;
	}
	*lead = a.lead != 0 ? a.lead : item.lead;
	snprintf(text, sizeof(text), "I%" PRId64 " %s: a person's word (was "
	    "%.40s)", inbox, outcome, item.outcome);
	rc = *lead == 0 ? 0 : act_event(app, *lead, NULL, "verdict", text, NULL,
	    NULL, err);
done:
	arrival_free(&a);
	inbox_item_free(&item);
	return rc;
}
