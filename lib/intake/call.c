/* Notices of phone systems and SMS gateways. Knows no vendor. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/call.h"
#include "intake/phonefind.h"
#include "intake/read.h"
#include "model/address.h"

#define LINE_MAX_BYTES 400

static const struct {
	const char *word, *channel;
} kinds[] = {
    {"voicemail", "voicemail"}, {"voice mail", "voicemail"},
    {"voice message", "voicemail"}, {"anrufbeantworter", "voicemail"},
    {"sprachnachricht", "voicemail"}, {"mailbox-nachricht", "voicemail"},
    {"message vocal", "voicemail"}, {"messagerie vocale", "voicemail"},
    {"buz\xc3\xb3n de voz", "voicemail"}, {"mensaje de voz", "voicemail"},
    {"messaggio vocale", "voicemail"}, {"segreteria", "voicemail"},
    {"voicemailbericht", "voicemail"}, {"correio de voz", "voicemail"},
    {"missed call", "missed-call"}, {"verpasster anruf", "missed-call"},
    {"anruf in abwesenheit", "missed-call"}, {"anruf von", "missed-call"},
    {"entgangener anruf", "missed-call"},
    {"appel manqu\xc3\xa9", "missed-call"},
    {"llamada perdida", "missed-call"}, {"chiamata persa", "missed-call"},
    {"gemiste oproep", "missed-call"}, {"chamada perdida", "missed-call"},
    {"call from", "missed-call"}, {"sms", "sms"},
    {"text message", "sms"}, {"new text", "sms"}, {"text from", "sms"},
    {"mensaje de texto", "sms"},
};

/* What stands before the caller's number, and before what they said. */
static const char *const callers[] = {"from", "caller", "caller id",
    "callerid", "caller number", "calling number", "number", "phone",
    "phone number", "rufnummer", "anrufer", "nummer", "von", "de",
    "n\xc3\xbamero", "numero", "num\xc3\xa9ro", "da", "van", "sender",
    "absender", "call from", "voicemail from", NULL};
static const char *const spoken[] = {"transcription", "transcript",
    "voicemail preview", "preview", "message", "nachricht", "text",
    "mensaje", "transkription", "transkript", "transcripci\xc3\xb3n",
    "message text", "body", "messaggio", "bericht", "sms", NULL};
static const char *const nobody[] = {"unknown", "anonymous", "private",
    "withheld", "wireless caller", "unbekannt", "anonym", "inconnu",
    "desconocido", "caller", "toll free", NULL};
static const char *const ends[] = {"thank you for using", "to listen",
    "call back", "play message", "log in", "view in", "manage ", "to reply",
    "you received this", "this email", "this e-mail", "copyright",
    "\xc2\xa9", "download", "click", "reply to this", "unsubscribe", NULL};

static bool
begins(const char *s, const char *word)
{
	return strncasecmp(s, word, strlen(word)) == 0;
}

static bool
any(const char *s, const char *const *words)
{
	for (; *words != NULL; words++)
		if (text_has(s, *words))
			return true;
	return false;
}

static const char *
channel_of(const char *subject)
{
	size_t i;

	for (i = 0; subject != NULL && i < sizeof(kinds) / sizeof(kinds[0]);
	    i++)
		if (text_has(subject, kinds[i].word))
			return kinds[i].channel;
	return NULL;
}

/* The value of the first line "label: value" with one of these labels, from
 * text on; malloc'd. *at, if not NULL, is where the value begins. */
static char *
labelled(const char *text, const char *const *labels, const char **at)
{
	const char *p, *nl, *v;
	size_t i, n;

	for (p = text; *p != '\0'; p = *nl ? nl + 1 : nl) {
		nl = p + strcspn(p, "\n");
		p += strspn(p, " \t*");
		for (i = 0; labels[i] != NULL; i++) {
			n = strlen(labels[i]);
			if (p + n >= nl || !begins(p, labels[i]) ||
			    (p[n] != ':' && strncmp(p + n, "\t", 1) != 0))
				continue;
			v = p + n + 1 + strspn(p + n + 1, " \t*");
			if (at != NULL)
				*at = v;
			return strndup(v, v < nl ? (size_t)(nl - v) : 0);
		}
	}
	return NULL;
}

static bool
is_machine(const struct inbound *in, const struct mail *m, bool numbered)
{
	static const char *const local[] = {"voicemail", "pbx", "phone", "fax",
	    "sms", "fritz", "call", "text", "3cx", "voip", "notif", "gateway",
	    "telefon", "asterisk", "box", NULL};
	char *marked = mime_header(m, "Auto-Submitted");
	char *who = in->from == NULL ? NULL :
	    strndup(in->from, strcspn(in->from, "@"));
	bool yes = numbered || marked != NULL || address_is_robot(in->from) ||
	    any(who, local) || any(in->sender_name, local);

	free(marked);
	free(who);
	return yes;
}

/* A name beside the number: what stands before it, or behind it. */
static void
name_beside(struct draft *d, const char *line, const char *spelled)
{
	const char *p = spelled == NULL ? NULL : strstr(line, spelled);
	char name[LINE_MAX_BYTES];
	size_t n;

	if (p == NULL)
		return;
	n = (size_t)(p - line);
	while (n > 0 && strchr(" (<\"-:,", line[n - 1]) != NULL)
		n--;
	if (n == 0 || n >= 60)
		return;
	memcpy(name, line, n);
	name[n] = '\0';
	if (strpbrk(name, "0123456789@") == NULL && !any(name, nobody))
		draft_as(d, LABEL_NAME, "name", name);
}

/* "New voicemail from JOAN (650) 555-0182": what stands behind "from", or
 * nothing. */
static const char *
behind_from(const char *subject)
{
	static const char *const froms[] = {" from ", " von ", " de ", " da ",
	    " van "};
	const char *p;
	size_t i;

	for (p = subject; *p != '\0'; p++)
		for (i = 0; i < sizeof(froms) / sizeof(froms[0]); i++)
			if (begins(p, froms[i]))
				return p + strlen(froms[i]);
	return p;
}

static char *
caller(struct draft *d, const struct inbound *in, const char *text,
    const char *ours)
{
	const char *subject = in->subject == NULL ? "" : in->subject;
	char *line = labelled(text, callers, NULL), *found = NULL;

	if (line != NULL)
		found = phonefind(line, strlen(line), d->country, ours);
	if (found != NULL)
		name_beside(d, line, found);
	free(line);
	if (found == NULL && (found = phonefind(subject, strlen(subject),
	    d->country, ours)) != NULL)
		name_beside(d, behind_from(subject), found);
	if (found == NULL)
		found = phonefind(text, strlen(text), d->country, ours);
	return found;
}

/* What was said or written: behind its label, up to the vendor's words. */
static char *
words(const char *text, const char *channel, const char *number)
{
	const char *at = NULL, *p, *nl;
	char *first = labelled(text, spoken, &at), *line, *out, *raw;
	struct buf b = {0};
	bool found = first != NULL;

	free(first);
	if (!found && text_is(channel, "missed-call"))
		return NULL;
	for (p = found ? at : text; *p != '\0'; p = *nl ? nl + 1 : nl) {
		nl = p + strcspn(p, "\n");
		if ((line = strndup(p, (size_t)(nl - p))) == NULL)
			break;
		p = line;
		if (any(line, ends) && b.len > 0) {
			free(line);
			break;
		}
		/* "+447…: words", as many gateways write a text. */
		if (text_is(channel, "sms") && number != NULL &&
		    begins(p, number)) {
			p += strlen(number);
			p += strspn(p, ": -");
		}
		buf_puts(&b, p);
		buf_putc(&b, '\n');
		free(line);
	}
	if (b.data == NULL || (raw = buf_take(&b)) == NULL)
		return NULL;
	out = text_trim(raw);
	free(raw);
	return out;
}

static void
unquote(char *s)
{
	size_t n = s == NULL ? 0 : strlen(s);

	if (n > 1 && s[0] == '"' && s[n - 1] == '"') {
		memmove(s, s + 1, n - 2);
		s[n - 2] = '\0';
	}
}

int
call_read(struct inbound *in, const struct mail *m,
    const struct intake_options *o)
{
	struct draft d = {.in = in, .country = read_country(o),
	    .config = o->config};
	const char *channel = channel_of(in->subject), *text = mime_body(m);
	const char *subject = in->subject;
	char *ours, *number, *said, *top;

	if (channel == NULL || in->in_reply_to != NULL || m->report)
		return 0;
	ours = address_phone(o->config->business.phone, d.country, NULL);
	top = phonefind(subject, strlen(subject), d.country, ours);
	if (!is_machine(in, m, top != NULL)) {
		free(top);
		free(ours);
		return 0;
	}
	free(top);
	inbound_drop_person(in);
	number = caller(&d, in, text, ours);
	said = words(text, channel, number);
	unquote(said);
	draft_as(&d, LABEL_PHONE, "phone", number);
	draft_as(&d, LABEL_MESSAGE, "message", said);
	free(ours);
	free(said);
	if (draft_finish(&d) == -1 || text_set(&in->channel, channel) == -1 ||
	    text_set(&in->source, text_is(channel, "sms") ? "sms" : "phone") ==
	    -1 || (number == NULL && read_verdict(in, INBOUND_UNSORTED,
	    "a call or text without a number") == -1)) {
		free(number);
		return -1;
	}
	free(number);
	return 1;
}
