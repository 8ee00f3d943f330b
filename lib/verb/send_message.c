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
#include "model/sms.h"
#include "verb/act.h"
#include "verb/plan.h"
#include "verb/send_internal.h"

enum { MANY_SEGMENTS = 3 };

struct flight {
	struct sending *s;
	struct message m;
	struct lead lead;
	bool inflight;
	struct lead_error *err;
	char detail[300];
	const char *header[HOOK_HEADERS];
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
	if (s->segments > 0)
		row_int(&row, "segments", s->segments);
	else
		row_text(&row, "segments", NULL);
	return row_emit(&row, s->fn, s->arg, err);
}

/* Of a text: how many it is on the air, with a word where it is many. */
static int
segments(const struct flight *f)
{
	const struct config_transport *t =
	    config_transport(f->s->app->config, f->m.channel);
	bool unicode;
	int n;

	if (f->m.bytes == NULL || (!text_is(f->m.channel, "sms") &&
	    (t == NULL || !text_is(t->kind, "twilio"))))
		return 0;
	n = sms_segments(f->m.bytes, f->m.nbytes, &unicode);
	if (n > MANY_SEGMENTS)
		app_note(f->s->app, "M%" PRId64 ": a text of %d segments%s: "
		    "shorten template %s", f->m.id, n,
		    unicode ? ", for a character that is not GSM-7" : "",
		    f->m.template ? f->m.template : "");
	return n;
}

/* A notice's row speaks of its task. */
static int
emit(struct flight *f, const char *status, const char *detail,
    struct lead_error *err)
{
	const struct message *m = &f->m;
	bool notice = text_is(m->kind, "notice");
	int rc;

	if (notice && text_is(status, "sent"))
		status = "told";
	f->s->segments = segments(f);
	rc = send_row(f->s, notice ? (m->level > 0 ? 'B' : 'T') : 'M',
	    notice ? m->task : m->id, status, m->lead, m->channel, m->to,
	    detail, err);
	f->s->segments = 0;
	return rc;
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
	if (f->m.lead == 0 || text_is(f->m.kind, "hook"))
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
	bool hook = text_is(f->m.kind, "hook");
	struct lead_error why;
	size_t len = 0;
	int rc = -1;

	if (f->m.bytes != NULL)
		return 1;
	if ((hook ? send_hook_compose(f->s, &f->lead, &f->m, &bytes, &len,
		 &why)
		  : send_compose(f->s, &f->lead, &f->m, &bytes, &len, &id,
		    &subject, &why)) == -1) {
		if (why.code != LEAD_EDATA && why.code != LEAD_ECONFIG) {
			if (err != NULL)
				*err = why;
			return -1;
		}
		snprintf(f->detail, sizeof(f->detail), "%.290s", why.msg);
		return cannot_compose(f, f->detail, err);
	}
	if (store_message_fix(app->store, f->m.id, bytes, len,
		hook ? f->m.message_id : id, subject, f->m.to, err) == 0 &&
	    (f->m.lead == 0 || hook ||
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

/* A hook's message is a whole body, with headers of its own. */
static int
way_of(struct flight *f, struct sending_way **way,
    struct transport_message *tm, struct hook_headers *h,
    struct lead_error *err)
{
	size_t i;

	if (!text_is(f->m.kind, "hook"))
		return send_way(f->s, f->m.channel, way, err);
	if (send_hook_sign(f->s->app, &f->m, h, err) == -1)
		return -1;
	tm->raw_type = "application/json";
	for (i = 0; i < h->count; i++)
		f->header[i] = h->line[i];
	tm->header = f->header;
	tm->nheader = h->count;
	return send_hook_way(f->s, f->m.to, way, err);
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
	struct hook_headers headers;
	struct lead_error why = {0};

	if (way_of(f, &way, &tm, &headers, &why) == -1)
		snprintf(f->detail, sizeof(f->detail), "%.290s", why.msg);
	else if (way->dead)
		snprintf(f->detail, sizeof(f->detail),
		    "%s does not answer: waits", f->m.channel);
	else
		result = transport_send(
		    way->transport, &tm, f->detail, sizeof(f->detail));
	if (way != NULL && !way->dead && transport_down(way->transport)) {
		way->dead = true;
		way->wait = transport_retry_after(way->transport);
	}
	f->s->wait = way != NULL && way->dead ? way->wait : 0;
	if (store_begin(f->s->app->store, err) == -1)
		return -1;
	if (send_settle(f->s, &f->m, &f->lead, f->inflight ? "inflight" :
	    "claimed", result, f->detail, status, err) == -1 ||
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
	if (rc == 1) /* its final bytes */
		rc = load(&f, id, err);
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
	if (rc == 1)
		rc = deliver(&f, &status, err);
	if (rc != -1 && f.m.id != 0 &&
	    !(text_is(status, "skipped") && !text_is(f.m.state, "unknown")))
		rc = emit(&f, status, f.detail, err);
	flight_free(&f);
	return rc;
}
