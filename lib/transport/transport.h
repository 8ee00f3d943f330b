/*
 * transport: one finished message to one recipient. Knows nothing of leads.
 */
#ifndef TRANSPORT_TRANSPORT_H
#define TRANSPORT_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "leads.h"

struct transport_config {
	const char *name, *url, *kind, *user, *from;
	const char *password_file; /* absolute, or NULL */
	const char *base;          /* folder for relative maildir: paths */
	const char *host;          /* our name for EHLO */
	/* http only: templates and what else a gateway wants, or NULL */
	const char *body, *method, *status_url;
	char *const *header;       /* "Name: value", lent */
	size_t nheader;
	const char *ca_file;       /* certificates TLS trusts; NULL: the system's */
	int64_t timeout;           /* seconds for one POST; 0: 60 */
};

enum transport_result {
	TRANSPORT_SENT,    /* accepted; detail has the reply */
	TRANSPORT_RETRY,   /* a definite no for now */
	TRANSPORT_FAILED,  /* a definite no for good */
	TRANSPORT_UNKNOWN  /* given away, no answer read */
};

struct transport_message {
	const char *from, *to;    /* envelope addresses, or phone numbers */
	const void *data;         /* mail: RFC 5322, LF lines; else text */
	size_t len;
	const char *id;           /* Message-ID or idempotency key */
	/* Called once, just before the point of no return. Not 0: give up,
	 * nothing is sent (RETRY). */
	int (*inflight)(void *arg);
	void *arg;
	/* http: data is a whole body of this media type, not a text; and
	 * header lines of its own. */
	const char *raw_type;
	const char *const *header;
	size_t nheader;
};

struct transport; /* one open way out; keeps its connection */

/* LEAD_ECONFIG for an unknown scheme or an unreadable password file. */
int transport_open(struct transport **, const struct transport_config *,
    struct lead_error *);
/* detail (size bytes) gets one line without controls. */
enum transport_result transport_send(struct transport *,
    const struct transport_message *, char *detail, size_t size);
/* Of the last transport_send: was what went wrong about the way, not about
 * the message; and how many seconds the other side asked us to wait. */
bool transport_down(const struct transport *);
int64_t transport_retry_after(const struct transport *);
/* Connects and logs in without sending. */
int transport_check(struct transport *, struct lead_error *);
void transport_close(struct transport *);

#endif
