/* model/lead.c: where a stage leads, and letting go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "model/lead.h"

static void
ten_stages_are_known(void **state)
{
	static const char *const names[] = {"new", "contacted", "waiting",
	    "replied", "qualified", "booked", "proposal", "won", "lost",
	    "inactive"};
	size_t i;

	(void)state;
	for (i = 0; i < 10; i++) {
		assert_true(lead_stage_known(names[i]));
		assert_int_equal(lead_stage_open(names[i]), i < 7);
		assert_true(lead_stage_may(names[i], names[i]));
	}
	assert_false(lead_stage_known("wo"));
	assert_false(lead_stage_known(""));
	assert_false(lead_stage_known(NULL));
	assert_false(lead_stage_open("nosuch"));
}

static void
stages_move_by_the_table(void **state)
{
	(void)state;
	assert_true(lead_stage_may("new", "contacted"));
	assert_true(lead_stage_may("proposal", "waiting"));
	assert_true(lead_stage_may("proposal", "won"));
	assert_true(lead_stage_may("replied", "lost"));
	assert_true(lead_stage_may("inactive", "replied"));
	assert_true(lead_stage_may("lost", "replied"));
	assert_false(lead_stage_may("new", "won"));
	assert_false(lead_stage_may("waiting", "new"));
	assert_false(lead_stage_may("won", "lost"));
	assert_false(lead_stage_may("lost", "won"));
	assert_false(lead_stage_may("new", "wait"));
	assert_false(lead_stage_may("new", " "));
	assert_false(lead_stage_may("nosuch", "won"));
	assert_false(lead_stage_may(NULL, "won"));
}

static void
what_is_freed_is_zeroed(void **state)
{
	struct lead l = {.id = 7};
	struct message m = {.id = 7};

	(void)state;
	l.name = strdup("Dana");
	l.references = strdup("<a@b>");
	lead_free(&l);
	assert_int_equal(l.id, 0);
	assert_null(l.name);
	m.bytes = malloc(3);
	message_free(&m);
	assert_null(m.bytes);
	message_free(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ten_stages_are_known),
	    cmocka_unit_test(stages_move_by_the_table),
	    cmocka_unit_test(what_is_freed_is_zeroed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
