/* base/zone.c: wall time and UTC, over gaps and doubled hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/zone.h"

#define LA "America/Los_Angeles"

static int64_t
utc(const char *zone, int year, int mon, int day, int hour, int min)
{
	struct tm tm = {.tm_year = year - 1900, .tm_mon = mon - 1,
	    .tm_mday = day, .tm_hour = hour, .tm_min = min};

	return zone_utc(zone, &tm);
}

static void
no_zone_is_utc(void **state)
{
	struct tm tm;

	(void)state;
	zone_local(NULL, 0, &tm);
	assert_int_equal(tm.tm_year, 70);
	assert_int_equal(tm.tm_hour, 0);
	assert_int_equal(tm.tm_gmtoff, 0);
	assert_int_equal(utc(NULL, 1970, 1, 2, 0, 0), 86400);
	assert_int_equal(utc("", 1970, 1, 2, 0, 0), 86400);
}

static void
winter_and_summer_differ_by_an_hour(void **state)
{
	struct tm tm;

	(void)state;
	zone_local(LA, utc(NULL, 2026, 1, 15, 20, 0), &tm);
	assert_int_equal(tm.tm_hour, 12);
	assert_int_equal(tm.tm_isdst, 0);
	zone_local(LA, utc(NULL, 2026, 7, 15, 20, 0), &tm);
	assert_int_equal(tm.tm_hour, 13);
	assert_int_equal(tm.tm_gmtoff, -7 * 3600);
	assert_int_equal(
	    utc(LA, 2026, 7, 15, 13, 0), utc(NULL, 2026, 7, 15, 20, 0));
}

static void
a_time_in_the_gap_is_the_first_after_it(void **state)
{
	(void)state;
	/* 8 March 2026, 02:00 becomes 03:00 at 10:00Z. */
	assert_int_equal(
	    utc(LA, 2026, 3, 8, 2, 0), utc(NULL, 2026, 3, 8, 10, 0));
	assert_int_equal(
	    utc(LA, 2026, 3, 8, 2, 30), utc(NULL, 2026, 3, 8, 10, 0));
	assert_int_equal(
	    utc(LA, 2026, 3, 8, 1, 59), utc(NULL, 2026, 3, 8, 9, 59));
	assert_int_equal(
	    utc(LA, 2026, 3, 8, 3, 0), utc(NULL, 2026, 3, 8, 10, 0));
}

static void
a_doubled_time_is_its_first(void **state)
{
	(void)state;
	/* 1 November 2026, 02:00 becomes 01:00 at 09:00Z. */
	assert_int_equal(
	    utc(LA, 2026, 11, 1, 1, 30), utc(NULL, 2026, 11, 1, 8, 30));
	assert_int_equal(
	    utc(LA, 2026, 11, 1, 0, 59), utc(NULL, 2026, 11, 1, 7, 59));
	assert_int_equal(
	    utc(LA, 2026, 11, 1, 2, 0), utc(NULL, 2026, 11, 1, 10, 0));
}

static void
half_hours_count(void **state)
{
	(void)state;
	assert_int_equal(utc("Asia/Kathmandu", 2026, 1, 1, 5, 45),
	    utc(NULL, 2026, 1, 1, 0, 0));
	/* Lord Howe: +11 in January, +10:30 in July; on 4 October 2026
	 * 02:00 becomes 02:30 at 3 October 15:30Z. */
	assert_int_equal(utc("Australia/Lord_Howe", 2026, 1, 10, 11, 0),
	    utc(NULL, 2026, 1, 10, 0, 0));
	assert_int_equal(utc("Australia/Lord_Howe", 2026, 7, 10, 10, 30),
	    utc(NULL, 2026, 7, 10, 0, 0));
	assert_int_equal(utc("Australia/Lord_Howe", 2026, 10, 4, 2, 15),
	    utc(NULL, 2026, 10, 3, 15, 30));
}

static void
a_skipped_day_is_the_start_of_the_next(void **state)
{
	(void)state;
	/* Samoa had no 30 December 2011. */
	assert_int_equal(utc("Pacific/Apia", 2011, 12, 30, 12, 0),
	    utc(NULL, 2011, 12, 30, 10, 0));
}

static void
fields_are_normalised(void **state)
{
	(void)state;
	assert_int_equal(utc(LA, 2026, 12, 32, 24, 0),
	    utc(LA, 2027, 1, 2, 0, 0));
	assert_int_equal(utc(NULL, 2028, 2, 30, 0, 0),
	    utc(NULL, 2028, 3, 1, 0, 0));
}

static void
zones_alternate_without_mixing(void **state)
{
	struct tm tm;
	int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		zone_local(LA, 0, &tm);
		assert_int_equal(tm.tm_hour, 16);
		zone_local("Europe/Berlin", 0, &tm);
		assert_int_equal(tm.tm_hour, 1);
		zone_local(NULL, 0, &tm);
		assert_int_equal(tm.tm_hour, 0);
	}
}

static void
only_real_zones_exist(void **state)
{
	(void)state;
	assert_true(zone_exists("UTC"));
	assert_true(zone_exists(LA));
	assert_true(zone_exists("Etc/GMT+5"));
	assert_false(zone_exists(NULL));
	assert_false(zone_exists(""));
	assert_false(zone_exists("America"));
	assert_false(zone_exists("America/Nowhere"));
	assert_false(zone_exists("../../../etc/passwd"));
	assert_false(zone_exists("America/../../../../etc/passwd"));
	assert_false(zone_exists("/etc/localtime"));
}

static void
wild_times_do_no_harm(void **state)
{
	struct tm tm;

	(void)state;
	zone_local(LA, INT64_MAX, &tm);
	assert_int_equal(tm.tm_year, 9999 - 1900);
	zone_local(LA, INT64_MIN, &tm);
	assert_true(tm.tm_year <= 1 - 1900);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_zone_is_utc),
	    cmocka_unit_test(winter_and_summer_differ_by_an_hour),
	    cmocka_unit_test(a_time_in_the_gap_is_the_first_after_it),
	    cmocka_unit_test(a_doubled_time_is_its_first),
	    cmocka_unit_test(half_hours_count),
	    cmocka_unit_test(a_skipped_day_is_the_start_of_the_next),
	    cmocka_unit_test(fields_are_normalised),
	    cmocka_unit_test(zones_alternate_without_mixing),
	    cmocka_unit_test(only_real_zones_exist),
	    cmocka_unit_test(wild_times_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
