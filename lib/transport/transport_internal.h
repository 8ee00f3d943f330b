/*
 * What the transports share among themselves: one table of functions each,
 * and the few checks every one of them needs.
 */
#ifndef TRANSPORT_TRANSPORT_INTERNAL_H
#define TRANSPORT_TRANSPORT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "transport/transport.h"

struct transport_ops {
	/* Fills state; LEAD_ECONFIG for a URL it cannot serve. */
	int (*open)(struct transport *, struct lead_error *);
	enum transport_result (*send)(struct transport *,
	    const struct transport_message *, char *detail, size_t size);
	int (*check)(struct transport *, struct lead_error *);
	void (*close)(struct transport *); /* frees state, may be NULL */
};

struct transport {
	const struct transport_ops *ops;
	char *name, *url, *kind, *user, *from, *base, *host;
	char *password; /* NULL: none */
	char *body, *method, *status_url, *ca_file;
	char **header;
	size_t nheader;
	long timeout;
	bool down;           /* see transport_down */
	int64_t retry_after;
	void *state;
};

extern const struct transport_ops maildir_ops, sendmail_ops, smtp_ops,
    http_ops;

/* One line of detail: controls become blanks, cut at size. */
void transport_detail(char *detail, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* A mail address fit for an envelope: ASCII, no blanks, no controls, none of
 * the characters that mean something to a mail server or an option parser. */
bool transport_address_ok(const char *);
/* Is the host of this URL our own machine. */
bool transport_url_local(const char *url);
/* 0 where the sender may go on. */
int transport_inflight(const struct transport_message *);

#endif
