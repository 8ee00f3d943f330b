/*
 * samples: what the two tests over tests/samples share: a line of
 * expect.jsonl by its keys, and a file's bytes.
 */
#ifndef UNIT_SAMPLES_H
#define UNIT_SAMPLES_H

#include <stdio.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/text.h"

static const char *
str(const cJSON *o, const char *key)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);

	return cJSON_IsString(v) ? v->valuestring : NULL;
}

static bool
is_soft(const cJSON *o, const char *key)
{
	const cJSON *v;

	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(o, "soft"))
		if (text_is(cJSON_GetStringValue(v), key))
			return true;
	return false;
}

static char *
slurp(const char *file, size_t *len)
{
	struct buf b = {0};
	char chunk[4096];
	FILE *f = fopen(file, "rb");
	size_t n;

	assert_non_null(f);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&b, chunk, n);
	fclose(f);
	*len = b.len;
	return b.data == NULL ? text_dup("") : buf_take(&b);
}

#endif
