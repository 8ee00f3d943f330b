/* form: the decoded pairs of a form, for the readers of those that are not a
 * visitor's but a vendor's. */
#ifndef INTAKE_FORM_H
#define INTAKE_FORM_H

#include "intake/read.h"

struct form_pair {
	char *name, *value;
};

struct form_pairs {
	struct form_pair *pair;
	size_t n;
	const char *charset;
	bool failed;
};

/* The first value of that name; borrowed, NULL where there is none. */
const char *form_get(const struct form_pairs *, const char *name);

/* The first n bytes of what in [s, end), or NULL. */
const char *form_find(
    const char *s, const char *end, const char *what, size_t n);

/* twilio.c: texts, calls and what became of our own texts. -1 on no memory. */
int twilio_read(struct inbound *, struct draft *, const struct form_pairs *);

#endif
