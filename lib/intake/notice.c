/* Labelled lines of a notification. Knows no vendor. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/notice.h"

#define LABEL_MAX 90

struct reading {
	struct draft *draft;
	struct buf value;
	char label[LABEL_MAX];
	enum label what;
	size_t known;
	unsigned long seen;    /* labels that had a value, a bit each */
	bool stacked;          /* the label stood in a line of its own */
	bool gap;              /* an empty line stood before this one */
};

/* What vendors write below the last answer. */
static const char *const footers[] = {"Submitted ", "To view this",
    "This e-mail was sent", "This email was sent", "Create your own",
    "Reply to this email", "Reply to ", "View and respond",
    "To contact this", "Sent from ", "Manage ", "This mail is sent",
    "You can ", "Does this submission look like spam", "-- ", NULL};

/* Choices and addresses stand in lines of their own: "Water heater, Faucet". */
static void
list_lines(struct reading *r)
{
	struct buf b = {0};
	const char *p;

	for (p = r->value.data; *p != '\0'; p++)
		if (*p == '\n')
			buf_puts(&b, ", ");
		else
			buf_putc(&b, *p);
	buf_free(&r->value);
	r->value = b;
}

/* "ann@example.org <mailto:ann@example.org>": the address once. */
static void
one_address(struct reading *r)
{
	char *end = strstr(r->value.data, "<mailto:");

	if (end != NULL && end > r->value.data &&
	    strchr(r->value.data, '@') < end) {
		*end = '\0';
		r->value.len = (size_t)(end - r->value.data);
	}
}

static void
flush(struct reading *r)
{
	if (r->what == LABEL_EMAIL && r->value.data != NULL)
		one_address(r);
	if ((r->what == LABEL_SERVICE || r->what == LABEL_PLACE) &&
	    r->value.data != NULL)
		list_lines(r);
	if (r->label[0] != '\0' && r->value.data != NULL)
		draft_as(r->draft, r->what, r->label, r->value.data);
	if (r->value.failed)
		r->draft->failed = true;
	buf_clear(&r->value);
	r->label[0] = '\0';
	r->what = LABEL_NONE;
}

static bool
is_footer(const char *line)
{
	size_t i;

	for (i = 0; footers[i] != NULL; i++)
		if (strncasecmp(line, footers[i], strlen(footers[i])) == 0)
			return true;
	return false;
}

/* A line of nothing but dashes and the like ends what stood before. */
static bool
is_rule(const char *line)
{
	return strlen(line) >= 3 && strspn(line, "-_=*~ ") == strlen(line);
}

/*
 * A label without what programs put around it: bullets, numbers, asterisks
 * of bold, "--- Name ---". In place; true where anything went.
 */
static bool
undecorate(char *line)
{
	size_t n = strlen(line), lead = 0, digits;

	if (n > 8 && strncmp(line, "---", 3) == 0 &&
	    strcmp(line + n - 3, "---") == 0) {
		while (n > 0 && (line[n - 1] == '-' || line[n - 1] == ' '))
			line[--n] = '\0';
		lead = strspn(line, "- ");
		memmove(line, line + lead, n - lead + 1);
		return true;
	}
	digits = strspn(line, "0123456789");
	if (strncmp(line, "\xe2\x80\xa2", 3) == 0)
		lead = 3;
	else if (digits > 0 && digits < 3 &&
	    (line[digits] == '.' || line[digits] == ')') &&
	    line[digits + 1] == ' ')
		lead = digits + 1;
	else if (line[0] == '*' || strncmp(line, "- ", 2) == 0)
		lead = strspn(line, "*-");
	if (lead == 0)
		return false;
	lead += strspn(line + lead, " ");
	memmove(line, line + lead, n - lead + 1);
	/* "*Name:* Dana" */
	if ((lead = strcspn(line, "*")) > 0 && lead < LABEL_MAX &&
	    line[lead] == '*')
		memmove(line + lead, line + lead + strspn(line + lead, "*"),
		    strlen(line + lead + strspn(line + lead, "*")) + 1);
	return true;
}

/* Within a message a known label begins the next field where the form had
 * such fields before and has not had this one: else it is the lead's words. */
static bool
ends_message(const struct reading *r, const char *label, bool bare)
{
	enum label what = labels_find(label, false);

	if (what == LABEL_MESSAGE || what == LABEL_NOTE ||
	    what == LABEL_SUBJECT || what == LABEL_NAME ||
	    (r->seen & 1ul << what) != 0)
		return false;
	return bare ? r->stacked && r->known > 1 : r->known > 2;
}

/*
 * The label line begins with, NULL: none; *value is what stands behind it.
 * alone: an empty line, a label line, or nothing stood before it.
 */
static bool
find_label(const struct reading *r, const char *line, bool alone,
    char out[LABEL_MAX], const char **value)
{
	const char *end, *tab = strchr(line, '\t');
	size_t len;
	bool known;

	for (end = line; (end = strchr(end, ':')) != NULL; end++)
		if (end[1] == ' ' || end[1] == '\0' || end[1] == '\t')
			break;
	if (end == NULL || (tab != NULL && tab < end))
		end = tab;
	/* A cell of its own in a table is a label wherever it stands. */
	alone = alone || (end != NULL && end == tab &&
	    r->what != LABEL_MESSAGE);
	len = end == NULL ? strlen(line) : (size_t)(end - line);
	if (len == 0 || len >= LABEL_MAX)
		return false;
	memcpy(out, line, len);
	out[len] = '\0';
	if (len > 2 && strcmp(out + len - 2, " *") == 0)
		out[len - 2] = '\0';
	known = labels_find(out, false) != LABEL_NONE;
	*value = end == NULL ? "" : end + 1;
	while (**value == ' ' || **value == '\t')
		++*value;
	if (end == NULL) {
		/* A bare line is a label where it could be nothing else. */
		if (strchr("?*", line[len - 1]) != NULL && alone &&
		    r->what != LABEL_MESSAGE && (r->known > 0 ||
		    labels_find(out, true) != LABEL_NONE))
			return true;
		if (!known || islower((unsigned char)line[0]) || len >= 40)
			return false;
		return alone || r->what == LABEL_SERVICE ||
		    (r->what == LABEL_MESSAGE && ends_message(r, out, true));
	}
	if (known)
		return alone || r->what != LABEL_MESSAGE ||
		    r->value.len == 0 || ends_message(r, out, false);
	return alone && strchr(out, '.') == NULL && !strstr(out, "http");
}

static void
begin(struct reading *r, const char *label, const char *value, bool *alone)
{
	flush(r);
	strcpy(r->label, label);
	r->what = labels_find(label, true);
	r->seen |= 1ul << r->what;
	r->stacked = value[0] == '\0';
	r->known += r->what != LABEL_NONE &&
	    (labels_find(label, false) != LABEL_NONE ||
	    strchr(label, '?') != NULL);
	buf_puts(&r->value, value);
	*alone = value[0] != '\0' && r->what != LABEL_MESSAGE;
}

static void
one(struct reading *r, char *line, bool *alone)
{
	char label[LABEL_MAX], *plain;
	const char *value;
	bool labelled, dashed = strncmp(line, "---", 3) == 0;

	bool gap = r->gap, listing;

	r->gap = line[0] == '\0';
	if (line[0] == '\0') {
		*alone = true;
		if (r->what == LABEL_MESSAGE && r->value.len > 0)
			buf_putc(&r->value, '\n');
		return;
	}
	if (is_footer(line) || is_rule(line)) {
		flush(r);
		*alone = true;
		return;
	}
	if ((plain = text_dup(line)) == NULL) {
		r->draft->failed = true;
		return;
	}
	/* A decorated line is a label, or stays as it was written. */
	labelled = find_label(r, undecorate(plain) || !dashed ? plain : line,
	    *alone || dashed, label, &value);
	if (labelled) {
		begin(r, label, value, alone);
		free(plain);
		return;
	}
	free(plain);
	listing = !gap &&
	    (r->what == LABEL_SERVICE || r->what == LABEL_PLACE);
	/* A paragraph below a short answer belongs to nobody. */
	if (r->label[0] != '\0' && (r->what == LABEL_MESSAGE || listing ||
	    r->value.len == 0 || !*alone)) {
		if (r->value.len > 0)
			buf_putc(&r->value, '\n');
		buf_puts(&r->value, line);
	} else
		flush(r);
	*alone = r->what != LABEL_MESSAGE && r->what != LABEL_SERVICE;
}

size_t
notice_read(struct draft *d, const char *text)
{
	struct reading r = {.draft = d};
	const char *p = text, *nl;
	char *line, *raw;
	bool alone = true;

	d->guess = true;
	for (; *p != '\0' && !d->failed; p = *nl ? nl + 1 : nl) {
		nl = p + strcspn(p, "\n");
		raw = strndup(p, (size_t)(nl - p));
		line = text_trim(raw);
		free(raw);
		if (line == NULL) {
			d->failed = true;
			break;
		}
		one(&r, line, &alone);
		free(line);
	}
	flush(&r);
	buf_free(&r.value);
	return r.known;
}
