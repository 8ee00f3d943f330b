/*
 * One mail taken apart by GMime: its parts and its words; mime_header.c has
 * its header. Knows nothing of leads.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/flowed.h"
#include "intake/html.h"
#include "intake/mime_internal.h"

#define HEADERS_MAX (256 * 1024)
#define PARTS_MAX 500
#define NEST_MAX 60
#define DEPTH_MAX 20
#define TEXT_MAX (1024 * 1024)

struct walk {
	struct mail *mail;
	struct buf plain, html, status, feedback;
	int parts;
};

/* What a label stands for in practice (WHATWG encoding standard): Latin-1 is
 * Windows-1252, GB2312 holds GBK, Shift_JIS is Microsoft's. */
static const char *
superset(const char *charset)
{
	static const char *const means[][2] = {
	    {"iso-8859-1", "windows-1252"}, {"latin1", "windows-1252"},
	    {"iso8859-1", "windows-1252"}, {"iso_8859-1", "windows-1252"},
	    {"ansi", "windows-1252"}, {"cp1252", "windows-1252"},
	    {"gb2312", "gb18030"}, {"gbk", "gb18030"}, {"cp936", "gb18030"},
	    {"x-gbk", "gb18030"}, {"shift_jis", "cp932"},
	    {"shift-jis", "cp932"}, {"x-sjis", "cp932"}, {"sjis", "cp932"},
	    {"windows-31j", "cp932"}, {"ks_c_5601-1987", "cp949"},
	    {"euc-kr", "cp949"}, {"big5", "big5-hkscs"},
	    {"iso-8859-9", "windows-1254"}, {"iso-8859-11", "windows-874"},
	    {"tis-620", "windows-874"}, {"iso-2022-jp", "iso-2022-jp-2"},
	    {"iso-8859-8-i", "iso-8859-8"}, {"unicode-1-1-utf-7", "utf-7"}};
	size_t i;

	for (i = 0; i < sizeof(means) / sizeof(means[0]); i++)
		if (strcasecmp(charset, means[i][0]) == 0)
			return means[i][1];
	return charset;
}

char *
mime_to_utf8(const char *data, size_t len, const char *charset)
{
	char *out, *clean;
	gsize n = 0;

	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
		return text_utf8(data + 3, len - 3);
	if (charset == NULL || strcasecmp(charset, "us-ascii") == 0 ||
	    strcasecmp(charset, "utf-8") == 0 ||
	    strcasecmp(charset, "utf8") == 0) {
		if (g_utf8_validate(data, (gssize)len, NULL) ||
		    memchr(data, '\0', len) != NULL)
			return text_utf8(data, len);
		charset = "windows-1252";
	}
	out = g_convert(data, (gssize)len, "UTF-8", superset(charset), NULL, &n,
	    NULL);
	if (out == NULL && !g_utf8_validate(data, (gssize)len, NULL))
		out = g_convert(data, (gssize)len, "UTF-8", "windows-1252",
		    NULL, &n, NULL);
	if (out == NULL)
		return text_utf8(data, len);
	clean = text_utf8(out, n);
	g_free(out);
	return clean;
}

/* How often word stands in data, ASCII case aside. */
static size_t
count_word(const char *data, size_t len, const char *word)
{
	size_t n = 0, wl = strlen(word);
	const char *p = data, *end = data + len;

	while ((size_t)(end - p) >= wl &&
	    (p = memchr(p, word[wl - 1], (size_t)(end - p))) != NULL) {
		if ((size_t)(p - data) + 1 >= wl &&
		    strncasecmp(p + 1 - wl, word, wl) == 0)
			n++;
		p++;
	}
	return n;
}

static const char *
refused(const char *data, size_t len)
{
	const char *p = data, *end = data + len, *nl;
	size_t dashes = 0;

	for (; p < end; p = nl + 1) {
		if ((nl = memchr(p, '\n', (size_t)(end - p))) == NULL)
			nl = end;
		if (nl == p || (nl == p + 1 && *p == '\r'))
			break;
		if (nl == end) {
			p = end;
			break;
		}
	}
	if (p - data > HEADERS_MAX)
		return "headers over 256 KB";
	if (count_word(data, len, "multipart/") +
	    count_word(data, len, "message/rfc822") > NEST_MAX)
		return "nested too deep";
	for (p = data; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		if (end - p > 3 && p[1] == '-' && p[2] == '-' && p[3] != ' ' &&
		    p[3] != '-' && ++dashes > PARTS_MAX)
			return "too many parts";
	return NULL;
}

/* The part decoded, as much of it as anybody will look at. */
static char *
part_bytes(GMimePart *part, size_t *len)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream;
	GMimeFilter *decode;
	ssize_t n;
	char *out;

	*len = 0;
	if (content == NULL)
		return text_dup("");
	if ((out = malloc(TEXT_MAX + 1)) == NULL)
		return NULL;
	g_mime_stream_reset(g_mime_data_wrapper_get_stream(content));
	stream = g_mime_stream_filter_new(
	    g_mime_data_wrapper_get_stream(content));
	decode = g_mime_filter_basic_new(
	    g_mime_data_wrapper_get_encoding(content), FALSE);
	g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), decode);
	while (*len < TEXT_MAX && (n = g_mime_stream_read(stream, out + *len,
	    TEXT_MAX - *len)) > 0)
		*len += (size_t)n;
	out[*len] = '\0';
	g_object_unref(decode);
	g_object_unref(stream);
	return out;
}

static char *
text_of(GMimeObject *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(part);
	const char *flowed = g_mime_content_type_get_parameter(type, "format");
	const char *delsp = g_mime_content_type_get_parameter(type, "delsp");
	size_t len;
	char *raw, *text, *joined;

	if ((raw = part_bytes(GMIME_PART(part), &len)) == NULL)
		return NULL;
	text = mime_to_utf8(raw, len,
	    g_mime_content_type_get_parameter(type, "charset"));
	free(raw);
	if (text == NULL || flowed == NULL || strcasecmp(flowed, "flowed") != 0)
		return text;
	joined = flowed_join(text, delsp != NULL && strcasecmp(delsp, "yes") == 0);
	free(text);
	return joined;
}

static void
add_text(struct buf *b, const char *text)
{
	if (b->len > 0)
		buf_putc(b, '\n');
	buf_puts(b, text);
	if (text == NULL)
		b->failed = true;
}

static void
leaf(struct walk *w, GMimeObject *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(part);
	const char *disposition = g_mime_object_get_disposition(part);
	bool attached = disposition != NULL &&
	    strcasecmp(disposition, "attachment") == 0;
	char *text = NULL, *shown = NULL;

	if (g_mime_content_type_is_type(type, "message", "delivery-status"))
		add_text(&w->status, text = text_of(part));
	else if (g_mime_content_type_is_type(type, "message",
	    "feedback-report"))
		add_text(&w->feedback, text = text_of(part));
	else if (g_mime_content_type_is_type(type, "text", "rfc822-headers")) {
		if (w->mail->inner == NULL)
			w->mail->inner = text_of(part);
	} else if (g_mime_content_type_is_type(type, "text", "calendar") ||
	    g_mime_content_type_is_type(type, "application", "ics")) {
		if (w->mail->calendar == NULL)
			w->mail->calendar = text_of(part);
	} else if (g_mime_content_type_is_type(type, "text", "xml") ||
	    g_mime_content_type_is_type(type, "application", "*") ||
	    g_mime_content_type_is_type(type, "text", "adf")) {
		text = text_of(part);
		if (text != NULL && w->mail->adf == NULL &&
		    text_has(text, "<adf")) {
			w->mail->adf = text;
			text = NULL;
		}
	} else if (attached)
		return;
	else if (g_mime_content_type_is_type(type, "text", "html")) {
		text = text_of(part);
		shown = text == NULL ? NULL : html_text(text);
		add_text(&w->html, shown);
	} else if (g_mime_content_type_is_type(type, "text", "*"))
		add_text(&w->plain, text = text_of(part));
	free(text);
	free(shown);
}

static void
walk(struct walk *w, GMimeObject *object, int depth)
{
	GMimeMessage *inner;
	char *raw;
	int i, n;

	if (object == NULL || depth > DEPTH_MAX || w->parts++ > PARTS_MAX)
		return;
	if (GMIME_IS_MULTIPART(object)) {
		n = g_mime_multipart_get_count(GMIME_MULTIPART(object));
		for (i = 0; i < n; i++)
			walk(w, g_mime_multipart_get_part(
			    GMIME_MULTIPART(object), i), depth + 1);
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		inner = g_mime_message_part_get_message(
		    GMIME_MESSAGE_PART(object));
		if (inner == NULL || w->mail->inner != NULL)
			return;
		raw = g_mime_object_to_string(GMIME_OBJECT(inner), NULL);
		w->mail->inner = text_dup(raw);
		g_free(raw);
	} else if (GMIME_IS_PART(object))
		leaf(w, object);
}

GMimeParserOptions *
mime_options(void)
{
	static const char *charsets[] = {"utf-8", "windows-1252", NULL};
	static GMimeParserOptions *o;

	if (o == NULL) {
		g_mime_init();
		o = g_mime_parser_options_new();
		g_mime_parser_options_set_fallback_charsets(o, charsets);
	}
	return o;
}

static char *
taken(struct buf *b, bool *failed)
{
	char *s;

	if (b->len == 0 && !b->failed) {
		buf_free(b);
		return NULL;
	}
	if ((s = buf_take(b)) == NULL)
		*failed = true;
	return s;
}

int
mime_open(struct mail *m, const char *data, size_t len, const char **why)
{
	struct walk w = {.mail = m};
	GMimeParserOptions *o = mime_options();
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeObject *root;
	bool failed = false;

	*m = (struct mail){0};
	if ((*why = refused(data, len)) != NULL)
		return 1;
	/* lent to GMime, which would copy it; it only reads */
	m->bytes = g_byte_array_new_take((guint8 *)(uintptr_t)data, len);
	stream = g_mime_stream_mem_new_with_byte_array(m->bytes);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	parser = g_mime_parser_new_with_stream(stream);
	m->message = g_mime_parser_construct_message(parser, o);
	g_object_unref(parser);
	g_object_unref(stream);
	if (m->message == NULL) {
		mime_close(m);
		*why = "no mail";
		return 1;
	}
	root = g_mime_message_get_mime_part(m->message);
	m->report = root != NULL && g_mime_content_type_is_type(
	    g_mime_object_get_content_type(root), "multipart", "report");
	walk(&w, root, 0);
	m->plain = taken(&w.plain, &failed);
	m->html = taken(&w.html, &failed);
	m->status = taken(&w.status, &failed);
	m->feedback = taken(&w.feedback, &failed);
	if (failed) {
		mime_close(m);
		return -1;
	}
	return 0;
}

void
mime_close(struct mail *m)
{
	if (m->message != NULL)
		g_object_unref(m->message);
	if (m->bytes != NULL)
		g_byte_array_free(m->bytes, FALSE);
	free(m->plain);
	free(m->html);
	free(m->status);
	free(m->feedback);
	free(m->inner);
	free(m->adf);
	free(m->calendar);
	*m = (struct mail){0};
}

const char *
mime_body(const struct mail *m)
{
	if (!text_empty(m->plain))
		return m->plain;
	return m->html == NULL ? "" : m->html;
}
