/* A web form's POST body, or plain "key: value" lines. Knows no HTTP. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/query.h"
#include "base/text.h"
#include "intake/classify.h"
#include "intake/form.h"
#include "intake/intake.h"
#include "intake/map.h"
#include "intake/mime.h"
#include "intake/notice.h"
#include "intake/read.h"
#include "model/address.h"

#define PAIRS_MAX 500
#define VALUE_MAX (256 * 1024)

static void
add(struct form_pairs *p, char *name, char *value)
{
	struct form_pair *grown = NULL;

	if (name != NULL && value != NULL && p->n < PAIRS_MAX)
		grown = realloc(p->pair, (p->n + 1) * sizeof(*grown));
	if (grown == NULL) {
		p->failed |= p->n < PAIRS_MAX;
		free(name);
		free(value);
		return;
	}
	p->pair = grown;
	p->pair[p->n++] = (struct form_pair){name, value};
}

static void
urlencoded(struct form_pairs *p, const char *data, size_t len)
{
	struct query q;
	size_t i;

	if (query_parse(&q, data, len) == -1)
		p->failed = true;
	for (i = 0; i < q.count; i++)
		add(p, mime_to_utf8(q.pair[i].name, q.pair[i].namelen,
		    p->charset), mime_to_utf8(q.pair[i].value,
		    q.pair[i].valuelen, p->charset));
	query_free(&q);
}

/* RFC 7578: no transfer encoding, so the boundary is all there is to find. */
const char *
form_find(const char *s, const char *end, const char *what, size_t n)
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
one_part(struct form_pairs *p, const char *s, const char *end)
{
	const char *body = form_find(s, end, "\r\n\r\n", 4), *name, *stop;
	size_t gap = 4;
	char *head;

	if (body == NULL) {
		gap = 2;
		body = form_find(s, end, "\n\n", 2);
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
multipart(struct form_pairs *p, const char *data, size_t len)
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
		if ((next = form_find(s, end, data, n)) == NULL)
			return;
		if (next > s && next[-1] == '\n') {
			const char *stop = next - 1;

			if (stop > s && stop[-1] == '\r')
				stop--;
			one_part(p, s, stop);
		}
	}
}

const char *
form_get(const struct form_pairs *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (strcmp(p->pair[i].name, name) == 0)
			return p->pair[i].value;
	return NULL;
}

static bool
honeypot(const struct form_pairs *p, const char *own)
{
	static const char *const traps[] = {"_gotcha", "_honey", "honeypot",
	    "bot-field", "hp_field"};
	size_t i;

	if (own != NULL && !text_empty(form_get(p, own)))
		return true;
	for (i = 0; i < sizeof(traps) / sizeof(traps[0]); i++)
		if (!text_empty(form_get(p, traps[i])))
			return true;
	return false;
}

/* "services[]" is services; "address[city]" city; Elementor's triples. */
static void
put(struct draft *d, const struct form_pair *p, bool elementor)
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

static char *
look(void *arg, const char *place)
{
	return text_dup(form_get(arg, place));
}

static int
from_pairs(struct inbound *in, struct draft *d, const struct form_pairs *p,
    const struct intake_options *o)
{
	const char *json = form_get(p, "rawRequest");
	bool elementor = form_get(p, "form[id]") != NULL;
	size_t i;

	if (form_get(p, "AccountSid") != NULL)
		return twilio_read(in, d, p);
	if (json != NULL) {
		if (json_into(d, json, strlen(json)) == -1 ||
		    text_set(&in->vendor_id, form_get(p, "submissionID")) == -1)
			return -1;
		return text_set(&in->source, "jotform");
	}
	map_apply(d, o, look, (void *)p);
	for (i = 0; i < p->n; i++)
		if (!map_has(d->source, p->pair[i].name) &&
		    !text_is(p->pair[i].name, o->config->web.honeypot))
			put(d, &p->pair[i], elementor);
	if (elementor && text_set(&in->source, "elementor") == -1)
		return -1;
	in->trapped = honeypot(p, o->config->web.honeypot);
	if (in->trapped)
		return read_verdict(in, INBOUND_IGNORED,
		    "a field people cannot see was filled");
	return 0;
}

static void
pairs_free(struct form_pairs *p)
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
	struct draft d = {.in = in, .country = read_country(o),
	    .config = o->config, .guess = true};
	struct form_pairs p = {0};
	int rc = 0;

	if (len > 2 && strncmp(data, "--", 2) == 0)
		multipart(&p, data, len);
	else if (urlencoded_type(o, data, len)) {
		if (form_find(data, data + len, "_charset_=iso-8859-1", 20) != NULL)
			p.charset = "windows-1252";
		urlencoded(&p, data, len);
	} else
		rc = from_lines(&d, data, len);
	if (rc == 0 && p.n > 0)
		rc = from_pairs(in, &d, &p, o);
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
