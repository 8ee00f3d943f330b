/* leads-record(5): what is written, and that it reads back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/record.h"

static void
row_is_tsv_with_copy_escapes(void **state)
{
	struct lead_field f[] = {
		{.name = "ref", .value = "L1"},
		{.name = "name", .value = "a\tb\nc\\d\re"},
		{.name = "none"},
		{.name = "esc", .value = "\033[31m\xc2\x9b\x7f"},
	};
	struct lead_row row = {.field = f, .count = 4};
	char *text = lead_row_tsv(&row);

	(void)state;
	assert_string_equal(text, "L1\ta\\tb\\nc\\\\d\\re\t\t"
	    "\\x1b[31m\\xc2\\x9b\\x7f\n");
	free(text);
}

static void
every_byte_reads_back(void **state)
{
	struct buf b = {0};
	char all[256];
	int i;

	(void)state;
	for (i = 1; i < 256; i++)
		all[i - 1] = (char)i;
	all[255] = '\0';
	record_escape(&b, all);
	assert_null(memchr(b.data, '\n', b.len));
	assert_null(memchr(b.data, '\t', b.len));
	assert_int_equal(record_unescape(b.data, NULL), 0);
	assert_string_equal(b.data, all);
	buf_free(&b);
}

static void
bad_escapes_are_refused(void **state)
{
	static const char *const bad[] = {"\\", "\\q", "\\x", "\\xg", "\\0",
	    "\\x00", "\\777"};
	struct lead_error err;
	char text[16];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		strcpy(text, bad[i]);
		assert_int_equal(record_unescape(text, &err), -1);
		assert_int_equal(err.code, LEAD_EDATA);
	}
}

static void
row_is_one_json_object(void **state)
{
	struct lead_field f[] = {
		{.name = "ref", .value = "L1"},
		{.name = "name", .value = "a\"b\\c\n\033\xff\xc3\xa9"},
		{.name = "none"},
		{.name = "score", .value = "20", .number = true},
		{.name = "value", .value = "", .number = true},
		{.name = "fields", .value = "{\n\"a\":1}", .json = true},
	};
	struct lead_row row = {.field = f, .count = 6};
	char *text = lead_row_json(&row);

	(void)state;
	assert_string_equal(text, "{\"ref\":\"L1\",\"name\":\"a\\\"b\\\\c\\n"
	    "\\u001b\xef\xbf\xbd\xc3\xa9\",\"none\":null,\"score\":20,"
	    "\"value\":null,\"fields\":{ \"a\":1}}\n");
	free(text);
}

static void
refs_have_a_letter_and_a_number(void **state)
{
	static const char *const bad[] = {"", "L", "L0", "l1", "X1", "L1x",
	    "L-1", "12", "L 1", "L9223372036854775808"};
	struct lead_error err;
	struct lead_ref ref;
	size_t i;

	(void)state;
	assert_int_equal(lead_ref_parse("E812", &ref, &err), 0);
	assert_int_equal(ref.type, 'E');
	assert_int_equal(ref.id, 812);
	assert_int_equal(lead_ref_parse("L9223372036854775807", &ref, &err),
	    0);
	assert_true(ref.id == INT64_MAX);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(lead_ref_parse(bad[i], &ref, &err), -1);
		assert_int_equal(err.code, LEAD_EUSAGE);
	}
}

static void
line_gives_its_first_field_as_ref(void **state)
{
	static const struct {
		const char *line;
		int rc;
		char type;
		int64_t id;
	} t[] = {
		{"L12\tnew\n", 1, 'L', 12},
		{"M57", 1, 'M', 57},
		{"T9\r\n", 1, 'T', 9},
		{"ref\tstage\n", 0, 0, 0},
		{"\n", 0, 0, 0},
		{"", 0, 0, 0},
		{"{\"ref\":\"B9\",\"kind\":\"x\"}\n", 1, 'B', 9},
		{"{\"a\":{\"ref\":\"L1\"}, \"b\":[1,\"}\"], \"ref\" : \"L2\"}",
		    1, 'L', 2},
		{"{\"a\":\"\\\"ref\\\":\", \"ref\":\"L3\"}", 1, 'L', 3},
		{"{\"a\":1}", -1, 0, 0},
		{"{\"ref\":12}", -1, 0, 0},
		{"{\"ref\":\"L1", -1, 0, 0},
		{"{", -1, 0, 0},
		{"{}", -1, 0, 0},
		{"hello world\n", -1, 0, 0},
		{"\tL1\n", -1, 0, 0},
	};
	struct lead_error err;
	struct lead_ref ref;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		ref = (struct lead_ref){0};
		assert_int_equal(lead_ref_line(t[i].line, 7, &ref, &err),
		    t[i].rc);
		if (t[i].rc == -1) {
			assert_int_equal(err.code, LEAD_EDATA);
			assert_non_null(strstr(err.msg, "line 7"));
		} else {
			assert_int_equal(ref.type, t[i].type);
			assert_int_equal(ref.id, t[i].id);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(row_is_tsv_with_copy_escapes),
		cmocka_unit_test(every_byte_reads_back),
		cmocka_unit_test(bad_escapes_are_refused),
		cmocka_unit_test(row_is_one_json_object),
		cmocka_unit_test(refs_have_a_letter_and_a_number),
		cmocka_unit_test(line_gives_its_first_field_as_ref),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
