/* One mail into a struct inbound: headers, words, then the verdicts. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/booking.h"
#include "intake/classify.h"
#include "intake/forward.h"
#include "intake/map.h"
#include "intake/mime.h"
#include "intake/phonefind.h"
#include "intake/read.h"
#include "intake/vendor.h"
#include "intake/zipfind.h"
#include "model/address.h"

struct looking {
	const struct inbound *in;
	const struct mail *mail;
};

static int
add_to(struct inbound *in, const struct mail *m, const char *header)
{
	struct mail_address *a;
	size_t i, n;
	char **grown;
	int rc = mime_addresses(m, header, &a, &n);

	for (i = 0; i < n && rc == 0; i++) {
		grown = realloc(in->to, (in->nto + 1) * sizeof(*grown));
		if (grown == NULL) {
			rc = -1;
			break;
		}
		in->to = grown;
		in->to[in->nto++] = a[i].spec;
		a[i].spec = NULL;
	}
	mime_addresses_free(a, n);
	return rc;
}

/* The first address of a header; its display name too where name is not
 * NULL. */
static int
first(const struct mail *m, const char *header, char **spec, char **name)
{
	struct mail_address *a;
	size_t n;
	int rc = mime_addresses(m, header, &a, &n);

	if (n > 0) {
		*spec = a[0].spec;
		a[0].spec = NULL;
		if (name != NULL) {
			*name = a[0].name;
			a[0].name = NULL;
		}
	}
	mime_addresses_free(a, n);
	return rc;
}

static int
thread(struct inbound *in, const struct mail *m)
{
	char **ids = NULL;
	size_t n = 0, i;
	int rc;

	if ((rc = mime_ids(m, "Message-ID", &ids, &n)) == 0 && n > 0) {
		in->message_id = ids[0];
		ids[0] = NULL;
	}
	for (i = 0; i < n; i++)
		free(ids[i]);
	free(ids);
	if (rc == -1 || mime_ids(m, "References", &in->references,
	    &in->nreferences) == -1)
		return -1;
	n = in->nreferences;
	if (mime_ids(m, "In-Reply-To", &in->references,
	    &in->nreferences) == -1)
		return -1;
	if (in->nreferences > n)
		return text_set(&in->in_reply_to, in->references[n]);
	return n > 0 ? text_set(&in->in_reply_to, in->references[n - 1]) : 0;
}

static int
recipient(struct inbound *in, const struct config *c)
{
	size_t i;

	for (i = 0; i < in->nto; i++)
		if (config_is_our_address(c, in->to[i]))
			return text_set(&in->recipient, in->to[i]);
	return in->nto > 0 ? text_set(&in->recipient, in->to[0]) : 0;
}

static int
headers(struct inbound *in, const struct mail *m, const struct config *c)
{
	static const char *const to[] = {
	    "To", "Cc", "Bcc", "X-Original-To", "Delivered-To"};
	size_t i;

	if (first(m, "From", &in->from, &in->sender_name) == -1 ||
	    first(m, "Reply-To", &in->reply_to, NULL) == -1)
		return -1;
	if (text_is_nocase(in->reply_to, in->from)) {
		free(in->reply_to);
		in->reply_to = NULL;
	}
	for (i = 0; i < sizeof(to) / sizeof(to[0]); i++)
		if (add_to(in, m, to[i]) == -1)
			return -1;
	in->subject = mime_header(m, "Subject");
	in->written = mime_date(m);
	return thread(in, m) == -1 || recipient(in, c) == -1 ? -1 : 0;
}

/* The first number in the text is the writer's where none is known. */
static int
phone_of(struct draft *d, const char *text)
{
	char *spelled;

	if (text == NULL || d->in->phone != NULL)
		return 0;
	spelled = phonefind(text, strlen(text), d->country, NULL);
	draft_as(d, LABEL_PHONE, "phone", spelled);
	free(spelled);
	return d->failed ? -1 : 0;
}

static int
person(struct inbound *in)
{
	const char *who = in->reply_to != NULL ? in->reply_to : in->from;

	if (who != NULL && !address_is_robot(who) &&
	    text_set(&in->email, who) == -1)
		return -1;
	return inbound_set_name(in, in->sender_name);
}

static int
words(struct inbound *in, const struct mail *m, char **signature)
{
	if (text_set(&in->text, mime_body(m)) == -1)
		return -1;
	in->message = quote_cut(in->text, signature);
	return in->message == NULL ? -1 : 0;
}

/* A carrier's gateway: the local part is the number. */
static int
gateway(struct inbound *in, struct draft *d)
{
	char local[20];
	size_t n = in->from == NULL ? 0 : strspn(in->from, "+0123456789");

	if (n < 10 || n >= sizeof(local) || in->from[n] != '@')
		return 0;
	memcpy(local, in->from, n);
	local[n] = '\0';
	draft_as(d, LABEL_PHONE, "phone", local);
	return text_set(&in->channel, "sms") == -1 ||
	    text_set(&in->source, "sms-gateway") == -1 ? -1 : 0;
}

static int
verdicts(struct inbound *in, const struct mail *m,
    const struct intake_options *o)
{
	int rc;

	if (!o->person && (rc = classify_own(in, m, o->config)) != 0)
		return rc;
	if (m->adf != NULL || text_has(in->text, "<adf"))
		rc = adf_read(in, o, m->adf != NULL ? m->adf : in->text) == -1 ?
		    -1 : 1;
	else
		rc = vendor_read(in, m, o);
	if (rc != -1 && m->calendar != NULL && m->adf == NULL) {
		int booked = booking_read(in, m, o);

		if (booked == 1 && rc == 0)
			rc = text_set(&in->source, "calendar") == -1 ? -1 : 1;
		else if (booked == -1)
			rc = -1;
	}
	if (rc != 0) {
		if (rc == 1 && in->email != NULL)
			in->can_answer = !address_is_robot(in->email);
		return rc == 1 ? 1 : -1;
	}
	if (o->person)
		return forward_read(in, m, o);
	if ((rc = classify_machine(in, m, o->config)) != 0 ||
	    (rc = classify_opt_out(in, in->message, in->subject)) != 0 ||
	    (rc = classify_noise(in, m)) != 0)
		return rc;
	return forward_read(in, m, o);
}

/* A header, or what a form in the mail called that. */
static char *
look(void *arg, const char *place)
{
	struct looking *l = arg;
	size_t i;

	if (strncasecmp(place, "header:", 7) == 0)
		return mime_header(l->mail, place + 7);
	for (i = 0; i < l->in->nfield; i++)
		if (text_is_nocase(l->in->field[i].name, place))
			return text_dup(l->in->field[i].value);
	return NULL;
}

/* The map of the source the mail is of, its words over what was guessed. */
static int
mapped(struct inbound *in, const struct mail *m,
    const struct intake_options *options)
{
	struct intake_options o = *options;
	struct inbound found = {0};
	struct draft d = {.in = &found, .country = read_country(&o),
	    .config = o.config};
	struct looking l = {in, m};
	int rc;

	if (o.source == NULL)
		o.source = in->source;
	if (map_source(&o) == NULL)
		return 0;
	map_apply(&d, &o, look, &l);
	rc = draft_finish(&d);
	if (rc == 0)
		rc = inbound_take(in, &found);
	inbound_free(&found);
	return rc;
}

static int
read_open(struct inbound *in, const struct mail *m,
    const struct intake_options *o)
{
	struct draft d = {.in = in, .country = read_country(o),
	    .config = o->config};
	char *signature = NULL;
	int rc = -1, told;

	if (headers(in, m, o->config) == -1 || words(in, m, &signature) == -1 ||
	    person(in) == -1)
		goto done;
	in->can_answer = classify_can_answer(in, m, o->config);
	if ((told = verdicts(in, m, o)) == -1)
		goto done;
	if (in->kind == INBOUND_LEAD && text_is(in->source, "referral") &&
	    phone_of(&d, in->message) == -1)
		goto done;
	if (in->kind == INBOUND_LEAD && told == 0 &&
	    (gateway(in, &d) == -1 || phone_of(&d, in->message) == -1 ||
	    phone_of(&d, signature) == -1))
		goto done;
	if (in->kind == INBOUND_LEAD && in->email == NULL && told == 0 &&
	    read_verdict(in, INBOUND_UNSORTED, "no address to answer") == -1)
		goto done;
	if (in->kind == INBOUND_LEAD && in->zip == NULL) {
		in->zip = zipfind(in->message, d.country);
		if (in->zip == NULL)
			in->zip = zipfind(in->subject, d.country);
	}
	if ((rc = read_finish(in, o, "mail", "email", "email")) == 0)
		rc = mapped(in, m, o);
done:
	if (draft_finish(&d) == -1)
		rc = -1;
	free(signature);
	return rc;
}

/* mboxes begin with a From_ line and stuff such lines in the body. */
static char *
unstuff(const char *data, size_t len, size_t *out)
{
	struct buf b = {0};
	const char *p = memchr(data, '\n', len), *end = data + len, *nl;

	for (p = p == NULL ? end : p + 1; p < end; p = nl + 1) {
		if ((nl = memchr(p, '\n', (size_t)(end - p))) == NULL)
			nl = end - 1;
		if (*p == '>' && end - p > 6 && strncmp(p, ">From ", 6) == 0)
			p++;
		buf_add(&b, p, (size_t)(nl - p) + 1);
	}
	*out = b.len;
	return buf_take(&b);
}

int
mail_read(struct inbound *in, const struct intake_options *o, const char *data,
    size_t len)
{
	struct mail m;
	const char *why;
	char *plain = NULL;
	int rc;

	if (len > 5 && strncmp(data, "From ", 5) == 0) {
		if ((plain = unstuff(data, len, &len)) == NULL)
			return -1;
		data = plain;
	}
	rc = mime_open(&m, data, len, &why);
	if (rc == 1)
		rc = read_verdict(in, INBOUND_UNSORTED, why) == -1 ? -1 :
		    read_finish(in, o, "mail", "email", "email");
	else if (rc == 0) {
		rc = read_open(in, &m, o);
		mime_close(&m);
	}
	free(plain);
	return rc;
}
