/*
 * labels: what a form calls its fields, in several languages, and the one
 * place where a labelled value becomes part of a struct inbound.
 */
#ifndef INTAKE_LABELS_H
#define INTAKE_LABELS_H

#include <stdbool.h>

#include "model/config.h"
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
	LABEL_ID,
	/* of an older list: labels_imported alone gives these */
	LABEL_STAGE,
	LABEL_OWNER,
	LABEL_REASON,
	LABEL_RECEIVED,
	LABEL_CONTACTED,
	LABEL_CURRENCY
};

/* A struct inbound being filled by labelled values. */
struct draft {
	struct inbound *in;
	const char *country; /* borrowed, or NULL */
	const struct config *config; /* labels of the firm's own, or NULL */
	const char *zone;    /* of dates in a table; NULL: UTC */
	int64_t now;
	char *first, *last;
	const struct config_source *source; /* whose map was applied */
	bool guess;          /* questions in words count too */
	bool failed;         /* no memory */
};

/* guess false: only exact names of the table. */
enum label labels_find(const char *label, bool guess);
/* Lower case, blanks for punctuation; is the name in "a|b|c". */
#define LABELS_NAME_MAX 100
void labels_normal(const char *label, char out[LABELS_NAME_MAX]);
bool labels_listed(const char *list, const char *name);
/* An amount as people write it: "$1,200.50", "1.200,50 EUR". */
bool labels_money(const char *text, double *);
/* A day, or day and time, as tables write it; 1/2/2026 by the country. Never
 * after now. */
bool labels_date(const char *text, const char *country, const char *zone,
    int64_t now, int64_t *);
/* What section labels of the configuration makes of it, or LABEL_NONE. */
enum label labels_own(const struct config *, const char *label);
/* The columns only an older list has; LABEL_NONE for any other. */
enum label labels_imported(const char *label);
/* A stage of ours by the word another system has for it, or NULL. */
const char *labels_stage(const char *word);
void draft_put(struct draft *, const char *label, const char *value);
void draft_as(struct draft *, enum label, const char *label, const char *value);
/* Joins first and last name; -1 on no memory. */
int draft_finish(struct draft *);

#endif
