/* The word of an unsubscribe link: made from a lead, found again. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hmac.h"
#include "base/text.h"
#include "verb/optout_token.h"

#define PLACE "{{token}}"

static bool
token_of(int64_t id, const char *tag, char out[OPTOUT_TOKEN])
{
	static const char digit[] = "abcdefghijkmnpqrstuvwxyz23456789";
	unsigned char mac[HMAC_MAX];
	char what[64];
	size_t i, n;
	int len;

	if (text_empty(tag))
		return false;
	len = snprintf(what, sizeof(what), "unsubscribe %" PRId64, id);
	hmac(HMAC_SHA256, tag, strlen(tag), what, (size_t)len, mac);
	n = (size_t)snprintf(out, OPTOUT_TOKEN, "%" PRId64 "-", id);
	/* 5 bits a character */
	for (i = 0; i < 26; i++) {
		size_t bit = i * 5, at = bit / 8;
		unsigned int two = (unsigned int)mac[at] << 8 | mac[at + 1];

		out[n++] = digit[two >> (11 - bit % 8) & 31];
	}
	out[n] = '\0';
	return true;
}

bool
optout_token(const struct lead *lead, char out[OPTOUT_TOKEN])
{
	return token_of(lead->id, lead->tag, out);
}

int
optout_url(const struct lead_app *app, const struct lead *lead, char **url,
    struct lead_error *err)
{
	const char *from = app->config->business.unsubscribe_url, *at;
	char token[OPTOUT_TOKEN];
	struct buf b = {0};

	*url = NULL;
	if (text_empty(from) || !optout_token(lead, token))
		return 0;
	if (strstr(from, PLACE) == NULL) {
		buf_printf(&b, "%s%ct=%s", from,
		    strchr(from, '?') == NULL ? '?' : '&', token);
	} else {
		for (; (at = strstr(from, PLACE)) != NULL;
		    from = at + strlen(PLACE)) {
			buf_add(&b, from, (size_t)(at - from));
			buf_puts(&b, token);
		}
		buf_puts(&b, from);
	}
	if ((*url = buf_take(&b)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	return 0;
}

int
optout_find(struct lead_app *app, const char *token, struct lead *lead,
    struct lead_error *err)
{
	char *tag = NULL, *end, right[OPTOUT_TOKEN];
	int64_t id;
	int rc;

	if (token == NULL || token[0] < '1' || token[0] > '9' ||
	    strlen(token) >= OPTOUT_TOKEN)
		return 0;
	id = strtoll(token, &end, 10);
	if (*end != '-' || id == INT64_MAX)
		return 0;
	/* a merged lead keeps its tag: links in old mails go on working */
	if ((rc = store_lead_tag(app->store, id, &tag, err)) != 1)
		return rc;
	rc = token_of(id, tag, right) && hmac_equal_text(token, right);
	free(tag);
	return rc == 1 ? store_lead_get(app->store, id, lead, err) : 0;
}
