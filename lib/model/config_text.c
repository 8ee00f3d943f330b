/*
 * The text of leads.conf before libconfuse sees it. libconfuse 3.3 counts
 * the line of a comment more than once, puts the environment in for ${NAME}
 * in double quotes and loses single backslashes there, all in silence. It
 * keeps no line of a section either: that is written into it as ".line".
 */
#include <ctype.h>
#include <string.h>

#include "model/config_internal.h"

/* A comment at p: bytes of it, else 0. "//" only begins one where a word
 * would begin: http://x is a word. */
static size_t
comment(const char *text, const char *p)
{
	const char *end;

	if (*p == '#')
		return strcspn(p, "\n");
	if (*p != '/' || (p > text && !isspace((unsigned char)p[-1]) &&
	    strchr("\"'={}()+,", p[-1]) == NULL))
		return 0;
	if (p[1] == '/')
		return strcspn(p, "\n");
	if (p[1] != '*')
		return 0;
	end = strstr(p + 2, "*/");
	return end == NULL ? 0 : (size_t)(end + 2 - p);
}

static void
warn_backslash(struct config_reader *r, int line, int *warned)
{
	if (*warned != line)
		config_section_warn(r, line, "a single backslash in double "
		    "quotes is lost: write it twice, or use single quotes");
	*warned = line;
}

/* A brace opens a section unless it begins a list's values. */
static bool
begins_section(const struct buf *before)
{
	size_t n = before->len;

	while (n > 0 && isspace((unsigned char)before->data[n - 1]))
		n--;
	return n > 0 && before->data[n - 1] != '=';
}

char *
config_text_clean(struct config_reader *r, const char *text, int *open)
{
	struct buf out = {0};
	int line = 1, warned = 0, depth = 0;
	bool section;
	char quote = '\0';
	const char *p;
	size_t n;

	for (p = text; *p != '\0'; p++) {
		section = false;
		if (quote == '\0' && (n = comment(text, p)) > 0) {
			for (; n > 0; n--, p++)
				if (*p == '\n') {
					buf_putc(&out, '\n');
					line++;
				}
			buf_putc(&out, ' ');
			p--;
			continue;
		}
		if (*p == '\n')
			line++;
		if (*p == '\\' && quote != '\0' && p[1] != '\0') {
			if (quote == '"' && strchr("\\\"\n", p[1]) == NULL)
				warn_backslash(r, line, &warned);
			buf_putc(&out, *p++);
			if (*p == '\n')
				line++;
		} else if (*p == quote)
			quote = '\0';
		else if (quote == '\0' && (*p == '"' || *p == '\''))
			quote = *p;
		else if (quote == '\0' && (*p == '{' || *p == '}')) {
			depth += *p == '{' ? 1 : -1;
			section = *p == '{' && begins_section(&out);
		}
		else if (quote == '"' && p[0] == '$' && p[1] == '{')
			buf_putc(&out, '\\');
		buf_putc(&out, *p);
		if (section)
			buf_printf(&out, " .line = %d ", line);
	}
	*open = depth > 0 ? depth : 0;
	return buf_take(&out);
}
