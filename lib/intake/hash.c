/* By what the same input is known again. Knows no store. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <glib.h>

#include "intake/intake.h"

#define PREFIX_MAX 12 /* bytes of a line that tell which header it is */

/* What the mail is made of is read as it comes, however long it is. */
struct lead_digest {
	GChecksum *all;       /* every byte */
	GChecksum *mail;      /* what names the mail, and its body */
	char name[PREFIX_MAX];  /* how the header line begins */
	size_t named;
	size_t line;          /* bytes of the line so far, its CR aside */
	size_t newlines;      /* of the body, held back: a last one is none */
	unsigned int seen;    /* headers met, as bits */
	unsigned int current; /* the one this line belongs to, 0: no matter */
	bool body, cr;
};

struct lead_digest *
lead_digest_new(void)
{
	struct lead_digest *d = calloc(1, sizeof(*d));

	if (d != NULL) {
		d->all = g_checksum_new(G_CHECKSUM_SHA256);
		d->mail = g_checksum_new(G_CHECKSUM_SHA256);
	}
	return d;
}

void
lead_digest_free(struct lead_digest *d)
{
	if (d == NULL)
		return;
	g_checksum_free(d->all);
	g_checksum_free(d->mail);
	free(d);
}

static void
sum(GChecksum *to, const char *data, size_t len)
{
	if (len > 0)
		g_checksum_update(to, (const guchar *)data, (gssize)len);
}

/* The line's first bytes decide whether it belongs to the sum. */
static void
head_begins(struct lead_digest *d)
{
	static const char *const names[] = {"message-id:", "date:", "from:"};
	size_t i, n;

	if (d->named > 0 && d->name[0] != ' ' && d->name[0] != '\t')
		for (d->current = 0, i = 0; i < 3; i++) {
			n = strlen(names[i]);
			if (d->named >= n &&
			    strncasecmp(d->name, names[i], n) == 0)
				d->current = 1u << i;
		}
	d->seen |= d->current;
	if (d->current != 0)
		sum(d->mail, d->name, d->named);
}

/* Bytes of one header line, none of them its end. */
static void
head_bytes(struct lead_digest *d, const char *data, size_t len)
{
	size_t n = PREFIX_MAX - d->named;

	if (len == 0)
		return;
	d->line += len;
	if (n > len)
		n = len;
	if (n > 0) {
		memcpy(d->name + d->named, data, n);
		d->named += n;
		if (d->named == PREFIX_MAX)
			head_begins(d);
	}
	if (d->current != 0)
		sum(d->mail, data + n, len - n);
}

static void
head_ends(struct lead_digest *d)
{
	if (d->line == 0) {
		d->body = true;
		return;
	}
	if (d->named < PREFIX_MAX)
		head_begins(d);
	if (d->current != 0)
		sum(d->mail, "\n", 1);
	d->named = d->line = 0;
}

static void
body_bytes(struct lead_digest *d, const char *data, size_t len)
{
	if (len == 0)
		return;
	for (; d->newlines > 0; d->newlines--)
		sum(d->mail, "\n", 1);
	sum(d->mail, data, len);
}

static void
bytes(struct lead_digest *d, const char *data, size_t len)
{
	if (d->body)
		body_bytes(d, data, len);
	else
		head_bytes(d, data, len);
}

/* Lines end in LF or CRLF by who delivered: CR before LF does not count. */
static void
piece(struct lead_digest *d, const char *data, size_t len, bool ended)
{
	if (d->cr && (len > 0 || !ended)) {
		bytes(d, "\r", 1);
		d->cr = false;
	}
	if (len > 0 && data[len - 1] == '\r') {
		d->cr = true;
		len--;
	}
	bytes(d, data, len);
	if (!ended)
		return;
	d->cr = false;
	if (d->body)
		d->newlines++;
	else
		head_ends(d);
}

void
lead_digest_add(struct lead_digest *d, const char *data, size_t len)
{
	const char *end = data + len, *nl;

	sum(d->all, data, len);
	for (; data < end; data = nl + 1) {
		nl = memchr(data, '\n', (size_t)(end - data));
		if (nl == NULL) {
			piece(d, data, (size_t)(end - data), false);
			return;
		}
		piece(d, data, (size_t)(nl - data), true);
	}
}

void
intake_digest_all(const struct lead_digest *d, char hex[65])
{
	GChecksum *all = g_checksum_copy(d->all);

	memcpy(hex, g_checksum_get_string(all), 65);
	g_checksum_free(all);
}

void
intake_digest_mail(const struct lead_digest *d, char hex[65], int *timeless)
{
	struct lead_digest end = *d;

	end.mail = g_checksum_copy(d->mail);
	/* a mail cut short in its head has no last newline */
	if (!end.body && end.line > 0 && end.named < PREFIX_MAX)
		head_begins(&end);
	*timeless = (end.seen & 3) == 3;
	memcpy(hex, g_checksum_get_string(end.mail), 65);
	g_checksum_free(end.mail);
}

void
intake_hash(const char *data, size_t len, char hex[65])
{
	GChecksum *all = g_checksum_new(G_CHECKSUM_SHA256);

	sum(all, data, len);
	memcpy(hex, g_checksum_get_string(all), 65);
	g_checksum_free(all);
}

int
intake_mail_hash(const char *data, size_t len, char hex[65], int *timeless)
{
	struct lead_digest *d = lead_digest_new();

	if (d == NULL)
		return -1;
	lead_digest_add(d, data, len);
	intake_digest_mail(d, hex, timeless);
	lead_digest_free(d);
	return 0;
}
