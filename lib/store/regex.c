/*
 * Regular expressions of rules: PCRE2 over hostile text, so UTF with match
 * limits. The last pattern stays compiled: a rule meets many leads.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "store/store_internal.h"

#define MATCH_LIMIT 200000
#define DEPTH_LIMIT 1000
#define HEAP_LIMIT 20000 /* KiB */

struct regex_cache {
	char *pattern;
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limit;
};

void
regex_free(struct regex_cache *c)
{
	if (c == NULL)
		return;
	free(c->pattern);
	pcre2_code_free(c->code);
	pcre2_match_data_free(c->data);
	pcre2_match_context_free(c->limit);
	free(c);
}

static struct regex_cache *
compile(const char *pattern, struct lead_error *err)
{
	struct regex_cache *c = calloc(1, sizeof(*c));
	PCRE2_UCHAR text[128];
	PCRE2_SIZE at;
	int code;

	if (c == NULL || (c->pattern = strdup(pattern)) == NULL ||
	    (c->limit = pcre2_match_context_create(NULL)) == NULL) {
		lead_fail(err, LEAD_EAGAIN, "out of memory");
		goto fail;
	}
	c->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
	    PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &code, &at, NULL);
	if (c->code == NULL) {
		pcre2_get_error_message(code, text, sizeof(text));
		lead_fail(err, code == PCRE2_ERROR_HEAP_FAILED ? LEAD_EAGAIN :
		    LEAD_EDATA, "bad regular expression \"%.200s\" at "
		    "%zu: %s", pattern, (size_t)at, (const char *)text);
		goto fail;
	}
	c->data = pcre2_match_data_create_from_pattern(c->code, NULL);
	if (c->data == NULL) {
		lead_fail(err, LEAD_EAGAIN, "out of memory");
		goto fail;
	}
	pcre2_set_match_limit(c->limit, MATCH_LIMIT);
	pcre2_set_depth_limit(c->limit, DEPTH_LIMIT);
	pcre2_set_heap_limit(c->limit, HEAP_LIMIT);
	return c;
fail:
	regex_free(c);
	return NULL;
}

int
regex_match(struct regex_cache **cache, const char *pattern, const char *text,
    size_t len, size_t *start, size_t *end, struct lead_error *err)
{
	struct regex_cache *c = *cache;
	PCRE2_SIZE *span;
	int rc;

	if (c == NULL || strcmp(c->pattern, pattern) != 0) {
		if ((c = compile(pattern, err)) == NULL)
			return -1;
		regex_free(*cache);
		*cache = c;
	}
	rc = pcre2_match(c->code, (PCRE2_SPTR)text, len, 0, 0,
	    c->data, c->limit);
	if (rc == PCRE2_ERROR_NOMEMORY)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	/* beyond the limits, or no UTF-8: a text that is not matched */
	if (rc < 0)
		return 0;
	span = pcre2_get_ovector_pointer(c->data);
	if (start != NULL)
		*start = span[0];
	if (end != NULL)
		*end = span[1];
	return 1;
}

int
store_regex(const char *pattern, const char *text, size_t *start, size_t *end,
    struct lead_error *err)
{
	struct regex_cache *cache = NULL;
	int rc;

	if (text == NULL)
		text = "";
	rc = regex_match(&cache, pattern, text, strlen(text), start, end, err);
	regex_free(cache);
	return rc;
}
