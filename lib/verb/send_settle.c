/*
 * What came of a message, written in the caller's transaction: the state it
 * ends in, its event, the lead's stage and the step after it. The one place,
 * whether a server answered, a run died or a person settled it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/address.h"
#include "verb/act.h"
#include "verb/plan.h"
#include "verb/send_internal.h"

enum { GIVE_UP = 5 * 86400, BACKOFF_MAX = 4 * 3600, REPEAT_AFTER = 300 };

struct outcome {
	struct lead_app *app;
	const struct message *m;
	const struct lead *lead;
	const char *actor; /* who says so; NULL: the person at the program */
	const char *from, *detail;
};

/* 60 s doubled each time up to four hours, or what the other side asked for
 * where that is more, with a spread by the message's
 * number so that a queue does not come back in one blow. */
static int64_t
backoff(const struct message *m, int64_t now, int64_t least)
{
	int64_t wait = 60, i, spread = m->id * 2654435761 % 97;

	for (i = 1; i < m->attempts && wait < BACKOFF_MAX; i++)
		wait *= 2;
	if (wait > BACKOFF_MAX)
		wait = BACKOFF_MAX;
	if (wait < least)
		wait = least;
	return now + wait + wait * (spread < 0 ? -spread : spread) / 400;
}

/* First machine answer: new -> contacted; second touch: waiting. */
static int
touched(const struct outcome *o, struct lead_error *err)
{
	struct lead_app *app = o->app;
	const struct lead *l = o->lead;
	const char *stage = NULL;

	if (store_lead_add(app->store, l->id, "touches", 1, err) == -1 ||
	    act_event(app, l->id, o->actor, "sent", o->m->channel,
		o->m->step ? o->m->step : o->m->kind, NULL, err) == -1)
		return -1;
	if (text_is(l->stage, "new"))
		stage = "contacted";
	else if (text_is(l->stage, "contacted"))
		stage = "waiting";
	if (stage != NULL && act_set(app, l, "stage", stage, "leads", err) == -1)
		return -1;
	if (!text_is(o->m->kind, "step") || o->m->run != l->run)
		return 0;
	return plan_next(app, l, plan_position(app, o->m), false, err);
}

/* "201 SM0123": the gateway's own id, by which it reports what became of it. */
static int
keep_gateway_id(const struct outcome *o, struct lead_error *err)
{
	const char *d = o->detail;

	if (text_is(o->m->channel, "email") || d == NULL || d[0] != '2' ||
	    strlen(d) < 8 || d[3] != ' ' || strpbrk(d + 4, " \t{<") != NULL)
		return 0;
	return store_thread_add(
	    o->app->store, d + 4, o->m->lead, o->m->id, err);
}

static int
was_sent(const struct outcome *o, struct lead_error *err)
{
	if (text_is(o->m->kind, "notice"))
		return o->m->lead == 0
		    ? 0
		    : act_event(o->app, o->m->lead, "leads", "told",
			  o->m->to, NULL, o->m->channel, err);
	if (o->m->lead == 0 || text_is(o->m->kind, "digest") ||
	    text_is(o->m->kind, "hook"))
		return 0;
	if (text_is(o->m->kind, "confirm"))
		return act_event(o->app, o->m->lead, o->actor, "confirmed",
		    o->m->channel, NULL, NULL, err);
	if (keep_gateway_id(o, err) == -1)
		return -1;
	return touched(o, err);
}

/* Refused for good: the address is closed where the reply says that there is
 * none such (RFC 3463 3.2: X.1.1), and a person is told. */
static int
was_refused(const struct outcome *o, struct lead_error *err)
{
	struct lead_app *app = o->app;
	char *norm;
	int rc = 0;

	if (text_is(o->m->kind, "hook"))
		return send_hook_refused(app, o->m, o->detail, err);
	if (o->m->lead == 0 || text_is(o->m->kind, "notice"))
		return 0;
	if (act_event(app, o->m->lead, "leads", "failed", o->detail, o->m->step,
		NULL, err) == -1)
		return -1;
	if (text_is(o->m->channel, "email") &&
	    strstr(o->detail, "5.1.1") != NULL &&
	    (norm = address_mail(o->m->to)) != NULL) {
		rc = store_fact_set(
		    app->store, "bounce", "email", norm, app->now, err);
		free(norm);
		if (rc == 0)
			rc = act_stop(
			    app, o->lead, "bounce", false, "leads", err);
	}
	if (rc == -1)
		return -1;
	return act_task(app, o->lead, "answer",
	    "Reach them another way: our message was refused",
	    app->now + 3600, NULL, false, o->detail, err);
}

bool
send_may_repeat(const struct message *m)
{
	bool first = text_is(m->kind, "step") && m->step_no == 0 &&
	    m->always && text_is(m->channel, "email");

	/* our own people rather hear twice than not at all */
	return m->attempts < 2 && (first || text_is(m->kind, "notice") ||
	    text_is(m->kind, "digest"));
}

static int
move(const struct outcome *o, const char *to, int64_t due,
    struct lead_error *err)
{
	return store_message_move(o->app->store, o->m->id, o->from, to,
	    o->detail, due, o->app->now, err) == 1 ? 0 : -1;
}

/* No answer after the point of no return (RFC 1047). The first answer goes
 * once more after a while, the same bytes; all else waits for a person's
 * word, and so does that one until then. */
static int
is_unknown(const struct outcome *o, struct lead_error *err)
{
	int64_t due = send_may_repeat(o->m) ? o->app->now + REPEAT_AFTER : 0;

	if (move(o, "unknown", due, err) == -1)
		return -1;
	return o->m->lead == 0 ? 0 : act_event(o->app, o->m->lead, o->actor,
	    "unknown", o->detail, o->m->step, NULL, err);
}

int
send_settle(struct sending *s, const struct message *m,
    const struct lead *lead, const char *from, enum transport_result result,
    const char *detail, const char **status, struct lead_error *err)
{
	struct outcome o = {s->app, m, lead,
	    s->options->resolve != NULL ? NULL : "leads", from, detail};
	int64_t now = s->app->now;

	if (result == TRANSPORT_RETRY && now - m->created > GIVE_UP)
		result = TRANSPORT_FAILED;
	/* the receiver of a hook knows a second copy by its event id */
	if (result == TRANSPORT_UNKNOWN &&
	    (!text_is(from, "inflight") || text_is(m->kind, "hook")))
		result = TRANSPORT_RETRY;
	switch (result) {
	case TRANSPORT_SENT:
		*status = "sent";
		return move(&o, "sent", 0, err) == -1 ? -1 : was_sent(&o, err);
	case TRANSPORT_FAILED:
		*status = "failed";
		return move(&o, "failed", 0, err) == -1 ? -1 :
		    was_refused(&o, err);
	case TRANSPORT_RETRY:
		*status = "retry";
		return move(&o, "retry", backoff(m, now, s->wait), err);
	case TRANSPORT_UNKNOWN:
		break;
	}
	*status = "unknown";
	return is_unknown(&o, err);
}
