/*
 * The figures by the names of leads-metrics(7). A rate keeps its numerator
 * and denominator; what machines and people answered is never one figure.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/part.h"

static struct metric *
metric_add(struct report *r, const char *name, enum metric_unit unit)
{
	struct metric *m = &r->metric[r->nmetric];

	if (r->nmetric + 1 < REPORT_METRICS)
		r->nmetric++;
	*m = (struct metric){.name = name, .unit = unit, .numerator = -1,
	    .denominator = -1};
	return m;
}

static void
add_value(struct report *r, const char *name, enum metric_unit unit, double n)
{
	struct metric *m = metric_add(r, name, unit);

	m->has_value = true;
	m->value = n;
}

static void
add_count(struct report *r, const char *name, int64_t n)
{
	add_value(r, name, UNIT_COUNT, (double)n);
}

static void
add_part(struct report *r, const char *name, enum metric_unit unit,
    int64_t num, int64_t den)
{
	struct metric *m = metric_add(r, name, unit);

	m->numerator = num;
	m->denominator = den;
	if (den > 0) {
		m->has_value = true;
		m->value = (double)num / (double)den;
	}
}

static void
add_rate(struct report *r, const char *name, int64_t num, int64_t den)
{
	add_part(r, name, UNIT_RATE, num, den);
}

/* A quantile of the seconds of n leads. */
static void
add_seconds(struct report *r, const char *name, double seconds, size_t n)
{
	struct metric *m = metric_add(r, name, UNIT_SECONDS);

	m->denominator = (int64_t)n;
	if ((m->has_value = n > 0))
		m->value = seconds;
}

bool
metrics_in(const struct report_span *s, int64_t t)
{
	return t > 0 && t >= s->since && t < s->until;
}

bool
metrics_counts(const struct report_span *s, const struct report_lead *l)
{
	return !l->imported && metrics_in(s, l->received);
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* The middle one, or the mean of the two in the middle. */
double
metrics_median(int64_t *v, size_t n)
{
	if (n == 0)
		return NAN;
	qsort(v, n, sizeof(*v), compare);
	return n % 2 ? (double)v[n / 2] :
	    ((double)v[n / 2 - 1] + (double)v[n / 2]) / 2;
}

/* Nearest rank of sorted values: the smallest that at least nine in ten do
 * not exceed. */
static double
p90(const int64_t *v, size_t n)
{
	return n == 0 ? NAN : (double)v[(n * 9 + 9) / 10 - 1];
}

enum answers { MACHINE, HUMAN, AFTER_HOURS };

/* Seconds to the first answer of the leads that got one. */
static size_t
responses(const struct report_span *s, enum answers which, int64_t *v)
{
	const struct report_lead *l;
	int64_t first;
	size_t i, n = 0;

	for (i = 0; i < s->nlead; i++) {
		l = &s->lead[i];
		if (!metrics_counts(s, l) ||
		    (which == AFTER_HOURS && !l->after_hours))
			continue;
		first = which == MACHINE ? l->first_machine : l->first_human;
		if (first > 0)
			v[n++] = first > l->received ? first - l->received : 0;
	}
	return n;
}

static size_t
within(const int64_t *v, size_t n, double target)
{
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		k += (double)v[i] <= target;
	return k;
}

static int
add_responses(struct report *r, const struct report_span *s,
    const struct report_input *in, int64_t late)
{
	int64_t *v = calloc(s->nlead + 1, sizeof(*v));
	double m;
	size_t n;

	if (v == NULL)
		return -1;
	n = responses(s, MACHINE, v);
	m = metrics_median(v, n);
	add_seconds(r, "first_response_machine_median_s", m, n);
	add_seconds(r, "first_response_machine_p90_s", p90(v, n), n);
	add_rate(r, "machine_in_time_rate",
	    (int64_t)within(v, n, in->settings->machine_target), (int64_t)n);
	n = responses(s, HUMAN, v);
	m = metrics_median(v, n);
	add_seconds(r, "first_response_human_median_s", m, n);
	add_seconds(r, "first_response_human_p90_s", p90(v, n), n);
	add_rate(r, "human_in_time_rate",
	    (int64_t)within(v, n, in->settings->human_target),
	    (int64_t)n + late);
	n = responses(s, AFTER_HOURS, v);
	m = metrics_median(v, n);
	add_seconds(r, "first_response_after_hours_median_s", m, n);
	free(v);
	return 0;
}

struct tally {
	int64_t leads, after_hours, machine, reply, qualified, handed_off;
	int64_t booked, no_show, converted, won, lost;
	int64_t late; /* no person answered, and the target is past */
	int64_t bookings, touches_booked, touches_won;
	double value;
};

static void
count_received(const struct report_lead *l, const struct report_input *in,
    struct tally *t)
{
	t->leads++;
	t->after_hours += l->after_hours;
	t->late += l->first_human == 0 &&
	    (double)(in->at - l->received) > in->settings->human_target;
	t->machine += l->first_machine > 0;
	/* a reply to nothing of ours would make the rate exceed 1 */
	t->reply += l->first_machine > 0 &&
	    l->first_reply >= l->first_machine;
	t->qualified += l->qualified > 0;
	t->handed_off += l->handed_off > 0;
	t->booked += l->booked > 0;
	t->no_show += l->booked > 0 && l->no_show > 0;
	t->converted += l->won > 0;
}

static void
count_leads(const struct report_span *s, const struct report_input *in,
    struct tally *t)
{
	const struct report_lead *l;
	size_t i;

	*t = (struct tally){0};
	for (i = 0; i < s->nlead; i++) {
		l = &s->lead[i];
		if (metrics_in(s, l->won)) {
			t->won++;
			t->value += l->has_value ? l->value : 0;
			t->touches_won += l->touches_won;
		}
		if (metrics_in(s, l->booked)) {
			t->bookings++;
			t->touches_booked += l->touches_booked;
		}
		t->lost += metrics_in(s, l->lost);
		if (metrics_counts(s, l))
			count_received(l, in, t);
	}
}

static int
add_results(struct report *r, const struct report_span *s,
    const struct tally *t)
{
	int64_t *v = calloc(s->nlead + 1, sizeof(*v));
	size_t i, n = 0;

	if (v == NULL)
		return -1;
	for (i = 0; i < s->nlead; i++)
		if (metrics_in(s, s->lead[i].won) && !s->lead[i].imported)
			v[n++] = s->lead[i].won - s->lead[i].received;
	add_count(r, "won", t->won);
	add_count(r, "lost", t->lost);
	add_value(r, "won_value", UNIT_MONEY, t->value);
	add_seconds(r, "cycle_won_median_s", metrics_median(v, n), n);
	add_part(r, "touches_per_booking", UNIT_RATIO, t->touches_booked,
	    t->bookings);
	add_part(r, "touches_per_win", UNIT_RATIO, t->touches_won, t->won);
	free(v);
	return 0;
}

static void
add_deadlines(struct report *r, const struct report_span *s)
{
	int64_t met = 0, missed = 0;
	size_t i;

	for (i = 0; i < s->nowner; i++) {
		met += s->owner[i].met;
		missed += s->owner[i].missed;
	}
	add_rate(r, "deadlines_kept_rate", met, met + missed);
}

static int
add_span(struct report *r, const struct report_span *s,
    const struct report_input *in)
{
	const struct report_counts *c = &s->counts;
	struct tally t;

	count_leads(s, in, &t);
	add_count(r, "leads_new", t.leads);
	add_count(r, "leads_after_hours", t.after_hours);
	if (add_responses(r, s, in, t.late) == -1)
		return -1;
	add_rate(r, "reply_rate", t.reply, t.machine);
	add_rate(r, "qualification_rate", t.qualified, t.leads);
	add_rate(r, "handoff_rate", t.handed_off, t.leads);
	add_rate(r, "booking_rate", t.booked, t.leads);
	add_rate(r, "no_show_rate", t.no_show, t.booked);
	add_rate(r, "conversion_rate", t.converted, t.leads);
	add_rate(r, "opt_out_rate", c->run_opt_outs, c->runs);
	if (add_results(r, s, &t) == -1)
		return -1;
	add_deadlines(r, s);
	add_count(r, "bounces", c->bounces);
	add_count(r, "send_failed", c->send_failed);
	return 0;
}

static void
add_now(struct report *r, const struct report_now *now)
{
	double value = 0;
	int64_t open = 0;
	size_t i;

	for (i = 0; i < now->nstage; i++) {
		open += now->stage[i].count;
		value += now->stage[i].value;
	}
	add_count(r, "pipeline_open", open);
	add_value(r, "pipeline_value", UNIT_MONEY, value);
	add_count(r, "overdue", now->overdue);
	add_count(r, "ownerless", now->ownerless);
	add_count(r, "no_next_action", now->no_next_action);
	add_count(r, "stale", now->stale);
	add_count(r, "unsorted", now->unsorted);
	add_count(r, "send_unknown", now->unknown);
}

static void
mark(struct metric *m, const struct report_range *range)
{
	m->has_low = range->has_low;
	m->has_high = range->has_high;
	m->low = range->low;
	m->high = range->high;
	m->mark = !m->has_value ? 0
	    : m->has_low && m->value < m->low - 1e-12 ? -1
	    : m->has_high && m->value > m->high + 1e-12 ? 1 : 0;
}

const struct metric *
metrics_find(const struct report *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nmetric; i++)
		if (strcmp(r->metric[i].name, name) == 0)
			return &r->metric[i];
	return NULL;
}

int
metrics_fill(struct report *r, const struct report_input *in)
{
	struct report before = {0};
	const struct metric *m;
	size_t i, j;

	if (add_span(r, &in->span[0], in) == -1 ||
	    (in->nspan > 1 && add_span(&before, &in->span[1], in) == -1))
		return -1;
	add_now(r, in->now);
	for (i = 0; i < r->nmetric; i++) {
		/* what is so now has no value of the span before */
		m = metrics_find(&before, r->metric[i].name);
		r->metric[i].has_previous = m != NULL && m->has_value;
		r->metric[i].previous = m != NULL ? m->value : 0;
		for (j = 0; j < in->settings->nrange; j++)
			if (strcmp(in->settings->range[j].name,
			    r->metric[i].name) == 0)
				mark(&r->metric[i], &in->settings->range[j]);
	}
	return 0;
}
