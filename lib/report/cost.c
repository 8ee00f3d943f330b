/*
 * What slow and missed follow-up cost: wins that were to be expected of the
 * leads answered late or never, had they been answered in time. A model: its
 * assumptions stand under it.
 */
#include <math.h>
#include <stdio.h>

#include "report/part.h"

#define ENOUGH 30 /* leads of a kind before its own rate is believed */
#define FEW 5     /* wins before their mean value is believed */

struct cost {
	int64_t in_time, late, never;       /* leads received */
	int64_t won_in_time, won_late, won_never;
	int64_t wins, valued;
	double value;                       /* of those valued */
	double rate, keep, average;         /* assumptions */
	bool measured;
};

static void
count(const struct report_input *in, struct cost *c)
{
	const struct report_span *s = &in->span[0];
	const struct report_lead *l;
	double target = in->settings->human_target;
	bool won;
	size_t i;

	for (i = 0; i < s->nlead; i++) {
		l = &s->lead[i];
		if (metrics_in(s, l->won) && l->has_value) {
			c->valued++;
			c->value += l->value;
		}
		if (!metrics_counts(s, l))
			continue;
		won = l->won > 0;
		c->wins += won;
		if (l->first_human > 0 &&
		    (double)(l->first_human - l->received) <= target) {
			c->in_time++;
			c->won_in_time += won;
		} else if (l->first_human > 0) {
			c->late++;
			c->won_late += won;
		} else if ((double)(in->at - l->received) > target) {
			c->never++;
			c->won_never += won;
		}
	}
}

static void
assume(const struct report_input *in, struct cost *c)
{
	int64_t all = c->in_time + c->late + c->never;

	c->measured = c->in_time >= ENOUGH;
	c->rate = c->measured ? (double)c->won_in_time / (double)c->in_time
	    : all > 0 ? (double)c->wins / (double)all : 0;
	c->keep = in->settings->lost_by_delay;
	c->average = c->valued >= FEW ? c->value / (double)c->valued
	    : in->settings->average_value > 0 ? in->settings->average_value
	    : NAN;
}

/* Wins of n leads that answering in time would have brought besides. */
static double
missed(const struct cost *c, int64_t n, int64_t won)
{
	if (n >= ENOUGH && c->measured)
		return fmax(0, (double)n * c->rate - (double)won);
	return (double)n * c->rate * c->keep;
}

static int
assumptions(struct report *r, const struct report_input *in,
    const struct cost *c)
{
	struct report_table *t = table_new(r, "assumptions", 4,
	    "tassumption|tvalue|tfrom");
	char target[40], rate[40], keep[40], average[60];

	snprintf(target, sizeof(target), "%.0f min",
	    in->settings->human_target / 60);
	snprintf(rate, sizeof(rate), "%.1f %%", c->rate * 100);
	snprintf(keep, sizeof(keep), "%.0f %%", c->keep * 100);
	if (isfinite(c->average))
		snprintf(average, sizeof(average), "%.2f", c->average);
	else
		snprintf(average, sizeof(average), "unknown");
	if (table_row(t, "answered in time is within", target,
	    "report.human_target") == -1 ||
	    table_row(t, "leads answered in time that are won", rate,
	    c->measured ? "measured in the span" :
	    "all leads of the span: too few in time") == -1 ||
	    table_row(t, "wins lost by delay, where not measured", keep,
	    "report.lost_by_delay") == -1 ||
	    table_row(t, "value of a win", average, c->valued >= FEW ?
	    "mean of the wins of the span" : isfinite(c->average) ?
	    "report.average_value" : "set report.average_value") == -1)
		return -1;
	return table_words(t, "Assumptions", "A kind with 30 leads or more is "
	    "measured: expected wins less those won. Not a forecast.");
}

int
cost_fill(struct report *r, const struct report_input *in)
{
	struct cost c = {0};
	struct report_table *t;
	double late, never, overdue;

	count(in, &c);
	assume(in, &c);
	late = missed(&c, c.late, c.won_late);
	never = missed(&c, c.never, c.won_never);
	overdue = (double)in->now->overdue * c.rate * c.keep;
	t = table_new(r, "cost", 4, "twhat|nleads|nwins missed|mvalue");
	if (table_row(t, "answered late by a person", (double)c.late, late,
	    late * c.average) == -1 ||
	    table_row(t, "never answered by a person", (double)c.never, never,
	    never * c.average) == -1 ||
	    table_row(t, "together", (double)(c.late + c.never),
	    late + never, (late + never) * c.average) == -1 ||
	    table_row(t, "follow-up overdue now", (double)in->now->overdue,
	    overdue, overdue * c.average) == -1)
		return -1;
	if (table_words(t, "What slow and missed follow-up cost", NULL) == -1)
		return -1;
	return assumptions(r, in, &c);
}
