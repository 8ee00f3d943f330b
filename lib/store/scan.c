/*
 * The words of a rule. SQLite judges what it means; this only makes sure
 * that it cannot end the parentheses it is put in: no comment, no second
 * statement, no parameter, every quote and parenthesis closed.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "store/scan.h"

#define EXPR_MAX 20000

static int
bad(const char *expr, const char *why, struct lead_error *err)
{
	return lead_fail(err, LEAD_EDATA, "bad expression \"%.200s\": %s",
	    expr, why);
}

/* Length of a quoted token with its quotes, 0 where it is not closed. */
static size_t
quoted(const char *p)
{
	char close = *p == '[' ? ']' : *p;
	size_t i;

	for (i = 1; p[i] != '\0'; i++) {
		if (p[i] != close)
			continue;
		if (close != ']' && p[i + 1] == close)
			i++;
		else
			return i + 1;
	}
	return 0;
}

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (c & 0x80) != 0;
}

static size_t
word(const char *p, struct buf *out)
{
	size_t n = 0, next;

	while (is_word(p[n]))
		n++;
	next = n + strspn(p + n, " \t\r\n");
	if (n == 9 && strncasecmp(p, "returning", 9) == 0) {
		buf_puts(out, "\"returning\"");
	} else if (n == 5 && strncasecmp(p, "field", 5) == 0 &&
	    p[next] == '(') {
		buf_puts(out, "field(id, ");
		return next; /* at the parenthesis, which scan_expr counts */
	} else {
		buf_add(out, p, n);
	}
	return n;
}

int
scan_expr(const char *expr, struct buf *out, struct lead_error *err)
{
	const char *p = expr;
	bool skip;
	size_t n;
	int depth = 0;

	if (strlen(expr) > EXPR_MAX)
		return bad(expr, "too long", err);
	while (*p != '\0') {
		if (is_word(*p)) {
			n = out->len;
			p += word(p, out);
			/* field( is written whole */
			skip = *p == '(' && out->len > n &&
			    out->data[out->len - 1] == ' ';
			if (skip) {
				depth++;
				p++;
			}
			continue;
		}
		if (strchr("'\"`[", *p) != NULL) {
			if ((n = quoted(p)) == 0)
				return bad(expr, "a quote is not closed", err);
			buf_add(out, p, n);
			p += n;
			continue;
		}
		if (strncmp(p, "--", 2) == 0 || strncmp(p, "/*", 2) == 0)
			return bad(expr, "a comment", err);
		if (strchr(";?:@$#", *p) != NULL)
			return bad(expr, "more than one expression", err);
		if (*p == '(')
			depth++;
		else if (*p == ')' && --depth < 0)
			return bad(expr, "a parenthesis too many", err);
		buf_putc(out, *p++);
	}
	if (depth != 0)
		return bad(expr, "a parenthesis is not closed", err);
	return out->failed ? lead_fail(err, LEAD_EAGAIN, "out of memory") : 0;
}
