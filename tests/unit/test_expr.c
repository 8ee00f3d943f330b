/* Rules: what they may say, what they may not, what they see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/store.h"

static char dir[] = "/tmp/test_expr.XXXXXX";
static char path[64];
static struct store *store;
static int64_t id;

static int
setup(void **state)
{
	struct lead lead = {.name = "Dana Reyes", .service = "plumbing",
	    .zip = "90210", .message = "a LEAK in the kitchen",
	    .source = "website", .received = 1709251200, .returning = true,
	    .automation = true}; /* 2024-03-01 00:00 UTC, a Friday */
	struct lead_error err;

	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/leads.db", dir);
	if (store_open(&store, path, STORE_CREATE, 5, NULL, &err) == -1 ||
	    store_person_insert(store, "Dana", NULL, 1, &lead.person, &err) ==
	    -1 || store_lead_insert(store, &lead, &id, &err) == -1 ||
	    store_field_set(store, id, "roof type", "tile", &err) == -1) {
		print_error("%s\n", err.msg);
		return -1;
	}
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	store_close(store);
	unlink(path);
	return rmdir(dir);
}

static void
rules_hold_or_do_not(void **state)
{
	static const struct {
		const char *expr;
		int holds;
	} row[] = {
	    {"1", 1}, {"0", 0}, {"NULL", 0}, {"0.5", 1},
	    {"service LIKE 'plumb%' AND (zip GLOB '902*' OR 0)", 1},
	    {"message REGEXP '(?i)leak|burst'", 1},
	    {"message REGEXP 'leak'", 0},
	    {"note REGEXP 'x'", 0},
	    {"returning", 1}, {"NOT Returning", 0},
	    {"field('roof type') = 'tile'", 1},
	    {"FIELD ( 'roof type' ) = 'slate'", 0},
	    {"field('none') IS NULL", 1},
	    {"opens = 0", 0}, {"opens IS NULL", 1},
	    {"received_local = '2024-02-29 16:00'", 1},
	    {"weekday = 'thu' AND hour = 16", 1},
	    {"in_hours", 1},
	    {"stage IN ('new', 'it''s (')", 1},
	    {"coalesce(value, 0) >= 5000", 0},
	    {"ref = 'L1'", 1},
	    {"(SELECT count(*) FROM lead_row) = 1", -1},
	};
	struct lead_error err;
	size_t i;
	int rc;

	(void)state;
	store_set_zone(store, "America/Los_Angeles");
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		rc = store_expr_match(store, id, row[i].expr, true, &err);
		if (rc != row[i].holds)
			fail_msg("%s: %d %s", row[i].expr, rc,
			    rc == -1 ? err.msg : "");
	}
}

static void
what_is_not_one_pure_expression_is_refused(void **state)
{
	static const char *const expr[] = {"", "1)", "1) OR (1", "(1", "1; 2",
	    "1 -- x", "1 /* x", "'open", "stage = \"new\"", "nosuch = 1",
	    "(SELECT tag FROM lead) = 'x'", "(SELECT raw FROM inbox)",
	    "load_extension('x')", "randomblob(9)", "random() = 1",
	    "tag = 'x'", "id IN (SELECT lead FROM event)", "?1", ":in_hours",
	    "EXISTS (SELECT 1 FROM sqlite_schema)", "1, 2",
	    "EXISTS (SELECT 1 FROM pragma_table_info('lead'))",
	    ("(WITH RECURSIVE c(x) AS (VALUES(1) UNION SELECT x FROM c)"
	     " SELECT x FROM c)")};
	struct lead_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(expr) / sizeof(expr[0]); i++) {
		if (store_expr_check(store, expr[i], &err) != -1)
			fail_msg("accepted: %s", expr[i]);
		assert_int_equal(err.code, LEAD_EDATA);
	}
	assert_int_equal(store_expr_check(store, "score > 3", &err), 0);
	assert_int_equal(store_expr_match(store, id, "name REGEXP '('", false,
	    &err), -1);
	assert_int_equal(err.code, LEAD_EDATA);
}

static void
a_rule_that_never_ends_is_stopped(void **state)
{
	static const char expr[] = "(SELECT 1 FROM lead_row a"
	    " WHERE a.name REGEXP 'x' AND 1) = 1";
	struct lead_error err;

	(void)state;
	assert_int_equal(store_expr_match(store, id, expr, false, &err), 0);
	assert_int_equal(store_regex("(a+)+$",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", NULL, NULL, &err),
	    0);
}

static int
count(void *arg, const struct lead *lead)
{
	assert_string_equal(lead->name, "Dana Reyes");
	++*(int *)arg;
	return 0;
}

static void
a_list_takes_the_same_rules(void **state)
{
	struct store_query q = {.where = "field('roof type') = 'tile'",
	    .sort = "-received", .open = true};
	struct lead_error err;
	int n = 0;

	(void)state;
	assert_int_equal(store_lead_each(store, &q, count, &n, &err), 0);
	assert_int_equal(n, 1);
	q.where = "stage = 'won'";
	assert_int_equal(store_lead_each(store, &q, count, &n, &err), 0);
	assert_int_equal(n, 1);
	q.unrouted = true;
	q.where = "zip = '90210'";
	assert_int_equal(store_lead_each(store, &q, count, &n, &err), 0);
	assert_int_equal(n, 2);
	q.sort = "nosuch";
	assert_int_equal(store_lead_each(store, &q, count, &n, &err), -1);
	assert_int_equal(err.code, LEAD_EDATA);
	q.sort = NULL;
	q.where = "name REGEXP '['";
	assert_int_equal(store_lead_each(store, &q, count, &n, &err), -1);
	assert_int_equal(err.code, LEAD_EDATA);
}

static void
a_list_of_ids_may_be_sorted(void **state)
{
	int64_t ids[] = {99, id};
	struct store_query q = {.ids = ids, .nids = 2};
	struct lead_error err;
	int n = 0;

	(void)state;
	assert_int_equal(store_lead_each(store, &q, count, &n, &err), 0);
	assert_int_equal(n, 1);
	q.sort = "name";
	assert_int_equal(store_lead_each(store, &q, count, &n, &err), 0);
	assert_int_equal(n, 2);
	q.nids = 1;
	assert_int_equal(store_lead_each(store, &q, count, &n, &err), 0);
	assert_int_equal(n, 2);
}

static void
a_match_tells_its_bytes(void **state)
{
	struct lead_error err;
	size_t start, end;

	(void)state;
	assert_int_equal(store_regex("l[e]+ak", "a leak", &start, &end, &err),
	    1);
	assert_int_equal(start, 2);
	assert_int_equal(end, 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules_hold_or_do_not),
	    cmocka_unit_test(what_is_not_one_pure_expression_is_refused),
	    cmocka_unit_test(a_rule_that_never_ends_is_stopped),
	    cmocka_unit_test(a_list_takes_the_same_rules),
	    cmocka_unit_test(a_list_of_ids_may_be_sorted),
	    cmocka_unit_test(a_match_tells_its_bytes)};

	return cmocka_run_group_tests(tests, setup, teardown);
}
