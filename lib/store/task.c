/* Tasks. Every change brings lead.next_action and next_due up to date. */
#include <stddef.h>
#include <stdlib.h>

#include "store/store_internal.h"

#define TASK(f, t) {#f, offsetof(struct task, f), COLUMN_##t}

static const struct column column[] = {
	TASK(id, INT), TASK(lead, REF), TASK(kind, TEXT), TASK(action, TEXT),
	TASK(owner, TEXT), TASK(due, INT), TASK(created, INT),
	TASK(done, INT), TASK(deadline, TEXT), TASK(at_once, BOOL),
	TASK(told, INT), TASK(breached, INT), TASK(level, INT),
	TASK(why, TEXT)
};
#define NCOLUMN (sizeof(column) / sizeof(column[0]))

int
store_task_refresh(struct store *s, int64_t lead, struct lead_error *err)
{
	return lead == 0 ? 0 :
	    store_exec(s, SQL_TASK_REFRESH, err, "i", lead);
}

int
store_task_insert(struct store *s, const struct task *task, int64_t *id,
    struct lead_error *err)
{
	sqlite3_stmt *stmt = store_prepare(s, SQL_TASK_INSERT, err);
	int64_t n;

	if (stmt == NULL)
		return -1;
	if (column_bind(stmt, 1, column + 1, NCOLUMN - 1, task) != SQLITE_OK)
		return store_fail(s, NULL, err);
	if (store_step(s, stmt, err) == -1)
		return -1;
	n = sqlite3_last_insert_rowid(s->db);
	if (store_task_refresh(s, task->lead, err) == -1)
		return -1;
	if (id != NULL)
		*id = n;
	return 0;
}

/* rc of store_row: reads the row there is and ends the statement. */
static int
take(sqlite3_stmt *stmt, int rc, struct task *task, struct lead_error *err)
{
	struct task t = {0};

	if (rc != 1)
		return rc;
	rc = column_read(stmt, column, NCOLUMN, &t, err) == 0 ? 1 : -1;
	sqlite3_reset(stmt);
	if (rc == 1)
		*task = t;
	else
		task_free(&t);
	return rc;
}

int
store_task_get(struct store *s, int64_t id, struct task *task,
    struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc = store_row(s, SQL_TASK_GET, &stmt, err, "i", id);

	return take(stmt, rc, task, err);
}

int
store_task_open(struct store *s, int64_t lead, const char *kind,
    struct task *task, struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc = store_row(s, SQL_TASK_OPEN, &stmt, err, "it", lead, kind);

	return take(stmt, rc, task, err);
}

static int
refresh_of(struct store *s, int64_t id, struct lead_error *err)
{
	int64_t lead = 0;

	if (store_int(s, SQL_TASK_LEAD, &lead, err, "i", id) == -1)
		return -1;
	return store_task_refresh(s, lead, err);
}

int
store_task_update(struct store *s, const struct task *t,
    struct lead_error *err)
{
	if (store_exec(s, SQL_TASK_UPDATE, err, "ittitiiiit", t->id,
	    t->action, t->owner, t->due, t->deadline, (int64_t)t->at_once,
	    t->told, t->breached, t->level, t->why) == -1)
		return -1;
	return refresh_of(s, t->id, err);
}

int
store_task_owner(struct store *s, int64_t lead, const char *owner,
    struct lead_error *err)
{
	return store_exec(s, SQL_TASK_OWNER, err, "it", lead, owner);
}

int
store_task_close(struct store *s, int64_t id, int64_t lead, int64_t at,
    int64_t *closed, struct lead_error *err)
{
	int64_t n;
	int rc;

	rc = id != 0 ? store_exec(s, SQL_TASK_CLOSE, err, "ii", id, at) :
	    store_exec(s, SQL_TASK_CLOSE_ALL, err, "ii", lead, at);
	if (rc == -1)
		return -1;
	n = sqlite3_changes(s->db);
	rc = id != 0 ? refresh_of(s, id, err) :
	    store_task_refresh(s, lead, err);
	if (rc == 0 && closed != NULL)
		*closed = n;
	return rc;
}

int
store_task_due(struct store *s, int64_t until, const char *owner,
    int (*fn)(void *, const struct task *), void *arg,
    struct lead_error *err)
{
	struct store_ids ids;
	struct task task;
	size_t i;
	int rc;

	rc = store_ids(s, SQL_TASK_DUE, &ids, err, "it", until, owner);
	if (rc == -1)
		return -1;
	for (i = 0; i < ids.count && rc == 0; i++) {
		if ((rc = store_task_get(s, ids.id[i], &task, err)) != 1)
			continue;
		rc = fn(arg, &task);
		task_free(&task);
	}
	free(ids.id);
	return rc;
}
