/*
 * send_values: the named values a template may use for one message.
 */
#ifndef VERB_SEND_VALUES_H
#define VERB_SEND_VALUES_H

#include "follow/template.h"
#include "verb/app.h"

struct values {
	struct {
		const char *name; /* literal or lent */
		char *value;
	} item[96];
	size_t count;
	const char *dir; /* of templates, for partials; borrowed */
	bool failed;
	const struct config_qualify *question; /* of the value, or NULL */
	bool asked; /* the template took it */
};

/* Copies; an empty value counts as none. */
void values_put(struct values *, const char *name, const char *value);
/* The lead's, its owner's and the firm's values. task may be NULL. */
int values_fill(struct values *, const struct lead_app *, const struct lead *,
    const struct task *, struct lead_error *);
struct template_values values_template(struct values *);
void values_free(struct values *);

#endif
