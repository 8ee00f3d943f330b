/*
 * lead-send: takes what it is handed and sends it, once. One run at a time
 * works the queue, by a kernel lock that dies with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "verb/act.h"
#include "verb/plan.h"
#include "verb/send_internal.h"

/* 1 ours, 0 another run has it, -1. */
static int
take_lock(struct sending *s, struct lead_error *err)
{
	struct buf path = {0};
	int rc = 1;

	if (s->options->lock != NULL)
		buf_puts(&path, s->options->lock);
	else
		buf_printf(&path, "%s.send.lock", s->app->store_path);
	if (path.failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	s->lock = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
	    s->app->config->store_group ? 0660 : 0600);
	if (s->lock == -1)
		rc = lead_fail(err, errno == EACCES ? LEAD_EPERM : LEAD_EAGAIN,
		    "%s: %s", path.data, strerror(errno));
	else if (flock(s->lock, LOCK_EX | LOCK_NB) == -1)
		rc = errno == EWOULDBLOCK
		    ? 0
		    : lead_fail(err, LEAD_EAGAIN, "%s: %s", path.data,
			  strerror(errno));
	buf_free(&path);
	return rc;
}

struct left {
	int64_t id[256];
	bool inflight[256], digest[256];
	size_t count;
};

static int
note_left(void *arg, const struct message *m)
{
	struct left *l = arg;

	if (l->count == sizeof(l->id) / sizeof(l->id[0]))
		return 0;
	l->digest[l->count] = text_is(m->state, "queued");
	/* what it told of was known to the run alone, unless it is fixed */
	if (l->digest[l->count] &&
	    (!text_is(m->kind, "digest") || m->bytes != NULL))
		return 0;
	l->inflight[l->count] = text_is(m->state, "inflight");
	l->id[l->count++] = m->id;
	return 0;
}

/* The message and its lead, if it has one: 1; 0 there is none such. */
static int
message_load(struct lead_app *app, int64_t id, struct message *m,
    struct lead *lead, struct lead_error *err)
{
	int rc = store_message_get(app->store, id, m, err);

	if (rc == 1 && m->lead != 0)
		rc = store_lead_get(app->store, m->lead, lead, err);
	return rc;
}

/* What of it reached the other side nobody knows. */
static int
recover_inflight(struct sending *s, int64_t id, const char *why,
    struct lead_error *err)
{
	struct message m = {0};
	struct lead lead = {0};
	const char *status;
	int rc = message_load(s->app, id, &m, &lead, err);

	if (rc == 1)
		rc = send_settle(s, &m, &lead, "inflight", TRANSPORT_UNKNOWN,
		    why, &status, err);
	message_free(&m);
	lead_free(&lead);
	return rc == -1 ? -1 : 0;
}

static int
recover_one(struct sending *s, const struct left *l, size_t i,
    struct lead_error *err)
{
	static const char why[] = "left by a run that died";

	if (l->inflight[i])
		return recover_inflight(s, l->id[i], why, err);
	return store_message_move(s->app->store, l->id[i],
		   l->digest[i] ? "queued" : "claimed",
		   l->digest[i] ? "cancelled" : "queued", why, 0,
		   s->app->now, err) == -1
	    ? -1
	    : 0;
}

/* We hold the lock, so a claimed or inflight row is left from a dead run:
 * claimed is safe to queue again, inflight is unknown. */
static int
recover(struct sending *s, struct lead_error *err)
{
	static const char *const states[] = {"claimed", "inflight", NULL};
	static const char *const queued[] = {"queued", NULL};
	struct left left = {0};
	size_t i;

	if (store_message_each(s->app->store, states, INT64_MAX, note_left,
		&left, err) != 0 ||
	    store_message_each(s->app->store, queued, s->app->now + 1,
		note_left, &left, err) != 0)
		return -1;
	if (left.count == 0)
		return 0;
	if (store_begin(s->app->store, err) == -1)
		return -1;
	for (i = 0; i < left.count; i++)
		if (recover_one(s, &left, i, err) == -1)
			goto fail;
	if (store_commit(s->app->store, err) == 0)
		return 0;
fail:
	store_rollback(s->app->store);
	return -1;
}

/* A person settles an unknown message. */
static int
resolve(struct sending *s, int64_t id, struct lead_error *err)
{
	bool sent = text_is(s->options->resolve, "sent");
	static const char how[] = "settled by a person";
	struct message m = {0};
	struct lead lead = {0};
	const char *status = "retry";
	int rc;

	if (!sent && !text_is(s->options->resolve, "retry"))
		return lead_fail(err, LEAD_EUSAGE,
		    "--resolve=%s: say sent or retry", s->options->resolve);
	if (store_begin(s->app->store, err) == -1)
		return -1;
	rc = message_load(s->app, id, &m, &lead, err);
	if (rc == 1 && !text_is(m.state, "unknown"))
		rc = lead_fail(err, LEAD_ENOENT, "M%" PRId64 ": is %s, not "
		    "unknown: nothing to settle", id, m.state);
	else if (rc == 0)
		rc = lead_fail(err, LEAD_ENOENT, "M%" PRId64
		    ": no such message", id);
	else if (rc == 1 && sent)
		rc = send_settle(s, &m, &lead, "unknown", TRANSPORT_SENT, how,
		    &status, err);
	else if (rc == 1)
		rc = store_message_move(s->app->store, id, "unknown", "queued",
		    how, s->app->now, s->app->now, err);
	if (rc != -1 && !s->app->dry_run)
		rc = store_commit(s->app->store, err);
	store_rollback(s->app->store);
	if (rc != -1)
		rc = send_row(s, 'M', id, status, m.lead, m.channel, m.to, how,
		    err);
	message_free(&m);
	lead_free(&lead);
	return rc;
}

/* -t: one message of that template to the lead. */
static int
one_off(struct sending *s, struct lead_ref ref, struct lead_error *err)
{
	struct message m = {.kind = "oneoff", .state = "queued"};
	struct lead lead = {0};
	const char *channel = NULL, *why = NULL;
	char *to = NULL;
	int64_t id = 0, msg = 0;
	int rc;

	if (app_lead(s->app, ref, &id, err) == -1 ||
	    store_begin(s->app->store, err) == -1)
		return -1;
	if ((rc = store_lead_get(s->app->store, id, &lead, err)) == 1) {
		rc = plan_channel(s->app, &lead, "match", &channel, &to, &why);
		if (rc == 0)
			rc = send_row(s, 'L', id, "skipped", id, NULL, NULL,
			    why, err);
	}
	if (rc == 1) {
		m.lead = id;
		m.channel = (char *)channel;
		m.to = to;
		m.template = (char *)s->options->template;
		m.due = m.created = s->app->now;
		rc = store_message_insert(s->app->store, &m, &msg, err);
	}
	if (rc == 1 && store_commit(s->app->store, err) == -1)
		rc = -1;
	store_rollback(s->app->store);
	if (rc == 1)
		rc = send_message(s, msg, err);
	free(to);
	lead_free(&lead);
	return rc;
}

static int
handle(struct sending *s, struct lead_ref ref, struct lead_error *err)
{
	if (s->options->resolve != NULL && ref.type == 'M')
		return resolve(s, ref.id, err);
	if (s->options->template != NULL)
		return one_off(s, ref, err);
	if (ref.type == 'M')
		return send_message(s, ref.id, err);
	if (ref.type == 'T' || ref.type == 'B')
		return send_notice(s, ref, err);
	return lead_fail(err, LEAD_EUSAGE,
	    "%c%" PRId64 ": not to be sent; name a message, a task, or use -t",
	    ref.type, ref.id);
}

/* One bad ref does not keep the others back; its error is the status. */
static int
each(struct sending *s, struct lead_refs refs, struct lead_error *err)
{
	struct lead_error one;
	size_t i;
	int rc = 0;

	for (i = 0; i < refs.count; i++) {
		if (handle(s, refs.ref[i], &one) != -1)
			continue;
		if (rc == 0 && err != NULL)
			*err = one;
		rc = -1;
		if (one.code == LEAD_EAGAIN || one.code == LEAD_EIO)
			break;
	}
	return rc;
}

int
lead_send(struct lead_app *app, const struct lead_send_options *options,
    struct lead_refs refs, lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct sending s = {
	    .app = app, .options = options, .fn = fn, .arg = arg, .lock = -1};
	struct lead_refs mine = {.count = refs.count};
	struct lead_ref *copy = NULL;
	int rc = take_lock(&s, err);

	if (rc == 1 && refs.count > 0 &&
	    (copy = malloc(refs.count * sizeof(*copy))) == NULL)
		rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (copy != NULL)
		memcpy(copy, refs.ref, refs.count * sizeof(*copy));
	mine.ref = copy;

	if (rc != -1 && options->resume && send_breaker_resume(app, err) == -1)
		rc = -1;
	if (rc == 1 && (app->dry_run || (rc = recover(&s, err)) == 0)) {
		rc = options->digest ? send_digest(&s, refs, err)
		    : options->template == NULL && options->resolve == NULL &&
			send_group(&s, &mine, err) == -1
		    ? -1
		    : each(&s, mine, err);
		if (rc == 0 && !app->dry_run)
			rc = app_heartbeat(app, "lead-send", err);
	}
	send_ways_close(&s);
	free(copy);
	if (s.lock != -1)
		close(s.lock);
	return rc == -1 ? -1 : 0;
}
