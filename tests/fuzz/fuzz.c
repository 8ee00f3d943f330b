/*
 * fuzz: every reader of what strangers write, one target a program, named by
 * TARGET at compile time. Each checks what must always be so, beyond not
 * crashing: texts that come out are UTF-8, a normal form is its own normal
 * form, an escaped record is one line and comes back, times stay in range.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/when.h"
#include "follow/template.h"
#include "intake/html.h"
#include "intake/intake.h"
#include "model/address.h"
#include "model/config.h"
#include "model/record.h"
#include "store/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static struct config *config;

static void
need(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "fuzz: %s\n", what);
	abort();
}

static const struct config *
settings(void)
{
	struct lead_error err;

	if (config == NULL)
		need(config_read(NULL, "mia", "harbor.example", &config,
		    &err) == 0, err.msg);
	return config;
}

static char *
string(const uint8_t *data, size_t len)
{
	char *s = malloc(len + 1);

	need(s != NULL, "memory");
	memcpy(s, data, len);
	s[len] = '\0';
	return s;
}

static void
clean(const char *s, const char *what)
{
	char *again;

	if (s == NULL)
		return;
	again = text_utf8(s, strlen(s));
	need(again != NULL && strcmp(again, s) == 0, what);
	free(again);
}

static int
taken(void *arg, struct inbound *in, const char *raw, size_t rawlen,
    size_t record, size_t line)
{
	size_t *n = arg;

	(void)raw;
	(void)rawlen;
	(void)line;
	need(record >= 1, "a record counts from 1");
	clean(in->name, "name is UTF-8");
	clean(in->subject, "subject is UTF-8");
	clean(in->message, "message is UTF-8");
	clean(in->email, "email is UTF-8");
	(*n)++;
	return 0;
}

static void
intake(const char *kind, const uint8_t *data, size_t len)
{
	struct intake_options o = {.kind = kind, .config = settings()};
	struct lead_error err = {0};
	size_t n = 0;

	if (intake_read(&o, (const char *)data, len, taken, &n, &err) == 0)
		need(n >= 1, "each input has a verdict");
}

static void
normal(char *(*form)(const char *), const char *text)
{
	char *once = form(text), *twice;

	if (once == NULL)
		return;
	clean(once, "a normal form is UTF-8");
	twice = form(once);
	need(twice != NULL && strcmp(once, twice) == 0,
	    "a normal form is its own normal form");
	free(once);
	free(twice);
}

static char *
phone(const char *s)
{
	return address_phone(s, "US", NULL);
}

static const char *
value(void *arg, const char *name)
{
	(void)arg;
	return strcmp(name, "name") == 0 ? "Dana <b>{{x}}" : NULL;
}

#define IS(name) (strcmp(TARGET, name) == 0)

static void
record(char *s)
{
	struct buf b = {0};
	struct lead_ref ref;
	struct lead_error err;
	char *copy = text_utf8(s, strlen(s));

	record_line_ref(s, 1, &ref, &err);
	if (copy == NULL)
		return;
	record_escape(&b, copy);
	need(!b.failed && (b.data == NULL || strpbrk(b.data, "\n\t\r") == NULL),
	    "an escaped value has no separator");
	if (b.data != NULL && record_unescape(b.data, &err) == 0)
		need(strcmp(b.data, copy) == 0, "what is escaped comes back");
	buf_free(&b);
	free(copy);
}

static void
words(char *s)
{
	static const char *const zones[] = {"UTC", "America/Los_Angeles",
	    "Australia/Lord_Howe", "Asia/Kathmandu"};
	struct lead_error err;
	struct span span;
	char text[64];
	int64_t t, again;
	size_t i;

	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (lead_when_parse(s, 1793786400, zones[i], &t, &err) == 0 &&
		    t >= 0) {
			lead_when_format(t, zones[i], text, sizeof(text));
			need(lead_when_parse(text, 0, zones[i], &again,
			    &err) == 0 && again == t, "a time comes back");
		}
	if (span_parse(s, &span, &err) == 0 && span.unit < SPAN_BMINUTE)
		span_after(&span, 1793786400, zones[1]);
}

/* A tag of the template itself that wants the value as it is, or may have
 * changed what a tag looks like. */
static bool
asks_raw(const char *s)
{
	while ((s = strstr(s, "{{")) != NULL) {
		s += 2 + strspn(s + 2, " \t\r\n");
		if (*s != '\0' && strchr("{&=", *s) != NULL)
			return true;
	}
	return false;
}

static void
template(char *s)
{
	struct template_values v = {.get = value};
	struct buf out = {0};
	struct lead_error err;

	if (template_render(s, true, &v, &out, &err) == 0 && out.data != NULL)
		need(strstr(s, "<b>") != NULL || asks_raw(s) ||
		    strstr(out.data, "<b>") == NULL,
		    "a value is escaped in HTML");
	buf_free(&out);
}

static void
rule(char *s)
{
	static struct store *store;
	static char path[64];
	struct lead_error err;

	if (store == NULL) {
		snprintf(path, sizeof(path), "/tmp/leads-fuzz.%ld.db",
		    (long)getpid());
		need(store_open(&store, path, STORE_CREATE, 5, NULL, &err) ==
		    0, err.msg);
		unlink(path);
	}
	store_expr_check(store, s, &err);
}

static void
configuration(char *s)
{
	char path[64];
	struct config *c = NULL;
	struct lead_error err;
	FILE *fp;

	snprintf(path, sizeof(path), "/tmp/leads-fuzz.%ld.conf",
	    (long)getpid());
	if ((fp = fopen(path, "w")) == NULL)
		return;
	fputs(s, fp);
	fclose(fp);
	if (config_read(path, "mia", "harbor.example", &c, &err) == 0)
		config_free(c);
	unlink(path);
}

static void
text(char *s)
{
	char *cut, *signature = NULL;

	if ((cut = text_utf8(s, strlen(s))) == NULL)
		return;
	free(quote_cut(cut, &signature));
	free(signature);
	free(cut);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *s;

	if (IS("mail") || IS("form") || IS("json") || IS("csv") ||
	    IS("adf") || IS("vcard") || IS("auto")) {
		intake(TARGET, data, len);
		return 0;
	}
	s = string(data, len);
	if (IS("record"))
		record(s);
	else if (IS("when"))
		words(s);
	else if (IS("template"))
		template(s);
	else if (IS("rule"))
		rule(s);
	else if (IS("config"))
		configuration(s);
	else if (IS("quote"))
		text(s);
	else if (IS("html"))
		free(html_text(s));
	else if (IS("address")) {
		normal(address_mail, s);
		normal(phone, s);
		free(address_spec(s));
		free(address_name(s));
		free(address_first_name(s));
	}
	free(s);
	return 0;
}
