/* ADF 1.0: the XML car dealers' leads come in. No XML parser is needed: the
 * few elements that matter hold text, and nothing in it is trusted. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/html.h"
#include "intake/read.h"

/* Past a CDATA section that begins at s; s where none does. */
static const char *
past_cdata(const char *s)
{
	const char *end;

	if (strncmp(s, "<![CDATA[", 9) != 0)
		return s;
	return (end = strstr(s, "]]>")) == NULL ? s + strlen(s) : end + 3;
}

/* Where </name> stands behind s, CDATA sections passed over; NULL: nowhere. */
static const char *
closing(const char *s, const char *name)
{
	size_t n = strlen(name);
	const char *past;

	for (; (s = strchr(s, '<')) != NULL; s++) {
		while ((past = past_cdata(s)) != s)
			s = past;
		if (*s == '\0')
			return NULL;
		if (strncmp(s, "</", 2) == 0 &&
		    strncasecmp(s + 2, name, n) == 0)
			return s;
	}
	return NULL;
}

/* What the first <name …> whose attributes hold want holds, as it stands. */
static char *
element(const char *s, const char *name, const char *want)
{
	size_t n = strlen(name);
	const char *gt, *end;
	char *tag;
	bool fits;

	for (; s != NULL && (s = strchr(s, '<')) != NULL; s++) {
		if (strncasecmp(s + 1, name, n) != 0 || s[n + 1] == '\0' ||
		    strchr(" \t\r\n>", s[n + 1]) == NULL)
			continue;
		if ((gt = strchr(s, '>')) == NULL)
			return NULL;
		if ((tag = strndup(s, (size_t)(gt - s))) == NULL)
			return NULL;
		fits = want == NULL || text_has(tag, want);
		free(tag);
		if (!fits)
			continue;
		if ((end = closing(gt + 1, name)) == NULL)
			return NULL;
		return strndup(gt + 1, (size_t)(end - gt - 1));
	}
	return NULL;
}

/* The text an element's content stands for: CDATA as it is, entities read. */
static char *
content(const char *xml)
{
	struct buf b = {0};
	const char *p, *end;
	char *part, *plain;

	for (p = xml; *p != '\0'; p = end) {
		end = past_cdata(p);
		if (end != p) {
			size_t n = (size_t)(end - p);

			buf_add(&b, p + 9, n > 12 ? n - 12 : 0);
			continue;
		}
		if ((end = strstr(p, "<![CDATA[")) == NULL)
			end = p + strlen(p);
		part = strndup(p, (size_t)(end - p));
		plain = part == NULL ? NULL : html_entities(part);
		if (plain == NULL)
			b.failed = true;
		else
			buf_puts(&b, plain);
		free(part);
		free(plain);
	}
	if (b.data == NULL)
		buf_puts(&b, "");
	return buf_take(&b);
}

static char *
value_of(const char *xml, const char *name, const char *want)
{
	char *raw = element(xml, name, want), *value;

	if (raw == NULL)
		return NULL;
	value = content(raw);
	free(raw);
	return value;
}

static void
put(struct draft *d, enum label what, const char *label, const char *xml,
    const char *name, const char *want)
{
	char *value = value_of(xml, name, want);

	draft_as(d, what, label, value);
	free(value);
}

static void
vehicle(struct draft *d, const char *xml)
{
	static const char *const parts[] = {"year", "make", "model"};
	struct buf b = {0};
	char *value;
	size_t i;

	for (i = 0; i < 3; i++) {
		if ((value = value_of(xml, parts[i], NULL)) == NULL)
			continue;
		if (b.len > 0)
			buf_putc(&b, ' ');
		buf_puts(&b, value);
		free(value);
	}
	if (b.data != NULL)
		draft_as(d, LABEL_SERVICE, "vehicle", b.data);
	buf_free(&b);
}

int
adf_read(struct inbound *in, const struct intake_options *o, const char *text)
{
	struct draft d = {.in = in, .country = read_country(o),
	    .config = o->config};
	char **const own[] = {&in->name, &in->email, &in->phone, &in->message};
	char *customer = element(text, "customer", NULL);
	char *car = element(text, "vehicle", NULL);
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		free(*own[i]);
		*own[i] = NULL;
	}
	put(&d, LABEL_NAME, "name", customer, "name", "full");
	put(&d, LABEL_FIRST, "first", customer, "name", "first");
	put(&d, LABEL_LAST, "last", customer, "name", "last");
	if (in->name == NULL && d.first == NULL)
		put(&d, LABEL_NAME, "name", customer, "name", NULL);
	put(&d, LABEL_EMAIL, "email", customer, "email", NULL);
	put(&d, LABEL_PHONE, "phone", customer, "phone", NULL);
	put(&d, LABEL_ZIP, "zip", customer, "postalcode", NULL);
	put(&d, LABEL_PLACE, "street", customer, "street", NULL);
	put(&d, LABEL_PLACE, "city", customer, "city", NULL);
	put(&d, LABEL_TIME, "timeframe", customer, "description", NULL);
	put(&d, LABEL_MESSAGE, "message", customer, "comments", NULL);
	put(&d, LABEL_ID, "id", text, "id", NULL);
	vehicle(&d, car);
	free(customer);
	free(car);
	if (draft_finish(&d) == -1)
		return -1;
	in->can_answer = in->email != NULL;
	if (in->email == NULL && in->phone == NULL && read_verdict(in,
	    INBOUND_UNSORTED, "ADF without a customer") == -1)
		return -1;
	return read_finish(in, o, "adf", "form", "adf");
}
