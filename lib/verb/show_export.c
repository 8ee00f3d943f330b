/*
 * lead-show --export: all that is known of a lead in one row; fields,
 * messages and events as JSON.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "model/record.h"
#include "verb/show_internal.h"

struct exporting {
	struct lead_app *app;
	lead_row_fn *fn;
	void *arg;
	struct lead_error *err;
};

/* A JSON array or object under way. */
struct list {
	struct lead_app *app;
	struct buf json;
	size_t count;
};

/* One row as a JSON object, without its line end. */
static int
append(void *arg, const struct lead_row *row)
{
	struct list *l = arg;
	struct buf line = {0};

	record_json(&line, row);
	if (l->count++ > 0)
		buf_putc(&l->json, ',');
	if (line.len > 0)
		buf_add(&l->json, line.data, line.len - 1);
	buf_free(&line);
	return 0;
}

static int
field(void *arg, const char *name, const char *value)
{
	struct list *l = arg;
	struct lead_field f = {.name = name, .value = value};
	struct lead_row row = {.field = &f, .count = 1};
	struct buf line = {0};

	record_json(&line, &row);
	if (l->count++ > 0)
		buf_putc(&l->json, ',');
	if (line.len > 3) /* {"name":"value"}\n without braces and end */
		buf_add(&l->json, line.data + 1, line.len - 3);
	buf_free(&line);
	return 0;
}

static int
message(void *arg, const struct message *m)
{
	struct list *l = arg;
	struct row row = {0};

	row_ref(&row, "ref", 'M', m->id);
	row_text(&row, "state", m->state);
	row_text(&row, "channel", m->channel);
	row_text(&row, "to", m->to);
	row_text(&row, "step", m->step);
	row_text(&row, "subject", m->subject);
	row_time(&row, "due", m->due, l->app->zone);
	row_time(&row, "sent", m->sent, l->app->zone);
	row_text(&row, "detail", m->detail);
	row_text(&row, "message_id", m->message_id);
	return row_emit(&row, append, l, NULL);
}

static int
event(void *arg, const struct event *e)
{
	struct list *l = arg;
	struct row row = {0};

	row_ref(&row, "ref", 'E', e->id);
	row_time(&row, "at", e->at, l->app->zone);
	row_text(&row, "actor", e->actor);
	row_text(&row, "kind", e->kind);
	row_text(&row, "text", e->text);
	row_text(&row, "old", e->old);
	row_text(&row, "new", e->new);
	return row_emit(&row, append, l, NULL);
}

static int
export_row(void *arg, const struct lead *l)
{
	struct exporting *x = arg;
	struct list fields = {.app = x->app}, messages = fields, events = fields;
	struct row row = {0};
	int rc = -1;

	buf_putc(&fields.json, '{');
	buf_putc(&messages.json, '[');
	buf_putc(&events.json, '[');
	if (store_field_each(x->app->store, l->id, field, &fields, x->err) != 0 ||
	    store_message_of(
		x->app->store, l->id, message, &messages, x->err) != 0 ||
	    store_event_each(
		x->app->store, l->id, 0, event, &events, x->err) != 0)
		goto done;
	buf_putc(&fields.json, '}');
	buf_putc(&messages.json, ']');
	buf_putc(&events.json, ']');
	if (fields.json.failed || messages.json.failed || events.json.failed) {
		lead_fail(x->err, LEAD_EAGAIN, "out of memory");
		goto done;
	}
	show_columns(&row, l, x->app->zone);
	row_text(&row, "zip", l->zip);
	row_text(&row, "service", l->service);
	row_text(&row, "message", l->message);
	row_json(&row, "fields", fields.json.data);
	row_json(&row, "messages", messages.json.data);
	row_json(&row, "events", events.json.data);
	rc = row_emit(&row, x->fn, x->arg, x->err);
done:
	buf_free(&fields.json);
	buf_free(&messages.json);
	buf_free(&events.json);
	return rc;
}

int
lead_show_export(struct lead_app *app, const struct lead_show_options *o,
    struct lead_refs refs, lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct exporting x = {.app = app, .fn = fn, .arg = arg, .err = err};

	return show_each(app, o, refs, export_row, &x, err);
}
