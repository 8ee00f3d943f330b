/* Encoded words that would be taken for the ends of addresses. */
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "intake/phrase.h"

/* Length of the encoded word at s, 0: none. */
static size_t
encoded_word(const char *s)
{
	const char *p;
	int marks = 0;

	if (strncmp(s, "=?", 2) != 0)
		return 0;
	for (p = s + 2; *p > ' ' && *p < 0x7f && *p != '"'; p++)
		if (*p == '?' && ++marks == 3)
			return p[1] == '=' ? (size_t)(p + 2 - s) : 0;
	return 0;
}

char *
phrase_guard(const char *raw)
{
	struct buf b = {0};
	bool quoted = false;
	size_t n, i;

	for (; *raw != '\0'; raw++) {
		n = quoted ? 0 : encoded_word(raw);
		for (i = 0; i < n && strchr(":,;<>@()[]", raw[i]) == NULL; i++)
			;
		if (n > 0) {
			buf_puts(&b, i < n ? "\"" : NULL);
			buf_add(&b, raw, n);
			buf_puts(&b, i < n ? "\"" : NULL);
			raw += n - 1;
			continue;
		}
		if (*raw == '\\' && quoted && raw[1] != '\0')
			buf_putc(&b, *raw++);
		else if (*raw == '"')
			quoted = !quoted;
		buf_putc(&b, *raw);
	}
	return buf_take(&b);
}
