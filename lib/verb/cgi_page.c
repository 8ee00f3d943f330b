/*
 * Answers of the web door: small pages of our own without scripts, or what
 * machines expect. Nothing of a request comes back in them.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/hmac.h"
#include "base/text.h"
#include "verb/cgi_internal.h"

static const char style[] =
    "*{box-sizing:border-box}"
    "html{color-scheme:light dark}"
    "body{margin:0;min-height:100vh;display:flex;align-items:center;"
    "justify-content:center;padding:1.5rem;background:#f3f5f8;color:#1c2430;"
    "font:1.0625rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,"
    "'Helvetica Neue',Arial,sans-serif}"
    "main{width:100%;max-width:34rem;background:#fff;padding:2.25rem 2rem;"
    "border-radius:.75rem;box-shadow:0 1px 2px #0001,0 8px 24px #0000000f}"
    "h1{margin:0 0 .75rem;font-size:1.6rem;line-height:1.25}"
    "p{margin:0 0 1rem;overflow-wrap:anywhere}p:last-child{margin-bottom:0}"
    "footer{margin-top:1.75rem;padding-top:1rem;border-top:1px solid #e3e7ed;"
    "color:#566072;font-size:.9375rem}"
    "a{color:#0b57c2}"
    "button{width:100%;padding:.85rem 1.25rem;border:0;border-radius:.5rem;"
    "background:#0b57c2;color:#fff;font:inherit;font-weight:600;"
    "cursor:pointer}"
    "button:hover,button:focus-visible{background:#08479f}"
    "@media(max-width:30rem){body{padding:.75rem}main{padding:1.75rem 1.25rem}}"
    "@media(prefers-color-scheme:dark){body{background:#11151b;"
    "color:#e6eaf0}main{background:#1a2029;box-shadow:none}"
    "footer{border-color:#2d3541;color:#a3adbc}a{color:#8ab8ff}}";

static const struct {
	int status;
	const char *words;
} reasons[] = {
    {200, "OK"}, {204, "No Content"}, {303, "See Other"},
    {400, "Bad Request"}, {403, "Forbidden"}, {404, "Not Found"},
    {405, "Method Not Allowed"}, {411, "Length Required"},
    {413, "Content Too Large"}, {415, "Unsupported Media Type"},
    {429, "Too Many Requests"}, {503, "Service Unavailable"},
};

static const char *
words(int status)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].words;
	return "Error";
}

static void
escaped(struct buf *b, const char *s)
{
	if (s != NULL)
		buf_add_html(b, s, strlen(s));
}

void
cgi_add_header(struct cgi *g, const char *name, const char *value)
{
	/* no value of ours has a line break; a configured one might */
	if (value != NULL && value[strcspn(value, "\r\n")] == '\0')
		buf_printf(&g->headers, "%s: %s\n", name, value);
}

/* Only the style of this very text runs, nothing loads, nobody frames it. */
static void
page_policy(struct cgi *g)
{
	unsigned char sum[HMAC_MAX];
	size_t n = hmac_digest(HMAC_SHA256, style, sizeof(style) - 1, sum);
	char *hash = g_base64_encode(sum, n);

	buf_printf(&g->headers, "Content-Security-Policy: default-src 'none'; "
	    "style-src 'sha256-%s'; form-action 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'\n", hash);
	buf_puts(&g->headers, "X-Frame-Options: DENY\n");
	g_free(hash);
}

/* A page of the firm's own site may read the answer; no other may. */
static void
cors(struct cgi *g)
{
	const char *origin = cgi_header(g->request, "origin");

	if (g->app == NULL || g->app->config->web.origins.count == 0)
		return;
	cgi_add_header(g, "Vary", "Origin");
	if (origin != NULL &&
	    config_list_has(&g->app->config->web.origins, origin))
		cgi_add_header(g, "Access-Control-Allow-Origin", origin);
}

void
cgi_answer(struct cgi *g, int status, enum cgi_body body)
{
	static const char *const type[] = {
	    [CGI_HTML] = "text/html; charset=utf-8",
	    [CGI_TEXT] = "text/plain; charset=utf-8",
	    [CGI_JSON] = "application/json",
	    [CGI_XML] = "text/xml; charset=utf-8",
	};

	g->status = status;
	buf_clear(&g->headers);
	buf_clear(&g->body);
	buf_printf(&g->headers, "Status: %d %s\n", status, words(status));
	if (status != 204)
		cgi_add_header(g, "Content-Type", type[body]);
	cgi_add_header(g, "Cache-Control", "no-store");
	cgi_add_header(g, "X-Content-Type-Options", "nosniff");
	cgi_add_header(g, "Referrer-Policy", "no-referrer");
	cgi_add_header(g, "X-Robots-Tag", "noindex");
	if (body == CGI_HTML && status != 204)
		page_policy(g);
	cors(g);
}

static void
footer(struct cgi *g)
{
	const struct config *c = g->app ? g->app->config : NULL;
	const char *phone = c ? c->business.phone : NULL, *p;

	if (c == NULL || (c->business.name == NULL && phone == NULL))
		return;
	buf_puts(&g->body, "<footer>");
	escaped(&g->body, c->business.name);
	if (c->business.name != NULL && phone != NULL)
		buf_puts(&g->body, " \xc2\xb7 ");
	if (phone != NULL) {
		buf_puts(&g->body, "<a href=\"tel:");
		for (p = phone; *p != '\0'; p++)
			if (*p == '+' || (*p >= '0' && *p <= '9'))
				buf_putc(&g->body, *p);
		buf_puts(&g->body, "\">");
		escaped(&g->body, phone);
		buf_puts(&g->body, "</a>");
	}
	buf_puts(&g->body, "</footer>");
}

void
cgi_page(struct cgi *g, int status, const char *title, const char *text,
    const char *extra)
{
	cgi_answer(g, status, CGI_HTML);
	buf_puts(&g->body, "<!doctype html>\n<html lang=\"en\"><head>"
	    "<meta charset=\"utf-8\"><meta name=\"viewport\" "
	    "content=\"width=device-width,initial-scale=1\"><title>");
	escaped(&g->body, title);
	buf_printf(&g->body, "</title><style>%s</style></head>\n<body><main>"
	    "<h1>", style);
	escaped(&g->body, title);
	buf_puts(&g->body, "</h1>\n<p>");
	escaped(&g->body, text);
	buf_puts(&g->body, "</p>\n");
	buf_puts(&g->body, extra);
	footer(g);
	buf_puts(&g->body, "</main></body></html>\n");
}

static bool
wants_json(const struct cgi *g)
{
	const char *accept = cgi_header(g->request, "accept");

	if (g->is_signed || text_has(g->request->type, "json"))
		return true;
	return text_has(accept, "application/json") &&
	    !text_has(accept, "text/html");
}

void
cgi_thanks(struct cgi *g)
{
	const char *next = g->app->config->web.thanks;

	if (g->source != NULL && text_is(g->source->signature, "twilio")) {
		/* no words: an answer here would go out as a text */
		cgi_answer(g, 200, CGI_XML);
		buf_puts(&g->body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
		    "<Response></Response>\n");
	} else if (wants_json(g)) {
		cgi_answer(g, 200, CGI_JSON);
		buf_puts(&g->body, "{\"ok\":true}\n");
	} else if (next != NULL) {
		cgi_page(g, 303, "Thank you", "We have your message.", NULL);
		cgi_add_header(g, "Location", next);
	} else {
		cgi_page(g, 200, "Thank you",
		    "We have your message and will get back to you soon.",
		    NULL);
	}
}

static const char *
advice(int status)
{
	switch (status) {
	case 404:
		return "There is nothing at this address.";
	case 405:
		return "This address takes messages from a form. Please use "
		    "the form on our website.";
	case 413:
		return "Your message is too long. Please shorten it, or leave "
		    "out attachments, and send it again.";
	case 429:
		return "That was a lot of messages in a short time. Please "
		    "wait a few minutes and try again.";
	case 503:
		return "We cannot take your message just now. Please try "
		    "again in a minute.";
	default:
		return "Your message could not be taken. Please go back, look "
		    "it over and try again, or call us.";
	}
}

void
cgi_refuse(struct cgi *g, int status, const char *reason, const char *fmt, ...)
{
	char detail[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	g->refused = reason;
	snprintf(g->log, sizeof(g->log), "refused %d %s: %s, from %.60s",
	    status, reason, detail,
	    g->request->address ? g->request->address : "unknown");
	if (wants_json(g)) {
		cgi_answer(g, status, CGI_JSON);
		buf_printf(&g->body, "{\"ok\":false,\"error\":\"%s\"}\n",
		    words(status));
	} else {
		cgi_page(g, status, status == 404 ? "Not found" : "Sorry",
		    advice(status), NULL);
	}
}
