/* Mail by SMTP against a scripted server on the loopback. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "transport/transport.h"

/* What the server answers; NULL after_data drops the connection. */
struct script {
	const char *rcpt, *after_data;
};

static void
say(int fd, const char *s)
{
	if (write(fd, s, strlen(s)) == -1)
		_exit(1);
}

/* One connection. Ends the program with 99 where a line had a bare LF. */
static void
serve(int fd, const struct script *script)
{
	FILE *in = fdopen(fd, "r");
	char line[2048];
	bool data = false;

	say(fd, "220 test ESMTP\r\n");
	while (fgets(line, sizeof(line), in) != NULL) {
		size_t n = strlen(line);

		if (n < 2 || line[n - 2] != '\r')
			_exit(99);
		if (data && strcmp(line, ".\r\n") != 0)
			continue;
		if (data) {
			data = false;
			if (script->after_data == NULL)
				break;
			say(fd, script->after_data);
		} else if (strncmp(line, "EHLO", 4) == 0)
			say(fd, "250 test\r\n");
		else if (strncmp(line, "RCPT", 4) == 0)
			say(fd, script->rcpt);
		else if (strncmp(line, "DATA", 4) == 0) {
			data = true;
			say(fd, "354 go on\r\n");
		} else if (strncmp(line, "QUIT", 4) == 0) {
			say(fd, "221 bye\r\n");
			break;
		} else
			say(fd, "250 ok\r\n");
	}
	fclose(in);
}

/* Serves exactly one connection, so a second one would be refused. */
static pid_t
server_start(const struct script *script, int *port)
{
	struct sockaddr_in sin = {.sin_family = AF_INET};
	socklen_t len = sizeof(sin);
	int s = socket(AF_INET, SOCK_STREAM, 0), fd;
	pid_t pid;

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(s, (struct sockaddr *)&sin, len), 0);
	assert_int_equal(listen(s, 1), 0);
	assert_int_equal(getsockname(s, (struct sockaddr *)&sin, &len), 0);
	*port = ntohs(sin.sin_port);
	if ((pid = fork()) == 0) {
		fd = accept(s, NULL, NULL);
		close(s);
		serve(fd, script);
		_exit(0);
	}
	close(s);
	assert_int_not_equal(pid, -1);
	return pid;
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

static const char mail[] = "Subject: x\n\nhello\n.dot\n";

static enum transport_result
send_times(const struct script *script, int times, int (*inflight)(void *),
    int *calls, char *detail, size_t size)
{
	struct transport_message m = {
		.from = "us@harbor.example", .to = "dana@example.net",
		.data = mail, .len = sizeof(mail) - 1, .id = "<1@x>",
		.inflight = inflight, .arg = calls
	};
	struct transport_config c = {.name = "email", .host = "me.example"};
	enum transport_result result = TRANSPORT_UNKNOWN;
	struct transport *t;
	struct lead_error err;
	char url[64];
	int port, status, i;
	pid_t pid = server_start(script, &port);

	snprintf(url, sizeof(url), "smtp://127.0.0.1:%d", port);
	c.url = url;
	*calls = 0;
	assert_int_equal(transport_open(&t, &c, &err), 0);
	for (i = 0; i < times; i++) {
		result = transport_send(t, &m, detail, size);
		if (result != TRANSPORT_SENT)
			break;
	}
	transport_close(t);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	return result;
}

static void
the_answer_to_the_end_of_data_decides(void **state)
{
	struct script s = {"250 ok\r\n", "250 queued as 17\r\n"};
	char detail[256];
	int calls;

	(void)state;
	assert_int_equal(send_times(&s, 1, count, &calls, detail,
	    sizeof(detail)), TRANSPORT_SENT);
	assert_int_equal(calls, 1);
	assert_string_equal(detail, "250 queued as 17");
	s.after_data = "451 later\r\n";
	assert_int_equal(send_times(&s, 1, count, &calls, detail,
	    sizeof(detail)), TRANSPORT_RETRY);
	assert_int_equal(calls, 1);
	assert_non_null(strstr(detail, "451 later"));
	s.after_data = "554 never\r\n";
	assert_int_equal(send_times(&s, 1, count, &calls, detail,
	    sizeof(detail)), TRANSPORT_FAILED);
	assert_non_null(strstr(detail, "554 never"));
}

static void
a_refused_recipient_is_told_before_the_point_of_no_return(void **state)
{
	struct script s = {"550 no such user\r\n", "250 ok\r\n"};
	char detail[256];
	int calls;

	(void)state;
	assert_int_equal(send_times(&s, 1, count, &calls, detail,
	    sizeof(detail)), TRANSPORT_FAILED);
	assert_int_equal(calls, 0);
	assert_non_null(strstr(detail, "550 no such user"));
	s.rcpt = "450 greylisted\r\n";
	assert_int_equal(send_times(&s, 1, count, &calls, detail,
	    sizeof(detail)), TRANSPORT_RETRY);
	assert_int_equal(calls, 0);
}

static void
a_lost_answer_is_unknown(void **state)
{
	struct script s = {"250 ok\r\n", NULL};
	char detail[256];
	int calls;

	(void)state;
	assert_int_equal(send_times(&s, 1, count, &calls, detail,
	    sizeof(detail)), TRANSPORT_UNKNOWN);
	assert_int_equal(calls, 1);
}

static void
one_connection_serves_two_messages(void **state)
{
	struct script s = {"250 ok\r\n", "250 queued\r\n"};
	char detail[256];
	int calls;

	(void)state;
	assert_int_equal(send_times(&s, 2, count, &calls, detail,
	    sizeof(detail)), TRANSPORT_SENT);
	assert_int_equal(calls, 2);
}

static void
giving_up_in_time_sends_nothing(void **state)
{
	struct script s = {"250 ok\r\n", "250 queued\r\n"};
	char detail[256];
	int calls;

	(void)state;
	assert_int_equal(send_times(&s, 1, give_up, &calls, detail,
	    sizeof(detail)), TRANSPORT_RETRY);
	assert_int_equal(calls, 1);
}

static void
an_address_with_a_line_break_never_reaches_the_server(void **state)
{
	struct transport_config c = {.name = "email",
	    .url = "smtp://127.0.0.1:1"};
	struct transport_message m = {.from = "us@x.example",
	    .to = "a@b.example>\r\nRCPT TO:<evil@c.example", .data = mail,
	    .len = sizeof(mail) - 1, .id = "<1@x>"};
	struct transport *t;
	struct lead_error err;
	char detail[256];

	(void)state;
	assert_int_equal(transport_open(&t, &c, &err), 0);
	assert_int_equal(transport_send(t, &m, detail, sizeof(detail)),
	    TRANSPORT_FAILED);
	m.to = "a@b.example"; /* nobody listens on port 1 */
	assert_int_equal(transport_send(t, &m, detail, sizeof(detail)),
	    TRANSPORT_RETRY);
	assert_int_equal(transport_check(t, &err), -1);
	assert_int_equal(err.code, LEAD_EUNAVAIL);
	transport_close(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_answer_to_the_end_of_data_decides),
		cmocka_unit_test(
		    a_refused_recipient_is_told_before_the_point_of_no_return),
		cmocka_unit_test(a_lost_answer_is_unknown),
		cmocka_unit_test(one_connection_serves_two_messages),
		cmocka_unit_test(giving_up_in_time_sends_nothing),
		cmocka_unit_test(
		    an_address_with_a_line_break_never_reaches_the_server),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
