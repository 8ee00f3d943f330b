/*
 * Statements: prepared on first use, bound by a format, stepped, reset; and
 * rows into the structs of the model. Knows no noun.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "store/store_internal.h"

enum lead_code
store_code(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_FULL:
	case SQLITE_NOMEM:
		return LEAD_EAGAIN;
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return LEAD_EPERM;
	case SQLITE_IOERR:
		if (rc == SQLITE_IOERR_WRITE || rc == SQLITE_IOERR_NOMEM ||
		    rc == SQLITE_IOERR_LOCK || rc == SQLITE_IOERR_SHMSIZE)
			return LEAD_EAGAIN;
		return LEAD_EIO;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return LEAD_EIO;
	default:
		return LEAD_EBUG;
	}
}

int
store_fail(struct store *s, const char *what, struct lead_error *err)
{
	int rc = sqlite3_extended_errcode(s->db);

	return lead_fail(err, store_code(rc), "%s: %s%s%s", s->path,
	    what != NULL ? what : "", what != NULL ? ": " : "",
	    sqlite3_errmsg(s->db));
}

sqlite3_stmt *
store_prepare(struct store *s, enum sql_name name, struct lead_error *err)
{
	if (s->stmt[name] == NULL &&
	    sqlite3_prepare_v3(s->db, sql_text[name], -1,
	    SQLITE_PREPARE_PERSISTENT, &s->stmt[name], NULL) != SQLITE_OK)
		store_fail(s, NULL, err);
	return s->stmt[name];
}

static int
bind(sqlite3_stmt *stmt, const char *fmt, va_list ap)
{
	const void *data;
	int64_t n;
	int i, rc = SQLITE_OK;

	for (i = 1; *fmt != '\0' && rc == SQLITE_OK; fmt++, i++) {
		switch (*fmt) {
		case 'i':
			rc = sqlite3_bind_int64(stmt, i, va_arg(ap, int64_t));
			break;
		case 'r':
			n = va_arg(ap, int64_t);
			rc = n == 0 ? sqlite3_bind_null(stmt, i) :
			    sqlite3_bind_int64(stmt, i, n);
			break;
		case 'b':
			data = va_arg(ap, const void *);
			rc = sqlite3_bind_blob64(stmt, i, data,
			    va_arg(ap, size_t), SQLITE_STATIC);
			break;
		default:
			rc = sqlite3_bind_text(stmt, i,
			    va_arg(ap, const char *), -1, SQLITE_STATIC);
		}
	}
	return rc;
}

static sqlite3_stmt *
start(struct store *s, enum sql_name name, struct lead_error *err,
    const char *fmt, va_list ap)
{
	sqlite3_stmt *stmt = store_prepare(s, name, err);

	if (stmt == NULL)
		return NULL;
	sqlite3_clear_bindings(stmt);
	if (bind(stmt, fmt, ap) != SQLITE_OK) {
		store_fail(s, NULL, err);
		return NULL;
	}
	return stmt;
}

int
store_step(struct store *s, sqlite3_stmt *stmt, struct lead_error *err)
{
	int rc = sqlite3_step(stmt) == SQLITE_DONE ? 0 :
	    store_fail(s, NULL, err);

	sqlite3_reset(stmt);
	return rc;
}

int
store_exec(struct store *s, enum sql_name name, struct lead_error *err,
    const char *fmt, ...)
{
	sqlite3_stmt *stmt;
	va_list ap;

	va_start(ap, fmt);
	stmt = start(s, name, err, fmt, ap);
	va_end(ap);
	return stmt == NULL ? -1 : store_step(s, stmt, err);
}

static int
first(struct store *s, sqlite3_stmt *stmt, struct lead_error *err)
{
	int rc;

	if (stmt == NULL)
		return -1;
	if ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		store_fail(s, NULL, err);
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? 0 : -1;
}

int
store_row(struct store *s, enum sql_name name, sqlite3_stmt **out,
    struct lead_error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	*out = start(s, name, err, fmt, ap);
	va_end(ap);
	return first(s, *out, err);
}

int
store_int(struct store *s, enum sql_name name, int64_t *out,
    struct lead_error *err, const char *fmt, ...)
{
	sqlite3_stmt *stmt;
	va_list ap;
	int rc;

	va_start(ap, fmt);
	stmt = start(s, name, err, fmt, ap);
	va_end(ap);
	if ((rc = first(s, stmt, err)) != 1)
		return rc;
	if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
		rc = 0;
	else
		*out = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return rc;
}

int
store_text(struct store *s, enum sql_name name, char **out,
    struct lead_error *err, const char *fmt, ...)
{
	sqlite3_stmt *stmt;
	va_list ap;
	char *copy;
	int rc;

	va_start(ap, fmt);
	stmt = start(s, name, err, fmt, ap);
	va_end(ap);
	if ((rc = first(s, stmt, err)) != 1)
		return rc;
	if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
		rc = 0;
	else if ((copy = strdup(
	    (const char *)sqlite3_column_text(stmt, 0))) == NULL)
		rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
	else
		*out = copy;
	sqlite3_reset(stmt);
	return rc;
}

int
store_ids_read(struct store *s, sqlite3_stmt *stmt, struct store_ids *ids,
    struct lead_error *err)
{
	int64_t *more;
	size_t cap;
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (ids->count == ids->cap) {
			cap = ids->cap == 0 ? 64 : ids->cap * 2;
			more = reallocarray(ids->id, cap, sizeof(*more));
			if (more == NULL) {
				sqlite3_reset(stmt);
				return lead_fail(err, LEAD_EAGAIN,
				    "out of memory");
			}
			ids->id = more;
			ids->cap = cap;
		}
		ids->id[ids->count++] = sqlite3_column_int64(stmt, 0);
	}
	if (rc != SQLITE_DONE)
		store_fail(s, NULL, err);
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? 0 : -1;
}

int
store_ids(struct store *s, enum sql_name name, struct store_ids *ids,
    struct lead_error *err, const char *fmt, ...)
{
	sqlite3_stmt *stmt;
	va_list ap;

	*ids = (struct store_ids){0};
	va_start(ap, fmt);
	stmt = start(s, name, err, fmt, ap);
	va_end(ap);
	if (stmt != NULL && store_ids_read(s, stmt, ids, err) == 0)
		return 0;
	free(ids->id);
	ids->id = NULL;
	return -1;
}

int
column_read(sqlite3_stmt *stmt, const struct column *col, size_t n, void *to,
    struct lead_error *err)
{
	char *base = to;
	const char *text;
	size_t i;

	for (i = 0; i < n; i++) {
		switch (col[i].type) {
		case COLUMN_TEXT:
			text = (const char *)sqlite3_column_text(stmt, (int)i);
			if (text == NULL)
				break;
			text = strdup(text);
			memcpy(base + col[i].offset, &text, sizeof(text));
			if (text == NULL)
				return lead_fail(err, LEAD_EAGAIN,
				    "out of memory");
			break;
		case COLUMN_BOOL:
			*(bool *)(base + col[i].offset) =
			    sqlite3_column_int(stmt, (int)i) != 0;
			break;
		case COLUMN_VALUE:
			*(double *)(base + col[i].offset) =
			    sqlite3_column_double(stmt, (int)i);
			break;
		default:
			*(int64_t *)(base + col[i].offset) =
			    sqlite3_column_int64(stmt, (int)i);
		}
	}
	return 0;
}

int
column_get(struct store *s, enum sql_name name, int64_t id,
    const struct column *col, size_t n, void *to, struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc;

	if ((rc = store_row(s, name, &stmt, err, "i", id)) != 1)
		return rc;
	rc = column_read(stmt, col, n, to, err) == 0 ? 1 : -1;
	sqlite3_reset(stmt);
	return rc;
}

int
column_bind(sqlite3_stmt *stmt, int first_param, const struct column *col,
    size_t n, const void *from)
{
	const char *base = from, *text;
	int64_t number;
	size_t i;
	int p, rc = SQLITE_OK;

	for (i = 0; i < n && rc == SQLITE_OK; i++) {
		p = first_param + (int)i;
		switch (col[i].type) {
		case COLUMN_TEXT:
			memcpy(&text, base + col[i].offset, sizeof(text));
			rc = sqlite3_bind_text(
			    stmt, p, text, -1, SQLITE_STATIC);
			break;
		case COLUMN_BOOL:
			rc = sqlite3_bind_int(stmt, p,
			    *(const bool *)(base + col[i].offset));
			break;
		case COLUMN_VALUE:
			rc = sqlite3_bind_double(stmt, p,
			    *(const double *)(base + col[i].offset));
			break;
		default:
			number = *(const int64_t *)(base + col[i].offset);
			rc = col[i].type == COLUMN_REF && number == 0 ?
			    sqlite3_bind_null(stmt, p) :
			    sqlite3_bind_int64(stmt, p, number);
		}
	}
	return rc;
}
