/*
 * What every verb starts from: configuration and store opened, the actor
 * known, rows built, refs resolved.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/zone.h"
#include "verb/app.h"

void
app_note(struct lead_app *app, const char *fmt, ...)
{
	char **more = realloc(app->note, (app->nnote + 1) * sizeof(*more));
	struct buf b = {0};
	va_list ap;
	char line[512];

	if (more == NULL)
		return;
	app->note = more;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	buf_puts(&b, line);
	if ((app->note[app->nnote] = buf_take(&b)) != NULL)
		app->nnote++;
}

const char *
lead_app_note(const struct lead_app *app, size_t n)
{
	return n < app->nnote ? app->note[n] : NULL;
}

const char *
lead_app_zone(const struct lead_app *app)
{
	return app->zone;
}

bool
lead_app_has_store(const struct lead_app *app)
{
	return app->store != NULL;
}

static int
open_config(struct lead_app *app, const struct lead_env *env,
    struct lead_error *err)
{
	const char *path = env->config;
	struct config *c;

	if (path == NULL && env->config_default != NULL &&
	    access(env->config_default, F_OK) == 0)
		path = env->config_default;
	if (config_read(path, env->actor, env->host, &app->config, err) == -1)
		return -1;
	c = app->config;
	if (env->zone != NULL && zone_exists(env->zone) &&
	    !c->business.timezone_given &&
	    text_set(&c->business.timezone, env->zone) == -1)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	app->zone = c->business.timezone;
	return 0;
}

static int
open_actor(struct lead_app *app, const struct lead_env *env,
    struct lead_error *err)
{
	const char *name = env->actor ? env->actor : "unknown";
	size_t i;

	for (i = 0; i < app->config->nowner; i++)
		if (text_is(app->config->owner[i].login, name))
			name = app->config->owner[i].name;
	if ((app->actor = text_dup(name)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	return 0;
}

static char *
folder_of(const char *path)
{
	char *dir = text_dup(path), *slash;

	if (dir == NULL)
		return NULL;
	if ((slash = strrchr(dir, '/')) == NULL) {
		free(dir);
		return text_dup(".");
	}
	slash[slash == dir] = '\0';
	return dir;
}

static int
open_store(struct lead_app *app, const struct lead_env *env,
    enum lead_mode mode, struct lead_error *err)
{
	enum store_mode how = mode == LEAD_READ ? STORE_READ
	    : mode == LEAD_WRITE		? STORE_WRITE
						: STORE_CREATE;

	if (mode == LEAD_CONFIG)
		return 0;
	if (mode == LEAD_READ && access(env->store, F_OK) == -1 &&
	    errno == ENOENT)
		return 0;
	if (store_open(&app->store, env->store, how, env->wait,
		app->config->store_group, err) == -1)
		return -1;
	store_set_zone(app->store, app->zone);
	store_set_now(app->now);
	return 0;
}

int
lead_app_open(struct lead_app **out, const struct lead_env *env,
    enum lead_mode mode, struct lead_error *err)
{
	struct lead_app *app = calloc(1, sizeof(*app));
	int rc = -1;

	if (app == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	app->now = env->now;
	app->dry_run = env->dry_run;
	app->store_path = text_dup(env->store);
	app->store_dir = folder_of(env->store);
	app->host = text_dup(env->host ? env->host : "localhost");
	if (app->store_path == NULL || app->store_dir == NULL ||
	    app->host == NULL) {
		lead_fail(err, LEAD_EAGAIN, "out of memory");
		goto done;
	}
	if (open_config(app, env, err) == -1 ||
	    open_actor(app, env, err) == -1 ||
	    open_store(app, env, mode, err) == -1)
		goto done;
	*out = app;
	app = NULL;
	rc = 0;
done:
	lead_app_close(app);
	return rc;
}

void
lead_app_close(struct lead_app *app)
{
	size_t i;

	if (app == NULL)
		return;
	store_close(app->store);
	config_free(app->config);
	for (i = 0; i < app->nnote; i++)
		free(app->note[i]);
	free(app->note);
	free(app->store_path);
	free(app->store_dir);
	free(app->host);
	free(app->actor);
	free(app);
}

/* Events whose words one run takes into the index. */
#define WORDS_MAX 50000

static int
note_run(struct lead_app *app, const char *program, struct lead_error *err)
{
	char key[64];
	int64_t then;

	snprintf(key, sizeof(key), "ran.%s", program);
	if (store_meta_get_int(app->store, key, &then, err) == -1)
		return -1;
	if (then <= app->now && app->now - then < 60)
		return 0;
	return store_meta_set_int(app->store, key, app->now, err);
}

int
app_heartbeat(struct lead_app *app, const char *program, struct lead_error *err)
{
	int rc = store_begin(app->store, err);

	if (rc == 0 && (note_run(app, program, err) == -1 ||
	    store_words_update(app->store, WORDS_MAX, err) == -1 ||
	    store_commit(app->store, err) == -1))
		rc = -1;
	store_rollback(app->store);
	return rc;
}

static struct lead_field *
row_next(struct row *r, const char *name, char *value)
{
	struct lead_field *f;

	if (r->count == sizeof(r->field) / sizeof(r->field[0])) {
		free(value);
		return NULL;
	}
	f = &r->field[r->count];
	*f = (struct lead_field){.name = name, .value = value};
	r->owned[r->count++] = value;
	return f;
}

void
row_text(struct row *r, const char *name, const char *value)
{
	row_next(r, name, text_dup(value));
}

void
row_json(struct row *r, const char *name, const char *json)
{
	struct lead_field *f = row_next(r, name, text_dup(json));

	if (f != NULL)
		f->json = true;
}

static void
row_number(struct row *r, const char *name, const char *digits)
{
	struct lead_field *f = row_next(r, name, text_dup(digits));

	if (f != NULL)
		f->number = true;
}

void
row_int(struct row *r, const char *name, int64_t value)
{
	char digits[32];

	snprintf(digits, sizeof(digits), "%" PRId64, value);
	row_number(r, name, digits);
}

void
row_num(struct row *r, const char *name, double value)
{
	char digits[64];

	if (!isfinite(value))
		value = 0;
	snprintf(digits, sizeof(digits),
	    fabs(value - rint(value)) < 1e-9 ? "%.0f" : "%.2f", value);
	row_number(r, name, digits);
}

void
row_time(struct row *r, const char *name, int64_t t, const char *zone)
{
	char when[40];

	row_text(r, name,
	    t == 0 ? NULL : lead_when_format(t, zone, when, sizeof(when)));
}

void
row_ref(struct row *r, const char *name, char type, int64_t id)
{
	char ref[32];

	snprintf(ref, sizeof(ref), "%c%" PRId64, type, id);
	row_text(r, name, id == 0 ? NULL : ref);
}

void
row_lead(struct row *r, const char *ref, const struct lead *l)
{
	row_ref(r, ref, 'L', l->id);
	row_text(r, "stage", l->stage);
	row_text(r, "owner", l->owner);
	row_text(r, "priority", l->priority);
	row_int(r, "score", l->score);
	row_text(r, "name", l->name);
	row_text(r, "company", l->company);
	row_text(r, "email", l->email);
	row_text(r, "phone", l->phone);
	row_text(r, "source", l->source);
}

void
row_value(struct row *r, const struct lead *l)
{
	if (l->has_value)
		row_num(r, "value", l->value);
	else
		row_text(r, "value", NULL);
}

int
row_emit(struct row *r, lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct lead_row row = {.field = r->field, .count = r->count};
	int stop = fn == NULL ? 0 : fn(arg, &row);
	size_t i;

	for (i = 0; i < r->count; i++)
		free(r->owned[i]);
	r->count = 0;
	if (stop != 0)
		return lead_fail(err, LEAD_EIO, "cannot write the output");
	return 0;
}

/* The lead a task, message, event or inbox item hangs on; 0: not there. */
static int
hangs_on(struct lead_app *app, struct lead_ref ref, int64_t *lead,
    struct lead_error *err)
{
	struct task task = {0};
	struct message message = {0};
	struct event event = {0};
	struct inbox_item item = {0};
	int rc;

	*lead = 0;
	switch (ref.type) {
	case 'L':
		*lead = ref.id;
		return 1;
	case 'T':
	case 'B':
		rc = store_task_get(app->store, ref.id, &task, err);
		*lead = task.lead;
		task_free(&task);
		return rc;
	case 'M':
		rc = store_message_get(app->store, ref.id, &message, err);
		*lead = message.lead;
		message_free(&message);
		return rc;
	case 'E':
		rc = store_event_get(app->store, ref.id, &event, err);
		*lead = event.lead;
		event_free(&event);
		return rc;
	case 'I':
		rc = store_inbox_get(app->store, ref.id, &item, err);
		*lead = item.lead;
		inbox_item_free(&item);
		return rc;
	}
	return lead_fail(err, LEAD_EBUG, "ref of type '%c'", ref.type);
}

int
app_lead(struct lead_app *app, struct lead_ref ref, int64_t *lead,
    struct lead_error *err)
{
	int64_t id = 0, final = 0;
	int rc;

	if (app->store == NULL)
		return lead_fail(err, LEAD_ENOENT,
		    "%c%" PRId64 ": no store at %s", ref.type, ref.id,
		    app->store_path);
	if ((rc = hangs_on(app, ref, &id, err)) == -1)
		return -1;
	if (rc == 1 && id != 0 &&
	    (rc = store_lead_final(app->store, id, &final, err)) == -1)
		return -1;
	if (rc == 0 || final == 0)
		return lead_fail(err, LEAD_ENOENT,
		    "%c%" PRId64 ": no such lead", ref.type, ref.id);
	if (final != id && ref.type == 'L')
		app_note(app, "L%" PRId64 " was merged into L%" PRId64, id,
		    final);
	*lead = final;
	return 0;
}
