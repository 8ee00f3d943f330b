/* What needs a person: the list under the week, the questions of the review. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "report/part.h"

struct question {
	enum report_list_name list;
	const char *title, *caption;
	const char *at;    /* what the moment of an item is called */
	const char *all;   /* the command that lists all of them */
};

static const struct question review[] = {
	{LIST_NOT_CONTACTED, "not contacted",
	    "1. Which new leads has nobody contacted?", "received",
	    "lead-show -w \"last_contact IS NULL AND stage NOT IN "
	    "('won','lost','inactive')\""},
	{LIST_OWNERLESS, "no owner", "2. Which leads have no owner?",
	    "received", "lead-show -w 'owner IS NULL'"},
	{LIST_PROPOSALS, "proposals without next step",
	    "3. Which proposals have no next step?", "last contact",
	    "lead-show -w \"stage = 'proposal'\""},
	{LIST_UNTOUCHED, "untouched",
	    "4. Which leads were left untouched too long?", "since",
	    "lead-stale"},
	{LIST_CLOSE, "to be closed",
	    "5. Which should be closed as lost? (silent for 30 days)",
	    "last word", "lead-stale"},
	{LIST_THIS_WEEK, "this week",
	    "6. Which follow-ups must happen in the next seven days?", "due",
	    "lead-due --until=+7d -k task"},
	{LIST_NEVER_CALLED, "never called",
	    "Leads with a number that no person ever called", "received",
	    "lead-show -w 'phone IS NOT NULL'"},
	{LIST_MAYBE_SAME, "maybe the same",
	    "Persons who may be the same: lead-set --merge", "since", NULL},
	{LIST_UNSORTED, "unsorted",
	    "Mail nobody could sort: lead-set I… outcome=", "came", NULL},
	{LIST_UNKNOWN, "unknown messages",
	    "Sent or not, nobody knows: lead-send --resolve=sent|retry", "due",
	    "lead-due -k message"},
	{LIST_FAILED, "failed messages",
	    "Messages that could not be sent", "due", NULL},
};

static int
list_table(struct report *r, const struct report_input *in,
    const struct question *q)
{
	const struct report_list *list = &in->now->list[q->list];
	const struct report_item *item;
	struct report_table *t;
	char columns[80], note[160] = "";
	size_t i;

	snprintf(columns, sizeof(columns), "tref|tname|towner|twhy|w%s|tnext",
	    q->at);
	t = table_new(r, q->title, list->count, columns);
	for (i = 0; i < list->count; i++) {
		item = &list->item[i];
		if (table_row(t, item->ref, item->name, item->owner, item->why,
		    item->at, item->next) == -1)
			return -1;
	}
	if (list->total > (int64_t)list->count)
		snprintf(note, sizeof(note), "and %lld more%s%s",
		    (long long)(list->total - (int64_t)list->count),
		    q->all != NULL ? ": " : "", q->all != NULL ? q->all : "");
	return table_words(t, q->caption, note[0] != '\0' ? note : NULL);
}

int
lists_review(struct report *r, const struct report_input *in)
{
	size_t i;

	for (i = 0; i < sizeof(review) / sizeof(review[0]); i++)
		if (list_table(r, in, &review[i]) == -1)
			return -1;
	return 0;
}

int
lists_needs(struct report *r, const struct report_input *in)
{
	static const struct question needs = {LIST_NEEDS, "needs you",
	    "Needs you", "due", "lead-report review"};

	return list_table(r, in, &needs);
}

/* What each report is made of. */
bool
report_needs(const char *name, struct report_needs *needs)
{
	size_t i;

	*needs = (struct report_needs){.spans = 2, .limit = 12};
	needs->list[0] = LIST_NEEDS;
	needs->list[1] = LIST__MAX;
	if (name == NULL || text_is(name, "week") || text_is(name, "month"))
		needs->spans = 4;
	else if (text_is(name, "review")) {
		needs->limit = 25;
		for (i = 0; i < sizeof(review) / sizeof(review[0]); i++)
			needs->list[i] = review[i].list;
		needs->list[i] = LIST__MAX;
	} else if (text_is(name, "sequences") || text_is(name, "ab"))
		needs->steps = true;
	else if (text_is(name, "audit"))
		needs->evidence = true;
	else if (!text_is(name, "quarter") && !text_is(name, "pipeline") &&
	    !text_is(name, "sources") && !text_is(name, "team") &&
	    !text_is(name, "cost"))
		return false;
	return true;
}
