/*
 * The fifteen statements on capture, ownership, response time, visibility
 * and review, each scored 0, 1 or 2 by what the store itself holds.
 */
#include <stdio.h>

#include "report/part.h"

/* full and half: the share from which the score is 2 and 1. */
static const struct {
	const char *statement, *evidence;
	double full, half;
	bool none_is_well; /* nothing to count is no fault */
	bool hoped;        /* the denominator is what one would wish for */
} audit[AUDIT_STATEMENTS] = {
	{"One shared place", "recorded the day they came", .98, .9, false, false},
	{"Every channel captured", "sources in 30 days", 1, .3, false, true},
	{"None only in an inbox", "inputs of 30 days sorted", .99, .95, false, false},
	{"One named owner", "open leads with an owner", 1, .95, false, false},
	{"Owner knows next step", "tasks due by tomorrow told", .98, .8, true, false},
	{"No \"someone will\"", "open leads owned by a person", 1, .95, false, false},
	{"Response-time rule", "new leads with a deadline", .95, .7, false, false},
	{"New ones seen daily", "answered by a person in a day", .8, .5, false, false},
	{"Late replies visible", "missed deadlines told", .95, .7, true, false},
	{"Clear stage", "open leads not new for over a day", .98, .9, false, false},
	{"Last contact known", "open leads over a week old", .95, .8, true, false},
	{"Next action set", "open leads", .99, .95, false, false},
	{"Weekly review", "reports mailed in 30 days", 1, .25, false, true},
	{"Stuck ones moved", "open leads not stale", .95, .85, false, false},
	{"Team sees stalls", "days of the last seven with notices", 1, .2, false, true},
};

static int
score(size_t i, const struct report_evidence *e)
{
	double share;

	if (e->den == 0)
		return audit[i].none_is_well ? 2 : 0;
	share = (double)e->num / (double)e->den;
	return share >= audit[i].full ? 2 : share >= audit[i].half ? 1 : 0;
}

static int
statements(struct report *r, const struct report_input *in)
{
	struct report_table *t = table_new(r, "audit", AUDIT_STATEMENTS,
	    "tno|nscore|tstatement|tevidence");
	const struct report_evidence *e = in->now->evidence;
	char no[24], text[120];
	int n, sum = 0;
	size_t i;

	for (i = 0; i < AUDIT_STATEMENTS; i++) {
		n = score(i, &e[i]);
		sum += n;
		snprintf(no, sizeof(no), "%zu", i + 1);
		if (audit[i].hoped)
			snprintf(text, sizeof(text), "%lld %s, hoped for %lld",
			    (long long)e[i].num, audit[i].evidence,
			    (long long)e[i].den);
		else
			snprintf(text, sizeof(text), "%lld of %lld %s",
			    (long long)e[i].num, (long long)e[i].den,
			    audit[i].evidence);
		if (table_row(t, no, (double)n, audit[i].statement, text) ==
		    -1)
			return -1;
	}
	snprintf(text, sizeof(text), "Audit: %d of 30, %s", sum,
	    sum <= 10 ? "it depends on memory" :
	    sum <= 20 ? "some structure" : "ready for automation");
	return table_words(t, text, "Scored 0 to 2 by what the store holds of "
	    "the last thirty days, and of now.");
}

int
audit_fill(struct report *r, const struct report_input *in)
{
	struct report_table *t;
	size_t i;

	if (statements(r, in) == -1)
		return -1;
	t = table_new(r, "machinery", in->ncheck, "tstatus|tcheck|tdetail");
	for (i = 0; i < in->ncheck; i++)
		if (table_row(t, in->check[i].status, in->check[i].check,
		    in->check[i].detail) == -1)
			return -1;
	return table_words(t, "The machinery, as lead-check sees it", NULL);
}
