/*
 * By what a form or a webhook is known again although each delivery of it
 * differs: without the fields the source calls volatile, and without the
 * boundary a browser makes up anew.
 */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/query.h"
#include "base/text.h"
#include "intake/form.h"
#include "intake/intake.h"
#include "intake/pointer.h"

#define DEPTH_MAX 50

static void
prune(cJSON *o, const struct config_list *fields, int depth)
{
	cJSON *v = o->child, *next;

	for (; v != NULL; v = next) {
		next = v->next;
		if (v->string != NULL && config_list_has(fields, v->string))
			cJSON_Delete(cJSON_DetachItemViaPointer(o, v));
		else if (depth < DEPTH_MAX)
			prune(v, fields, depth + 1);
	}
}

static void
json(struct buf *b, const char *data, size_t len,
    const struct config_list *fields)
{
	char *text = text_utf8(data, len), *exact = NULL, *out = NULL;
	cJSON *root = NULL;

	if (text != NULL && (exact = pointer_exact(text)) != NULL &&
	    (root = cJSON_Parse(exact)) != NULL) {
		prune(root, fields, 0);
		out = cJSON_PrintUnformatted(root);
	}
	if (out != NULL)
		buf_puts(b, out);
	else
		buf_add(b, data, len);
	cJSON_free(out);
	cJSON_Delete(root);
	free(exact);
	free(text);
}

static void
urlencoded(struct buf *b, const char *data, size_t len,
    const struct config_list *fields)
{
	const char *s, *amp, *end = data + len;
	char *name;
	size_t n;

	for (s = data; s < end; s = amp + 1) {
		if ((amp = memchr(s, '&', (size_t)(end - s))) == NULL)
			amp = end;
		for (n = 0; s + n < amp && s[n] != '='; n++)
			;
		name = query_decode(s, n, &n);
		if (name == NULL || !config_list_has(fields, name)) {
			buf_add(b, s, (size_t)(amp - s));
			buf_putc(b, '&');
		}
		free(name);
	}
}

/* One part and its head; its name stands in quotes (RFC 7578, 4.2). */
static bool
is_volatile(const char *s, size_t n, const struct config_list *fields)
{
	static const char mark[] = " name=\"";
	char name[200];
	const char *p = form_find(s, s + (n < 1000 ? n : 1000), mark, 7), *q;

	if (p == NULL)
		return false;
	p += 7;
	q = memchr(p, '"', (size_t)(s + n - p));
	if (q == NULL || (size_t)(q - p) >= sizeof(name))
		return false;
	memcpy(name, p, (size_t)(q - p));
	name[q - p] = '\0';
	return config_list_has(fields, name);
}

static void
multipart(struct buf *b, const char *data, size_t len,
    const struct config_list *fields)
{
	const char *end = data + len, *nl = memchr(data, '\n', len), *s, *next;
	size_t n = nl == NULL ? len : (size_t)(nl - data);

	if (n > 0 && data[n - 1] == '\r')
		n--;
	for (s = data; s < end; s = next + n) {
		if ((next = form_find(s, end, data, n)) == NULL)
			next = end;
		if (!is_volatile(s, (size_t)(next - s), fields))
			buf_add(b, s, (size_t)(next - s));
		if (next == end)
			break;
	}
}

void
intake_hash_without(const char *data, size_t len,
    const struct config_list *fields, char hex[65])
{
	struct buf b = {0};

	if (len > 0 && (data[0] == '{' || data[0] == '['))
		json(&b, data, len, fields);
	else if (len > 2 && strncmp(data, "--", 2) == 0)
		multipart(&b, data, len, fields);
	else
		urlencoded(&b, data, len, fields);
	if (b.failed || b.len == 0)
		intake_hash(data, len, hex);
	else
		intake_hash(b.data, b.len, hex);
	buf_free(&b);
}
