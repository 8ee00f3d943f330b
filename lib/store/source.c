/* When leads came, source by source, and when the store began and ended. */
#include "store/store_internal.h"

int
store_source_each(struct store *s, int64_t since,
    int (*fn)(void *, const char *source, int64_t at), void *arg,
    struct lead_error *err)
{
	sqlite3_stmt *stmt = store_prepare(s, SQL_SOURCE_EACH, err);
	int step, rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, since);
	while (rc == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW)
		rc = fn(arg, (const char *)sqlite3_column_text(stmt, 0),
		    sqlite3_column_int64(stmt, 1));
	if (rc == 0 && step != SQLITE_DONE)
		rc = store_fail(s, NULL, err);
	sqlite3_reset(stmt);
	return rc;
}

int
store_event_ends(struct store *s, int64_t *oldest, int64_t *newest,
    struct lead_error *err)
{
	int64_t a = 0, b = 0;

	if (store_int(s, SQL_EVENT_OLDEST, &a, err, "") == -1 ||
	    store_int(s, SQL_EVENT_NEWEST, &b, err, "") == -1)
		return -1;
	*oldest = a;
	*newest = b;
	return 0;
}
