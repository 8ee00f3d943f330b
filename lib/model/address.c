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
#define PHONE_TEXT_MAX 100

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

/* Letters of any script, but no control, blank or direction mark. */
static bool
visible(const char *s)
{
	if (!g_utf8_validate(s, -1, NULL))
		return false;
	for (; *s != '\0'; s = g_utf8_next_char(s))
		if (!g_unichar_isgraph(g_utf8_get_char(s)))
			return false;
	return true;
}

char *
address_spec(const char *text)
{
	char *s, *at, *lower;

	if (text == NULL || (s = text_trim(text)) == NULL)
		return NULL;
	at = strrchr(s, '@');
	if (strlen(s) > SPEC_MAX || at == NULL ||
	    !visible(s) ||
	    !local_ok(s, (size_t)(at - s)) || !domain_ok(at + 1)) {
		free(s);
		return NULL;
	}
	lower = g_utf8_strdown(s, -1);
	free(s);
	s = text_dup(lower);
	g_free(lower);
	return s;
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
	copy = text_dup(ascii != NULL ? ascii : domain);
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
	if (!is_relay(domain)) {
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
	return buf_take(&b);
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

/* code: calling code; trunk: the 0 before national numbers, "" for none;
 * least, most: digits of the national number without it. */
static const struct country {
	const char *iso, *code, *trunk, *abroad;
	size_t least, most;
} countries[] = {
    {"US", "1", "1", "011", 10, 10},
    {"CA", "1", "1", "011", 10, 10},
    {"GB", "44", "0", "00", 9, 10},
    {"IE", "353", "0", "00", 7, 9},
    {"DE", "49", "0", "00", 6, 11},
    {"AT", "43", "0", "00", 6, 13},
    {"CH", "41", "0", "00", 9, 9},
    {"FR", "33", "0", "00", 9, 9},
    {"BE", "32", "0", "00", 8, 9},
    {"NL", "31", "0", "00", 9, 9},
    {"LU", "352", "", "00", 6, 11},
    {"ES", "34", "", "00", 9, 9},
    {"PT", "351", "", "00", 9, 9},
    {"IT", "39", "", "00", 6, 11},
    {"SE", "46", "0", "00", 7, 10},
    {"NO", "47", "", "00", 8, 8},
    {"DK", "45", "", "00", 8, 8},
    {"FI", "358", "0", "00", 5, 11},
    {"PL", "48", "", "00", 9, 9},
    {"CZ", "420", "", "00", 9, 9},
    {"MX", "52", "", "00", 10, 10},
    {"BR", "55", "0", "00", 10, 11},
    {"AU", "61", "0", "0011", 9, 9},
    {"NZ", "64", "0", "00", 8, 10},
    {"JP", "81", "0", "010", 9, 10},
    {"IN", "91", "0", "00", 10, 10},
    {"ZA", "27", "0", "00", 9, 9},
};

static const struct country *
find_country(const char *iso)
{
	size_t i;

	for (i = 0; iso != NULL && i < sizeof(countries) / sizeof(countries[0]);
	    i++)
		if (text_is_nocase(countries[i].iso, iso))
			return &countries[i];
	return iso == NULL ? &countries[0] : NULL;
}

/* The country a full number begins with; NULL: not in the table. */
static const struct country *
code_country(const char *digits)
{
	size_t i;

	for (i = 0; i < sizeof(countries) / sizeof(countries[0]); i++)
		if (strncmp(digits, countries[i].code,
		    strlen(countries[i].code)) == 0)
			return &countries[i];
	return NULL;
}

static bool
national_ok(const struct country *c, const char *n)
{
	size_t len = strlen(n);

	if (len < c->least || len > c->most)
		return false;
	/* North America: neither area code nor exchange begins with 0 or 1. */
	return strcmp(c->code, "1") != 0 ||
	    (n[0] >= '2' && n[3] >= '2');
}

static char *
plus(const char *code, const char *digits)
{
	struct buf b = {0};

	buf_putc(&b, '+');
	buf_puts(&b, code);
	buf_puts(&b, digits);
	return buf_take(&b);
}

static char *
international(const char *digits)
{
	const struct country *c = code_country(digits);
	size_t len = strlen(digits);

	if (c != NULL) {
		const char *n = digits + strlen(c->code);

		/* "+44 (0)20 …" keeps the 0 that is only dialled at home. */
		if (c->trunk[0] == '0' && n[0] == '0')
			n++;
		return national_ok(c, n) ? plus(c->code, n) : NULL;
	}
	if (len < 8 || len > 15 || digits[0] == '0')
		return NULL;
	return plus("", digits);
}

static char *
national(const char *digits, const struct country *c)
{
	const char *n = digits;
	size_t trunk = strlen(c->trunk);

	if (strncmp(digits, c->abroad, strlen(c->abroad)) == 0 &&
	    strlen(digits) > c->most)
		return international(digits + strlen(c->abroad));
	if (strncmp(digits, "00", 2) == 0)
		return international(digits + 2);
	if (trunk > 0 && strncmp(n, c->trunk, trunk) == 0)
		n += trunk;
	if (national_ok(c, n))
		return plus(c->code, n);
	/* 44 20 7946 0123 as some forms write it, the plus lost */
	if (strncmp(digits, c->code, strlen(c->code)) == 0 &&
	    national_ok(c, digits + strlen(c->code)))
		return plus(c->code, digits + strlen(c->code));
	return NULL;
}

/* Where an extension begins, NULL: none. *digits: its first digit. */
static const char *
find_ext(const char *s, const char **digits)
{
	static const char *const words[] = {
	    "extension", "ext.", "ext", "poste", "x", "#", ";ext="};
	const char *p, *q;
	size_t i;

	for (p = s; *p != '\0'; p++)
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			if (strncasecmp(p, words[i], strlen(words[i])) != 0)
				continue;
			q = p + strlen(words[i]);
			while (*q == ' ' || *q == ':' || *q == '.' || *q == '=')
				q++;
			if (p > s && isdigit((unsigned char)*q)) {
				*digits = q;
				return p;
			}
		}
	return NULL;
}

/* The digits of [s, end); false where something is no part of a number. */
static bool
gather(const char *s, const char *end, char *out, size_t size)
{
	size_t n = 0;

	for (; s < end; s++) {
		if (isdigit((unsigned char)*s)) {
			if (n + 1 >= size)
				return false;
			out[n++] = *s;
		} else if (isalpha((unsigned char)*s))
			return false;
		else if (strchr(" \t()-./+\n;,'\"", *s) == NULL &&
		    !((unsigned char)*s & 0x80))
			return false;
	}
	out[n] = '\0';
	return n > 0;
}

char *
address_phone(const char *text, const char *country, char **ext)
{
	const struct country *c = find_country(country);
	char digits[24], *number;
	const char *s = text, *end, *extension = NULL;
	size_t len;

	if (ext != NULL)
		*ext = NULL;
	if (text == NULL || strlen(text) > PHONE_TEXT_MAX)
		return NULL;
	if (c == NULL)
		c = &countries[0];
	while (*s == ' ' || *s == '\t' || *s == '\'' || *s == '"')
		s++;
	if (strncasecmp(s, "tel:", 4) == 0)
		s += 4;
	else if (strncasecmp(s, "whatsapp:", 9) == 0)
		s += 9;
	if ((end = find_ext(s, &extension)) == NULL)
		end = s + strlen(s);
	if (!gather(s, end, digits, sizeof(digits)))
		return NULL;
	s += strspn(s, " (");
	number = *s == '+' ? international(digits) : national(digits, c);
	if (number != NULL && ext != NULL && extension != NULL) {
		len = strspn(extension, "0123456789");
		*ext = strndup(extension, len > 10 ? 10 : len);
	}
	return number;
}
