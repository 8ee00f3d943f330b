/* follow/calendar.c: business time by tables of cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/zone.h"
#include "follow/calendar.h"

#define LA "America/Los_Angeles"
#define HOUR 3600

/* Monday to Friday 8 to 18, Saturday 9 to 13; Thanksgiving and the days of
 * Christmas are closed. */
static struct config_hours hours[] = {{1, 480, 1080}, {2, 480, 1080},
    {3, 480, 1080}, {4, 480, 1080}, {5, 480, 1080}, {6, 540, 780}};
static struct config_dates closed[] = {
    {20261126, 20261126}, {20261224, 20270102}};
static const struct config_calendar firm = {hours, 6, closed, 2};

static struct config_hours around[] = {{0, 0, 1440}, {1, 0, 1440},
    {2, 0, 1440}, {3, 0, 1440}, {4, 0, 1440}, {5, 0, 1440}, {6, 0, 1440}};
static const struct config_calendar always = {around, 7, NULL, 0};

static struct config_hours halves[] = {{1, 540, 720}, {1, 780, 1020}};
static const struct config_calendar lunch = {halves, 2, NULL, 0};

static int64_t
when(const char *zone, const char *text)
{
	int64_t t;

	assert_int_equal(lead_when_parse(text, 0, zone, &t, NULL), 0);
	return t;
}

static void
same(const char *zone, int64_t t, const char *want)
{
	char got[32], wanted[32];

	lead_when_format(t, zone, got, sizeof(got));
	lead_when_format(when(zone, want), zone, wanted, sizeof(wanted));
	assert_string_equal(got, wanted);
}

static int64_t
add(const struct config_calendar *c, const char *zone, const char *from,
    const char *length)
{
	struct span s;

	assert_int_equal(span_parse(length, &s, NULL), 0);
	return calendar_add(c, zone, when(zone, from), &s);
}

static void
hours_are_half_open(void **state)
{
	(void)state;
	assert_false(calendar_open(&firm, LA, when(LA, "2026-11-25 07:59")));
	assert_true(calendar_open(&firm, LA, when(LA, "2026-11-25 08:00")));
	assert_true(calendar_open(&firm, LA, when(LA, "2026-11-25 17:59:59")));
	assert_false(calendar_open(&firm, LA, when(LA, "2026-11-25 18:00")));
	assert_false(calendar_open(&firm, LA, when(LA, "2026-11-26 10:00")));
	assert_true(calendar_open(&firm, LA, when(LA, "2026-11-28 12:00")));
	assert_false(calendar_open(&firm, LA, when(LA, "2026-11-29 12:00")));
}

static void
the_next_opening_skips_nights_and_holidays(void **state)
{
	(void)state;
	same(LA, calendar_next_open(&firm, LA, when(LA, "2026-11-24 12:34")),
	    "2026-11-24 12:34");
	same(LA, calendar_next_open(&firm, LA, when(LA, "2026-11-24 18:00")),
	    "2026-11-25 08:00");
	same(LA, calendar_next_open(&firm, LA, when(LA, "2026-11-25 18:00")),
	    "2026-11-27 08:00");
	same(LA, calendar_next_open(&firm, LA, when(LA, "2026-12-23 20:00")),
	    "2027-01-04 08:00");
	assert_int_equal(calendar_next_open(&(struct config_calendar){0}, LA,
	    when(LA, "2026-11-24")), 0);
}

static void
business_minutes_count_open_time_only(void **state)
{
	(void)state;
	same(LA, add(&firm, LA, "2026-11-24 10:00", "60bm"),
	    "2026-11-24 11:00");
	same(LA, add(&firm, LA, "2026-11-24 17:30", "60bm"),
	    "2026-11-25 08:30");
	same(LA, add(&firm, LA, "2026-11-25 17:30", "60bm"),
	    "2026-11-27 08:30");
	same(LA, add(&firm, LA, "2026-11-28 12:00", "4bh"),
	    "2026-11-30 11:00");
	same(LA, add(&firm, LA, "2026-11-24 17:00", "60bm"),
	    "2026-11-24 18:00");
	same(LA, add(&firm, LA, "2026-11-24 05:00", "0bm"),
	    "2026-11-24 08:00");
	same(LA, add(&lunch, LA, "2026-11-23 11:30", "60bm"),
	    "2026-11-23 13:30");
	same(LA, add(&firm, LA, "2026-11-27 20:00", "48h"),
	    "2026-11-29 20:00");
}

static void
business_days_are_whole_days(void **state)
{
	(void)state;
	same(LA, add(&firm, LA, "2026-11-24 10:00", "0bd"),
	    "2026-11-24 18:00");
	same(LA, add(&firm, LA, "2026-11-24 19:00", "0bd"),
	    "2026-11-25 18:00");
	same(LA, add(&firm, LA, "2026-11-29 12:00", "0bd"),
	    "2026-11-30 18:00");
	same(LA, add(&firm, LA, "2026-11-25 15:00", "1bd"),
	    "2026-11-27 15:00");
	same(LA, add(&firm, LA, "2026-11-25 15:00", "2bd"),
	    "2026-11-28 13:00");
	same(LA, add(&firm, LA, "2026-11-29 06:00", "1bd"),
	    "2026-11-30 08:00");
}

static void
a_calendar_never_open_falls_back_to_plain_time(void **state)
{
	const struct config_calendar none = {0};

	(void)state;
	same(LA, add(&none, LA, "2026-11-24 10:00", "60bm"),
	    "2026-11-24 11:00");
	same(LA, add(&none, LA, "2026-11-24 10:00", "2bd"),
	    "2026-11-26 10:00");
}

static void
days_of_change_are_shorter_and_longer(void **state)
{
	(void)state;
	same(LA, add(&always, LA, "2026-03-08 00:00", "3bh"),
	    "2026-03-08 04:00");
	same(LA, add(&firm, LA, "2026-03-07 12:30", "60bm"),
	    "2026-03-09 08:30");
	same("Australia/Lord_Howe", add(&always, "Australia/Lord_Howe",
	    "2026-10-04 00:00", "4bh"), "2026-10-04 04:30");
}

static void
odd_zones_have_their_hours(void **state)
{
	(void)state;
	/* 08:00 in Kathmandu is 02:15Z. */
	same(NULL, calendar_next_open(&firm, "Asia/Kathmandu",
	    when(NULL, "2026-11-23 00:00")), "2026-11-23 02:15");
	same(NULL, calendar_next_open(&firm, "Australia/Lord_Howe",
	    when(NULL, "2026-07-05 20:00")), "2026-07-05 21:30");
}

static void
a_deadline_set_after_hours_waits_for_the_morning(void **state)
{
	const struct config_deadline first = {
	    .within = {60, SPAN_BMINUTE}, .after_hours = 600};
	const struct config_deadline at_once = {
	    .within = {0, SPAN_SECOND}, .after_hours = -1};
	const struct config_deadline pricing = {
	    .within = {15, SPAN_BMINUTE}, .after_hours = -1};

	(void)state;
	same(LA, calendar_deadline(&firm, LA, when(LA, "2026-11-24 10:00"),
	    &first), "2026-11-24 11:00");
	same(LA, calendar_deadline(&firm, LA, when(LA, "2026-11-24 20:00"),
	    &first), "2026-11-25 10:00");
	same(LA, calendar_deadline(&firm, LA, when(LA, "2026-11-25 20:00"),
	    &first), "2026-11-27 10:00");
	same(LA, calendar_deadline(&firm, LA, when(LA, "2026-11-30 03:00"),
	    &first), "2026-11-30 10:00");
	same(LA, calendar_deadline(&firm, LA, when(LA, "2026-11-24 20:00"),
	    &at_once), "2026-11-24 20:00");
	same(LA, calendar_deadline(&firm, LA, when(LA, "2026-11-24 20:00"),
	    &pricing), "2026-11-25 08:15");
	same(LA, calendar_deadline(&lunch, LA, when(LA, "2026-11-23 12:30"),
	    &first), "2026-11-23 14:00");
}

static void
words(const char *now, const char *due, const char *want)
{
	char *s = calendar_words(LA, when(LA, now), when(LA, due));

	assert_non_null(s);
	assert_string_equal(s, want);
	free(s);
}

static void
due_times_are_said_in_words(void **state)
{
	(void)state;
	words("2026-11-25 10:20", "2026-11-25 15:00", "today by 15:00");
	words("2026-11-25 23:59", "2026-11-26 10:00", "by 10:00 tomorrow");
	words("2026-11-25 10:20", "2026-11-30 10:00", "by 10:00 on Monday");
	words("2026-11-25 10:20", "2026-12-01 10:00", "by 10:00 on Tuesday");
	words("2026-12-24 10:20", "2027-01-04 10:00",
	    "by 10:00 on Monday 4 January");
	words("2026-11-25 10:20", "2026-12-02 08:05",
	    "by 08:05 on Wednesday 2 December");
	words("2026-12-31 10:20", "2027-01-01 10:00", "by 10:00 tomorrow");
}

static void
quiet_hours_wrap_midnight(void **state)
{
	(void)state;
	assert_false(calendar_quiet(LA, when(LA, "2026-11-25 20:59"), 1260,
	    480));
	assert_true(calendar_quiet(LA, when(LA, "2026-11-25 21:00"), 1260,
	    480));
	assert_true(calendar_quiet(LA, when(LA, "2026-11-25 07:59"), 1260,
	    480));
	assert_false(calendar_quiet(LA, when(LA, "2026-11-25 08:00"), 1260,
	    480));
	assert_true(calendar_quiet(LA, when(LA, "2026-11-25 12:30"), 720,
	    780));
	assert_false(calendar_quiet(LA, when(LA, "2026-11-25 12:30"), 750,
	    750));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hours_are_half_open),
	    cmocka_unit_test(the_next_opening_skips_nights_and_holidays),
	    cmocka_unit_test(business_minutes_count_open_time_only),
	    cmocka_unit_test(business_days_are_whole_days),
	    cmocka_unit_test(a_calendar_never_open_falls_back_to_plain_time),
	    cmocka_unit_test(days_of_change_are_shorter_and_longer),
	    cmocka_unit_test(odd_zones_have_their_hours),
	    cmocka_unit_test(a_deadline_set_after_hours_waits_for_the_morning),
	    cmocka_unit_test(due_times_are_said_in_words),
	    cmocka_unit_test(quiet_hours_wrap_midnight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
