/* Tells the format of an input and hands it to its reader. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <glib.h>

#include "base/text.h"
#include "intake/intake.h"
#include "intake/read.h"
#include "model/address.h"

enum format {
	FORMAT_UNKNOWN,
	FORMAT_MAIL,
	FORMAT_FORM,
	FORMAT_JSON,
	FORMAT_CSV,
	FORMAT_ADF,
	FORMAT_VCARD
};

static const struct {
	const char *name;
	enum format format;
} formats[] = {
    {"mail", FORMAT_MAIL}, {"form", FORMAT_FORM}, {"json", FORMAT_JSON},
    {"csv", FORMAT_CSV}, {"adf", FORMAT_ADF}, {"vcard", FORMAT_VCARD},
};

static bool
begins(const char *data, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && strncasecmp(data, word, n) == 0;
}

/* How many header fields stand at the top (RFC 5322 2.2). */
static size_t
header_lines(const char *data, size_t len, bool *mailish)
{
	static const char *const sure[] = {"received:", "message-id:",
	    "return-path:", "mime-version:", "delivered-to:", "date:",
	    "content-type:", NULL};
	size_t n = 0, i, k;
	const char *nl;

	*mailish = false;
	for (i = 0; i < len; i = (size_t)(nl - data) + 1) {
		if ((nl = memchr(data + i, '\n', len - i)) == NULL)
			nl = data + len;
		if (data[i] == '\n' || data[i] == '\r')
			return n;
		if (n > 0 && (data[i] == ' ' || data[i] == '\t'))
			continue;
		for (k = i; k < len && data[k] > ' ' && data[k] < 127 &&
		    data[k] != ':'; k++)
			;
		if (k == i || k >= len || data[k] != ':')
			return n;
		for (k = 0; sure[k] != NULL; k++)
			if (begins(data + i, len - i, sure[k]))
				*mailish = true;
		n++;
	}
	return n;
}

static bool
looks_urlencoded(const char *data, size_t len)
{
	size_t i, pairs = 0;

	while (len > 0 && isspace((unsigned char)data[len - 1]))
		len--;
	for (i = 0; i < len; i++) {
		pairs += data[i] == '=';
		if ((unsigned char)data[i] <= ' ')
			return false;
	}
	return pairs > 0;
}

static bool
looks_csv(const char *data, size_t len)
{
	const char *nl = memchr(data, '\n', len), *cr = memchr(data, '\r', len);
	size_t i, seps = 0, n;

	if (cr != NULL && (nl == NULL || cr < nl))
		nl = cr;
	n = nl == NULL ? len : (size_t)(nl - data);
	if (begins(data, len, "sep="))
		return true;
	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)data[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false; /* bytes, not a line of names */
		seps += c == ',' || c == ';' || c == '\t' || c == '|';
	}
	return seps > 0 && nl != NULL;
}

static enum format
tell(const char *data, size_t len)
{
	bool mailish;
	size_t fields;

	if (len >= 2 && (memcmp(data, "\xff\xfe", 2) == 0 ||
	    memcmp(data, "\xfe\xff", 2) == 0))
		return FORMAT_CSV;
	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
		data += 3;
		len -= 3;
	}
	if (begins(data, len, "From "))
		return FORMAT_MAIL;
	while (len > 0 && isspace((unsigned char)*data)) {
		data++;
		len--;
	}
	if (len == 0)
		return FORMAT_UNKNOWN;
	if (*data == '{' || *data == '[')
		return FORMAT_JSON;
	if (begins(data, len, "BEGIN:VCARD"))
		return FORMAT_VCARD;
	if (begins(data, len, "<?xml") || begins(data, len, "<?adf") ||
	    begins(data, len, "<adf"))
		return FORMAT_ADF;
	fields = header_lines(data, len, &mailish);
	if (fields > 0 && mailish)
		return FORMAT_MAIL;
	if (begins(data, len, "--") || looks_urlencoded(data, len))
		return FORMAT_FORM;
	if (fields >= 2 && begins(data, len, "from:") &&
	    memchr(data, '@', len) != NULL)
		return FORMAT_MAIL;
	if (fields > 0)
		return FORMAT_FORM;
	return looks_csv(data, len) ? FORMAT_CSV : FORMAT_UNKNOWN;
}

int
read_verdict(struct inbound *in, enum inbound_kind kind, const char *reason)
{
	in->kind = kind;
	return text_set(&in->reason, reason);
}

const char *
read_country(const struct intake_options *o)
{
	const struct config_source *s = o->source != NULL
	    ? config_source(o->config, o->source) : NULL;

	return s != NULL && s->country != NULL ? s->country
					       : o->config->business.country;
}

int
read_finish(struct inbound *in, const struct intake_options *o,
    const char *format, const char *channel, const char *source)
{
	if (text_set(&in->format, format) == -1)
		return -1;
	if (in->channel == NULL && text_set(&in->channel, channel) == -1)
		return -1;
	if (o->source != NULL)
		return text_set(&in->source, o->source);
	return in->source == NULL ? text_set(&in->source, source) : 0;
}

static int
single(const struct intake_options *o, enum format format, const char *data,
    size_t len, struct inbound *in)
{
	char *text;
	int rc;

	switch (format) {
	case FORMAT_MAIL:
		return mail_read(in, o, data, len);
	case FORMAT_FORM:
		return form_read(in, o, data, len);
	case FORMAT_ADF:
		if ((text = text_utf8(data, len)) == NULL)
			return -1;
		rc = adf_read(in, o, text);
		free(text);
		return rc;
	default:
		if ((text = text_utf8(data, len > 65536 ? 65536 : len)) == NULL)
			return -1;
		in->text = text;
		if (read_verdict(in, text_empty(text) ? INBOUND_ERROR :
		    INBOUND_UNSORTED, text_empty(text) ? "empty input" :
		    "no format we know") == -1)
			return -1;
		return read_finish(in, o, "form", "form", "unknown");
	}
}

struct memory {
	const char *data;
	size_t len;
};

static ptrdiff_t
from_memory(void *arg, char *buf, size_t size)
{
	struct memory *m = arg;

	if (size > m->len)
		size = m->len;
	memcpy(buf, m->data, size);
	m->data += size;
	m->len -= size;
	return (ptrdiff_t)size;
}

bool
intake_is_table(const char *kind, const char *head, size_t len)
{
	return text_is(kind, "csv") ||
	    (text_is(kind, "auto") && tell(head, len) == FORMAT_CSV);
}

int
intake_read_table(const struct intake_options *o, intake_read_fn *read,
    void *read_arg, intake_fn *fn, void *arg, struct lead_error *err)
{
	return csv_read(o, read, read_arg, fn, arg, err);
}

int
intake_read(const struct intake_options *o, const char *data, size_t len,
    intake_fn *fn, void *arg, struct lead_error *err)
{
	enum format format = FORMAT_UNKNOWN;
	struct inbound in = {0};
	struct memory table = {data, len};
	size_t i;
	int rc;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (text_is(o->kind, formats[i].name))
			format = formats[i].format;
	if (text_is(o->kind, "auto"))
		format = o->type != NULL && len > 0 && *data != '{' &&
		    *data != '[' ? FORMAT_FORM : tell(data, len);
	if (format == FORMAT_JSON)
		rc = json_read(o, data, len, fn, arg);
	else if (format == FORMAT_CSV)
		return csv_read(o, from_memory, &table, fn, arg, err);
	else if (format == FORMAT_VCARD)
		rc = vcard_read(o, data, len, fn, arg);
	else {
		if (single(o, format, data, len, &in) == -1)
			rc = -1;
		else
			rc = fn(arg, &in, data, len, 1, 0) == 0 ? 0 : -1;
		inbound_free(&in);
	}
	return rc == -1 ? lead_fail(err, LEAD_EAGAIN,
	    "reading stopped or out of memory") : 0;
}

int
intake_fields(struct inbound *in, const char *const *pairs, size_t n,
    const struct intake_options *o, struct lead_error *err)
{
	struct draft d = {.in = in, .country = read_country(o)};
	const char *eq;
	char *name;
	size_t i;

	for (i = 0; i < n; i++) {
		if ((eq = strchr(pairs[i], '=')) == NULL || eq == pairs[i]) {
			draft_finish(&d);
			return lead_fail(err, LEAD_EUSAGE,
			    "not FIELD=VALUE: '%.60s'", pairs[i]);
		}
		if ((name = strndup(pairs[i], (size_t)(eq - pairs[i]))) == NULL)
			d.failed = true;
		else if (strcmp(name, "channel") == 0)
			d.failed |= text_set(&in->channel, eq + 1) == -1;
		else
			draft_as(&d, strcmp(name, "note") == 0 ? LABEL_NOTE :
			    labels_find(name, false), name, eq + 1);
		free(name);
	}
	if (draft_finish(&d) == -1 || text_set(&in->format, "form") == -1 ||
	    (in->channel == NULL && text_set(&in->channel, "form") == -1))
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	return 0;
}
