/* What forms call their fields. Knows no format. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/labels.h"
#include "model/address.h"
#include "model/phone.h"

/* Compared after labels_normal(): lower case, blanks for punctuation. */
static const struct {
	enum label label;
	const char *names; /* parted by '|' */
} exact[] = {
    {LABEL_NAME, "name|full name|fullname|your name|what is your name|"
	"customer name|contact name|contact|display name|profilename|"
	"callername|client name|lead name|nombre y apellidos|nombre completo|"
	"nom complet|nom et pr\xc3\xa9nom|vollst\xc3\xa4ndiger name|ihr name|"
	"tu nombre|votre nom|first and last name|who are you"},
    {LABEL_FIRST, "first name|firstname|first|given name|vorname|nombre|"
	"pr\xc3\xa9nom|prenom|fname"},
    {LABEL_LAST, "last name|lastname|last|surname|family name|nachname|"
	"apellido|apellidos|nom|nom de famille|lname"},
    {LABEL_EMAIL, "email|e mail|email address|e mail address|mail|"
	"your email|user email|correo|correo electr\xc3\xb3nico|courriel|"
	"adresse e mail|e mail adresse|mail adresse|emailaddress|"
	"work email|temporary email address|adresse email"},
    {LABEL_PHONE, "phone|phone number|telephone|tel|mobile|mobile phone|"
	"mobile number|cell|cell phone|your phone|user phone|phonenumber|"
	"customer phone number|telefon|telefonnummer|handy|mobiltelefon|"
	"rufnummer|tel\xc3\xa9" "fono|telefono|m\xc3\xb3vil|movil|"
	"tel\xc3\xa9phone|t\xc3\xa9l\xc3\xa9phone|t\xc3\xa9l|portable|"
	"num\xc3\xa9ro de t\xc3\xa9l\xc3\xa9phone|temporary phone number|"
	"work phone|home phone|contact number|whatsapp"},
    {LABEL_COMPANY, "company|company name|business name|organization|"
	"organisation|firma|unternehmen|firmenname|empresa|"
	"compa\xc3\xb1\xc3\xad" "a|soci\xc3\xa9t\xc3\xa9|entreprise|"
	"account name|associated company"},
    {LABEL_SERVICE, "service|services|service needed|service requested|"
	"service type|job requested|job category|job names|category|"
	"project type|leistung|dienstleistung|servicio|prestation|"
	"type of service|vehicle of interest|which services|"
	"what service do you need|which service do you need"},
    {LABEL_ZIP, "zip|zip code|zipcode|postal code|postcode|post code|"
	"zip postal code|plz|postleitzahl|c\xc3\xb3" "digo postal|"
	"code postal|cp|fromzip|callerzip|postalcode"},
    {LABEL_PLACE, "address|street address|location|city|town|property|"
	"adresse|ort|stadt|direcci\xc3\xb3n|ciudad|ville|anschrift|"
	"property address"},
    {LABEL_TIME, "timeframe|time frame|timeline|when|move in|urgency|"
	"preferred date|zeitraum|wann|cuando|cu\xc3\xa1ndo|plazo|"
	"d\xc3\xa9lai|quand|wunschtermin"},
    {LABEL_BUDGET, "budget|price range|presupuesto|estimated budget"},
    {LABEL_MESSAGE, "message|your message|comment or message|comment|comments|details|"
	"description|inquiry|enquiry|question|questions|message body|"
	"job description|additional info|additional information|"
	"anything else|notes|how can we help|how can we help you|"
	"what do you need|nachricht|ihre nachricht|anfrage|bemerkung|"
	"bemerkungen|kommentar|mensaje|comentarios|consulta|commentaire|"
	"votre message|remarque|remarques|body|transcription|text|"
	"what needs fixing|demande|notiz|notizen|nota|notas"},
    {LABEL_CAMPAIGN, "campaign|campaign name|utm campaign|kampagne|"
	"campa\xc3\xb1" "a|campagne"},
    {LABEL_VALUE, "value|deal value|amount|wert|valor|montant"},
    {LABEL_NOTE, "note|internal note"},
    {LABEL_SOURCE, "source|lead source"},
    {LABEL_LANGUAGE, "language|sprache|idioma|langue"},
    {LABEL_REFERRER, "referred by|who referred you|empfohlen von|"
	"recomendado por|recommand\xc3\xa9 par"},
    {LABEL_SUBJECT, "subject|betreff|asunto|objet|sujet"},
    {LABEL_ID, "lead id|leadgen id|submissionid|submission id|record id"},
    /* Italian, Dutch, Portuguese; what services call the person. */
    {LABEL_FIRST, "nome|voornaam|primeiro nome"},
    {LABEL_LAST, "cognome|achternaam|sobrenome|apelido"},
    {LABEL_NAME, "naam|nome completo|nome e cognome|volledige naam|realname|"
	"real name|auftraggeber|invitee|caller name|kunde|kundenname|cliente|"
	"customer|visitor name|sender name|from name"},
    {LABEL_EMAIL, "e mailadres|emailadres|indirizzo email|indirizzo e mail|"
	"posta elettronica|endere\xc3\xa7o de email|invitee email|"
	"customer email|contact email|reply to email|sender email"},
    {LABEL_PHONE, "telefoonnummer|telefoon|mobiel|cellulare|telefone|"
	"celular|telem\xc3\xb3vel|text reminder number|invitee phone|"
	"contact phone|customer phone|phone no|tel no|mobile no|daytime phone"},
    {LABEL_MESSAGE, "messaggio|richiesta|bericht|opmerking|opmerkingen|vraag|"
	"mensagem|coment\xc3\xa1rios|additional details|beschreibung|"
	"descripci\xc3\xb3n|description du projet|projektbeschreibung|"
	"reason for visit|reason for contact|reason for your visit|symptoms|"
	"issue|problem|project details|about your project|anliegen|"
	"ihr anliegen|grund der anfrage|motivo|motivo de la consulta|motif|"
	"motif de la visite|votre demande|su mensaje|"
	"nachricht an uns|your enquiry|your inquiry|your question|enquiry details"},
    {LABEL_SERVICE, "event type|appointment type|servizio|servi\xc3\xa7o|"
	"dienst|vehicle"},
    {LABEL_ZIP, "codice postale|postcode of the job"},
    {LABEL_DROP, "google key|ip|ip address|user agent|useragent|referrer|"
	"remote ip|gotcha|charset|token|secret|password|wpnonce|"
	"g recaptcha response|h captcha response|accountsid|apiversion|"
	"gclid|gcl id|action|submit|form name"},
};

/* A word in a question, where no exact name fits. */
static const struct {
	enum label label;
	const char *word;
} words[] = {
    {LABEL_EMAIL, "email"}, {LABEL_EMAIL, "e mail"},
    {LABEL_PHONE, "phone"}, {LABEL_PHONE, "telefon"},
    {LABEL_PHONE, "mobile number"}, {LABEL_ZIP, "zip"},
    {LABEL_ZIP, "postal code"}, {LABEL_ZIP, "post code"},
    {LABEL_SERVICE, "which service"}, {LABEL_SERVICE, "what service"},
    {LABEL_SERVICE, "services"}, {LABEL_TIME, "how soon"},
    {LABEL_BUDGET, "budget"}, {LABEL_MESSAGE, "message"},
    {LABEL_MESSAGE, "comment"}, {LABEL_MESSAGE, "anything else"},
    {LABEL_MESSAGE, "can we help"}, {LABEL_MESSAGE, "should we know"},
    {LABEL_MESSAGE, "describe"}, {LABEL_MESSAGE, "tell us"},
    {LABEL_MESSAGE, "what do you need"}, {LABEL_MESSAGE, "needs fixing"},
    {LABEL_MESSAGE, "need fixed"}, {LABEL_NAME, "your name"},
    {LABEL_NAME, "full name"}, {LABEL_COMPANY, "company"},
};

void
labels_normal(const char *label, char out[LABELS_NAME_MAX])
{
	size_t n = 0;
	const char *p = label;

	/* Jotform's q3_name, Elementor's field_name. */
	if (p[0] == 'q' && isdigit((unsigned char)p[1])) {
		p += 1 + strspn(p + 1, "0123456789");
		if (*p != '_')
			p = label;
	}
	for (; *p != '\0' && n + 2 < LABELS_NAME_MAX; p++) {
		if (isalnum((unsigned char)*p) || ((unsigned char)*p & 0x80))
			out[n++] = (char)tolower((unsigned char)*p);
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

bool
labels_listed(const char *list, const char *name)
{
	size_t n = strlen(name);
	const char *p;

	for (p = list; (p = strstr(p, name)) != NULL; p++)
		if ((p == list || p[-1] == '|') && (p[n] == '|' || !p[n]))
			return true;
	return false;
}

enum label
labels_find(const char *label, bool guess)
{
	char name[LABELS_NAME_MAX];
	size_t i;

	labels_normal(label, name);
	if (name[0] == '\0')
		return LABEL_NONE;
	for (i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
		if (labels_listed(exact[i].names, name))
			return exact[i].label;
	if (!guess)
		return LABEL_NONE;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(name, words[i].word) != NULL)
			return words[i].label;
	return LABEL_NONE;
}

enum label
labels_own(const struct config *c, const char *label)
{
	char name[LABELS_NAME_MAX], own[LABELS_NAME_MAX];
	size_t i, k;

	if (c == NULL || label == NULL)
		return LABEL_NONE;
	labels_normal(label, name);
	for (i = 0; i < CONFIG_NLABEL; i++)
		for (k = 0; k < c->label[i].count; k++) {
			labels_normal(c->label[i].item[k], own);
			if (own[0] != '\0' && strcmp(name, own) == 0)
				return text_is(config_label[i], "note") ?
				    LABEL_NOTE :
				    labels_find(config_label[i], false);
		}
	return LABEL_NONE;
}

/* The first value of a single field wins; a second one is kept aside. */
static int
once(struct draft *d, char **dst, const char *label, const char *value)
{
	if (*dst == NULL)
		return text_set(dst, value);
	if (text_is_nocase(*dst, value))
		return 0;
	return inbound_add_field(d->in, label, value);
}

static int
joined(char **dst, const char *sep, const char *value)
{
	struct buf b = {0};
	char *both;

	if (*dst == NULL)
		return text_set(dst, value);
	if (strstr(*dst, value) != NULL)
		return 0;
	buf_puts(&b, *dst);
	buf_puts(&b, sep);
	buf_puts(&b, value);
	if ((both = buf_take(&b)) == NULL)
		return -1;
	free(*dst);
	*dst = both;
	return 0;
}

static int
put_mail(struct draft *d, const char *label, const char *value)
{
	char *spec = address_spec(value);
	int rc;

	if (spec == NULL || address_is_robot(spec))
		rc = inbound_add_field(d->in, label, value);
	else
		rc = once(d, &d->in->email, label, spec);
	free(spec);
	return rc;
}

/* Kept as written, or of no range known: somebody looks at it. */
static int
doubt_phone(struct inbound *in, const struct phone *p)
{
	char why[80];

	if (p->verdict == PHONE_GOOD)
		return 0;
	snprintf(why, sizeof(why), "%s (%s)", p->verdict == PHONE_NONE
	    ? "cannot be a number: kept as written"
	    : "of no range in use: look at it", p->judge);
	return text_set(&in->phone_problem, why);
}

static int
put_phone(struct draft *d, const char *label, const char *value)
{
	struct inbound *in = d->in;
	struct phone p;

	phone_read(value, d->country, &p);
	if (p.verdict == PHONE_NONE && in->phone_raw != NULL)
		return inbound_add_field(in, label, value);
	if (p.verdict != PHONE_NONE && in->phone != NULL)
		return once(d, &in->phone, label, p.number);
	if (in->phone_raw != NULL && in->phone == NULL &&
	    inbound_add_field(in, "other phone", in->phone_raw) == -1)
		return -1;
	if (text_set(&in->phone_raw, value) == -1)
		return -1;
	free(in->phone_problem);
	in->phone_problem = NULL;
	if (doubt_phone(in, &p) == -1)
		return -1;
	if (p.verdict == PHONE_NONE)
		return 0;
	if (p.ext[0] != '\0' && text_set(&in->phone_ext, p.ext) == -1)
		return -1;
	return text_set(&in->phone, p.number);
}

/* Where a label goes that holds one value; NULL: it does not. */
static char **
single(struct draft *d, enum label what)
{
	struct inbound *in = d->in;
	char **const to[] = {
	    [LABEL_FIRST] = &d->first,
	    [LABEL_LAST] = &d->last,
	    [LABEL_COMPANY] = &in->company,
	    [LABEL_ZIP] = &in->zip,
	    [LABEL_TIME] = &in->timeframe,
	    [LABEL_BUDGET] = &in->budget,
	    [LABEL_CAMPAIGN] = &in->campaign,
	    [LABEL_SOURCE] = &in->source,
	    [LABEL_LANGUAGE] = &in->language,
	    [LABEL_REFERRER] = &in->referred_by,
	    [LABEL_SUBJECT] = &in->subject,
	    [LABEL_ID] = &in->vendor_id,
	    [LABEL_OWNER] = &in->owner,
	    [LABEL_REASON] = &in->reason_closed,
	    [LABEL_CURRENCY] = &in->currency,
	};

	return (size_t)what < sizeof(to) / sizeof(to[0]) ? to[what] : NULL;
}

static int
store(struct draft *d, enum label what, const char *label, const char *value)
{
	struct inbound *in = d->in;
	char **to = single(d, what);

	if (to != NULL)
		return once(d, to, label, value);
	switch (what) {
	case LABEL_DROP:
		return 0;
	case LABEL_NAME:
		return inbound_set_name(in, value);
	case LABEL_EMAIL:
		return put_mail(d, label, value);
	case LABEL_PHONE:
		return put_phone(d, label, value);
	case LABEL_SERVICE:
		return joined(&in->service, ", ", value);
	case LABEL_PLACE:
		return joined(&in->place, ", ", value);
	case LABEL_MESSAGE:
		return joined(&in->message, "\n", value);
	case LABEL_NOTE:
		return joined(&in->note, "\n", value);
	case LABEL_VALUE:
		if (labels_money(value, &in->value))
			return 0;
		break;
	case LABEL_STAGE:
		if (labels_stage(value) != NULL)
			return text_set(&in->stage, labels_stage(value));
		break;
	case LABEL_RECEIVED:
		if (in->received == 0 && labels_date(value, d->country,
		    d->zone, d->now, &in->received))
			return 0;
		break;
	case LABEL_CONTACTED:
		if (in->last_contact == 0 && labels_date(value, d->country,
		    d->zone, d->now, &in->last_contact))
			return 0;
		break;
	default:
		break;
	}
	return inbound_add_field(in, label, value);
}

void
draft_as(struct draft *d, enum label what, const char *label, const char *value)
{
	char *utf8, *clean;

	if (d->failed || text_empty(value))
		return;
	if (what == LABEL_NONE)
		what = labels_own(d->config, label);
	utf8 = text_utf8(value, strlen(value));
	if (what == LABEL_MESSAGE || what == LABEL_NONE || what == LABEL_NOTE)
		clean = text_trim(utf8);
	else
		clean = text_fold_space(utf8);
	free(utf8);
	if (clean == NULL || (clean[0] != '\0' &&
	    store(d, what, label, clean) == -1))
		d->failed = true;
	free(clean);
}

void
draft_put(struct draft *d, const char *label, const char *value)
{
	draft_as(d, labels_find(label, d->guess), label, value);
}

int
draft_finish(struct draft *d)
{
	struct buf b = {0};
	char *name;

	if (!d->failed && d->in->name == NULL &&
	    (d->first != NULL || d->last != NULL)) {
		buf_puts(&b, d->first);
		if (d->first != NULL && d->last != NULL)
			buf_putc(&b, ' ');
		buf_puts(&b, d->last);
		if ((name = buf_take(&b)) == NULL)
			d->failed = true;
		else
			d->in->name = address_name(name);
		free(name);
	}
	free(d->first);
	free(d->last);
	d->first = d->last = NULL;
	return d->failed ? -1 : 0;
}
