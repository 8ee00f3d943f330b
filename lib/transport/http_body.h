/*
 * http_body: what is posted to a gateway or a chat: the built-in shapes, and
 * url, header and body by template for any other.
 */
#ifndef TRANSPORT_HTTP_BODY_H
#define TRANSPORT_HTTP_BODY_H

#include "base/buf.h"
#include "transport/transport_internal.h"

enum http_shape {
	HTTP_JSON,       /* {"text", "to", "id"} */
	HTTP_TWILIO,     /* form: To, From or MessagingServiceSid, Body */
	HTTP_SLACK,      /* {"text"} with & < > escaped */
	HTTP_MATTERMOST, /* {"text"} that calls nobody by @all */
	HTTP_TEAMS,      /* an adaptive card */
	HTTP_DISCORD,    /* {"content"}, 2000 characters, no mentions */
	HTTP_NTFY,       /* the text itself */
	HTTP_TEMPLATE    /* the configuration's own body */
};

/* What {{to}} {{from}} {{text}} {{id}} {{user}} {{password}} stand for. */
struct http_values {
	const char *to, *from, *text, *id, *user, *password;
};

/* How a value is written where the template stands. Header: controls are
 * refused. */
enum http_escape { HTTP_RAW, HTTP_URL, HTTP_JSON_TEXT, HTTP_XML, HTTP_HEADER };

/* -1: no shape of that kind. */
int http_shape_of(const char *kind, enum http_shape *);
/* LEAD_ECONFIG where a {{name}} is none of the values. */
int http_template_check(const char *text, struct lead_error *);
/* -1: a value has no place there (a control in a header). */
int http_template(const char *text, enum http_escape,
    const struct http_values *, struct buf *out);
/* The body; returns its media type, NULL where a header of the configuration
 * says it. out->failed on no memory. */
const char *http_body(const struct transport *, enum http_shape,
    const struct http_values *, struct buf *out);

#endif
