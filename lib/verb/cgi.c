/*
 * lead-add --cgi: one request of a web server: what is asked, whether it may,
 * and lead-add with its body. Reads no environment: cmd/ did.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "verb/cgi_internal.h"

void
lead_cgi_response_free(struct lead_cgi_response *r)
{
	free(r->headers);
	free(r->body);
	*r = (struct lead_cgi_response){0};
}

const char *
cgi_header(const struct lead_cgi_request *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nheader; i++)
		if (strcmp(r->header[i].name, name) == 0)
			return r->header[i].value;
	return NULL;
}

/* CONTENT_LENGTH: -1 none, -2 no number. */
static int64_t
length_of(const char *text)
{
	char *end;
	int64_t n;

	if (text_empty(text))
		return -1;
	if (text[strspn(text, "0123456789")] != '\0')
		return -2;
	errno = 0;
	n = strtoll(text, &end, 10);
	return errno != 0 ? INT64_MAX : n;
}

size_t
lead_cgi_read_max(const struct lead_app *app, const char *length)
{
	int64_t n = length_of(length);

	/* more than said is not the body's; more than taken is not read */
	if (n < 0 || n > app->config->web.max_body)
		return 0;
	return (size_t)n;
}

/* The source named by -s or by the first part of the path. 0: none there. */
static int
find_source(struct cgi *g, const char **name)
{
	const char *path = g->request->path;

	*name = g->request->source;
	if (*name == NULL && !text_empty(path) && strcmp(path, "/") != 0) {
		*name = path + (path[0] == '/');
		if (config_source(g->app->config, *name) == NULL)
			return 0;
	}
	g->source = config_source(g->app->config, *name);
	return 1;
}

static void
preflight(struct cgi *g)
{
	cgi_answer(g, 204, CGI_TEXT);
	cgi_add_header(g, "Allow", "POST, OPTIONS");
	cgi_add_header(g, "Access-Control-Allow-Methods", "POST");
	cgi_add_header(g, "Access-Control-Allow-Headers", "Content-Type");
	cgi_add_header(g, "Access-Control-Max-Age", "600");
}

/* The body is there and whole: 1; else refused: 0. */
static int
whole(struct cgi *g)
{
	const struct lead_cgi_request *r = g->request;
	int64_t n = length_of(r->length);

	if (n == -1)
		cgi_refuse(g, 411, "length", "no Content-Length");
	else if (n == -2)
		cgi_refuse(g, 400, "length", "Content-Length is no number");
	else if (n > g->app->config->web.max_body)
		cgi_refuse(g, 413, "size", "%.20s bytes", r->length);
	else if ((int64_t)r->len < n)
		cgi_refuse(g, 400, "short", "%zu of %.20s bytes came", r->len,
		    r->length);
	else
		return 1;
	return 0;
}

/* "form" or "json" by the media type; NULL: nothing we take here. A mail
 * handed in over the web could claim to be one of our own people's. */
static const char *
kind_of(const char *type)
{
	if (text_has(type, "application/x-www-form-urlencoded") ||
	    text_has(type, "multipart/form-data"))
		return "form";
	return text_has(type, "json") ? "json" : NULL;
}

/* Posts of browsers from another site than the firm's: 1 fine, 0 refused. */
static int
from_our_site(struct cgi *g)
{
	const char *origin = cgi_header(g->request, "origin");
	const struct config_list *ours = &g->app->config->web.origins;

	if (origin == NULL || ours->count == 0 || config_list_has(ours, origin))
		return 1;
	cgi_refuse(g, 403, "origin", "a page of %.100s", origin);
	return 0;
}

/* 1 may go on, 0 refused, -1. */
static int
allowed(struct cgi *g, struct lead_error *err)
{
	int64_t after;
	char text[24];
	int rc;

	if (g->source != NULL && g->source->secret_file != NULL) {
		if ((rc = cgi_signature(g, err)) == -1)
			return -1;
		if (rc == 0)
			cgi_refuse(g, 403, "signature",
			    "wrong signature for %.60s", g->source->name);
		g->is_signed = rc == 1;
		return rc;
	}
	if (!from_our_site(g))
		return 0;
	if ((rc = cgi_limit(g, &after, err)) != 0)
		return rc;
	snprintf(text, sizeof(text), "%lld", (long long)after);
	cgi_refuse(g, 429, "rate", "too many posts");
	cgi_add_header(g, "Retry-After", text);
	return 0;
}

static int
ignore_row(void *arg, const struct lead_row *row)
{
	(void)arg;
	(void)row;
	return 0;
}

static int
take_in(struct cgi *g, const char *name, const char *kind,
    struct lead_error *err)
{
	const struct lead_cgi_request *r = g->request;
	bool trapped = false;
	struct lead_add_options o = {
	    .kind = kind,
	    .type = strcmp(kind, "form") == 0 ? r->type : NULL,
	    .source = name,
	    .name = "request",
	    .size = r->len,
	    .remote = true,
	    .is_signed = g->is_signed,
	    .header = r->header,
	    .nheader = r->nheader,
	    .trapped = &trapped,
	};

	if (lead_add(g->app, &o, r->data ? r->data : "", r->len, ignore_row,
		NULL, err) == -1) {
		if (err->code != LEAD_EDATA)
			return -1;
		cgi_refuse(g, 400, "bad", "%.150s", err->msg);
	} else if (trapped) {
		cgi_refuse(g, 400, "honeypot", "a field people cannot see");
	} else {
		cgi_thanks(g);
	}
	return 0;
}

static int
post(struct cgi *g, const char *name, struct lead_error *err)
{
	const char *kind;
	int rc;

	if (!whole(g))
		return 0;
	if ((kind = kind_of(g->request->type)) == NULL) {
		cgi_refuse(g, 415, "type", "%.80s",
		    g->request->type ? g->request->type : "no type");
		return 0;
	}
	if ((rc = allowed(g, err)) != 1)
		return rc;
	return take_in(g, name, kind, err);
}

static int
door(struct cgi *g, struct lead_error *err)
{
	const char *method = g->request->method, *name;
	int rc;

	if (!find_source(g, &name)) {
		cgi_refuse(g, 404, "source", "no source '%.60s'", name);
		return 0;
	}
	if (text_is(method, "OPTIONS")) {
		preflight(g);
		return 0;
	}
	if (text_is(method, "GET") && (rc = cgi_challenge(g, err)) != 0)
		return rc == -1 ? -1 : 0;
	if (!text_is(method, "POST")) {
		cgi_refuse(g, 405, "method", "%.20s", method ? method : "none");
		cgi_add_header(g, "Allow", "POST, OPTIONS");
		return 0;
	}
	return post(g, name, err);
}

/* A refusal is counted, but is one even where it cannot be. */
static void
count(struct cgi *g)
{
	struct lead_error err;

	if (g->refused == NULL || g->app->dry_run ||
	    store_begin(g->app->store, &err) == -1)
		return;
	if (store_refusal_add(g->app->store, g->refused, g->app->now, &err) ==
		-1 ||
	    store_commit(g->app->store, &err) == -1)
		store_rollback(g->app->store);
}

static int
hand_out(struct cgi *g, struct lead_cgi_response *response,
    struct lead_error *err)
{
	struct lead_cgi_response r = {.status = g->status};

	snprintf(r.log, sizeof(r.log), "%s", g->log);
	r.headers = buf_take(&g->headers);
	r.body = buf_take(&g->body);
	if (r.headers == NULL || r.body == NULL) {
		lead_cgi_response_free(&r);
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	*response = r;
	return 0;
}

int
lead_cgi(struct lead_app *app, const struct lead_cgi_request *request,
    struct lead_cgi_response *response, struct lead_error *err)
{
	struct cgi g = {.app = app, .request = request};
	const char *query = request->query ? request->query : "", *token;
	int rc;

	*response = (struct lead_cgi_response){0};
	if (query_parse(&g.query, query, strlen(query)) == -1)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	token = query_get(&g.query, "t");
	if (token == NULL)
		rc = door(&g, err);
	else if (text_is(request->method, "POST") && !whole(&g))
		rc = 0;
	else
		rc = cgi_stop(&g, token, err);
	if (rc == 0) {
		count(&g);
		rc = hand_out(&g, response, err);
	}
	query_free(&g.query);
	buf_free(&g.headers);
	buf_free(&g.body);
	return rc;
}

void
lead_cgi_failed(struct lead_cgi_response *response,
    const struct lead_error *err)
{
	static const struct lead_cgi_request nobody = {0};
	struct cgi g = {.request = &nobody};
	struct lead_error more;

	*response = (struct lead_cgi_response){0};
	cgi_refuse(&g, 503, "failed", "%.150s", err->msg);
	cgi_add_header(&g, "Retry-After", "60");
	if (hand_out(&g, response, &more) == -1)
		*response = (struct lead_cgi_response){.status = 503};
	snprintf(response->log, sizeof(response->log), "%.290s", err->msg);
	buf_free(&g.headers);
	buf_free(&g.body);
}
