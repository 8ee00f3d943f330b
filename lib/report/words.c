/* Figures as a person reads them. */
#include <string.h>
#include <time.h>

#include "base/zone.h"
#include "report/words.h"

static const char *const label[][2] = {
	{"leads_new", "New leads"},
	{"first_response_machine_median_s", "First response (machine), median"},
	{"first_response_machine_p90_s", "First response (machine), 9 in 10"},
	{"first_response_human_median_s", "First response (human), median"},
	{"first_response_human_p90_s", "First response (human), 9 in 10"},
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
	{"deadlines_kept_rate", "Deadlines kept"},
	{"overdue", "Overdue now"},
	{"ownerless", "Without an owner"},
	{"no_next_action", "Without a next action"},
	{"stale", "Stale"},
	{"bounces", "Bounces"},
	{"send_failed", "Could not be sent"},
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
	else if (s < 86400)
		buf_printf(b, "%lld h %lld min", s / 3600, s / 60 % 60);
	else
		buf_printf(b, "%lld d %lld h", s / 86400, s / 3600 % 24);
}

static void
number(struct buf *b, const struct metric *m, double n)
{
	if (m->is_seconds)
		duration(b, n);
	else if (m->is_rate)
		buf_printf(b, "%.0f %%", n * 100);
	else if (strcmp(m->name, "won_value") == 0 && n != (double)(int64_t)n)
		buf_printf(b, "%.2f", n);
	else
		buf_printf(b, "%.15g", n);
}

void
words_value(const struct metric *m, struct buf *b)
{
	if (!m->has_value) {
		buf_puts(b, "\xe2\x80\x93");
		return;
	}
	number(b, m, m->value);
	if (m->is_rate)
		buf_printf(b, " (%lld of %lld)", (long long)m->numerator,
		    (long long)m->denominator);
}

void
words_previous(const struct metric *m, struct buf *b)
{
	if (m->has_previous)
		number(b, m, m->previous);
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
