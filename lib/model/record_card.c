/*
 * A row as a vCard (RFC 6350) and as a to-do of a calendar (RFC 5545): both
 * escape and fold alike, and are few enough lines to be written here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/zone.h"
#include "leads.h"

static const char *
value(const struct lead_row *row, const char *name)
{
	const char *text = lead_row_value(row, name);

	return text != NULL && text[0] != '\0' ? text : NULL;
}

/* NAME:text, escaped, in lines of at most 75 bytes between characters. */
static void
put_line(struct buf *b, const char *name, const char *text)
{
	size_t used, n;

	if (text == NULL)
		return;
	buf_printf(b, "%s:", name);
	used = strlen(name) + 1;
	for (; *text != '\0'; text += n) {
		n = 1;
		while (((unsigned char)text[n] & 0xc0) == 0x80)
			n++;
		if (used + n + 1 > 75) {
			buf_puts(b, "\r\n ");
			used = 1;
		}
		used += n;
		if (*text == '\n')
			buf_puts(b, "\\n");
		else if (strchr(",;\\", *text) != NULL)
			buf_printf(b, "\\%c", *text);
		else if ((unsigned char)*text >= 0x20 && *text != 0x7f) {
			buf_add(b, text, n);
			continue;
		}
		used++;
	}
	buf_puts(b, "\r\n");
}

char *
lead_row_vcard(const struct lead_row *row)
{
	const char *name = value(row, "name"), *any;
	struct buf b = {0};

	any = name ? name : value(row, "company");
	any = any ? any : value(row, "email");
	any = any ? any : value(row, "phone");
	buf_puts(&b, "BEGIN:VCARD\r\nVERSION:4.0\r\n");
	put_line(&b, "FN", any ? any : value(row, "ref"));
	put_line(&b, "ORG", value(row, "company"));
	put_line(&b, "EMAIL", value(row, "email"));
	put_line(&b, "TEL", value(row, "phone"));
	put_line(&b, "NOTE", value(row, "next_action"));
	put_line(&b, "CATEGORIES", value(row, "stage"));
	put_line(&b, "UID", value(row, "ref"));
	buf_puts(&b, "END:VCARD\r\n");
	return buf_take(&b);
}

static int64_t
moment(const struct lead_row *row, const char *name)
{
	const char *text = value(row, name);
	int64_t t;

	if (text == NULL || lead_when_parse(text, 0, NULL, &t, NULL) == -1)
		return 0;
	return t;
}

static void
put_utc(struct buf *b, const char *name, int64_t t)
{
	struct tm tm;

	zone_local(NULL, t, &tm);
	buf_printf(b, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name,
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	    tm.tm_min, tm.tm_sec);
}

char *
lead_row_todo(const struct lead_row *row, int64_t now)
{
	const char *what = value(row, "what"), *ref = value(row, "ref");
	int64_t due = moment(row, "due");
	struct buf b = {0};
	char uid[64];

	what = what ? what : value(row, "next_action");
	due = due ? due : moment(row, "next_due");
	if (what == NULL || due == 0)
		return text_dup("");
	snprintf(uid, sizeof(uid), "%s@leads", ref ? ref : "L0");
	buf_puts(&b, "BEGIN:VTODO\r\n");
	put_line(&b, "UID", uid);
	put_utc(&b, "DTSTAMP", now);
	put_utc(&b, "DUE", due);
	put_line(&b, "SUMMARY", what);
	put_line(&b, "CATEGORIES", value(row, "owner"));
	buf_puts(&b, "END:VTODO\r\n");
	return buf_take(&b);
}
