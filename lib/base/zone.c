/* Local time in named zones, by the C library's TZ. Knows no calendar. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/zone.h"

#define ZONE_MAX 64
#define ZONE_FOLDER "/usr/share/zoneinfo"
#define TIME_MIN (-62135596800LL) /* year 1 */
#define TIME_MAX 253402300799LL	  /* year 9999 */

/* tzset reads a file: only when the zone is another one than last time. */
static void
use(const char *zone)
{
	static char current[ZONE_MAX + 2];
	char tz[ZONE_MAX + 2];

	if (zone == NULL || zone[0] == '\0' || strcmp(zone, "UTC") == 0 ||
	    strlen(zone) > ZONE_MAX)
		snprintf(tz, sizeof(tz), "UTC0");
	else
		snprintf(tz, sizeof(tz), ":%s", zone);
	if (strcmp(tz, current) == 0)
		return;
	if (setenv("TZ", tz, 1) == -1)
		return;
	tzset();
	memcpy(current, tz, sizeof(current));
}

void
zone_local(const char *zone, int64_t t, struct tm *tm)
{
	time_t when;

	if (t < TIME_MIN)
		t = TIME_MIN;
	if (t > TIME_MAX)
		t = TIME_MAX;
	when = (time_t)t;
	use(zone);
	if (localtime_r(&when, tm) == NULL)
		*tm = (struct tm){.tm_mday = 1, .tm_year = 70, .tm_wday = 4};
}

static long
offset(const char *zone, int64_t t)
{
	struct tm tm;

	zone_local(zone, t, &tm);
	return tm.tm_gmtoff;
}

/* The second in (lo, hi] from which the offset is no longer before. */
static int64_t
transition(const char *zone, int64_t lo, int64_t hi, long before)
{
	int64_t mid;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (offset(zone, mid) == before)
			lo = mid;
		else
			hi = mid;
	}
	return hi;
}

/*
 * mktime(3) leaves gaps and doubled hours to the C library. Here the offsets
 * a day before and a day after are both tried; a gap is where neither fits.
 */
int64_t
zone_utc(const char *zone, const struct tm *wall)
{
	struct tm tm = *wall;
	int64_t flat, early, late;
	long before, after;

	tm.tm_isdst = 0;
	flat = timegm(&tm);
	before = offset(zone, flat - 26 * 3600);
	after = offset(zone, flat + 26 * 3600);
	early = flat - before;
	late = flat - after;
	if (offset(zone, early) == before && (before >= after ||
	    offset(zone, late) != after))
		return early;
	if (offset(zone, late) == after)
		return late;
	if (before >= after)
		return early;
	return transition(zone, late, early, before);
}

static bool
name_is_safe(const char *zone)
{
	const char *p;

	if (!isalpha((unsigned char)zone[0]) || strlen(zone) > ZONE_MAX)
		return false;
	for (p = zone; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p) && strchr("/_+-", *p) == NULL)
			return false;
	return true;
}

bool
zone_exists(const char *zone)
{
	char path[sizeof(ZONE_FOLDER) + ZONE_MAX + 2];
	struct stat st;

	if (zone == NULL || !name_is_safe(zone))
		return false;
	if (strcmp(zone, "UTC") == 0)
		return true;
	snprintf(path, sizeof(path), "%s/%s", ZONE_FOLDER, zone);
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}
