/* Referrals: forwarded mails and introductions. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/forward.h"
#include "intake/quote.h"
#include "model/address.h"

#define HEAD_LINES 8

/* The sender referred the person now in the draft. */
static int
referral(struct inbound *in)
{
	return text_set(&in->source, "referral") == -1 ||
	    text_set(&in->referred_by, in->from) == -1 ? -1 : 1;
}

static void
swap(char **a, char **b)
{
	char *t = *a;

	*a = *b;
	*b = t;
}

/* A whole mail attached: its sender is the lead. */
static int
attached(struct inbound *in, const struct mail *m,
    const struct intake_options *o)
{
	struct inbound sub = {0};
	int rc = mail_read(&sub, o, m->inner, strlen(m->inner));

	if (rc == 0 && sub.kind == INBOUND_LEAD && sub.email != NULL &&
	    !config_is_our_address(o->config, sub.email)) {
		swap(&in->name, &sub.name);
		swap(&in->email, &sub.email);
		swap(&in->phone, &sub.phone);
		swap(&in->message, &sub.message);
		rc = referral(in);
	}
	inbound_free(&sub);
	return rc;
}

/* text without one level of "> " where its lines have it. */
static char *
unquote(const char *text)
{
	struct buf b = {0};
	const char *p, *nl;

	for (p = text; *p != '\0'; p = *nl ? nl + 1 : nl) {
		nl = p + strcspn(p, "\n");
		if (*p == '>')
			p += 1 + (p[1] == ' ');
		buf_add(&b, p, (size_t)(nl - p));
		buf_putc(&b, '\n');
	}
	return buf_take(&b);
}

/* "Name <spec>" or a bare address behind "From:"; also Outlook's [mailto:]. */
static void
sender(struct draft *d, const char *line, size_t len)
{
	char *copy = strndup(line, len), *spec, *end;

	if (copy == NULL) {
		d->failed = true;
		return;
	}
	if ((spec = strpbrk(copy, "<[")) != NULL) {
		*spec++ = '\0';
		if (strncasecmp(spec, "mailto:", 7) == 0)
			spec += 7;
		end = spec + strcspn(spec, ">]");
		*end = '\0';
		draft_as(d, LABEL_NAME, "name", copy);
		draft_as(d, LABEL_EMAIL, "email", spec);
	} else
		draft_as(d, LABEL_EMAIL, "email", copy);
	free(copy);
}

/* What stands behind the pseudo headers at head. */
static const char *
body_of(const char *head)
{
	const char *p = head;
	int i;

	for (i = 0; i < HEAD_LINES && *p != '\0' && *p != '\n'; i++) {
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	return p;
}

static int
inlined(struct inbound *in, const struct intake_options *o)
{
	struct draft d = {.in = in, .country = read_country(o),
	    .config = o->config};
	char *text = unquote(in->text), *old[3];
	const char *head = text == NULL ? NULL : quote_head(text), *value;
	int rc = 0;

	if (head == NULL || (value = strchr(head, ':')) == NULL) {
		free(text);
		return text == NULL ? -1 : 0;
	}
	old[0] = in->name;
	old[1] = in->email;
	old[2] = in->message;
	in->name = in->email = in->message = NULL;
	value += 1 + strspn(value + 1, " *");
	sender(&d, value, strcspn(value, "\n"));
	in->message = quote_cut(body_of(head), NULL);
	if (draft_finish(&d) == -1 || in->message == NULL)
		rc = -1;
	else if (in->email != NULL && !text_is(in->email, in->from) &&
	    !config_is_our_address(o->config, in->email))
		rc = referral(in);
	if (rc != 1) {
		inbound_drop_person(in);
		in->name = old[0];
		in->email = old[1];
		in->message = old[2];
	} else {
		free(old[0]);
		free(old[1]);
		free(old[2]);
	}
	free(text);
	return rc;
}

/* Words that bring two people together, and words that only say that
 * somebody reads along. */
static bool
says_introduction(const struct inbound *in)
{
	static const char *const words[] = {"introducing you", "introduce you",
	    "introduction:", "intro:", ", meet ", "you two should",
	    "put you in touch", "putting you in touch", "connect you with",
	    "connecting you", "e-introduc", "bekannt machen", "vorstellen:",
	    "euch vorstellen", "ihnen vorstellen", "in kontakt bringen",
	    "os presento", "les presento", "te presento", "le presento",
	    "poneros en contacto", "ponerlos en contacto",
	    "pongo en contacto", "mets en relation", "mettre en relation",
	    "vous pr\xc3\xa9sente", "te pr\xc3\xa9sente", "mets en contact",
	    "vi presento", "ti presento", "metto in contatto",
	    "voorstellen aan", "in contact brengen", "breng je in contact",
	    "apresento-lhe", "apresento-vos", "p\xc3\xb4r em contacto",
	    "colocar em contato"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_has(in->message, words[i]) ||
		    text_has(in->subject, words[i]))
			return true;
	return false;
}

static bool
says_copied(const struct inbound *in)
{
	static const char *const words[] = {"cc'd", "in cc", "copied in",
	    "copied here", "in kopie", "im cc", "en copia", "en copie",
	    "in copia", "em c\xc3\xb3pia"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_has(in->message, words[i]))
			return true;
	return false;
}

/* The first name of that stranger stands in the words. */
static bool
names(const struct inbound *in, const char *name)
{
	char first[40];
	size_t n = name == NULL ? 0 : strcspn(name, " ,");

	if (n < 3 || n >= sizeof(first))
		return false;
	memcpy(first, name, n);
	first[n] = '\0';
	return text_has(in->message, first);
}

/* Strangers among the recipients of one header; the last one's place. */
static size_t
strangers(const struct mail_address *a, size_t n, const struct config *c,
    size_t *which)
{
	size_t i, found = 0;

	for (i = 0; i < n; i++)
		if (!config_is_our_address(c, a[i].spec) &&
		    config_owner_by_mail(c, a[i].spec) == NULL &&
		    !address_is_robot(a[i].spec)) {
			*which = i;
			found++;
		}
	return found;
}

/* "Amara, meet Mia": one stranger in To or Cc, and words that say why. */
static int
introduced(struct inbound *in, const struct mail *m,
    const struct intake_options *o)
{
	static const char *const headers[] = {"Cc", "To"};
	struct mail_address *a, one = {0};
	bool says = says_introduction(in), copied = says_copied(in);
	size_t i, n, which = 0, found = 0, more;
	int rc = 0;

	if (!says && !copied)
		return 0;
	for (i = 0; i < 2 && rc == 0; i++) {
		if (mime_addresses(m, headers[i], &a, &n) == -1)
			rc = -1;
		else if ((more = strangers(a, n, o->config, &which)) > 0) {
			found += more;
			free(one.spec);
			free(one.name);
			one = a[which];
			a[which] = (struct mail_address){0};
		}
		mime_addresses_free(a, n);
	}
	if (rc == 0 && found == 1 && (says || names(in, one.name))) {
		free(in->name);
		in->name = address_name(one.name);
		rc = text_set(&in->email, one.spec) == -1 ? -1 : referral(in);
	}
	free(one.spec);
	free(one.name);
	return rc;
}

static bool
says_forward(const struct inbound *in)
{
	static const char *const subjects[] = {"fwd:", "fw:", "wg:", "rv:",
	    "tr:", "i:", "doorst:"};
	static const char *const marks[] = {"Forwarded message",
	    "Begin forwarded message", "Weitergeleitete Nachricht",
	    "Mensaje reenviado", "Message transf\xc3\xa9r\xc3\xa9"};
	size_t i;

	for (i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++)
		if (in->subject != NULL && strncasecmp(in->subject,
		    subjects[i], strlen(subjects[i])) == 0)
			return true;
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (text_has(in->text, marks[i]))
			return true;
	return false;
}

int
forward_read(struct inbound *in, const struct mail *m,
    const struct intake_options *o)
{
	/* What answers a mail of ours is talk about that one. */
	if (text_has(in->in_reply_to, ".lead@") || in->from == NULL)
		return 0;
	if (m->inner != NULL)
		return attached(in, m, o);
	if (says_forward(in))
		return inlined(in, o);
	return introduced(in, m, o);
}
