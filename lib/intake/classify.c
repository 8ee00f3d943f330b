/* Verdicts on a mail by its headers and words. Knows no store. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/classify.h"
#include "intake/read.h"
#include "model/address.h"

#define OPT_OUT_MAX 400 /* a longer message has more to say than stop */

static bool
header_has(const struct mail *m, const char *name, const char *word)
{
	char *value = mime_header(m, name);
	bool yes = value != NULL && (word == NULL || text_has(value, word));

	free(value);
	return yes;
}

static bool
header_begins(const struct mail *m, const char *name, const char *word)
{
	char *value = mime_header(m, name);
	bool yes = value != NULL &&
	    strncasecmp(value, word, strlen(word)) == 0;

	free(value);
	return yes;
}

static int
verdict(struct inbound *in, enum inbound_kind kind, const char *reason)
{
	return read_verdict(in, kind, reason) == -1 ? -1 : 1;
}

static bool
is_automatic(const struct mail *m)
{
	return header_has(m, "Auto-Submitted", NULL) &&
	    !header_begins(m, "Auto-Submitted", "no");
}

int
classify_own(struct inbound *in, const struct mail *m, const struct config *c)
{
	if (in->from == NULL || !config_is_our_address(c, in->from))
		return 0;
	/* A form on our own site writes as us too, with its visitor's
	 * Reply-To. */
	if ((is_automatic(m) && (in->reply_to == NULL ||
	    config_is_our_address(c, in->reply_to))) ||
	    header_has(m, "X-Lead", NULL) ||
	    header_has(m, "List-Unsubscribe", NULL) ||
	    text_has(in->message_id, ".lead@"))
		return verdict(in, INBOUND_IGNORED, "our own mail came back");
	return 0;
}

/* The id of the message a report returned, and whom it was for. */
static int
returned(struct inbound *in, const struct mail *m)
{
	char *id = mime_block_value(m->inner, "Message-ID"), *end;

	if (id != NULL && (end = strchr(id, '>')) != NULL)
		end[1] = '\0';
	free(in->original_id);
	in->original_id = id;
	return 0;
}

static int
set_failed(struct inbound *in, const char *text)
{
	const char *semi = text == NULL ? NULL : strchr(text, ';');
	char *copy, *spec;
	size_t n;

	if (text == NULL)
		return 0;
	if (semi != NULL)
		text = semi + 1;
	text += strspn(text, " <");
	n = strcspn(text, ">, ;");
	if ((copy = strndup(text, n)) == NULL)
		return -1;
	spec = address_spec(copy);
	free(copy);
	if (spec != NULL && in->failed == NULL)
		in->failed = spec;
	else
		free(spec);
	return 0;
}

static int
delivery_report(struct inbound *in, const struct mail *m)
{
	char *who = mime_block_value(m->status, "Original-Recipient");
	char *last = mime_block_value(m->status, "Final-Recipient");
	char *action = mime_block_value(m->status, "Action");
	int rc = -1;

	free(in->status);
	in->status = mime_block_value(m->status, "Status");
	if (in->status != NULL)
		in->status[strspn(in->status, "0123456789.")] = '\0';
	if (set_failed(in, last) == -1 || set_failed(in, who) == -1)
		goto done;
	returned(in, m);
	if (action != NULL && strncasecmp(action, "delayed", 7) == 0)
		rc = verdict(in, INBOUND_DELAY, "delivery delayed");
	else if (action != NULL && strncasecmp(action, "failed", 6) != 0)
		rc = verdict(in, INBOUND_IGNORED, "delivery report");
	else {
		/* A full mailbox is 5.2.2, and not a dead address. */
		in->bounce_hard = in->status == NULL ||
		    (in->status[0] == '5' &&
		    strcmp(in->status, "5.2.2") != 0);
		rc = verdict(in, INBOUND_BOUNCE, "delivery failed");
	}
done:
	free(who);
	free(last);
	free(action);
	return rc;
}

/* Exim and qmail write no report: the returned copy follows in the text. */
static int
plain_bounce(struct inbound *in, const struct mail *m)
{
	const char *body = mime_body(m), *copy = NULL, *p;
	char *who = mime_header(m, "X-Failed-Recipients"), *id;
	int rc;

	if (who == NULL && !text_has(body, "I wasn't able to deliver your") &&
	    !(address_is_robot(in->from) && text_has(body,
	    "message that you sent could not be delivered")))
		return 0;
	rc = set_failed(in, who);
	free(who);
	if (in->failed == NULL && (p = strstr(body, "\n<")) != NULL)
		rc = set_failed(in, p + 1);
	if ((p = strstr(body, "Message-I")) != NULL)
		copy = p;
	if (copy != NULL &&
	    (id = mime_block_value(copy, "Message-ID")) != NULL) {
		free(in->original_id);
		in->original_id = id;
	}
	in->bounce_hard = !text_has(body, "quota") && !text_has(body, "full");
	if (text_has(body, "delayed") && text_has(body, "will continue"))
		return rc == -1 ? -1 : verdict(in, INBOUND_DELAY,
		    "delivery delayed");
	return rc == -1 ? -1 : verdict(in, INBOUND_BOUNCE, "delivery failed");
}

static int
complaint(struct inbound *in, const struct mail *m)
{
	char *who = NULL;
	int rc;

	if (m->feedback != NULL) {
		who = mime_block_value(m->feedback, "Original-Rcpt-To");
		if (who == NULL)
			who = mime_block_value(m->feedback,
			    "Removal-Recipient");
	} else if (m->inner != NULL)
		who = mime_block_value(m->inner, "X-HmXmrOriginalRecipient");
	if (m->feedback == NULL && who == NULL)
		return 0;
	rc = set_failed(in, who);
	free(who);
	returned(in, m);
	return rc == -1 ? -1 : verdict(in, INBOUND_COMPLAINT,
	    "complained about our mail");
}

static const char *
auto_reply(const struct inbound *in, const struct mail *m)
{
	static const char *const subjects[] = {"out of office",
	    "out of the office", "automatic reply", "auto-reply", "autoreply",
	    "auto reply", "autosvar", "automatische antwort",
	    "abwesenheit", "respuesta autom\xc3\xa1tica",
	    "fuera de la oficina", "r\xc3\xa9ponse automatique",
	    "absence du bureau", "risposta automatica", "vacation reply"};
	size_t i;

	if (header_begins(m, "Auto-Submitted", "auto-replied"))
		return "Auto-Submitted: auto-replied";
	if (header_has(m, "X-Autoreply", NULL) ||
	    header_has(m, "X-Autorespond", NULL) ||
	    header_has(m, "X-Autoresponder", NULL))
		return "X-Autoreply";
	if (header_has(m, "Precedence", "auto_reply"))
		return "Precedence: auto_reply";
	if (is_automatic(m) && in->in_reply_to != NULL)
		return "Auto-Submitted, and it answers a mail";
	for (i = 0; in->subject != NULL &&
	    i < sizeof(subjects) / sizeof(subjects[0]); i++)
		if (strncasecmp(in->subject, subjects[i],
		    strlen(subjects[i])) == 0)
			return "subject of an automatic reply";
	return NULL;
}

int
classify_machine(struct inbound *in, const struct mail *m)
{
	const char *why;
	int rc;

	if (m->status != NULL)
		return delivery_report(in, m);
	if ((rc = complaint(in, m)) != 0)
		return rc;
	if ((rc = plain_bounce(in, m)) != 0)
		return rc;
	if ((why = auto_reply(in, m)) != NULL)
		return verdict(in, INBOUND_AUTO_REPLY, why);
	return 0;
}

/* Letters and single blanks of s in lower case. */
static char *
words_of(const char *s)
{
	struct buf b = {0};

	for (; *s != '\0'; s++) {
		if (isalnum((unsigned char)*s) || ((unsigned char)*s & 0x80))
			buf_putc(&b, (char)tolower((unsigned char)*s));
		else if (*s != '\'' && b.len > 0 && b.data[b.len - 1] != ' ')
			buf_putc(&b, ' ');
	}
	while (b.len > 0 && b.data[b.len - 1] == ' ')
		b.data[--b.len] = '\0';
	return buf_take(&b);
}

static bool
says_stop(const char *s)
{
	static const char *const whole[] = {"stop", "stopall", "stop all",
	    "unsubscribe", "cancel", "end", "quit", "optout", "opt out",
	    "remove", "remove me", "please stop", "stop please",
	    "abmelden", "abbestellen", "stopp", "baja", "darme de baja",
	    "d\xc3\xa9sabonner", "d\xc3\xa9sinscription", "desinscription",
	    "arr\xc3\xaat", "arret", "please unsubscribe",
	    "please unsubscribe me", "unsubscribe me", "unsubscribe please",
	    "stop emailing me", "stop texting me", "stop contacting me"};
	static const char *const within[] = {"please remove me from",
	    "remove me from your", "take me off your", "unsubscribe me",
	    "do not contact me again", "dont contact me again",
	    "stop emailing me", "stop texting me", "stop contacting me",
	    "bitte keine weiteren", "nehmen sie mich aus",
	    "no me contacten", "no me escriban",
	    "ne me contactez plus", "ne plus me contacter"};
	size_t i;

	for (i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		if (strcmp(s, whole[i]) == 0)
			return true;
	for (i = 0; i < sizeof(within) / sizeof(within[0]); i++)
		if (strstr(s, within[i]) != NULL)
			return true;
	return false;
}

int
classify_opt_out(struct inbound *in, const char *words, const char *subject)
{
	const char *text = text_empty(words) ? subject : words;
	char *plain;
	int rc = 0;

	if (text == NULL || strlen(text) > OPT_OUT_MAX)
		return 0;
	if ((plain = words_of(text)) == NULL)
		return -1;
	if (says_stop(plain))
		rc = verdict(in, INBOUND_OPT_OUT, "asks to be left alone");
	else if (strcmp(plain, "start") == 0 || strcmp(plain, "unstop") == 0 ||
	    strcmp(plain, "resubscribe") == 0)
		rc = verdict(in, INBOUND_OPT_IN, "asks to be written to again");
	free(plain);
	return rc;
}

static bool
is_pitch(const struct inbound *in)
{
	static const char *const signs[] = {"seo", "backlink", "page one",
	    "first page of google", "guest post", "rank your",
	    "web design service", "top of google", "your website",
	    "search ranking"};
	size_t i, n = 0;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		n += text_has(in->message, signs[i]) ||
		    text_has(in->subject, signs[i]);
	return n >= 2;
}

int
classify_noise(struct inbound *in, const struct mail *m)
{
	if (header_has(m, "List-Id", NULL) || header_has(m, "List-Post", NULL))
		return verdict(in, INBOUND_IGNORED, "mailing list");
	if (header_has(m, "List-Unsubscribe", NULL) ||
	    header_has(m, "Precedence", "bulk") ||
	    header_has(m, "Precedence", "junk") ||
	    header_has(m, "Precedence", "list"))
		return verdict(in, INBOUND_IGNORED, "bulk mail");
	if (header_begins(m, "X-Spam-Flag", "YES") ||
	    header_begins(m, "X-Spam-Status", "Yes"))
		return verdict(in, INBOUND_IGNORED, "marked as spam");
	if (address_is_robot(in->from) || is_automatic(m))
		return verdict(in, in->in_reply_to != NULL ?
		    INBOUND_UNSORTED : INBOUND_IGNORED,
		    "sent by a machine");
	if (in->in_reply_to == NULL && is_pitch(in))
		return verdict(in, INBOUND_IGNORED, "offers us its services");
	return 0;
}

bool
classify_can_answer(const struct inbound *in, const struct mail *m,
    const struct config *c)
{
	static const char *const lists[] = {"List-Id", "List-Post",
	    "List-Unsubscribe", "List-Help", "Mailing-List"};
	const char *to = in->reply_to != NULL ? in->reply_to : in->from;
	char *path = mime_header(m, "Return-Path");
	bool null = path != NULL && (strcmp(path, "<>") == 0 || !path[0]);
	size_t i;

	free(path);
	if (null || to == NULL || address_is_robot(to) ||
	    config_is_our_address(c, to) || is_automatic(m) || m->report)
		return false;
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (header_has(m, lists[i], NULL))
			return false;
	return !header_has(m, "Precedence", "bulk") &&
	    !header_has(m, "Precedence", "junk") &&
	    !header_has(m, "Precedence", "list") &&
	    !header_has(m, "Precedence", "auto_reply") &&
	    !header_has(m, "X-Auto-Response-Suppress", NULL) &&
	    !header_has(m, "X-Autoreply", NULL);
}
