/* A mail as composed, read again by GMime. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <gmime/gmime.h>

#include "transport/compose.h"

static struct compose
plain(void)
{
	return (struct compose){
		.from_name = "Harbor Plumbing", .from = "leads@harbor.example",
		.to_name = "Dana Reyes", .to = "dana@example.net",
		.subject = "Hello", .message_id = "<7.abc@harbor.example>",
		.text = "Hi Dana,\n\nbye\n", .date = 1700000000,
		.zone = "America/Los_Angeles"
	};
}

static GMimeMessage *
parse(const char *mail, size_t len)
{
	GMimeStream *s = g_mime_stream_mem_new_with_buffer(mail, len);
	GMimeParser *p = g_mime_parser_new_with_stream(s);
	GMimeMessage *m = g_mime_parser_construct_message(p, NULL);

	g_object_unref(p);
	g_object_unref(s);
	assert_non_null(m);
	return m;
}

static void
assert_lines(const char *mail)
{
	size_t n;

	assert_null(strchr(mail, '\r'));
	for (; *mail != '\0'; mail += n + (mail[n] == '\n')) {
		n = strcspn(mail, "\n");
		assert_true(n <= 80);
	}
}

static void
headers_are_exact(void **state)
{
	struct compose c = plain();
	struct lead_error err;
	char *mail;
	size_t len;

	(void)state;
	c.reply_to = "dana@example.net, r+7@harbor.example";
	c.in_reply_to = "<q@example.net>";
	c.references = "<p@example.net> <q@example.net>";
	c.auto_submitted = "auto-replied";
	c.list_unsubscribe = "<https://u.example/x>";
	c.one_click = 1;
	assert_int_equal(compose_mail(&c, &mail, &len, &err), 0);
	assert_int_equal(strlen(mail), len);
	assert_lines(mail);
	assert_non_null(strstr(mail,
	    "From: Harbor Plumbing <leads@harbor.example>\n"));
	assert_non_null(strstr(mail, "To: Dana Reyes <dana@example.net>\n"));
	assert_non_null(strstr(mail,
	    "Reply-To: dana@example.net, r+7@harbor.example\n"));
	assert_non_null(strstr(mail, "Subject: Hello\n"));
	assert_non_null(strstr(mail, "Message-Id: <7.abc@harbor.example>\n"));
	assert_non_null(strstr(mail, "In-Reply-To: <q@example.net>\n"));
	assert_non_null(strstr(mail,
	    "References: <p@example.net> <q@example.net>\n"));
	assert_non_null(strstr(mail, "Auto-Submitted: auto-replied\n"));
	assert_non_null(strstr(mail,
	    "List-Unsubscribe: <https://u.example/x>\n"));
	assert_non_null(strstr(mail,
	    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"));
	/* 1700000000 is 2023-11-14 22:13:20 UTC, eight hours less there */
	assert_non_null(strstr(mail,
	    "Date: Tue, 14 Nov 2023 14:13:20 -0800\n"));
	assert_non_null(strstr(mail, "\n\nHi Dana,\n\nbye\n"));
	free(mail);
}

static void
names_and_subjects_may_be_of_any_language(void **state)
{
	struct compose c = plain();
	struct lead_error err;
	InternetAddress *to;
	GMimeMessage *m;
	char *mail;
	size_t len;

	(void)state;
	c.to_name = "Jos\xc3\xa9 \"Pepe\" Nu\xc3\xb1" "ez, Jr.";
	c.subject = "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e caf\xc3\xa9";
	assert_int_equal(compose_mail(&c, &mail, &len, &err), 0);
	assert_lines(mail);
	m = parse(mail, len);
	assert_string_equal(g_mime_message_get_subject(m), c.subject);
	assert_int_equal(internet_address_list_length(
	    g_mime_message_get_to(m)), 1);
	to = internet_address_list_get_address(g_mime_message_get_to(m), 0);
	assert_string_equal(internet_address_get_name(to), c.to_name);
	assert_string_equal(internet_address_mailbox_get_addr(
	    INTERNET_ADDRESS_MAILBOX(to)), "dana@example.net");
	g_object_unref(m);
	free(mail);
}

static void
long_texts_come_back_whole(void **state)
{
	struct compose c = plain();
	struct lead_error err;
	GMimeMessage *m;
	char *mail, *back, text[6004];
	size_t len, i;

	(void)state;
	for (i = 0; i < 6000; i += 3)
		memcpy(text + i, "\xe2\x82\xac", 3);
	strcpy(text + 6000, "x.\n");
	c.text = text;
	assert_int_equal(compose_mail(&c, &mail, &len, &err), 0);
	assert_lines(mail);
	m = parse(mail, len);
	back = g_mime_text_part_get_text(
	    GMIME_TEXT_PART(g_mime_message_get_mime_part(m)));
	assert_string_equal(back, text);
	g_free(back);
	g_object_unref(m);
	free(mail);
}

static void
html_stands_beside_the_text(void **state)
{
	struct compose c = plain();
	struct lead_error err;
	GMimeMultipart *multi;
	GMimeMessage *m;
	GMimeObject *part;
	char *mail, *back;
	size_t len;

	(void)state;
	c.html = "<p>Hi</p>\r\n";
	assert_int_equal(compose_mail(&c, &mail, &len, &err), 0);
	m = parse(mail, len);
	part = g_mime_message_get_mime_part(m);
	assert_true(g_mime_content_type_is_type(
	    g_mime_object_get_content_type(part), "multipart",
	    "alternative"));
	multi = GMIME_MULTIPART(part);
	assert_int_equal(g_mime_multipart_get_count(multi), 2);
	back = g_mime_text_part_get_text(
	    GMIME_TEXT_PART(g_mime_multipart_get_part(multi, 0)));
	assert_string_equal(back, c.text);
	g_free(back);
	back = g_mime_text_part_get_text(
	    GMIME_TEXT_PART(g_mime_multipart_get_part(multi, 1)));
	assert_string_equal(back, "<p>Hi</p>\n");
	g_free(back);
	g_object_unref(m);
	free(mail);
}

static void
assert_refused(const struct compose *c, const char *field)
{
	struct lead_error err;
	char *mail;
	size_t len;

	assert_int_equal(compose_mail(c, &mail, &len, &err), -1);
	assert_int_equal(err.code, LEAD_EDATA);
	assert_non_null(strstr(err.msg, field));
	assert_null(mail);
}

static void
controls_are_refused_in_every_field(void **state)
{
	static const struct {
		size_t at;
		const char *name;
	} fields[] = {
		{offsetof(struct compose, from_name), "from name"},
		{offsetof(struct compose, from), "from"},
		{offsetof(struct compose, to_name), "to name"},
		{offsetof(struct compose, to), "to"},
		{offsetof(struct compose, reply_to), "reply-to"},
		{offsetof(struct compose, subject), "subject"},
		{offsetof(struct compose, message_id), "message-id"},
		{offsetof(struct compose, in_reply_to), "in-reply-to"},
		{offsetof(struct compose, references), "references"},
		{offsetof(struct compose, auto_submitted), "auto-submitted"},
		{offsetof(struct compose, list_unsubscribe),
		    "list-unsubscribe"},
	};
	static const char *const bad[] = {
		"<a@b.example>\nBcc: evil@x.example>",
		"<a@b.example>\r\nBcc: evil@x.example>",
		"<a@b.example\r>", "<a@b.example\x1b[2J>",
		"<a@b.example\x7f>", "<a@b.example\xc2\x85>",
		"<=?utf-8?q?hi=0D=0ABcc:_x@y?= x>",
		"<a@b.example\xff>"
	};
	struct compose c;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		for (j = 0; j < sizeof(bad) / sizeof(bad[0]); j++) {
			c = plain();
			memcpy((char *)&c + fields[i].at, &bad[j],
			    sizeof(bad[j]));
			assert_refused(&c, fields[i].name);
		}
}

static void
addresses_are_one_each(void **state)
{
	static const char *const bad[] = {"", "dana", "a@b@c", "a b@c.example", "@b.example",
	    "\"a,b\"@c.example", "\"a\"b@c.example", "\"\"@c.example",
	    "\"a\r\nb\"@c.example", "\"a@b.example",
	    "a@b.example,x@y.example", "<a@b.example>", "-f@b.example",
	    "@b.example", "a@"};
	struct compose c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		c = plain();
		c.to = bad[i];
		assert_refused(&c, "to");
	}
}

static void
message_ids_are_never_the_same(void **state)
{
	char *a = compose_message_id(12, "harbor.example");
	char *b = compose_message_id(12, "harbor.example");

	(void)state;
	assert_memory_equal(a, "<12.", 4);
	assert_string_equal(a + strlen(a) - 16, "@harbor.example>");
	assert_int_equal(strlen(a), 4 + 32 + 16);
	assert_string_not_equal(a, b);
	free(a);
	free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_exact),
		cmocka_unit_test(names_and_subjects_may_be_of_any_language),
		cmocka_unit_test(long_texts_come_back_whole),
		cmocka_unit_test(html_stands_beside_the_text),
		cmocka_unit_test(controls_are_refused_in_every_field),
		cmocka_unit_test(addresses_are_one_each),
		cmocka_unit_test(message_ids_are_never_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
