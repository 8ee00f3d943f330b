/*
 * SQL functions of a time as the firm's clock shows it: local, weekday_of,
 * hour_of.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/zone.h"
#include "store/store_internal.h"

void
store_set_zone(struct store *s, const char *zone)
{
	snprintf(s->zone, sizeof(s->zone), "%s", zone != NULL ? zone : "");
}

static bool
local(sqlite3_context *ctx, sqlite3_value *value, struct tm *tm)
{
	struct store *s = sqlite3_user_data(ctx);

	if (sqlite3_value_type(value) == SQLITE_NULL)
		return false;
	memset(tm, 0, sizeof(*tm));
	zone_local(s->zone, sqlite3_value_int64(value), tm);
	return true;
}

static void
fn_local(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct tm tm;
	char text[32];
	size_t n;

	(void)argc;
	if (!local(ctx, argv[0], &tm))
		return;
	n = strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm);
	sqlite3_result_text(ctx, text, (int)n, SQLITE_TRANSIENT);
}

static void
fn_weekday(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	static const char *const day[] = {
	    "sun", "mon", "tue", "wed", "thu", "fri", "sat"};
	struct tm tm;

	(void)argc;
	if (local(ctx, argv[0], &tm) && tm.tm_wday >= 0 && tm.tm_wday < 7)
		sqlite3_result_text(ctx, day[tm.tm_wday], 3, SQLITE_STATIC);
}

static void
fn_hour(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct tm tm;

	(void)argc;
	if (local(ctx, argv[0], &tm))
		sqlite3_result_int(ctx, tm.tm_hour);
}

int
local_init(struct store *s)
{
	int rc;

	if ((rc = sqlite3_create_function(s->db, "local", 1, SQLITE_UTF8, s,
	    fn_local, NULL, NULL)) != SQLITE_OK ||
	    (rc = sqlite3_create_function(s->db, "weekday_of", 1, SQLITE_UTF8,
	    s, fn_weekday, NULL, NULL)) != SQLITE_OK)
		return rc;
	return sqlite3_create_function(
	    s->db, "hour_of", 1, SQLITE_UTF8, s, fn_hour, NULL, NULL);
}
