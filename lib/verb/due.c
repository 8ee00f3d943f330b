/*
 * lead-due: what is due now: messages to send, tasks for people, deadlines
 * missed. Reads only.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/when.h"
#include "verb/app.h"

struct item {
	char type;
	int64_t id, lead, due;
	const char *kind; /* literal */
	char *owner, *channel, *to, *what, *name;
};

struct due {
	struct lead_app *app;
	const struct lead_due_options *options;
	struct lead_refs refs;
	struct item *item;
	size_t count, cap;
	struct lead_error *err;
};

static void
due_free(struct due *d)
{
	size_t i;

	for (i = 0; i < d->count; i++) {
		free(d->item[i].owner);
		free(d->item[i].channel);
		free(d->item[i].to);
		free(d->item[i].what);
		free(d->item[i].name);
	}
	free(d->item);
}

static bool
wanted_ref(const struct due *d, const struct item *it)
{
	size_t i;

	for (i = 0; i < d->refs.count; i++) {
		const struct lead_ref *r = &d->refs.ref[i];

		if ((r->type == 'L' && r->id == it->lead) ||
		    (r->id == it->id &&
			(r->type == it->type ||
			    (r->type == 'T' && it->type == 'B') ||
			    (r->type == 'B' && it->type == 'T'))))
			return true;
	}
	return d->refs.count == 0;
}

/* 1 wanted by -O and -w, with the lead's owner and name filled in; 0; -1. */
static int
wanted_lead(struct due *d, struct item *it)
{
	char *owner;
	int rc = 1;

	if (it->lead != 0) {
		if (store_lead_who(d->app->store, it->lead, &owner, &it->name,
			d->err) == -1)
			return -1;
		if (it->owner == NULL)
			it->owner = owner;
		else
			free(owner);
	}
	if (d->options->owner != NULL && !text_is(it->owner, d->options->owner))
		rc = 0;
	if (rc == 1 && d->options->where != NULL)
		rc = it->lead == 0 ? 0
				   : store_expr_match(d->app->store, it->lead,
					 d->options->where, false, d->err);
	return rc;
}

static int
keep(struct due *d, struct item *it)
{
	int rc = wanted_ref(d, it) ? wanted_lead(d, it) : 0;

	if (rc == 1 && d->count == d->cap) {
		size_t cap = d->cap ? d->cap * 2 : 64;
		struct item *more = realloc(d->item, cap * sizeof(*more));

		if (more == NULL)
			rc = lead_fail(d->err, LEAD_EAGAIN, "out of memory");
		else {
			d->item = more;
			d->cap = cap;
		}
	}
	if (rc == 1) {
		d->item[d->count++] = *it;
		return 0;
	}
	free(it->owner);
	free(it->channel);
	free(it->to);
	free(it->what);
	free(it->name);
	return rc;
}

static int
add_message(void *arg, const struct message *m)
{
	struct due *d = arg;
	bool unknown = text_is(m->state, "unknown");
	bool ours = m->lead == 0 || text_is(m->kind, "notice") ||
	    text_is(m->kind, "digest") || text_is(m->kind, "hook");
	struct item it = {.type = 'M',
	    .id = m->id,
	    .lead = m->lead,
	    .due = m->due,
	    .kind = "message"};

	if (ours && d->options->message && !d->options->task &&
	    !d->options->breach)
		return 0;
	it.channel = text_dup(m->channel);
	it.to = text_dup(m->to);
	it.what = text_dup(unknown ? "unknown: was it sent?"
		: m->step	   ? m->step
				   : m->kind);
	return keep(d, &it);
}

static int
add_task(void *arg, const struct task *t)
{
	struct due *d = arg;
	bool missed = t->deadline != NULL && t->due < d->app->now;
	struct item it = {.type = missed ? 'B' : 'T',
	    .id = t->id,
	    .lead = t->lead,
	    .due = t->due,
	    .kind = missed ? "breach" : "task"};
	bool any = !d->options->message && !d->options->task &&
	    !d->options->breach;

	if (!any && !(missed ? d->options->breach : d->options->task))
		return 0;
	it.owner = text_dup(t->owner);
	it.what = text_dup(t->action);
	return keep(d, &it);
}

static int
by_due(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	if (x->type != y->type)
		return x->type < y->type ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static int
gather(struct due *d)
{
	static const char *const states[] = {
	    "queued", "held", "retry", "claimed", "inflight", "unknown", NULL};
	const struct lead_due_options *o = d->options;
	bool any = !o->message && !o->task && !o->breach;
	int64_t until =
	    o->until ? o->until : when_midnight(d->app->now, d->app->zone, 1);

	if ((any || o->message) &&
	    store_message_each(d->app->store, states,
		o->until > d->app->now ? o->until : d->app->now + 1,
		add_message, d, d->err) != 0)
		return -1;
	if ((any || o->task || o->breach) &&
	    store_task_due(d->app->store, until, NULL, add_task, d, d->err) !=
		0)
		return -1;
	return 0;
}

int
lead_due(struct lead_app *app, const struct lead_due_options *options,
    struct lead_refs refs, lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct due d = {
	    .app = app, .options = options, .refs = refs, .err = err};
	struct row row = {0};
	size_t i;
	int rc;

	if (app->store != NULL && store_snapshot(app->store, err) == -1)
		return -1;
	rc = gather(&d);
	if (app->store != NULL)
		store_rollback(app->store);
	if (rc == 0 && d.count > 0)
		qsort(d.item, d.count, sizeof(*d.item), by_due);
	for (i = 0; rc == 0 && i < d.count; i++) {
		const struct item *it = &d.item[i];

		row_ref(&row, "ref", it->type, it->id);
		row_text(&row, "kind", it->kind);
		row_time(&row, "due", it->due, app->zone);
		row_text(&row, "owner", it->owner);
		row_ref(&row, "lead", 'L', it->lead);
		row_text(&row, "channel", it->channel);
		row_text(&row, "to", it->to);
		row_text(&row, "what", it->what);
		row_text(&row, "name", it->name);
		rc = row_emit(&row, fn, arg, err);
	}
	due_free(&d);
	return rc == 0 ? 0 : -1;
}
