/* Who posted how often of late, and what was refused how often. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/store_internal.h"

int
store_visitor_add(struct store *s, const char *who, int64_t now,
    int64_t window, int64_t *count, int64_t *since, struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc;

	if (store_exec(s, SQL_VISITOR_PURGE, err, "i", now - window) == -1 ||
	    store_exec(s, SQL_VISITOR_ADD, err, "ti", who, now) == -1)
		return -1;
	if ((rc = store_row(s, SQL_VISITOR_GET, &stmt, err, "t", who)) != 1)
		return rc;
	*count = sqlite3_column_int64(stmt, 0);
	*since = sqlite3_column_int64(stmt, 1);
	sqlite3_reset(stmt);
	return 1;
}

int
store_refusal_add(struct store *s, const char *reason, int64_t now,
    struct lead_error *err)
{
	return store_exec(s, SQL_REFUSAL_ADD, err, "ti", reason, now);
}

int
store_refusal_each(struct store *s,
    int (*fn)(void *, const char *reason, int64_t count, int64_t last),
    void *arg, struct lead_error *err)
{
	sqlite3_stmt *stmt;
	char reason[32] = "";
	int rc;

	while ((rc = store_row(
		    s, SQL_REFUSAL_NEXT, &stmt, err, "t", reason)) == 1) {
		int64_t count = sqlite3_column_int64(stmt, 1);
		int64_t last = sqlite3_column_int64(stmt, 2);

		snprintf(reason, sizeof(reason), "%s",
		    (const char *)sqlite3_column_text(stmt, 0));
		sqlite3_reset(stmt);
		if ((rc = fn(arg, reason, count, last)) != 0)
			return rc;
	}
	return rc;
}
