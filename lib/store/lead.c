/*
 * The lead and its fields. What hangs on a lead is in the file of its noun.
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "store/store_internal.h"

#define TEXT(f) {#f, offsetof(struct lead, f), COLUMN_TEXT}
#define INT(f) {#f, offsetof(struct lead, f), COLUMN_INT}
#define FLAG(f) {#f, offsetof(struct lead, f), COLUMN_BOOL}

/* In the order of SQL_LEAD_GET. */
static const struct column column[] = {
	INT(id), {"person", offsetof(struct lead, person), COLUMN_REF},
	TEXT(name), TEXT(company), TEXT(email), TEXT(phone), TEXT(channel),
	TEXT(source), TEXT(campaign), TEXT(subject), TEXT(recipient),
	TEXT(message), TEXT(owner), TEXT(stage), INT(received), INT(written),
	INT(last_contact), INT(last_inbound), TEXT(next_action),
	INT(next_due), INT(next_message),
	{"value", offsetof(struct lead, value), COLUMN_VALUE},
	TEXT(currency), TEXT(service), TEXT(place), TEXT(zip),
	TEXT(timeframe), TEXT(priority), INT(score), TEXT(language),
	TEXT(timezone), TEXT(note), TEXT(reason), INT(reactivate),
	FLAG(returning), FLAG(imported), FLAG(automation), FLAG(handed_off),
	FLAG(can_answer), FLAG(routed), TEXT(sequence), INT(run),
	INT(hold_until), INT(replies), INT(touches), TEXT(import), TEXT(tag),
	TEXT(thread_id), TEXT(references), TEXT(question), TEXT(variant),
	INT(run_start), INT(wait_step)
};
#define NCOLUMN (sizeof(column) / sizeof(column[0]))
#define VALUE_COLUMN 21

static int
read_row(sqlite3_stmt *stmt, struct lead *lead, struct lead_error *err)
{
	*lead = (struct lead){0};
	if (column_read(stmt, column, NCOLUMN, lead, err) == -1) {
		lead_free(lead);
		return -1;
	}
	lead->has_value =
	    sqlite3_column_type(stmt, VALUE_COLUMN) != SQLITE_NULL;
	return 0;
}

/* The lead as it lies there, merged or not. */
static int
get(struct store *s, int64_t id, struct lead *lead, struct lead_error *err)
{
	sqlite3_stmt *stmt;
	struct lead l;
	int rc;

	if ((rc = store_row(s, SQL_LEAD_GET, &stmt, err, "i", id)) != 1)
		return rc;
	rc = read_row(stmt, &l, err) == 0 ? 1 : -1;
	sqlite3_reset(stmt);
	if (rc == 1)
		*lead = l;
	return rc;
}

int
store_lead_final(struct store *s, int64_t id, int64_t *final,
    struct lead_error *err)
{
	int64_t next = 0;
	int rc, hops = 0;

	while ((rc = store_int(s, SQL_LEAD_MERGED, &next, err, "i", id)) == 1 &&
	    next != id) {
		if (++hops > 1000)
			return lead_fail(err, LEAD_EBUG,
			    "L%lld: merged in a circle", (long long)id);
		id = next;
	}
	if (rc == 1 && final != NULL)
		*final = id;
	return rc;
}

int
store_lead_get(struct store *s, int64_t id, struct lead *lead,
    struct lead_error *err)
{
	int64_t final = 0;
	int rc = store_lead_final(s, id, &final, err);

	return rc == 1 ? get(s, final, lead, err) : rc;
}

static int
write_lead(struct store *s, enum sql_name name, const struct lead *lead,
    struct lead_error *err)
{
	size_t skip = name == SQL_LEAD_INSERT ? 1 : 0;
	sqlite3_stmt *stmt = store_prepare(s, name, err);

	if (stmt == NULL)
		return -1;
	if (column_bind(stmt, 1, column + skip, NCOLUMN - skip, lead) !=
	    SQLITE_OK || (!lead->has_value && sqlite3_bind_null(stmt,
	    VALUE_COLUMN + 1 - (int)skip) != SQLITE_OK))
		return store_fail(s, NULL, err);
	return store_step(s, stmt, err);
}

int
store_lead_tag(struct store *s, int64_t id, char **tag, struct lead_error *err)
{
	*tag = NULL;
	return store_text(s, SQL_LEAD_TAG, tag, err, "i", id);
}

int
store_lead_insert(struct store *s, const struct lead *lead, int64_t *id,
    struct lead_error *err)
{
	if (write_lead(s, SQL_LEAD_INSERT, lead, err) == -1)
		return -1;
	*id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

static const struct column *
find(const char *name)
{
	size_t i;

	for (i = 1; i < NCOLUMN; i++)
		if (strcmp(column[i].name, name) == 0)
			return &column[i];
	return NULL;
}

bool
store_lead_column(const char *name)
{
	return find(name) != NULL;
}

static int
number(const struct column *col, const char *value, int64_t *n,
    struct lead_error *err)
{
	char *end;

	errno = 0;
	*n = value == NULL ? 0 : strtoll(value, &end, 10);
	if (value != NULL && (*value == '\0' || *end != '\0' || errno != 0 ||
	    (col->type == COLUMN_BOOL && *n != 0 && *n != 1)))
		return lead_fail(err, LEAD_EUSAGE, "%s: not a number: %s",
		    col->name, value);
	return 0;
}

static int
set_value(struct lead *lead, const char *value, struct lead_error *err)
{
	char *end;

	lead->has_value = value != NULL;
	if (value == NULL)
		return 0;
	lead->value = strtod(value, &end);
	/* a comparison with itself is false for NaN, the last is infinity */
	if (*value == '\0' || *end != '\0' || lead->value - lead->value != 0)
		return lead_fail(err, LEAD_EUSAGE, "value: not a number: %s",
		    value);
	return 0;
}

static int
assign(struct lead *lead, const struct column *col, const char *value,
    struct lead_error *err)
{
	void *to = (char *)lead + col->offset;
	int64_t n;

	if (col->type == COLUMN_TEXT)
		return text_set(to, value) == 0 ? 0 :
		    lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (col->type == COLUMN_VALUE)
		return set_value(lead, value, err);
	if (number(col, value, &n, err) == -1)
		return -1;
	if (col->type == COLUMN_BOOL)
		*(bool *)to = n != 0;
	else
		*(int64_t *)to = n;
	return 0;
}

int
store_lead_who(struct store *s, int64_t id, char **owner, char **name,
    struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc = store_row(s, SQL_LEAD_WHO, &stmt, err, "i", id);

	*owner = *name = NULL;
	if (rc != 1)
		return rc;
	*owner = text_dup((const char *)sqlite3_column_text(stmt, 0));
	*name = text_dup((const char *)sqlite3_column_text(stmt, 1));
	if ((*owner == NULL && sqlite3_column_type(stmt, 0) != SQLITE_NULL) ||
	    (*name == NULL && sqlite3_column_type(stmt, 1) != SQLITE_NULL)) {
		free(*owner);
		free(*name);
		*owner = *name = NULL;
		rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	sqlite3_reset(stmt);
	return rc;
}

char *
store_lead_text(const struct lead *lead, const char *name)
{
	const struct column *col = find(name);
	struct buf b = {0};
	const void *at;
	int64_t n;

	if (col == NULL)
		return NULL;
	at = (const char *)lead + col->offset;
	if (col->type == COLUMN_TEXT)
		return text_dup(*(char *const *)at);
	if (col->type == COLUMN_VALUE) {
		if (lead->has_value)
			buf_printf(&b, "%.15g", lead->value);
		return b.len > 0 ? buf_take(&b) : NULL;
	}
	n = col->type == COLUMN_BOOL ? *(const bool *)at :
	    *(const int64_t *)at;
	if (n != 0)
		buf_printf(&b, "%lld", (long long)n);
	return b.len > 0 ? buf_take(&b) : NULL;
}

int
store_lead_set(struct store *s, int64_t id, const char *name,
    const char *value, struct lead_error *err)
{
	const struct column *col = find(name);
	struct lead lead;
	int rc;

	if (col == NULL)
		return lead_fail(err, LEAD_EUSAGE, "no such field: %s", name);
	if (value == NULL && (strcmp(name, "stage") == 0 ||
	    strcmp(name, "priority") == 0 || strcmp(name, "tag") == 0))
		return lead_fail(err, LEAD_EUSAGE, "%s: cannot be empty", name);
	if ((rc = store_lead_get(s, id, &lead, err)) == -1)
		return -1;
	if (rc == 0)
		return lead_fail(err, LEAD_ENOENT, "L%lld: no such lead",
		    (long long)id);
	rc = assign(&lead, col, value, err);
	if (rc == 0)
		rc = write_lead(s, SQL_LEAD_UPDATE, &lead, err);
	lead_free(&lead);
	return rc;
}

int
store_lead_set_int(struct store *s, int64_t id, const char *name,
    int64_t value, struct lead_error *err)
{
	char text[32];

	sqlite3_snprintf(sizeof(text), text, "%lld", (long long)value);
	return store_lead_set(s, id, name, text, err);
}

int
store_lead_add(struct store *s, int64_t id, const char *name, int64_t by,
    struct lead_error *err)
{
	int64_t final = id;
	int rc;

	if (strcmp(name, "replies") != 0 && strcmp(name, "touches") != 0 &&
	    strcmp(name, "score") != 0)
		return lead_fail(err, LEAD_EUSAGE, "no counter: %s", name);
	if ((rc = store_lead_final(s, id, &final, err)) == -1)
		return -1;
	if (rc == 0)
		return lead_fail(err, LEAD_ENOENT, "L%lld: no such lead",
		    (long long)id);
	return store_exec(s, SQL_LEAD_ADD, err, "iti", final, name, by);
}

int
store_field_set(struct store *s, int64_t lead, const char *name,
    const char *value, struct lead_error *err)
{
	if (value == NULL)
		return store_exec(
		    s, SQL_FIELD_DELETE, err, "it", lead, name);
	return store_exec(s, SQL_FIELD_SET, err, "itt", lead, name, value);
}

int
store_field_get(struct store *s, int64_t lead, const char *name, char **out,
    struct lead_error *err)
{
	*out = NULL;
	return store_text(s, SQL_FIELD_GET, out, err, "it", lead, name);
}

int
store_field_each(struct store *s, int64_t lead,
    int (*fn)(void *, const char *name, const char *value), void *arg,
    struct lead_error *err)
{
	sqlite3_stmt *stmt;
	char *name = NULL, *value = NULL;
	int rc;

	/* one look-up a field, by the name before: fn may change fields */
	while ((rc = store_row(s, SQL_FIELD_NEXT, &stmt, err, "it", lead,
	    name != NULL ? name : "")) == 1) {
		free(name);
		free(value);
		name = strdup((const char *)sqlite3_column_text(stmt, 0));
		value = strdup((const char *)sqlite3_column_text(stmt, 1));
		sqlite3_reset(stmt);
		if (name == NULL || value == NULL) {
			rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
			break;
		}
		if ((rc = fn(arg, name, value)) != 0)
			break;
	}
	free(name);
	free(value);
	return rc;
}

int
store_lead_each(struct store *s, const struct store_query *query,
    int (*fn)(void *, const struct lead *), void *arg,
    struct lead_error *err)
{
	struct store_ids ids = {0};
	struct lead lead;
	size_t i;
	int rc;

	if ((rc = store_expr_select(s, query, &ids, err)) == -1)
		return -1;
	for (i = 0; i < ids.count && rc == 0; i++) {
		if ((rc = get(s, ids.id[i], &lead, err)) != 1)
			continue;
		rc = fn(arg, &lead);
		lead_free(&lead);
	}
	free(ids.id);
	return rc;
}

int
store_owner_load(struct store *s, const char *owner, int64_t since,
    int64_t *open, int64_t *given, struct lead_error *err)
{
	int64_t o = 0, g = 0;

	if (store_int(s, SQL_OWNER_OPEN, &o, err, "t", owner) == -1 ||
	    store_int(s, SQL_OWNER_GIVEN, &g, err, "ti", owner, since) == -1)
		return -1;
	*open = o;
	*given = g;
	return 0;
}
