/* Segments of a text, counted by hand from 3GPP TS 23.038. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "model/sms.h"

/* n times what, and then last. */
static int
count(const char *what, int n, const char *last, bool *unicode)
{
	char text[2048] = "";

	while (n-- > 0)
		strcat(text, what);
	strcat(text, last);
	return sms_segments(text, strlen(text), unicode);
}

static void
segments_are_counted(void **state)
{
	bool unicode;

	(void)state;
	assert_int_equal(count("", 0, "", &unicode), 0);
	assert_int_equal(count("a", 160, "", &unicode), 1);
	assert_false(unicode);
	assert_int_equal(count("a", 161, "", &unicode), 2);
	assert_int_equal(count("a", 306, "", &unicode), 2);
	assert_int_equal(count("a", 307, "", &unicode), 3);
	/* the euro sign takes two; e acute is in the alphabet */
	assert_int_equal(count("\xe2\x82\xac", 80, "", &unicode), 1);
	assert_int_equal(count("\xe2\x82\xac", 80, "a", &unicode), 2);
	assert_int_equal(count("\xc3\xa9", 160, "", &unicode), 1);
	assert_false(unicode);
	/* an escape is not cut in two: 152 + 2 does not fit 153 */
	assert_int_equal(count("a", 152, "\xe2\x82\xac", &unicode), 1);
	assert_int_equal(count("a", 305, "\xe2\x82\xac", &unicode), 3);
	/* a curly quote makes all of it UCS-2 */
	assert_int_equal(count("a", 69, "\xe2\x80\x99", &unicode), 1);
	assert_true(unicode);
	assert_int_equal(count("a", 70, "\xe2\x80\x99", &unicode), 2);
	/* an emoji is two units: 35 fit one, 33 a part */
	assert_int_equal(count("\xf0\x9f\x98\x80", 35, "", &unicode), 1);
	assert_int_equal(count("\xf0\x9f\x98\x80", 36, "", &unicode), 2);
	assert_int_equal(count("\xf0\x9f\x98\x80", 67, "", &unicode), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
