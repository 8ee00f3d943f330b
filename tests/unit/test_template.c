/* Templates: the strict rules, names and files, every built-in for a lead
 * with nothing but an address, and the Mustache specification where present. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "follow/mustache.h"
#include "follow/template.h"

static const char *
get(void *arg, const char *name)
{
	const char *const *pair = arg;

	for (; *pair != NULL; pair += 2)
		if (strcmp(pair[0], name) == 0)
			return pair[1];
	return NULL;
}

static int
render(const char *text, bool html, const char *const *pairs, const char *dir,
    struct buf *out, struct lead_error *err)
{
	struct template_values v = {
		.get = get, .arg = (void *)pairs, .dir = dir
	};

	buf_clear(out);
	return template_render(text, html, &v, out, err);
}

static void
a_value_stands_in_its_place(void **state)
{
	const char *const pairs[] = {"name", "Dana <b>", "none", "", NULL};
	struct buf out = {0};
	struct lead_error err;

	(void)state;
	assert_int_equal(render("Hi {{name}}{{! x }}.", false, pairs, NULL,
	    &out, &err), 0);
	assert_string_equal(out.data, "Hi Dana <b>.");
	assert_int_equal(render("{{name}} {{{name}}}", true, pairs, NULL,
	    &out, &err), 0);
	assert_string_equal(out.data, "Dana &lt;b&gt; Dana <b>");
	assert_int_equal(render("{{#none}}a{{/none}}{{^none}}b{{/none}}"
	    "{{#name}}c{{/name}}", false, pairs, NULL, &out, &err), 0);
	assert_string_equal(out.data, "bc");
	buf_free(&out);
}

static void
a_missing_value_is_an_error_that_names_it(void **state)
{
	const char *const pairs[] = {"empty", "", NULL};
	struct buf out = {0};
	struct lead_error err;

	(void)state;
	assert_int_equal(render("{{gone}} {{other}}", false, pairs, NULL, &out,
	    &err), -1);
	assert_int_equal(err.code, LEAD_EDATA);
	assert_non_null(strstr(err.msg, "{{gone}}"));
	assert_int_equal(render("{{empty}}", false, pairs, NULL, &out, &err),
	    -1);
	assert_int_equal(err.code, LEAD_EDATA);
	assert_int_equal(render("{{^empty}}-{{empty}}{{/empty}}", false, pairs,
	    NULL, &out, &err), 0);
	assert_string_equal(out.data, "-");
	buf_free(&out);
}

static void
bad_syntax_is_a_configuration_error(void **state)
{
	static const char *const bad[] = {
		"{{name", "{{}}", "{{#a}}x", "x{{/a}}", "{{#a}}{{/b}}",
		"{{=| =}}", "{{=a b c=}}", "{{{x}}"
	};
	const char *const pairs[] = {"name", "x", NULL};
	struct buf out = {0};
	struct lead_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(render(bad[i], false, pairs, NULL, &out,
		    &err), -1);
		assert_int_equal(err.code, LEAD_ECONFIG);
	}
	buf_free(&out);
}

static void
a_value_is_never_read_as_template(void **state)
{
	const char *const pairs[] = {"a", "{{b}} {{#b}} {{=", "b", "no", NULL};
	struct buf out = {0};
	struct lead_error err;

	(void)state;
	assert_int_equal(render("{{a}}", false, pairs, NULL, &out, &err), 0);
	assert_string_equal(out.data, "{{b}} {{#b}} {{=");
	buf_free(&out);
}

static void
file_put(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_non_null(f = fopen(path, "w"));
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void
a_name_falls_back_from_the_right(void **state)
{
	char dir[] = "/tmp/test_template.XXXXXX", path[256];
	static const char *const files[] = {"hi", "hi.sms", "hi.sms.es",
	    "hi.html", "part", "ack"};
	const char *const pairs[] = {"x", "1", NULL};
	struct template t;
	struct lead_error err;
	struct buf out = {0};
	size_t i;

	(void)state;
	assert_non_null(mkdtemp(dir));
	file_put(dir, "hi", "From: x\nsubject: Hi {{x}}\r\n\r\nbody\n");
	file_put(dir, "hi.sms", "short: not\n header");
	file_put(dir, "hi.sms.es", "Subject: S\n\ncorto");
	file_put(dir, "hi.html", "<p>");
	file_put(dir, "part", "[{{x}}]");
	file_put(dir, "ack", "Subject: Own\n\nown");
	assert_int_equal(template_find(dir, "hi", "sms", "es", "a", &t, &err),
	    0);
	assert_string_equal(t.name, "hi.sms.es");
	assert_string_equal(t.text, "corto");
	template_free(&t);
	assert_int_equal(template_find(dir, "hi", "sms", "de", NULL, &t, &err),
	    0);
	assert_string_equal(t.name, "hi.sms");
	assert_null(t.subject);
	assert_string_equal(t.text, "short: not\n header");
	template_free(&t);
	assert_int_equal(template_find(dir, "hi", "email", "", "b", &t, &err),
	    0);
	assert_string_equal(t.subject, "Hi {{x}}");
	assert_string_equal(t.text, "body\n");
	assert_string_equal(t.html, "<p>");
	template_free(&t);
	assert_int_equal(template_find(dir, "ack", "email", NULL, NULL, &t,
	    &err), 0);
	assert_string_equal(t.subject, "Own");
	template_free(&t);
	assert_int_equal(template_find(dir, "tip", "email", NULL, NULL, &t,
	    &err), 0);
	assert_string_equal(t.name, "tip");
	template_free(&t);
	assert_int_equal(render("a {{> part}}", false, pairs, dir, &out, &err),
	    0);
	assert_string_equal(out.data, "a [1]");
	assert_int_equal(render("{{> ../part}}", false, pairs, dir, &out,
	    &err), -1);
	buf_free(&out);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
		unlink(path);
	}
	rmdir(dir);
}

static void
a_name_never_leaves_the_folder(void **state)
{
	static const char *const bad[] = {"", ".", "../ack", "a/b", ".hid"};
	struct template t;
	struct lead_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(template_find("/tmp", bad[i], NULL, NULL,
		    NULL, &t, &err), -1);
		assert_int_equal(err.code, LEAD_ECONFIG);
	}
	assert_int_equal(template_find(NULL, "ack", "a/b", NULL, NULL, &t,
	    &err), -1);
	assert_int_equal(template_find(NULL, "nothing", NULL, NULL, NULL, &t,
	    &err), -1);
}

static void
a_partial_that_calls_itself_ends(void **state)
{
	char dir[] = "/tmp/test_template.XXXXXX", path[256];
	const char *const pairs[] = {NULL};
	struct buf out = {0};
	struct lead_error err;

	(void)state;
	assert_non_null(mkdtemp(dir));
	file_put(dir, "loop", "x{{> loop}}");
	assert_int_equal(render("{{> loop}}", false, pairs, dir, &out, &err),
	    -1);
	assert_int_equal(err.code, LEAD_ECONFIG);
	buf_free(&out);
	snprintf(path, sizeof(path), "%s/loop", dir);
	unlink(path);
	rmdir(dir);
}

static void
every_builtin_renders_with_nothing_and_with_all(void **state)
{
	static const char *const all[] = {
		"first_name", "Dana", "name", "Dana Reyes", "service",
		"deck repair", "place", "Torrance", "zip", "90501", "subject",
		"Deck", "message_excerpt", "Can you fix it", "business_name",
		"Harbor", "business_phone", "1", "business_address", "Pier 1",
		"owner_name", "Mia", "owner_phone", "2", "reply_by",
		"by 10:00 on Monday", "question", "When?", "booking_url",
		"https://b.example", "website", "https://w.example",
		"unsubscribe", "https://u.example", "ref", "L1", "lead_name",
		"Dana", "lead_phone", "3", "lead_email", "d@e.example",
		"action", "Call Dana", "due_words", "today by 15:00", "why",
		"price", "quote", "How much", "source", "website",
		"booked_at", "Friday 6 November at 15:00", NULL
	};
	static const char *const none[] = {NULL};
	struct buf out = {0};
	struct lead_error err;
	struct template t;
	const char *name;
	size_t i;

	(void)state;
	for (i = 0; (name = template_builtin(i, NULL)) != NULL; i++) {
		assert_int_equal(template_find(NULL, name, NULL, NULL, NULL,
		    &t, &err), 0);
		assert_int_equal(t.subject == NULL,
		    strstr(name, ".sms") != NULL);
		assert_int_equal(render(t.text, false, none, NULL, &out, &err),
		    0);
		assert_true(out.len > 20);
		assert_int_equal(render(t.text, false, all, NULL, &out, &err),
		    0);
		if (t.subject != NULL) {
			assert_int_equal(render(t.subject, false, none, NULL,
			    &out, &err), 0);
			assert_null(strchr(out.data, '\n'));
			assert_int_equal(render(t.subject, false, all, NULL,
			    &out, &err), 0);
		}
		template_free(&t);
	}
	assert_int_equal(i, 25);
	buf_free(&out);
}

static void
the_first_answer_reads_as_meant(void **state)
{
	const char *const pairs[] = {"first_name", "Dana", "service",
	    "deck repair", "business_name", "Harbor Plumbing", "reply_by",
	    "by 10:00 on Monday", NULL};
	struct buf out = {0};
	struct lead_error err;
	struct template t;

	(void)state;
	assert_int_equal(template_find(NULL, "ack", "email", "en", NULL, &t,
	    &err), 0);
	assert_int_equal(render(t.subject, false, pairs, NULL, &out, &err), 0);
	assert_string_equal(out.data, "We got your message about deck repair");
	assert_int_equal(render(t.text, false, pairs, NULL, &out, &err), 0);
	assert_string_equal(out.data, "Hi Dana,\n\n"
	    "Thanks for writing to Harbor Plumbing about deck repair. "
	    "Your message is with us, and you will hear from a person by 10:00 "
	    "on Monday.\n\n"
	    "If there is more we should know, just reply to this mail.\n\n"
	    "Harbor Plumbing\n\n"
	    "Rather not hear from us? Reply STOP.\n");
	template_free(&t);
	buf_free(&out);
}

/* ---- the specification, over cJSON ---- */

static const void *
json_find(void *arg, const void *node, const char *name)
{
	(void)arg;
	return cJSON_IsObject((const cJSON *)node) ?
	    cJSON_GetObjectItemCaseSensitive(node, name) : NULL;
}

static const void *
json_item(void *arg, const void *node, size_t n, bool *list)
{
	(void)arg;
	*list = cJSON_IsArray((const cJSON *)node);
	return *list ? cJSON_GetArrayItem(node, (int)n) : NULL;
}

static bool
json_truth(void *arg, const void *node)
{
	(void)arg;
	return !cJSON_IsFalse((const cJSON *)node) &&
	    !cJSON_IsNull((const cJSON *)node);
}

static void
json_text(void *arg, const void *node, struct buf *out)
{
	const cJSON *n = node;
	char *s;

	(void)arg;
	if (cJSON_IsString(n))
		buf_puts(out, n->valuestring);
	else if (!cJSON_IsNull(n)) {
		s = cJSON_PrintUnformatted(n);
		buf_puts(out, s);
		cJSON_free(s);
	}
}

static char *
json_partial(void *arg, const char *name)
{
	const cJSON *p = arg != NULL ?
	    cJSON_GetObjectItemCaseSensitive(arg, name) : NULL;

	return p != NULL ? strdup(p->valuestring) : NULL;
}

static const char *
str(const cJSON *o, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(o, name)->valuestring;
}

static void
spec_file(const char *dir, const char *name)
{
	char path[512];
	static char text[256 * 1024];
	struct lead_error err;
	cJSON *spec;
	const cJSON *test;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s.json", dir, name);
	if ((f = fopen(path, "r")) == NULL)
		skip();
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	assert_non_null(spec = cJSON_Parse(text));
	cJSON_ArrayForEach(test,
	    cJSON_GetObjectItemCaseSensitive(spec, "tests")) {
		struct mustache_tree tree = {
			.find = json_find, .item = json_item,
			.truth = json_truth, .text = json_text,
			.partial = json_partial, .html = true,
			.arg = cJSON_GetObjectItemCaseSensitive(test,
			    "partials"),
			.root = cJSON_GetObjectItemCaseSensitive(test, "data")
		};
		struct buf out = {0};

		if (mustache_render(str(test, "template"), &tree, &out,
		    &err) == -1)
			fail_msg("%s: %s: %s", name, str(test, "name"),
			    err.msg);
		if (strcmp(out.data, str(test, "expected")) != 0)
			fail_msg("%s: %s: '%s', not '%s'", name,
			    str(test, "name"), out.data,
			    str(test, "expected"));
		buf_free(&out);
	}
	cJSON_Delete(spec);
}

static void
the_specification_holds(void **state)
{
	const char *dir = getenv("LEADS_MUSTACHE_SPEC");

	spec_file(dir != NULL ? dir : "../shared/mustache-spec", *state);
}

#define SPEC(name) {"the specification holds: " name, \
	the_specification_holds, NULL, NULL, (void *)(uintptr_t)name}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_stands_in_its_place),
		cmocka_unit_test(a_missing_value_is_an_error_that_names_it),
		cmocka_unit_test(bad_syntax_is_a_configuration_error),
		cmocka_unit_test(a_value_is_never_read_as_template),
		cmocka_unit_test(a_name_falls_back_from_the_right),
		cmocka_unit_test(a_name_never_leaves_the_folder),
		cmocka_unit_test(a_partial_that_calls_itself_ends),
		cmocka_unit_test(
		    every_builtin_renders_with_nothing_and_with_all),
		cmocka_unit_test(the_first_answer_reads_as_meant),
		SPEC("comments"), SPEC("delimiters"), SPEC("interpolation"),
		SPEC("inverted"), SPEC("partials"), SPEC("sections"),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
