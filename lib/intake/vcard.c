/* vCards (RFC 2426, RFC 6350), one person each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/mime.h"
#include "intake/read.h"

/* Lines folded by CRLF and a blank joined again, and those that
 * quoted-printable (vCard 2.1) ends with '='. */
static char *
unfold(const char *s)
{
	struct buf b = {0};
	size_t line = 0;
	bool quoted = false;

	for (; *s != '\0'; s++) {
		if (*s == ':' && !quoted && b.data != NULL)
			quoted = text_has(b.data + line, "QUOTED-PRINTABLE");
		if (*s == '\n' && (s[1] == ' ' || s[1] == '\t')) {
			s++;
			continue;
		}
		if (quoted && *s == '=' && s[1] == '\n') {
			s++;
			continue;
		}
		buf_putc(&b, *s);
		if (*s == '\n') {
			line = b.len;
			quoted = false;
		}
	}
	return buf_take(&b);
}

/* A value of vCard 2.1 by its encoding and charset; malloc'd. */
static char *
decoded(const char *head, const char *value)
{
	const char *at;
	char charset[40] = "UTF-8", *bytes, *text;
	GMimeEncoding qp;
	size_t n;

	if (!text_has(head, "QUOTED-PRINTABLE"))
		return text_dup(value);
	for (at = head; *at != '\0'; at++)
		if (strncasecmp(at, "CHARSET=", 8) == 0) {
			n = strcspn(at + 8, ";:");
			snprintf(charset, sizeof(charset), "%.*s", (int)n,
			    at + 8);
		}
	g_mime_encoding_init_decode(&qp, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	n = g_mime_encoding_outlen(&qp, strlen(value));
	if ((bytes = malloc(n + 1)) == NULL)
		return NULL;
	n = g_mime_encoding_flush(&qp, value, strlen(value), bytes);
	text = mime_to_utf8(bytes, n, charset);
	free(bytes);
	return text;
}

/* The nth part of a value parted by unescaped ';' (n < 0: all of it). */
static char *
part(const char *value, int n)
{
	struct buf b = {0};

	for (; *value != '\0'; value++) {
		if (*value == '\\' && value[1] != '\0') {
			value++;
			if (n <= 0)
				buf_putc(&b, *value == 'n' || *value == 'N' ?
				    '\n' : *value);
		} else if (*value == ';' && n >= 0) {
			if (n-- == 0)
				break;
			if (n < 0)
				break;
		} else if (n <= 0)
			buf_putc(&b, *value);
	}
	return buf_take(&b);
}

static void
put(struct draft *d, enum label what, const char *label, const char *value,
    int n)
{
	char *text = part(value, n);

	if (text == NULL)
		d->failed = true;
	else
		draft_as(d, what, label, text);
	free(text);
}

static void
take(struct draft *d, const char *key, const char *head, const char *value)
{
	static const struct {
		const char *key;
		enum label what;
		const char *label;
		int part; /* -1: the whole value */
	} known[] = {{"FN", LABEL_NAME, "name", -1},
	    {"N", LABEL_LAST, "last name", 0},
	    {"N", LABEL_FIRST, "first name", 1},
	    {"EMAIL", LABEL_EMAIL, "email", -1},
	    {"TEL", LABEL_PHONE, "phone", -1},
	    {"ORG", LABEL_COMPANY, "company", 0},
	    {"ADR", LABEL_PLACE, "place", 3}, {"ADR", LABEL_ZIP, "zip", 5},
	    {"ADR", LABEL_NONE, "street", 2},
	    {"NOTE", LABEL_MESSAGE, "note", -1},
	    {"TITLE", LABEL_NONE, "title", -1},
	    {"URL", LABEL_NONE, "website", -1},
	    {"BDAY", LABEL_NONE, "birthday", -1},
	    {"CATEGORIES", LABEL_NONE, "categories", -1}};
	size_t i;

	if (text_is_nocase(key, "TEL") && text_has(head, "fax"))
		return;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (text_is_nocase(known[i].key, key))
			put(d, known[i].what, known[i].label, value,
			    known[i].part);
}

static void
property(struct draft *d, const char *line)
{
	const char *value = line, *name = line, *dot;
	bool quoted = false;
	char key[16], *head, *text;
	size_t n;

	for (; *value != '\0' && (quoted || *value != ':'); value++)
		if (*value == '"')
			quoted = !quoted;
	if (*value == '\0')
		return;
	n = strcspn(name, ";:");
	if ((dot = memchr(name, '.', n)) != NULL) {
		n -= (size_t)(dot + 1 - name);
		name = dot + 1;
	}
	if (n >= sizeof(key))
		return;
	memcpy(key, name, n);
	key[n] = '\0';
	head = strndup(line, (size_t)(value - line));
	text = head == NULL ? NULL : decoded(head, value + 1);
	if (text == NULL)
		d->failed = true;
	else
		take(d, key, head, text);
	free(head);
	free(text);
}

static int
card(const struct intake_options *o, const char *s, const char *end,
    size_t record, intake_fn *fn, void *arg)
{
	struct inbound in = {0};
	struct draft d = {.in = &in, .country = read_country(o),
	    .config = o->config};
	const char *p, *nl;
	char *line, why[80];
	int rc;

	for (p = s; p < end; p = nl + 1) {
		nl = p + strcspn(p, "\n");
		if ((line = strndup(p, (size_t)(nl - p))) == NULL)
			d.failed = true;
		else
			property(&d, line);
		free(line);
		if (*nl == '\0')
			break;
	}
	rc = draft_finish(&d);
	snprintf(why, sizeof(why), "card %zu: no mail and no phone: add one",
	    record);
	if (rc == 0 && in.email == NULL && in.phone == NULL)
		rc = read_verdict(&in, INBOUND_ERROR, why);
	if (rc == 0)
		rc = read_finish(&in, o, "vcard", "import", "vcard");
	if (rc == 0 && fn(arg, &in, s, (size_t)(end - s), record, 0) != 0)
		rc = -1;
	inbound_free(&in);
	return rc;
}

int
vcard_read(const struct intake_options *o, const char *data, size_t len,
    intake_fn *fn, void *arg)
{
	char *raw = mime_to_utf8(data, len, NULL), *text;
	const char *s, *end;
	size_t n = 0;
	int rc = 0;

	text = raw == NULL ? NULL : unfold(raw);
	free(raw);
	if (text == NULL)
		return -1;
	for (s = text; rc == 0; s = end) {
		end = s;
		while (*end != '\0' && strncasecmp(end, "END:VCARD", 9) != 0)
			end++;
		if (*end == '\0' && n > 0)
			break;
		rc = card(o, s, end, ++n, fn, arg);
		if (*end == '\0')
			break;
		end += 9;
	}
	free(text);
	return rc;
}
