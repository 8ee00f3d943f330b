/*
 * One event told to another program: a JSON object, signed. The receiver
 * knows a second copy by its event id, so what is in doubt goes again.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hmac.h"
#include "base/secret.h"
#include "base/text.h"
#include "verb/hook.h"
#include "verb/send_internal.h"

static void
put_lead(struct row *row, const struct lead *l, const char *zone)
{
	row_lead(row, "lead", l);
	row_text(row, "campaign", l->campaign);
	row_text(row, "service", l->service);
	row_text(row, "place", l->place);
	row_text(row, "zip", l->zip);
	row_text(row, "message", l->message);
	row_time(row, "received", l->received, zone);
	row_value(row, l);
	row_text(row, "currency", l->currency);
	row_text(row, "reason", l->reason);
}

static int
keep(void *arg, const struct lead_row *row)
{
	char **text = arg;

	*text = lead_row_json(row);
	return *text == NULL;
}

int
send_hook_compose(struct sending *s, const struct lead *lead,
    const struct message *m, char **bytes, size_t *len,
    struct lead_error *err)
{
	struct event e = {0};
	struct row row = {0};
	int rc = store_event_get(s->app->store, m->step_no, &e, err);

	if (rc != 1)
		return rc == 0 ? lead_fail(err, LEAD_EDATA, "E%" PRId64
			": no such event", m->step_no) : -1;
	*bytes = NULL;
	row_ref(&row, "id", 'E', e.id);
	row_text(&row, "event", m->step);
	row_time(&row, "at", e.at, s->app->zone);
	row_text(&row, "actor", e.actor);
	row_text(&row, "text", e.text);
	row_text(&row, "old", e.old);
	row_text(&row, "new", e.new);
	if (lead->id != 0)
		put_lead(&row, lead, s->app->zone);
	rc = row_emit(&row, keep, bytes, err);
	event_free(&e);
	if (rc == 0)
		*len = strlen(*bytes);
	return rc;
}

int
send_hook_way(struct sending *s, const char *name, struct sending_way **way,
    struct lead_error *err)
{
	const struct config_hook *h = hook_named(s->app, name);
	struct transport_config tc = {.kind = "json", .timeout = 30};

	if (h == NULL)
		return lead_fail(err, LEAD_ECONFIG,
		    "no hook \"%s\" in the configuration", name);
	tc.name = h->name;
	tc.url = h->url;
	/* a hook may bear the name of a transport: its URL is its own */
	return send_way_of(s, h->url, &tc, way, err);
}

int
send_hook_sign(const struct lead_app *app, const struct message *m,
    struct hook_headers *h, struct lead_error *err)
{
	const struct config_hook *hook = hook_named(app, m->to);
	char *key = NULL, hex[65];
	struct buf what = {0};
	int rc = -1;

	h->count = 0;
	snprintf(h->line[h->count++], sizeof(h->line[0]),
	    "X-Leads-Event: E%" PRId64, m->step_no);
	snprintf(h->line[h->count++], sizeof(h->line[0]),
	    "X-Leads-Timestamp: %" PRId64, app->now);
	if (hook == NULL || hook->secret_file == NULL)
		return 0;
	if (app_secret(app, "hook secret", hook->secret_file, &key, err) == -1)
		return -1;
	buf_printf(&what, "%" PRId64 ".", app->now);
	buf_add(&what, m->bytes, m->nbytes);
	if (what.failed) {
		lead_fail(err, LEAD_EAGAIN, "out of memory");
	} else {
		snprintf(h->line[h->count++], sizeof(h->line[0]),
		    "X-Leads-Signature: sha256=%s", hmac_hex(HMAC_SHA256, key,
		    strlen(key), what.data, what.len, hex));
		rc = 0;
	}
	secret_free(key);
	buf_free(&what);
	return rc;
}

/* A refusal for good calls the fallback owner, once a day a hook. */
int
send_hook_refused(struct lead_app *app, const struct message *m,
    const char *detail, struct lead_error *err)
{
	struct task task = {.kind = "other", .created = app->now,
	    .due = app->now};
	char key[160], action[400];
	int64_t then, id;

	snprintf(key, sizeof(key), "hook.%.120s", m->to);
	if (store_meta_get_int(app->store, key, &then, err) == -1)
		return -1;
	if (then != 0 && app->now - then < 86400)
		return 0;
	snprintf(action, sizeof(action), "Look at the hook %.100s: it refused "
	    "E%" PRId64 ": %.200s", m->to, m->step_no, detail ? detail : "");
	task.action = action;
	task.owner = config_fallback(app->config)->name;
	return store_meta_set_int(app->store, key, app->now, err) == -1 ||
		store_task_insert(app->store, &task, &id, err) == -1
	    ? -1
	    : 0;
}
