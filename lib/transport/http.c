/*
 * Text by an HTTP POST with libcurl: SMS gateways and chat hooks. Each kind
 * is a shape of body. A POST that got no clear answer is unknown.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/lazy_curl.h"
#include "transport/transport_internal.h"

#define RESPONSE_MAX (64 * 1024)
#define TEXT_MAX (64 * 1024)

enum shape { SHAPE_JSON, SHAPE_TEXT, SHAPE_CONTENT, SHAPE_FORM, SHAPE_PLAIN };

static const struct {
	const char *kind;
	enum shape shape;
} kinds[] = {
	{"", SHAPE_JSON}, {"generic", SHAPE_JSON}, {"json", SHAPE_JSON},
	{"http", SHAPE_JSON}, {"twilio", SHAPE_FORM}, {"slack", SHAPE_TEXT},
	{"mattermost", SHAPE_TEXT}, {"teams", SHAPE_TEXT},
	{"discord", SHAPE_CONTENT}, {"ntfy", SHAPE_PLAIN},
};

struct http {
	CURL *curl;
	enum shape shape;
	char error[CURL_ERROR_SIZE];
	struct buf response;
};

static size_t
read_response(char *data, size_t size, size_t n, void *arg)
{
	struct http *h = arg;

	n *= size;
	if (h->response.len + n > RESPONSE_MAX)
		return 0;
	buf_add(&h->response, data, n);
	return n;
}

static void
http_close(struct transport *t)
{
	struct http *h = t->state;

	if (h == NULL)
		return;
	curl_easy_cleanup(h->curl);
	buf_free(&h->response);
	free(h);
	t->state = NULL;
}

static int
handle_set(CURL *curl, struct http *h, const struct transport *t)
{
	CURLcode rc = CURLE_OK;

	if (t->user != NULL) {
		rc = curl_easy_setopt(curl, CURLOPT_USERNAME, t->user);
		if (rc == CURLE_OK && t->password != NULL)
			rc = curl_easy_setopt(curl, CURLOPT_PASSWORD,
			    t->password);
		if (rc == CURLE_OK)
			rc = curl_easy_setopt(curl, CURLOPT_HTTPAUTH,
			    (long)CURLAUTH_BASIC);
	} else if (t->password != NULL) {
		rc = curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER,
		    t->password);
		if (rc == CURLE_OK)
			rc = curl_easy_setopt(curl, CURLOPT_HTTPAUTH,
			    (long)CURLAUTH_BEARER);
	}
	return rc == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_URL, t->url) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 20L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, h->error) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_USERAGENT, "leads/" LEADS_VERSION) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, read_response) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_WRITEDATA, h) == CURLE_OK ? 0 : -1;
}

static int
http_open(struct transport *t, struct lead_error *err)
{
	struct http *h;
	size_t i, n = sizeof(kinds) / sizeof(kinds[0]);

	for (i = 0; i < n && strcmp(kinds[i].kind, t->kind) != 0; i++)
		;
	if (i == n)
		return lead_fail(err, LEAD_ECONFIG,
		    "transport %s: no kind named %s", t->name, t->kind);
	if (t->password != NULL && strncasecmp(t->url, "http://", 7) == 0 &&
	    !transport_url_local(t->url))
		return lead_fail(err, LEAD_ECONFIG, "transport %s: a password "
		    "goes only over https://", t->name);
	if (lazy_curl_open(err) == -1)
		return -1;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (h = calloc(1, sizeof(*h))) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	t->state = h;
	h->shape = kinds[i].shape;
	if ((h->curl = curl_easy_init()) == NULL ||
	    handle_set(h->curl, h, t) == -1) {
		http_close(t);
		return lead_fail(err, LEAD_EAGAIN,
		    "transport %s: libcurl cannot be set up", t->name);
	}
	return 0;
}

static void
form_add(CURL *curl, struct buf *out, const char *name, const char *value,
    size_t len)
{
	char *s = len > 0 ? curl_easy_escape(curl, value, (int)len) : NULL;

	if (s == NULL && len > 0)
		out->failed = true;
	if (out->len > 0)
		buf_putc(out, '&');
	buf_printf(out, "%s=", name);
	buf_puts(out, s);
	curl_free(s);
}

static void
json_body(struct buf *out, enum shape shape,
    const struct transport_message *m, const char *text)
{
	cJSON *o = cJSON_CreateObject();
	char *s = NULL;

	if (o != NULL && cJSON_AddStringToObject(o,
	    shape == SHAPE_CONTENT ? "content" : "text", text) != NULL &&
	    (shape != SHAPE_JSON ||
	    (cJSON_AddStringToObject(o, "to", m->to ? m->to : "") != NULL &&
	    cJSON_AddStringToObject(o, "id", m->id ? m->id : "") != NULL)))
		s = cJSON_PrintUnformatted(o);
	if (s == NULL)
		out->failed = true;
	buf_puts(out, s);
	cJSON_free(s);
	cJSON_Delete(o);
}

/* The body; returns its media type. */
static const char *
body_make(const struct transport *t, const struct transport_message *m,
    struct buf *out)
{
	const struct http *h = t->state;
	struct buf text = {0};
	const char *from = m->from != NULL && m->from[0] != '\0' ? m->from :
	    t->from;

	buf_add(&text, m->data, m->len);
	while (text.len > 0 && text.data[text.len - 1] == '\n')
		text.data[--text.len] = '\0';
	if (text.failed) {
		out->failed = true;
		return "";
	}
	switch (h->shape) {
	case SHAPE_FORM:
		form_add(h->curl, out, "To", m->to, strlen(m->to));
		form_add(h->curl, out, "From", from ? from : "",
		    from ? strlen(from) : 0);
		form_add(h->curl, out, "Body", text.data, text.len);
		break;
	case SHAPE_PLAIN:
		buf_add(out, text.data, text.len);
		break;
	default:
		json_body(out, h->shape, m, text.data);
	}
	buf_free(&text);
	return h->shape == SHAPE_FORM ?
	    "Content-Type: application/x-www-form-urlencoded" :
	    h->shape == SHAPE_PLAIN ?
	    "Content-Type: text/plain; charset=utf-8" :
	    "Content-Type: application/json";
}

static bool
phone_ok(const char *s)
{
	size_t n;

	if (s == NULL)
		return false;
	s += *s == '+';
	n = strspn(s, "0123456789");
	return s[n] == '\0' && n >= 3 && n <= 15;
}

/* Nothing was given away when no connection came about. */
static bool
never_connected(CURLcode rc)
{
	return rc == CURLE_COULDNT_RESOLVE_HOST ||
	    rc == CURLE_COULDNT_CONNECT ||
	    rc == CURLE_COULDNT_RESOLVE_PROXY ||
	    rc == CURLE_SSL_CONNECT_ERROR ||
	    rc == CURLE_PEER_FAILED_VERIFICATION || rc == CURLE_OUT_OF_MEMORY ||
	    rc == CURLE_SSL_CACERT_BADFILE || rc == CURLE_URL_MALFORMAT ||
	    rc == CURLE_UNSUPPORTED_PROTOCOL;
}

static enum transport_result
judge(struct http *h, CURLcode rc, char *detail, size_t size)
{
	long code = 0;

	curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &code);
	if (code == 0)
		transport_detail(detail, size, "%s", h->error[0] != '\0' ?
		    h->error : curl_easy_strerror(rc));
	else
		transport_detail(detail, size, "%ld %.200s", code,
		    h->response.data != NULL ? h->response.data : "");
	if (code == 0)
		return never_connected(rc) ? TRANSPORT_RETRY :
		    TRANSPORT_UNKNOWN;
	if (code >= 200 && code < 300)
		return TRANSPORT_SENT;
	if (code == 408 || code == 425 || code == 429)
		return TRANSPORT_RETRY;
	return code >= 300 && code < 500 ? TRANSPORT_FAILED :
	    TRANSPORT_UNKNOWN;
}

static struct curl_slist *
headers_make(const char *type, const char *id)
{
	struct curl_slist *list = curl_slist_append(NULL, type), *more;
	char key[256];
	const unsigned char *p;

	if (list == NULL || id == NULL || id[0] == '\0' || strlen(id) > 200)
		return list;
	for (p = (const unsigned char *)id; *p != '\0'; p++)
		if (*p <= 0x20 || *p >= 0x7f)
			return list;
	snprintf(key, sizeof(key), "Idempotency-Key: %s", id);
	more = curl_slist_append(list, key);
	return more != NULL ? more : list;
}

static enum transport_result
http_send(struct transport *t, const struct transport_message *m, char *detail,
    size_t size)
{
	struct http *h = t->state;
	enum transport_result result = TRANSPORT_RETRY;
	struct curl_slist *headers;
	struct buf body = {0};

	if (m->len > TEXT_MAX ||
	    (h->shape == SHAPE_FORM && !phone_ok(m->to))) {
		transport_detail(detail, size, m->len > TEXT_MAX ?
		    "the text is too long" : "not a phone number");
		return TRANSPORT_FAILED;
	}
	buf_clear(&h->response);
	h->error[0] = '\0';
	headers = headers_make(body_make(t, m, &body), m->id);
	if (body.failed || headers == NULL ||
	    curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, headers) !=
	    CURLE_OK ||
	    curl_easy_setopt(h->curl, CURLOPT_POSTFIELDSIZE, (long)body.len) !=
	    CURLE_OK ||
	    curl_easy_setopt(h->curl, CURLOPT_COPYPOSTFIELDS,
	    body.data != NULL ? body.data : "") != CURLE_OK)
		transport_detail(detail, size, "out of memory");
	else if (transport_inflight(m) != 0)
		transport_detail(detail, size, "given up before delivery");
	else
		result = judge(h, curl_easy_perform(h->curl), detail, size);
	curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	buf_free(&body);
	return result;
}

/* Reaches the server and its certificate; asks for nothing. */
static int
http_check(struct transport *t, struct lead_error *err)
{
	struct http *h = t->state;
	CURL *curl = curl_easy_init();
	CURLcode rc = CURLE_OUT_OF_MEMORY;

	h->error[0] = '\0';
	if (curl != NULL && handle_set(curl, h, t) == 0 &&
	    curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L) == CURLE_OK)
		rc = curl_easy_perform(curl);
	curl_easy_cleanup(curl);
	if (rc == CURLE_OK)
		return 0;
	return lead_fail(err, LEAD_EUNAVAIL, "transport %s: %s", t->name,
	    h->error[0] != '\0' ? h->error : curl_easy_strerror(rc));
}

const struct transport_ops http_ops = {
	http_open, http_send, http_check, http_close
};
