/*
 * cgi_internal: one request of the web door and its answer, shared by the
 * files of lead-add --cgi.
 */
#ifndef VERB_CGI_INTERNAL_H
#define VERB_CGI_INTERNAL_H

#include "base/buf.h"
#include "base/query.h"
#include "verb/app.h"

struct cgi {
	struct lead_app *app;
	const struct lead_cgi_request *request;
	/* the answer as it grows */
	int status;
	struct buf headers, body;
	char log[300];
	const char *refused;                /* why, a short word; or NULL */
	struct query query;                 /* of the URL */
	const struct config_source *source; /* configured, or NULL */
	bool is_signed;                     /* its signature was right */
};

/* cgi.c: header by its name in lower case, or NULL. */
const char *cgi_header(const struct lead_cgi_request *, const char *name);

/* cgi_signature.c: 1 the request is signed with the source's secret, 0 it is
 * not, -1 the secret cannot be read. Constant time in what is compared. */
int cgi_signature(const struct cgi *, struct lead_error *);
/* The GET by which Meta and LinkedIn ask whether we are we: 1 answered, 0 it
 * is no such question, -1. A wrong word gets its refusal (1). */
int cgi_challenge(struct cgi *, struct lead_error *);

/* cgi_page.c */
enum cgi_body { CGI_HTML, CGI_TEXT, CGI_JSON, CGI_XML };
/* Starts an answer: status and the headers every one of them has. */
void cgi_answer(struct cgi *, int status, enum cgi_body);
void cgi_add_header(struct cgi *, const char *name, const char *value);
/* A whole page; title and text plain, extra HTML of ours or NULL. */
void cgi_page(struct cgi *, int status, const char *title, const char *text,
    const char *extra);
/* The answer to a taken-in request: thanks for people, "ok" for machines. */
void cgi_thanks(struct cgi *);
/* A refusal: its page or JSON, a line for the log, and its count. reason: a
 * short word that lead-check shows. */
void cgi_refuse(struct cgi *, int status, const char *reason,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* cgi_limit.c: 1 one more post is fine, 0 too many (*after: seconds until it
 * is again), -1. */
int cgi_limit(struct cgi *, int64_t *after, struct lead_error *);
/* The network address as it is counted: IPv6 by its /64. out: 64 bytes. */
void cgi_visitor(const char *address, char out[64]);

/* cgi_stop.c: the page behind List-Unsubscribe. 0; -1. */
int cgi_stop(struct cgi *, const char *token, struct lead_error *);

#endif
