/*
 * labels: what a form calls its fields, in several languages, and the one
 * place where a labelled value becomes part of a struct inbound.
 */
#ifndef INTAKE_LABELS_H
#define INTAKE_LABELS_H

#include <stdbool.h>

#include "model/config.h"
#include "model/inbound.h"

enum label {
	LABEL_NONE, /* no label we know: a field of its own */
	LABEL_DROP, /* technical or secret: not kept */
	LABEL_NAME,
	LABEL_FIRST,
	LABEL_LAST,
	LABEL_EMAIL,
	LABEL_PHONE,
	LABEL_COMPANY,
	LABEL_SERVICE,
	LABEL_ZIP,
	LABEL_PLACE,
	LABEL_TIME,
	LABEL_BUDGET,
	LABEL_MESSAGE,
	LABEL_CAMPAIGN,
	LABEL_SOURCE,
	LABEL_VALUE,
	LABEL_NOTE,
	LABEL_LANGUAGE,
	LABEL_REFERRER,
	LABEL_SUBJECT,
	LABEL_ID
};

/* A struct inbound being filled by labelled values. */
struct draft {
	struct inbound *in;
	const char *country; /* borrowed, or NULL */
	char *first, *last;
	const struct config_source *source; /* whose map was applied */
	bool guess;          /* questions in words count too */
	bool failed;         /* no memory */
};

/* guess false: only exact names of the table. */
enum label labels_find(const char *label, bool guess);
void draft_put(struct draft *, const char *label, const char *value);
void draft_as(struct draft *, enum label, const char *label, const char *value);
/* Joins first and last name; -1 on no memory. */
int draft_finish(struct draft *);

#endif
