/*
 * Signatures of webhooks. Each vendor signs its own arrangement of the same
 * parts with HMAC; what is compared is compared in constant time.
 */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/hmac.h"
#include "base/secret.h"
#include "base/text.h"
#include "intake/pointer.h"
#include "verb/cgi_internal.h"

/* How long a timed signature is good for: replays die with it. */
enum { FRESH = 300 };

enum shape {
	SHAPE_BODY,    /* the body alone */
	SHAPE_TIMED,   /* "t=SECONDS,NAME=HEX" over "SECONDS.BODY" */
	SHAPE_HUBSPOT, /* v3, v2 or v1 by the header that is there */
	SHAPE_TWILIO,  /* the URL, then the sorted fields */
	SHAPE_KEY      /* the secret itself stands in the request */
};

static const struct vendor {
	const char *name, *header;
	enum shape shape;
	enum hmac_kind hash;
	const char *part; /* of a timed header; else a word before the body */
} vendors[] = {
    {"hmac", "x-signature", SHAPE_BODY, HMAC_SHA256, NULL},
    {"meta", "x-hub-signature-256", SHAPE_BODY, HMAC_SHA256, NULL},
    {"typeform", "typeform-signature", SHAPE_BODY, HMAC_SHA256, NULL},
    {"callrail", "signature", SHAPE_BODY, HMAC_SHA1, NULL},
    {"linkedin", "x-li-signature", SHAPE_BODY, HMAC_SHA256, "hmacsha256="},
    {"calendly", "calendly-webhook-signature", SHAPE_TIMED, HMAC_SHA256, "v1"},
    {"tiktok", "tiktok-signature", SHAPE_TIMED, HMAC_SHA256, "s"},
    {"hubspot", "x-hubspot-signature-v3", SHAPE_HUBSPOT, HMAC_SHA256, NULL},
    {"twilio", "x-twilio-signature", SHAPE_TWILIO, HMAC_SHA1, NULL},
    {"key", NULL, SHAPE_KEY, HMAC_SHA256, NULL},
};

struct check {
	const struct cgi *cgi;
	const struct vendor *vendor;
	const char *secret;
	const char *given; /* the header's value, or NULL */
};

/* Bytes of a signature as hex or base64; 0 where it is neither. */
static size_t
decode(const char *s, size_t want, unsigned char out[HMAC_MAX])
{
	size_t n = strlen(s), i;
	gsize len = 0;
	guchar *raw;

	if (n == want * 2) {
		for (i = 0; i < want; i++) {
			int a = g_ascii_xdigit_value(s[2 * i]);
			int b = g_ascii_xdigit_value(s[2 * i + 1]);

			if (a < 0 || b < 0)
				return 0;
			out[i] = (unsigned char)(a * 16 + b);
		}
		return want;
	}
	if (n != (want + 2) / 3 * 4)
		return 0;
	raw = g_base64_decode(s, &len);
	if (len == want)
		memcpy(out, raw, want);
	g_free(raw);
	return len == want ? want : 0;
}

/* given may carry "sha256=" and the like in front. */
static bool
right(const struct check *c, enum hmac_kind kind, const char *given,
    const void *data, size_t len)
{
	static const char *const prefixes[] = {
	    "sha256=", "sha1=", "hmacsha256="};
	unsigned char want[HMAC_MAX], got[HMAC_MAX];
	size_t i, n;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (strncmp(given, prefixes[i], strlen(prefixes[i])) == 0)
			given += strlen(prefixes[i]);
	n = hmac(kind, c->secret, strlen(c->secret), data, len, want);
	return decode(given, n, got) == n && hmac_equal(want, got, n);
}

static int
body_only(const struct check *c)
{
	const struct lead_cgi_request *r = c->cgi->request;
	struct buf b = {0};
	bool ok;

	if (right(c, c->vendor->hash, c->given, r->data, r->len))
		return 1;
	if (c->vendor->part == NULL)
		return 0;
	buf_puts(&b, c->vendor->part);
	buf_add(&b, r->data, r->len);
	ok = !b.failed && right(c, c->vendor->hash, c->given, b.data, b.len);
	buf_free(&b);
	return ok;
}

static bool
fresh(const struct check *c, int64_t at)
{
	int64_t now = c->cgi->app->now;

	return at > now - FRESH && at < now + FRESH;
}

/* "t=1492774577,v1=5257a8…" */
static int
timed(const struct check *c)
{
	const struct lead_cgi_request *r = c->cgi->request;
	char **part = g_strsplit(c->given, ",", 8);
	const char *t = NULL, *sig = NULL;
	size_t i, n = strlen(c->vendor->part);
	struct buf b = {0};
	int ok = 0;

	for (i = 0; part[i] != NULL; i++) {
		g_strstrip(part[i]);
		if (strncmp(part[i], "t=", 2) == 0)
			t = part[i] + 2;
		else if (strncmp(part[i], c->vendor->part, n) == 0 &&
		    part[i][n] == '=')
			sig = part[i] + n + 1;
	}
	if (t != NULL && sig != NULL && fresh(c, strtoll(t, NULL, 10))) {
		buf_printf(&b, "%s.", t);
		buf_add(&b, r->data, r->len);
		ok = !b.failed &&
		    right(c, c->vendor->hash, sig, b.data, b.len);
	}
	buf_free(&b);
	g_strfreev(part);
	return ok;
}

/* The URL as the caller may have seen it: as configured, else by Host. */
static bool
url(const struct cgi *g, int nth, struct buf *b)
{
	const struct lead_cgi_request *r = g->request;
	const char *base = g->app->config->web.url;

	buf_clear(b);
	if (nth == 0) {
		if (base == NULL)
			return false;
		buf_printf(b, "%s%s", base, r->path ? r->path : "");
		if (!text_empty(r->query))
			buf_printf(b, "?%s", r->query);
		return true;
	}
	if (r->host == NULL || r->uri == NULL)
		return false;
	buf_printf(b, "%s://%s%s", nth == 1 ? "https" : "http", r->host,
	    r->uri);
	return true;
}

static int
by_name(const void *a, const void *b)
{
	const struct query_pair *x = a, *y = b;
	int rc = strcmp(x->name, y->name);

	return rc != 0 ? rc : strcmp(x->value, y->value);
}

/* What Twilio adds to the URL: each field's name and value, sorted; a JSON
 * body is told by its hash in the query instead. */
static int
twilio_fields(const struct cgi *g, struct buf *fields)
{
	const struct lead_cgi_request *r = g->request;
	const char *hash = query_get(&g->query, "bodySHA256");
	unsigned char sum[HMAC_MAX], said[HMAC_MAX];
	struct query q;
	size_t i;

	if (hash != NULL) {
		hmac_digest(HMAC_SHA256, r->data, r->len, sum);
		return decode(hash, HMAC_MAX, said) == HMAC_MAX &&
		    hmac_equal(sum, said, HMAC_MAX);
	}
	if (query_parse(&q, r->data, r->len) == -1)
		return 0;
	if (q.count > 0)
		qsort(q.pair, q.count, sizeof(*q.pair), by_name);
	for (i = 0; i < q.count; i++)
		if (i == 0 || by_name(&q.pair[i - 1], &q.pair[i]) != 0)
			buf_printf(
			    fields, "%s%s", q.pair[i].name, q.pair[i].value);
	query_free(&q);
	return !fields->failed;
}

static int
twilio(const struct check *c)
{
	struct buf b = {0}, fields = {0};
	int i, ok = 0;

	if (twilio_fields(c->cgi, &fields))
		for (i = 0; i < 3 && !ok; i++)
			if (url(c->cgi, i, &b)) {
				buf_puts(&b, fields.data);
				ok = !b.failed && right(c, HMAC_SHA1,
				    c->given, b.data, b.len);
			}
	buf_free(&b);
	buf_free(&fields);
	return ok;
}

/* v3: HMAC over method, URL, body, milliseconds. */
static int
hubspot_timed(const struct check *c)
{
	const struct lead_cgi_request *r = c->cgi->request;
	const char *t = cgi_header(r, "x-hubspot-request-timestamp");
	struct buf b = {0}, whole = {0};
	int i, ok = 0;

	if (t == NULL || !fresh(c, strtoll(t, NULL, 10) / 1000))
		return 0;
	for (i = 0; i < 3 && !ok; i++) {
		if (!url(c->cgi, i, &b))
			continue;
		buf_clear(&whole);
		buf_printf(&whole, "%s%s", r->method, b.data);
		buf_add(&whole, r->data, r->len);
		buf_puts(&whole, t);
		ok = !whole.failed &&
		    right(c, HMAC_SHA256, c->given, whole.data, whole.len);
	}
	buf_free(&b);
	buf_free(&whole);
	return ok;
}

/* v1 and v2 are no HMAC but SHA-256 over the secret and what follows. */
static int
hubspot(const struct check *c)
{
	const struct lead_cgi_request *r = c->cgi->request;
	const char *given = cgi_header(r, "x-hubspot-signature");
	const char *version = cgi_header(r, "x-hubspot-signature-version");
	unsigned char want[HMAC_MAX], got[HMAC_MAX];
	struct buf b = {0}, u = {0};
	int i, ok = 0;
	bool v2 = text_is(version, "v2");

	if (c->given != NULL)
		return hubspot_timed(c);
	if (given == NULL || decode(given, HMAC_MAX, got) != HMAC_MAX)
		return 0;
	for (i = v2 ? 0 : 2; i < 3 && !ok; i++) {
		buf_clear(&b);
		buf_puts(&b, c->secret);
		if (v2 && url(c->cgi, i, &u))
			buf_printf(&b, "%s%s", r->method, u.data);
		else if (v2)
			continue;
		buf_add(&b, r->data, r->len);
		hmac_digest(HMAC_SHA256, b.data, b.failed ? 0 : b.len, want);
		ok = !b.failed && hmac_equal(want, got, HMAC_MAX);
	}
	buf_free(&b);
	buf_free(&u);
	return ok;
}

/* The secret in clear: where source.key says, else query field "key". */
static int
key(const struct check *c)
{
	const struct lead_cgi_request *r = c->cgi->request;
	const char *at = c->cgi->source->key, *plain = NULL;
	struct query body = {0};
	char *found = NULL;
	int ok;

	if (at == NULL)
		at = "key";
	if (strncmp(at, "header:", 7) == 0) {
		char *name = g_ascii_strdown(at + 7, -1);

		plain = cgi_header(r, name);
		g_free(name);
		if (plain != NULL && strncmp(plain, "Bearer ", 7) == 0)
			plain += 7;
	} else if (at[0] == '/') {
		plain = found = pointer_text(r->data, r->len, at);
	} else if ((plain = query_get(&c->cgi->query, at)) == NULL &&
	    text_has(r->type, "urlencoded") &&
	    query_parse(&body, r->data, r->len) == 0) {
		plain = query_get(&body, at);
	}
	ok = plain != NULL && hmac_equal_text(plain, c->secret);
	query_free(&body);
	free(found);
	return ok;
}

static int
check(const struct check *c)
{
	if (c->given == NULL && c->vendor->shape != SHAPE_KEY &&
	    c->vendor->shape != SHAPE_HUBSPOT)
		return 0;
	switch (c->vendor->shape) {
	case SHAPE_BODY:
		return body_only(c);
	case SHAPE_TIMED:
		return timed(c);
	case SHAPE_HUBSPOT:
		return hubspot(c);
	case SHAPE_TWILIO:
		return twilio(c);
	case SHAPE_KEY:
		return key(c);
	}
	return 0;
}

int
cgi_signature(const struct cgi *g, struct lead_error *err)
{
	const struct config_source *s = g->source;
	struct check c = {.cgi = g};
	const char *name;
	char *secret, *lower;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(vendors) / sizeof(vendors[0]); i++)
		if (text_is(s->signature, vendors[i].name))
			c.vendor = &vendors[i];
	if (c.vendor == NULL)
		return lead_fail(err, LEAD_ECONFIG,
		    "source %s: no signature of that kind", s->name);
	if (app_secret(g->app, "secret", s->secret_file, &secret, err) == -1)
		return -1;
	c.secret = secret;
	if ((name = s->signature_header ? s->signature_header
					: c.vendor->header) != NULL) {
		lower = g_ascii_strdown(name, -1);
		c.given = cgi_header(g->request, lower);
		g_free(lower);
	}
	rc = check(&c);
	secret_free(secret);
	return rc;
}

static int
linkedin_challenge(struct cgi *g, const char *code, struct lead_error *err)
{
	char *secret, hex[65];

	if (app_secret(g->app, "secret", g->source->secret_file, &secret, err) == -1)
		return -1;
	hmac_hex(HMAC_SHA256, secret, strlen(secret), code, strlen(code), hex);
	secret_free(secret);
	cgi_answer(g, 200, CGI_JSON);
	buf_printf(&g->body,
	    "{\"challengeCode\":\"%s\",\"challengeResponse\":\"%s\"}\n", code,
	    hex);
	return 1;
}

/* It is said back to whoever asks: nothing but plain letters and digits. */
static bool
plain(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= 256 && strspn(s, "0123456789abcdefghijklmnopqrst"
	    "uvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.") == n;
}

int
cgi_challenge(struct cgi *g, struct lead_error *err)
{
	const struct config_source *s = g->source;
	const char *said = query_get(&g->query, "hub.challenge");
	const char *word = query_get(&g->query, "hub.verify_token");
	const char *code = query_get(&g->query, "challengeCode");

	if (s == NULL)
		return 0;
	if (code != NULL && plain(code) && text_is(s->signature, "linkedin"))
		return linkedin_challenge(g, code, err);
	if (s->verify_token == NULL || said == NULL ||
	    !text_is(query_get(&g->query, "hub.mode"), "subscribe"))
		return 0;
	if (word == NULL || !hmac_equal_text(word, s->verify_token)) {
		cgi_refuse(g, 403, "challenge", "wrong verify token");
		return 1;
	}
	if (!plain(said)) {
		cgi_refuse(g, 400, "challenge", "a challenge of odd signs");
		return 1;
	}
	cgi_answer(g, 200, CGI_TEXT);
	buf_puts(&g->body, said);
	return 1;
}
