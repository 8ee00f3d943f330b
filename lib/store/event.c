/* The timeline: events are appended and read, never changed. */
#include <stddef.h>
#include <stdlib.h>

#include "store/store_internal.h"

#define EVENT(f, t) {#f, offsetof(struct event, f), COLUMN_##t}

static const struct column column[] = {
	EVENT(id, INT), EVENT(lead, REF), EVENT(at, INT), EVENT(actor, TEXT),
	EVENT(kind, TEXT), EVENT(text, TEXT), EVENT(old, TEXT),
	EVENT(new, TEXT)
};
#define NCOLUMN (sizeof(column) / sizeof(column[0]))

int
store_event_add(struct store *s, const struct event *event, int64_t *id,
    struct lead_error *err)
{
	sqlite3_stmt *stmt = store_prepare(s, SQL_EVENT_ADD, err);

	if (stmt == NULL)
		return -1;
	if (column_bind(stmt, 1, column + 1, NCOLUMN - 1, event) != SQLITE_OK)
		return store_fail(s, NULL, err);
	if (store_step(s, stmt, err) == -1)
		return -1;
	if (id != NULL)
		*id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int
store_event_get(struct store *s, int64_t id, struct event *event,
    struct lead_error *err)
{
	struct event e = {0};
	int rc = column_get(s, SQL_EVENT_GET, id, column, NCOLUMN, &e, err);

	if (rc == 1)
		*event = e;
	else
		event_free(&e);
	return rc;
}

int
store_event_each(struct store *s, int64_t lead, int64_t after,
    int (*fn)(void *, const struct event *), void *arg,
    struct lead_error *err)
{
	struct store_ids ids;
	struct event event;
	size_t i;
	int rc;

	rc = lead == 0 ?
	    store_ids(s, SQL_EVENT_AFTER, &ids, err, "i", after) :
	    store_ids(s, SQL_EVENT_OF, &ids, err, "ii", lead, after);
	if (rc == -1)
		return -1;
	for (i = 0; i < ids.count && rc == 0; i++) {
		if ((rc = store_event_get(s, ids.id[i], &event, err)) != 1)
			continue;
		rc = fn(arg, &event);
		event_free(&event);
	}
	free(ids.id);
	return rc;
}
