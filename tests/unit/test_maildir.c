/* Mail laid down in a Maildir, and the password file every transport reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "transport/transport.h"

static char base[64];

/* How many files the folder has; the last one's name in name. */
static int
files(const char *sub, char *name)
{
	char path[256];
	const struct dirent *e;
	DIR *d;
	int n = 0;

	snprintf(path, sizeof(path), "%s/outbox/%s", base, sub);
	assert_non_null(d = opendir(path));
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.') {
			snprintf(name, 256, "%s", e->d_name);
			n++;
		}
	closedir(d);
	return n;
}

static int
answer(void *arg)
{
	return *(int *)arg;
}

static struct transport *
outbox(void)
{
	struct transport_config c = {
		.name = "email", .url = "maildir:outbox", .base = base
	};
	struct transport *t;
	struct lead_error err;

	assert_int_equal(transport_open(&t, &c, &err), 0);
	return t;
}

static void
one_id_is_one_file_however_often(void **state)
{
	struct transport *t = outbox();
	int stop = 0;
	struct transport_message m = {.from = "a@b", .to = "c@d",
	    .data = "Subject: x\n\none\n", .len = 16, .id = "<1@x>",
	    .inflight = answer, .arg = &stop};
	char detail[256], name[256], path[700], to[700], text[64] = "";
	struct stat st;
	FILE *f;

	(void)state;
	assert_int_equal(transport_send(t, &m, detail, sizeof(detail)),
	    TRANSPORT_SENT);
	assert_int_equal(transport_send(t, &m, detail, sizeof(detail)),
	    TRANSPORT_SENT);
	assert_int_equal(files("new", name), 1);
	snprintf(path, sizeof(path), "%s/outbox/new/%s", base, name);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_non_null(f = fopen(path, "r"));
	assert_int_equal(fread(text, 1, sizeof(text) - 1, f), 16);
	fclose(f);
	assert_string_equal(text, "Subject: x\n\none\n");
	/* a mail reader has seen it */
	snprintf(to, sizeof(to), "%s/outbox/cur/%s:2,S", base, name);
	assert_int_equal(rename(path, to), 0);
	assert_int_equal(transport_send(t, &m, detail, sizeof(detail)),
	    TRANSPORT_SENT);
	assert_int_equal(files("new", name), 0);
	m.id = "<2@x>";
	assert_int_equal(transport_send(t, &m, detail, sizeof(detail)),
	    TRANSPORT_SENT);
	assert_int_equal(files("new", name), 1);
	assert_int_equal(files("tmp", name), 0);
	transport_close(t);
}

static void
giving_up_leaves_nothing(void **state)
{
	struct transport *t = outbox();
	int stop = -1;
	char detail[256], name[256];
	struct transport_message m = {.from = "a@b", .to = "c@d", .data = "x",
	    .len = 1, .id = "<3@x>", .inflight = answer, .arg = &stop};
	int before;

	(void)state;
	assert_int_equal(transport_check(t, NULL), 0);
	before = files("new", name);
	assert_int_equal(transport_send(t, &m, detail, sizeof(detail)),
	    TRANSPORT_RETRY);
	assert_int_equal(files("new", name), before);
	assert_int_equal(files("tmp", name), 0);
	transport_close(t);
}

static void
a_folder_that_cannot_be_made_is_tried_again(void **state)
{
	struct transport_config c = {.name = "email",
	    .url = "maildir:/dev/null/x"};
	struct transport_message m = {.data = "x", .len = 1, .id = "<4@x>"};
	struct transport *t;
	struct lead_error err;
	char detail[256];

	(void)state;
	assert_int_equal(transport_open(&t, &c, &err), 0);
	assert_int_equal(transport_send(t, &m, detail, sizeof(detail)),
	    TRANSPORT_RETRY);
	assert_int_equal(transport_check(t, &err), -1);
	transport_close(t);
}

static void
a_password_file_is_private(void **state)
{
	char path[256];
	struct transport_config c = {.name = "email", .user = "u",
	    .url = "smtps://mail.example", .password_file = path};
	struct transport *t;
	struct lead_error err;
	FILE *f;

	(void)state;
	snprintf(path, sizeof(path), "%s/pass", base);
	assert_int_equal(transport_open(&t, &c, &err), -1);
	assert_int_equal(err.code, LEAD_ECONFIG);
	assert_non_null(f = fopen(path, "w"));
	fputs("secret\n", f);
	fclose(f);
	chmod(path, 0644);
	assert_int_equal(transport_open(&t, &c, &err), -1);
	assert_int_equal(err.code, LEAD_ECONFIG);
	assert_null(strstr(err.msg, "secret"));
	chmod(path, 0640);
	assert_int_equal(transport_open(&t, &c, &err), -1);
	chmod(path, 0400);
	assert_int_equal(transport_open(&t, &c, &err), 0);
	transport_close(t);
	chmod(path, 0600);
	assert_int_equal(transport_open(&t, &c, &err), 0);
	transport_close(t);
	c.url = "http://sms.example/send"; /* in clear */
	assert_int_equal(transport_open(&t, &c, &err), -1);
}

static void
an_unknown_scheme_is_a_configuration_error(void **state)
{
	static const char *const bad[] = {"", "file:///etc/passwd",
	    "gopher://x", "outbox", "sendmail:sendmail", "maildir:",
	    "smtp://user:secret@mail.example"};
	struct transport_config c = {.name = "email"};
	struct transport *t;
	struct lead_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		c.url = bad[i];
		assert_int_equal(transport_open(&t, &c, &err), -1);
		assert_int_equal(err.code, LEAD_ECONFIG);
	}
}

static int
base_make(void **state)
{
	(void)state;
	strcpy(base, "/tmp/test_maildir.XXXXXX");
	return mkdtemp(base) != NULL ? 0 : -1;
}

static int
base_remove(void **state)
{
	static const char *const subs[] = {"new", "cur", "tmp"};
	char path[700], name[256];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		while (files(subs[i], name) > 0) {
			snprintf(path, sizeof(path), "%s/outbox/%s/%s", base,
			    subs[i], name);
			if (unlink(path) == -1)
				return -1;
		}
		snprintf(path, sizeof(path), "%s/outbox/%s", base, subs[i]);
		rmdir(path);
	}
	snprintf(path, sizeof(path), "%s/outbox", base);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/pass", base);
	unlink(path);
	return rmdir(base);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_id_is_one_file_however_often),
		cmocka_unit_test(giving_up_leaves_nothing),
		cmocka_unit_test(a_folder_that_cannot_be_made_is_tried_again),
		cmocka_unit_test(a_password_file_is_private),
		cmocka_unit_test(an_unknown_scheme_is_a_configuration_error),
	};

	return cmocka_run_group_tests(tests, base_make, base_remove);
}
