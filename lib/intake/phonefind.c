/* The first phone number in running text. Knows no mail. */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/phonefind.h"
#include "model/phone.h"

#define SPELLED_MAX 32

/* "24.11.2026 10" and "2026-11-24" are made of a number's characters. */
static bool
is_date(const char *s, size_t n)
{
	size_t a = strspn(s, "0123456789"), b, c;

	if (a == 0 || a > 4 || a >= n || strchr("./-", s[a]) == NULL)
		return false;
	b = strspn(s + a + 1, "0123456789");
	if (b == 0 || b > 2 || s[a + 1 + b] != s[a])
		return false;
	c = strspn(s + a + 2 + b, "0123456789");
	return (a == 4 && c > 0 && c <= 2) ||
	    (a <= 2 && (c == 2 || c == 4));
}

static char *
number_at(const char *s, size_t n, const char *country, const char *ours)
{
	char *spelled = strndup(s, n);
	struct phone p;

	if (spelled == NULL)
		return NULL;
	/* nobody said it is one: only what is sure */
	if (phone_read(spelled, country, &p) == PHONE_GOOD &&
	    !text_is(p.number, ours))
		return spelled;
	free(spelled);
	return NULL;
}

char *
phonefind(const char *text, size_t len, const char *country, const char *ours)
{
	const char *s, *end = text + len;
	char *found;
	size_t n;

	for (s = text; s < end && *s != '\0'; s++) {
		if (!isdigit((unsigned char)*s) && *s != '+' && *s != '(')
			continue;
		n = strspn(s, "0123456789 ()-.+/\t");
		if (n > (size_t)(end - s))
			n = (size_t)(end - s);
		if (n >= 9 && n < SPELLED_MAX && !is_date(s, n) &&
		    (s == text || !isalnum((unsigned char)s[-1])) &&
		    (s + n == end || !isalpha((unsigned char)s[n]) ||
		    s[n - 1] == ' ') &&
		    (found = number_at(s, n, country, ours)) != NULL)
			return found;
		s += n - 1;
	}
	return NULL;
}
