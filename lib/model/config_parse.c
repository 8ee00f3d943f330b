/* Values of leads.conf that are a small language: hours, dates, minutes. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "model/config_internal.h"

#define DAY_END (24 * 60)

/* HH:MM at *p, moved behind it. */
static bool
minute(const char **p, int *out)
{
	const char *s = *p;
	int hour = 0, min, n;

	for (n = 0; n < 2 && isdigit((unsigned char)*s); n++)
		hour = hour * 10 + (*s++ - '0');
	if (n == 0 || *s++ != ':' || !isdigit((unsigned char)s[0]) ||
	    !isdigit((unsigned char)s[1]))
		return false;
	min = (s[0] - '0') * 10 + (s[1] - '0');
	if (min > 59 || hour * 60 + min > DAY_END)
		return false;
	*out = hour * 60 + min;
	*p = s + 2;
	return true;
}

int
config_parse_minute(const char *text, int *out)
{
	int m;

	if (!minute(&text, &m) || *text != '\0')
		return -1;
	*out = m;
	return 0;
}

static bool
window(const char **p, int *from, int *to)
{
	return minute(p, from) && *(*p)++ == '-' && minute(p, to) &&
	    *from < DAY_END;
}

int
config_parse_window(const char *text, int *from, int *to)
{
	int f, t;

	if (!window(&text, &f, &t) || *text != '\0')
		return -1;
	*from = f;
	*to = t;
	return 0;
}

static bool
day(const char **p, int *out)
{
	static const char *const names[] = {
	    "sun", "mon", "tue", "wed", "thu", "fri", "sat"};
	int i;

	for (i = 0; i < 7; i++)
		if (strncasecmp(*p, names[i], 3) == 0) {
			*out = i;
			*p += 3;
			return true;
		}
	return false;
}

/* "mon-fri", "sat", "mon,wed,fri", "daily" to a set of days. */
static bool
days(const char **p, bool set[7])
{
	int from, to, i;

	if (strncasecmp(*p, "daily", 5) == 0) {
		for (i = 0; i < 7; i++)
			set[i] = true;
		*p += 5;
		return true;
	}
	for (;; ++*p) {
		if (!day(p, &from))
			return false;
		to = from;
		if (**p == '-') {
			++*p;
			if (!day(p, &to))
				return false;
		}
		for (i = from; set[i] = true, i != to; i = (i + 1) % 7)
			;
		if (**p != ',')
			return true;
	}
}

static int
add_hours(struct config_calendar *c, int weekday, int from, int to)
{
	struct config_hours *h;

	if (from == to)
		return 0;
	h = realloc(c->hours, (c->nhours + 1) * sizeof(*h));
	if (h == NULL)
		return -1;
	c->hours = h;
	h[c->nhours++] = (struct config_hours){weekday % 7, from, to};
	return 0;
}

/* A window that passes midnight belongs to two days. */
static int
add_window(struct config_calendar *c, const bool set[7], int from, int to)
{
	int i;

	for (i = 0; i < 7; i++) {
		if (!set[i])
			continue;
		if (from < to) {
			if (add_hours(c, i, from, to) == -1)
				return -1;
		} else if (add_hours(c, i, from, DAY_END) == -1 ||
		    add_hours(c, i + 1, 0, to) == -1)
			return -1;
	}
	return 0;
}

int
config_parse_hours(const char *text, struct config_calendar *c)
{
	size_t before = c->nhours;
	bool set[7] = {false};
	int from, to;

	if (!days(&text, set) || *text != ' ')
		return -1;
	while (*text == ' ')
		text++;
	for (;; text++) {
		if (!window(&text, &from, &to) || from == to ||
		    add_window(c, set, from, to) == -1)
			break;
		if (*text == '\0')
			return 0;
		if (*text != ',')
			break;
	}
	c->nhours = before;
	return -1;
}

static int
compare_hours(const void *a, const void *b)
{
	const struct config_hours *x = a, *y = b;

	return x->day != y->day ? x->day - y->day : x->from - y->from;
}

/* Sorted, and no minute in two of them: the calendar adds them up. */
void
config_parse_merge_hours(struct config_calendar *c)
{
	struct config_hours *last;
	size_t i, n = 0;

	if (c->nhours == 0)
		return;
	qsort(c->hours, c->nhours, sizeof(*c->hours), compare_hours);
	for (i = 1; i < c->nhours; i++) {
		last = &c->hours[n];
		if (c->hours[i].day == last->day &&
		    c->hours[i].from <= last->to) {
			if (c->hours[i].to > last->to)
				last->to = c->hours[i].to;
		} else
			c->hours[++n] = c->hours[i];
	}
	c->nhours = n + 1;
}

static bool
digits(const char **p, int n, int *out)
{
	for (*out = 0; n > 0; n--, ++*p) {
		if (!isdigit((unsigned char)**p))
			return false;
		*out = *out * 10 + (**p - '0');
	}
	return true;
}

/* YYYY-MM-DD as the number YYYYMMDD. */
static bool
date(const char **p, int *out)
{
	static const int length[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int y, m, d, last;

	if (!digits(p, 4, &y) || *(*p)++ != '-' || !digits(p, 2, &m) ||
	    *(*p)++ != '-' || !digits(p, 2, &d) || m < 1 || m > 12)
		return false;
	last = length[m - 1];
	if (m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0))
		last = 29;
	*out = y * 10000 + m * 100 + d;
	return y >= 1970 && d >= 1 && d <= last;
}

int
config_parse_dates(const char *text, struct config_calendar *c)
{
	struct config_dates *closed;
	int from, to;

	if (!date(&text, &from))
		return -1;
	to = from;
	if (strncmp(text, "..", 2) == 0) {
		text += 2;
		if (!date(&text, &to))
			return -1;
	}
	if (*text != '\0' || to < from)
		return -1;
	closed = realloc(c->closed, (c->nclosed + 1) * sizeof(*closed));
	if (closed == NULL)
		return -1;
	c->closed = closed;
	closed[c->nclosed++] = (struct config_dates){from, to};
	return 0;
}
