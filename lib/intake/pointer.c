/* Where something stands in a JSON document. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/pointer.h"

#define TOKEN_MAX 256

/* One reference token, ~1 and ~0 undone; NULL: too long or wrong. */
static const char *
token(const char *p, char out[TOKEN_MAX])
{
	size_t n = 0;

	for (; *p != '\0' && *p != '/'; p++) {
		char c = *p;

		if (c == '~') {
			p++;
			if (*p != '0' && *p != '1')
				return NULL;
			c = *p == '0' ? '~' : '/';
		}
		if (n + 1 == TOKEN_MAX)
			return NULL;
		out[n++] = c;
	}
	out[n] = '\0';
	return p;
}

/* Digits without leading zeros (RFC 6901, 4). */
static const cJSON *
element(const cJSON *array, const char *index)
{
	size_t n = strlen(index);

	if (n == 0 || n > 6 || strspn(index, "0123456789") != n ||
	    (n > 1 && index[0] == '0'))
		return NULL;
	return cJSON_GetArrayItem(array, atoi(index));
}

const cJSON *
pointer_get(const cJSON *at, const char *pointer)
{
	char name[TOKEN_MAX];

	while (at != NULL && *pointer != '\0') {
		if (*pointer != '/' ||
		    (pointer = token(pointer + 1, name)) == NULL)
			return NULL;
		at = cJSON_IsArray(at)
		    ? element(at, name)
		    : cJSON_GetObjectItemCaseSensitive(at, name);
	}
	return at;
}

char *
pointer_exact(const char *json)
{
	struct buf b = {0};
	const char *p = json;
	size_t n;

	while (*p != '\0') {
		if (*p == '"') {
			for (n = 1; p[n] != '\0' && p[n] != '"'; n++)
				n += p[n] == '\\' && p[n + 1] != '\0';
			n += p[n] == '"';
			buf_add(&b, p, n);
		} else if (*p == '-' || isdigit((unsigned char)*p)) {
			n = strspn(p, "0123456789+-.eE");
			buf_putc(&b, '"');
			buf_add(&b, p, n);
			buf_putc(&b, '"');
		} else {
			n = strcspn(p, "\"-0123456789");
			buf_add(&b, p, n);
		}
		p += n;
	}
	return buf_take(&b);
}

char *
pointer_text(const char *json, size_t len, const char *pointer)
{
	char *text = text_utf8(json, len), *exact = NULL, *out = NULL;
	const cJSON *v;
	cJSON *root = NULL;

	if (text != NULL && (exact = pointer_exact(text)) != NULL &&
	    (root = cJSON_Parse(exact)) != NULL) {
		v = pointer_get(root, pointer);
		if (cJSON_IsString(v))
			out = text_dup(v->valuestring);
	}
	cJSON_Delete(root);
	free(exact);
	free(text);
	return out;
}
