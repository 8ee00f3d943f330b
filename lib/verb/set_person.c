/*
 * lead-set --merge and --forget: two leads made one, one erased.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verb/act.h"
#include "verb/show_internal.h"

static int
emit(const char *field, int64_t lead, const char *old, const char *new,
    lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct row row = {0};

	row_ref(&row, "ref", 'L', lead);
	row_text(&row, "field", field);
	row_text(&row, "old", old);
	row_text(&row, "new", new);
	return row_emit(&row, fn, arg, err);
}

/* The open inquiry would be gone from every list. */
static int
may_merge(const struct lead *from, const struct lead *into,
    struct lead_error *err)
{
	if (!lead_stage_open(from->stage) || lead_stage_open(into->stage))
		return 0;
	return lead_fail(err, LEAD_EUSAGE,
	    "L%" PRId64 " is open and L%" PRId64 " is %s: merge the other way, "
	    "or --force", from->id, into->id, into->stage);
}

/* The run of the one that goes ends by its own event; the other's event says
 * all that came along, enough to part them by hand. */
static int
merge(struct lead_app *app, const struct lead *from, const struct lead *into,
    struct lead_error *err)
{
	char old[32], new[32], why[48], *parts = NULL;
	int rc = -1;

	snprintf(old, sizeof(old), "L%" PRId64, from->id);
	snprintf(new, sizeof(new), "L%" PRId64, into->id);
	snprintf(why, sizeof(why), "merged into %s", new);
	if (act_stop(app, from, why, false, NULL, err) == 0 &&
	    store_lead_merge_parts(app->store, from->id, into->id, &parts,
		err) != -1 &&
	    store_lead_merge(app->store, from->id, into->id, app->now, err) ==
		0)
		rc = act_event(app, into->id, NULL, "merged", parts, old, new,
		    err);
	/* an inquiry that is open stays so */
	if (rc == 0 && lead_stage_open(from->stage) &&
	    !lead_stage_open(into->stage))
		rc = act_set(app, into, "stage", from->stage, NULL, err);
	free(parts);
	return rc;
}

int
lead_set_merge(struct lead_app *app, struct lead_ref from,
    struct lead_ref into, bool force, lead_row_fn *fn, void *arg,
    struct lead_error *err)
{
	struct lead a = {0}, b = {0};
	char old[32], new[32];
	int64_t one, other;
	int rc = -1;

	if (app_lead(app, from, &one, err) == -1 ||
	    app_lead(app, into, &other, err) == -1)
		return -1;
	if (one == other)
		return lead_fail(err, LEAD_EUSAGE,
		    "L%" PRId64 " and L%" PRId64 " are one lead already",
		    from.id, into.id);
	snprintf(old, sizeof(old), "L%" PRId64, one);
	snprintf(new, sizeof(new), "L%" PRId64, other);
	if (store_begin(app->store, err) == -1)
		return -1;
	if (store_lead_get(app->store, one, &a, err) == 1 &&
	    store_lead_get(app->store, other, &b, err) == 1 &&
	    (force || may_merge(&a, &b, err) == 0) &&
	    merge(app, &a, &b, err) == 0 &&
	    (app->dry_run || store_commit(app->store, err) == 0))
		rc = emit("merge", one, old, new, fn, arg, err);
	store_rollback(app->store);
	lead_free(&a);
	lead_free(&b);
	return rc;
}

struct ids {
	int64_t id[1024];
	size_t count;
	bool more;
};

static int
collect(void *arg, const struct lead *l)
{
	struct ids *ids = arg;

	if (ids->count == sizeof(ids->id) / sizeof(ids->id[0])) {
		ids->more = true;
		return 0;
	}
	ids->id[ids->count++] = l->id;
	return 0;
}

/* 1 the lead was open and is parked now, 0 it was not open, -1. Its run and
 * its tasks end either way. */
static int
park(struct lead_app *app, int64_t id, int64_t *person, struct lead_error *err)
{
	struct lead l = {0};
	int rc = store_lead_get(app->store, id, &l, err);

	if (rc != 1)
		return rc;
	*person = l.person;
	if (act_stop(app, &l, "forgotten", false, NULL, err) == -1 ||
	    act_close_tasks(app, l.id, err) == -1)
		rc = -1;
	else if (!lead_stage_open(l.stage))
		rc = 0;
	else if (act_set(app, &l, "reason", "forgotten", NULL, err) == -1 ||
	    act_set(app, &l, "stage", "inactive", NULL, err) == -1)
		rc = -1;
	lead_free(&l);
	return rc;
}

/* Nobody is left to be called: every open lead of the person is parked. The
 * store gives the person's open leads before all others. */
static int
park_all(struct lead_app *app, int64_t lead, struct lead_error *err)
{
	int64_t person = 0, closed;
	int rc = park(app, lead, &person, err);

	while (rc != -1 && person != 0) {
		if ((rc = store_person_lead(
			 app->store, person, &lead, &closed, err)) != 1 ||
		    (rc = park(app, lead, &person, err)) != 1)
			break;
	}
	return rc == -1 ? -1 : 0;
}

static int
forget(struct lead_app *app, int64_t lead, lead_row_fn *fn, void *arg,
    struct lead_error *err)
{
	int rc = -1;

	if (store_begin(app->store, err) == -1)
		return -1;
	if (park_all(app, lead, err) == 0 &&
	    store_lead_forget(app->store, lead, err) == 0 &&
	    act_event(app, lead, NULL, "forgotten", NULL, NULL, NULL, err) ==
		0 &&
	    (app->dry_run || store_commit(app->store, err) == 0))
		rc = emit("forget", lead, NULL, "forgotten", fn, arg, err);
	store_rollback(app->store);
	return rc;
}

/* What was laid down in a Maildir is mail by now, out of our reach. */
static void
name_outboxes(struct lead_app *app)
{
	size_t i;

	for (i = 0; i < app->config->ntransport; i++)
		if (strncmp(app->config->transport[i].url, "maildir:", 8) == 0)
			app_note(app, "mail to them stays in %s: delete it "
			    "there", app->config->transport[i].url + 8);
}

int
lead_set_forget(struct lead_app *app, struct lead_refs refs, const char *where,
    lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct store_query q = {.where = where};
	struct ids *ids;
	size_t i;
	int64_t lead;
	int rc = 0;

	for (i = 0; i < refs.count; i++)
		if (app_lead(app, refs.ref[i], &lead, err) == -1 ||
		    forget(app, lead, fn, arg, err) == -1)
			return -1;
	if (!app->dry_run)
		name_outboxes(app);
	if (where == NULL)
		return 0;
	if ((ids = calloc(1, sizeof(*ids))) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	do {
		ids->count = 0;
		ids->more = false;
		rc = store_lead_each(app->store, &q, collect, ids, err);
		for (i = 0; rc == 0 && i < ids->count; i++)
			rc = forget(app, ids->id[i], fn, arg, err);
	} while (rc == 0 && ids->more && !app->dry_run);
	free(ids);
	return rc == 0 ? 0 : -1;
}
