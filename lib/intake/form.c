/* A web form's POST body, or plain "key: value" lines. Knows no HTTP. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/classify.h"
#include "intake/intake.h"
#include "intake/mime.h"
#include "intake/notice.h"
#include "intake/read.h"
#include "model/address.h"

#define PAIRS_MAX 500
#define VALUE_MAX (256 * 1024)

struct pair {
	char *name, *value;
};

struct pairs {
	struct pair *pair;
	size_t n;
	const char *charset;
	bool failed;
};

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static char *
decode(const char *s, size_t len, const char *charset)
{
	struct buf b = {0};
	char *raw, *out;
	size_t i, n;

	for (i = 0; i < len; i++) {
		if (s[i] == '+')
			buf_putc(&b, ' ');
		else if (s[i] == '%' && i + 2 < len && hex(s[i + 1]) >= 0 &&
		    hex(s[i + 2]) >= 0) {
			buf_putc(&b, (char)(hex(s[i + 1]) * 16 +
			    hex(s[i + 2])));
			i += 2;
		} else
			buf_putc(&b, s[i]);
	}
	n = b.len;
	if ((raw = buf_take(&b)) == NULL)
		return NULL;
	out = mime_to_utf8(raw, n, charset);
	free(raw);
	return out;
}

static void
add(struct pairs *p, char *name, char *value)
{
	struct pair *grown = NULL;

	if (name != NULL && value != NULL && p->n < PAIRS_MAX)
		grown = realloc(p->pair, (p->n + 1) * sizeof(*grown));
	if (grown == NULL) {
		p->failed |= p->n < PAIRS_MAX;
		free(name);
		free(value);
		return;
	}
	p->pair = grown;
	p->pair[p->n++] = (struct pair){name, value};
}

static void
urlencoded(struct pairs *p, const char *data, size_t len)
{
	const char *end = data + len, *s, *amp, *eq;

	while (end > data && isspace((unsigned char)end[-1]))
		end--;
	for (s = data; s < end; s = amp + 1) {
		if ((amp = memchr(s, '&', (size_t)(end - s))) == NULL)
			amp = end;
		if ((eq = memchr(s, '=', (size_t)(amp - s))) == NULL)
			eq = amp;
		add(p, decode(s, (size_t)(eq - s), p->charset),
		    eq == amp ? text_dup("") :
		    decode(eq + 1, (size_t)(amp - eq) - 1, p->charset));
	}
}

/* RFC 7578: no transfer encoding, so the boundary is all there is to find. */
static const char *
find(const char *s, const char *end, const char *what, size_t n)
{
	for (; (size_t)(end - s) >= n; s++) {
		if ((s = memchr(s, what[0], (size_t)(end - s) - n + 1)) == NULL)
			return NULL;
		if (memcmp(s, what, n) == 0)
			return s;
	}
	return NULL;
}

static void
one_part(struct pairs *p, const char *s, const char *end)
{
	const char *body = find(s, end, "\r\n\r\n", 4), *name, *stop;
	size_t gap = 4;
	char *head;

	if (body == NULL) {
		gap = 2;
		body = find(s, end, "\n\n", 2);
	}
	if (body == NULL || (head = strndup(s, (size_t)(body - s))) == NULL)
		return;
	name = strstr(head, " name=\"");
	/* A file is no answer. */
	if (name != NULL && strstr(head, "filename=") == NULL) {
		name += 7;
		stop = name + strcspn(name, "\"");
		body += gap;
		if ((size_t)(end - body) > VALUE_MAX)
			end = body + VALUE_MAX;
		add(p, mime_to_utf8(name, (size_t)(stop - name), NULL),
		    mime_to_utf8(body, (size_t)(end - body), NULL));
	}
	free(head);
}

static void
multipart(struct pairs *p, const char *data, size_t len)
{
	const char *end = data + len, *nl = memchr(data, '\n', len), *s, *next;
	size_t n;

	if (nl == NULL)
		return;
	n = (size_t)(nl - data);
	if (n > 0 && data[n - 1] == '\r')
		n--;
	if (n < 3 || n > 200)
		return;
	for (s = nl + 1; s < end && p->n < PAIRS_MAX; s = next + n) {
		if ((next = find(s, end, data, n)) == NULL)
			return;
		if (next > s && next[-1] == '\n') {
			const char *stop = next - 1;

			if (stop > s && stop[-1] == '\r')
				stop--;
			one_part(p, s, stop);
		}
	}
}

static const char *
get(const struct pairs *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (strcmp(p->pair[i].name, name) == 0)
			return p->pair[i].value;
	return NULL;
}

static bool
honeypot(const struct pairs *p)
{
	static const char *const traps[] = {"_gotcha", "_honey", "honeypot",
	    "bot-field", "hp_field"};
	size_t i;

	for (i = 0; i < sizeof(traps) / sizeof(traps[0]); i++)
		if (!text_empty(get(p, traps[i])))
			return true;
	return false;
}

/* Twilio's callbacks: who called or wrote, to whom, and what became of it. */
static int
twilio(struct inbound *in, struct draft *d, const struct pairs *p)
{
	const char *call = get(p, "CallSid"), *sms = get(p, "MessageSid");
	const char *status = get(p, "MessageStatus"), *from = get(p, "From");
	const char *channel = "sms";
	int rc = 0;

	if (status != NULL && get(p, "Body") == NULL) {
		rc = text_set(&in->failed, get(p, "To"));
		draft_as(d, LABEL_PHONE, "phone", get(p, "To"));
		in->bounce_hard = text_is(get(p, "ErrorCode"), "30005") ||
		    text_is(get(p, "ErrorCode"), "30006");
		rc |= text_is(status, "undelivered") ||
		    text_is(status, "failed") ?
		    read_verdict(in, INBOUND_BOUNCE, "text not delivered") :
		    read_verdict(in, INBOUND_IGNORED, "delivery status");
		rc |= text_set(&in->original_id, sms);
	} else {
		if (call != NULL)
			channel = "missed-call";
		else if (from != NULL && strncmp(from, "whatsapp:", 9) == 0)
			channel = "whatsapp";
		draft_as(d, LABEL_PHONE, "phone", from);
		draft_as(d, LABEL_NAME, "name", call != NULL ?
		    get(p, "CallerName") : get(p, "ProfileName"));
		draft_as(d, LABEL_MESSAGE, "message", get(p, "Body"));
		if (!text_empty(get(p, "OptOutType")))
			rc = read_verdict(in, text_is(get(p, "OptOutType"),
			    "START") ? INBOUND_OPT_IN : INBOUND_OPT_OUT,
			    "asks to be left alone");
		else
			rc = classify_opt_out(in, in->message, NULL);
	}
	if (text_set(&in->vendor_id, call != NULL ? call : sms) == -1 ||
	    text_set(&in->recipient, get(p, "To")) == -1 ||
	    text_set(&in->channel, channel) == -1 ||
	    text_set(&in->source, "twilio") == -1)
		return -1;
	return rc < 0 ? -1 : 0;
}

/* "services[]" is services; "address[city]" city; Elementor's triples. */
static void
put(struct draft *d, const struct pair *p, bool elementor)
{
	char name[200];
	const char *open = strchr(p->name, '[');
	size_t n;

	if (open == NULL) {
		draft_put(d, p->name, p->value);
		return;
	}
	if (elementor) {
		n = strcspn(open + 1, "]");
		if (strncmp(p->name, "fields[", 7) != 0 ||
		    strcmp(open + 1 + n, "][value]") != 0)
			return;
		open++;
	} else if (open[1] == ']') {
		n = (size_t)(open - p->name);
		open = p->name;
	} else {
		open = strrchr(p->name, '[') + 1;
		n = strcspn(open, "]");
	}
	if (n == 0 || n >= sizeof(name))
		return;
	memcpy(name, open, n);
	name[n] = '\0';
	draft_put(d, name, p->value);
}

static int
from_pairs(struct inbound *in, struct draft *d, const struct pairs *p)
{
	const char *json = get(p, "rawRequest");
	bool elementor = get(p, "form[id]") != NULL;
	size_t i;

	if (get(p, "AccountSid") != NULL)
		return twilio(in, d, p);
	if (json != NULL) {
		if (json_into(d, json, strlen(json)) == -1 ||
		    text_set(&in->vendor_id, get(p, "submissionID")) == -1)
			return -1;
		return text_set(&in->source, "jotform");
	}
	for (i = 0; i < p->n; i++)
		put(d, &p->pair[i], elementor);
	if (elementor && text_set(&in->source, "elementor") == -1)
		return -1;
	if (honeypot(p))
		return read_verdict(in, INBOUND_IGNORED,
		    "a field people cannot see was filled");
	return 0;
}

static void
pairs_free(struct pairs *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		free(p->pair[i].name);
		free(p->pair[i].value);
	}
	free(p->pair);
}

static int
from_lines(struct draft *d, const char *data, size_t len)
{
	char *text = mime_to_utf8(data, len, NULL);

	if (text == NULL)
		return -1;
	notice_read(d, text);
	d->in->text = text;
	return 0;
}

static bool
urlencoded_type(const struct intake_options *o, const char *data, size_t len)
{
	size_t i;

	if (o->type != NULL)
		return text_has(o->type, "urlencoded");
	while (len > 0 && isspace((unsigned char)data[len - 1]))
		len--;
	for (i = 0; i < len; i++)
		if ((unsigned char)data[i] <= ' ')
			return false;
	return memchr(data, '=', len) != NULL;
}

int
form_read(struct inbound *in, const struct intake_options *o, const char *data,
    size_t len)
{
	struct draft d = {.in = in, .country = read_country(o), .guess = true};
	struct pairs p = {0};
	int rc = 0;

	if (len > 2 && strncmp(data, "--", 2) == 0)
		multipart(&p, data, len);
	else if (urlencoded_type(o, data, len)) {
		if (find(data, data + len, "_charset_=iso-8859-1", 20) != NULL)
			p.charset = "windows-1252";
		urlencoded(&p, data, len);
	} else
		rc = from_lines(&d, data, len);
	if (rc == 0 && p.n > 0)
		rc = from_pairs(in, &d, &p);
	if (p.failed)
		rc = -1;
	pairs_free(&p);
	if (draft_finish(&d) == -1 || rc == -1)
		return -1;
	if (in->kind == INBOUND_LEAD && in->name == NULL && in->email == NULL &&
	    in->phone == NULL && in->phone_raw == NULL && in->message == NULL)
		rc = read_verdict(in, INBOUND_ERROR, "a form without a field");
	in->can_answer = in->kind == INBOUND_LEAD;
	return rc == -1 ? -1 : read_finish(in, o, "form", "form", "website");
}
