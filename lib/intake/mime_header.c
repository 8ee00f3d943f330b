/*
 * The header of a mail, by GMime: values, addresses, ids, the date. Nothing
 * in it is trusted: each value and list is cut where it is too long.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/mime_internal.h"
#include "intake/phrase.h"
#include "model/address.h"

#define VALUE_MAX 2000
#define LIST_MAX 200

static char *
clean(const char *value)
{
	char *utf8, *folded;
	size_t len;

	if (value == NULL)
		return NULL;
	len = strlen(value);
	utf8 = mime_to_utf8(value, len > VALUE_MAX ? VALUE_MAX : len, NULL);
	folded = text_fold_space(utf8);
	free(utf8);
	return folded;
}

char *
mime_header(const struct mail *m, const char *name)
{
	return clean(g_mime_object_get_header(GMIME_OBJECT(m->message), name));
}

static int
add_address(struct mail_address **list, size_t *n, InternetAddress *ia)
{
	const char *name = internet_address_get_name(ia);
	struct mail_address *grown, a;

	a.spec = address_spec(internet_address_mailbox_get_addr(
	    INTERNET_ADDRESS_MAILBOX(ia)));
	if (a.spec == NULL || *n >= LIST_MAX) {
		free(a.spec);
		return 0;
	}
	a.name = clean(name);
	grown = realloc(*list, (*n + 1) * sizeof(*grown));
	if (grown == NULL) {
		free(a.spec);
		free(a.name);
		return -1;
	}
	*list = grown;
	grown[(*n)++] = a;
	return 0;
}

static int
add_list(struct mail_address **list, size_t *n, InternetAddressList *from,
    int depth)
{
	InternetAddress *ia;
	int i, count = internet_address_list_length(from), rc = 0;

	for (i = 0; i < count && i < LIST_MAX && rc == 0; i++) {
		ia = internet_address_list_get_address(from, i);
		if (INTERNET_ADDRESS_IS_GROUP(ia)) {
			if (depth < 3)
				rc = add_list(list, n,
				    internet_address_group_get_members(
				    INTERNET_ADDRESS_GROUP(ia)), depth + 1);
		} else
			rc = add_address(list, n, ia);
	}
	return rc;
}

int
mime_addresses(const struct mail *m, const char *header,
    struct mail_address **out, size_t *n)
{
	GMimeHeaderList *all;
	InternetAddressList *list;
	GMimeHeader *h;
	char *raw;
	int i, count, rc = 0;

	*out = NULL;
	*n = 0;
	all = g_mime_object_get_header_list(GMIME_OBJECT(m->message));
	count = g_mime_header_list_get_count(all);
	for (i = 0; i < count && rc == 0; i++) {
		h = g_mime_header_list_get_header_at(all, i);
		if (strcasecmp(g_mime_header_get_name(h), header) != 0)
			continue;
		if ((raw = phrase_guard(g_mime_header_get_raw_value(h))) ==
		    NULL)
			return -1;
		list = internet_address_list_parse(mime_options(), raw);
		free(raw);
		if (list == NULL)
			continue;
		rc = add_list(out, n, list, 0);
		g_object_unref(list);
	}
	return rc;
}

void
mime_addresses_free(struct mail_address *a, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		free(a[i].spec);
		free(a[i].name);
	}
	free(a);
}

int
mime_ids(const struct mail *m, const char *header, char ***out, size_t *n)
{
	char *value = mime_header(m, header), *p, *end, **grown;

	for (p = value; p != NULL && *n < LIST_MAX; p = end + 1) {
		if ((p = strchr(p, '<')) == NULL ||
		    (end = strchr(p, '>')) == NULL)
			break;
		grown = realloc(*out, (*n + 1) * sizeof(*grown));
		if (grown == NULL) {
			free(value);
			return -1;
		}
		*out = grown;
		if ((grown[*n] = strndup(p, (size_t)(end - p) + 1)) == NULL) {
			free(value);
			return -1;
		}
		++*n;
	}
	free(value);
	return 0;
}

int64_t
mime_date(const struct mail *m)
{
	GDateTime *date = g_mime_message_get_date(m->message);

	return date == NULL ? 0 : g_date_time_to_unix(date);
}

char *
mime_block_value(const char *block, const char *name)
{
	struct buf b = {0};
	size_t len = strlen(name);
	const char *p, *nl;
	char *raw, *value;

	for (p = block; p != NULL && *p != '\0'; p = *nl ? nl + 1 : nl) {
		nl = p + strcspn(p, "\n");
		if (strncasecmp(p, name, len) != 0 || p[len] != ':')
			continue;
		buf_add(&b, p + len + 1, (size_t)(nl - p) - len - 1);
		while (*nl != '\0' && (nl[1] == ' ' || nl[1] == '\t')) {
			p = nl + 1;
			nl = p + strcspn(p, "\n");
			buf_add(&b, p, (size_t)(nl - p));
		}
		if ((raw = buf_take(&b)) == NULL)
			return NULL;
		value = clean(raw);
		free(raw);
		return value;
	}
	return NULL;
}
