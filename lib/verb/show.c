/*
 * lead-show: the list, the board, one lead's timeline, the stream of events.
 * The export is in show_export.c.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "verb/show_internal.h"

int
show_columns(struct row *row, const struct lead *l, const char *zone)
{
	row_lead(row, "ref", l);
	row_time(row, "received", l->received, zone);
	row_time(row, "last_contact", l->last_contact, zone);
	row_time(row, "next_due", l->next_due, zone);
	row_text(row, "next_action", l->next_action);
	row_value(row, l);
	return 0;
}

struct showing {
	struct lead_app *app;
	lead_row_fn *fn;
	void *arg;
	struct lead_error *err;
};

static int
list_row(void *arg, const struct lead *l)
{
	struct showing *s = arg;
	struct row row = {0};

	show_columns(&row, l, s->app->zone);
	row_text(&row, "service", l->service);
	row_text(&row, "place", l->place);
	row_text(&row, "zip", l->zip);
	row_text(&row, "timeframe", l->timeframe);
	row_text(&row, "subject", l->subject);
	row_text(&row, "message", l->message);
	row_text(&row, "campaign", l->campaign);
	row_text(&row, "channel", l->channel);
	row_text(&row, "language", l->language);
	row_text(&row, "sequence", l->sequence);
	row_time(&row, "next_message", l->next_message, s->app->zone);
	row_text(&row, "reason", l->reason);
	row_text(&row, "note", l->note);
	row_int(&row, "replies", l->replies);
	row_int(&row, "touches", l->touches);
	return row_emit(&row, s->fn, s->arg, s->err);
}

static int
lead_ids(struct lead_app *app, struct lead_refs refs, int64_t **ids,
    struct lead_error *err)
{
	size_t i;

	if ((*ids = calloc(refs.count + 1, sizeof(**ids))) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	for (i = 0; i < refs.count; i++)
		if (app_lead(app, refs.ref[i], &(*ids)[i], err) == -1) {
			free(*ids);
			*ids = NULL;
			return -1;
		}
	return 0;
}

/* The leads a query is about: those named, those found by their words, or
 * both. *none: it is about no lead at all. */
static int
query_of(struct lead_app *app, const struct lead_show_options *o,
    struct lead_refs refs, struct store_query *q, int64_t **ids, bool *none,
    struct lead_error *err)
{
	int64_t *found;
	size_t i, j, n, kept = 0;

	*none = false;
	*q = (struct store_query){.where = o->where, .sort = o->sort};
	if (lead_ids(app, refs, ids, err) == -1)
		return -1;
	q->nids = refs.count;
	if (o->search != NULL) {
		if (store_search(app->store, o->search, &found, &n, err) ==
		    -1) {
			free(*ids);
			return -1;
		}
		for (i = 0; refs.count > 0 && i < refs.count; i++)
			for (j = 0; j < n; j++)
				if ((*ids)[i] == found[j]) {
					(*ids)[kept++] = found[j];
					break;
				}
		if (refs.count == 0) {
			free(*ids);
			*ids = found;
			kept = n;
		} else
			free(found);
		q->nids = kept;
		*none = kept == 0;
	}
	q->ids = q->nids > 0 ? *ids : NULL;
	return 0;
}

int
show_each(struct lead_app *app, const struct lead_show_options *o,
    struct lead_refs refs, int (*fn)(void *, const struct lead *), void *arg,
    struct lead_error *err)
{
	struct store_query q;
	int64_t *ids = NULL;
	bool none;
	int rc;

	if (app->store == NULL)
		return 0;
	if (query_of(app, o, refs, &q, &ids, &none, err) == -1)
		return -1;
	rc = none ? 0 : store_lead_each(app->store, &q, fn, arg, err);
	free(ids);
	return rc == 0 ? 0 : -1;
}

int
lead_show(struct lead_app *app, const struct lead_show_options *o,
    struct lead_refs refs, lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct showing s = {.app = app, .fn = fn, .arg = arg, .err = err};

	return show_each(app, o, refs, list_row, &s, err);
}

/* ---- board ------------------------------------------------------------ */

static const char *const stages[] = {"new", "contacted", "waiting", "replied",
    "qualified", "booked", "proposal", "won", "lost", "inactive"};
enum { NSTAGE = sizeof(stages) / sizeof(stages[0]) };

struct board {
	int64_t count[NSTAGE];
	double value[NSTAGE];
	struct buf refs[NSTAGE], names[NSTAGE];
};

static int
board_add(void *arg, const struct lead *l)
{
	struct board *b = arg;
	size_t i;

	for (i = 0; i < NSTAGE; i++) {
		if (!text_is(l->stage, stages[i]))
			continue;
		b->count[i]++;
		b->value[i] += l->has_value ? l->value : 0;
		if (b->count[i] <= 12)
			buf_printf(&b->names[i], "%sL%" PRId64 " %s",
			    b->count[i] > 1 ? "\n" : "", l->id,
			    l->name ? l->name : l->email ? l->email :
			    l->phone ? l->phone : "");
		if (b->count[i] <= 10)
			buf_printf(&b->refs[i], "%sL%" PRId64,
			    b->count[i] > 1 ? " " : "", l->id);
		else if (b->count[i] == 11)
			buf_puts(&b->refs[i], " …");
	}
	return 0;
}

int
lead_show_board(struct lead_app *app, const struct lead_show_options *o,
    lead_row_fn *fn, void *arg, struct lead_error *err)
{
	const struct lead_refs all = {0};
	struct board b = {0};
	struct row row = {0};
	size_t i;
	int rc;

	if (app->store == NULL)
		return 0;
	rc = show_each(app, o, all, board_add, &b, err);
	for (i = 0; i < NSTAGE; i++) {
		if (rc == 0) {
			row_text(&row, "stage", stages[i]);
			row_int(&row, "count", b.count[i]);
			row_num(&row, "value", b.value[i]);
			row_text(&row, "refs", b.refs[i].data);
			row_text(&row, "names", b.names[i].data);
			rc = row_emit(&row, fn, arg, err);
		}
		buf_free(&b.refs[i]);
		buf_free(&b.names[i]);
	}
	return rc;
}

/* ---- timeline and events ---------------------------------------------- */

static int
event_row(void *arg, const struct event *e)
{
	struct showing *s = arg;
	struct row row = {0};

	row_ref(&row, "ref", 'E', e->id);
	row_time(&row, "at", e->at, s->app->zone);
	row_text(&row, "actor", e->actor);
	row_text(&row, "kind", e->kind);
	row_text(&row, "text", e->text ? e->text : e->new);
	row_ref(&row, "lead", 'L', e->lead);
	row_text(&row, "old", e->old);
	row_text(&row, "new", e->new);
	return row_emit(&row, s->fn, s->arg, s->err);
}

/* What arrived, what it was taken for and why. */
static int
item_row(struct showing *s, const struct inbox_item *item)
{
	struct row row = {0};

	row_ref(&row, "ref", 'I', item->id);
	row_time(&row, "at", item->at, s->app->zone);
	row_text(&row, "actor", "leads");
	row_text(&row, "kind", item->outcome);
	row_text(&row, "text", item->reason);
	row_ref(&row, "lead", 'L', item->lead);
	row_text(&row, "old", NULL);
	row_text(&row, "new", NULL);
	return row_emit(&row, s->fn, s->arg, s->err);
}

/* The arrivals of one lead, to be shown among its events by their time. */
struct arrivals {
	struct showing *s;
	struct inbox_item *item;
	size_t count, shown;
};

static int
arrival_keep(void *arg, const struct inbox_item *item)
{
	struct arrivals *a = arg;
	struct inbox_item *more =
	    realloc(a->item, (a->count + 1) * sizeof(*more));

	if (more == NULL)
		return lead_fail(a->s->err, LEAD_EAGAIN, "out of memory");
	a->item = more;
	more[a->count] = (struct inbox_item){.id = item->id,
	    .lead = item->lead, .at = item->at,
	    .outcome = text_dup(item->outcome),
	    .reason = text_dup(item->reason)};
	a->count++;
	return 0;
}

static int
arrivals_until(struct arrivals *a, int64_t at)
{
	for (; a->shown < a->count && a->item[a->shown].at <= at; a->shown++)
		if (item_row(a->s, &a->item[a->shown]) != 0)
			return -1;
	return 0;
}

static int
timeline_row(void *arg, const struct event *e)
{
	struct arrivals *a = arg;

	return arrivals_until(a, e->at) == -1 ? -1 : event_row(a->s, e);
}

static int
timeline_of_lead(struct showing *s, int64_t lead)
{
	struct arrivals a = {.s = s};
	struct store *store = s->app->store;
	size_t i;
	int rc = -1;

	if (store_inbox_of(store, lead, arrival_keep, &a, s->err) == 0 &&
	    store_event_each(store, lead, 0, timeline_row, &a, s->err) == 0)
		rc = arrivals_until(&a, INT64_MAX);
	for (i = 0; i < a.count; i++)
		inbox_item_free(&a.item[i]);
	free(a.item);
	return rc;
}

/* An arrival that concerns no lead has only its verdict to show. */
static int
timeline_of(struct showing *s, struct lead_ref ref)
{
	struct inbox_item item = {0};
	int64_t lead = 0;
	int rc = 0;

	if (ref.type == 'I' && (rc = store_inbox_get(
	    s->app->store, ref.id, &item, s->err)) == 1 && item.lead == 0) {
		rc = item_row(s, &item);
		inbox_item_free(&item);
		return rc;
	}
	inbox_item_free(&item);
	if (rc == -1 || app_lead(s->app, ref, &lead, s->err) == -1)
		return -1;
	return timeline_of_lead(s, lead);
}

int
lead_show_timeline(struct lead_app *app, struct lead_refs refs,
    lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct showing s = {.app = app, .fn = fn, .arg = arg, .err = err};
	size_t i;
	int rc;

	if (app->store == NULL)
		return 0;
	rc = refs.count == 0
	    ? store_event_each(app->store, 0, 0, event_row, &s, err)
	    : 0;
	for (i = 0; i < refs.count && rc == 0; i++)
		rc = timeline_of(&s, refs.ref[i]);
	return rc == 0 ? 0 : -1;
}

int
lead_show_events(struct lead_app *app, const struct lead_show_options *o,
    lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct showing s = {.app = app, .fn = fn, .arg = arg, .err = err};

	if (app->store == NULL)
		return 0;
	return store_event_each(app->store, 0, o->cursor, event_row, &s, err) ==
		0
	    ? 0
	    : -1;
}
