/*
 * Business time. A local day is at most a handful of open runs in UTC, so
 * every question is answered day by day and a change of offset inside a run
 * makes it longer or shorter by itself. Reads no clock.
 */
#include <stdio.h>
#include <time.h>

#include "base/zone.h"
#include "follow/calendar.h"

#define SEARCH_DAYS 400
#define ADD_DAYS 40000

static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January", "February", "March", "April",
    "May", "June", "July", "August", "September", "October", "November",
    "December"};

/* A local date, its time zeroed; its days counted flat, without offsets. */
static void
date_of(const char *zone, int64_t t, struct tm *date)
{
	struct tm tm;

	zone_local(zone, t, &tm);
	*date = (struct tm){.tm_year = tm.tm_year, .tm_mon = tm.tm_mon,
	    .tm_mday = tm.tm_mday, .tm_wday = tm.tm_wday};
}

static int64_t
date_flat(const struct tm *date)
{
	struct tm tm = *date;

	return timegm(&tm) / 86400;
}

static void
date_next(struct tm *date)
{
	date->tm_mday++;
	timegm(date);
}

bool
calendar_closed(const struct config_calendar *c, const struct tm *date)
{
	int n = (date->tm_year + 1900) * 10000 + (date->tm_mon + 1) * 100 +
	    date->tm_mday;
	size_t i;

	for (i = 0; i < c->nclosed; i++)
		if (n >= c->closed[i].from && n <= c->closed[i].to)
			return true;
	return false;
}

static int64_t
at(const char *zone, const struct tm *date, int minute)
{
	struct tm tm = *date;

	tm.tm_hour = minute / 60;
	tm.tm_min = minute % 60;
	return zone_utc(zone, &tm);
}

/* The next open run of the day from *i on, *i moved behind it. */
static bool
run(const struct config_calendar *c, const char *zone, const struct tm *date,
    size_t *i, int64_t *from, int64_t *to)
{
	const struct config_hours *h;

	if (*i == 0 && calendar_closed(c, date))
		return false;
	while (*i < c->nhours) {
		h = &c->hours[(*i)++];
		if (h->day != date->tm_wday)
			continue;
		*from = at(zone, date, h->from);
		*to = at(zone, date, h->to);
		if (*from < *to)
			return true;
	}
	return false;
}

/* First opening and last closing of a day. False on a day off. */
static bool
day_bounds(const struct config_calendar *c, const char *zone,
    const struct tm *date, int64_t *open, int64_t *close)
{
	int64_t from, to;
	size_t i = 0;
	bool any = false;

	while (run(c, zone, date, &i, &from, &to)) {
		if (!any || from < *open)
			*open = from;
		if (!any || to > *close)
			*close = to;
		any = true;
	}
	return any;
}

int64_t
calendar_next_open(
    const struct config_calendar *c, const char *zone, int64_t t)
{
	int64_t from, to, best = 0;
	struct tm date;
	size_t i;
	int day;

	date_of(zone, t, &date);
	for (day = 0; day <= SEARCH_DAYS; day++, date_next(&date)) {
		for (i = 0; run(c, zone, &date, &i, &from, &to);) {
			if (t >= to)
				continue;
			if (from <= t)
				return t;
			if (best == 0 || from < best)
				best = from;
		}
		if (best != 0)
			return best;
	}
	return 0;
}

bool
calendar_open(const struct config_calendar *c, const char *zone, int64_t t)
{
	int64_t from, to;
	struct tm date;
	size_t i = 0;

	date_of(zone, t, &date);
	while (run(c, zone, &date, &i, &from, &to))
		if (t >= from && t < to)
			return true;
	return false;
}

/* Open seconds after t. Without any open time the plain seconds: late is
 * better than never. */
static int64_t
add_open(const struct config_calendar *c, const char *zone, int64_t t,
    int64_t seconds)
{
	int64_t from, to, left = seconds;
	struct tm date;
	size_t i;
	int day, idle = 0;

	date_of(zone, t, &date);
	for (day = 0; day < ADD_DAYS && idle <= SEARCH_DAYS; day++) {
		idle++;
		for (i = 0; run(c, zone, &date, &i, &from, &to);) {
			if (from < t)
				from = t;
			if (from >= to)
				continue;
			idle = 0;
			if (left <= to - from)
				return from + left;
			left -= to - from;
		}
		date_next(&date);
	}
	return t + seconds;
}

/*
 * The nth business day after t's local day, at t's wall time or the nearest
 * within that day's hours; n 0 is the close of t's day or of the next.
 */
static int64_t
add_days(const struct config_calendar *c, const char *zone, int64_t t,
    int64_t n)
{
	int64_t open, close, due, left = n;
	struct tm date, wall;
	int day, idle = 0;

	zone_local(zone, t, &wall);
	date_of(zone, t, &date);
	for (day = 0; day < ADD_DAYS && idle <= SEARCH_DAYS; day++) {
		idle++;
		if (day_bounds(c, zone, &date, &open, &close)) {
			idle = 0;
			if (n == 0 && t < close)
				return close;
			if (n > 0 && day > 0 && --left == 0) {
				due = at(zone, &date,
				    wall.tm_hour * 60 + wall.tm_min);
				return due < open ? open :
				    due > close ? close : due;
			}
		}
		date_next(&date);
	}
	return span_after(&(struct span){n, SPAN_DAY}, t, zone);
}

int64_t
calendar_add(const struct config_calendar *c, const char *zone, int64_t t,
    const struct span *s)
{
	switch (s->unit) {
	case SPAN_BMINUTE:
		return add_open(c, zone, t, s->n * 60);
	case SPAN_BHOUR:
		return add_open(c, zone, t, s->n * 3600);
	case SPAN_BDAY:
		return add_days(c, zone, t, s->n);
	default:
		return span_after(s, t, zone);
	}
}

/* "Next business day" is the one that opens next: at three in the morning of
 * a Monday that is this Monday. */
int64_t
calendar_deadline(const struct config_calendar *c, const char *zone, int64_t t,
    const struct config_deadline *d)
{
	int64_t open, due;
	struct tm date;

	if (d->after_hours < 0 || calendar_open(c, zone, t) ||
	    (open = calendar_next_open(c, zone, t)) == 0)
		return calendar_add(c, zone, t, &d->within);
	date_of(zone, open, &date);
	due = at(zone, &date, d->after_hours);
	return due > t ? due : calendar_add(c, zone, t, &d->within);
}

char *
calendar_words(const char *zone, int64_t now, int64_t due)
{
	struct buf b = {0};
	struct tm tm, today, day;
	int64_t days;

	zone_local(zone, due, &tm);
	date_of(zone, now, &today);
	date_of(zone, due, &day);
	days = date_flat(&day) - date_flat(&today);
	if (days == 0)
		buf_printf(&b, "today by %02d:%02d", tm.tm_hour, tm.tm_min);
	else
		buf_printf(&b, "by %02d:%02d", tm.tm_hour, tm.tm_min);
	if (days == 1)
		buf_puts(&b, " tomorrow");
	else if (days != 0)
		buf_printf(&b, " on %s", weekdays[tm.tm_wday]);
	if (days < 0 || days > 6)
		buf_printf(&b, " %d %s", tm.tm_mday, months[tm.tm_mon]);
	return buf_take(&b);
}

char *
calendar_moment(const char *zone, int64_t t, bool other)
{
	struct buf b = {0};
	char name[16] = "";
	struct tm tm;

	zone_local(zone, t, &tm);
	if (other)
		strftime(name, sizeof(name), " %Z", &tm);
	buf_printf(&b, "%s %d %s at %02d:%02d%s", weekdays[tm.tm_wday],
	    tm.tm_mday, months[tm.tm_mon], tm.tm_hour, tm.tm_min, name);
	return buf_take(&b);
}

bool
calendar_quiet(const char *zone, int64_t t, int from, int to)
{
	struct tm tm;
	int minute;

	zone_local(zone, t, &tm);
	minute = tm.tm_hour * 60 + tm.tm_min;
	if (from <= to)
		return minute >= from && minute < to;
	return minute >= from || minute < to;
}
