/*
 * The breaker: when far more goes out in an hour than this store is used to,
 * everything automatic stops for an hour, or until a person says go on.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"
#include "verb/act.h"
#include "verb/send_internal.h"

enum { HOUR = 3600, RHYTHM = 14 * 86400 };

#define STOPPED "breaker.stopped"
#define RESUMED "breaker.resumed"

const char send_breaker_why[] = "stopped: far more goes out than usual";

int
send_breaker_since(struct lead_app *app, int64_t *at, struct lead_error *err)
{
	struct store *store = app->store;
	int64_t resumed;

	if (store_meta_get_int(store, STOPPED, at, err) == -1 ||
	    store_meta_get_int(store, RESUMED, &resumed, err) == -1)
		return -1;
	if (resumed >= *at || app->now >= *at + HOUR)
		*at = 0;
	return 0;
}

struct stopped {
	struct lead_app *app;
	struct lead_error *err;
};

static int
release(void *arg, const struct message *m)
{
	const struct stopped *s = arg;

	if (!text_is(m->detail, send_breaker_why))
		return 0;
	return store_message_move(s->app->store, m->id, "held", "queued",
		   NULL, s->app->now, s->app->now, s->err) == -1
	    ? -1
	    : 0;
}

int
send_breaker_resume(struct lead_app *app, struct lead_error *err)
{
	static const char *const held[] = {"held", NULL};
	struct stopped s = {app, err};

	if (store_begin(app->store, err) == -1)
		return -1;
	if (store_meta_set_int(app->store, RESUMED, app->now, err) == -1 ||
	    store_message_each(app->store, held, INT64_MAX, release, &s,
		err) != 0 ||
	    (!app->dry_run && store_commit(app->store, err) == -1)) {
		store_rollback(app->store);
		return -1;
	}
	store_rollback(app->store);
	return 0;
}

/* How many an hour is too much: what usually goes, times breaker_times, but
 * never less than breaker_floor. Asked once a run. */
static int
surge(struct sending *s, struct lead_error *err)
{
	const struct config *c = s->app->config;
	int64_t until = s->app->now - HOUR, usual;

	if (s->surge != 0)
		return 0;
	if (store_message_usual(s->app->store, until - RHYTHM, until, &usual,
		err) == -1)
		return -1;
	s->surge = usual * c->limits.breaker_times;
	if (s->surge < c->limits.breaker_floor)
		s->surge = c->limits.breaker_floor;
	return 0;
}

/* Stops, and calls the fallback owner. */
static int
stop(struct sending *s, int64_t hour, struct lead_error *err)
{
	struct lead_app *app = s->app;
	struct task task = {.kind = "other", .created = app->now,
	    .due = app->now, .at_once = true};
	char action[256];
	int64_t id;

	snprintf(action, sizeof(action), "Automatic messages are stopped for "
	    "an hour: %" PRId64 " went in the last one, far more than usual. "
	    "If that is right: lead-send --resume", hour);
	app_note(app, "%s", action);
	task.action = action;
	task.owner = config_fallback(app->config)->name;
	return store_meta_set_int(app->store, STOPPED, app->now, err) == -1 ||
		store_task_insert(app->store, &task, &id, err) == -1
	    ? -1
	    : 0;
}

int64_t
send_breaker(struct sending *s, int64_t hour, struct lead_error *err)
{
	int64_t since, resumed;

	if (s->app->config->limits.breaker_times == 0)
		return 0;
	if (send_breaker_since(s->app, &since, err) == -1)
		return -1;
	if (since != 0)
		return since + HOUR;
	if (surge(s, err) == -1)
		return -1;
	if (hour < s->surge)
		return 0;
	if (store_meta_get_int(s->app->store, RESUMED, &resumed, err) == -1)
		return -1;
	if (resumed != 0 && s->app->now < resumed + HOUR)
		return 0;
	return stop(s, hour, err) == -1 ? -1 : s->app->now + HOUR;
}
