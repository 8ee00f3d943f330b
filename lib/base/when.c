/* Words of time and lengths of time. Business time is follow/calendar.c's. */
#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/when.h"
#include "base/zone.h"

#define WHEN_MAX 253402300799LL /* year 9999 */
#define SPAN_MAX 4000000000LL	/* seconds, some 126 years */
#define MORNING (9 * 60)
#define EVENING (20 * 60)

static const struct {
	const char *name;
	enum span_unit unit;
	int64_t seconds;
} units[] = {
    {"s", SPAN_SECOND, 1},
    {"m", SPAN_MINUTE, 60},
    {"h", SPAN_HOUR, 3600},
    {"d", SPAN_DAY, 86400},
    {"w", SPAN_WEEK, 604800},
    {"mo", SPAN_MONTH, 2592000},
    {"bm", SPAN_BMINUTE, 60},
    {"bh", SPAN_BHOUR, 3600},
    {"bd", SPAN_BDAY, 86400},
};

/* Digits at *p as a number up to max, *p moved behind them. */
static bool
number(const char **p, int64_t max, int64_t *out)
{
	int64_t n = 0;
	const char *s = *p;

	if (!isdigit((unsigned char)*s))
		return false;
	for (; isdigit((unsigned char)*s); s++) {
		if (n > (max - (*s - '0')) / 10)
			return false;
		n = n * 10 + (*s - '0');
	}
	*out = n;
	*p = s;
	return true;
}

int
span_parse(const char *text, struct span *out, struct lead_error *err)
{
	const char *p = text;
	int64_t n;
	size_t i;

	if (!number(&p, SPAN_MAX, &n))
		goto bad;
	if (n == 0 && *p == '\0') {
		*out = (struct span){0, SPAN_SECOND};
		return 0;
	}
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(p, units[i].name) == 0 &&
		    n <= SPAN_MAX / units[i].seconds) {
			*out = (struct span){n, units[i].unit};
			return 0;
		}
bad:
	return lead_fail(err, LEAD_EUSAGE, "not a length of time: '%.60s' "
	    "(90s 15m 4h 1d 2w 1mo 15bm 4bh 2bd)", text);
}

static int
month_days(int year, int month)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 1 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month];
}

static void
add_months(struct tm *tm, int64_t n)
{
	int64_t month = (int64_t)tm->tm_year * 12 + tm->tm_mon + n;
	int days;

	tm->tm_year = (int)(month / 12);
	tm->tm_mon = (int)(month % 12);
	if (tm->tm_mon < 0) {
		tm->tm_mon += 12;
		tm->tm_year--;
	}
	days = month_days(tm->tm_year + 1900, tm->tm_mon);
	if (tm->tm_mday > days)
		tm->tm_mday = days;
}

int64_t
span_after(const struct span *s, int64_t t, const char *zone)
{
	struct tm tm;

	switch (s->unit) {
	case SPAN_SECOND:
		return t + s->n;
	case SPAN_MINUTE:
		return t + s->n * 60;
	case SPAN_HOUR:
		return t + s->n * 3600;
	case SPAN_DAY:
	case SPAN_WEEK:
	case SPAN_MONTH:
		break;
	default:
		assert(!"business span without a calendar");
		return t;
	}
	if (s->n == 0)
		return t;
	zone_local(zone, t, &tm);
	if (s->unit == SPAN_MONTH)
		add_months(&tm, s->n);
	else
		tm.tm_mday += (int)(s->unit == SPAN_WEEK ? s->n * 7 : s->n);
	return zone_utc(zone, &tm);
}

/* minute of the day, days after t's local one. */
static int64_t
day_at(int64_t t, const char *zone, int days, int minute)
{
	struct tm tm;

	zone_local(zone, t, &tm);
	tm.tm_mday += days;
	tm.tm_hour = minute / 60;
	tm.tm_min = minute % 60;
	tm.tm_sec = 0;
	return zone_utc(zone, &tm);
}

int64_t
when_midnight(int64_t t, const char *zone, int days)
{
	return day_at(t, zone, days, 0);
}

char *
lead_when_format(int64_t t, const char *zone, char *buf, size_t size)
{
	struct tm tm;
	long off;

	zone_local(zone, t, &tm);
	off = tm.tm_gmtoff < 0 ? -tm.tm_gmtoff : tm.tm_gmtoff;
	snprintf(buf, size, "%04d-%02d-%02dT%02d:%02d:%02d%c%02ld:%02ld",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	    tm.tm_min, tm.tm_sec, tm.tm_gmtoff < 0 ? '-' : '+', off / 3600,
	    off / 60 % 60);
	return buf;
}

/* Exactly n digits. */
static bool
digits(const char **p, int n, int *out)
{
	int i;

	*out = 0;
	for (i = 0; i < n; i++) {
		if (!isdigit((unsigned char)(*p)[i]))
			return false;
		*out = *out * 10 + ((*p)[i] - '0');
	}
	*p += n;
	return true;
}

/* Z, +hh:mm, +hhmm or +hh, after which nothing may follow. */
static bool
iso_offset(const char *p, int *seconds)
{
	int sign, hours, minutes = 0;

	if ((*p == 'z') && p[1] == '\0') {
		*seconds = 0;
		return true;
	}
	if (*p != '+' && *p != '-')
		return false;
	sign = *p++ == '-' ? -1 : 1;
	if (!digits(&p, 2, &hours))
		return false;
	if (*p == ':')
		p++;
	if (*p != '\0' && !digits(&p, 2, &minutes))
		return false;
	*seconds = sign * (hours * 3600 + minutes * 60);
	return *p == '\0' && hours <= 14 && minutes < 60;
}

static bool
iso_time(const char **p, struct tm *tm)
{
	if (!digits(p, 2, &tm->tm_hour) || *(*p)++ != ':' ||
	    !digits(p, 2, &tm->tm_min))
		return false;
	if (**p == ':') {
		++*p;
		if (!digits(p, 2, &tm->tm_sec))
			return false;
		if (**p == '.' || **p == ',')
			do
				++*p;
			while (isdigit((unsigned char)**p));
	}
	return tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec < 61;
}

static bool
parse_iso(const char *p, const char *zone, int64_t *out)
{
	struct tm tm = {0};
	int off;

	if (!digits(&p, 4, &tm.tm_year) || *p++ != '-' ||
	    !digits(&p, 2, &tm.tm_mon) || *p++ != '-' ||
	    !digits(&p, 2, &tm.tm_mday))
		return false;
	if (tm.tm_mon < 1 || tm.tm_mon > 12 || tm.tm_mday < 1 ||
	    tm.tm_year < 1900 || tm.tm_mday > month_days(tm.tm_year,
	    tm.tm_mon - 1))
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	if (*p == 't' || *p == ' ') {
		p++;
		if (!iso_time(&p, &tm))
			return false;
		if (*p == ' ')
			p++;
	} else if (*p != '\0')
		return false;
	if (*p == '\0')
		*out = zone_utc(zone, &tm);
	else if (iso_offset(p, &off))
		*out = zone_utc(NULL, &tm) - off;
	else
		return false;
	return true;
}

/* 15:00, 3pm, 3:30pm, noon, to the minute of the day. */
static bool
clock_time(const char *p, int *minute)
{
	int64_t hour, min = 0;
	bool colon = false;

	if (strcmp(p, "noon") == 0) {
		*minute = 12 * 60;
		return true;
	}
	if (!number(&p, 24, &hour))
		return false;
	if (*p == ':') {
		p++;
		colon = true;
		if (!isdigit((unsigned char)*p) ||
		    !isdigit((unsigned char)p[1]) || !number(&p, 59, &min))
			return false;
	}
	if (strcmp(p, "am") == 0 || strcmp(p, "pm") == 0) {
		if (hour < 1 || hour > 12)
			return false;
		hour = hour % 12 + (*p == 'p' ? 12 : 0);
	} else if (*p != '\0' || !colon || hour > 23)
		return false;
	*minute = (int)(hour * 60 + min);
	return true;
}

/* 0 for Sunday; -1: no day. Three letters or more of its name. */
static int
weekday(const char *word)
{
	static const char *const names[] = {"sunday", "monday", "tuesday",
	    "wednesday", "thursday", "friday", "saturday"};
	size_t len = strlen(word);
	int i;

	if (len < 3)
		return -1;
	for (i = 0; i < 7; i++)
		if (len <= strlen(names[i]) &&
		    strncmp(word, names[i], len) == 0)
			return i;
	return -1;
}

static int
days_until(int64_t now, const char *zone, int day)
{
	struct tm tm;

	zone_local(zone, now, &tm);
	return (day - tm.tm_wday + 6) % 7 + 1;
}

static bool
parse_next(const char *rest, int64_t now, const char *zone, int64_t *out)
{
	struct tm tm;

	if (strcmp(rest, "week") == 0) {
		*out = day_at(now, zone, days_until(now, zone, 1), MORNING);
		return true;
	}
	if (strcmp(rest, "month") != 0)
		return false;
	zone_local(zone, now, &tm);
	*out = day_at(now, zone, month_days(tm.tm_year + 1900, tm.tm_mon) -
	    tm.tm_mday + 1, MORNING);
	return true;
}

/* A day's name, then perhaps a time. text is lower case, blanks folded. */
static bool
parse_words(char *text, int64_t now, const char *zone, int64_t *out)
{
	static const struct {
		const char *name;
		int days, minute;
	} days[] = {{"today", 0, 0}, {"tonight", 0, EVENING},
	    {"tomorrow", 1, MORNING}, {"yesterday", -1, 0}};
	char *rest = strchr(text, ' ');
	int minute, shift = 0, day;
	size_t i;

	if (clock_time(text, &minute)) {
		*out = day_at(now, zone, 0, minute);
		return true;
	}
	if (rest != NULL)
		*rest++ = '\0';
	if (strcmp(text, "now") == 0 && rest == NULL) {
		*out = now;
		return true;
	}
	if (strcmp(text, "next") == 0 && rest != NULL) {
		if (parse_next(rest, now, zone, out))
			return true;
		text = rest;
		if ((rest = strchr(text, ' ')) != NULL)
			*rest++ = '\0';
	} else {
		for (i = 0; i < sizeof(days) / sizeof(days[0]); i++)
			if (strcmp(text, days[i].name) == 0) {
				shift = days[i].days;
				minute = days[i].minute;
				goto found;
			}
	}
	if ((day = weekday(text)) == -1)
		return false;
	shift = days_until(now, zone, day);
	minute = MORNING;
found:
	if (rest != NULL && strncmp(rest, "at ", 3) == 0)
		rest += 3;
	if (rest != NULL && !clock_time(rest, &minute))
		return false;
	*out = day_at(now, zone, shift, minute);
	return true;
}

static bool
parse_span(const char *text, int64_t now, const char *zone, int64_t *out)
{
	struct span s;

	if (span_parse(text + 1, &s, NULL) == -1 || s.unit >= SPAN_BMINUTE)
		return false;
	if (text[0] == '-')
		s.n = -s.n;
	*out = span_after(&s, now, zone);
	return true;
}

/* Lower case, blanks folded and cut at the ends. False where too long. */
static bool
fold(const char *text, char *out, size_t size)
{
	size_t n = 0;

	for (; *text != '\0'; text++) {
		if (isspace((unsigned char)*text)) {
			if (n == 0 || out[n - 1] == ' ')
				continue;
			out[n++] = ' ';
		} else
			out[n++] = (char)tolower((unsigned char)*text);
		if (n == size)
			return false;
	}
	if (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return true;
}

int
lead_when_parse(const char *text, int64_t now, const char *zone, int64_t *out,
    struct lead_error *err)
{
	char folded[64];
	const char *p = folded + 1;
	int64_t t = 0;
	bool ok;

	if (!fold(text, folded, sizeof(folded)))
		ok = false;
	else if (folded[0] == '@')
		ok = number(&p, WHEN_MAX, &t) && *p == '\0';
	else if (folded[0] == '+' || folded[0] == '-')
		ok = parse_span(folded, now, zone, &t);
	else
		ok = parse_iso(folded, zone, &t) ||
		    parse_words(folded, now, zone, &t);
	if (!ok || t > WHEN_MAX)
		return lead_fail(err, LEAD_EUSAGE, "not a time: '%.60s' (try "
		    "2026-01-31T15:00, +3d, 'fri 3pm', tomorrow)", text);
	*out = t;
	return 0;
}
