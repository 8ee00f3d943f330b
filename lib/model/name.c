/* Names of people out of display names. Knows no address beyond its '@'. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/buf.h"
#include "base/text.h"
#include "model/address.h"

#define NAME_MAX_BYTES 200

static void
strip_quotes(char *s)
{
	size_t len = strlen(s);

	while (len >= 2 && ((s[0] == '"' && s[len - 1] == '"') ||
	    (s[0] == '\'' && s[len - 1] == '\''))) {
		memmove(s, s + 1, len - 2);
		len -= 2;
		s[len] = '\0';
	}
}

/* "Reyes, Dana": one comma, no company or title behind it. */
static char *
turn(const char *s)
{
	static const char *const after[] = {"inc", "inc.", "llc", "ltd",
	    "ltd.", "gmbh", "jr", "jr.", "sr", "sr.", "md", "m.d.", "phd",
	    "ph.d.", "dds", "esq", "esq.", "cpa", "ii", "iii", "co", "co.",
	    "corp", "corp.", "s.a.", "sl", "s.l.", "ag"};
	struct buf b = {0};
	const char *comma = strchr(s, ','), *first;
	size_t i;

	if (comma == NULL || strchr(comma + 1, ',') != NULL)
		return text_dup(s);
	for (first = comma + 1; *first == ' '; first++)
		;
	for (i = 0; i < sizeof(after) / sizeof(after[0]); i++)
		if (text_is_nocase(first, after[i]))
			return text_dup(s);
	buf_puts(&b, first);
	if (b.len > 0)
		buf_putc(&b, ' ');
	buf_add(&b, s, (size_t)(comma - s));
	return buf_take(&b);
}

static bool
all_capitals(const char *s)
{
	const char *p;
	gunichar c;
	int letters = 0;
	bool blank = false;

	for (p = s; *p != '\0'; p = g_utf8_next_char(p)) {
		c = g_utf8_get_char(p);
		if (g_unichar_islower(c) || g_unichar_isdigit(c))
			return false;
		blank |= c == ' ';
		letters += g_unichar_isupper(c);
	}
	return blank && letters > 3;
}

/* "von der" in ANNA VON DER TANN. */
static bool
is_particle(const char *s)
{
	static const char *const words[] = {"von", "van", "der", "den", "de",
	    "del", "la", "du", "di", "da", "dos", "zu", "zur", "y", "und"};
	size_t n = strcspn(s, " "), i;

	for (i = 0; s[n] == ' ' && i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n &&
		    g_ascii_strncasecmp(words[i], s, n) == 0)
			return true;
	return false;
}

static char *
title(const char *s)
{
	struct buf b = {0};
	char u[6];
	const char *p;
	gunichar c;
	bool start = true;

	for (p = s; *p != '\0'; p = g_utf8_next_char(p)) {
		c = g_utf8_get_char(p);
		if (start && p > s && p[-1] == ' ' && is_particle(p))
			start = false;
		c = start ? c : g_unichar_tolower(c);
		buf_add(&b, u, (size_t)g_unichar_to_utf8(c, u));
		start = !g_unichar_isalpha(c);
	}
	return buf_take(&b);
}

/* Does a word of it say so: "Acme Ltd", "Muster GmbH & Co. KG". */
static bool
is_firm(const char *s, size_t len)
{
	static const char *const forms[] = {"ltd", "limited", "inc", "llc",
	    "llp", "plc", "corp", "company", "gmbh", "ag", "kg", "ug", "ohg",
	    "sarl", "sas", "sa", "sl", "slu", "srl", "bv", "nv", "ab", "oy",
	    "pty"};
	char word[16];
	size_t i, k, n = 0;

	for (i = 0; i <= len; i++) {
		if (i < len && s[i] == '.')
			continue;
		if (i < len && s[i] != ' ' && s[i] != ',') {
			if (n < sizeof(word) - 1)
				word[n++] = s[i];
			continue;
		}
		word[n] = '\0';
		for (k = 0; n > 0 && k < sizeof(forms) / sizeof(forms[0]); k++)
			if (text_is_nocase(word, forms[k]))
				return true;
		n = 0;
	}
	return false;
}

int
address_company(const char *display, char **person, char **company)
{
	const char *at, *end = NULL, *second;
	size_t first, n;
	bool a, b;

	*person = *company = NULL;
	if (display == NULL)
		return 0;
	if ((at = strstr(display, " | ")) != NULL) {
		second = at + 3;
		end = second + strlen(second);
	} else if ((at = strstr(display, " (")) != NULL &&
	    display[strlen(display) - 1] == ')') {
		second = at + 2;
		end = display + strlen(display) - 1;
	} else
		return 0;
	first = (size_t)(at - display);
	n = (size_t)(end - second);
	a = is_firm(display, first);
	b = is_firm(second, n);
	if (first == 0 || n == 0 || a == b)
		return 0;
	*person = a ? strndup(second, n) : strndup(display, first);
	*company = a ? strndup(display, first) : strndup(second, n);
	if (*person != NULL && *company != NULL)
		return 1;
	free(*person);
	free(*company);
	*person = *company = NULL;
	return -1;
}

/* What stands before a mailbox that several people read. */
static bool
is_role(const char *s)
{
	static const char *const words[] = {"info", "infos", "information",
	    "sales", "sales team", "office", "contact", "contact us",
	    "kontakt", "contacto", "contatti", "support", "admin",
	    "administrator", "administration", "hello", "hi", "team",
	    "the team", "mail", "email", "service", "customer service",
	    "enquiries", "inquiries", "enquiry", "inquiry", "reception",
	    "bookings", "booking", "reservations", "accounts", "accounting",
	    "billing", "marketing", "help", "helpdesk", "webmaster",
	    "postmaster", "noreply", "no reply", "no-reply", "verkauf",
	    "vertrieb", "buchhaltung", "sekretariat", "empfang", "ventas",
	    "administracion", "recepcion", "accueil", "commercial",
	    "secretariat", "vendite", "vendas", "verkoop", "website",
	    "customer", "kunde", "cliente", "client", "me", "user", "guest",
	    "unknown", "n/a", "none", "anonymous"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is_nocase(s, words[i]))
			return true;
	return false;
}

char *
address_name(const char *display)
{
	char *clean, *folded, *turned, *titled;

	if (display == NULL ||
	    (clean = text_utf8(display, strlen(display))) == NULL)
		return NULL;
	folded = text_fold_space(clean);
	free(clean);
	if (folded == NULL)
		return NULL;
	strip_quotes(folded);
	if (folded[0] == '\0' || strchr(folded, '@') != NULL ||
	    is_role(folded) ||
	    strlen(folded) > NAME_MAX_BYTES ||
	    strpbrk(folded, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
		"uvwxyz\x80\xc3\xc4\xc5\xce\xd0\xd1\xd7\xd8\xd9\xe3\xe4\xe5"
		"\xe6\xe7\xe8\xe9\xea\xeb\xec\xed") == NULL) {
		free(folded);
		return NULL;
	}
	turned = turn(folded);
	free(folded);
	if (turned == NULL || !all_capitals(turned))
		return turned;
	titled = title(turned);
	free(turned);
	return titled;
}

char *
address_first_name(const char *name)
{
	static const char *const titles[] = {"mr", "mrs", "ms", "miss", "dr",
	    "prof", "herr", "frau", "sr", "sra", "mme", "m", "the", "team",
	    "sir", "rev"};
	const char *p;
	size_t len, i;
	char word[64];
	gunichar c;

	if (name == NULL || !g_utf8_validate(name, -1, NULL))
		return NULL;
	len = strcspn(name, " ");
	/* One word may be a surname or a firm; more than four a sentence. */
	if (name[len] == '\0' || is_firm(name, strlen(name)) || len < 2 || len >= sizeof(word) ||
	    strchr(name, '@') != NULL || strpbrk(name, "0123456789&,/|") != NULL)
		return NULL;
	memcpy(word, name, len);
	word[len] = '\0';
	if (word[len - 1] == '.')
		return NULL;
	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (text_is_nocase(word, titles[i]))
			return NULL;
	for (p = word, i = 0; *p != '\0'; p = g_utf8_next_char(p), i++) {
		c = g_utf8_get_char(p);
		if (!g_unichar_isalpha(c) && c != '-' && c != '\'' &&
		    c != 0x2019)
			return NULL;
		/* Names in Han or kana come surname first. */
		if (c >= 0x2e80 && c < 0xfb00)
			return NULL;
		if (i == 0 && !g_unichar_isupper(c))
			return NULL;
	}
	return text_dup(word);
}
