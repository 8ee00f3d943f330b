/* vCards (RFC 2426, RFC 6350), one person each. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/mime.h"
#include "intake/read.h"

/* Lines folded by CRLF and a blank joined again. */
static char *
unfold(const char *s)
{
	struct buf b = {0};

	for (; *s != '\0'; s++) {
		if (*s == '\n' && (s[1] == ' ' || s[1] == '\t'))
			s++;
		else
			buf_putc(&b, *s);
	}
	return buf_take(&b);
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
put(struct draft *d, enum label what, const char *value, int n)
{
	char *text = part(value, n);

	if (text == NULL)
		d->failed = true;
	else
		draft_as(d, what, "vcard", text);
	free(text);
}

static void
property(struct draft *d, const char *line)
{
	const char *value = line, *name = line, *dot;
	bool quoted = false;
	char key[16];
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
	value++;
	if (text_is_nocase(key, "FN"))
		put(d, LABEL_NAME, value, -1);
	else if (text_is_nocase(key, "EMAIL"))
		put(d, LABEL_EMAIL, value, -1);
	else if (text_is_nocase(key, "TEL")) {
		char *head = strndup(line, (size_t)(value - line));

		if (!text_has(head, "fax"))
			put(d, LABEL_PHONE, value, -1);
		free(head);
	} else if (text_is_nocase(key, "ORG"))
		put(d, LABEL_COMPANY, value, 0);
	else if (text_is_nocase(key, "ADR")) {
		put(d, LABEL_PLACE, value, 3);
		put(d, LABEL_ZIP, value, 5);
	} else if (text_is_nocase(key, "NOTE"))
		put(d, LABEL_MESSAGE, value, -1);
}

static int
card(const struct intake_options *o, const char *s, const char *end,
    size_t record, intake_fn *fn, void *arg)
{
	struct inbound in = {0};
	struct draft d = {.in = &in, .country = read_country(o)};
	const char *p, *nl;
	char *line;
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
	if (rc == 0 && in.email == NULL && in.phone == NULL)
		rc = read_verdict(&in, INBOUND_ERROR, "card without a person");
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
