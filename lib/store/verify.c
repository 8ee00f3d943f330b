/* What must be true of every store, looked for row by row. */
#include <stdlib.h>
#include <string.h>

#include "store/schema.h"
#include "store/store_internal.h"

struct teller {
	int (*fn)(void *, const char *);
	void *arg;
};

/* Hands over each row's first column; ok: the word that is no fault. */
static int
tell(struct store *s, sqlite3_stmt *stmt, const struct teller *to,
    const char *ok, struct lead_error *err)
{
	const char *text;
	int step, rc = 0;

	while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
		text = (const char *)sqlite3_column_text(stmt, 0);
		if (text == NULL || (ok != NULL &&
		    sqlite3_stricmp(text, ok) == 0))
			continue;
		if ((rc = to->fn(to->arg, text)) != 0)
			break;
	}
	if (rc == 0 && step != SQLITE_DONE)
		rc = store_fail(s, "verify", err);
	sqlite3_reset(stmt);
	return rc;
}

/* The statement at its next row: its name and text; false at the end. */
static bool
next(sqlite3_stmt *stmt, const char **name, const char **sql)
{
	if (sqlite3_step(stmt) != SQLITE_ROW)
		return false;
	*name = (const char *)sqlite3_column_text(stmt, 0);
	*sql = (const char *)sqlite3_column_text(stmt, 1);
	return *name != NULL && *sql != NULL;
}

/* Both lists stand in the order of their names. */
static int
compare(sqlite3_stmt *want, sqlite3_stmt *have, const struct teller *to)
{
	const char *a, *as, *b, *bs;
	bool more = next(have, &b, &bs);
	char text[160];
	int rc = 0, order;

	while (rc == 0 && next(want, &a, &as)) {
		while (more && strcmp(b, a) < 0)
			more = next(have, &b, &bs);
		order = more ? strcmp(a, b) : -1;
		if (order == 0 && strcmp(as, bs) == 0)
			continue;
		sqlite3_snprintf(sizeof(text), text, "schema: %.80s is %s", a,
		    order == 0 ? "not as it was made" : "gone");
		rc = to->fn(to->arg, text);
	}
	return rc;
}

/* A trigger or index that somebody dropped guards nothing any more. */
static int
schema_same(struct store *s, const struct teller *to, struct lead_error *err)
{
	sqlite3_stmt *have = store_prepare(s, SQL_SCHEMA, err), *want = NULL;
	sqlite3 *fresh = NULL;
	int i, rc;

	if (have == NULL)
		return -1;
	rc = sqlite3_open(":memory:", &fresh);
	for (i = 0; i < schema_version && rc == SQLITE_OK; i++)
		rc = sqlite3_exec(fresh, schema_step[i], NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(fresh, sql_text[SQL_SCHEMA], -1, &want,
		    NULL);
	if (rc == SQLITE_OK)
		rc = compare(want, have, to);
	else
		rc = lead_fail(err, LEAD_EAGAIN, "verify: %s",
		    sqlite3_errmsg(fresh));
	sqlite3_finalize(want);
	sqlite3_close(fresh);
	sqlite3_reset(have);
	return rc;
}

int
store_verify(struct store *s, int (*fn)(void *, const char *fault),
    void *arg, struct lead_error *err)
{
	const struct teller to = {fn, arg};
	sqlite3_stmt *stmt;
	enum sql_name name;
	int rc = schema_same(s, &to, err);

	for (name = SQL_VERIFY_FILE; name <= SQL_VERIFY_TAIL && rc == 0;
	    name++) {
		if ((stmt = store_prepare(s, name, err)) == NULL)
			return -1;
		rc = tell(s, stmt, &to, "ok", err);
	}
	return rc;
}
