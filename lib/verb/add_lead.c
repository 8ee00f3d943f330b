/*
 * A new lead, its person and what hangs on it; add_known.c has the words of
 * one whose lead is there.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/buf.h"
#include "base/text.h"
#include "model/address.h"
#include "verb/act.h"
#include "verb/add_internal.h"
#include "verb/plan.h"

bool
arrival_is_import(const struct inbound *in)
{
	return text_is(in->format, "csv") || text_is(in->format, "vcard");
}

/* Of a list the first letters count persons, so that a million tags are not
 * written all over their index; 60 bits remain to guess. */
static int
random_tag(const struct arrival *a, char tag[21], struct lead_error *err)
{
	static const char digit[] = "abcdefghijkmnpqrstuvwxyz23456789";
	unsigned char byte[20];
	size_t i;

	if (getentropy(byte, sizeof(byte)) == -1)
		return lead_fail(err, LEAD_EAGAIN, "no random bytes");
	for (i = 0; i < sizeof(byte); i++)
		tag[i] = digit[byte[i] % 32];
	for (i = 0; arrival_is_import(a->in) && i < 8; i++)
		tag[7 - i] = digit[(a->person >> (5 * i)) & 31];
	tag[20] = '\0';
	return 0;
}

/* A phone that another person with another mail and name has too makes two
 * persons, marked "maybe the same". */
static int
person_by_phone(struct arrival *a, int64_t *maybe, struct lead_error *err)
{
	char *name = NULL;
	int64_t found;
	int rc;

	*maybe = 0;
	rc = store_person_find(a->app->store, "phone", a->phone, &found, err);
	if (rc != 1)
		return rc;
	if (store_person_name(a->app->store, found, &name, err) == -1)
		return -1;
	if (a->email == NULL || name == NULL || a->in->name == NULL ||
	    text_is_nocase(name, a->in->name))
		a->person = found;
	else
		*maybe = found;
	free(name);
	return 0;
}

int
arrival_addresses(struct arrival *a, struct lead_error *err)
{
	const struct inbound *in = a->in;

	if (a->email != NULL &&
	    store_address_add(a->app->store, a->person, "email", a->email,
		in->email, err) == -1)
		return -1;
	if (a->phone != NULL &&
	    store_address_add(a->app->store, a->person, "phone", a->phone,
		in->phone_raw ? in->phone_raw : in->phone, err) == -1)
		return -1;
	return 0;
}

static int
person_ready(struct arrival *a, struct lead_error *err)
{
	const struct inbound *in = a->in;
	int64_t maybe = 0;

	if (a->person == 0 && a->email != NULL &&
	    store_person_find(
		a->app->store, "email", a->email, &a->person, err) == -1)
		return -1;
	if (a->person == 0 && a->phone != NULL &&
	    person_by_phone(a, &maybe, err) == -1)
		return -1;
	if (a->person == 0 &&
	    store_person_insert(a->app->store, in->name, in->company,
		a->app->now, &a->person, err) == -1)
		return -1;
	if (maybe != 0 &&
	    store_person_maybe(a->app->store, maybe, a->person, err) == -1)
		return -1;
	return arrival_addresses(a, err);
}

char *
arrival_references(const struct inbound *in)
{
	struct buf b = {0};
	size_t i;

	for (i = 0; i < in->nreferences; i++)
		buf_printf(&b, "%s ", in->references[i]);
	buf_puts(&b, in->message_id);
	return buf_take(&b);
}

/* What an older list knew stays: its dates, stage, owner, closed reason. */
static void
lead_from_list(const struct arrival *a, struct lead *l)
{
	const struct inbound *in = a->in;
	const struct config *c = a->app->config;
	const struct config_owner *o;
	size_t i;

	if (in->received != 0)
		l->received = in->received;
	l->last_contact = in->last_contact;
	if (in->stage != NULL)
		l->stage = in->stage;
	l->reason = in->reason_closed;
	if (text_is(l->stage, "lost") && l->reason == NULL)
		l->reason = (char *)"imported";
	if (in->owner == NULL)
		return;
	if ((o = config_owner_by_mail(c, in->owner)) != NULL)
		l->owner = o->name;
	for (i = 0; i < c->nowner; i++)
		if (text_is_nocase(c->owner[i].name, in->owner) ||
		    text_is_nocase(c->owner[i].login, in->owner))
			l->owner = c->owner[i].name;
}

static void
lead_from(const struct arrival *a, struct lead *l)
{
	const struct inbound *in = a->in;
	bool import = arrival_is_import(in);

	*l = (struct lead){
	    .person = a->person,
	    .name = in->name,
	    .company = in->company,
	    .email = in->email,
	    .phone = a->phone ? a->phone : in->phone_raw,
	    .channel = in->channel,
	    .source = in->source,
	    .campaign = in->campaign,
	    .subject = in->subject,
	    .recipient = in->recipient,
	    .message = in->message,
	    .stage = "new",
	    .received = a->app->now,
	    .written = in->written,
	    .last_inbound = import ? 0 : a->app->now,
	    .has_value = in->value > 0,
	    .value = in->value,
	    .currency = in->currency,
	    .service = in->service,
	    .place = in->place,
	    .zip = in->zip,
	    .timeframe = in->timeframe,
	    .priority = "normal",
	    .language = in->language,
	    .note = in->note,
	    .imported = import && !a->options->fresh,
	    .automation = !import || a->options->fresh,
	    .can_answer = in->can_answer || !text_is(in->format, "mail"),
	    .thread_id = in->message_id,
	};
	if (text_is(in->source, "referral"))
		l->automation = false;
	if (import)
		lead_from_list(a, l);
}

int
arrival_fields(struct arrival *a, struct lead_error *err)
{
	const struct inbound *in = a->in;
	const struct {
		const char *name, *value;
	} more[] = {{"budget", in->budget}, {"referred by", in->referred_by},
	    {"phone extension", in->phone_ext},
	    {"phone problem", in->phone_problem},
	    {"owner before", arrival_is_import(in) ? in->owner : NULL}};
	size_t i;

	for (i = 0; i < in->nfield; i++)
		if (store_field_set(a->app->store, a->lead, in->field[i].name,
			in->field[i].value, err) == -1)
			return -1;
	for (i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (more[i].value != NULL &&
		    store_field_set(a->app->store, a->lead, more[i].name,
			more[i].value, err) == -1)
			return -1;
	return 0;
}

/* The first configured source whose rule holds names it and may switch the
 * automation off. */
static int
source_rules(struct arrival *a, struct lead_error *err)
{
	const struct config *c = a->app->config;
	const struct config_source *s;
	size_t i;
	int rc = 0;

	for (i = 0; i < c->nsource && rc == 0; i++) {
		if (c->source[i].when == NULL || a->options->source != NULL)
			continue;
		rc = store_expr_match(a->app->store, a->lead, c->source[i].when,
		    plan_in_hours(a->app), err);
		if (rc == 1 &&
		    (store_lead_set(a->app->store, a->lead, "source",
			 c->source[i].name, err) == -1 ||
			text_set(&a->in->source, c->source[i].name) == -1))
			return -1;
	}
	if (rc == -1)
		return -1;
	s = config_source(c, a->in->source);
	if (s != NULL && a->options->source == NULL &&
	    arrival_phone_in(a, s->country, err) == -1)
		return -1;
	if (s != NULL && !s->automation)
		return store_lead_set_int(
		    a->app->store, a->lead, "automation", 0, err);
	return 0;
}

int
arrival_thread(struct arrival *a, struct lead_error *err)
{
	if (a->in->chat != NULL &&
	    store_thread_set(a->app->store, a->in->chat, a->lead, err) == -1)
		return -1;
	if (a->in->message_id == NULL)
		return 0;
	return store_thread_add(
	    a->app->store, a->in->message_id, a->lead, 0, err);
}

/* Stage and owner come with the events that carry them. */
static int
import_events(struct arrival *a, const struct lead *l, struct lead_error *err)
{
	if (!arrival_is_import(a->in))
		return 0;
	if (!text_is(l->stage, "new") && act_event(a->app, a->lead, "leads",
	    "stage", "as imported", "new", l->stage, err) == -1)
		return -1;
	if (l->owner == NULL)
		return 0;
	return act_event(a->app, a->lead, "leads", "owner", "as imported",
	    NULL, l->owner, err);
}

int
arrival_new(struct arrival *a, struct lead_error *err)
{
	bool returning = a->person != 0;
	struct lead l;
	char tag[21], import[32];
	char *refs = NULL;
	int rc = -1;

	a->outcome = "new";
	if (a->reason[0] == '\0' && a->in->reason == NULL &&
	    !arrival_is_import(a->in))
		snprintf(a->reason, sizeof(a->reason), "%s", returning ?
		    "a person we know, about something new" :
		    "a person we do not know yet");
	if (person_ready(a, err) == -1 || random_tag(a, tag, err) == -1)
		return -1;
	lead_from(a, &l);
	l.returning = returning;
	l.tag = tag;
	if (l.imported) {
		snprintf(import, sizeof(import), "%" PRId64, a->app->now);
		l.import = import;
	}
	if (a->in->message_id != NULL &&
	    (refs = arrival_references(a->in)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	l.references = refs;
	if (store_lead_insert(a->app->store, &l, &a->lead, err) == -1 ||
	    import_events(a, &l, err) == -1 ||
	    arrival_fields(a, err) == -1 || source_rules(a, err) == -1 ||
	    act_event(a->app, a->lead, "lead", "received",
		a->in->message ? a->in->message : a->in->subject, NULL,
		a->in->source, err) == -1)
		goto done;
	rc = arrival_thread(a, err);
done:
	free(refs);
	return rc;
}
