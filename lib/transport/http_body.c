/*
 * The body of a POST: each kind's shape, or a template of the configuration.
 * Every value is escaped for the place it stands in; no text can call a
 * whole chat room or end the field it is in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "transport/http_body.h"

enum { DISCORD_MAX = 2000 };

static const struct {
	const char *kind;
	enum http_shape shape;
} kinds[] = {
	{"", HTTP_JSON}, {"generic", HTTP_JSON}, {"json", HTTP_JSON},
	{"http", HTTP_JSON}, {"twilio", HTTP_TWILIO}, {"slack", HTTP_SLACK},
	{"mattermost", HTTP_MATTERMOST}, {"teams", HTTP_TEAMS},
	{"discord", HTTP_DISCORD}, {"ntfy", HTTP_NTFY},
};

int
http_shape_of(const char *kind, enum http_shape *shape)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, kind) == 0) {
			*shape = kinds[i].shape;
			return 0;
		}
	return -1;
}

static void
add_url(struct buf *out, const char *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *s != '\0'; s++)
		if (strchr(plain, *s) != NULL)
			buf_putc(out, *s);
		else
			buf_printf(out, "%%%02X", (unsigned char)*s);
}

/* As inside a JSON string, without its quotes. */
static void
add_json(struct buf *out, const char *s)
{
	cJSON *item = cJSON_CreateString(s);
	char *text = item != NULL ? cJSON_PrintUnformatted(item) : NULL;

	if (text == NULL)
		out->failed = true;
	else
		buf_add(out, text + 1, strlen(text) - 2);
	cJSON_free(text);
	cJSON_Delete(item);
}

static void
add_xml(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '&': buf_puts(out, "&amp;"); break;
		case '<': buf_puts(out, "&lt;"); break;
		case '>': buf_puts(out, "&gt;"); break;
		case '"': buf_puts(out, "&quot;"); break;
		case '\'': buf_puts(out, "&apos;"); break;
		default: buf_putc(out, *s);
		}
}

static int
add_value(struct buf *out, enum http_escape how, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	switch (how) {
	case HTTP_URL:
		add_url(out, s);
		break;
	case HTTP_JSON_TEXT:
		add_json(out, s);
		break;
	case HTTP_XML:
		add_xml(out, s);
		break;
	case HTTP_HEADER:
		for (; *p != '\0'; p++)
			if (*p < 0x20 || *p == 0x7f)
				return -1;
		/* FALLTHROUGH */
	case HTTP_RAW:
		buf_puts(out, s);
	}
	return 0;
}

static const char *
value_of(const struct http_values *v, const char *name, size_t len)
{
	const struct {
		const char *name, *value;
	} all[] = {{"to", v->to}, {"from", v->from}, {"text", v->text},
	    {"id", v->id}, {"user", v->user}, {"password", v->password}};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strlen(all[i].name) == len &&
		    memcmp(all[i].name, name, len) == 0)
			return all[i].value != NULL ? all[i].value : "";
	return NULL;
}

int
http_template_check(const char *text, struct lead_error *err)
{
	static const struct http_values none = {0};
	const char *p = text, *end;

	while (p != NULL && (p = strstr(p, "{{")) != NULL) {
		p += 2;
		if ((end = strstr(p, "}}")) == NULL ||
		    value_of(&none, p, (size_t)(end - p)) == NULL)
			return lead_fail(err, LEAD_ECONFIG, "{{%.20s: not one "
			    "of to from text id user password", p);
		p = end + 2;
	}
	return 0;
}

int
http_template(const char *text, enum http_escape how,
    const struct http_values *v, struct buf *out)
{
	const char *open, *end, *value;

	while ((open = strstr(text, "{{")) != NULL &&
	    (end = strstr(open, "}}")) != NULL) {
		buf_add(out, text, (size_t)(open - text));
		value = value_of(v, open + 2, (size_t)(end - open - 2));
		if (value != NULL && add_value(out, how, value) == -1)
			return -1;
		text = end + 2;
	}
	buf_puts(out, text);
	return 0;
}

static void
form_add(struct buf *out, const char *name, const char *value)
{
	if (out->len > 0)
		buf_putc(out, '&');
	buf_printf(out, "%s=", name);
	add_url(out, value != NULL ? value : "");
}

static void
twilio(const struct transport *t, const struct http_values *v,
    struct buf *out)
{
	bool service = v->from != NULL && strncmp(v->from, "MG", 2) == 0;

	form_add(out, "To", v->to);
	form_add(out, service ? "MessagingServiceSid" : "From", v->from);
	form_add(out, "Body", v->text);
	if (t->status_url != NULL)
		form_add(out, "StatusCallback", t->status_url);
}

/* Slack reads <!channel> as a call to all (its "escaping text"). */
static void
slack(const char *text, struct buf *out)
{
	for (; *text != '\0'; text++)
		switch (*text) {
		case '&': buf_puts(out, "&amp;"); break;
		case '<': buf_puts(out, "&lt;"); break;
		case '>': buf_puts(out, "&gt;"); break;
		default: buf_putc(out, *text);
		}
}

/* A zero-width space keeps @all from calling everybody. */
static void
mattermost(const char *text, struct buf *out)
{
	static const char *const calls[] = {"all", "channel", "here"};
	size_t i;

	for (; *text != '\0'; text++) {
		buf_putc(out, *text);
		for (i = 0; *text == '@' && i < 3; i++)
			if (strncasecmp(text + 1, calls[i],
			    strlen(calls[i])) == 0)
				buf_puts(out, "\xe2\x80\x8b");
	}
}

static void
discord(const char *text, struct buf *out)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n = 0;

	/* a byte that goes on with a character is no new one */
	for (; *p != '\0' && n <= DISCORD_MAX; p++)
		n += (*p & 0xc0) != 0x80;
	if (n > DISCORD_MAX)
		p--;
	buf_add(out, text, (size_t)((const char *)p - text));
}

static cJSON *
teams(const char *text)
{
	cJSON *o = cJSON_Parse("{\"type\":\"message\",\"attachments\":[{"
	    "\"contentType\":\"application/vnd.microsoft.card.adaptive\","
	    "\"content\":{\"type\":\"AdaptiveCard\",\"version\":\"1.4\","
	    "\"body\":[{\"type\":\"TextBlock\",\"wrap\":true}]}}]}");
	cJSON *card = cJSON_GetObjectItem(cJSON_GetArrayItem(
	    cJSON_GetObjectItem(o, "attachments"), 0), "content");
	cJSON *block = cJSON_GetArrayItem(cJSON_GetObjectItem(card, "body"), 0);

	if (cJSON_AddStringToObject(block, "text", text) == NULL) {
		cJSON_Delete(o);
		return NULL;
	}
	return o;
}

static cJSON *
chat(const char *field, const char *text, const struct http_values *v)
{
	cJSON *o = cJSON_CreateObject(), *none;

	if (cJSON_AddStringToObject(o, field, text) == NULL)
		goto fail;
	if (v != NULL &&
	    (cJSON_AddStringToObject(o, "to", v->to ? v->to : "") == NULL ||
	    cJSON_AddStringToObject(o, "id", v->id ? v->id : "") == NULL))
		goto fail;
	if (strcmp(field, "content") == 0 &&
	    ((none = cJSON_AddObjectToObject(o, "allowed_mentions")) == NULL ||
	    cJSON_AddArrayToObject(none, "parse") == NULL))
		goto fail;
	return o;
fail:
	cJSON_Delete(o);
	return NULL;
}

static void
json_body(enum http_shape shape, const struct http_values *v, struct buf *out)
{
	struct buf text = {0};
	cJSON *o = NULL;
	char *s = NULL;

	if (shape == HTTP_SLACK)
		slack(v->text, &text);
	else if (shape == HTTP_MATTERMOST)
		mattermost(v->text, &text);
	else if (shape == HTTP_DISCORD)
		discord(v->text, &text);
	else
		buf_puts(&text, v->text);
	if (text.len == 0)
		buf_puts(&text, " ");
	if (!text.failed)
		o = shape == HTTP_TEAMS ? teams(text.data) :
		    chat(shape == HTTP_DISCORD ? "content" : "text",
			text.data, shape == HTTP_JSON ? v : NULL);
	if (o != NULL)
		s = cJSON_PrintUnformatted(o);
	if (s == NULL)
		out->failed = true;
	buf_puts(out, s);
	cJSON_free(s);
	cJSON_Delete(o);
	buf_free(&text);
}

/* The Content-Type among the configured headers, or NULL. */
static const char *
type_given(const struct transport *t)
{
	size_t i;

	for (i = 0; i < t->nheader; i++)
		if (strncasecmp(t->header[i], "Content-Type:", 13) == 0)
			return t->header[i] + 13;
	return NULL;
}

/* The Content-Type says how values are escaped; without one, a body that
 * begins like JSON is JSON and any other a form. */
static const char *
template_body(const struct transport *t, const struct http_values *v,
    struct buf *out)
{
	const char *type = type_given(t), *start = t->body;
	enum http_escape how = HTTP_RAW;
	bool json;

	start += strspn(start, " \t\r\n");
	json = *start == '[' || (*start == '{' && start[1] != '{');
	if (type == NULL)
		how = json ? HTTP_JSON_TEXT : HTTP_URL;
	else if (text_has(type, "json"))
		how = HTTP_JSON_TEXT;
	else if (text_has(type, "urlencoded"))
		how = HTTP_URL;
	else if (text_has(type, "xml"))
		how = HTTP_XML;
	if (http_template(t->body, how, v, out) == -1)
		out->failed = true;
	return type != NULL ? NULL : json ? "application/json" :
	    "application/x-www-form-urlencoded";
}

const char *
http_body(const struct transport *t, enum http_shape shape,
    const struct http_values *v, struct buf *out)
{
	switch (shape) {
	case HTTP_TWILIO:
		twilio(t, v, out);
		return "application/x-www-form-urlencoded";
	case HTTP_NTFY:
		buf_puts(out, v->text);
		return "text/plain; charset=utf-8";
	case HTTP_TEMPLATE:
		return template_body(t, v, out);
	default:
		json_body(shape, v, out);
		return "application/json";
	}
}
