/* Phone numbers as people write them, and who judges them: see phone.h. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <glib.h>

#include "base/lazy_phone.h"
#include "base/text.h"
#include "model/address.h"
#include "model/phone.h"

#define PHONE_TEXT_MAX 100
#define DIGITS_MAX 24

static const char rules[] = "simple rules", library[] = "libphonenumber";

/* Behind word, past what joins it to a number; NULL: no digit there. */
static const char *
digit_behind(const char *s)
{
	while (*s == ' ' || *s == ':' || *s == '.' || *s == '=' || *s == '-')
		s++;
	return isdigit((unsigned char)*s) ? s : NULL;
}

/* Where an extension begins, NULL: none. *digits: its first digit. */
static const char *
find_ext(const char *s, const char **digits)
{
	static const char *const words[] = {";ext=", "extension",
	    "extensi\xc3\xb3n", "ext", "xtn", "x", "#", "durchwahl",
	    "nebenstelle", "apparat", "app.", "dw", "poste", "interno",
	    "int.", "anexo", "ramal", "toestel", "doorkies", "wew.", ",,"};
	const char *p;
	size_t i;

	for (p = s; *p != '\0'; p++) {
		/* the x of a word is none */
		if (p == s || (isalpha((unsigned char)*p) &&
		    isalpha((unsigned char)p[-1])))
			continue;
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strncasecmp(p, words[i], strlen(words[i])) == 0 &&
			    (*digits = digit_behind(p + strlen(words[i]))) !=
				NULL)
				return p;
	}
	return NULL;
}

/* The key of a telephone that has the letter (ITU-T E.161). */
static char
key(char letter)
{
	static const char keys[] = "22233344455566677778889999";

	return keys[toupper((unsigned char)letter) - 'A'];
}

/* 1-800-FLOWERS: letters behind at least the digits of an area code, enough
 * of them for a number; what is dialled beyond it is not listened to. */
static bool
vanity(const char *s, const char *end, char out[DIGITS_MAX])
{
	size_t n = 0, digits = 0, letters = 0, most = 10;

	for (; s < end; s++) {
		if (isalpha((unsigned char)*s)) {
			if (digits < 3)
				return false;
			letters++;
		} else if (isdigit((unsigned char)*s))
			digits++;
		else if (strchr(" -.()+", *s) == NULL)
			return false;
		else
			continue;
		if (n == 0 && *s == '1')
			most = 11;
		if (n < most)
			out[n++] = isdigit((unsigned char)*s) ? *s : key(*s);
	}
	out[n] = '\0';
	return letters >= 3 && letters <= 10 && n >= 10;
}

/* The digits of [s, end), of any script; false where something is no part of
 * a number. */
static bool
gather(const char *s, const char *end, char out[DIGITS_MAX])
{
	size_t n = 0;
	gunichar c;

	for (; s < end; s = g_utf8_next_char(s)) {
		c = g_utf8_get_char(s);
		if (g_unichar_isdigit(c)) {
			if (n + 1 >= DIGITS_MAX)
				return false;
			out[n++] = (char)('0' + g_unichar_digit_value(c));
		} else if (g_unichar_isalpha(c) || (c < 0x80 &&
		    strchr(" \t()-./+\n;,'\"", (int)c) == NULL))
			return false;
	}
	out[n] = '\0';
	return n > 0;
}

/* The text without what no number has: quotes and a URI's scheme before it. */
static const char *
begin(const char *s)
{
	static const char *const scheme[] = {
	    "tel:", "whatsapp:", "callto:", "sms:"};
	size_t i;

	while (*s == ' ' || *s == '\t' || *s == '\'' || *s == '"')
		s++;
	for (i = 0; i < sizeof(scheme) / sizeof(scheme[0]); i++)
		if (strncasecmp(s, scheme[i], strlen(scheme[i])) == 0)
			return s + strlen(scheme[i]);
	return s;
}

/* Where the table is asked first it says the same of the normal form. */
static bool
agreed(const char *number)
{
	char same[20] = "";
	bool sure;
	enum phone_plan plan = phone_plan(number + 1, true, NULL, same, &sure);

	return plan == PLAN_YES || sure ? text_is(same, number) : true;
}

static enum phone_verdict
ask(const char *digits, bool plus, const char *country, struct phone *p)
{
	char text[DIGITS_MAX + 1], region[3] = "US", again[20] = "";
	size_t i;
	int rc;

	for (i = 0; country != NULL && i < 2 && country[i] != '\0'; i++)
		region[i] = (char)toupper((unsigned char)country[i]);
	snprintf(text, sizeof(text), "%s%s", plus ? "+" : "", digits);
	rc = lazy_phone()(text, region, p->number, sizeof(p->number));
	for (i = 0; rc > 0; i++) {
		int now = lazy_phone()(
		    p->number, region, again, sizeof(again));

		if (now == rc && text_is(again, p->number))
			return !agreed(again) ? PHONE_NONE
			    : rc == 2 ? PHONE_GOOD : PHONE_DOUBT;
		/* Mexico's old 1 goes in a second reading; a guess of one
		 * zero too many would be guessed at for ever */
		rc = rc == 2 && i < 3 ? now : 0;
		memcpy(p->number, again, sizeof(again));
	}
	return PHONE_NONE;
}

static enum phone_verdict
judge(const char *digits, bool plus, const char *country, struct phone *p)
{
	struct lead_error err;
	bool sure;
	enum phone_plan plan =
	    phone_plan(digits, plus, country, p->number, &sure);

	p->judge = rules;
	if (plan == PLAN_YES || sure || lazy_phone_open(&err) == -1)
		return plan == PLAN_NO ? PHONE_NONE : PHONE_GOOD;
	p->judge = library;
	return ask(digits, plus, country, p);
}

enum phone_verdict
phone_read(const char *text, const char *country, struct phone *p)
{
	const char *s, *end, *extension = NULL, *abroad;
	char digits[DIGITS_MAX];
	bool plus;

	*p = (struct phone){.judge = rules};
	if (text == NULL || strlen(text) > PHONE_TEXT_MAX ||
	    !g_utf8_validate(text, -1, NULL))
		return PHONE_NONE;
	s = begin(text);
	if ((end = find_ext(s, &extension)) == NULL)
		end = s + strlen(s);
	if (!gather(s, end, digits) &&
	    (phone_plan_most(country) != 10 || !vanity(s, end, digits)))
		return PHONE_NONE;
	s += strspn(s, " (");
	plus = *s == '+' || strncmp(s, "\xef\xbc\x8b", 3) == 0;
	abroad = plus ? NULL : phone_plan_abroad(digits, country);
	p->verdict = judge(abroad != NULL ? abroad : digits,
	    plus || abroad != NULL, country, p);
	if (p->verdict == PHONE_NONE)
		p->number[0] = '\0';
	else if (extension != NULL)
		snprintf(p->ext, sizeof(p->ext), "%.*s",
		    (int)strspn(extension, "0123456789"), extension);
	return p->verdict;
}

char *
address_phone(const char *text, const char *country, char **ext)
{
	struct phone p;

	if (ext != NULL)
		*ext = NULL;
	if (phone_read(text, country, &p) == PHONE_NONE)
		return NULL;
	if (ext != NULL && p.ext[0] != '\0')
		*ext = text_dup(p.ext);
	return text_dup(p.number);
}
