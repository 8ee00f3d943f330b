/* base/text.c by cases worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void
is(char *got, const char *want)
{
	assert_non_null(got);
	assert_string_equal(got, want);
	free(got);
}

static void
text_trim_takes_both_ends_only(void **state)
{
	(void)state;
	is(text_trim(" \t a b \r\n"), "a b");
	is(text_trim(""), "");
	assert_null(text_trim(NULL));
}

static void
text_fold_space_leaves_no_line_break(void **state)
{
	(void)state;
	is(text_fold_space("a\r\n\t b\xc2\xa0 c "), "a b c");
}

static void
text_utf8_mends_what_is_broken(void **state)
{
	(void)state;
	is(text_utf8("a\xff" "b", 3), "a\xef\xbf\xbd" "b");
	is(text_utf8("a\0b", 3), "a b");
	is(text_utf8("a\r\n\x1b[1m", 7), "a\n [1m");
	is(text_utf8("\xed\xa0\x80", 3),
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	is(text_utf8("\xc0\xaf", 2), "\xef\xbf\xbd\xef\xbf\xbd");
}

static void
text_width_counts_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width("abc"), 3);
	assert_int_equal(text_width("\xc3\xa9"), 1);
	assert_int_equal(text_width("e\xcc\x81"), 1);
	assert_int_equal(text_width("\xe5\xb1\xb1\xe6\x9c\xac"), 4);
	assert_int_equal(text_width(NULL), 0);
}

static void
text_compares_without_a_locale(void **state)
{
	(void)state;
	assert_true(text_is_nocase("Subject", "sUBJECT"));
	assert_false(text_is_nocase("a", NULL));
	assert_true(text_is(NULL, NULL));
	assert_true(text_has("an Apple", "apple"));
	assert_false(text_has(NULL, "a"));
	assert_true(text_empty(" \n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_trim_takes_both_ends_only),
	    cmocka_unit_test(text_fold_space_leaves_no_line_break),
	    cmocka_unit_test(text_utf8_mends_what_is_broken),
	    cmocka_unit_test(text_width_counts_columns),
	    cmocka_unit_test(text_compares_without_a_locale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
