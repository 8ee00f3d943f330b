/*
 * leads-record(5): rows to lines and lines to references. Knows the two
 * forms, TSV and JSON Lines, not what the columns mean.
 */
#include <string.h>

#include "base/text.h"
#include "model/record.h"

/* Length of the valid UTF-8 sequence at s, 0 where there is none. */
static size_t
utf8_len(const unsigned char *s)
{
	size_t n, i;
	unsigned long c;

	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xc2 && s[0] <= 0xdf)
		n = 2;
	else if (s[0] >= 0xe0 && s[0] <= 0xef)
		n = 3;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		n = 4;
	else
		return 0;
	c = s[0] & (0xffU >> (n + 1));
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if ((n == 3 && (c < 0x800 || (c >= 0xd800 && c <= 0xdfff))) ||
	    (n == 4 && (c < 0x10000 || c > 0x10ffff)))
		return 0;
	return n;
}

void
record_escape(struct buf *b, const char *value)
{
	static const char from[] = "\b\f\n\r\t\v\\", to[] = "bfnrtv\\";
	const unsigned char *p;
	const char *at;

	if (value == NULL)
		return;
	for (p = (const unsigned char *)value; *p != '\0'; p++) {
		if ((at = strchr(from, *p)) != NULL) {
			buf_putc(b, '\\');
			buf_putc(b, to[at - from]);
		} else if (*p < 0x20 || *p == 0x7f) {
			buf_printf(b, "\\x%02x", *p);
		} else if (*p == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f) {
			/* C1: some terminals take U+009B for ESC [ */
			buf_printf(b, "\\xc2\\x%02x", p[1]);
			p++;
		} else
			buf_putc(b, (char)*p);
	}
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

/* One escape after its backslash. Returns the bytes read, 0: bad. */
static size_t
escape_read(const char *p, char *out)
{
	static const char from[] = "bfnrtv\\", to[] = "\b\f\n\r\t\v\\";
	const char *at;
	size_t n, max;
	int c = 0, base;

	if (*p == '\0')
		return 0;
	if ((at = strchr(from, *p)) != NULL) {
		*out = to[at - from];
		return 1;
	}
	n = *p == 'x' ? 1 : 0;
	base = *p == 'x' ? 16 : 8;
	max = 3;
	while (n < max && digit(p[n]) < base)
		c = c * base + digit(p[n++]);
	if (c == 0 || c > 255)
		return 0;
	*out = (char)(unsigned char)c;
	return n;
}

int
record_unescape(char *value, struct lead_error *err)
{
	char *in, *out;
	size_t n;

	for (in = out = value; *in != '\0';) {
		if (*in != '\\') {
			*out++ = *in++;
			continue;
		}
		if ((n = escape_read(in + 1, out)) == 0)
			return lead_fail(err, LEAD_EDATA,
			    "bad escape '%.2s'", in);
		out++;
		in += n + 1;
	}
	*out = '\0';
	return 0;
}

void
record_json_string(struct buf *b, const char *value)
{
	const unsigned char *p;
	size_t n;

	buf_putc(b, '"');
	for (p = (const unsigned char *)value; *p != '\0'; p += n) {
		n = utf8_len(p);
		if (n == 0) {
			buf_puts(b, "\xef\xbf\xbd");
			n = 1;
		} else if (*p == '"' || *p == '\\') {
			buf_putc(b, '\\');
			buf_putc(b, (char)*p);
		} else if (*p == '\n')
			buf_puts(b, "\\n");
		else if (*p == '\r')
			buf_puts(b, "\\r");
		else if (*p == '\t')
			buf_puts(b, "\\t");
		else if (*p < 0x20 || *p == 0x7f)
			buf_printf(b, "\\u%04x", *p);
		else if (*p == 0xc2 && p[1] <= 0x9f)
			buf_printf(b, "\\u%04x", p[1]);
		else
			buf_add(b, (const char *)p, n);
	}
	buf_putc(b, '"');
}

static void
add_tsv(struct buf *b, const struct lead_row *row)
{
	size_t i;

	for (i = 0; i < row->count; i++) {
		if (i > 0)
			buf_putc(b, '\t');
		record_escape(b, row->field[i].value);
	}
	buf_putc(b, '\n');
}

/* JSON text as it is, on one line: raw line ends are only white space. */
static void
json_raw(struct buf *b, const char *p)
{
	for (; *p != '\0'; p++)
		buf_putc(b, *p == '\n' || *p == '\r' ? ' ' : *p);
}

void
record_json(struct buf *b, const struct lead_row *row)
{
	const struct lead_field *f;
	size_t i;

	buf_putc(b, '{');
	for (i = 0; i < row->count; i++) {
		f = &row->field[i];
		if (i > 0)
			buf_putc(b, ',');
		record_json_string(b, f->name);
		buf_putc(b, ':');
		if (f->value == NULL ||
		    ((f->number || f->json) && f->value[0] == '\0'))
			buf_puts(b, "null");
		else if (f->number || f->json)
			json_raw(b, f->value);
		else
			record_json_string(b, f->value);
	}
	buf_puts(b, "}\n");
}

static const char *
json_blank(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

/* p at the opening quote; past the closing one, NULL where it is missing. */
static const char *
json_string_end(const char *p)
{
	for (p++; *p != '"'; p++) {
		if (*p == '\\' && *++p == '\0')
			return NULL;
		if (*p == '\0')
			return NULL;
	}
	return p + 1;
}

/* Past one value of any kind. Counts brackets: depth costs no stack. */
static const char *
json_value_end(const char *p)
{
	size_t depth = 0;

	for (; *p != '\0'; p++) {
		if (*p == '"') {
			if ((p = json_string_end(p)) == NULL)
				return NULL;
			p--;
		} else if (*p == '{' || *p == '[')
			depth++;
		else if (*p == '}' || *p == ']') {
			if (depth == 0)
				return p;
			depth--;
		} else if (*p == ',' && depth == 0)
			return p;
	}
	return NULL;
}

/* The text of the top-level member "ref". 1 found, 0 none, -1 no object. */
static int
json_ref(const char *p, char *out, size_t size)
{
	const char *key, *end;
	size_t len;
	bool is_ref;

	for (p = json_blank(p + 1); *p == '"'; p = json_blank(p + 1)) {
		key = p;
		if ((p = json_string_end(p)) == NULL)
			return -1;
		is_ref = p - key == 5 && strncmp(key, "\"ref\"", 5) == 0;
		p = json_blank(p);
		if (*p != ':')
			return -1;
		p = json_blank(p + 1);
		if (is_ref && *p == '"' && (end = json_string_end(p)) != NULL) {
			len = (size_t)(end - p) - 2;
			if (len >= size)
				len = size - 1;
			memcpy(out, p + 1, len);
			out[len] = '\0';
			return 1;
		}
		if ((p = json_value_end(p)) == NULL)
			return -1;
		if (*p != ',')
			break;
	}
	return *p == '}' ? 0 : -1;
}

int
record_line_ref(const char *line, size_t lineno, struct lead_ref *ref,
    struct lead_error *err)
{
	char text[64];
	const char *p = line;
	size_t len;

	if (strncmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	len = strcspn(p, "\t\r\n");
	if (len == strlen(p) && len == strspn(p, " "))
		return 0;
	if (p[strspn(p, " \t\r\n")] == '\0')
		return 0;
	if (*p == '{') {
		switch (json_ref(p, text, sizeof(text))) {
		case 0:
			return lead_fail(err, LEAD_EDATA,
			    "line %zu: the object has no \"ref\"", lineno);
		case -1:
			return lead_fail(err, LEAD_EDATA,
			    "line %zu: not a JSON object", lineno);
		}
	} else {
		if (len >= sizeof(text))
			len = sizeof(text) - 1;
		memcpy(text, p, len);
		text[len] = '\0';
		if (strcmp(text, "ref") == 0)
			return 0;
	}
	if (lead_ref_parse(text, ref, NULL) == -1)
		return lead_fail(err, LEAD_EDATA,
		    "line %zu: '%.40s' is no reference", lineno, text);
	return 1;
}

const char *
lead_row_value(const struct lead_row *row, const char *name)
{
	size_t i;

	for (i = 0; i < row->count; i++)
		if (strcmp(row->field[i].name, name) == 0)
			return row->field[i].value;
	return NULL;
}

char *
lead_row_tsv(const struct lead_row *row)
{
	struct buf b = {0};

	add_tsv(&b, row);
	return buf_take(&b);
}

char *
lead_row_json(const struct lead_row *row)
{
	struct buf b = {0};

	record_json(&b, row);
	return buf_take(&b);
}

int
lead_ref_line(const char *line, size_t lineno, struct lead_ref *ref,
    struct lead_error *err)
{
	return record_line_ref(line, lineno, ref, err);
}

size_t
lead_text_width(const char *text)
{
	return text_width(text);
}
