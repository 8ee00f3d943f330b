/*
 * A mail out of its parts, by GMime. Every header value and address passes
 * one check first (field_ok), because GMime would write what decodes to a
 * line break.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/buf.h"
#include "base/lazy_gmime.h"
#include "transport/compose.h"
#include "transport/transport_internal.h"

#define FIELD_MAX 4096

static bool
controls_free(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	for (; *p != '\0'; p++)
		if (*p < 0x20 || *p == 0x7f ||
		    (*p == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f))
			return false;
	return true;
}

/* An encoded word in plain text reaches the reader decoded: that is looked
 * at too. */
static bool
field_ok(const char *s)
{
	size_t len = strlen(s);
	char *decoded;
	bool ok;

	if (len > FIELD_MAX || !g_utf8_validate(s, (gssize)len, NULL) ||
	    !controls_free(s))
		return false;
	if (strstr(s, "=?") == NULL)
		return true;
	if ((decoded = g_mime_utils_header_decode_text(NULL, s)) == NULL)
		return false;
	ok = controls_free(decoded);
	g_free(decoded);
	return ok;
}

static bool
ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

static int
refuse(struct lead_error *err, const char *field)
{
	return lead_fail(err, LEAD_EDATA, "mail: %s is refused", field);
}

static bool
ids_ok(const char *s)
{
	return field_ok(s) && ascii(s) && s[0] == '<' &&
	    s[strlen(s) - 1] == '>';
}

static int
fields_check(const struct compose *c, struct lead_error *err)
{
	if (c->from_name != NULL && !field_ok(c->from_name))
		return refuse(err, "from name");
	if (c->to_name != NULL && !field_ok(c->to_name))
		return refuse(err, "to name");
	if (!transport_address_ok(c->from))
		return refuse(err, "from");
	if (!transport_address_ok(c->to))
		return refuse(err, "to");
	if (c->reply_to != NULL && !field_ok(c->reply_to))
		return refuse(err, "reply-to");
	if (c->subject != NULL && !field_ok(c->subject))
		return refuse(err, "subject");
	if (c->message_id == NULL || !ids_ok(c->message_id))
		return refuse(err, "message-id");
	if (c->in_reply_to != NULL && !ids_ok(c->in_reply_to))
		return refuse(err, "in-reply-to");
	if (c->references != NULL && !ids_ok(c->references))
		return refuse(err, "references");
	if (c->auto_submitted != NULL && (!field_ok(c->auto_submitted) ||
	    !ascii(c->auto_submitted)))
		return refuse(err, "auto-submitted");
	if (c->list_unsubscribe != NULL && (!field_ok(c->list_unsubscribe) ||
	    !ascii(c->list_unsubscribe)))
		return refuse(err, "list-unsubscribe");
	if (c->text == NULL || !g_utf8_validate(c->text, -1, NULL))
		return refuse(err, "text");
	if (c->html != NULL && !g_utf8_validate(c->html, -1, NULL))
		return refuse(err, "html");
	if (c->calendar != NULL && !g_utf8_validate(c->calendar, -1, NULL))
		return refuse(err, "calendar");
	return 0;
}

/* Each address of "a, b" is checked by itself. */
static int
reply_to_add(GMimeMessage *m, const char *list, struct lead_error *err)
{
	InternetAddressList *ours = g_mime_message_get_reply_to(m);
	char *copy, *one, *rest;
	int rc = 0;

	if ((copy = strdup(list)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	for (one = strtok_r(copy, ",", &rest); one != NULL && rc == 0;
	    one = strtok_r(NULL, ",", &rest)) {
		InternetAddress *a;

		one += strspn(one, " ");
		if (!transport_address_ok(one)) {
			rc = refuse(err, "reply-to");
			break;
		}
		a = internet_address_mailbox_new(NULL, one);
		internet_address_list_add(ours, a);
		g_object_unref(a);
	}
	free(copy);
	return rc;
}

static void
date_set(GMimeMessage *m, int64_t t, const char *zone)
{
	GTimeZone *tz = zone != NULL ? g_time_zone_new_identifier(zone) : NULL;
	GDateTime *utc = g_date_time_new_from_unix_utc(t), *local = NULL;

	if (utc != NULL && tz != NULL)
		local = g_date_time_to_timezone(utc, tz);
	if (local != NULL || utc != NULL)
		g_mime_message_set_date(m, local != NULL ? local : utc);
	if (local != NULL)
		g_date_time_unref(local);
	if (utc != NULL)
		g_date_time_unref(utc);
	if (tz != NULL)
		g_time_zone_unref(tz);
}

static void
header_set(GMimeMessage *m, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		g_mime_object_set_header(GMIME_OBJECT(m), name, value, NULL);
}

/* Plain 7bit where every line is short and nothing needs saving. */
static bool
needs_encoding(const char *s)
{
	size_t col = 0;
	const char *p;

	for (p = s; *p != '\0'; p++) {
		if ((unsigned char)*p >= 0x80 ||
		    ((unsigned char)*p < 0x20 && *p != '\n' && *p != '\t'))
			return true;
		if (col == 0 && strncmp(p, "From ", 5) == 0)
			return true;
		if (*p == '\n' && p > s && (p[-1] == ' ' || p[-1] == '\t'))
			return true;
		col = *p == '\n' ? 0 : col + 1;
		if (col > 78)
			return true;
	}
	return false;
}

/* Lines end as in a text, the last one too; NULL on no memory. */
static char *
lines(const char *text)
{
	struct buf b = {0};

	for (; *text != '\0'; text++)
		if (*text != '\r')
			buf_putc(&b, *text);
		else if (text[1] != '\n')
			buf_putc(&b, '\n');
	if (b.len == 0 || b.data[b.len - 1] != '\n')
		buf_putc(&b, '\n');
	return buf_take(&b);
}

static GMimeContentEncoding
encoding_of(const char *text)
{
	return needs_encoding(text) ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE :
	    GMIME_CONTENT_ENCODING_7BIT;
}

static GMimeObject *
part_make(const char *subtype, const char *text)
{
	GMimeTextPart *part;
	char *clean = lines(text);

	if (clean == NULL)
		return NULL;
	part = g_mime_text_part_new_with_subtype(subtype);
	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, clean);
	g_mime_part_set_content_encoding(GMIME_PART(part), encoding_of(clean));
	free(clean);
	return GMIME_OBJECT(part);
}

/* The invitation as mail programs show it with buttons (RFC 6047 2.4). No
 * text part: of those GMime chooses the charset, and some calendars know
 * but UTF-8. */
static GMimeObject *
calendar_make(const struct compose *c)
{
	char *clean = lines(c->calendar);
	GMimeDataWrapper *content;
	GMimeStream *mem;
	GMimePart *part;

	if (clean == NULL)
		return NULL;
	part = g_mime_part_new_with_type("text", "calendar");
	g_mime_object_set_content_type_parameter(
	    GMIME_OBJECT(part), "method", c->method);
	g_mime_object_set_content_type_parameter(
	    GMIME_OBJECT(part), "charset", "utf-8");
	mem = g_mime_stream_mem_new_with_buffer(clean, strlen(clean));
	content = g_mime_data_wrapper_new_with_stream(
	    mem, GMIME_CONTENT_ENCODING_DEFAULT);
	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, encoding_of(clean));
	g_object_unref(content);
	g_object_unref(mem);
	free(clean);
	return GMIME_OBJECT(part);
}

static int
body_set(GMimeMessage *m, const struct compose *c)
{
	GMimeObject *part[3];
	GMimeMultipart *multi;
	size_t i, n = 0;
	bool failed;

	part[n++] = part_make("plain", c->text);
	if (c->html != NULL)
		part[n++] = part_make("html", c->html);
	if (c->calendar != NULL)
		part[n++] = calendar_make(c);
	for (failed = false, i = 0; i < n; i++)
		failed |= part[i] == NULL;
	if (!failed && n == 1) {
		g_mime_message_set_mime_part(m, part[0]);
	} else if (!failed) {
		multi = g_mime_multipart_new_with_subtype("alternative");
		for (i = 0; i < n; i++)
			g_mime_multipart_add(multi, part[i]);
		g_mime_message_set_mime_part(m, GMIME_OBJECT(multi));
		g_object_unref(multi);
	}
	for (i = 0; i < n; i++)
		if (part[i] != NULL)
			g_object_unref(part[i]);
	return failed ? -1 : 0;
}

static void
headers_set(GMimeMessage *m, const struct compose *c)
{
	char *id = g_strndup(c->message_id + 1, strlen(c->message_id) - 2);

	g_mime_message_add_mailbox(m, GMIME_ADDRESS_TYPE_FROM,
	    c->from_name, c->from);
	g_mime_message_add_mailbox(m, GMIME_ADDRESS_TYPE_TO,
	    c->to_name, c->to);
	g_mime_message_set_subject(m, c->subject != NULL ? c->subject : "",
	    "utf-8");
	date_set(m, c->date, c->zone);
	g_mime_message_set_message_id(m, id);
	g_free(id);
	header_set(m, "In-Reply-To", c->in_reply_to);
	header_set(m, "References", c->references);
	header_set(m, "Auto-Submitted", c->auto_submitted);
	header_set(m, "List-Unsubscribe", c->list_unsubscribe);
	if (c->list_unsubscribe != NULL && c->one_click)
		header_set(m, "List-Unsubscribe-Post",
		    "List-Unsubscribe=One-Click");
}

static int
mail_write(GMimeMessage *m, char **out, size_t *len)
{
	GMimeFormatOptions *format = g_mime_format_options_new();
	GMimeStream *mem = g_mime_stream_mem_new();
	const GByteArray *bytes;
	struct buf b = {0};

	g_mime_format_options_set_newline_format(format,
	    GMIME_NEWLINE_FORMAT_UNIX);
	if (g_mime_object_write_to_stream(GMIME_OBJECT(m), format, mem) == -1)
		b.failed = true;
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(mem));
	buf_add(&b, (const char *)bytes->data, bytes->len);
	g_object_unref(mem);
	g_mime_format_options_free(format);
	*len = b.len;
	*out = buf_take(&b);
	return *out == NULL ? -1 : 0;
}

int
compose_mail(const struct compose *c, char **out, size_t *len,
    struct lead_error *err)
{
	GMimeMessage *m;
	int rc = -1;

	*out = NULL;
	*len = 0;
	if (lazy_gmime_open(err) == -1)
		return -1;
	g_mime_init();
	if (fields_check(c, err) == -1)
		return -1;
	m = g_mime_message_new(FALSE);
	headers_set(m, c);
	if (c->reply_to != NULL && reply_to_add(m, c->reply_to, err) == -1)
		goto done;
	if (body_set(m, c) == -1 || mail_write(m, out, len) == -1) {
		lead_fail(err, LEAD_EAGAIN, "out of memory");
		goto done;
	}
	rc = 0;
done:
	g_object_unref(m);
	return rc;
}

char *
compose_message_id(int64_t id, const char *domain)
{
	unsigned char raw[16];
	struct buf b = {0};
	size_t i;

	if (getrandom(raw, sizeof(raw), 0) != (ssize_t)sizeof(raw))
		return NULL;
	buf_printf(&b, "<%lld.", (long long)id);
	for (i = 0; i < sizeof(raw); i++)
		buf_printf(&b, "%02x", raw[i]);
	buf_printf(&b, "@%s>", domain);
	return buf_take(&b);
}
