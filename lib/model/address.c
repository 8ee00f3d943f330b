/* One normal form per way of reaching a person. Knows no mail header. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <glib.h>

#include "base/buf.h"
#include "base/text.h"
#include "model/address.h"

#define SPEC_MAX 254 /* RFC 5321 4.5.3.1.3, less the angle brackets */
#define LOCAL_MAX 64

static bool
domain_ok(const char *domain)
{
	const char *p, *label = domain;
	bool dot = false;

	for (p = domain;; p++) {
		if (*p == '.' || *p == '\0') {
			if (p == label || p - label > 63 || label[0] == '-' ||
			    p[-1] == '-')
				return false;
			if (*p == '\0')
				return dot;
			dot = true;
			label = p + 1;
		} else if (!isalnum((unsigned char)*p) && *p != '-' &&
		    !((unsigned char)*p & 0x80))
			return false;
	}
}

static bool
local_ok(const char *local, size_t len)
{
	size_t i;

	if (len == 0 || len > LOCAL_MAX || local[0] == '.' ||
	    local[len - 1] == '.')
		return false;
	for (i = 0; i < len; i++) {
		if (local[i] == '.' && local[i + 1] == '.')
			return false;
		if (!isalnum((unsigned char)local[i]) &&
		    !((unsigned char)local[i] & 0x80) &&
		    strchr("!#$%&'*+-/=?^_`{|}~.", local[i]) == NULL)
			return false;
	}
	return true;
}

/* "dana reyes"@example.net. What else may stand between quotes (RFC 5321
 * 4.1.2) is nobody's address and a way past those who split lists. */
static bool
quoted_ok(const char *local, size_t len)
{
	size_t i;

	if (len < 3 || len > LOCAL_MAX || local[0] != '"' ||
	    local[len - 1] != '"' || local[1] == ' ' || local[len - 2] == ' ')
		return false;
	for (i = 1; i < len - 1; i++)
		if (local[i] != ' ' && local[i] != '.' &&
		    !local_ok(local + i, 1))
			return false;
	return true;
}

/* The quotes that a local part can do without are not part of it. */
static void
unquote(char *s, char *at)
{
	size_t len = (size_t)(at - s);

	if (len < 3 || s[0] != '"' || s[len - 1] != '"' ||
	    !local_ok(s + 1, len - 2))
		return;
	memmove(s, s + 1, len - 2);
	memmove(s + len - 2, at, strlen(at) + 1);
}

/* Letters of any script, but no control, blank or direction mark; a space
 * is left to those who look at the parts. */
static bool
visible(const char *s)
{
	if (!g_utf8_validate(s, -1, NULL))
		return false;
	for (; *s != '\0'; s = g_utf8_next_char(s))
		if (*s != ' ' && !g_unichar_isgraph(g_utf8_get_char(s)))
			return false;
	return true;
}

char *
address_spec(const char *text)
{
	char *s, *at, *lower;

	if (text == NULL || (s = text_trim(text)) == NULL)
		return NULL;
	if ((at = strrchr(s, '@')) != NULL) {
		unquote(s, at);
		at = strrchr(s, '@');
	}
	if (strlen(s) > SPEC_MAX || at == NULL || !visible(s) ||
	    (!local_ok(s, (size_t)(at - s)) &&
	    !quoted_ok(s, (size_t)(at - s))) || !domain_ok(at + 1)) {
		free(s);
		return NULL;
	}
	lower = g_utf8_strdown(s, -1);
	free(s);
	s = text_dup(lower);
	g_free(lower);
	return s;
}

char *
address_wire(const char *text)
{
	char *spec = address_spec(text), *domain, *wire = NULL;
	struct buf b = {0};

	if (spec == NULL)
		return NULL;
	domain = g_hostname_to_ascii(strrchr(spec, '@') + 1);
	if (domain != NULL && domain_ok(domain)) {
		buf_add(&b, spec, (size_t)(strrchr(spec, '@') + 1 - spec));
		buf_puts(&b, domain);
		wire = buf_take(&b);
	}
	g_free(domain);
	free(spec);
	if (wire != NULL && g_str_is_ascii(wire) && strlen(wire) <= SPEC_MAX)
		return wire;
	free(wire);
	return NULL;
}

/* At these the part behind the '+' is the person, or the case matters. */
static bool
is_relay(const char *domain)
{
	static const char *const relays[] = {"messaging.yelp.com",
	    "convo.zillow.com", "messages.homeadvisor.com",
	    "txt.voice.google.com", "messages.thumbtack.com",
	    "reply.craigslist.org", "guest.booking.com", "reply.angi.com",
	    "relay.facebookmail.com", "privaterelay.appleid.com"};
	size_t i;

	for (i = 0; i < sizeof(relays) / sizeof(relays[0]); i++)
		if (text_is_nocase(domain, relays[i]))
			return true;
	return false;
}

static char *
normal_domain(const char *domain)
{
	char *ascii, *copy;

	if (text_is(domain, "googlemail.com"))
		return text_dup("gmail.com");
	ascii = g_hostname_to_ascii(domain);
	copy = ascii != NULL && !domain_ok(ascii) ? NULL
	    : text_dup(ascii != NULL ? ascii : domain);
	g_free(ascii);
	return copy;
}

char *
address_mail(const char *text)
{
	struct buf b = {0};
	char *spec, *domain, *at, *plus, *p;

	if ((spec = address_spec(text)) == NULL)
		return NULL;
	at = strrchr(spec, '@');
	if ((domain = normal_domain(at + 1)) == NULL) {
		free(spec);
		return NULL;
	}
	*at = '\0';
	if (!is_relay(domain) && spec[0] != '"') {
		plus = strchr(spec, '+');
		/* what stays is a local part still: "e.+x" is "e" */
		while (plus != NULL && plus > spec && plus[-1] == '.')
			plus--;
		if (plus != NULL && plus != spec)
			*plus = '\0';
		for (p = spec; *p != '\0'; p++)
			if (*p != '.' || !text_is(domain, "gmail.com"))
				buf_putc(&b, *p);
	} else
		buf_puts(&b, spec);
	buf_putc(&b, '@');
	buf_puts(&b, domain);
	free(spec);
	free(domain);
	if (b.len <= SPEC_MAX)
		return buf_take(&b);
	buf_free(&b); /* in ASCII it grew */
	return NULL;
}

bool
address_is_robot(const char *spec)
{
	static const char *const exact[] = {"mailer-daemon", "postmaster",
	    "bounce", "bounces", "nobody", "auto-confirm", "notification",
	    "notifications"};
	static const char *const within[] = {"noreply", "no-reply",
	    "no_reply", "donotreply", "do-not-reply", "do_not_reply",
	    "no.reply", "nicht-antworten", "ne-pas-repondre"};
	char local[LOCAL_MAX + 1];
	size_t i, len;

	if (spec == NULL)
		return false;
	len = strcspn(spec, "@");
	if (len > LOCAL_MAX)
		len = LOCAL_MAX;
	for (i = 0; i < len; i++)
		local[i] = (char)tolower((unsigned char)spec[i]);
	local[len] = '\0';
	for (i = 0; i < sizeof(within) / sizeof(within[0]); i++)
		if (strstr(local, within[i]) != NULL)
			return true;
	local[strcspn(local, "+")] = '\0';
	for (i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
		if (strcmp(local, exact[i]) == 0)
			return true;
	return strncmp(local, "bounce-", 7) == 0 ||
	    strncmp(local, "bounces-", 8) == 0;
}
