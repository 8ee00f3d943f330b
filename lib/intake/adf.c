/* ADF 1.0: the XML car dealers' leads come in. No XML parser is needed: the
 * few elements that matter hold text, and nothing in it is trusted. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/html.h"
#include "intake/read.h"

/* The text of the first <name …> in [s, end), its attributes holding want. */
static char *
element(const char *s, const char *name, const char *want)
{
	size_t n = strlen(name);
	const char *gt, *end;
	char *raw, *tag, *out;
	bool fits;

	for (; s != NULL && (s = strchr(s, '<')) != NULL; s++) {
		if (strncasecmp(s + 1, name, n) != 0 ||
		    strchr(" \t\r\n>", s[n + 1]) == NULL || s[n + 1] == '\0')
			continue;
		if ((gt = strchr(s, '>')) == NULL)
			return NULL;
		if ((tag = strndup(s, (size_t)(gt - s))) == NULL)
			return NULL;
		fits = want == NULL || text_has(tag, want);
		free(tag);
		if (!fits)
			continue;
		for (end = gt; (end = strstr(end, "</")) != NULL; end++)
			if (strncasecmp(end + 2, name, n) == 0)
				break;
		if (end == NULL)
			return NULL;
		gt++;
		if (strncmp(gt, "<![CDATA[", 9) == 0)
			gt += 9;
		if ((raw = strndup(gt, (size_t)(end - gt))) == NULL)
			return NULL;
		if ((tag = strstr(raw, "]]>")) != NULL)
			*tag = '\0';
		out = strchr(raw, '<') != NULL ? text_dup(raw) :
		    html_entities(raw);
		free(raw);
		return out;
	}
	return NULL;
}

static void
put(struct draft *d, enum label what, const char *label, const char *xml,
    const char *name, const char *want)
{
	char *value = element(xml, name, want);

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
		if ((value = element(xml, parts[i], NULL)) == NULL)
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
	struct draft d = {.in = in, .country = read_country(o)};
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
