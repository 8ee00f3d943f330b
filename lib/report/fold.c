/* Facts folded into a report: its figures, then the tables its name asks
 * for, in the order a person reads them. */
#include <stdlib.h>

#include "base/text.h"
#include "report/part.h"

static int
overview(struct report *r, const struct report_input *in)
{
	return lists_needs(r, in) == -1 || shape_trend(r, in) == -1 ||
	    shape_response(r, in) == -1 || shape_funnel(r, in) == -1 ||
	    groups_sources(r, in, false) == -1 || groups_owners(r, in) == -1 ||
	    groups_pipeline(r, in) == -1 || groups_stays(r, in) == -1 ? -1 : 0;
}

static int
fill(struct report *r, const struct report_input *in)
{
	if (text_is(r->name, "review"))
		return lists_review(r, in);
	if (text_is(r->name, "pipeline"))
		return groups_pipeline(r, in) == -1 ||
		    groups_stays(r, in) == -1 || lists_needs(r, in) == -1 ?
		    -1 : 0;
	if (text_is(r->name, "sources"))
		return groups_sources(r, in, true);
	if (text_is(r->name, "team"))
		return groups_owners(r, in);
	if (text_is(r->name, "sequences"))
		return steps_sequences(r, in);
	if (text_is(r->name, "ab"))
		return steps_ab(r, in);
	if (text_is(r->name, "audit"))
		return audit_fill(r, in);
	if (text_is(r->name, "cost"))
		return cost_fill(r, in);
	r->figures = true;
	return overview(r, in);
}

int
report_fold(struct report *r, const struct report_input *in,
    struct lead_error *err)
{
	const char *name = in->name == NULL ? "week" : in->name;
	struct report_needs needs;

	*r = (struct report){.since = in->span[0].since,
	    .until = in->span[0].until, .zone = in->settings->zone,
	    .firm = in->settings->firm, .currency = in->settings->currency};
	if (!report_needs(name, &needs))
		return lead_fail(err, LEAD_EUSAGE, "no report '%.40s': there "
		    "are week month quarter review pipeline sources sequences "
		    "team ab audit cost", name);
	if ((r->name = text_dup(name)) == NULL || metrics_fill(r, in) == -1 ||
	    fill(r, in) == -1) {
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
