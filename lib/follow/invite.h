/* invite: an appointment as a calendar takes it (RFC 5545, RFC 5546). Pure. */
#ifndef FOLLOW_INVITE_H
#define FOLLOW_INVITE_H

#include <stdbool.h>
#include <stdint.h>

#include "leads.h"

struct invite {
	const char *uid;          /* the same for every version of it */
	int64_t sequence;         /* higher in each later version */
	int64_t now, start, end;  /* seconds UTC */
	const char *summary;
	const char *organizer, *organizer_name; /* ours; name or NULL */
	const char *attendee, *attendee_name;   /* mail address; name or NULL */
	bool cancel;              /* METHOD CANCEL, else REQUEST */
};

/* *out is yours to free. -1 on no memory or where libical is missing. */
int invite_write(const struct invite *, char **out, struct lead_error *);

#endif
