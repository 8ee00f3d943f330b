/* HTML to text. A tokenizer, no tree: bad markup must cost nothing. */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <glib.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/html.h"

#define QUOTE_MAX 20
#define TAG_MAX 16

struct html {
	struct buf out;
	int quote;
	bool gap;        /* a blank is owed */
	bool cell;       /* a TAB is owed */
	char skip[TAG_MAX]; /* inside this element nothing is shown */
	int depth;       /* of skip within itself */
};

static const struct {
	const char *name;
	unsigned int code; /* 0: nothing to see */
} entities[] = {
    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''},
    {"nbsp", ' '}, {"ensp", ' '}, {"emsp", ' '}, {"thinsp", ' '},
    {"shy", 0}, {"zwnj", 0}, {"zwj", 0}, {"lrm", 0}, {"rlm", 0},
    {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018},
    {"rsquo", 0x2019}, {"sbquo", 0x201a}, {"ldquo", 0x201c},
    {"rdquo", 0x201d}, {"bdquo", 0x201e}, {"hellip", 0x2026},
    {"bull", 0x2022}, {"middot", 0xb7}, {"laquo", 0xab}, {"raquo", 0xbb},
    {"euro", 0x20ac}, {"pound", 0xa3}, {"yen", 0xa5}, {"cent", 0xa2},
    {"copy", 0xa9}, {"reg", 0xae}, {"trade", 0x2122}, {"deg", 0xb0},
    {"sect", 0xa7}, {"iexcl", 0xa1}, {"iquest", 0xbf}, {"frac12", 0xbd},
    {"curren", 0xa4}, {"brvbar", 0xa6}, {"uml", 0xa8}, {"ordf", 0xaa},
    {"not", 0xac}, {"macr", 0xaf}, {"plusmn", 0xb1}, {"sup2", 0xb2},
    {"sup3", 0xb3}, {"acute", 0xb4}, {"micro", 0xb5}, {"para", 0xb6},
    {"cedil", 0xb8}, {"sup1", 0xb9}, {"ordm", 0xba}, {"frac14", 0xbc},
    {"frac34", 0xbe}, {"Agrave", 0xc0}, {"Aacute", 0xc1}, {"Acirc", 0xc2},
    {"Atilde", 0xc3}, {"Auml", 0xc4}, {"Aring", 0xc5}, {"AElig", 0xc6},
    {"Ccedil", 0xc7}, {"Egrave", 0xc8}, {"Eacute", 0xc9}, {"Ecirc", 0xca},
    {"Euml", 0xcb}, {"Igrave", 0xcc}, {"Iacute", 0xcd}, {"Icirc", 0xce},
    {"Iuml", 0xcf}, {"ETH", 0xd0}, {"Ntilde", 0xd1}, {"Ograve", 0xd2},
    {"Oacute", 0xd3}, {"Ocirc", 0xd4}, {"Otilde", 0xd5}, {"Ouml", 0xd6},
    {"times", 0xd7}, {"Oslash", 0xd8}, {"Ugrave", 0xd9}, {"Uacute", 0xda},
    {"Ucirc", 0xdb}, {"Uuml", 0xdc}, {"Yacute", 0xdd}, {"THORN", 0xde},
    {"szlig", 0xdf}, {"agrave", 0xe0}, {"aacute", 0xe1}, {"acirc", 0xe2},
    {"atilde", 0xe3}, {"auml", 0xe4}, {"aring", 0xe5}, {"aelig", 0xe6},
    {"ccedil", 0xe7}, {"egrave", 0xe8}, {"eacute", 0xe9}, {"ecirc", 0xea},
    {"euml", 0xeb}, {"igrave", 0xec}, {"iacute", 0xed}, {"icirc", 0xee},
    {"iuml", 0xef}, {"eth", 0xf0}, {"ntilde", 0xf1}, {"ograve", 0xf2},
    {"oacute", 0xf3}, {"ocirc", 0xf4}, {"otilde", 0xf5}, {"ouml", 0xf6},
    {"divide", 0xf7}, {"oslash", 0xf8}, {"ugrave", 0xf9}, {"uacute", 0xfa},
    {"ucirc", 0xfb}, {"uuml", 0xfc}, {"yacute", 0xfd}, {"thorn", 0xfe},
    {"yuml", 0xff}, {"OElig", 0x152}, {"oelig", 0x153}, {"Scaron", 0x160},
    {"scaron", 0x161}, {"Zcaron", 0x17d}, {"zcaron", 0x17e}, {"rarr", 0x2192},
    {"larr", 0x2190}, {"check", 0x2713}, {"prime", 0x2032}, {"le", 0x2264},
    {"ge", 0x2265}, {"ne", 0x2260}, {"minus", 0x2212},
};

/* The entity at s (which is '&'): its length, 0 for none. *code 0: nothing. */
static size_t
entity(const char *s, unsigned int *code)
{
	size_t i, n;
	char *end;
	unsigned long c;

	if (s[1] == '#') {
		bool hex = s[2] == 'x' || s[2] == 'X';

		if (!isxdigit((unsigned char)s[hex ? 3 : 2]))
			return 0;
		c = strtoul(s + (hex ? 3 : 2), &end, hex ? 16 : 10);
		if (end - s > 12)
			return 0;
		if (c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0xfeff ||
		    c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
			c = 0;
		else if (c < ' ' || c == 0xa0 || (c >= 0x7f && c < 0xa0))
			c = ' ';
		*code = (unsigned int)c;
		return (size_t)(end - s) + (*end == ';');
	}
	for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		n = strlen(entities[i].name);
		if (strncmp(s + 1, entities[i].name, n) == 0 &&
		    s[n + 1] == ';') {
			*code = entities[i].code;
			return n + 2;
		}
	}
	return 0;
}

char *
html_entities(const char *s)
{
	struct buf b = {0};
	char u[6];
	unsigned int c;
	size_t n;

	while (*s != '\0') {
		if (*s == '&' && (n = entity(s, &c)) > 0) {
			if (c != 0)
				buf_add(&b, u, (size_t)g_unichar_to_utf8(c, u));
			s += n;
		} else
			buf_putc(&b, *s++);
	}
	return buf_take(&b);
}

static bool
at_start(const struct html *h)
{
	return h->out.len == 0 || h->out.data[h->out.len - 1] == '\n';
}

static void
put(struct html *h, const char *data, size_t len)
{
	int i;

	if (at_start(h)) {
		for (i = 0; i < h->quote; i++)
			buf_puts(&h->out, "> ");
		h->gap = h->cell = false;
	}
	if (h->cell)
		buf_putc(&h->out, '\t');
	else if (h->gap)
		buf_putc(&h->out, ' ');
	h->gap = h->cell = false;
	buf_add(&h->out, data, len);
}

static void
line(struct html *h)
{
	if (!at_start(h))
		buf_putc(&h->out, '\n');
	h->gap = h->cell = false;
}

/* A paragraph: one empty line before it, never two. */
static void
paragraph(struct html *h)
{
	size_t n;

	line(h);
	n = h->out.len;
	if (n >= 2 && h->out.data[n - 2] != '\n')
		buf_putc(&h->out, '\n');
}

static bool
one_of(const char *name, const char *list)
{
	size_t n = strlen(name);
	const char *p;

	for (p = list; (p = strstr(p, name)) != NULL; p++)
		if ((p == list || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
			return true;
	return false;
}

static bool
hidden(const char *tag, size_t len)
{
	static const char *const signs[] = {"display:none", "display: none",
	    "visibility:hidden", "visibility: hidden", "max-height:0",
	    "font-size:0", "mso-hide:all"};
	char *copy;
	size_t i;
	bool yes = false;

	if (len > 4096 || (copy = strndup(tag, len)) == NULL)
		return false;
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]) && !yes; i++)
		yes = text_has(copy, signs[i]);
	if (text_has(copy, "max-height:0."))
		yes = false;
	free(copy);
	return yes;
}

static void
open_tag(struct html *h, const char *name, const char *tag, size_t len)
{
	static const char *const voids =
	    "br img input hr meta link area base col embed source wbr";

	if (one_of(name, "style script head title template textarea") ||
	    (!one_of(name, voids) && hidden(tag, len))) {
		if (len > 0 && tag[len - 1] == '/')
			return;
		strcpy(h->skip, name);
		h->depth = 1;
		return;
	}
	if (strcmp(name, "br") == 0) {
		if (at_start(h))
			buf_putc(&h->out, '\n');
		else
			line(h);
	} else if (one_of(name, "td th"))
		h->cell = !at_start(h);
	else if (one_of(name, "p h1 h2 h3 h4 table ul ol pre"))
		paragraph(h);
	else if (one_of(name, "div tr li dt dd h5 h6 hr section article"))
		line(h);
	else if (strcmp(name, "blockquote") == 0) {
		paragraph(h);
		if (h->quote < QUOTE_MAX)
			h->quote++;
	}
}

static void
close_tag(struct html *h, const char *name)
{
	if (one_of(name, "p h1 h2 h3 h4 table ul ol pre"))
		paragraph(h);
	else if (one_of(name, "div tr li dt dd h5 h6"))
		line(h);
	else if (strcmp(name, "blockquote") == 0) {
		paragraph(h);
		if (h->quote > 0)
			h->quote--;
	}
}

/* At '<': the byte behind the tag. */
static const char *
tag(struct html *h, const char *s)
{
	const char *end, *p = s + 1;
	char name[TAG_MAX];
	bool closing = *p == '/';
	size_t n = 0;

	if (strncmp(s, "<!--", 4) == 0)
		return (end = strstr(s, "-->")) ? end + 3 : s + strlen(s);
	if (!isalpha((unsigned char)p[closing]) && *p != '!' && *p != '?') {
		if (h->skip[0] == '\0')
			put(h, "<", 1);
		return p;
	}
	p += closing;
	for (; isalnum((unsigned char)*p); p++)
		if (n + 1 < sizeof(name))
			name[n++] = (char)tolower((unsigned char)*p);
	name[n] = '\0';
	if ((end = strchr(p, '>')) == NULL)
		return s + strlen(s);
	if (h->skip[0] != '\0') {
		if (strcmp(name, h->skip) == 0 &&
		    (h->depth += closing ? -1 : 1) == 0)
			h->skip[0] = '\0';
	} else if (closing)
		close_tag(h, name);
	else if (n > 0)
		open_tag(h, name, p, (size_t)(end - p));
	return end + 1;
}

char *
html_text(const char *s)
{
	struct html h = {0};
	char u[6];
	unsigned int c;
	size_t n;

	while (*s != '\0') {
		if (*s == '<') {
			s = tag(&h, s);
			continue;
		}
		if (h.skip[0] != '\0') {
			s += strcspn(s, "<");
			continue;
		}
		if (strncmp(s, "\xc2\xa0", 2) == 0 || isspace((unsigned char)*s)) {
			h.gap = true;
			s += *s == '\xc2' ? 2 : 1;
		} else if (*s == '&' && (n = entity(s, &c)) > 0) {
			if (c == ' ')
				h.gap = true;
			else if (c != 0)
				put(&h, u, (size_t)g_unichar_to_utf8(c, u));
			s += n;
		} else if (strncmp(s, "\xc2\xad", 2) == 0)
			s += 2;
		else
			put(&h, s++, 1);
	}
	return buf_take(&h.out);
}
