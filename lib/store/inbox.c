/* The inbox: every input as it came, and the verdict on it. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "store/store_internal.h"

#define ITEM(f, t) {#f, offsetof(struct inbox_item, f), COLUMN_##t}

static const struct column column[] = {
	ITEM(id, INT), ITEM(lead, REF), ITEM(at, INT), ITEM(outcome, TEXT),
	ITEM(reason, TEXT), ITEM(source, TEXT), ITEM(format, TEXT),
	ITEM(hash, TEXT), ITEM(name, TEXT), ITEM(email, TEXT),
	ITEM(phone, TEXT), ITEM(size, INT), ITEM(truncated, BOOL)
};
#define NCOLUMN (sizeof(column) / sizeof(column[0]))

#define RAW_WHOLE 65536 /* larger ones are not copied into a row first */

int
store_inbox_insert(struct store *s, const struct inbox_item *item,
    const void *raw, size_t rawlen, const char *vendor_id, int64_t *id,
    struct lead_error *err)
{
	sqlite3_stmt *stmt = store_prepare(s, SQL_INBOX_INSERT, err);

	if (stmt == NULL)
		return -1;
	if (column_bind(stmt, 1, column + 1, NCOLUMN - 1, item) !=
	    SQLITE_OK || sqlite3_bind_text(stmt, NCOLUMN, vendor_id, -1,
	    SQLITE_STATIC) != SQLITE_OK ||
	    (rawlen <= RAW_WHOLE && sqlite3_bind_blob64(stmt, NCOLUMN + 1,
	    raw, rawlen, SQLITE_STATIC) != SQLITE_OK))
		return store_fail(s, NULL, err);
	if (store_step(s, stmt, err) == -1)
		return -1;
	if (id != NULL)
		*id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int
store_inbox_insert_raw(struct store *s, int64_t id, const void *raw,
    size_t len, struct lead_error *err)
{
	sqlite3_stmt *stmt;
	sqlite3_blob *blob = NULL;
	int rc;

	if (len <= RAW_WHOLE)
		return 0;
	if ((stmt = store_prepare(s, SQL_INBOX_RAW_SET, err)) == NULL)
		return -1;
	if (sqlite3_bind_int64(stmt, 1, id) != SQLITE_OK ||
	    sqlite3_bind_zeroblob64(stmt, 2, len) != SQLITE_OK)
		return store_fail(s, NULL, err);
	if (store_step(s, stmt, err) == -1)
		return -1;
	rc = sqlite3_blob_open(s->db, "main", "inbox", "raw", id, 1, &blob);
	if (rc == SQLITE_OK)
		rc = sqlite3_blob_write(blob, raw, (int)len, 0);
	if (rc != SQLITE_OK)
		store_fail(s, NULL, err);
	if (sqlite3_blob_close(blob) != SQLITE_OK && rc == SQLITE_OK)
		return store_fail(s, NULL, err);
	return rc == SQLITE_OK ? 0 : -1;
}

int
store_inbox_get(struct store *s, int64_t id, struct inbox_item *item,
    struct lead_error *err)
{
	struct inbox_item i = {0};
	int rc = column_get(s, SQL_INBOX_GET, id, column, NCOLUMN, &i, err);

	if (rc == 1)
		*item = i;
	else
		inbox_item_free(&i);
	return rc;
}

int
store_inbox_raw(struct store *s, int64_t id, void **raw, size_t *len,
    struct lead_error *err)
{
	sqlite3_stmt *stmt;
	size_t n;
	char *copy;
	int rc;

	if ((rc = store_row(s, SQL_INBOX_RAW, &stmt, err, "i", id)) != 1)
		return rc;
	n = (size_t)sqlite3_column_bytes(stmt, 0);
	if (sqlite3_column_type(stmt, 0) == SQLITE_NULL) {
		rc = 0;
	} else if ((copy = malloc(n + 1)) == NULL) {
		rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
	} else {
		if (n > 0)
			memcpy(copy, sqlite3_column_blob(stmt, 0), n);
		copy[n] = '\0';
		*raw = copy;
		*len = n;
	}
	sqlite3_reset(stmt);
	return rc;
}

/* rc of store_row: an id and a lead. */
static int
take(sqlite3_stmt *stmt, int rc, int64_t *id, int64_t *lead)
{
	if (rc != 1)
		return rc;
	if (id != NULL)
		*id = sqlite3_column_int64(stmt, 0);
	if (lead != NULL)
		*lead = sqlite3_column_int64(stmt, 1);
	sqlite3_reset(stmt);
	return 1;
}

int
store_inbox_find_hash(struct store *s, const char *hash, int64_t since,
    int64_t *id, int64_t *lead, struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc = store_row(s, SQL_INBOX_HASH, &stmt, err, "ti", hash, since);

	return take(stmt, rc, id, lead);
}

int
store_inbox_find_vendor(struct store *s, const char *source,
    const char *vendor_id, int64_t *id, int64_t *lead,
    struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc = store_row(
	    s, SQL_INBOX_VENDOR, &stmt, err, "tt", source, vendor_id);

	return take(stmt, rc, id, lead);
}

int
store_inbox_set(struct store *s, int64_t id, const char *outcome,
    const char *reason, int64_t lead, struct lead_error *err)
{
	return store_exec(s, SQL_INBOX_SET, err, "itti", id, outcome, reason,
	    lead);
}

int
store_inbox_set_task(struct store *s, int64_t id, int64_t task,
    struct lead_error *err)
{
	return store_exec(s, SQL_INBOX_TASK_SET, err, "ii", id, task);
}

int
store_inbox_task(struct store *s, int64_t id, int64_t *task,
    struct lead_error *err)
{
	*task = 0;
	return store_int(s, SQL_INBOX_TASK, task, err, "i", id);
}

int
store_inbox_count(struct store *s, int64_t lead, int64_t *n,
    struct lead_error *err)
{
	*n = 0;
	return store_int(s, SQL_INBOX_COUNT, n, err, "i", lead) == -1 ? -1 : 0;
}

static int
each(struct store *s, struct store_ids *ids,
    int (*fn)(void *, const struct inbox_item *), void *arg,
    struct lead_error *err)
{
	struct inbox_item item;
	size_t i;
	int rc = 0;

	for (i = 0; i < ids->count && rc == 0; i++) {
		if ((rc = store_inbox_get(s, ids->id[i], &item, err)) != 1)
			continue;
		rc = fn(arg, &item);
		inbox_item_free(&item);
	}
	free(ids->id);
	return rc;
}

int
store_inbox_of(struct store *s, int64_t lead,
    int (*fn)(void *, const struct inbox_item *), void *arg,
    struct lead_error *err)
{
	struct store_ids ids;

	if (store_ids(s, SQL_INBOX_OF_LEAD, &ids, err, "i", lead) == -1)
		return -1;
	return each(s, &ids, fn, arg, err);
}
