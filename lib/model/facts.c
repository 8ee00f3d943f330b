/* The facts of a span own their strings: this gives them back. */
#include <stdlib.h>

#include "model/facts.h"

void
report_span_free(struct report_span *span)
{
	size_t i;

	if (span == NULL)
		return;
	for (i = 0; i < span->nlead; i++) {
		free(span->lead[i].source);
		free(span->lead[i].owner);
		free(span->lead[i].stage);
		free(span->lead[i].name);
		free(span->lead[i].next_action);
	}
	free(span->lead);
	*span = (struct report_span){0};
}
