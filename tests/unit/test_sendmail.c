/* Mail handed to a sendmail program: a script that does as it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "transport/transport.h"

static char dir[64], script[128], seen[128];

static void
script_put(const char *last)
{
	FILE *f;

	unlink(script);
	assert_non_null(f = fopen(script, "w"));
	fprintf(f, "#!/bin/sh\nprintf '%%s|' \"$@\" >%s\n%s\n", seen, last);
	assert_int_equal(fclose(f), 0);
	chmod(script, 0700);
}

static int
count(void *arg)
{
	++*(int *)arg;
	return 0;
}

static int
give_up(void *arg)
{
	++*(int *)arg;
	return -1;
}

static enum transport_result
run(const char *to, int (*inflight)(void *), size_t len, int *calls,
    char *detail)
{
	char url[160];
	struct transport_config c = {.name = "email", .url = url};
	struct transport_message m = {.from = "us@x.example", .to = to,
	    .id = "<1@x>", .inflight = inflight, .arg = calls};
	enum transport_result result;
	struct transport *t;
	struct lead_error err;
	char *data = malloc(len);

	snprintf(url, sizeof(url), "sendmail:%s", script);
	assert_non_null(data);
	memset(data, 'x', len);
	m.data = data;
	m.len = len;
	*calls = 0;
	assert_int_equal(transport_open(&t, &c, &err), 0);
	result = transport_send(t, &m, detail, 256);
	transport_close(t);
	free(data);
	return result;
}

static void
the_exit_status_decides(void **state)
{
	char detail[256];
	int calls;

	(void)state;
	script_put("cat >/dev/null; exit 0");
	assert_int_equal(run("d@y.example", count, 9, &calls, detail),
	    TRANSPORT_SENT);
	assert_int_equal(calls, 1);
	script_put("cat >/dev/null; echo 'no room' >&2; exit 75");
	assert_int_equal(run("d@y.example", count, 9, &calls, detail),
	    TRANSPORT_RETRY);
	assert_string_equal(detail, "exit 75: no room");
	script_put("cat >/dev/null; exit 67");
	assert_int_equal(run("d@y.example", count, 9, &calls, detail),
	    TRANSPORT_FAILED);
	script_put("cat >/dev/null; kill -9 $$");
	assert_int_equal(run("d@y.example", count, 9, &calls, detail),
	    TRANSPORT_UNKNOWN);
	unlink(script);
	assert_int_equal(run("d@y.example", count, 9, &calls, detail),
	    TRANSPORT_RETRY);
	assert_int_equal(calls, 0);
}

static void
arguments_are_as_sendmail_wants_them(void **state)
{
	char detail[256], text[256] = "";
	int calls;
	FILE *f;

	(void)state;
	script_put("cat >/dev/null");
	assert_int_equal(run("$HOME`id`'@y.example", count, 9, &calls, detail),
	    TRANSPORT_SENT);
	assert_non_null(f = fopen(seen, "r"));
	assert_non_null(fgets(text, sizeof(text), f));
	fclose(f);
	assert_string_equal(text,
	    "-i|-f|us@x.example|--|$HOME`id`'@y.example|");
	assert_int_equal(run("-bd@y.example", count, 9, &calls, detail),
	    TRANSPORT_FAILED);
	assert_int_equal(calls, 0);
}

static void
a_program_that_does_not_read_ends_nothing_of_ours(void **state)
{
	char detail[256];
	int calls;

	(void)state;
	script_put("exec <&-; exit 75");
	assert_int_equal(run("d@y.example", count, 1000000, &calls, detail),
	    TRANSPORT_RETRY);
	assert_int_equal(calls, 0);
	script_put("exec <&-; exit 0");
	assert_int_equal(run("d@y.example", count, 1000000, &calls, detail),
	    TRANSPORT_FAILED);
}

static void
giving_up_shows_it_no_end(void **state)
{
	char detail[256], done[128], last[256];
	int calls;

	(void)state;
	snprintf(done, sizeof(done), "%s/done", dir);
	snprintf(last, sizeof(last), "cat >/dev/null; : >%s", done);
	script_put(last);
	assert_int_equal(run("d@y.example", give_up, 9, &calls, detail),
	    TRANSPORT_RETRY);
	assert_int_equal(calls, 1);
	assert_int_equal(access(done, F_OK), -1);
}

static int
dir_make(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/test_sendmail.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(script, sizeof(script), "%s/sendmail", dir);
	snprintf(seen, sizeof(seen), "%s/seen", dir);
	return 0;
}

static int
dir_remove(void **state)
{
	(void)state;
	unlink(script);
	unlink(seen);
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_exit_status_decides),
		cmocka_unit_test(arguments_are_as_sendmail_wants_them),
		cmocka_unit_test(
		    a_program_that_does_not_read_ends_nothing_of_ours),
		cmocka_unit_test(giving_up_shows_it_no_end),
	};

	return cmocka_run_group_tests(tests, dir_make, dir_remove);
}
