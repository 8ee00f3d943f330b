/* The shape of the span: the weeks before it, how fast answers went, and how
 * far leads came. What is drawn in HTML is drawn from these. */
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "report/part.h"

static int
trend_row(struct report_table *t, const struct report_input *in, size_t i)
{
	struct report one = {0};
	struct report_input back = *in;
	static const char *const name[] = {"leads_new",
	    "first_response_machine_median_s",
	    "first_response_human_median_s", "reply_rate", "booking_rate",
	    "won", "won_value"};
	const struct metric *m;
	double v[7];
	size_t j;

	back.span = &in->span[i];
	back.nspan = 1;
	if (metrics_fill(&one, &back) == -1)
		return -1;
	for (j = 0; j < 7; j++) {
		m = metrics_find(&one, name[j]);
		v[j] = m != NULL && m->has_value ? m->value : NAN;
	}
	return table_row(t, in->span[i].since, v[0], v[1], v[2], v[3], v[4],
	    v[5], v[6]);
}

/* The oldest first, so that it is read as a line. */
int
shape_trend(struct report *r, const struct report_input *in)
{
	struct report_table *t = table_new(r, "trend", in->nspan,
	    "wfrom|nleads|smachine|shuman|rreplied|rbooked|nwon|mvalue");
	size_t i;

	if (t == NULL)
		return -1;
	for (i = in->nspan; i-- > 0;)
		if (trend_row(t, in, i) == -1)
			return -1;
	return table_words(t, in->nspan < 4 ? "This span and the one before" :
	    text_is(r->name, "month") ? "The last four months" :
	    "The last four weeks", NULL);
}

int
shape_response(struct report *r, const struct report_input *in)
{
	static const struct {
		const char *words;
		int64_t below;
	} bucket[] = {{"under 1 min", 60}, {"1 to 2 min", 120},
	    {"2 to 5 min", 300}, {"5 to 15 min", 900},
	    {"15 min to 1 h", 3600}, {"1 to 4 h", 14400},
	    {"4 h to a day", 86400}, {"over a day", INT64_MAX}};
	const size_t n = sizeof(bucket) / sizeof(bucket[0]);
	const struct report_span *s = &in->span[0];
	const struct report_lead *l;
	int64_t machine[8] = {0}, human[8] = {0};
	struct report_table *t;
	size_t i, b;

	for (i = 0; i < s->nlead; i++) {
		l = &s->lead[i];
		if (!metrics_counts(s, l))
			continue;
		for (b = 0; l->first_human > 0 &&
		    l->first_human - l->received >= bucket[b].below;)
			b++;
		human[b] += l->first_human > 0;
		for (b = 0; l->first_machine > 0 &&
		    l->first_machine - l->received >= bucket[b].below;)
			b++;
		machine[b] += l->first_machine > 0;
	}
	t = table_new(r, "response time", n, "twithin|nhuman|nmachine");
	for (i = 0; i < n; i++)
		if (table_row(t, bucket[i].words, (double)human[i],
		    (double)machine[i]) == -1)
			return -1;
	return table_words(t, "How fast first answers went", NULL);
}

int
shape_funnel(struct report *r, const struct report_input *in)
{
	static const char *const words[] = {"received", "answered", "replied",
	    "qualified", "booked", "won"};
	const struct report_span *s = &in->span[0];
	const struct report_lead *l;
	int64_t n[6] = {0};
	struct report_table *t;
	size_t i;

	for (i = 0; i < s->nlead; i++) {
		l = &s->lead[i];
		if (!metrics_counts(s, l))
			continue;
		n[0]++;
		n[1] += l->first_machine > 0 || l->first_human > 0;
		n[2] += l->first_reply > 0;
		n[3] += l->qualified > 0;
		n[4] += l->booked > 0;
		n[5] += l->won > 0;
	}
	t = table_new(r, "funnel", 6, "tleads|ncount|rshare");
	for (i = 0; i < 6; i++)
		if (table_row(t, words[i], (double)n[i], n[0] > 0 ?
		    (double)n[i] / (double)n[0] : NAN) == -1)
			return -1;
	return table_words(t, "How far the leads received came", NULL);
}
