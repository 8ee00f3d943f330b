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
};

/* What vendors write below the last answer. */
static const char *const footers[] = {"Submitted ", "To view this",
    "This e-mail was sent", "This email was sent", "Create your own",
    "Reply to this email", "Reply to ", "View and respond",
    "To contact this", "Sent from ", "Manage ", "This mail is sent",
    "You can ", "Does this submission look like spam", "-- ", NULL};

static void
flush(struct reading *r)
{
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
		    r->known > 0 && r->what != LABEL_MESSAGE)
			return true;
		return known && islower((unsigned char)line[0]) == 0 &&
		    (alone || r->what == LABEL_SERVICE) && len < 40;
	}
	if (known)
		return alone || r->what != LABEL_MESSAGE ||
		    r->value.len == 0;
	return alone && strchr(out, '.') == NULL && !strstr(out, "http");
}

static void
one(struct reading *r, char *line, bool *alone)
{
	char label[LABEL_MAX];
	const char *value;

	if (line[0] == '\0') {
		*alone = true;
		if (r->what == LABEL_MESSAGE && r->value.len > 0)
			buf_putc(&r->value, '\n');
		return;
	}
	if (is_footer(line)) {
		flush(r);
		return;
	}
	if (find_label(r, line, *alone, label, &value)) {
		flush(r);
		strcpy(r->label, label);
		r->what = labels_find(label, true);
		r->known += labels_find(label, false) != LABEL_NONE;
		buf_puts(&r->value, value);
		*alone = value[0] != '\0' && r->what != LABEL_MESSAGE;
		return;
	}
	/* A paragraph below a short answer belongs to nobody. */
	if (r->label[0] != '\0' && (r->what == LABEL_MESSAGE ||
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
