/* Webhook bodies beyond the samples: batches, odd values, events that are no
 * lead; JSON pointers; what is read again of what was kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "intake/intake.h"
#include "intake/pointer.h"

/* What came out, a line a record: kind|source|channel|id|name|email|phone|
 * message. raw: the records as they would be kept. */
struct seen {
	struct buf lines;
	char *raw[8];
	size_t n;
};

static int
see(void *arg, struct inbound *in, const char *raw, size_t len, size_t record,
    size_t line)
{
	struct seen *s = arg;
	const char *part[] = {inbound_kind_name(in->kind), in->source,
	    in->channel, in->vendor_id, in->name, in->email, in->phone,
	    in->message};
	size_t i;

	(void)line;
	assert_int_equal(record, s->n + 1);
	for (i = 0; i < 8; i++)
		buf_printf(&s->lines, "%s%s", i ? "|" : "",
		    part[i] ? part[i] : "");
	buf_putc(&s->lines, '\n');
	if (s->n < 8)
		s->raw[s->n] = strndup(raw, len);
	s->n++;
	return 0;
}

static struct config *
config(void)
{
	struct lead_error err;
	struct config *c;

	assert_int_equal(config_read(NULL, "me", "host", &c, &err), 0);
	return c;
}

static void
clear(struct seen *s)
{
	size_t i;

	for (i = 0; i < 8; i++)
		free(s->raw[i]);
	buf_free(&s->lines);
	*s = (struct seen){0};
}

static void
read_all(const struct config *c, const char *json, struct seen *s)
{
	struct intake_options o = {.kind = "json", .config = c};
	struct lead_error err;

	*s = (struct seen){0};
	assert_int_equal(intake_read(&o, json, strlen(json), see, s, &err), 0);
}

static void
check(const char *json, const char *want)
{
	struct config *c = config();
	struct seen s;

	read_all(c, json, &s);
	assert_string_equal(s.lines.data, want);
	clear(&s);
	config_free(c);
}

#define MESSAGE(mid, from, text) \
	"{\"sender\":{\"id\":\"" from "\"},\"recipient\":{\"id\":\"P\"}," \
	"\"timestamp\":1,\"message\":{\"mid\":\"" mid "\",\"text\":\"" text \
	"\"}}"
#define PAGE(list) "{\"object\":\"page\",\"entry\":[{\"id\":\"P\"," \
	"\"time\":1,\"messaging\":[" list "]}]}"

static void
messenger_batches_are_one_record_a_message(void **state)
{
	(void)state;
	check("{\"object\":\"page\",\"entry\":[{\"id\":\"P\",\"messaging\":["
	    MESSAGE("m1", "7", "hello") "," MESSAGE("m2", "8", "hi") "]},"
	    "{\"id\":\"P\",\"messaging\":[" MESSAGE("m3", "7", "there")
	    "]}]}",
	    "lead|messenger|messenger|m1||||hello\n"
	    "lead|messenger|messenger|m2||||hi\n"
	    "lead|messenger|messenger|m3||||there\n");
}

static void
each_record_reads_as_itself_again(void **state)
{
	struct config *c = config();
	struct seen all, one;
	char *line, *rest;
	size_t i;

	(void)state;
	read_all(c, PAGE(MESSAGE("m1", "7", "a") "," MESSAGE("m2", "8", "b")
	    "," MESSAGE("m3", "9", "\\u00e9 \\ud83d\\ude00")), &all);
	assert_int_equal(all.n, 3);
	rest = all.lines.data;
	for (i = 0; i < 3; i++) {
		line = rest;
		rest = strchr(rest, '\n') + 1;
		read_all(c, all.raw[i], &one);
		assert_memory_equal(
		    one.lines.data, line, (size_t)(rest - line));
		/* the first stands for the whole body, as it came */
		assert_int_equal(one.n, i == 0 ? 3 : 1);
		clear(&one);
	}
	clear(&all);
	config_free(c);
}

static void
what_is_no_message_is_no_lead(void **state)
{
	(void)state;
	/* our own, echoed; read and delivered; a reaction; taken back */
	check(PAGE("{\"sender\":{\"id\":\"P\"},\"recipient\":{\"id\":\"7\"},"
	    "\"message\":{\"mid\":\"e\",\"is_echo\":true,\"text\":\"we\"}}"),
	    "ignored|messenger|messenger|e||||\n");
	check(PAGE("{\"sender\":{\"id\":\"7\"},\"read\":{\"watermark\":1}},"
	    "{\"sender\":{\"id\":\"7\"},\"delivery\":{\"mids\":[\"x\"]}}"),
	    "ignored|messenger|messenger|||||\n"
	    "ignored|messenger|messenger|||||\n");
	check("{\"object\":\"instagram\",\"entry\":[{\"id\":\"I\","
	    "\"messaging\":[{\"sender\":{\"id\":\"7\"},\"message\":{\"mid\":"
	    "\"d\",\"is_deleted\":true}}]}]}",
	    "ignored|instagram|instagram|d||||\n");
	check("{\"object\":\"page\",\"entry\":[{\"id\":\"P\",\"changes\":["
	    "{\"field\":\"feed\",\"value\":{\"item\":\"post\"}}]}]}",
	    "ignored|meta|form|||||\n");
	check("{\"object\":\"page\",\"entry\":[]}",
	    "ignored|meta|form|||||\n");
}

static void
a_picture_alone_is_a_lead(void **state)
{
	(void)state;
	check("{\"object\":\"instagram\",\"entry\":[{\"id\":\"I\","
	    "\"messaging\":[{\"sender\":{\"id\":\"7\"},\"message\":{\"mid\":"
	    "\"p\",\"attachments\":[{\"type\":\"image\",\"payload\":{\"url\":"
	    "\"https://x.example/1\"}}]}}]}]}",
	    "lead|instagram|instagram|p||||(sent a picture)\n");
	check(PAGE("{\"sender\":{\"id\":\"7\"},\"postback\":{\"mid\":\"b\","
	    "\"title\":\"Get a quote\",\"payload\":\"Q\"}}"),
	    "lead|messenger|messenger|b||||Get a quote\n");
}

#define WHATSAPP(value) "{\"object\":\"whatsapp_business_account\"," \
	"\"entry\":[{\"id\":\"W\",\"changes\":[{\"field\":\"messages\"," \
	"\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{" \
	"\"display_phone_number\":\"13105550100\"}," value "}}]}]}"

static void
whatsapp_gives_each_message_its_sender(void **state)
{
	(void)state;
	check(WHATSAPP("\"contacts\":[{\"profile\":{\"name\":\"Ana\"},"
	    "\"wa_id\":\"13105550142\"},{\"profile\":{\"name\":\"Bo\"},"
	    "\"wa_id\":\"4930231250\"}],\"messages\":["
	    "{\"from\":\"4930231250\",\"id\":\"w1\",\"type\":\"text\","
	    "\"text\":{\"body\":\"Hallo\"}},"
	    "{\"from\":\"13105550142\",\"id\":\"w2\",\"type\":\"image\","
	    "\"image\":{\"caption\":\"the leak\",\"id\":\"1\"}},"
	    "{\"from\":\"13105550142\",\"id\":\"w3\",\"type\":\"audio\","
	    "\"audio\":{\"id\":\"2\"}},"
	    "{\"from\":\"13105550142\",\"id\":\"w4\",\"type\":\"reaction\","
	    "\"reaction\":{\"emoji\":\"x\"}}]"),
	    "lead|whatsapp|whatsapp|w1|Bo||+4930231250|Hallo\n"
	    "lead|whatsapp|whatsapp|w2|Ana||+13105550142|the leak\n"
	    "lead|whatsapp|whatsapp|w3|Ana||+13105550142|"
	    "(sent a voice message)\n"
	    "ignored|whatsapp|whatsapp|w4|Ana||+13105550142|\n");
	check(WHATSAPP("\"messages\":[{\"from\":\"13105550142\",\"id\":"
	    "\"w5\",\"type\":\"text\",\"text\":{\"body\":\"Stop\"}}]"),
	    "opt-out|whatsapp|whatsapp|w5|||+13105550142|Stop\n");
}

static void
whatsapp_states_are_reports_not_leads(void **state)
{
	(void)state;
	check(WHATSAPP("\"statuses\":[{\"id\":\"o1\",\"status\":\"delivered\","
	    "\"recipient_id\":\"13105550142\"},{\"id\":\"o1\",\"status\":"
	    "\"failed\",\"recipient_id\":\"13105550142\",\"errors\":[{"
	    "\"code\":131026}]}]"),
	    "ignored|whatsapp|whatsapp|o1:delivered|||+13105550142|\n"
	    "bounce|whatsapp|whatsapp|o1:failed|||+13105550142|\n");
}

static void
ids_and_numbers_stay_as_written(void **state)
{
	char *exact = pointer_exact(
	    "{\"a\":9007199254740993,\"b\":[-1.50,1e3],\"c\":\"1\\\"2\"}");

	(void)state;
	assert_string_equal(exact, "{\"a\":\"9007199254740993\",\"b\":["
	    "\"-1.50\",\"1e3\"],\"c\":\"1\\\"2\"}");
	free(exact);
	check("{\"object\":\"page\",\"entry\":[{\"id\":1,\"changes\":["
	    "{\"field\":\"leadgen\",\"value\":{\"leadgen_id\":"
	    "18446744073709551617,\"form_id\":9}},{\"field\":\"leadgen\","
	    "\"value\":{\"leadgen_id\":18446744073709551618}}]}]}",
	    "lead|meta-lead-ads|form|18446744073709551617||||\n"
	    "lead|meta-lead-ads|form|18446744073709551618||||\n");
	check("{\"lead_id\":9007199254740993,\"email\":\"a@example.net\"}",
	    "lead|webhook|form|9007199254740993||a@example.net||\n");
}

static void
tests_of_vendors_are_no_leads(void **state)
{
	(void)state;
	check("{\"object\":\"page\",\"entry\":[{\"id\":\"0\",\"changes\":[{"
	    "\"field\":\"leadgen\",\"value\":{\"leadgen_id\":\"444\"}}]}]}",
	    "ignored|meta-lead-ads|form|444||||\n");
	check("{\"id\":\"5\",\"field_data\":[{\"name\":\"full_name\","
	    "\"values\":[\"<test lead: dummy data for full_name>\"]},"
	    "{\"name\":\"email\",\"values\":[\"test@fb.com\"]}]}",
	    "ignored|meta-lead-ads|form|5|<test lead: dummy data for "
	    "full_name>|test@fb.com||\n");
	check("{\"id\":\"6\",\"testLead\":true,\"formResponse\":{\"answers\":"
	    "[]}}", "ignored|linkedin|form|6||||\n");
	check("{\"leadGenFormResponse\":\"urn:7\",\"leadAction\":\"DELETED\"}",
	    "ignored|linkedin|form|urn:7:DELETED||||\n");
}

static void
nulls_escapes_and_depth_do_no_harm(void **state)
{
	(void)state;
	check("{\"name\":null,\"email\":\"a@example.net\",\"phone\":null,"
	    "\"message\":\"caf\\u00e9 \\ud83d\\udca7\\n\\u0007x\","
	    "\"tags\":[[1,[2]],null,{}]}",
	    "lead|webhook|form|||a@example.net||caf\xc3\xa9 "
	    "\xf0\x9f\x92\xa7\n x\n");
	check("{\"data\":{\"person\":{\"name\":\"Dana Reyes\",\"email\":"
	    "\"d@example.net\"}},\"event\":\"created\"}",
	    "lead|webhook|form||Dana Reyes|d@example.net||\n");
	check("[{\"email\":\"a@example.net\"},{\"email\":\"b@example.net\"}]",
	    "lead|webhook|form|||a@example.net||\n"
	    "lead|webhook|form|||b@example.net||\n");
	check("[]", "error|webhook|form|||||\n");
	check("{}", "unsorted|webhook|form|||||\n");
	check("7", "error|webhook|form|||||\n");
	check("{\"a\":1e}", "unsorted|webhook|form|||||\n");
}

static void
calls_and_bookings_say_what_became_of_them(void **state)
{
	(void)state;
	check("{\"resource_id\":\"C1\",\"tracking_phone_number\":\"+1310\","
	    "\"customer_phone_number\":\"+13105550142\",\"answered\":false,"
	    "\"call_type\":\"abandoned\"}",
	    "lead|callrail|missed-call|C1|||+13105550142|\n");
	check("{\"resource_id\":\"C2\",\"tracking_phone_number\":\"+1310\","
	    "\"customer_phone_number\":\"+13105550142\",\"answered\":true,"
	    "\"direction\":\"outbound\"}",
	    "ignored|callrail|phone|C2|||+13105550142|\n");
	check("{\"resource_id\":\"M1\",\"source_number\":\"+13105550142\","
	    "\"destination_number\":\"+13105550100\",\"content\":\"hi\"}",
	    "lead|callrail|sms|M1|||+13105550142|hi\n");
	check("{\"event\":\"invitee.canceled\",\"payload\":{\"uri\":\"u\","
	    "\"name\":\"Iris\",\"email\":\"i@example.net\",\"rescheduled\":"
	    "false,\"cancellation\":{\"reason\":\"ill\"},"
	    "\"questions_and_answers\":[]}}",
	    "lead|calendly|form|u:canceled|Iris|i@example.net||"
	    "Canceled the booking.\nill\n");
	check("{\"event\":\"invitee.canceled\",\"payload\":{\"uri\":\"u\","
	    "\"email\":\"i@example.net\",\"rescheduled\":true,"
	    "\"questions_and_answers\":[]}}",
	    "ignored|calendly|form|u:canceled||i@example.net||\n");
	check("[{\"eventId\":1,\"subscriptionType\":\"contact.creation\","
	    "\"objectId\":512},{\"eventId\":2,\"subscriptionType\":"
	    "\"contact.propertyChange\",\"objectId\":512}]",
	    "lead|hubspot|form|512||||\n"
	    "ignored|hubspot|form|2:contact.propertyChange||||\n");
}

static void
typeform_answers_of_every_type(void **state)
{
	(void)state;
	check("{\"form_response\":{\"token\":\"t\",\"definition\":{\"fields\":"
	    "[{\"id\":\"1\",\"title\":\"Your name\"},{\"id\":\"2\",\"title\":"
	    "\"Email\"},{\"id\":\"3\",\"title\":\"Message\"}]},\"answers\":["
	    "{\"type\":\"text\",\"text\":\"Dana Reyes\",\"field\":{\"id\":"
	    "\"1\"}},{\"type\":\"email\",\"email\":\"d@example.net\","
	    "\"field\":{\"id\":\"2\"}},{\"type\":\"number\",\"number\":3,"
	    "\"field\":{\"id\":\"3\"}},{\"type\":\"boolean\",\"boolean\":"
	    "true,\"field\":{\"id\":\"9\",\"ref\":\"urgent\"}}]}}",
	    "lead|typeform|form|t|Dana Reyes|d@example.net||3\n");
}

/* RFC 6901, 5 */
static void
pointers_are_those_of_the_rfc(void **state)
{
	static const char doc[] = "{\"foo\":[\"bar\",\"baz\"],\"\":0,"
	    "\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,\"i\\\\j\":5,"
	    "\"k\\\"l\":6,\" \":7,\"m~n\":8}";
	static const char *const cases[][2] = {{"/foo/0", "bar"},
	    {"/foo/1", "baz"}, {"/", "0"}, {"/a~1b", "1"}, {"/c%d", "2"},
	    {"/e^f", "3"}, {"/g|h", "4"}, {"/i\\j", "5"}, {"/k\"l", "6"},
	    {"/ ", "7"}, {"/m~0n", "8"}, {"/foo/2", NULL}, {"/foo/01", NULL},
	    {"/foo/-", NULL}, {"/foo/-1", NULL}, {"/m~2n", NULL},
	    {"/foo/99999999999", NULL}, {"foo", NULL}, {"/nix/x", NULL},
	    {"/foo", NULL}};
	char *got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		got = pointer_text(doc, strlen(doc), cases[i][0]);
		if (cases[i][1] == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i][1]);
		free(got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(messenger_batches_are_one_record_a_message),
	    cmocka_unit_test(each_record_reads_as_itself_again),
	    cmocka_unit_test(what_is_no_message_is_no_lead),
	    cmocka_unit_test(a_picture_alone_is_a_lead),
	    cmocka_unit_test(whatsapp_gives_each_message_its_sender),
	    cmocka_unit_test(whatsapp_states_are_reports_not_leads),
	    cmocka_unit_test(ids_and_numbers_stay_as_written),
	    cmocka_unit_test(tests_of_vendors_are_no_leads),
	    cmocka_unit_test(nulls_escapes_and_depth_do_no_harm),
	    cmocka_unit_test(calls_and_bookings_say_what_became_of_them),
	    cmocka_unit_test(typeform_answers_of_every_type),
	    cmocka_unit_test(pointers_are_those_of_the_rfc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
