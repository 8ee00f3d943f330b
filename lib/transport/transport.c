/*
 * One way out by its URL, and what all ways share: copies of the settings,
 * the password file, addresses. Knows no protocol.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/secret.h"
#include "transport/transport_internal.h"


static const struct {
	const char *scheme;
	const struct transport_ops *ops;
} schemes[] = {
	{"maildir:", &maildir_ops},
	{"sendmail:", &sendmail_ops},
	{"smtp://", &smtp_ops},
	{"smtps://", &smtp_ops},
	{"http://", &http_ops},
	{"https://", &http_ops},
};

void
transport_detail(char *detail, size_t size, const char *fmt, ...)
{
	va_list ap;
	unsigned char *p;
	size_t n;

	if (detail == NULL || size == 0)
		return;
	va_start(ap, fmt);
	if (vsnprintf(detail, size, fmt, ap) < 0)
		detail[0] = '\0';
	va_end(ap);
	for (p = (unsigned char *)detail; *p != '\0'; p++)
		if (*p < 0x20 || *p >= 0x7f)
			*p = ' ';
	n = strlen(detail);
	while (n > 0 && detail[n - 1] == ' ')
		detail[--n] = '\0';
}

bool
transport_address_ok(const char *s)
{
	const unsigned char *p;
	const char *at;
	bool quoted = s != NULL && s[0] == '"';

	if (s == NULL || s[0] == '\0' || s[0] == '-' || strlen(s) > 254)
		return false;
	/* "dana reyes"@…: letters, digits, dots and spaces between quotes */
	if (quoted) {
		at = s + 1 + strspn(s + 1, "abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~. ");
		if (at == s + 1 || at[0] != '"' || at[1] != '@')
			return false;
		s = at + 1;
	}
	for (p = (const unsigned char *)s; *p != '\0'; p++)
		if (*p <= 0x20 || *p >= 0x7f ||
		    strchr("<>()[],;:\\\"", *p) != NULL)
			return false;
	at = strchr(s, '@');
	return at != NULL && (quoted || at != s) && at[1] != '\0' &&
	    at[1] != '-' && strchr(at + 1, '@') == NULL;
}

bool
transport_url_local(const char *url)
{
	static const char *const local[] = {"localhost", "[::1]"};
	const char *host = strstr(url, "://");
	size_t i, len;

	if (host == NULL)
		return false;
	host += 3;
	len = strcspn(host, "/?#");
	if (memchr(host, '@', len) != NULL)
		return false;
	for (i = 0; i < sizeof(local) / sizeof(local[0]); i++) {
		size_t n = strlen(local[i]);

		if (len >= n && strncasecmp(host, local[i], n) == 0 &&
		    (len == n || host[n] == ':'))
			return true;
	}
	return strncmp(host, "127.", 4) == 0 &&
	    strspn(host, "0123456789.:") >= len;
}

int
transport_inflight(const struct transport_message *m)
{
	return m->inflight != NULL ? m->inflight(m->arg) : 0;
}

static int
copy(char **dst, const char *src, const char *fallback)
{
	if (src == NULL)
		src = fallback;
	*dst = src != NULL ? strdup(src) : NULL;
	return src != NULL && *dst == NULL ? -1 : 0;
}

static int
copy_http(struct transport *t, const struct transport_config *c)
{
	if (copy(&t->body, c->body, NULL) == -1 ||
	    copy(&t->method, c->method, "POST") == -1 ||
	    copy(&t->status_url, c->status_url, NULL) == -1 ||
	    copy(&t->ca_file, c->ca_file, NULL) == -1)
		return -1;
	t->timeout = c->timeout > 0 ? (long)c->timeout : 60;
	if (c->nheader > 0 &&
	    (t->header = calloc(c->nheader, sizeof(*t->header))) == NULL)
		return -1;
	for (; t->nheader < c->nheader; t->nheader++)
		if (copy(&t->header[t->nheader], c->header[t->nheader],
		    NULL) == -1)
			return -1;
	return 0;
}

static const struct transport_ops *
ops_find(const char *url)
{
	size_t i;

	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncasecmp(url, schemes[i].scheme,
		    strlen(schemes[i].scheme)) == 0)
			return schemes[i].ops;
	return NULL;
}

/* A file that is not there is the configuration's fault, as any other. */
static int
password_read(struct transport *t, const char *file, struct lead_error *err)
{
	int rc = secret_read("password", file, &t->password, err);

	if (rc == -1 && err != NULL && err->code == LEAD_ENOENT)
		err->code = LEAD_ECONFIG;
	return rc;
}

int
transport_open(struct transport **out, const struct transport_config *c,
    struct lead_error *err)
{
	const struct transport_ops *ops;
	struct transport *t;

	*out = NULL;
	if (c->url == NULL || (ops = ops_find(c->url)) == NULL)
		return lead_fail(err, LEAD_ECONFIG, "transport %s: url must "
		    "begin with maildir: sendmail: smtp:// smtps:// http:// "
		    "or https://", c->name != NULL ? c->name : "");
	if ((t = calloc(1, sizeof(*t))) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (copy(&t->name, c->name, "") == -1 ||
	    copy(&t->url, c->url, NULL) == -1 ||
	    copy(&t->kind, c->kind, "") == -1 ||
	    copy(&t->user, c->user, NULL) == -1 ||
	    copy(&t->from, c->from, NULL) == -1 ||
	    copy(&t->base, c->base, ".") == -1 ||
	    copy(&t->host, c->host, "localhost") == -1 ||
	    copy_http(t, c) == -1) {
		transport_close(t);
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	if ((c->password_file != NULL && c->password_file[0] != '\0' &&
	    password_read(t, c->password_file, err) == -1) ||
	    ops->open(t, err) == -1) {
		transport_close(t);
		return -1;
	}
	t->ops = ops;
	*out = t;
	return 0;
}

enum transport_result
transport_send(struct transport *t, const struct transport_message *m,
    char *detail, size_t size)
{
	enum transport_result result;

	if (size > 0)
		detail[0] = '\0';
	t->down = false;
	t->retry_after = 0;
	result = t->ops->send(t, m, detail, size);
	/* a full disk, a local mailer that cannot now: no fault of the mail */
	if (result == TRANSPORT_RETRY &&
	    (t->ops == &maildir_ops || t->ops == &sendmail_ops))
		t->down = true;
	return result;
}

bool
transport_down(const struct transport *t)
{
	return t->down;
}

int64_t
transport_retry_after(const struct transport *t)
{
	return t->retry_after;
}

int
transport_check(struct transport *t, struct lead_error *err)
{
	return t->ops->check(t, err);
}

void
transport_close(struct transport *t)
{
	if (t == NULL)
		return;
	if (t->ops != NULL && t->ops->close != NULL)
		t->ops->close(t);
	secret_free(t->password);
	free(t->name);
	free(t->url);
	free(t->kind);
	free(t->user);
	free(t->from);
	free(t->base);
	free(t->host);
	free(t->body);
	free(t->method);
	free(t->status_url);
	free(t->ca_file);
	while (t->nheader > 0)
		free(t->header[--t->nheader]);
	free(t->header);
	free(t);
}
