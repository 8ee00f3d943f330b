/* Figures as a person reads them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/zone.h"
#include "report/words.h"

static const char *const label[][2] = {
	{"leads_new", "New leads"},
	{"leads_after_hours", "of them after hours"},
	{"first_response_machine_median_s", "First answer by machine, median"},
	{"first_response_machine_p90_s", "  nine in ten within"},
	{"machine_in_time_rate", "  in time"},
	{"first_response_human_median_s", "First answer by a person, median"},
	{"first_response_human_p90_s", "  nine in ten within"},
	{"human_in_time_rate", "  in time"},
	{"first_response_after_hours_median_s", "  after hours, median"},
	{"reply_rate", "Replied"},
	{"qualification_rate", "Qualified"},
	{"handoff_rate", "Handed to a person"},
	{"booking_rate", "Booked"},
	{"no_show_rate", "No-shows"},
	{"conversion_rate", "Became customers"},
	{"opt_out_rate", "Opted out"},
	{"won", "Won"},
	{"lost", "Lost"},
	{"won_value", "Value won"},
	{"cycle_won_median_s", "From received to won, median"},
	{"touches_per_booking", "Touches per booking"},
	{"touches_per_win", "Touches per win"},
	{"deadlines_kept_rate", "Deadlines kept"},
	{"bounces", "Bounces"},
	{"send_failed", "Could not be sent"},
	{"pipeline_open", "Open leads now"},
	{"pipeline_value", "  their value"},
	{"overdue", "Overdue now"},
	{"ownerless", "Without an owner"},
	{"no_next_action", "Without a next action"},
	{"stale", "Stale"},
	{"unsorted", "Mail to be sorted"},
	{"send_unknown", "Sent or not: unknown"},
};

const char *
words_label(const struct metric *m)
{
	size_t i;

	for (i = 0; i < sizeof(label) / sizeof(label[0]); i++)
		if (strcmp(m->name, label[i][0]) == 0)
			return label[i][1];
	return m->name;
}

bool
report_knows(const char *metric)
{
	size_t i;

	for (i = 0; i < sizeof(label) / sizeof(label[0]); i++)
		if (strcmp(metric, label[i][0]) == 0)
			return true;
	return false;
}

/* Two units at most: nobody reads the seconds of a day. */
static void
duration(struct buf *b, double seconds)
{
	long long s = (long long)(seconds + 0.5);

	if (s < 60)
		buf_printf(b, "%lld s", s);
	else if (s < 3600 && s % 60 == 0)
		buf_printf(b, "%lld min", s / 60);
	else if (s < 3600)
		buf_printf(b, "%lld min %lld s", s / 60, s % 60);
	else if (s < 86400 && s / 60 % 60 == 0)
		buf_printf(b, "%lld h", s / 3600);
	else if (s < 86400)
		buf_printf(b, "%lld h %lld min", s / 3600, s / 60 % 60);
	else
		buf_printf(b, "%lld d %lld h", s / 86400, s / 3600 % 24);
}

static void
money(struct buf *b, double n)
{
	buf_printf(b, fabs(n - rint(n)) < 0.005 ? "%.0f" : "%.2f", n);
}

static void
number(struct buf *b, enum metric_unit unit, double n)
{
	switch (unit) {
	case UNIT_SECONDS:
		duration(b, n);
		break;
	case UNIT_RATE:
		/* 0.4 % must not read as none */
		buf_printf(b, n > 0 && n < 0.0995 ? "%.1f %%" : "%.0f %%",
		    n * 100);
		break;
	case UNIT_MONEY:
		money(b, n);
		break;
	case UNIT_RATIO:
		buf_printf(b, "%.1f", n);
		break;
	default:
		buf_printf(b, "%.15g", n);
	}
}

void
words_value(const struct metric *m, struct buf *b)
{
	if (!m->has_value) {
		buf_puts(b, "\xe2\x80\x93");
		return;
	}
	number(b, m->unit, m->value);
	if (m->unit == UNIT_RATE)
		buf_printf(b, " (%lld of %lld)", (long long)m->numerator,
		    (long long)m->denominator);
}

void
words_previous(const struct metric *m, struct buf *b)
{
	if (m->has_previous)
		number(b, m->unit, m->previous);
}

void
words_healthy(const struct metric *m, struct buf *b)
{
	if (m->mark == 0)
		return;
	buf_puts(b, m->mark < 0 ? "at least " : "at most ");
	number(b, m->unit, m->mark < 0 ? m->low : m->high);
}

bool
words_opens_group(const struct metric *m)
{
	static const char *const first[] = {"first_response_machine_median_s",
	    "first_response_human_median_s", "reply_rate", "won",
	    "deadlines_kept_rate", "pipeline_open"};
	size_t i;

	for (i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		if (strcmp(m->name, first[i]) == 0)
			return true;
	return false;
}

static void
moment(const struct report *r, int64_t t, struct buf *b)
{
	static const char day[] = "SunMonTueWedThuFriSat";
	static const char month[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct tm tm;

	zone_local(r->zone, t, &tm);
	buf_printf(b, "%.3s %d %.3s", day + 3 * tm.tm_wday, tm.tm_mday,
	    month + 3 * tm.tm_mon);
	/* midnight is a day, not a moment */
	if (tm.tm_hour != 0 || tm.tm_min != 0)
		buf_printf(b, " %02d:%02d", tm.tm_hour, tm.tm_min);
}

void
words_cell(const struct report *r, const struct report_table *t, size_t row,
    size_t col, struct buf *b)
{
	const char *cell = t->cell[row * t->cols + col];
	double n;

	if (row == 0 || t->kind[col] == 't') {
		buf_puts(b, cell);
		return;
	}
	if (*cell == '\0') {
		buf_puts(b, "\xe2\x80\x93");
		return;
	}
	n = strtod(cell, NULL);
	switch (t->kind[col]) {
	case 'w':
		moment(r, (int64_t)strtoll(cell, NULL, 10), b);
		break;
	case 's':
		number(b, UNIT_SECONDS, n);
		break;
	case 'r':
		number(b, UNIT_RATE, n);
		break;
	case 'm':
		money(b, n);
		break;
	default:
		buf_printf(b, n == rint(n) ? "%.0f" : "%.1f", n);
	}
}

void
words_caption(const struct report_table *t, struct buf *b)
{
	const char *title = t->title;

	if (t->caption != NULL) {
		buf_puts(b, t->caption);
		return;
	}
	buf_putc(b, *title >= 'a' && *title <= 'z' ? (char)(*title - 32) :
	    *title);
	buf_puts(b, title + 1);
}

static void
date(struct buf *b, const char *zone, int64_t t)
{
	/* by hand: strftime would take the names from the locale */
	static const char day[] = "SunMonTueWedThuFriSat";
	static const char month[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct tm tm;

	zone_local(zone, t, &tm);
	buf_printf(b, "%.3s %d %.3s %d", day + 3 * tm.tm_wday, tm.tm_mday,
	    month + 3 * tm.tm_mon, tm.tm_year + 1900);
}

void
words_heading(const struct report *r, struct buf *b)
{
	buf_printf(b, "%s, ", r->name);
	date(b, r->zone, r->since);
	buf_puts(b, " to ");
	date(b, r->zone, r->until > r->since ? r->until - 1 : r->until);
}
