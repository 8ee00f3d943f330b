/*
 * Text by an HTTP POST with libcurl: SMS gateways, chat rooms, hooks. What is
 * posted is made in http_body.c. A POST that got no clear answer is unknown;
 * no redirect is followed: a message goes where the configuration says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/lazy_curl.h"
#include "transport/http_body.h"

#define RESPONSE_MAX (64 * 1024)
#define TEXT_MAX (64 * 1024)
#define RETRY_AFTER_MAX 86400

struct http {
	CURL *curl;
	enum http_shape shape;
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
	if (rc == CURLE_OK && t->ca_file != NULL)
		rc = curl_easy_setopt(curl, CURLOPT_CAINFO, t->ca_file);
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
	    curl_easy_setopt(curl, CURLOPT_TIMEOUT, t->timeout) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, h->error) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_USERAGENT, "leads/" LEADS_VERSION) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, read_response) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_WRITEDATA, h) == CURLE_OK ? 0 : -1;
}

static int
templates_check(const struct transport *t, struct lead_error *err)
{
	struct lead_error why;
	size_t i;
	int rc = http_template_check(t->url, &why);

	if (rc == 0 && t->body != NULL)
		rc = http_template_check(t->body, &why);
	for (i = 0; rc == 0 && i < t->nheader; i++)
		rc = strchr(t->header[i], ':') == NULL
		    ? lead_fail(&why, LEAD_ECONFIG, "header '%.60s': no colon",
			  t->header[i])
		    : http_template_check(t->header[i], &why);
	return rc == 0 ? 0 : lead_fail(err, LEAD_ECONFIG, "transport %s: %s",
	    t->name, why.msg);
}

static int
http_open(struct transport *t, struct lead_error *err)
{
	struct http *h;
	enum http_shape shape;

	if (http_shape_of(t->kind, &shape) == -1)
		return lead_fail(err, LEAD_ECONFIG,
		    "transport %s: no kind named %s", t->name, t->kind);
	if (t->body != NULL)
		shape = HTTP_TEMPLATE;
	if (templates_check(t, err) == -1)
		return -1;
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
	h->shape = shape;
	if ((h->curl = curl_easy_init()) == NULL ||
	    handle_set(h->curl, h, t) == -1) {
		http_close(t);
		return lead_fail(err, LEAD_EAGAIN,
		    "transport %s: libcurl cannot be set up", t->name);
	}
	return 0;
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

/* Nothing was given away when no connection came about, or nothing of the
 * request left on it. */
static bool
never_sent(struct http *h, CURLcode rc)
{
	long sent = 1;

	if (curl_easy_getinfo(h->curl, CURLINFO_REQUEST_SIZE, &sent) !=
	    CURLE_OK || sent != 0)
		return false;
	return rc == CURLE_COULDNT_RESOLVE_HOST ||
	    rc == CURLE_COULDNT_CONNECT ||
	    rc == CURLE_COULDNT_RESOLVE_PROXY ||
	    rc == CURLE_OPERATION_TIMEDOUT ||
	    rc == CURLE_SSL_CONNECT_ERROR ||
	    rc == CURLE_PEER_FAILED_VERIFICATION || rc == CURLE_OUT_OF_MEMORY ||
	    rc == CURLE_SSL_CACERT_BADFILE || rc == CURLE_URL_MALFORMAT ||
	    rc == CURLE_UNSUPPORTED_PROTOCOL;
}

/* "201 SM0123": the gateway's own name for the message, where it gives one,
 * else what it said. */
static void
say(const struct http *h, long code, char *detail, size_t size)
{
	static const char *const names[] = {"sid", "message_id", "messageId",
	    "id"};
	cJSON *o = cJSON_Parse(h->response.data ? h->response.data : ""), *item;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		item = cJSON_GetObjectItemCaseSensitive(o, names[i]);
		if (code < 300 && cJSON_IsString(item) &&
		    item->valuestring[0] != '\0')
			break;
		item = NULL;
	}
	transport_detail(detail, size, "%ld %.200s", code,
	    item != NULL ? item->valuestring :
	    h->response.data != NULL ? h->response.data : "");
	cJSON_Delete(o);
}

/* A refusal that is about us, not about this message: wrong login or URL, too
 * fast, closed for now. The queue waits. */
static bool
about_us(long code)
{
	return code == 401 || code == 403 || code == 404 || code == 405 ||
	    code == 407 || code == 429 || code == 503;
}

static enum transport_result
judge(struct transport *t, CURLcode rc, char *detail, size_t size)
{
	struct http *h = t->state;
	curl_off_t after = 0;
	long code = 0;

	curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &code);
	if (code == 0) {
		transport_detail(detail, size, "%s", h->error[0] != '\0' ?
		    h->error : curl_easy_strerror(rc));
		t->down = never_sent(h, rc) || rc == CURLE_OPERATION_TIMEDOUT;
		return never_sent(h, rc) ? TRANSPORT_RETRY : TRANSPORT_UNKNOWN;
	}
	say(h, code, detail, size);
	if (code >= 200 && code < 300)
		return TRANSPORT_SENT;
	if (about_us(code)) {
		curl_easy_getinfo(h->curl, CURLINFO_RETRY_AFTER, &after);
		t->retry_after = after > RETRY_AFTER_MAX ? RETRY_AFTER_MAX :
		    (int64_t)after;
		t->down = true;
		return TRANSPORT_RETRY;
	}
	if (code == 408 || code == 425)
		return TRANSPORT_RETRY;
	return code >= 300 && code < 500 ? TRANSPORT_FAILED :
	    TRANSPORT_UNKNOWN;
}

static int
header_add(struct curl_slist **list, const char *line)
{
	struct curl_slist *more = curl_slist_append(*list, line);

	if (more == NULL)
		return -1;
	*list = more;
	return 0;
}

/* Fit for a header: no blanks, no controls. */
static bool
token_ok(const char *id)
{
	const unsigned char *p = (const unsigned char *)id;

	if (id == NULL || id[0] == '\0' || strlen(id) > 200)
		return false;
	for (; *p != '\0'; p++)
		if (*p <= 0x20 || *p >= 0x7f)
			return false;
	return true;
}

static int
headers_make(const struct transport *t, const char *type,
    const struct http_values *v, const struct transport_message *m,
    struct curl_slist **list)
{
	struct buf b = {0};
	size_t i;
	int rc = 0;

	if (type != NULL) {
		buf_printf(&b, "Content-Type: %s", type);
		rc = b.failed ? -1 : header_add(list, b.data);
	}
	if (rc == 0 && token_ok(v->id)) {
		buf_clear(&b);
		buf_printf(&b, "Idempotency-Key: %s", v->id);
		rc = b.failed ? -1 : header_add(list, b.data);
	}
	for (i = 0; i < t->nheader && rc == 0; i++) {
		buf_clear(&b);
		rc = http_template(t->header[i], HTTP_HEADER, v, &b);
		if (rc == 0)
			rc = b.failed ? -1 : header_add(list, b.data);
	}
	for (i = 0; i < m->nheader && rc == 0; i++)
		rc = header_add(list, m->header[i]);
	buf_free(&b);
	return rc;
}

static int
request_set(struct transport *t, const struct http_values *v,
    const struct transport_message *m, struct curl_slist **headers)
{
	struct http *h = t->state;
	struct buf body = {0}, url = {0};
	const char *type;
	int rc = -1;

	if (m->raw_type != NULL) {
		buf_add(&body, m->data, m->len);
		type = m->raw_type;
	} else {
		type = http_body(t, h->shape, v, &body);
	}
	if (http_template(t->url, HTTP_URL, v, &url) == 0 && !url.failed &&
	    !body.failed && headers_make(t, type, v, m, headers) == 0 &&
	    curl_easy_setopt(h->curl, CURLOPT_URL, url.data) == CURLE_OK &&
	    curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, *headers) ==
	    CURLE_OK &&
	    curl_easy_setopt(h->curl, CURLOPT_POSTFIELDSIZE, (long)body.len) ==
	    CURLE_OK &&
	    curl_easy_setopt(h->curl, CURLOPT_COPYPOSTFIELDS,
	    body.data != NULL ? body.data : "") == CURLE_OK &&
	    curl_easy_setopt(h->curl, CURLOPT_CUSTOMREQUEST, t->method) ==
	    CURLE_OK)
		rc = 0;
	buf_free(&url);
	buf_free(&body);
	return rc;
}

/* The text without its last line ends. */
static char *
text_of(const struct transport_message *m)
{
	struct buf b = {0};
	size_t len = m->len;

	while (len > 0 && ((const char *)m->data)[len - 1] == '\n')
		len--;
	buf_add(&b, m->data, len);
	return buf_take(&b);
}

static enum transport_result
http_send(struct transport *t, const struct transport_message *m, char *detail,
    size_t size)
{
	struct http *h = t->state;
	struct http_values v = {.to = m->to, .from = t->from, .id = m->id,
	    .user = t->user, .password = t->password};
	enum transport_result result = TRANSPORT_RETRY;
	struct curl_slist *headers = NULL;
	char *text;

	if (m->len > TEXT_MAX ||
	    (h->shape == HTTP_TWILIO && !phone_ok(m->to))) {
		transport_detail(detail, size, m->len > TEXT_MAX ?
		    "the text is too long" : "not a phone number");
		return TRANSPORT_FAILED;
	}
	if (m->from != NULL && m->from[0] != '\0')
		v.from = m->from;
	buf_clear(&h->response);
	h->error[0] = '\0';
	v.text = text = text_of(m);
	if (text == NULL || request_set(t, &v, m, &headers) == -1)
		transport_detail(detail, size, "out of memory, or a value "
		    "that cannot stand in a header");
	else if (transport_inflight(m) != 0)
		transport_detail(detail, size, "given up before delivery");
	else
		result = judge(t, curl_easy_perform(h->curl), detail, size);
	curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	free(text);
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
