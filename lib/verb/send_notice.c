/*
 * Our own people told: of a new task (T), of a missed deadline (B), up the
 * chain level by level, and the morning's digest.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "follow/calendar.h"
#include "verb/act.h"
#include "verb/send_internal.h"

enum { LEVEL_EVERY = 3600, CHANNELS = 8 };

struct notice {
	struct sending *s;
	struct task task;
	struct lead lead;
	const struct config_owner *to;
	bool breach;
	int64_t queued[CHANNELS];
	size_t nqueued;
};

const struct config_owner *
send_owner_of(const struct config *c, const char *name)
{
	const struct config_owner *o = name ? config_owner(c, name) : NULL;

	return o ? o : &c->owner[0];
}

/* The owner after `level` steps up the chain, or NULL past its end. A chain
 * that runs in a circle ends where it began. */
static const struct config_owner *
up_chain(const struct config *c, const char *name, int64_t level)
{
	const struct config_owner *first = send_owner_of(c, name), *o = first;

	while (level-- > 0) {
		if (o->escalate_to == NULL ||
		    (o = config_owner(c, o->escalate_to)) == NULL || o == first)
			return NULL;
	}
	return o;
}

static const char *
address_on(const struct config_owner *o, const char *channel)
{
	if (text_is(channel, "email"))
		return o->email;
	if (text_is(channel, "sms"))
		return o->phone;
	return o->name;
}

/* At once for what is urgent, else in the owner's hours. */
static int64_t
when(const struct notice *n)
{
	const struct lead_app *app = n->s->app;
	const struct config_calendar *cal = n->to->calendar.nhours
	    ? &n->to->calendar
	    : &app->config->business.calendar;
	const char *zone = n->to->timezone ? n->to->timezone : app->zone;
	int64_t open;

	if (n->task.at_once || text_is(n->lead.priority, "high"))
		return app->now;
	open = calendar_next_open(cal, zone, app->now);
	return open ? open : app->now;
}

static int
queue_one(struct notice *n, const char *channel, struct lead_error *err)
{
	struct lead_app *app = n->s->app;
	struct message m = {.lead = n->task.lead, .task = n->task.id};
	int64_t id;
	int rc;

	if (config_transport(app->config, channel) == NULL ||
	    address_on(n->to, channel) == NULL || n->nqueued == CHANNELS)
		return 0;
	m.kind = "notice";
	m.channel = (char *)channel;
	m.to = (char *)address_on(n->to, channel);
	m.state = "queued";
	m.template = n->breach ? "notice-breach"
	    : n->task.why      ? "notice-handoff"
			       : "notice-task";
	m.due = when(n);
	m.created = app->now;
	m.level = n->breach ? n->task.level + 1 : 0;
	rc = store_message_insert(app->store, &m, &id, err);
	if (rc == 1)
		n->queued[n->nqueued++] = id;
	return rc == -1 ? -1 : 0;
}

static int
queue(struct notice *n, struct lead_error *err)
{
	size_t i;

	for (i = 0; i < n->to->notify.count; i++)
		if (queue_one(n, n->to->notify.item[i], err) == -1)
			return -1;
	return n->nqueued > 0 ? 0 : queue_one(n, "email", err);
}

/* Is there someone to tell now. */
static bool
whom(struct notice *n)
{
	const struct lead_app *app = n->s->app;

	if (n->task.done != 0)
		return false;
	n->breach = n->task.deadline != NULL && n->task.due < app->now;
	if (!n->breach) {
		n->to = send_owner_of(app->config, n->task.owner);
		return n->task.told == 0;
	}
	if (n->task.breached != 0 &&
	    app->now - n->task.breached < LEVEL_EVERY)
		return false;
	n->to = up_chain(app->config, n->task.owner, n->task.level);
	return n->to != NULL;
}

/* A breach is recorded once. */
static int
note_breach(struct notice *n, struct lead_error *err)
{
	struct lead_app *app = n->s->app;

	if (n->breach && n->task.breached == 0 && n->task.lead != 0 &&
	    act_event(app, n->task.lead, "leads", "breach", n->task.action,
		NULL, n->task.deadline, err) == -1)
		return -1;
	return 0;
}

static int
record(struct notice *n, struct lead_error *err)
{
	int64_t now = n->s->app->now;

	n->task.told = now;
	if (n->breach) {
		n->task.breached = now;
		n->task.level++;
	}
	return store_task_update(n->s->app->store, &n->task, err);
}

static int
plan_notice(struct notice *n, int64_t task, struct lead_error *err)
{
	struct store *store = n->s->app->store;
	int rc = store_task_get(store, task, &n->task, err);

	if (rc == 0)
		return lead_fail(
		    err, LEAD_ENOENT, "T%" PRId64 ": no such task", task);
	if (rc == 1 && n->task.lead != 0 &&
	    store_lead_get(store, n->task.lead, &n->lead, err) == -1)
		rc = -1;
	if (rc == 1 && (rc = whom(n)) == 1)
		rc = note_breach(n, err) == -1 || queue(n, err) == -1 ||
			record(n, err) == -1
		    ? -1
		    : 1;
	return rc;
}

/* Most of what a run is handed was told before: a look without a writer's
 * lock. 1, 0 nobody to tell, -1. */
static int
worth(struct sending *s, int64_t task, struct lead_error *err)
{
	struct notice n = {.s = s};
	int rc = store_task_get(s->app->store, task, &n.task, err);

	if (rc == 0)
		rc = lead_fail(
		    err, LEAD_ENOENT, "T%" PRId64 ": no such task", task);
	if (rc == 1)
		rc = whom(&n);
	task_free(&n.task);
	return rc;
}

int
send_notice(struct sending *s, struct lead_ref ref, struct lead_error *err)
{
	struct notice n = {.s = s};
	size_t i;
	int rc = worth(s, ref.id, err);

	if (rc != 1)
		return rc;
	if (store_begin(s->app->store, err) == -1)
		return -1;
	rc = plan_notice(&n, ref.id, err);
	if (rc == 1 && s->app->dry_run)
		rc = send_row(s, n.breach ? 'B' : 'T', ref.id, "told",
		    n.task.lead, "email", n.to->email, "dry run", err);
	else if (rc == 1 && store_commit(s->app->store, err) == -1)
		rc = -1;
	store_rollback(s->app->store);
	if (rc == 1 && n.nqueued == 0)
		rc = send_row(s, n.breach ? 'B' : 'T', ref.id, "failed",
		    n.task.lead, NULL, n.to->name,
		    "the owner has no address on any transport", err);
	for (i = 0; rc == 1 && i < n.nqueued; i++)
		rc = send_message(s, n.queued[i], err) == -1 ? -1 : 1;
	task_free(&n.task);
	lead_free(&n.lead);
	return rc == -1 ? -1 : 0;
}

/* One line of the digest, and the task counted as told. */
static int
digest_line(struct sending *s, int64_t id, const char *owner, struct buf *lines,
    struct lead_error *err)
{
	const struct lead_app *app = s->app;
	struct task task = {0};
	char *words = NULL;
	int rc = store_task_get(app->store, id, &task, err);

	if (rc == 1 && task.done == 0 &&
	    text_is(send_owner_of(app->config, task.owner)->name, owner)) {
		words = calendar_words(app->zone, app->now, task.due);
		buf_printf(lines, "%s%s (%s)\n",
		    task.due < app->now ? "LATE: " : "- ", task.action,
		    words ? words : "");
		free(words);
		task.told = app->now;
		rc = store_task_update(app->store, &task, err);
	}
	task_free(&task);
	return rc == -1 || lines->failed ? -1 : 0;
}

/* Its bytes are fixed with the tasks it tells of: a run that dies before it
 * is sent leaves it to the next. */
static int
digest_fix(struct sending *s, const struct message *m, struct lead_error *err)
{
	struct lead none = {0};
	char *bytes = NULL, *id = NULL, *subject = NULL;
	size_t len = 0;
	int rc = send_compose(
	    s, &none, m, &bytes, &len, &id, &subject, err);

	if (rc == 0)
		rc = store_message_fix(s->app->store, m->id, bytes, len, id,
		    subject, m->to, err);
	free(bytes);
	free(id);
	free(subject);
	return rc;
}

int
send_digest_for(struct sending *s, const struct config_owner *o,
    struct lead_refs refs, struct lead_error *err)
{
	struct message m = {.kind = "digest", .channel = "email"};
	struct buf lines = {0};
	int64_t id;
	size_t i;
	int rc = -1;

	if (store_begin(s->app->store, err) == -1)
		return -1;
	for (i = 0; i < refs.count; i++)
		if ((refs.ref[i].type == 'T' || refs.ref[i].type == 'B') &&
		    digest_line(s, refs.ref[i].id, o->name, &lines, err) == -1)
			goto done;
	if (lines.len == 0) {
		rc = 0;
		goto done;
	}
	m.to = o->email;
	m.state = "queued";
	m.template = "digest";
	m.due = m.created = s->app->now;
	if (store_message_insert(s->app->store, &m, &id, err) == -1)
		goto done;
	m.id = id;
	s->items = lines.data;
	if (digest_fix(s, &m, err) == -1)
		goto done;
	if (s->app->dry_run) {
		rc = send_row(s, 'M', id, "sent", 0, "email", o->email,
		    "dry run", err);
		goto done;
	}
	if (store_commit(s->app->store, err) == -1)
		goto done;
	rc = send_message(s, id, err);
done:
	s->items = NULL;
	store_rollback(s->app->store);
	buf_free(&lines);
	return rc;
}

int
send_digest(struct sending *s, struct lead_refs refs, struct lead_error *err)
{
	const struct config *c = s->app->config;
	size_t i;

	for (i = 0; i < c->nowner; i++)
		if (c->owner[i].email != NULL &&
		    send_digest_for(s, &c->owner[i], refs, err) == -1)
			return -1;
	return 0;
}
