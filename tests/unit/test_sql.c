/* Every statement prepares on a fresh schema, and none is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "store/schema.h"
#include "store/sql.h"

static void
every_statement_prepares_on_a_fresh_schema(void **state)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;
	const char *tail;
	int i;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	for (i = 0; i < schema_version; i++)
		assert_int_equal(sqlite3_exec(db, schema_step[i], NULL, NULL,
		    NULL), SQLITE_OK);
	for (i = 0; i < SQL__MAX; i++) {
		assert_non_null(sql_text[i]);
		if (sqlite3_prepare_v2(db, sql_text[i], -1, &stmt, &tail) !=
		    SQLITE_OK)
			fail_msg("%d: %s: %s", i, sqlite3_errmsg(db),
			    sql_text[i]);
		assert_string_equal(tail, "");
		sqlite3_finalize(stmt);
	}
	sqlite3_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_statement_prepares_on_a_fresh_schema)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
