/*
 * Numbering plans by length and first digit: enough for plainly valid numbers
 * and a fallback for the others. Sources: ITU-T E.164 and E.129, the national
 * plans published there.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/phone.h"

/* code: calling code; trunk: the 0 before national numbers, "" for none;
 * least, most: digits of the national number without it; first: what a
 * plainly valid one begins with, where all of them have one length. */
static const struct country {
	const char *iso, *code, *trunk, *abroad;
	unsigned least, most;
	const char *first;
} countries[] = {
    {"US", "1", "1", "011", 10, 10, "23456789"},
    {"CA", "1", "1", "011", 10, 10, "23456789"},
    {"PR", "1", "1", "011", 10, 10, "23456789"},
    {"GB", "44", "0", "00", 9, 10, NULL},
    {"IE", "353", "0", "00", 7, 9, NULL},
    {"DE", "49", "0", "00", 6, 11, NULL},
    {"AT", "43", "0", "00", 6, 13, NULL},
    {"CH", "41", "0", "00", 9, 9, "234567"},
    {"FR", "33", "0", "00", 9, 9, "1234567"},
    {"BE", "32", "0", "00", 8, 9, NULL},
    {"NL", "31", "0", "00", 9, 9, "1234567"},
    {"LU", "352", "", "00", 6, 11, NULL},
    {"ES", "34", "", "00", 9, 9, "679"},
    {"PT", "351", "", "00", 9, 9, "29"},
    {"IT", "39", "", "00", 6, 11, NULL},
    {"SE", "46", "0", "00", 7, 10, NULL},
    {"NO", "47", "", "00", 8, 8, "2345679"},
    {"DK", "45", "", "00", 8, 8, "23456789"},
    {"FI", "358", "0", "00", 5, 11, NULL},
    {"PL", "48", "", "00", 9, 9, NULL},
    {"CZ", "420", "", "00", 9, 9, "23567"},
    {"MX", "52", "", "00", 10, 10, NULL},
    {"BR", "55", "0", "00", 10, 11, NULL},
    {"AU", "61", "0", "0011", 9, 9, "23478"},
    {"NZ", "64", "0", "00", 8, 10, NULL},
    {"JP", "81", "0", "010", 9, 10, NULL},
    {"IN", "91", "0", "00", 10, 10, "6789"},
    {"ZA", "27", "0", "00", 9, 9, NULL},
};

#define NCOUNTRY (sizeof(countries) / sizeof(countries[0]))

static const struct country *
find_country(const char *iso)
{
	size_t i;

	for (i = 0; i < NCOUNTRY; i++)
		if (text_is_nocase(countries[i].iso, iso ? iso : "US"))
			return &countries[i];
	return NULL;
}

/* The country a full number begins with; NULL: not in the table. */
static const struct country *
code_country(const char *digits)
{
	size_t i;

	for (i = 0; i < NCOUNTRY; i++)
		if (strncmp(digits, countries[i].code,
		    strlen(countries[i].code)) == 0)
			return &countries[i];
	return NULL;
}

static bool
is_nanp(const struct country *c)
{
	return strcmp(c->code, "1") == 0;
}

static bool
one_digit(const char *n)
{
	return strspn(n, (const char[]){n[0], '\0'}) == strlen(n);
}

static enum phone_plan
judge(const struct country *c, const char *n, char number[20])
{
	size_t len = strlen(n);

	/* 999 999 9999 is what people write who give none */
	if (len < c->least || len > c->most || one_digit(n))
		return PLAN_NO;
	if (c->trunk[0] == '0' && n[0] == '0')
		return PLAN_NO;
	/* North America: neither area code nor exchange begins with 0 or 1,
	 * and 211 to 911 are services. */
	if (is_nanp(c) && (n[0] < '2' || n[3] < '2' ||
	    (n[1] == '1' && n[2] == '1')))
		return PLAN_NO;
	snprintf(number, 20, "+%s%s", c->code, n);
	return c->first != NULL && strchr(c->first, n[0]) != NULL ? PLAN_YES
								  : PLAN_MAYBE;
}

static enum phone_plan
international(const char *digits, char number[20], bool *sure)
{
	const struct country *c = code_country(digits);
	size_t len = strlen(digits);
	const char *n;

	if (c == NULL) {
		if (len < 8 || len > 15 || digits[0] == '0' ||
		    one_digit(digits))
			return PLAN_NO;
		snprintf(number, 20, "+%s", digits);
		return PLAN_MAYBE;
	}
	*sure = is_nanp(c);
	n = digits + strlen(c->code);
	/* "+44 (0)20 …" keeps the 0 that is only dialled at home; Mexican
	 * mobiles had a 1 there until 2019. */
	if ((c->trunk[0] == '0' && n[0] == '0') ||
	    (strcmp(c->iso, "MX") == 0 && n[0] == '1' &&
	    strlen(n) == c->most + 1))
		n++;
	return judge(c, n, number);
}

static enum phone_plan
national(const char *digits, const struct country *c, char number[20])
{
	size_t trunk = strlen(c->trunk), code = strlen(c->code);
	const char *n = digits;
	enum phone_plan plan;

	if (trunk > 0 && strncmp(n, c->trunk, trunk) == 0)
		n += trunk;
	if ((plan = judge(c, n, number)) != PLAN_NO)
		return plan;
	/* 44 20 7946 0123 as some forms write it, the plus lost */
	if (strncmp(digits, c->code, code) == 0)
		return judge(c, digits + code, number);
	return PLAN_NO;
}

unsigned
phone_plan_most(const char *country)
{
	const struct country *c = find_country(country);

	return c != NULL ? c->most : 0;
}

const char *
phone_plan_abroad(const char *digits, const char *country)
{
	const struct country *c = find_country(country);
	size_t len;

	if (c != NULL && (len = strlen(c->abroad)) > 0 &&
	    strncmp(digits, c->abroad, len) == 0 && strlen(digits) > c->most)
		return digits + len;
	return strncmp(digits, "00", 2) == 0 ? digits + 2 : NULL;
}

enum phone_plan
phone_plan(const char *digits, bool plus, const char *country,
    char number[20], bool *sure)
{
	const struct country *c = find_country(country);

	*sure = false;
	if (plus)
		return international(digits, number, sure);
	if (c == NULL)
		return PLAN_NO;
	*sure = is_nanp(c);
	return national(digits, c, number);
}
