/* The facts of a report own their strings: this gives them back. */
#include <stdlib.h>

#include "model/facts.h"

static void
owners_free(struct report_owner *owner, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(owner[i].owner);
	free(owner);
}

void
report_span_free(struct report_span *span)
{
	size_t i;

	if (span == NULL)
		return;
	for (i = 0; i < span->nlead; i++) {
		free(span->lead[i].source);
		free(span->lead[i].owner);
	}
	free(span->lead);
	for (i = 0; i < span->nstay; i++)
		free(span->stay[i].stage);
	free(span->stay);
	for (i = 0; i < span->nstep; i++) {
		free(span->step[i].sequence);
		free(span->step[i].step);
		free(span->step[i].template);
		free(span->step[i].variant);
	}
	free(span->step);
	owners_free(span->owner, span->nowner);
	*span = (struct report_span){0};
}

static void
list_free(struct report_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		free(list->item[i].ref);
		free(list->item[i].name);
		free(list->item[i].owner);
		free(list->item[i].why);
		free(list->item[i].next);
	}
	free(list->item);
}

void
report_now_free(struct report_now *now)
{
	size_t i;

	if (now == NULL)
		return;
	for (i = 0; i < LIST__MAX; i++)
		list_free(&now->list[i]);
	for (i = 0; i < now->nstage; i++)
		free(now->stage[i].stage);
	free(now->stage);
	owners_free(now->owner, now->nowner);
	*now = (struct report_now){0};
}
