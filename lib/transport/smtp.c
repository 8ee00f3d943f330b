/*
 * Mail by SMTP with libcurl. One handle is kept, so one connection serves
 * many messages. The point of no return is curl's last read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lazy_curl.h"
#include "transport/transport_internal.h"

struct smtp {
	CURL *curl;
	char *url;
	char error[CURL_ERROR_SIZE];
	char reply[256];	/* the server's last line */
	const struct transport_message *message;
	struct buf data;	/* with CRLF */
	size_t at;
	bool inflight;
};

static size_t
read_body(char *to, size_t size, size_t n, void *arg)
{
	struct smtp *s = arg;
	size_t left = s->data.len - s->at;

	n *= size;
	if (n > left)
		n = left;
	/* curl, which knows the size, need not ask again after the last byte */
	if (n == left && !s->inflight) {
		if (transport_inflight(s->message) != 0)
			return CURL_READFUNC_ABORT;
		s->inflight = true;
	}
	memcpy(to, s->data.data + s->at, n);
	s->at += n;
	return n;
}

static size_t
read_reply(char *line, size_t size, size_t n, void *arg)
{
	struct smtp *s = arg;
	size_t len = size * n;

	while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		len--;
	/* the goodbye after a refusal says nothing of the message */
	if (len >= 3 && memcmp(line, "221", 3) == 0)
		return size * n;
	snprintf(s->reply, sizeof(s->reply), "%.*s",
	    len < sizeof(s->reply) ? (int)len : (int)sizeof(s->reply) - 1,
	    line);
	return size * n;
}

static size_t
drop_body(char *data, size_t size, size_t n, void *arg)
{
	(void)data;
	(void)arg;
	return size * n;
}

/* The path of the URL is the name we give in EHLO. */
static char *
url_with_host(const struct transport *t)
{
	const char *host = strstr(t->url, "://") + 3;
	size_t len = strlen(t->url);
	struct buf b = {0};

	if (strchr(host, '/') != NULL && t->url[len - 1] != '/')
		buf_puts(&b, t->url);
	else
		buf_printf(&b, "%s%s%s", t->url,
		    t->url[len - 1] == '/' ? "" : "/", t->host);
	return buf_take(&b);
}

static CURLcode
login_set(CURL *curl, const struct transport *t)
{
	CURLcode rc = CURLE_OK;

	if (t->user != NULL)
		rc = curl_easy_setopt(curl, CURLOPT_USERNAME, t->user);
	if (rc != CURLE_OK || t->password == NULL)
		return rc;
	if (strcmp(t->kind, "oauth") == 0)
		return curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER,
		    t->password);
	return curl_easy_setopt(curl, CURLOPT_PASSWORD, t->password);
}

static int
handle_set(CURL *curl, struct smtp *s, const struct transport *t)
{
	/* our own machine needs no TLS, unless the configuration names one */
	long tls = transport_url_local(t->url) && t->ca_file == NULL ?
	    CURLUSESSL_NONE : CURLUSESSL_ALL;

	if (t->ca_file != NULL && curl_easy_setopt(curl, CURLOPT_CAINFO,
	    t->ca_file) != CURLE_OK)
		return -1;

	return login_set(curl, t) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_URL, s->url) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_USE_SSL, tls) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 30L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, 120L) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 600L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, s->error) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, read_reply) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_HEADERDATA, s) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_body) ==
	    CURLE_OK ? 0 : -1;
}

static void
smtp_close(struct transport *t)
{
	struct smtp *s = t->state;

	if (s == NULL)
		return;
	curl_easy_cleanup(s->curl);
	free(s->url);
	buf_free(&s->data);
	free(s);
	t->state = NULL;
}

static int
smtp_open(struct transport *t, struct lead_error *err)
{
	struct smtp *s;

	if (strchr(strstr(t->url, "://"), '@') != NULL)
		return lead_fail(err, LEAD_ECONFIG, "transport %s: no login in "
		    "the url: use user and password_file", t->name);
	if (lazy_curl_open(err) == -1)
		return -1;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (s = calloc(1, sizeof(*s))) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	t->state = s;
	if ((s->url = url_with_host(t)) == NULL ||
	    (s->curl = curl_easy_init()) == NULL) {
		smtp_close(t);
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	if (handle_set(s->curl, s, t) == -1 ||
	    curl_easy_setopt(s->curl, CURLOPT_READFUNCTION, read_body) !=
	    CURLE_OK ||
	    curl_easy_setopt(s->curl, CURLOPT_READDATA, s) != CURLE_OK ||
	    curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L) != CURLE_OK) {
		smtp_close(t);
		return lead_fail(err, LEAD_ECONFIG,
		    "transport %s: libcurl cannot do smtp", t->name);
	}
	return 0;
}

static void
add_crlf(struct buf *out, const char *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (data[i] == '\r' && i + 1 < len && data[i + 1] == '\n')
			continue;
		if (data[i] == '\n' || data[i] == '\r')
			buf_add(out, "\r\n", 2);
		else
			buf_putc(out, data[i]);
	}
}

static enum transport_result
judge(struct transport *t, CURLcode rc, char *detail, size_t size)
{
	struct smtp *s = t->state;
	long code = 0;

	curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &code);
	t->down = !s->inflight &&
	    (rc != CURLE_SEND_ERROR || code < 400 || code == 421);
	if (rc == CURLE_OK)
		transport_detail(detail, size, "%s", s->reply);
	else
		transport_detail(detail, size, "%s%s%s", s->reply,
		    s->reply[0] != '\0' ? "; " : "", s->error[0] != '\0' ?
		    s->error : curl_easy_strerror(rc));
	if (!s->inflight)
		/* only the envelope's refusal is about this message; a login
		 * or a greeting refused is about us */
		return rc == CURLE_SEND_ERROR && code >= 500 && code < 600 ?
		    TRANSPORT_FAILED : TRANSPORT_RETRY;
	if (code == 250)
		return TRANSPORT_SENT;
	if (code >= 400 && code < 500)
		return TRANSPORT_RETRY;
	if (code >= 500 && code < 600)
		return TRANSPORT_FAILED;
	return TRANSPORT_UNKNOWN;
}

static CURLcode
transfer(struct smtp *s, const struct transport_message *m)
{
	struct curl_slist *to = NULL;
	struct buf from = {0}, rcpt = {0};
	CURLcode rc = CURLE_OUT_OF_MEMORY;

	buf_printf(&from, "<%s>", m->from);
	buf_printf(&rcpt, "<%s>", m->to);
	if (!from.failed && !rcpt.failed)
		to = curl_slist_append(NULL, rcpt.data);
	if (to != NULL &&
	    curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, from.data) ==
	    CURLE_OK &&
	    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, to) == CURLE_OK &&
	    curl_easy_setopt(s->curl, CURLOPT_INFILESIZE_LARGE,
	    (curl_off_t)s->data.len) == CURLE_OK)
		rc = curl_easy_perform(s->curl);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(to);
	buf_free(&from);
	buf_free(&rcpt);
	return rc;
}

static enum transport_result
smtp_send(struct transport *t, const struct transport_message *m, char *detail,
    size_t size)
{
	struct smtp *s = t->state;

	if (!transport_address_ok(m->from) || !transport_address_ok(m->to)) {
		transport_detail(detail, size, "an address is refused");
		return TRANSPORT_FAILED;
	}
	buf_clear(&s->data);
	add_crlf(&s->data, m->data, m->len);
	if (s->data.failed) {
		buf_free(&s->data);
		transport_detail(detail, size, "out of memory");
		return TRANSPORT_RETRY;
	}
	s->message = m;
	s->at = 0;
	s->inflight = false;
	s->error[0] = s->reply[0] = '\0';
	return judge(t, transfer(s, m), detail, size);
}

static int
smtp_check(struct transport *t, struct lead_error *err)
{
	struct smtp *s = t->state;
	CURL *curl = curl_easy_init();
	CURLcode rc = CURLE_OUT_OF_MEMORY;

	s->error[0] = s->reply[0] = '\0';
	if (curl != NULL && handle_set(curl, s, t) == 0 &&
	    curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L) == CURLE_OK)
		rc = curl_easy_perform(curl);
	curl_easy_cleanup(curl);
	if (rc == CURLE_OK)
		return 0;
	return lead_fail(err, rc == CURLE_LOGIN_DENIED ? LEAD_ECONFIG :
	    LEAD_EUNAVAIL, "transport %s: %s", t->name,
	    s->error[0] != '\0' ? s->error : curl_easy_strerror(rc));
}

const struct transport_ops smtp_ops = {
	smtp_open, smtp_send, smtp_check, smtp_close
};
