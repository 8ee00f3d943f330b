/*
 * Facts folded into figures, by the names of leads-metrics(7). A rate keeps
 * its numerator and denominator; what machines and people answered is never
 * one figure.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/table.h"

#define METRICS (sizeof(((struct report *)0)->metric) / sizeof(struct metric))

static struct metric *
metric_add(struct report *r, const char *name)
{
	struct metric *m = &r->metric[r->nmetric];

	if (r->nmetric + 1 < METRICS)
		r->nmetric++;
	*m = (struct metric){.name = name, .numerator = -1, .denominator = -1};
	return m;
}

static void
add_count(struct report *r, const char *name, int64_t n)
{
	struct metric *m = metric_add(r, name);

	m->has_value = true;
	m->value = (double)n;
}

static void
add_rate(struct report *r, const char *name, int64_t num, int64_t den)
{
	struct metric *m = metric_add(r, name);

	m->is_rate = true;
	m->numerator = num;
	m->denominator = den;
	if (den > 0) {
		m->has_value = true;
		m->value = (double)num / (double)den;
	}
}

bool
report_in_span(const struct report_span *s, int64_t t)
{
	return t > 0 && t >= s->since && t < s->until;
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* The middle one, or the mean of the two in the middle. */
static double
median(const int64_t *v, size_t n)
{
	return n % 2 ? (double)v[n / 2] :
	    ((double)v[n / 2 - 1] + (double)v[n / 2]) / 2;
}

/* Nearest rank: the smallest that at least nine in ten do not exceed. */
static double
p90(const int64_t *v, size_t n)
{
	return (double)v[(n * 9 + 9) / 10 - 1];
}

/* Median and p90 of the seconds to the first answer, of leads that got one. */
static int
add_response(struct report *r, const struct report_span *s, bool human,
    const char *median_name, const char *p90_name)
{
	const struct report_lead *l;
	struct metric *m;
	int64_t *v, first;
	size_t i, n = 0;

	if ((v = calloc(s->nlead + 1, sizeof(*v))) == NULL)
		return -1;
	for (i = 0; i < s->nlead; i++) {
		l = &s->lead[i];
		first = human ? l->first_human : l->first_machine;
		if (report_in_span(s, l->received) && first > 0)
			v[n++] = first > l->received ? first - l->received : 0;
	}
	qsort(v, n, sizeof(*v), compare);
	m = metric_add(r, median_name);
	m->is_seconds = true;
	m->denominator = (int64_t)n;
	if ((m->has_value = n > 0))
		m->value = median(v, n);
	m = metric_add(r, p90_name);
	m->is_seconds = true;
	m->denominator = (int64_t)n;
	if ((m->has_value = n > 0))
		m->value = p90(v, n);
	free(v);
	return 0;
}

struct tally {
	int64_t leads, machine, reply, qualified, handed_off, booked, no_show;
	int64_t converted, won, lost;
	double value;
};

static void
count_leads(const struct report_span *s, struct tally *t)
{
	const struct report_lead *l;
	size_t i;

	*t = (struct tally){0};
	for (i = 0; i < s->nlead; i++) {
		l = &s->lead[i];
		if (report_in_span(s, l->won)) {
			t->won++;
			if (l->has_value)
				t->value += l->value;
		}
		if (report_in_span(s, l->lost))
			t->lost++;
		if (!report_in_span(s, l->received))
			continue;
		t->leads++;
		t->machine += l->first_machine > 0;
		/* a reply to nothing of ours would make the rate exceed 1 */
		t->reply += l->first_machine > 0 && l->first_reply > 0;
		t->qualified += l->qualified > 0;
		t->handed_off += l->handed_off > 0;
		t->booked += l->booked > 0;
		t->no_show += l->booked > 0 && l->no_show > 0;
		t->converted += l->won > 0;
	}
}

static int
add_metrics(struct report *r, const struct report_span *s)
{
	const struct report_counts *c = &s->counts;
	struct tally t;

	count_leads(s, &t);
	add_count(r, "leads_new", t.leads);
	if (add_response(r, s, false, "first_response_machine_median_s",
	    "first_response_machine_p90_s") == -1 ||
	    add_response(r, s, true, "first_response_human_median_s",
	    "first_response_human_p90_s") == -1)
		return -1;
	add_rate(r, "reply_rate", t.reply, t.machine);
	add_rate(r, "qualification_rate", t.qualified, t.leads);
	add_rate(r, "handoff_rate", t.handed_off, t.leads);
	add_rate(r, "booking_rate", t.booked, t.leads);
	add_rate(r, "no_show_rate", t.no_show, t.booked);
	add_rate(r, "conversion_rate", t.converted, t.leads);
	add_rate(r, "opt_out_rate", c->run_opt_outs, c->runs);
	add_count(r, "won", t.won);
	add_count(r, "lost", t.lost);
	add_count(r, "won_value", 0);
	r->metric[r->nmetric - 1].value = t.value;
	add_rate(r, "deadlines_kept_rate", c->deadlines_met,
	    c->deadlines_met + c->deadlines_missed);
	add_count(r, "overdue", c->overdue);
	add_count(r, "ownerless", c->ownerless);
	add_count(r, "no_next_action", c->no_next_action);
	add_count(r, "stale", c->stale);
	add_count(r, "bounces", c->bounces);
	add_count(r, "send_failed", c->send_failed);
	add_count(r, "unsorted", c->unsorted);
	add_count(r, "send_unknown", c->unknown);
	return 0;
}

static int
add_previous(struct report *r, const struct report_span *previous)
{
	struct report before = {0};
	size_t i;

	if (previous == NULL)
		return 0;
	if (add_metrics(&before, previous) == -1)
		return -1;
	for (i = 0; i < r->nmetric; i++) {
		r->metric[i].has_previous = before.metric[i].has_value;
		r->metric[i].previous = before.metric[i].value;
	}
	return 0;
}

static int
check_name(const char *name, struct lead_error *err)
{
	static const char *const known[] = {"week", "month", "quarter",
	    "review", "pipeline", "sources", "team", NULL};
	static const char *const planned[] = {"sequences", "ab", "audit",
	    "cost", NULL};
	size_t i;

	for (i = 0; known[i] != NULL; i++)
		if (text_is(name, known[i]))
			return 0;
	for (i = 0; planned[i] != NULL; i++)
		if (text_is(name, planned[i]))
			return lead_fail(err, LEAD_EUSAGE,
			    "the report '%s' is not built yet", name);
	return lead_fail(err, LEAD_EUSAGE, "no report '%.40s': there are "
	    "week month quarter review pipeline sources team", name);
}

int
report_fold(struct report *r, const char *name, const struct report_span *span,
    const struct report_span *previous, const char *zone, const char *firm,
    int64_t now, struct lead_error *err)
{
	*r = (struct report){.since = span->since, .until = span->until,
	    .zone = zone, .firm = firm};
	if (name == NULL)
		name = "week";
	if (check_name(name, err) == -1)
		return -1;
	if ((r->name = text_dup(name)) == NULL ||
	    add_metrics(r, span) == -1 || add_previous(r, previous) == -1 ||
	    table_fill(r, span, now) == -1) {
		report_free(r);
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	return 0;
}

void
report_free(struct report *r)
{
	free(r->name);
	table_free(r);
	*r = (struct report){0};
}
