/* Reports of machines on mails of ours. Knows no store. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "intake/bounce.h"
#include "intake/read.h"
#include "model/address.h"

static int
verdict(struct inbound *in, enum inbound_kind kind, const char *reason)
{
	return read_verdict(in, kind, reason) == -1 ? -1 : 1;
}

/* The id of the message that block (its headers) is; where it holds none,
 * that of the mail the report answers. */
static void
returned(struct inbound *in, const char *block)
{
	char *id = mime_block_value(block, "Message-ID"), *end;

	if (id == NULL)
		id = text_dup(in->in_reply_to);
	if (id == NULL)
		return;
	if ((end = strchr(id, '>')) != NULL)
		end[1] = '\0';
	free(in->original_id);
	in->original_id = id;
}

static int
set_failed(struct inbound *in, const char *text)
{
	const char *semi = text == NULL ? NULL : strchr(text, ';');
	char *copy, *spec;

	if (text == NULL)
		return 0;
	if (semi != NULL)
		text = semi + 1;
	text += strspn(text, " <");
	if ((copy = strndup(text, strcspn(text, ">, ;"))) == NULL)
		return -1;
	spec = address_spec(copy);
	free(copy);
	if (spec != NULL && in->failed == NULL)
		in->failed = spec;
	else
		free(spec);
	return 0;
}

static bool
says_any(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (text_has(text, *words))
			return true;
	return false;
}

/*
 * Does the failure mean the address is dead. The meaning counts over the
 * class (RFC 3463): a full mailbox is 5.2.2, a refusal of our server or our
 * text 5.7.1, an expiry after days 5.4.7 or 4.4.7.
 */
static bool
is_hard(const char *status, const char *text)
{
	static const char *const dead[] = {"user unknown", "unknown user",
	    "no such user", "does not exist", "doesn't exist", "no mailbox",
	    "user not found", "recipient not found", "invalid recipient",
	    "invalid mailbox", "unknown recipient", "recipient unknown",
	    "doesn't have a", "no such recipient", "account is disabled",
	    "address not found", "unbekannt", "existiert nicht", "no existe",
	    "n'existe pas", "inconnu", "not known here", NULL};
	static const char *const passing[] = {"quota", "mailbox full",
	    "mailbox is full", "over limit", "too large", "spam", "blocked",
	    "blacklist", "block list", "reputation", "policy", "greylist",
	    "try again", "postfach ist voll", "buz\xc3\xb3n lleno",
	    "temporar", NULL};

	if (status != NULL && status[0] == '4')
		return false;
	if (says_any(text, dead))
		return true;
	if (says_any(text, passing))
		return false;
	if (status == NULL || status[0] != '5')
		return true;
	return strncmp(status, "5.3.", 4) != 0 &&
	    strncmp(status, "5.5.", 4) != 0 &&
	    strncmp(status, "5.6.", 4) != 0 &&
	    strncmp(status, "5.7.", 4) != 0 && strcmp(status, "5.2.2") != 0 &&
	    strcmp(status, "5.2.3") != 0 && strcmp(status, "5.4.7") != 0;
}

/* The group of fields about the recipient that failed, of several (RFC 3464
 * 2.3), else the first that has an Action. */
static const char *
recipient_block(const char *status)
{
	const char *p, *first = NULL;
	char *action;
	bool failed;

	for (p = status; p != NULL && *p != '\0';) {
		if (strncasecmp(p, "Final-Recipient", 15) == 0 ||
		    strncasecmp(p, "Original-Recipient", 18) == 0 ||
		    strncasecmp(p, "Action", 6) == 0) {
			action = mime_block_value(p, "Action");
			failed = action != NULL &&
			    strncasecmp(action, "failed", 6) == 0;
			free(action);
			if (first == NULL)
				first = p;
			if (failed)
				return p;
			/* on to the next group */
			if ((p = strstr(p, "\n\n")) == NULL)
				break;
			p += 2;
			continue;
		}
		if ((p = strchr(p, '\n')) != NULL)
			p++;
	}
	return first != NULL ? first : status;
}

int
bounce_report(struct inbound *in, const struct mail *m)
{
	const char *block = recipient_block(m->status);
	char *who, *last, *action, *why;
	int rc = -1;

	if (m->status == NULL)
		return 0;
	who = mime_block_value(block, "Original-Recipient");
	last = mime_block_value(block, "Final-Recipient");
	action = mime_block_value(block, "Action");
	why = mime_block_value(block, "Diagnostic-Code");
	free(in->status);
	in->status = mime_block_value(block, "Status");
	if (in->status != NULL)
		in->status[strspn(in->status, "0123456789.")] = '\0';
	if (set_failed(in, last) == -1 || set_failed(in, who) == -1)
		goto done;
	returned(in, m->inner);
	if (action != NULL && strncasecmp(action, "delayed", 7) == 0)
		rc = verdict(in, INBOUND_DELAY, "delivery delayed");
	else if (action != NULL && strncasecmp(action, "failed", 6) != 0)
		rc = verdict(in, INBOUND_IGNORED, "delivery report");
	else {
		in->bounce_hard = is_hard(in->status, why);
		rc = verdict(in, INBOUND_BOUNCE, "delivery failed");
	}
done:
	free(who);
	free(last);
	free(action);
	free(why);
	return rc;
}

/* An enhanced status code (RFC 3463) in running text; malloc'd or NULL. */
static char *
status_in(const char *text)
{
	const char *p;
	size_t n;

	for (p = text; *p != '\0'; p++) {
		if ((*p != '4' && *p != '5') || p[1] != '.' ||
		    (p > text && (isalnum((unsigned char)p[-1]) ||
		    p[-1] == '.')))
			continue;
		n = strspn(p, "0123456789.");
		while (n > 0 && p[n - 1] == '.')
			n--;
		/* x.y.z and no address of a host */
		if (n >= 5 && n <= 9 && strspn(p + 2, "0123456789") <= 3 &&
		    p[2 + strspn(p + 2, "0123456789")] == '.' &&
		    2 + strspn(p + 2, "0123456789") + 1 + strspn(p + 3 +
		    strspn(p + 2, "0123456789"), "0123456789") == n)
			return strndup(p, n);
		p += n;
	}
	return NULL;
}

/* The first address in [text, end) that is neither ours nor a robot's. */
static char *
address_in(const char *text, const char *end, const struct config *c)
{
	static const char part[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_{|}~.";
	const char *at, *from, *to;
	char *copy, *spec;

	for (at = text; (at = strchr(at, '@')) != NULL && at < end; at++) {
		for (from = at; from > text && strchr(part, from[-1]); from--)
			;
		for (to = at + 1; to < end && *to != '\0' && (isalnum(
		    (unsigned char)*to) || *to == '-' || *to == '.'); to++)
			;
		while (to > at && to[-1] == '.')
			to--;
		if ((copy = strndup(from, (size_t)(to - from))) == NULL)
			return NULL;
		spec = address_spec(copy);
		free(copy);
		if (spec != NULL && !config_is_our_address(c, spec) &&
		    !address_is_robot(spec))
			return spec;
		free(spec);
	}
	return NULL;
}

/* Where the copy of the message that failed begins in the text. */
static const char *
copy_in(const char *body)
{
	static const char *const heads[] = {"\nReturn-Path:", "\nReceived:",
	    "\nMessage-ID:", "\nMessage-Id:", "\n--- Below this line",
	    "------ This is a copy"};
	const char *first = body + strlen(body), *p;
	size_t i;

	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if ((p = strstr(body, heads[i])) != NULL && p < first)
			first = p;
	return first;
}

/* Words of mail servers, in the subject or the text. */
static bool
says_failed(const struct inbound *in, const char *body)
{
	static const char *const words[] = {"could not be delivered",
	    "couldn't be delivered", "wasn't delivered", "undeliver",
	    "delivery fail", "failure notice", "returned mail",
	    "mail delivery failed", "unable to deliver", "able to deliver",
	    "did not reach", "delivery has failed", "delivery status",
	    "not be delivered", "delivery error", "permanent error",
	    "permanently rejected", "returned to sender", "unzustellbar",
	    "nicht zugestellt", "no se pudo entregar", "no se ha podido",
	    "non remis", "pas pu \xc3\xaatre", "impossibile recapitare",
	    "mancato recapito", "niet worden bezorgd", "onbestelbaar",
	    "n\xc3\xa3o p\xc3\xb4" "de ser entregue",
	    "not yet been delivered", "delayed", "verz\xc3\xb6gert",
	    NULL};

	return says_any(in->subject, words) || says_any(body, words);
}

static bool
says_delayed(const struct inbound *in, const char *body)
{
	static const char *const words[] = {"not yet been delivered",
	    "will continue", "will be retried", "will keep trying",
	    "still trying", "retry until", "verz\xc3\xb6gert",
	    "delivery delayed", "(delay)", "delayed mail", NULL};

	return (says_any(in->subject, words) || says_any(body, words)) &&
	    !text_has(body, "permanent error") &&
	    !text_has(body, "given up");
}

/* From a mail server, and not a person's absence sent through one. */
static bool
from_server(const struct inbound *in, const struct mail *m)
{
	char *path = mime_header(m, "Return-Path");
	bool null = path != NULL && strcmp(path, "<>") == 0;
	bool daemon = text_has(in->from, "mailer-daemon@") ||
	    text_has(in->from, "postmaster@") ||
	    text_has(in->sender_name, "mail delivery") ||
	    text_has(in->sender_name, "system administrator");

	free(path);
	return daemon || (null && in->from == NULL);
}

int
bounce_plain(struct inbound *in, const struct mail *m, const struct config *c)
{
	const char *body = mime_body(m), *copy = copy_in(body);
	char *who = mime_header(m, "X-Failed-Recipients");
	int rc = 0;

	if (who == NULL && !(from_server(in, m) && says_failed(in, body)) &&
	    !text_has(body, "I wasn't able to deliver your"))
		return 0;
	if (who != NULL)
		rc = set_failed(in, who);
	free(who);
	if (in->failed == NULL)
		in->failed = address_in(body, copy, c);
	returned(in, m->inner != NULL ? m->inner : copy);
	free(in->status);
	in->status = status_in(body);
	in->bounce_hard = is_hard(in->status, body);
	if (rc == -1)
		return -1;
	return says_delayed(in, body) ?
	    verdict(in, INBOUND_DELAY, "delivery delayed") :
	    verdict(in, INBOUND_BOUNCE, "delivery failed");
}

/* A copy of a mail of ours comes back under such a subject (JMRP and kin). */
static bool
is_plain_complaint(const struct inbound *in, const struct mail *m,
    const struct config *c)
{
	static const char *const words[] = {"complaint", "abuse", "junk",
	    "spam report", "feedback report", "beschwerde", NULL};
	char *from = mime_block_value(m->inner, "From"), *spec = NULL, *lt;
	bool ours;

	if (from != NULL && (lt = strchr(from, '<')) != NULL) {
		lt[1 + strcspn(lt + 1, ">")] = '\0';
		spec = address_spec(lt + 1);
	} else if (from != NULL)
		spec = address_spec(from);
	ours = spec != NULL && config_is_our_address(c, spec) &&
	    says_any(in->subject, words);
	free(spec);
	free(from);
	return ours;
}

int
bounce_complaint(struct inbound *in, const struct mail *m,
    const struct config *c)
{
	char *who = NULL, *type = mime_block_value(m->feedback, "Feedback-Type");
	bool praise = type != NULL && strncasecmp(type, "not-spam", 8) == 0;
	int rc;

	free(type);
	if (m->feedback != NULL) {
		who = mime_block_value(m->feedback, "Original-Rcpt-To");
		if (who == NULL)
			who = mime_block_value(m->feedback,
			    "Removal-Recipient");
	} else if (m->inner != NULL) {
		who = mime_block_value(m->inner, "X-HmXmrOriginalRecipient");
		if (who == NULL && is_plain_complaint(in, m, c))
			who = mime_block_value(m->inner, "To");
	}
	if (m->feedback == NULL && who == NULL)
		return 0;
	rc = set_failed(in, who);
	free(who);
	returned(in, m->inner);
	if (rc == -1)
		return -1;
	return praise ?
	    verdict(in, INBOUND_IGNORED, "says our mail is no spam") :
	    verdict(in, INBOUND_COMPLAINT, "complained about our mail");
}
