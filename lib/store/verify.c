/* What must be true of every store, looked for row by row. */
#include <stdlib.h>

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

int
store_verify(struct store *s, int (*fn)(void *, const char *fault),
    void *arg, struct lead_error *err)
{
	const struct teller to = {fn, arg};
	sqlite3_stmt *stmt;
	enum sql_name name;
	int rc = 0;

	for (name = SQL_VERIFY_FILE; name <= SQL_VERIFY_TAIL && rc == 0;
	    name++) {
		if ((stmt = store_prepare(s, name, err)) == NULL)
			return -1;
		rc = tell(s, stmt, &to, "ok", err);
	}
	return rc;
}
