/* base/when.c: words of time. Now is Wednesday 25 November 2026, 10:20 in
 * Los Angeles (18:20Z). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/when.h"

#define LA "America/Los_Angeles"
#define NOW 1795630800LL /* 2026-11-25T18:20:00Z */

static void
check(const char *text, const char *want)
{
	struct lead_error err = {0};
	char buf[32];
	int64_t t;

	if (lead_when_parse(text, NOW, LA, &t, &err) == -1)
		fail_msg("'%s': %s", text, err.msg);
	lead_when_format(t, LA, buf, sizeof(buf));
	if (strcmp(buf, want) != 0)
		fail_msg("'%s' is %s, not %s", text, buf, want);
}

static void
iso_dates_are_read_in_the_zone(void **state)
{
	(void)state;
	check("2026-11-25T10:20:00-08:00", "2026-11-25T10:20:00-08:00");
	check("2026-11-25T18:20Z", "2026-11-25T10:20:00-08:00");
	check("2026-11-25 19:20:00.123+01", "2026-11-25T10:20:00-08:00");
	check("2026-07-01T09:05", "2026-07-01T09:05:00-07:00");
	check("2026-07-01 09:05", "2026-07-01T09:05:00-07:00");
	check("2026-07-01", "2026-07-01T00:00:00-07:00");
	check("2028-02-29", "2028-02-29T00:00:00-08:00");
}

static void
epochs_and_spans_are_read(void **state)
{
	(void)state;
	check("@0", "1969-12-31T16:00:00-08:00");
	check("@1795630800", "2026-11-25T10:20:00-08:00");
	check("+3d", "2026-11-28T10:20:00-08:00");
	check("-2h", "2026-11-25T08:20:00-08:00");
	check("+1w", "2026-12-02T10:20:00-08:00");
	check("+1mo", "2026-12-25T10:20:00-08:00");
	check("-1mo", "2026-10-25T10:20:00-07:00");
	check("-12mo", "2025-11-25T10:20:00-08:00");
}

static void
words_are_read(void **state)
{
	(void)state;
	check("now", "2026-11-25T10:20:00-08:00");
	check("today", "2026-11-25T00:00:00-08:00");
	check("today 15:00", "2026-11-25T15:00:00-08:00");
	check("Tonight", "2026-11-25T20:00:00-08:00");
	check("tomorrow", "2026-11-26T09:00:00-08:00");
	check(" tomorrow   3pm ", "2026-11-26T15:00:00-08:00");
	check("yesterday", "2026-11-24T00:00:00-08:00");
	check("fri 3pm", "2026-11-27T15:00:00-08:00");
	check("friday at 3:30pm", "2026-11-27T15:30:00-08:00");
	check("wed", "2026-12-02T09:00:00-08:00");
	check("tues", "2026-12-01T09:00:00-08:00");
	check("next week", "2026-11-30T09:00:00-08:00");
	check("next month", "2026-12-01T09:00:00-08:00");
	check("next monday noon", "2026-11-30T12:00:00-08:00");
	check("12am", "2026-11-25T00:00:00-08:00");
	check("12pm", "2026-11-25T12:00:00-08:00");
	check("8:05", "2026-11-25T08:05:00-08:00");
}

static void
nonsense_is_named(void **state)
{
	static const char *const bad[] = {"", " ", "soon", "2026-02-29",
	    "2026-13-01", "2026-11-25T25:00", "2026-11-25T10:20+99:00",
	    "2026-11-25x", "+", "+3", "+3x", "+4bh", "@", "@12x",
	    "@99999999999999999999", "today 25:00", "fri 13pm", "fri 3",
	    "next", "next year", "tomorrow 3pm x", "3", "tomorrow 9:5",
	    "now 15:00", "fr",
	    "tomorrowtomorrowtomorrowtomorrowtomorrowtomorrowtomorrowtomorrow"};
	struct lead_error err;
	int64_t t = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (lead_when_parse(bad[i], NOW, LA, &t, &err) == 0)
			fail_msg("'%s' was taken", bad[i]);
		assert_int_equal(err.code, LEAD_EUSAGE);
	}
	assert_int_equal(t, 7);
	lead_when_parse("soon", NOW, LA, &t, &err);
	assert_non_null(strstr(err.msg, "'soon'"));
}

static void
spans_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t n;
		enum span_unit unit;
	} good[] = {{"90s", 90, SPAN_SECOND}, {"15m", 15, SPAN_MINUTE},
	    {"4h", 4, SPAN_HOUR}, {"1d", 1, SPAN_DAY}, {"2w", 2, SPAN_WEEK},
	    {"1mo", 1, SPAN_MONTH}, {"15bm", 15, SPAN_BMINUTE},
	    {"4bh", 4, SPAN_BHOUR}, {"0bd", 0, SPAN_BDAY},
	    {"0", 0, SPAN_SECOND}};
	static const char *const bad[] = {"", "5", "-1d", "d", "1 d", "1D",
	    "1y", "99999999999999999999s", "4000000001s", "90000000d"};
	struct span s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(span_parse(good[i].text, &s, NULL), 0);
		assert_int_equal(s.n, good[i].n);
		assert_int_equal(s.unit, good[i].unit);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (span_parse(bad[i], &s, NULL) == 0)
			fail_msg("'%s' was taken", bad[i]);
}

static void
check_after(const char *from, const char *length, const char *want)
{
	struct span s;
	char buf[32];
	int64_t t;

	assert_int_equal(lead_when_parse(from, NOW, LA, &t, NULL), 0);
	assert_int_equal(span_parse(length, &s, NULL), 0);
	lead_when_format(span_after(&s, t, LA), LA, buf, sizeof(buf));
	assert_string_equal(buf, want);
}

static void
days_and_months_keep_the_wall_time(void **state)
{
	(void)state;
	check_after("2026-03-07T09:00", "1d", "2026-03-08T09:00:00-07:00");
	check_after("2026-03-07T09:00", "24h", "2026-03-08T10:00:00-07:00");
	check_after("2026-03-07T02:30", "1d", "2026-03-08T03:00:00-07:00");
	check_after("2026-10-31T01:30", "1d", "2026-11-01T01:30:00-07:00");
	check_after("2026-01-31T09:00", "1mo", "2026-02-28T09:00:00-08:00");
	check_after("2028-01-31T09:00", "1mo", "2028-02-29T09:00:00-08:00");
	check_after("2026-01-31T09:00", "3mo", "2026-04-30T09:00:00-07:00");
	check_after("2026-11-30T09:00", "3mo", "2027-02-28T09:00:00-08:00");
	check_after("2026-12-31T09:00", "1d", "2027-01-01T09:00:00-08:00");
}

static void
midnight_is_the_local_one(void **state)
{
	char buf[32];

	(void)state;
	assert_string_equal(lead_when_format(when_midnight(NOW, LA, 0), LA,
	    buf, sizeof(buf)), "2026-11-25T00:00:00-08:00");
	assert_string_equal(lead_when_format(when_midnight(NOW, LA, -30), LA,
	    buf, sizeof(buf)), "2026-10-26T00:00:00-07:00");
}

static void
offsets_of_minutes_are_printed(void **state)
{
	char buf[32];

	(void)state;
	assert_string_equal(lead_when_format(0, "Asia/Kathmandu", buf,
	    sizeof(buf)), "1970-01-01T05:30:00+05:30");
	assert_string_equal(lead_when_format(NOW, "Asia/Kathmandu", buf,
	    sizeof(buf)), "2026-11-26T00:05:00+05:45");
	assert_string_equal(lead_when_format(NOW, "America/St_Johns", buf,
	    sizeof(buf)), "2026-11-25T14:50:00-03:30");
	assert_string_equal(lead_when_format(NOW, NULL, buf, sizeof(buf)),
	    "2026-11-25T18:20:00+00:00");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(iso_dates_are_read_in_the_zone),
	    cmocka_unit_test(epochs_and_spans_are_read),
	    cmocka_unit_test(words_are_read),
	    cmocka_unit_test(nonsense_is_named),
	    cmocka_unit_test(spans_are_read),
	    cmocka_unit_test(days_and_months_keep_the_wall_time),
	    cmocka_unit_test(midnight_is_the_local_one),
	    cmocka_unit_test(offsets_of_minutes_are_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
