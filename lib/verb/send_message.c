/*
 * One message through its states: claimed with its final bytes, inflight
 * just before the point of no return, then what the other side said. Each
 * state is committed before it is left; no transaction is open meanwhile.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/address.h"
#include "verb/act.h"
#include "verb/plan.h"
#include "verb/send_internal.h"

enum { GIVE_UP = 5 * 86400, BACKOFF_MAX = 4 * 3600 };

struct flight {
	struct sending *s;
	struct message m;
	struct lead lead;
	bool inflight;
	struct lead_error *err;
	char detail[300];
};

static void
flight_free(struct flight *f)
{
	message_free(&f->m);
	lead_free(&f->lead);
}

int
send_row(struct sending *s, char type, int64_t id, const char *status,
    int64_t lead, const char *channel, const char *to, const char *detail,
    struct lead_error *err)
{
	struct row row = {0};

	row_ref(&row, "ref", type, id);
	row_text(&row, "status", status);
	row_ref(&row, "lead", 'L', lead);
	row_text(&row, "channel", channel);
	row_text(&row, "to", to);
	row_text(&row, "detail", detail);
	return row_emit(&row, s->fn, s->arg, err);
}

/* A notice's row speaks of its task. */
static int
emit(struct flight *f, const char *status, const char *detail,
    struct lead_error *err)
{
	const struct message *m = &f->m;
	bool notice = text_is(m->kind, "notice");

	if (notice && text_is(status, "sent"))
		status = "told";
	return send_row(f->s, notice ? (m->level > 0 ? 'B' : 'T') : 'M',
	    notice ? m->task : m->id, status, m->lead, m->channel, m->to,
	    detail, err);
}

static int
load(struct flight *f, int64_t id, struct lead_error *err)
{
	struct store *store = f->s->app->store;
	int rc;

	flight_free(f);
	if ((rc = store_message_get(store, id, &f->m, err)) != 1)
		return rc;
	if (f->m.lead == 0)
		return 1;
	return store_lead_get(store, f->m.lead, &f->lead, err);
}

/* A template without a value for one of its placeholders: never sent, a
 * person is told. */
static int
cannot_compose(struct flight *f, const char *why, struct lead_error *err)
{
	struct lead_app *app = f->s->app;
	char action[300];

	if (store_message_move(app->store, f->m.id, "queued", "failed", why, 0,
		app->now, err) == -1)
		return -1;
	if (f->m.lead == 0)
		return 0;
	snprintf(action, sizeof(action), "Write to them yourself: %.200s", why);
	if (act_event(app, f->m.lead, "leads", "failed", why, f->m.step, NULL,
		err) == -1)
		return -1;
	return act_task(app, &f->lead, "answer", action, app->now + 3600, NULL,
	    false, why, err);
}

/* 1 fixed, 0 cannot be composed (detail says why), -1. */
static int
fix(struct flight *f, struct lead_error *err)
{
	struct lead_app *app = f->s->app;
	char *bytes = NULL, *id = NULL, *subject = NULL;
	struct lead_error why;
	size_t len = 0;
	int rc = -1;

	if (f->m.bytes != NULL)
		return 1;
	if (send_compose(f->s, &f->lead, &f->m, &bytes, &len, &id, &subject,
		&why) == -1) {
		if (why.code != LEAD_EDATA && why.code != LEAD_ECONFIG) {
			if (err != NULL)
				*err = why;
			return -1;
		}
		snprintf(f->detail, sizeof(f->detail), "%.290s", why.msg);
		return cannot_compose(f, f->detail, err);
	}
	if (store_message_fix(app->store, f->m.id, bytes, len, id, subject,
		f->m.to, err) == 0 &&
	    (f->m.lead == 0 ||
		store_thread_add(
		    app->store, id, f->m.lead, f->m.id, err) == 0))
		rc = 1;
	free(bytes);
	free(id);
	free(subject);
	return rc;
}

/* held and retry pass through queued: the schema knows no short cut. */
static int
to_queued(struct flight *f, struct lead_error *err)
{
	if (text_is(f->m.state, "queued"))
		return 0;
	return store_message_move(f->s->app->store, f->m.id, f->m.state,
		   "queued", f->m.detail, f->m.due, f->s->app->now, err) == -1
	    ? -1
	    : 0;
}

/* The claiming transaction's work. 1 claimed, 0 nothing to send, -1. */
static int
claim(struct flight *f, int64_t id, const char **status, struct lead_error *err)
{
	const char *why = NULL;
	int rc = load(f, id, err);

	if (rc != 1)
		return rc;
	switch (send_gate(f->s, &f->lead, &f->m, &why, err)) {
	case GATE_FAIL:
		return -1;
	case GATE_NOT_DUE:
		*status = "skipped";
		break;
	case GATE_HELD:
		*status = "held";
		break;
	case GATE_CANCELLED:
		*status = "cancelled";
		break;
	case GATE_GO:
		if (to_queued(f, err) == -1 || (rc = fix(f, err)) == -1)
			return -1;
		if (rc == 0) {
			*status = "failed";
			return 0;
		}
		return store_message_move(f->s->app->store, id, "queued",
		    "claimed", NULL, f->m.due, f->s->app->now, err);
	}
	snprintf(f->detail, sizeof(f->detail), "%.290s", why ? why : "");
	return 0;
}

static int
in_transaction(struct flight *f, const char *from, const char *to,
    const char *detail, int64_t due, struct lead_error *err)
{
	struct store *store = f->s->app->store;

	if (store_begin(store, err) == -1)
		return -1;
	if (store_message_move(store, f->m.id, from, to, detail, due,
		f->s->app->now, err) != 1 ||
	    store_commit(store, err) == -1) {
		store_rollback(store);
		return -1;
	}
	return 0;
}

static int
mark_inflight(void *arg)
{
	struct flight *f = arg;

	if (in_transaction(f, "claimed", "inflight", NULL, f->m.due, f->err) ==
	    -1)
		return -1;
	f->inflight = true;
	return 0;
}

/* 60 s doubled each time up to four hours, with a spread by the message's
 * number so that a queue does not come back in one blow. */
static int64_t
backoff(const struct message *m, int64_t now)
{
	int64_t wait = 60, i, spread = m->id * 2654435761 % 97;

	for (i = 1; i < m->attempts && wait < BACKOFF_MAX; i++)
		wait *= 2;
	if (wait > BACKOFF_MAX)
		wait = BACKOFF_MAX;
	return now + wait + wait * (spread < 0 ? -spread : spread) / 400;
}

/* First machine answer: new -> contacted; second touch: waiting. */
static int
touched(struct flight *f, struct lead_error *err)
{
	struct lead_app *app = f->s->app;
	const struct lead *l = &f->lead;
	const char *stage = NULL;

	if (store_lead_add(app->store, l->id, "touches", 1, err) == -1 ||
	    act_event(app, l->id, "leads", "sent", f->m.channel,
		f->m.step ? f->m.step : f->m.kind, NULL, err) == -1)
		return -1;
	if (text_is(l->stage, "new"))
		stage = "contacted";
	else if (text_is(l->stage, "contacted"))
		stage = "waiting";
	if (stage != NULL && act_set(app, l, "stage", stage, "leads", err) == -1)
		return -1;
	if (!text_is(f->m.kind, "step") || f->m.run != l->run)
		return 0;
	return plan_next(app, l, f->m.step_no, false, err);
}

static int
was_sent(struct flight *f, struct lead_error *err)
{
	if (text_is(f->m.kind, "notice"))
		return f->m.lead == 0
		    ? 0
		    : act_event(f->s->app, f->m.lead, "leads", "told",
			  f->m.to, NULL, f->m.channel, err);
	if (f->m.lead == 0 || text_is(f->m.kind, "digest"))
		return 0;
	if (text_is(f->m.kind, "confirm"))
		return act_event(f->s->app, f->m.lead, "leads", "sent",
		    f->m.channel, "confirm", NULL, err);
	return touched(f, err);
}

/* Refused for good: the address is closed where the reply says that there is
 * none such (RFC 3463 3.2: X.1.1), and a person is told. */
static int
was_refused(struct flight *f, struct lead_error *err)
{
	struct lead_app *app = f->s->app;
	char *norm;
	int rc = 0;

	if (f->m.lead == 0 || text_is(f->m.kind, "notice"))
		return 0;
	if (act_event(app, f->m.lead, "leads", "failed", f->detail, f->m.step,
		NULL, err) == -1)
		return -1;
	if (text_is(f->m.channel, "email") &&
	    strstr(f->detail, "5.1.1") != NULL &&
	    (norm = address_mail(f->m.to)) != NULL) {
		rc = store_fact_set(
		    app->store, "bounce", "email", norm, app->now, err);
		free(norm);
		if (rc == 0)
			rc = act_stop(
			    app, &f->lead, "bounce", false, "leads", err);
	}
	if (rc == -1)
		return -1;
	return act_task(app, &f->lead, "answer",
	    "Reach them another way: our message was refused",
	    app->now + 3600, NULL, false, f->detail, err);
}

static bool
may_repeat(const struct message *m)
{
	return text_is(m->kind, "step") && m->step_no == 0 &&
	    text_is(m->channel, "email") && m->attempts < 2;
}

/* Writes what came of it, in one transaction. */
static int
settle(struct flight *f, enum transport_result result, const char **status,
    struct lead_error *err)
{
	struct store *store = f->s->app->store;
	int64_t now = f->s->app->now, id = f->m.id;
	const char *from = f->inflight ? "inflight" : "claimed";

	if (result == TRANSPORT_RETRY && now - f->m.created > GIVE_UP)
		result = TRANSPORT_FAILED;
	if (!f->inflight && result == TRANSPORT_UNKNOWN)
		result = TRANSPORT_RETRY;
	switch (result) {
	case TRANSPORT_SENT:
		*status = "sent";
		return store_message_move(store, id, from, "sent", f->detail,
			   0, now, err) == 1
		    ? was_sent(f, err)
		    : -1;
	case TRANSPORT_FAILED:
		*status = "failed";
		return store_message_move(store, id, from, "failed", f->detail,
			   0, now, err) == 1
		    ? was_refused(f, err)
		    : -1;
	case TRANSPORT_RETRY:
		*status = "retry";
		return store_message_move(store, id, from, "retry", f->detail,
			   backoff(&f->m, now), now, err) == 1
		    ? 0
		    : -1;
	case TRANSPORT_UNKNOWN:
		break;
	}
	*status = "unknown";
	if (store_message_move(store, id, "inflight", "unknown", f->detail, 0,
		now, err) != 1)
		return -1;
	if (may_repeat(&f->m))
		return store_message_move(store, id, "unknown", "queued",
			   "no answer: once more, same Message-ID",
			   now + 300, now, err) == 1
		    ? 0
		    : -1;
	return 0;
}

static int
deliver(struct flight *f, const char **status, struct lead_error *err)
{
	const struct config *c = f->s->app->config;
	struct transport_message tm = {
	    .from = text_is(f->m.channel, "email") ? c->business.email : NULL,
	    .to = f->m.to,
	    .data = f->m.bytes,
	    .len = f->m.nbytes,
	    .id = f->m.message_id,
	    .inflight = mark_inflight,
	    .arg = f,
	};
	enum transport_result result = TRANSPORT_RETRY;
	struct sending_way *way = NULL;
	struct lead_error why = {0};

	if (send_way(f->s, f->m.channel, &way, &why) == -1)
		snprintf(f->detail, sizeof(f->detail), "%.290s", why.msg);
	else if (way->dead)
		snprintf(f->detail, sizeof(f->detail),
		    "%s does not answer: waits", f->m.channel);
	else
		result = transport_send(
		    way->transport, &tm, f->detail, sizeof(f->detail));
	if (way != NULL && result == TRANSPORT_RETRY && !f->inflight &&
	    f->detail[0] != '4')
		way->dead = true;
	if (store_begin(f->s->app->store, err) == -1)
		return -1;
	if (settle(f, result, status, err) == -1 ||
	    store_commit(f->s->app->store, err) == -1) {
		store_rollback(f->s->app->store);
		return -1;
	}
	return 0;
}

int
send_message(struct sending *s, int64_t id, struct lead_error *err)
{
	struct flight f = {.s = s, .err = err};
	const char *status = "skipped";
	int rc;

	if (store_begin(s->app->store, err) == -1)
		return -1;
	rc = claim(&f, id, &status, err);
	if (rc != -1 && !s->app->dry_run &&
	    store_commit(s->app->store, err) == -1)
		rc = -1;
	store_rollback(s->app->store);
	if (rc == 0 && f.m.id == 0)
		rc = lead_fail(err, LEAD_ENOENT,
		    "M%" PRId64 ": no such message", id);
	if (rc == 1 && s->app->dry_run) {
		status = "sent";
		rc = 0;
	}
	if (rc == 1 && (rc = load(&f, id, err)) == 1)
		rc = deliver(&f, &status, err);
	if (rc != -1 && f.m.id != 0 &&
	    !(text_is(status, "skipped") && !text_is(f.m.state, "unknown")))
		rc = emit(&f, status, f.detail, err);
	flight_free(&f);
	return rc;
}
