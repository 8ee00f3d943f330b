/*
 * compose: a mail as GMime makes it. One function stands before every header
 * value and address and refuses CR, LF, NUL and other controls (T4).
 */
#ifndef TRANSPORT_COMPOSE_H
#define TRANSPORT_COMPOSE_H

#include <stddef.h>
#include <stdint.h>

#include "leads.h"

struct compose {
	const char *from_name, *from; /* ours */
	const char *to_name, *to;
	const char *reply_to;         /* or NULL; may be "a, b" */
	const char *subject;
	const char *message_id;       /* with <> */
	const char *in_reply_to, *references; /* with <>, or NULL */
	const char *auto_submitted;   /* "auto-replied", "auto-generated", NULL */
	const char *list_unsubscribe; /* whole value or NULL */
	int one_click;                /* adds List-Unsubscribe-Post (RFC 8058) */
	const char *text, *html;      /* html may be NULL */
	const char *calendar;         /* iCalendar text, or NULL */
	const char *method;           /* its METHOD: REQUEST, CANCEL */
	int64_t date;
	const char *zone;
};
/* LF lines, *out yours to free. LEAD_EDATA names the field refused. */
int compose_mail(const struct compose *, char **out, size_t *len,
    struct lead_error *);
/* A new "<ID.random128@domain>"; malloc'd. */
char *compose_message_id(int64_t id, const char *domain);

#endif
