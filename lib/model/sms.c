/*
 * The two alphabets of a text message and the parts a long one is cut into.
 * What a phone bill counts is these parts.
 */
#include <stdint.h>
#include <string.h>

#include "model/sms.h"

enum { SEPTETS = 160, SEPTETS_PART = 153, UNITS = 70, UNITS_PART = 67 };

/* The default alphabet beyond ASCII, and what takes an escape (two septets):
 * TS 23.038 6.2.1 and 6.2.1.1. */
static const uint32_t plain[] = {0xa3, 0xa5, 0xe8, 0xe9, 0xf9, 0xec, 0xf2,
    0xc7, 0xd8, 0xf8, 0xc5, 0xe5, 0x394, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0,
    0x3a8, 0x3a3, 0x398, 0x39e, 0xc6, 0xe6, 0xdf, 0xc9, 0xa4, 0xa1, 0xc4,
    0xd6, 0xd1, 0xdc, 0xa7, 0xbf, 0xe4, 0xf6, 0xf1, 0xfc, 0xe0};

/* The next character; bad bytes count as themselves. */
static uint32_t
next(const unsigned char **p, const unsigned char *end)
{
	uint32_t c = *(*p)++;
	int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;

	if (more > 0)
		c &= 0x3fu >> more;
	while (more-- > 0 && *p < end && (**p & 0xc0) == 0x80)
		c = c << 6 | (*(*p)++ & 0x3f);
	return c;
}

/* Septets of a character, 0: not in the alphabet. */
static int
septets(uint32_t c)
{
	size_t i;

	if (c == 0x20ac || (c < 0x80 && c != 0 &&
	    strchr("^{}\\[~]|\f", (int)c) != NULL))
		return 2;
	if (c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7f && c != '`'))
		return 1;
	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (plain[i] == c)
			return 1;
	return 0;
}

/* Parts of at most max units, no character cut in two. */
static int
parts(const char *text, size_t len, bool unicode, int max)
{
	const unsigned char *p = (const unsigned char *)text, *end = p + len;
	int n = 1, used = 0, width;
	uint32_t c;

	while (p < end) {
		c = next(&p, end);
		width = unicode ? 1 + (c > 0xffff) : septets(c);
		if (used + width > max) {
			n++;
			used = 0;
		}
		used += width;
	}
	return n;
}

int
sms_segments(const char *text, size_t len, bool *unicode)
{
	const unsigned char *p = (const unsigned char *)text, *end = p + len;
	bool wide = false;

	while (p < end)
		if (septets(next(&p, end)) == 0)
			wide = true;
	if (unicode != NULL)
		*unicode = wide;
	if (len == 0)
		return 0;
	if (parts(text, len, wide, wide ? UNITS : SEPTETS) == 1)
		return 1;
	return parts(text, len, wide, wide ? UNITS_PART : SEPTETS_PART);
}
