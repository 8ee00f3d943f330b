/* What each step of a sequence brought, and which of two texts brought more. */
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "report/part.h"

#define OPT_OUTS 0.02 /* more of them mean a sequence that annoys */
#define ENOUGH 30     /* messages of a variant before anything is said */

static double
share(int64_t n, int64_t of)
{
	return of > 0 ? (double)n / (double)of : NAN;
}

static int
step_row(struct report_table *t, const struct report_step *s,
    const char *step)
{
	return table_row(t, s->sequence, (double)s->sent, step,
	    (double)s->replied, (double)s->booked, (double)s->opted_out,
	    share(s->opted_out, s->sent), (double)s->bounced,
	    s->sent > 0 && share(s->opted_out, s->sent) > OPT_OUTS ?
	    "over 2 %" : "");
}

static void
step_add(struct report_step *sum, const struct report_step *s)
{
	sum->sent += s->sent;
	sum->replied += s->replied;
	sum->booked += s->booked;
	sum->opted_out += s->opted_out;
	sum->bounced += s->bounced;
}

/* Variants of a step together; a row "all" closes each sequence. */
int
steps_sequences(struct report *r, const struct report_input *in)
{
	const struct report_span *s = &in->span[0];
	struct report_table *t = table_new(r, "sequences", 2 * s->nstep,
	    "tsequence|nsent|tstep|nreplied|nbooked|nopted out|rshare"
	    "|nbounced|tmark");
	struct report_step one, all = {0};
	size_t i, j;

	if (t == NULL)
		return -1;
	for (i = 0; i < s->nstep; i = j) {
		one = s->step[i];
		for (j = i + 1; j < s->nstep &&
		    text_is(s->step[j].sequence, one.sequence) &&
		    text_is(s->step[j].step, one.step); j++)
			step_add(&one, &s->step[j]);
		all.sequence = one.sequence;
		step_add(&all, &one);
		if (step_row(t, &one, one.step) == -1)
			return -1;
		if (j < s->nstep && text_is(s->step[j].sequence, all.sequence))
			continue;
		if (step_row(t, &all, "(all)") == -1)
			return -1;
		all = (struct report_step){0};
	}
	return table_words(t, "What each step brought", "A reply, booking, "
	    "opt-out or bounce is counted with the last step before it.");
}

static bool
same_test(const struct report_step *a, const struct report_step *b)
{
	return text_is(a->sequence, b->sequence) && text_is(a->step, b->step) &&
	    text_is(a->template, b->template) && a->variant != NULL &&
	    b->variant != NULL;
}

/* Is there another variant of the same text. */
static bool
is_tested(const struct report_span *s, size_t i)
{
	return (i > 0 && same_test(&s->step[i - 1], &s->step[i])) ||
	    (i + 1 < s->nstep && same_test(&s->step[i], &s->step[i + 1]));
}

static int
compare_row(struct report_table *t, const struct report_step *a,
    const struct report_step *b)
{
	const char *verdict = "too early to say";
	double low, high;

	interval_difference(a->replied, a->sent, b->replied, b->sent, &low,
	    &high);
	if (a->sent >= ENOUGH && b->sent >= ENOUGH && low > 0)
		verdict = "more replies";
	else if (a->sent >= ENOUGH && b->sent >= ENOUGH && high < 0)
		verdict = "fewer replies";
	return table_row(t, a->sequence, a->step, b->variant, a->variant,
	    share(b->replied, b->sent) - share(a->replied, a->sent), low, high,
	    verdict);
}

int
steps_ab(struct report *r, const struct report_input *in)
{
	const struct report_span *s = &in->span[0];
	const struct report_step *p;
	struct report_table *t;
	size_t i, first;
	double low, high;

	t = table_new(r, "variants", s->nstep, "tsequence|tstep|tvariant|nsent"
	    "|nreplied|rrate|rlow|rhigh|nbooked|nopted out");
	for (i = 0; i < s->nstep; i++) {
		p = &s->step[i];
		if (!is_tested(s, i))
			continue;
		interval_rate(p->replied, p->sent, &low, &high);
		if (table_row(t, p->sequence, p->step, p->variant,
		    (double)p->sent, (double)p->replied,
		    share(p->replied, p->sent), low, high, (double)p->booked,
		    (double)p->opted_out) == -1)
			return -1;
	}
	if (table_words(t, "Variants: replies with their 95 % interval",
	    NULL) == -1)
		return -1;
	t = table_new(r, "comparison", s->nstep, "tsequence|tstep|tvariant"
	    "|tagainst|rdifference|rlow|rhigh|tverdict");
	for (i = first = 0; t != NULL && i < s->nstep; i++) {
		if (i == 0 || !same_test(&s->step[i - 1], &s->step[i]))
			first = i;
		else if (compare_row(t, &s->step[first], &s->step[i]) == -1)
			return -1;
	}
	return table_words(t, "Against the first variant",
	    "Too early to say: fewer than 30 sent of one of them, or the "
	    "interval of the difference holds 0.");
}
