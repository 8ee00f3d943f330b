/*
 * A/B: which of two variants of a template a lead gets.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "follow/template.h"
#include "verb/plan.h"

/* FNV-1a; the tag is random already. */
static bool
coin(const char *tag)
{
	uint32_t h = 2166136261u;

	for (; tag != NULL && *tag != '\0'; tag++)
		h = (h ^ (unsigned char)*tag) * 16777619u;
	return ((h >> 15) & 1) != 0;
}

int
plan_variant(
    struct lead_app *app, const struct lead *lead, struct lead_error *err)
{
	char key[160], *owed = NULL;
	const char *mine;
	int rc = -1;

	if (lead->variant != NULL || !template_varies(app->config->templates))
		return 0;
	snprintf(key, sizeof(key), "variant.%.140s",
	    lead->source ? lead->source : "");
	if (store_meta_get(app->store, key, &owed, err) == -1)
		return -1;
	if (!text_empty(owed))
		mine = text_is(owed, "a") ? "a" : "b";
	else
		mine = coin(lead->tag) ? "a" : "b";
	if (store_meta_set(app->store, key,
		!text_empty(owed)    ? ""
		    : *mine == 'a' ? "b"
				   : "a",
		err) == 0)
		rc = store_lead_set(
		    app->store, lead->id, "variant", mine, err);
	free(owed);
	return rc;
}
