#define _GNU_SOURCE /* strcasestr */
/* Small helpers on UTF-8 strings. Knows nothing of what the words mean. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

char *
text_dup(const char *s)
{
	return s == NULL ? NULL : strdup(s);
}

char *
text_trim(const char *s)
{
	size_t len;

	if (s == NULL)
		return NULL;
	while (is_space(*s))
		s++;
	len = strlen(s);
	while (len > 0 && is_space(s[len - 1]))
		len--;
	return strndup(s, len);
}

/* Blanks of one byte, and the no-break space that mail is full of. */
static size_t
space_at(const char *s)
{
	if (is_space(*s))
		return 1;
	return strncmp(s, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

/* Nothing in it that text_fold_space would change: most text is like this. */
static bool
is_folded(const char *s)
{
	const char *p;

	for (p = s; *p != '\0'; p++)
		if (is_space(*p) && (*p != ' ' || p == s || p[1] == ' ' ||
		    p[1] == '\0'))
			return false;
		else if (*p == '\xc2')
			return false;
	return true;
}

char *
text_fold_space(const char *s)
{
	struct buf b = {0};
	size_t n;
	bool gap = false;

	if (s == NULL)
		return NULL;
	if (is_folded(s))
		return strdup(s);
	while (*s != '\0') {
		if ((n = space_at(s)) > 0) {
			gap = b.len > 0;
			s += n;
			continue;
		}
		if (gap)
			buf_putc(&b, ' ');
		gap = false;
		buf_putc(&b, *s++);
	}
	return buf_take(&b);
}

bool
text_empty(const char *s)
{
	if (s == NULL)
		return true;
	while (is_space(*s))
		s++;
	return *s == '\0';
}

bool
text_is(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

/* strcasecmp follows the locale: addresses and header names must not. */
bool
text_is_nocase(const char *a, const char *b)
{
	unsigned char x, y;

	if (a == NULL || b == NULL)
		return a == b;
	do {
		x = (unsigned char)*a++;
		y = (unsigned char)*b++;
		if (x >= 'A' && x <= 'Z')
			x += 'a' - 'A';
		if (y >= 'A' && y <= 'Z')
			y += 'a' - 'A';
		if (x != y)
			return false;
	} while (x != '\0');
	return true;
}

bool
text_has(const char *s, const char *word)
{
	return s != NULL && strcasestr(s, word) != NULL;
}

/* Length of the well-formed sequence at s (RFC 3629) and its value; 0: bad. */
static size_t
decode(const unsigned char *s, size_t len, unsigned long *out)
{
	static const unsigned long least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned long c = s[0];
	size_t n, i;

	if (c < 0x80) {
		*out = c;
		return 1;
	}
	if (c >= 0xc2 && c <= 0xdf)
		n = 2, c &= 0x1f;
	else if (c >= 0xe0 && c <= 0xef)
		n = 3, c &= 0x0f;
	else if (c >= 0xf0 && c <= 0xf4)
		n = 4, c &= 0x07;
	else
		return 0;
	if (n > len)
		return 0;
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*out = c;
	return n;
}

char *
text_utf8(const char *data, size_t len)
{
	struct buf b = {0};
	const unsigned char *s = (const unsigned char *)data;
	unsigned long c;
	size_t i, n;

	if (data == NULL)
		return NULL;
	for (i = 0; i < len && data[i] >= ' ' && data[i] < 0x7f; i++)
		;
	if (i == len)
		return strndup(data, len);
	for (i = 0; i < len; i += n) {
		if ((n = decode(s + i, len - i, &c)) == 0) {
			buf_puts(&b, "\xef\xbf\xbd");
			n = 1;
		} else if (c == '\r')
			continue;
		else if ((c < ' ' && c != '\t' && c != '\n') || c == 0x7f ||
		    (c >= 0x80 && c < 0xa0))
			buf_putc(&b, ' ');
		else
			buf_add(&b, data + i, n);
	}
	return buf_take(&b);
}

/* wcwidth(3) knows only ASCII in the C locale, and cron runs in that. */
static size_t
columns(unsigned long c)
{
	static const struct {
		unsigned long from, to;
		size_t width;
	} range[] = {
	    {0x00ad, 0x00ad, 0}, {0x0300, 0x036f, 0}, {0x0483, 0x0489, 0},
	    {0x0591, 0x05bd, 0}, {0x064b, 0x065f, 0}, {0x0e31, 0x0e31, 0},
	    {0x0e34, 0x0e3a, 0}, {0x1100, 0x115f, 2}, {0x1ab0, 0x1aff, 0},
	    {0x1dc0, 0x1dff, 0}, {0x200b, 0x200f, 0}, {0x202a, 0x202e, 0},
	    {0x2060, 0x206f, 0}, {0x20d0, 0x20ff, 0}, {0x2e80, 0x303e, 2},
	    {0x3041, 0xa4cf, 2}, {0xac00, 0xd7a3, 2}, {0xf900, 0xfaff, 2},
	    {0xfe00, 0xfe0f, 0}, {0xfe20, 0xfe2f, 0}, {0xfe30, 0xfe6f, 2},
	    {0xfeff, 0xfeff, 0}, {0xff00, 0xff60, 2}, {0xffe0, 0xffe6, 2},
	    {0x1f300, 0x1f64f, 2}, {0x1f680, 0x1f6ff, 2},
	    {0x1f900, 0x1f9ff, 2}, {0x20000, 0x3fffd, 2},
	};
	size_t i;

	if (c < ' ' || (c >= 0x7f && c < 0xa0))
		return 0;
	for (i = 0; i < sizeof(range) / sizeof(range[0]); i++)
		if (c >= range[i].from && c <= range[i].to)
			return range[i].width;
	return 1;
}

size_t
text_width(const char *s)
{
	unsigned long c;
	size_t n, len, width = 0;

	if (s == NULL)
		return 0;
	for (len = strlen(s); len > 0; s += n, len -= n) {
		if ((n = decode((const unsigned char *)s, len, &c)) == 0) {
			n = 1;
			width++;
		} else
			width += columns(c);
	}
	return width;
}

int
text_set(char **dst, const char *src)
{
	char *copy = text_dup(src);

	if (src != NULL && copy == NULL)
		return -1;
	free(*dst);
	*dst = copy;
	return 0;
}

void
text_cut(char *s, size_t max)
{
	if (strlen(s) <= max)
		return;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	s[max] = '\0';
}
