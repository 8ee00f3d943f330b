/*
 * Words of our own people: an answer to a lead, seen because a copy came
 * here, or words to us about one (DESIGN 8, "People answer from where they
 * are").
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/address.h"
#include "verb/act.h"
#include "verb/add_internal.h"

bool
arrival_is_ours(const struct arrival *a)
{
	const struct config *c = a->app->config;

	if (a->options->sent)
		return true;
	if (!text_is(a->in->format, "mail") || a->in->from == NULL)
		return false;
	/* A form on our site and a forwarded mail speak for somebody else. */
	return (config_owner_by_mail(c, a->in->from) != NULL ||
		   config_is_our_address(c, a->in->from)) &&
	    (a->in->email == NULL ||
		text_is_nocase(a->in->email, a->in->from));
}

/* The lead one of our people wrote to: by tag or thread, else by the first
 * recipient who is a person we know. *reached: the lead is a recipient. */
static int
answered(struct arrival *a, bool *reached, struct lead_error *err)
{
	const struct config *c = a->app->config;
	int64_t person, lead;
	size_t i;
	int rc;

	*reached = false;
	a->person = 0;
	if (arrival_find(a, err) == -1)
		return -1;
	if (!a->threaded)
		a->lead = 0;
	for (i = 0; i < a->in->nto; i++) {
		char *norm = address_mail(a->in->to[i]);

		if (norm == NULL || config_is_our_address(c, norm) ||
		    config_owner_by_mail(c, a->in->to[i]) != NULL) {
			free(norm);
			continue;
		}
		rc = store_person_find(
		    a->app->store, "email", norm, &person, err);
		free(norm);
		if (rc == 1)
			rc = store_person_lead(a->app->store, person, &lead,
			    &a->closed, err);
		if (rc == -1)
			return -1;
		if (rc == 1 && (a->lead == 0 || a->lead == lead)) {
			a->lead = lead;
			*reached = true;
		}
	}
	return 0;
}

/* About no lead we know. */
static int
about_nobody(struct arrival *a, const char *who, struct lead_error *err)
{
	a->lead = 0;
	if (a->options->sent) {
		a->outcome = "ignored";
		snprintf(a->reason, sizeof(a->reason),
		    "our own mail, to nobody known");
		return 0;
	}
	snprintf(a->reason, sizeof(a->reason),
	    "from our own %.100s, about no known lead", who);
	return arrival_unsorted(a, err);
}

static int
reach(struct arrival *a, const struct lead *lead, const char *actor,
    struct lead_error *err)
{
	snprintf(a->reason, sizeof(a->reason), "%.100s wrote to the lead",
	    actor);
	if (act_event(a->app, lead->id, actor, "answer", a->in->message, NULL,
		NULL, err) == -1)
		return -1;
	return act_contact(a->app, lead, true, actor, err);
}

/* What follows from an owner's words is the owner's doing, whoever's login the
 * mail was delivered by. */
static int
take_words(struct arrival *a, const struct lead *lead,
    const struct config_owner *o, const char *actor, bool reached,
    struct lead_error *err)
{
	char *self = a->app->actor;
	int rc;

	if ((a->app->actor = text_dup(actor)) == NULL) {
		a->app->actor = self;
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	if (reached)
		rc = reach(a, lead, actor, err);
	else if (o != NULL && a->tagged)
		rc = arrival_command(a, actor, a->in->message, err);
	else {
		snprintf(a->reason, sizeof(a->reason),
		    "from our own %.100s, not to the lead: a note", actor);
		rc = act_event(a->app, lead->id, actor, "note",
		    a->in->message, NULL, NULL, err);
	}
	free(a->app->actor);
	a->app->actor = self;
	return rc;
}

int
arrival_answer(struct arrival *a, struct lead_error *err)
{
	const struct config_owner *o =
	    config_owner_by_mail(a->app->config, a->in->from);
	const char *actor = o ? o->name : a->in->from;
	struct lead lead = {0};
	bool reached;
	int rc;

	if (answered(a, &reached, err) == -1)
		return -1;
	a->outcome = "answer";
	if (a->lead == 0)
		return about_nobody(a, actor ? actor : "people", err);
	if ((rc = store_lead_get(a->app->store, a->lead, &lead, err)) != 1)
		return rc;
	/* From the shared mailbox it counts as its owner's. */
	if (o == NULL)
		actor = lead.owner ? lead.owner : a->app->actor;
	rc = take_words(a, &lead, o, actor, reached, err);
	if (rc == 0)
		rc = arrival_thread(a, err);
	lead_free(&lead);
	return rc;
}

static const struct config_owner *
owner_by_phone(const struct arrival *a)
{
	const struct config *c = a->app->config;
	size_t i;

	for (i = 0; i < c->nowner; i++) {
		char *norm = address_phone(
		    c->owner[i].phone, c->business.country, NULL);
		bool same = norm != NULL && text_is(norm, a->phone);

		free(norm);
		if (same)
			return &c->owner[i];
	}
	return NULL;
}

/* "L12 call wants Tuesday": *words moves past the ref. 1 named; 0. */
static int
named(struct arrival *a, const char **words)
{
	struct lead_ref ref;
	char word[24];
	size_t n;

	*words += strspn(*words, " \t\r\n#");
	n = strcspn(*words, " \t\r\n:,");
	if (n == 0 || n >= sizeof(word))
		return 0;
	memcpy(word, *words, n);
	word[n] = '\0';
	if (word[0] >= 'a' && word[0] <= 'z')
		word[0] = (char)(word[0] - 'a' + 'A');
	if (lead_ref_parse(word, &ref, NULL) == -1)
		return 0;
	if (app_lead(a->app, ref, &a->lead, NULL) == -1)
		return 0;
	*words += n;
	*words += strspn(*words, " \t:,");
	return 1;
}

int
arrival_owner_text(struct arrival *a, struct lead_error *err)
{
	const struct config_owner *o;
	const char *words = a->in->message;
	char *self;
	int rc;

	/* Anyone can post a form in an owner's name. */
	if (a->options->remote && !a->options->is_signed)
		return 0;
	if (text_is(a->in->format, "mail") || a->phone == NULL ||
	    a->email != NULL || words == NULL ||
	    !text_is(a->in->channel, "sms") ||
	    (o = owner_by_phone(a)) == NULL)
		return 0;
	if ((rc = named(a, &words)) == 0)
		rc = store_notice_lead(
		    a->app->store, "sms", o->phone, &a->lead, err);
	if (rc == -1)
		return -1;
	a->outcome = "answer";
	if (rc == 0)
		return about_nobody(a, o->name, err) == -1 ? -1 : 1;
	self = a->app->actor;
	a->app->actor = o->name;
	rc = arrival_command(a, o->name, words, err);
	a->app->actor = self;
	return rc == -1 ? -1 : 1;
}
