/* Mails of form services, marketplaces, phone services. No verdicts. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "intake/call.h"
#include "intake/notice.h"
#include "intake/phonefind.h"
#include "intake/vendor.h"
#include "model/address.h"

enum how { HOW_FORM, HOW_RELAY, HOW_VOICE, HOW_GOOGLE, HOW_CALL };

static const struct vendor {
	const char *suffix; /* of the From address */
	const char *source;
	enum how how;
} vendors[] = {
    {"@thumbtack.com", "thumbtack", HOW_FORM},
    {"@messaging.yelp.com", "yelp", HOW_RELAY},
    {"@convo.zillow.com", "zillow", HOW_RELAY},
    {"@email.realtor.com", "realtor.com", HOW_FORM},
    {"@realtor.com", "realtor.com", HOW_FORM},
    {"@trulia.com", "trulia", HOW_FORM}, {"@angi.com", "angi", HOW_FORM},
    {"@homeadvisor.com", "homeadvisor", HOW_FORM},
    {"@houzz.com", "houzz", HOW_FORM}, {"@porch.com", "porch", HOW_FORM},
    {"@networx.com", "networx", HOW_FORM}, {"@bark.com", "bark", HOW_FORM},
    {"@checkatrade.com", "checkatrade", HOW_FORM},
    {"@mybuilder.com", "mybuilder", HOW_FORM},
    {"@ratedpeople.com", "rated-people", HOW_FORM},
    {"@trustatrader.com", "trustatrader", HOW_FORM},
    {"@my-hammer.de", "myhammer", HOW_FORM},
    {"@myhammer.de", "myhammer", HOW_FORM},
    {"@habitissimo.es", "habitissimo", HOW_FORM},
    {"@cars.com", "cars.com", HOW_FORM},
    {"@autotrader.com", "autotrader", HOW_FORM},
    {"@autotrader.co.uk", "autotrader", HOW_FORM},
    {"@cargurus.com", "cargurus", HOW_FORM},
    {"@mobile.de", "mobile.de", HOW_FORM},
    {"@autoscout24.de", "autoscout24", HOW_FORM},
    {"@immobilienscout24.de", "immobilienscout24", HOW_FORM},
    {"@rightmove.co.uk", "rightmove", HOW_FORM},
    {"@zoopla.co.uk", "zoopla", HOW_FORM},
    {"@formspree.io", "formspree", HOW_FORM},
    {"@netlify.com", "netlify", HOW_FORM},
    {"@jotform.com", "jotform", HOW_FORM},
    {"@squarespace.info", "squarespace", HOW_FORM},
    {"@wix-forms.com", "wix", HOW_FORM}, {"@webflow.com", "webflow", HOW_FORM},
    {"@shopify.com", "shopify", HOW_FORM},
    {"@hubspot.com", "hubspot", HOW_FORM},
    {"@typeform.com", "typeform", HOW_FORM}, {"@wufoo.com", "wufoo", HOW_FORM},
    {"@cognitoforms.com", "cognito-forms", HOW_FORM},
    {"@formstack.com", "formstack", HOW_FORM},
    {"@123formbuilder.com", "123formbuilder", HOW_FORM},
    {"@tally.so", "tally", HOW_FORM}, {"@paperform.co", "paperform", HOW_FORM},
    {"@getform.io", "getform", HOW_FORM}, {"@basin.com", "basin", HOW_FORM},
    {"@usebasin.com", "basin", HOW_FORM},
    {"@web3forms.com", "web3forms", HOW_FORM},
    {"@formsubmit.co", "formsubmit", HOW_FORM},
    {"@godaddy.com", "godaddy", HOW_FORM}, {"@weebly.com", "weebly", HOW_FORM},
    {"@calendly.com", "calendly", HOW_FORM},
    {"@acuityscheduling.com", "acuity", HOW_FORM},
    {"forms-receipts-noreply@google.com", "google-forms", HOW_FORM},
    {"forms-noreply@google.com", "google-forms", HOW_FORM},
    {"voice-noreply@google.com", "google-voice", HOW_VOICE},
    {"@txt.voice.google.com", "google-voice", HOW_VOICE},
    {"businessprofile-noreply@google.com", "google-business-profile",
	HOW_GOOGLE},
    {"@ringcentral.com", "ringcentral", HOW_CALL},
    {"@vonage.com", "vonage", HOW_CALL},
    {"@grasshopper.com", "grasshopper", HOW_CALL},
    {"@openphone.com", "openphone", HOW_CALL},
    {"@dialpad.com", "dialpad", HOW_CALL}, {"@8x8.com", "8x8", HOW_CALL},
    {"@twilio.com", "twilio", HOW_CALL}, {"@nextiva.com", "nextiva", HOW_CALL},
    {"@ooma.com", "ooma", HOW_CALL}, {"@callrail.com", "callrail", HOW_CALL},
    {"@sipgate.de", "sipgate", HOW_CALL},
};

/* The name's own domain, or one below it. */
static bool
ends_in(const char *from, const char *suffix)
{
	size_t len = strlen(from), n = strlen(suffix);

	if (len < n)
		return false;
	if (strcasecmp(from + len - n, suffix) == 0)
		return true;
	return suffix[0] == '@' && len > n &&
	    strcasecmp(from + len - n + 1, suffix + 1) == 0 &&
	    from[len - n] == '.';
}

static const struct vendor *
find(const char *from)
{
	size_t i;

	for (i = 0; from != NULL && i < sizeof(vendors) / sizeof(vendors[0]);
	    i++)
		if (ends_in(from, vendors[i].suffix))
			return &vendors[i];
	return NULL;
}

/* Text between two words of s; NULL: they are not there. */
static char *
between(const char *s, const char *from, const char *to)
{
	const char *a, *b;

	if (s == NULL || (a = strstr(s, from)) == NULL)
		return NULL;
	a += strlen(from);
	b = to[0] == '\0' ? a + strcspn(a, "\n") : strstr(a, to);
	return b == NULL ? NULL : strndup(a, (size_t)(b - a));
}

/* Nothing of the vendor's own may stand as the person's. */
static void
forget(struct inbound *in)
{
	char **const parts[] = {&in->name, &in->email, &in->phone, &in->message,
	    &in->phone_raw};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		free(*parts[i]);
		*parts[i] = NULL;
	}
}

static int
first_line_name(struct draft *d, const char *text)
{
	char *name = between(text, "", "");

	if (name != NULL && d->in->name == NULL &&
	    strlen(name) < 40 && strchr(name, ':') == NULL)
		draft_as(d, LABEL_NAME, "name", name);
	free(name);
	return 0;
}

/* "City, ST 12345": the last five digits of the place are its zip. */
static void
zip_of_place(struct draft *d)
{
	const char *p = d->in->place;
	size_t len = p == NULL ? 0 : strlen(p);

	if (d->in->zip == NULL && len >= 5 &&
	    strspn(p + len - 5, "0123456789") == 5 &&
	    (len == 5 || p[len - 6] == ' '))
		draft_as(d, LABEL_ZIP, "zip", p + len - 5);
}

/* Reply-To leads back to the sender's own house: no visitor's. */
static bool
same_domain(const struct inbound *in)
{
	const char *a = strrchr(in->reply_to, '@');
	const char *b = in->from == NULL ? NULL : strrchr(in->from, '@');

	return a != NULL && b != NULL && strcasecmp(a, b) == 0;
}

static int
read_form(struct inbound *in, const char *text, struct draft *d)
{
	size_t known = notice_read(d, text);

	if (d->failed)
		return -1;
	zip_of_place(d);
	if (in->email == NULL && in->reply_to != NULL &&
	    !address_is_robot(in->reply_to) && !same_domain(in))
		draft_as(d, LABEL_EMAIL, "email", in->reply_to);
	return known > 0;
}

static int
read_relay(struct inbound *in, const char *text, struct draft *d,
    const char *display)
{
	char *name = between(in->subject, "Message from ", " for ");
	const char *to = in->reply_to != NULL ? in->reply_to : in->from;

	draft_as(d, LABEL_EMAIL, "email", to);
	draft_as(d, LABEL_NAME, "name", name != NULL ? name : display);
	free(name);
	notice_read(d, text);
	if (in->message == NULL)
		draft_as(d, LABEL_MESSAGE, "message", text);
	zip_of_place(d);
	return 1;
}

/* The first thing in s that reads as a phone number. */
static void
phone_in(struct draft *d, const char *s)
{
	char *spelled = s == NULL || d->in->phone != NULL ? NULL :
	    phonefind(s, strlen(s), d->country, NULL);

	draft_as(d, LABEL_PHONE, "phone", spelled);
	free(spelled);
}

/* What stands between Google Voice's banner link and its footer. */
static char *
voice_words(const char *text)
{
	static const char *const ends[] = {"play message",
	    "To respond to this text", "YOUR ACCOUNT", "call back"};
	const char *from = strstr(text, "voice.google.com>"), *end, *p;
	char *raw, *out;
	size_t i;

	from = from == NULL ? text : from + strlen("voice.google.com>");
	end = from + strlen(from);
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if ((p = strstr(from, ends[i])) != NULL && p < end)
			end = p;
	if ((raw = strndup(from, (size_t)(end - from))) == NULL)
		return NULL;
	out = text_trim(raw);
	free(raw);
	return out;
}

static int
read_voice(struct inbound *in, const char *text, struct draft *d)
{
	char *words = voice_words(text), *name;
	const char *channel = "sms", *dot;

	if (words == NULL)
		return -1;
	if (text_has(in->subject, "missed call")) {
		channel = "missed-call";
		phone_in(d, words);
		name = between(in->subject, "missed call from ", ".");
		if (name != NULL && strpbrk(name, "0123456789") == NULL)
			draft_as(d, LABEL_NAME, "name", name);
		free(name);
	} else {
		if (text_has(in->subject, "voicemail"))
			channel = "voicemail";
		draft_as(d, LABEL_MESSAGE, "message", words);
		phone_in(d, in->subject);
		/* ours.theirs.token@txt.voice.google.com */
		if (in->phone == NULL && (dot = strchr(in->from, '.')) != NULL)
			phone_in(d, dot + 1);
	}
	free(words);
	return text_set(&in->channel, channel) == -1 ? -1 : 1;
}

static int
read_google(struct inbound *in, const char *text, struct draft *d)
{
	char *name, *words;

	if (!text_has(in->subject, "message from"))
		return 0;
	name = between(in->subject, "message from ", " for ");
	draft_as(d, LABEL_NAME, "name", name);
	free(name);
	words = between(text, "sent you a message", "Reply to");
	draft_as(d, LABEL_MESSAGE, "message", words == NULL ? text : words);
	free(words);
	return text_set(&in->channel, "chat") == -1 ? -1 : 1;
}

static int
read_asterisk(struct inbound *in, const struct mail *m, struct draft *d,
    const char *text)
{
	char *number = mime_header(m, "X-Asterisk-CallerID");
	char *name = mime_header(m, "X-Asterisk-CallerIDName");

	draft_as(d, LABEL_PHONE, "phone", number);
	draft_as(d, LABEL_NAME, "name", name);
	draft_as(d, LABEL_MESSAGE, "message", text);
	free(number);
	free(name);
	return text_set(&in->channel, "voicemail") == -1 ? -1 : 1;
}

/* A robot, but none that returns our own mails with our words in them. */
static bool
may_be_form(const struct inbound *in, const struct mail *m)
{
	return address_is_robot(in->from) && !m->report && m->status == NULL &&
	    m->inner == NULL && in->in_reply_to == NULL &&
	    !text_has(in->from, "mailer-daemon@") &&
	    !text_has(in->from, "postmaster@");
}

/* The domain of one of our addresses, or one below it. */
static bool
of_our_house(const struct config *c, const char *spec)
{
	const char *at = c->business.email == NULL ? NULL :
	    strrchr(c->business.email, '@');

	return at != NULL && spec != NULL && ends_in(spec, at);
}

/*
 * Whoever sent it: lines with labels that name somebody else than the sender,
 * in a mail that answers nothing and went to no list.
 */
static bool
is_filled_in(const struct inbound *in, const struct mail *m,
    const struct intake_options *o)
{
	struct inbound form = {0};
	struct draft d = {.in = &form, .country = read_country(o),
	    .config = o->config};
	char *list = mime_header(m, "List-Id");
	size_t known = 0;
	bool yes = false;

	if (list == NULL && !m->report && m->status == NULL &&
	    m->inner == NULL && in->in_reply_to == NULL)
		known = notice_read(&d, mime_body(m));
	if (draft_finish(&d) == 0 && known >= 3)
		yes = form.email == NULL ? form.phone != NULL &&
		    form.name != NULL && of_our_house(o->config, in->from) :
		    !text_is_nocase(form.email, in->from) &&
		    !config_is_our_address(o->config, form.email) &&
		    (form.name != NULL || form.message != NULL);
	inbound_free(&form);
	free(list);
	return yes;
}

/* A plugin on our own site: From is ours, Reply-To the visitor. */
static const char *
site_form(const struct inbound *in, const struct mail *m,
    const struct intake_options *o)
{
	char *cf7 = mime_header(m, "X-WPCF7-Content-Type");
	const char *source = NULL;

	if (cf7 != NULL)
		source = "contact-form-7";
	else if (in->from != NULL &&
	    (strncmp(in->from, "wordpress@", 10) == 0 ||
	    may_be_form(in, m) || (in->reply_to != NULL &&
	    config_is_our_address(o->config, in->from)) ||
	    is_filled_in(in, m, o))) {
		source = "website";
		if (in->subject != NULL &&
		    strncmp(in->subject, "New Entry:", 10) == 0)
			source = "wpforms";
		else if (in->subject != NULL &&
		    strncmp(in->subject, "New submission from", 19) == 0)
			source = "gravity-forms";
	}
	free(cf7);
	return source;
}

/* A robot's mail is a form only where its lines hold a person. */
static bool
holds_person(const struct inbound *in, const struct config *c)
{
	return (in->email != NULL && !config_is_our_address(c, in->email)) ||
	    (in->phone != NULL && in->name != NULL);
}

/* Our own site's mailer hands a visitor's words on without labels: 1 taken. */
static int
read_visitor(struct inbound *in, const struct mail *m, const char *text,
    const struct config *c)
{
	struct mail_address *a;
	size_t n;
	int rc = 0;

	if (in->reply_to == NULL || address_is_robot(in->reply_to) ||
	    of_our_house(c, in->reply_to))
		return 0;
	if (mime_addresses(m, "Reply-To", &a, &n) == -1)
		return -1;
	/* "Ann Roe via Brightwater" names the visitor of another mailer. */
	if (n == 0 || (!of_our_house(c, in->from) &&
	    (text_empty(a[0].name) || !text_has(in->sender_name, a[0].name)))) {
		mime_addresses_free(a, n);
		return 0;
	}
	in->name = address_name(a[0].name);
	mime_addresses_free(a, n);
	in->message = quote_cut(text, NULL);
	if (in->message == NULL || text_set(&in->email, in->reply_to) == -1)
		rc = -1;
	return rc == -1 ? -1 : 1;
}

/* "From: Wix <notifications@…>" in a notification handed on. */
static bool
is_service(const char *spec)
{
	char *only = strndup(spec, strcspn(spec, ">"));
	bool yes = only == NULL || address_is_robot(only) ||
	    find(only) != NULL;

	free(only);
	return yes;
}

static int
read_site(struct inbound *in, const struct mail *m, const char *text,
    struct draft *d, const struct config *c)
{
	char *line = between(text, "From: ", ""), *lt;
	int rc;

	/* Contact Form 7: "From: Helen Marsh <helen@…>" */
	if (line != NULL && (lt = strchr(line, '<')) != NULL &&
	    !is_service(lt + 1)) {
		*lt = '\0';
		draft_as(d, LABEL_NAME, "name", line);
		lt[1 + strcspn(lt + 1, ">")] = '\0';
		draft_as(d, LABEL_EMAIL, "email", lt + 1);
	}
	free(line);
	if ((rc = read_form(in, text, d)) == -1 ||
	    (rc == 1 && holds_person(in, c)))
		return rc;
	forget(in);
	if ((rc = read_visitor(in, m, text, c)) != 0)
		return rc;
	in->message = quote_cut(text, NULL);
	return in->message == NULL ? -1 : 0;
}

int
vendor_read(struct inbound *in, const struct mail *m,
    const struct intake_options *o)
{
	const struct vendor *v = find(in->from);
	struct draft d = {.in = in, .country = read_country(o),
	    .config = o->config};
	const char *text = mime_body(m), *source, *channel = "form";
	char *display = text_dup(in->sender_name);
	char *pbx = mime_header(m, "X-Asterisk-CallerID");
	int rc = 0;

	if (pbx == NULL && (v == NULL || v->how == HOW_CALL) &&
	    (rc = call_read(in, m, o)) != 0) {
		free(display);
		if (rc == 1 && v != NULL)
			rc = text_set(&in->source, v->source) == -1 ? -1 : 1;
		return rc;
	}
	source = v != NULL && v->how != HOW_CALL ? v->source :
	    pbx != NULL ? "asterisk" : site_form(in, m, o);
	if (source == NULL) {
		free(display);
		return 0;
	}
	v = v != NULL && v->how == HOW_CALL ? NULL : v;
	forget(in);
	if (pbx != NULL)
		rc = read_asterisk(in, m, &d, text);
	else if (v == NULL)
		rc = read_site(in, m, text, &d, o->config);
	else if (v->how == HOW_RELAY) {
		channel = "email";
		rc = read_relay(in, text, &d, display);
	} else if (v->how == HOW_VOICE)
		rc = read_voice(in, text, &d);
	else if (v->how == HOW_GOOGLE)
		rc = read_google(in, text, &d);
	else {
		rc = read_form(in, text, &d);
		if (rc == 1 && text_is(source, "thumbtack"))
			first_line_name(&d, text);
		if (rc == 1 && in->service == NULL) {
			char *s = between(in->subject, "New lead: ", "");
			draft_as(&d, LABEL_SERVICE, "service", s);
			free(s);
		}
	}
	if (draft_finish(&d) == -1)
		rc = -1;
	if (rc == 1 && (text_set(&in->source, source) == -1 ||
	    (in->channel == NULL && text_set(&in->channel, channel) == -1)))
		rc = -1;
	free(pbx);
	free(display);
	return rc;
}
