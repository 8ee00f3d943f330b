/*
 * lead-add: one input read, each record of it taken in inside a transaction
 * of its own, the raw bytes kept with the verdict on them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/intake.h"
#include "intake/stopword.h"
#include "model/address.h"
#include "verb/add_batch.h"

void
arrival_free(struct arrival *a)
{
	free(a->email);
	free(a->phone);
}

/* 1 known already (lead and reason filled), 0 not, -1. */
static int
known_already(struct arrival *a, bool timeless, struct lead_error *err)
{
	const struct config_source *source =
	    config_source(a->app->config, a->in->source);
	int64_t within = source ? source->duplicate_within : 600, id;
	int rc;

	if (a->in->vendor_id != NULL) {
		rc = store_inbox_find_vendor(a->app->store, a->in->source,
		    a->in->vendor_id, &id, &a->lead, err);
		if (rc == 1)
			snprintf(a->reason, sizeof(a->reason),
			    "same vendor id as I%" PRId64, id);
		return rc;
	}
	rc = store_inbox_find_hash(a->app->store, a->hash,
	    timeless ? 0 : a->app->now - within, &id, &a->lead, err);
	if (rc == 1)
		snprintf(a->reason, sizeof(a->reason),
		    timeless ? "same mail as I%" PRId64
			     : "same input as I%" PRId64 " within minutes",
		    id);
	return rc;
}

/* STOP closes the door that YES opens again, for texts (CTIA 5.1.3). */
static int
says_yes_again(struct arrival *a, struct lead_error *err)
{
	const char *kind = NULL;
	int rc;

	if (!text_is(a->in->channel, "sms") || a->phone == NULL ||
	    !stopword_is_yes(a->in->message))
		return 0;
	rc = store_fact_closed(a->app->store, "phone", a->phone, &kind, err);
	if (rc == 1 && !text_is(kind, "opt-out"))
		rc = 0;
	if (rc == 1)
		a->in->kind = INBOUND_OPT_IN;
	return rc;
}

/* Words of a person, ours or a lead's. */
static int
by_person(struct arrival *a, struct lead_error *err)
{
	int rc;

	if ((rc = arrival_owner_text(a, err)) != 0)
		return rc == -1 ? -1 : 0;
	if (arrival_is_ours(a))
		return arrival_answer(a, err);
	if ((rc = says_yes_again(a, err)) != 0)
		return rc == -1 ? -1 : arrival_opt(a, err);
	if (arrival_find(a, err) == -1)
		return -1;
	return a->lead != 0 ? arrival_known(a, err) : arrival_new(a, err);
}

/* What looks like noise is talk after all where it answers us (DESIGN 10:
 * lists and noise stand behind replies). */
static int
by_noise(struct arrival *a, struct lead_error *err)
{
	a->outcome = "ignored";
	if (!a->in->noise)
		return 0;
	if (arrival_is_ours(a))
		return arrival_answer(a, err);
	if (arrival_find(a, err) == -1)
		return -1;
	if (a->threaded && a->lead != 0)
		return arrival_known(a, err);
	a->lead = a->person = a->message = 0;
	return 0;
}

int
arrival_decide(struct arrival *a, struct lead_error *err)
{
	switch (a->in->kind) {
	case INBOUND_BOUNCE:
	case INBOUND_DELAY:
	case INBOUND_COMPLAINT:
		return arrival_report(a, err);
	case INBOUND_AUTO_REPLY:
		return arrival_auto(a, err);
	case INBOUND_OPT_OUT:
	case INBOUND_OPT_IN:
		/* "opt-out" to a lead's own address is an owner's word. */
		return arrival_is_ours(a) ? arrival_answer(a, err) :
		    arrival_opt(a, err);
	case INBOUND_IGNORED:
		if (a->in->report) {
			a->outcome = "ignored";
			return arrival_status(a, err);
		}
		return by_noise(a, err);
	case INBOUND_UNSORTED:
	case INBOUND_ERROR:
		return arrival_unsorted(a, err);
	case INBOUND_LEAD:
		break;
	}
	return by_person(a, err);
}

static int
inbox_write(struct arrival *a, const char *raw, size_t len,
    struct lead_error *err)
{
	const struct inbound *in = a->in;
	struct inbox_item item = {
	    .lead = a->lead,
	    .at = a->app->now,
	    .outcome = (char *)a->outcome,
	    .reason = a->reason[0] ? a->reason : in->reason,
	    .source = in->source,
	    .format = in->format,
	    .hash = (char *)a->hash,
	    .name = in->name,
	    .email = in->email,
	    .phone = in->phone,
	    .size = a->options->truncated ? (int64_t)a->options->size
					  : (int64_t)len,
	    .truncated = a->options->truncated,
	};

	return store_inbox_insert(a->app->store, &item, raw, len,
	    text_is(a->outcome, "duplicate") ? NULL : in->vendor_id, &a->inbox,
	    err);
}

/* A stranger's word: not for a source that signs, and no report on a message
 * of ours, which could close an address of somebody else. */
static int
distrust(struct arrival *a)
{
	struct inbound *in = a->in;
	const struct config_source *s =
	    config_source(a->app->config, in->source);

	if (a->options->is_signed)
		return 0;
	if (in->kind == INBOUND_BOUNCE || in->kind == INBOUND_DELAY ||
	    in->kind == INBOUND_COMPLAINT || in->report) {
		in->kind = INBOUND_IGNORED;
		in->report = false;
		return text_set(&in->reason, "a report without a signature");
	}
	if (s != NULL && s->secret_file != NULL)
		return text_set(&in->source, "website");
	return 0;
}

/* Addresses in their normal forms, the source as asked. */
int
arrival_prepare(struct arrival *a, struct lead_error *err)
{
	struct inbound *in = a->in;

	if (a->options->source != NULL &&
	    text_set(&in->source, a->options->source) == -1)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (a->options->remote && distrust(a) == -1)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (in->email != NULL)
		a->email = address_mail(in->email);
	if (in->phone != NULL)
		a->phone = address_phone(
		    in->phone, a->app->config->business.country, NULL);
	return 0;
}

static int
take_in(struct arrival *a, const char *raw, size_t len, bool timeless,
    struct lead_error *err)
{
	int rc = known_already(a, timeless, err);

	if (rc == -1)
		return -1;
	if (rc == 1) {
		a->outcome = "duplicate";
		/* a list loaded again leaves nothing behind */
		if (arrival_is_import(a->in))
			return 0;
	} else if (arrival_decide(a, err) == -1)
		return -1;
	if (inbox_write(a, raw, len, err) == -1 || arrival_look(a, err) == -1)
		return -1;
	return store_inbox_insert_raw(a->app->store, a->inbox, raw, len, err);
}

/* A row is known by its own bytes and the names of its columns. */
static int
row_hash(const struct inbound *in, const char *raw, size_t len, char hex[65])
{
	struct buf b = {0};

	while (len > 0 && (raw[len - 1] == '\n' || raw[len - 1] == '\r'))
		len--;
	if (in->head != NULL) {
		buf_add(&b, in->head, in->nhead);
		buf_putc(&b, '\n');
	}
	buf_add(&b, raw, len);
	if (!b.failed)
		intake_hash(b.data, b.len, hex);
	buf_free(&b);
	return b.failed ? -1 : 0;
}

/* The same event told twice may differ in what its source calls volatile. */
static void
hash_it(const struct arrival *a, const char *raw, size_t len, char hash[65])
{
	static const struct config_list none = {0};
	const char *name =
	    a->options->source ? a->options->source : a->in->source;
	const struct config_source *s = config_source(a->app->config, name);
	const struct config_list *fields = s ? &s->volatiles : &none;
	bool form = text_is(a->in->format, "form");

	if ((fields->count > 0 && (form || text_is(a->in->format, "json"))) ||
	    (form && len > 2 && strncmp(raw, "--", 2) == 0))
		intake_hash_without(raw, len, fields, hash);
	else
		intake_hash(raw, len, hash);
}

/* 1 the hash is one of a mail with Message-ID and Date, 0 of bytes, -1. */
static int
known_by(const struct arrival *a, const char *raw, size_t len, char hash[65],
    struct lead_error *err)
{
	const struct lead_digest *whole = a->options->digest;
	int timeless = 0;

	/* a row of a list is known by itself, cut short or not */
	if (arrival_is_import(a->in))
		return row_hash(a->in, raw, len, hash) == 0 ? 0 :
		    lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (text_is(a->in->format, "mail")) {
		if (whole != NULL)
			intake_digest_mail(whole, hash, &timeless);
		else if (intake_mail_hash(raw, len, hash, &timeless) == -1)
			return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	if (timeless)
		return 1;
	if (whole != NULL)
		intake_digest_all(whole, hash);
	else
		hash_it(a, raw, len, hash);
	return 0;
}

static int
one(void *arg, struct inbound *in, const char *raw, size_t len, size_t record,
    size_t line)
{
	struct adding *ad = arg;
	char hash[65] = "";
	struct arrival a = {
	    .app = ad->app, .options = ad->options, .in = in, .hash = hash};
	bool import = arrival_is_import(in);
	int known_mail = 0, rc = -1;

	(void)record;
	/* A mail nobody can read waits for a person, not in the mail queue. */
	if (ad->options->deliver && in->kind == INBOUND_ERROR)
		in->kind = INBOUND_UNSORTED;
	known_mail = known_by(&a, raw, len, hash, ad->err);
	if (known_mail == -1)
		goto done;
	if (ad->options->trapped != NULL && in->trapped)
		*ad->options->trapped = true;
	if (arrival_prepare(&a, ad->err) == -1 ||
	    batch_begin(ad, import) == -1)
		goto done;
	if (take_in(&a, raw, len, known_mail || import, ad->err) == -1)
		goto done;
	batch_refuse(ad, in, line);
	if (batch_reject(ad, in, raw, len) == 0)
		rc = batch_row(ad, &a, line);
done:
	arrival_free(&a);
	return rc;
}

static int
from_fields(struct adding *ad, struct lead_error *err)
{
	const struct lead_add_options *o = ad->options;
	const struct intake_options io = {
	    .source = o->source, .config = ad->app->config};
	struct inbound in = {0};
	struct buf raw = {0};
	size_t i;
	int rc;

	for (i = 0; i < o->nfields; i++)
		buf_printf(&raw, "%s\n", o->fields[i]);
	if (raw.failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = intake_fields(&in, o->fields, o->nfields, &io, err);
	if (rc == 0)
		rc = one(ad, &in, raw.data, raw.len, 1, 0);
	inbound_free(&in);
	buf_free(&raw);
	return rc;
}

static void
intake_options(const struct adding *ad, struct intake_options *in)
{
	const struct lead_add_options *o = ad->options;

	*in = (struct intake_options){
	    .kind = o->kind ? o->kind : o->deliver ? "mail" : "auto",
	    .type = o->type,
	    .source = o->source,
	    .config = ad->app->config,
	    .fields = o->fields,
	    .nfields = o->nfields,
	    .now = ad->app->now,
	    .header = o->header,
	    .nheader = o->nheader,
	};
}

int
lead_add(struct lead_app *app, const struct lead_add_options *options,
    const char *data, size_t len, lead_row_fn *fn, void *arg,
    struct lead_error *err)
{
	struct adding ad = {
	    .app = app, .options = options, .fn = fn, .arg = arg, .err = err};
	struct intake_options in;
	int rc;

	intake_options(&ad, &in);
	if (data == NULL && options->nfields > 0)
		rc = from_fields(&ad, err);
	else
		rc = intake_read(&in, data, len, one, &ad, err);
	return batch_end(&ad, rc);
}

bool
lead_add_is_table(const char *kind, const char *head, size_t len)
{
	return intake_is_table(kind != NULL ? kind : "auto", head, len);
}

int
lead_add_table(struct lead_app *app, const struct lead_add_options *options,
    const struct lead_input *input, lead_row_fn *fn, void *arg,
    struct lead_error *err)
{
	struct adding ad = {.app = app, .options = options, .input = input,
	    .fn = fn, .arg = arg, .err = err};
	struct intake_options in;

	intake_options(&ad, &in);
	if (store_bulk(app->store, err) == -1)
		return -1;
	return batch_end(&ad, intake_read_table(&in, input->read, input->arg,
	    one, &ad, err));
}
