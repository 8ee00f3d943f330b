/*
 * Whose words an arrival is: by the tag in our address, by the thread, then
 * by the sender's address (DESIGN 10).
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "model/address.h"
#include "verb/add_internal.h"

/* The part between '+' and '@' of one of our addresses; malloc'd or NULL. */
static char *
tag_of(const struct config *c, const char *spec)
{
	const char *plus, *at;
	struct buf plain = {0}, tag = {0};
	char *whole;

	if (spec == NULL || (plus = strchr(spec, '+')) == NULL ||
	    (at = strchr(plus, '@')) == NULL || at == plus + 1)
		return NULL;
	buf_add(&plain, spec, (size_t)(plus - spec));
	buf_puts(&plain, at);
	if ((whole = buf_take(&plain)) == NULL)
		return NULL;
	if (config_is_our_address(c, whole))
		buf_add(&tag, plus + 1, (size_t)(at - plus - 1));
	free(whole);
	return tag.len > 0 ? buf_take(&tag) : NULL;
}

static int
by_tag(struct arrival *a, struct lead_error *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < a->in->nto && rc == 0; i++) {
		char *tag = tag_of(a->app->config, a->in->to[i]);

		if (tag != NULL)
			rc = store_tag_find(
			    a->app->store, tag, &a->lead, err);
		free(tag);
	}
	return rc;
}

/* The References walked from the newest back. */
static int
by_thread(struct arrival *a, struct lead_error *err)
{
	size_t i = a->in->nreferences;
	int rc = 0;

	while (i > 0 && rc == 0)
		rc = store_thread_find(a->app->store,
		    a->in->references[--i], &a->lead, &a->message, err);
	return rc;
}

/* A chat knows its people by an id of the platform's. */
static int
by_chat(struct arrival *a, struct lead_error *err)
{
	if (a->in->chat == NULL)
		return 0;
	return store_thread_find(
	    a->app->store, a->in->chat, &a->lead, NULL, err);
}

static int
by_address(struct arrival *a, struct lead_error *err)
{
	int rc = 0;

	if (a->email != NULL)
		rc = store_person_find(
		    a->app->store, "email", a->email, &a->person, err);
	if (rc == 0 && a->phone != NULL && a->email == NULL)
		rc = store_person_find(
		    a->app->store, "phone", a->phone, &a->person, err);
	if (rc != 1)
		return rc;
	return store_person_lead(
	    a->app->store, a->person, &a->lead, &a->closed, err);
}

static int
fill(struct arrival *a, struct lead_error *err)
{
	struct lead lead = {0};
	int64_t newest, closed;
	int rc = store_lead_get(a->app->store, a->lead, &lead, err);

	if (rc == 1) {
		a->lead = lead.id;
		a->person = lead.person;
		if (!lead_stage_open(lead.stage) &&
		    !text_is(lead.stage, "inactive")) {
			rc = store_person_lead(
			    a->app->store, lead.person, &newest, &closed, err);
			a->closed = newest == lead.id && closed
			    ? closed
			    : lead.last_inbound + 1;
		}
	} else {
		a->lead = 0;
	}
	lead_free(&lead);
	return rc == -1 ? -1 : 0;
}

int
arrival_find(struct arrival *a, struct lead_error *err)
{
	int rc;

	rc = by_tag(a, err);
	a->tagged = rc == 1;
	if (rc == 0)
		rc = by_thread(a, err);
	if (rc == -1)
		return -1;
	if (rc == 1) {
		a->threaded = true;
		return fill(a, err);
	}
	/* one long thread without end: not an answer to a mail of ours */
	if ((rc = by_chat(a, err)) == 1)
		return fill(a, err);
	if (rc == -1)
		return -1;
	return by_address(a, err) == -1 ? -1 : 0;
}
