/*
 * Outgoing messages, their states, and the threads they belong to. Every
 * change brings lead.next_message up to date.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "store/store_internal.h"

#define MESSAGE(f, t) {#f, offsetof(struct message, f), COLUMN_##t}

static const struct column column[] = {
	MESSAGE(id, INT), MESSAGE(lead, REF), MESSAGE(task, REF),
	MESSAGE(kind, TEXT), MESSAGE(channel, TEXT), MESSAGE(to, TEXT),
	MESSAGE(state, TEXT), MESSAGE(detail, TEXT), MESSAGE(sequence, TEXT),
	MESSAGE(run, INT), MESSAGE(step, TEXT), MESSAGE(step_no, INT),
	MESSAGE(template, TEXT), MESSAGE(variant, TEXT),
	MESSAGE(subject, TEXT), MESSAGE(due, INT), MESSAGE(created, INT),
	MESSAGE(sent, INT), MESSAGE(attempts, INT), MESSAGE(message_id, TEXT),
	MESSAGE(always, BOOL), MESSAGE(exempt, BOOL), MESSAGE(level, INT)
};
#define NCOLUMN (sizeof(column) / sizeof(column[0]))

int
store_message_refresh(struct store *s, int64_t lead, struct lead_error *err)
{
	return lead == 0 ? 0 :
	    store_exec(s, SQL_MESSAGE_REFRESH, err, "i", lead);
}

int
store_message_insert(struct store *s, const struct message *m, int64_t *id,
    struct lead_error *err)
{
	sqlite3_stmt *stmt = store_prepare(s, SQL_MESSAGE_INSERT, err);
	int64_t n;

	if (stmt == NULL)
		return -1;
	if (column_bind(stmt, 1, column + 1, NCOLUMN - 1, m) != SQLITE_OK ||
	    sqlite3_bind_blob64(stmt, NCOLUMN, m->bytes, m->nbytes,
	    SQLITE_STATIC) != SQLITE_OK)
		return store_fail(s, NULL, err);
	if (store_step(s, stmt, err) == -1)
		return -1;
	if (sqlite3_changes(s->db) == 0)
		return 0;
	n = sqlite3_last_insert_rowid(s->db);
	if (store_message_refresh(s, m->lead, err) == -1)
		return -1;
	if (id != NULL)
		*id = n;
	return 1;
}

static int
read_bytes(sqlite3_stmt *stmt, int col, void **bytes, size_t *len,
    struct lead_error *err)
{
	const void *data = sqlite3_column_blob(stmt, col);
	size_t n = (size_t)sqlite3_column_bytes(stmt, col);
	char *copy;

	if (sqlite3_column_type(stmt, col) == SQLITE_NULL)
		return 0;
	if ((copy = malloc(n + 1)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (n > 0)
		memcpy(copy, data, n);
	copy[n] = '\0';
	*bytes = copy;
	*len = n;
	return 0;
}

int
store_message_get(struct store *s, int64_t id, struct message *message,
    struct lead_error *err)
{
	sqlite3_stmt *stmt;
	struct message m = {0};
	int rc;

	if ((rc = store_row(s, SQL_MESSAGE_GET, &stmt, err, "i", id)) != 1)
		return rc;
	rc = column_read(stmt, column, NCOLUMN, &m, err) == 0 &&
	    read_bytes(stmt, NCOLUMN, &m.bytes, &m.nbytes, err) == 0 ? 1 : -1;
	sqlite3_reset(stmt);
	if (rc == 1)
		*message = m;
	else
		message_free(&m);
	return rc;
}

static int
refresh_of(struct store *s, int64_t id, struct lead_error *err)
{
	int64_t lead = 0;

	if (store_int(s, SQL_MESSAGE_LEAD, &lead, err, "i", id) == -1)
		return -1;
	return store_message_refresh(s, lead, err);
}

int
store_message_move(struct store *s, int64_t id, const char *from,
    const char *to, const char *detail, int64_t due, int64_t at,
    struct lead_error *err)
{
	if (store_exec(s, SQL_MESSAGE_MOVE, err, "itttii", id, from, to,
	    detail, due, at) == -1)
		return -1;
	if (sqlite3_changes(s->db) == 0)
		return 0;
	return refresh_of(s, id, err) == -1 ? -1 : 1;
}

int
store_message_fix(struct store *s, int64_t id, const void *bytes, size_t len,
    const char *message_id, const char *subject, const char *to,
    struct lead_error *err)
{
	if (store_exec(s, SQL_MESSAGE_FIX, err, "ibttt", id, bytes, len,
	    message_id, subject, to) == -1)
		return -1;
	if (sqlite3_changes(s->db) == 0)
		return lead_fail(err, LEAD_EBUG,
		    "M%lld: its bytes are fixed already", (long long)id);
	return 0;
}

int
store_message_cancel(struct store *s, int64_t lead, const char *detail,
    bool keep_always, struct lead_error *err)
{
	if (store_exec(s, SQL_MESSAGE_CANCEL, err, "iti", lead, detail,
	    (int64_t)keep_always) == -1)
		return -1;
	return store_message_refresh(s, lead, err);
}

static int
walk(struct store *s, struct store_ids *ids,
    int (*fn)(void *, const struct message *), void *arg,
    struct lead_error *err)
{
	struct message message;
	size_t i;
	int rc = 0;

	for (i = 0; i < ids->count && rc == 0; i++) {
		if ((rc = store_message_get(
		    s, ids->id[i], &message, err)) != 1)
			continue;
		rc = fn(arg, &message);
		message_free(&message);
	}
	free(ids->id);
	return rc;
}

int
store_message_each(struct store *s, const char *const *states, int64_t until,
    int (*fn)(void *, const struct message *), void *arg,
    struct lead_error *err)
{
	struct buf json = {0};
	struct store_ids ids;
	bool past = false;
	int rc;

	/* states are our own words: nothing in them to escape */
	for (buf_putc(&json, '['); *states != NULL; states++) {
		past |= strcmp(*states, "sent") == 0 ||
		    strcmp(*states, "failed") == 0 ||
		    strcmp(*states, "cancelled") == 0;
		buf_printf(&json, "%s\"%s\"", json.len > 1 ? "," : "",
		    *states);
	}
	buf_putc(&json, ']');
	if (json.failed) {
		buf_free(&json);
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	rc = store_ids(s, past ? SQL_MESSAGE_EACH_PAST : SQL_MESSAGE_EACH,
	    &ids, err, "ti", json.data, until);
	buf_free(&json);
	return rc == -1 ? -1 : walk(s, &ids, fn, arg, err);
}

int
store_message_of(struct store *s, int64_t lead,
    int (*fn)(void *, const struct message *), void *arg,
    struct lead_error *err)
{
	struct store_ids ids;

	if (store_ids(s, SQL_MESSAGE_OF, &ids, err, "i", lead) == -1)
		return -1;
	return walk(s, &ids, fn, arg, err);
}

int
store_message_last(struct store *s, int64_t lead, int64_t *at,
    struct lead_error *err)
{
	return store_int(s, SQL_MESSAGE_LAST, at, err, "i", lead) == -1 ?
	    -1 : 0;
}

int
store_notice_lead(struct store *s, const char *channel, const char *to,
    int64_t *lead, struct lead_error *err)
{
	*lead = 0;
	return store_int(s, SQL_NOTICE_LEAD, lead, err, "tt", channel, to);
}

int
store_message_count(struct store *s, int64_t person, const char *to,
    const char *domain, int64_t since, int64_t *n, struct lead_error *err)
{
	int rc;

	if (person != 0)
		rc = store_int(s, SQL_MESSAGE_COUNT_PERSON, n, err, "iitt",
		    person, since, to, domain);
	else if (to != NULL)
		rc = store_int(s, SQL_MESSAGE_COUNT_TO, n, err, "itt", since,
		    to, domain);
	else
		rc = store_int(s, SQL_MESSAGE_COUNT_ALL, n, err, "it", since,
		    domain);
	return rc == -1 ? -1 : 0;
}

int
store_message_same(struct store *s, int64_t lead, int64_t since, int64_t *n,
    struct lead_error *err)
{
	return store_int(s, SQL_MESSAGE_SAME, n, err, "ii", lead, since) == -1
	    ? -1 : 0;
}

int
store_message_told(struct store *s, const char *to, int64_t since,
    int64_t *singles, int64_t *lists, struct lead_error *err)
{
	return store_int(s, SQL_MESSAGE_TOLD, singles, err, "tit", to, since,
	    "notice") == -1 || store_int(s, SQL_MESSAGE_TOLD, lists, err,
	    "tit", to, since, "digest") == -1 ? -1 : 0;
}

int
store_message_before(struct store *s, const char *hook, int64_t id, int64_t *n,
    struct lead_error *err)
{
	return store_int(s, SQL_MESSAGE_BEFORE, n, err, "ti", hook, id) == -1
	    ? -1 : 0;
}

int
store_message_usual(struct store *s, int64_t since, int64_t until, int64_t *n,
    struct lead_error *err)
{
	return store_int(s, SQL_MESSAGE_USUAL, n, err, "ii", since, until) ==
	    -1 ? -1 : 0;
}

int
store_thread_add(struct store *s, const char *message_id, int64_t lead,
    int64_t message, struct lead_error *err)
{
	return store_exec(s, SQL_THREAD_ADD, err, "tir", message_id, lead,
	    message);
}

int
store_thread_set(
    struct store *s, const char *id, int64_t lead, struct lead_error *err)
{
	return store_exec(s, SQL_THREAD_SET, err, "ti", id, lead);
}

int
store_thread_find(struct store *s, const char *message_id, int64_t *lead,
    int64_t *message, struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc;

	rc = store_row(s, SQL_THREAD_FIND, &stmt, err, "t", message_id);
	if (rc != 1)
		return rc;
	if (lead != NULL)
		*lead = sqlite3_column_int64(stmt, 0);
	if (message != NULL)
		*message = sqlite3_column_int64(stmt, 1);
	sqlite3_reset(stmt);
	return 1;
}

int
store_tag_find(struct store *s, const char *tag, int64_t *lead,
    struct lead_error *err)
{
	int64_t id;
	int rc = store_int(s, SQL_TAG_FIND, &id, err, "t", tag);

	return rc == 1 ? store_lead_final(s, id, lead, err) : rc;
}

int
store_message_detail(struct store *s, int64_t id, const char *detail,
    struct lead_error *err)
{
	return store_exec(s, SQL_MESSAGE_DETAIL, err, "it", id, detail);
}

int
store_message_to(struct store *s, const char *to, int64_t since,
    const char *named, int64_t *id, int64_t *lead, struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc = store_row(s, SQL_MESSAGE_TO, &stmt, err, "tit", to, since,
	    named ? named : "");

	if (rc != 1)
		return rc;
	*id = sqlite3_column_int64(stmt, 0);
	*lead = sqlite3_column_int64(stmt, 1);
	sqlite3_reset(stmt);
	return 1;
}
