/* Figures by source, by owner, by stage. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/part.h"

#define MONTH (86400 * 365.25 / 12)

struct group {
	const char *name;
	int64_t leads, human, replied, qualified, booked, won;
	int64_t met, missed, open, overdue;
	double value, cost;
	int64_t *seconds; /* to the first answer of a person */
};

static int
compare_group(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->leads != y->leads)
		return x->leads > y->leads ? -1 : 1;
	return strcmp(x->name, y->name);
}

static struct group *
group_find(struct group *g, size_t *n, const char *name)
{
	size_t i;

	if (text_empty(name))
		name = "(none)";
	for (i = 0; i < *n; i++)
		if (strcmp(g[i].name, name) == 0)
			return &g[i];
	g[*n].name = name;
	return &g[(*n)++];
}

static void
group_count(struct group *g, const struct report_span *s,
    const struct report_lead *l)
{
	if (metrics_in(s, l->won)) {
		g->won++;
		g->value += l->has_value ? l->value : 0;
	}
	if (!metrics_counts(s, l))
		return;
	g->leads++;
	g->human += l->first_human > 0;
	g->replied += l->first_machine > 0 &&
	    l->first_reply >= l->first_machine;
	g->qualified += l->qualified > 0;
	g->booked += l->booked > 0;
}

static double
per(double cost, int64_t n)
{
	return n > 0 ? cost / (double)n : NAN;
}

static int
source_rows(struct report_table *t, const struct group *g, size_t n,
    bool costs)
{
	size_t i;

	for (i = 0; i < n; i++, g++)
		if ((costs ? table_row(t, g->name, (double)g->leads,
		    (double)g->qualified, (double)g->won, g->value,
		    g->cost > 0 ? g->cost : NAN,
		    g->cost > 0 ? per(g->cost, g->leads) : NAN,
		    g->cost > 0 ? per(g->cost, g->qualified) : NAN,
		    g->cost > 0 ? per(g->cost, g->won) : NAN) :
		    table_row(t, g->name, (double)g->leads,
		    (double)g->replied, (double)g->booked, (double)g->won,
		    g->value)) == -1)
			return -1;
	return 0;
}

int
groups_sources(struct report *r, const struct report_input *in, bool costs)
{
	const struct report_span *s = &in->span[0];
	const struct report_settings *c = in->settings;
	struct group *g = calloc(s->nlead + c->ncost + 1, sizeof(*g));
	struct report_table *t;
	size_t i, n = 0;
	int rc = -1;

	if (g == NULL)
		return -1;
	for (i = 0; i < s->nlead; i++)
		if (metrics_counts(s, &s->lead[i]) ||
		    metrics_in(s, s->lead[i].won))
			group_count(group_find(g, &n, s->lead[i].source), s,
			    &s->lead[i]);
	for (i = 0; costs && i < c->ncost; i++)
		group_find(g, &n, c->cost[i].source)->cost =
		    c->cost[i].per_month *
		    (double)(s->until - s->since) / MONTH;
	qsort(g, n, sizeof(*g), compare_group);
	t = table_new(r, "by source", n, costs ?
	    "tsource|nleads|nqualified|nwon|mvalue|mcost|mper lead"
	    "|mper qualified|mper win" :
	    "tsource|nleads|nreplied|nbooked|nwon|mvalue");
	rc = t == NULL ? -1 : source_rows(t, g, n, costs);
	if (rc == 0 && costs)
		rc = table_words(t, "Where leads come from, and what they cost",
		    "Cost: cost_per_month of the source, by the days of the "
		    "span.");
	free(g);
	return rc;
}

static int
owner_groups(struct group *g, size_t *n, const struct report_input *in)
{
	const struct report_span *s = &in->span[0];
	const struct report_lead *l;
	struct group *p;
	size_t i;

	for (i = 0; i < s->nlead; i++) {
		l = &s->lead[i];
		p = group_find(g, n, l->owner);
		group_count(p, s, l);
		if (!metrics_counts(s, l) || l->first_human == 0)
			continue;
		if (p->seconds == NULL && (p->seconds = calloc(s->nlead,
		    sizeof(*p->seconds))) == NULL)
			return -1;
		p->seconds[p->human - 1] = l->first_human > l->received ?
		    l->first_human - l->received : 0;
	}
	for (i = 0; i < s->nowner; i++) {
		p = group_find(g, n, s->owner[i].owner);
		p->met += s->owner[i].met;
		p->missed += s->owner[i].missed;
	}
	for (i = 0; i < in->now->nowner; i++) {
		p = group_find(g, n, in->now->owner[i].owner);
		p->open += in->now->owner[i].open;
		p->overdue += in->now->owner[i].overdue;
	}
	return 0;
}

int
groups_owners(struct report *r, const struct report_input *in)
{
	const struct report_span *s = &in->span[0];
	struct group *g = calloc(s->nlead + s->nowner + in->now->nowner + 1,
	    sizeof(*g));
	struct report_table *t;
	size_t i, n = 0;
	int rc = -1;

	if (g == NULL || owner_groups(g, &n, in) == -1)
		goto done;
	qsort(g, n, sizeof(*g), compare_group);
	t = table_new(r, "by owner", n, "towner|nleads|nanswered|smedian"
	    "|rkept|nwon|mvalue|nopen|noverdue");
	for (i = 0; t != NULL && i < n; i++)
		if (table_row(t, g[i].name, (double)g[i].leads,
		    (double)g[i].human, metrics_median(g[i].seconds,
		    (size_t)g[i].human), g[i].met + g[i].missed > 0 ?
		    (double)g[i].met / (double)(g[i].met + g[i].missed) : NAN,
		    (double)g[i].won, g[i].value, (double)g[i].open,
		    (double)g[i].overdue) == -1)
			goto done;
	rc = t == NULL ? -1 : 0;
done:
	for (i = 0; g != NULL && i < n; i++)
		free(g[i].seconds);
	free(g);
	return rc;
}

static const char *const stages[] = {"new", "contacted", "waiting", "replied",
    "qualified", "booked", "proposal"};
#define NSTAGE (sizeof(stages) / sizeof(stages[0]))

static bool
is_standard(const char *stage)
{
	size_t i;

	for (i = 0; i < NSTAGE; i++)
		if (text_is(stage, stages[i]))
			return true;
	return false;
}

/* The stages in their order, then any that the firm named itself. */
int
groups_pipeline(struct report *r, const struct report_input *in)
{
	const struct report_now *now = in->now;
	struct report_table *t = table_new(r, "pipeline", NSTAGE + now->nstage,
	    "tstage|nleads|mvalue");
	int64_t count;
	double value;
	size_t i, j;

	for (i = 0; i < NSTAGE; i++) {
		count = 0;
		value = 0;
		for (j = 0; j < now->nstage; j++)
			if (text_is(now->stage[j].stage, stages[i])) {
				count = now->stage[j].count;
				value = now->stage[j].value;
			}
		if (table_row(t, stages[i], (double)count, value) == -1)
			return -1;
	}
	for (j = 0; j < now->nstage; j++)
		if (!is_standard(now->stage[j].stage) &&
		    table_row(t, now->stage[j].stage,
		    (double)now->stage[j].count, now->stage[j].value) == -1)
			return -1;
	return table_words(t, "Pipeline: open leads now", NULL);
}

/* How long the leads that left a stage in the span had been in it. */
int
groups_stays(struct report *r, const struct report_input *in)
{
	const struct report_span *s = &in->span[0];
	int64_t *v = calloc(s->nstay + 1, sizeof(*v));
	struct report_table *t;
	size_t i, j, n;
	int rc = -1;

	if (v == NULL)
		return -1;
	t = table_new(r, "time in stage", NSTAGE, "tstage|nleft|smedian");
	for (i = 0; i < NSTAGE; i++) {
		for (j = n = 0; j < s->nstay; j++)
			if (text_is(s->stay[j].stage, stages[i]))
				v[n++] = s->stay[j].seconds;
		if (table_row(t, stages[i], (double)n,
		    metrics_median(v, n)) == -1)
			goto done;
	}
	rc = table_words(t, "Time in stage, of leads that left it", NULL);
done:
	free(v);
	return rc;
}
