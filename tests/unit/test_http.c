/* Text by HTTP POST against a server on the loopback that answers once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "transport/transport.h"

static char request[8192];

/* Reads one request into the pipe, answers with answer (NULL: hangs up). */
static void
serve(int fd, int out, const char *answer)
{
	static char text[8192];
	size_t n = 0, want = sizeof(text);
	char *body, *length;
	ssize_t got;

	while (n < want && n < sizeof(text) - 1 &&
	    (got = read(fd, text + n, sizeof(text) - 1 - n)) > 0) {
		n += (size_t)got;
		text[n] = '\0';
		body = strstr(text, "\r\n\r\n");
		length = strstr(text, "Content-Length: ");
		if (body != NULL && length != NULL)
			want = (size_t)(body + 4 - text) +
			    strtoul(length + 16, NULL, 10);
	}
	if (write(out, text, n) != (ssize_t)n)
		_exit(1);
	if (answer != NULL &&
	    write(fd, answer, strlen(answer)) != (ssize_t)strlen(answer))
		_exit(1);
	close(fd);
}

static int
count(void *arg)
{
	++*(int *)arg;
	return 0;
}

static enum transport_result
post(const char *kind, const char *answer, const char *to, char *detail)
{
	struct sockaddr_in sin = {.sin_family = AF_INET};
	socklen_t len = sizeof(sin);
	char url[64];
	int calls = 0, fds[2], s = socket(AF_INET, SOCK_STREAM, 0);
	struct transport_config c = {.name = "sms", .url = url, .kind = kind,
	    .user = strcmp(kind, "twilio") == 0 ? "AC0" : NULL,
	    .from = "+13105550100"};
	struct transport_message m = {.to = to, .data = "a \"b\" & c\n",
	    .len = 10, .id = "k1", .inflight = count, .arg = &calls};
	enum transport_result result;
	struct transport *t;
	struct lead_error err;
	ssize_t n;
	pid_t pid;

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(s, (struct sockaddr *)&sin, len), 0);
	assert_int_equal(listen(s, 1), 0);
	assert_int_equal(getsockname(s, (struct sockaddr *)&sin, &len), 0);
	assert_int_equal(pipe(fds), 0);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/hook",
	    ntohs(sin.sin_port));
	if ((pid = fork()) == 0) {
		serve(accept(s, NULL, NULL), fds[1], answer);
		_exit(0);
	}
	close(s);
	close(fds[1]);
	assert_int_equal(transport_open(&t, &c, &err), 0);
	result = transport_send(t, &m, detail, 256);
	transport_close(t);
	assert_int_equal(calls, 1);
	n = read(fds[0], request, sizeof(request) - 1);
	request[n > 0 ? n : 0] = '\0';
	close(fds[0]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return result;
}

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

static const char *
body(void)
{
	const char *p = strstr(request, "\r\n\r\n");

	return p != NULL ? p + 4 : "";
}

static void
each_kind_has_its_shape(void **state)
{
	char detail[256];

	(void)state;
	assert_int_equal(post("twilio", OK, "+13105550142", detail),
	    TRANSPORT_SENT);
	assert_string_equal(detail, "200 ok");
	assert_string_equal(body(), "To=%2B13105550142&From=%2B13105550100&"
	    "Body=a%20%22b%22%20%26%20c");
	assert_non_null(strstr(request, "Authorization: Basic QUMwOg=="));
	post("slack", OK, NULL, detail);
	assert_string_equal(body(),
	    "{\"text\":\"a \\\"b\\\" &amp; c\"}");
	post("mattermost", OK, NULL, detail);
	assert_string_equal(body(), "{\"text\":\"a \\\"b\\\" & c\"}");
	post("teams", OK, NULL, detail);
	assert_non_null(strstr(body(), "{\"type\":\"TextBlock\",\"wrap\":true,"
	    "\"text\":\"a \\\"b\\\" & c\"}"));
	post("discord", OK, NULL, detail);
	assert_string_equal(body(), "{\"content\":\"a \\\"b\\\" & c\","
	    "\"allowed_mentions\":{\"parse\":[]}}");
	post("ntfy", OK, NULL, detail);
	assert_string_equal(body(), "a \"b\" & c");
	post("", OK, "+1", detail);
	assert_string_equal(body(), "{\"text\":\"a \\\"b\\\" & c\","
	    "\"to\":\"+1\",\"id\":\"k1\"}");
}

static void
the_status_decides(void **state)
{
	static const struct {
		const char *answer;
		enum transport_result result;
	} cases[] = {
		{"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
		    TRANSPORT_SENT},
		{"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n",
		    TRANSPORT_RETRY},
		{"HTTP/1.1 401 Who\r\nContent-Length: 0\r\n\r\n",
		    TRANSPORT_RETRY},
		{"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
		    TRANSPORT_RETRY},
		{"HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n",
		    TRANSPORT_FAILED},
		{"HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1:1/\r\n"
		    "Content-Length: 0\r\n\r\n", TRANSPORT_FAILED},
		{"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
		    TRANSPORT_UNKNOWN},
		{NULL, TRANSPORT_UNKNOWN},
	};
	char detail[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(post("slack", cases[i].answer, NULL, detail),
		    cases[i].result);
}

static void
no_connection_is_tried_again(void **state)
{
	struct transport_config c = {.name = "sms", .kind = "twilio",
	    .url = "http://127.0.0.1:1/"};
	struct transport_message m = {.to = "+13105550142", .data = "x",
	    .len = 1};
	struct transport *t;
	struct lead_error err;
	char detail[256];

	(void)state;
	assert_int_equal(transport_open(&t, &c, &err), 0);
	assert_int_equal(transport_send(t, &m, detail, sizeof(detail)),
	    TRANSPORT_RETRY);
	m.to = "1&To=+1900";
	assert_int_equal(transport_send(t, &m, detail, sizeof(detail)),
	    TRANSPORT_FAILED);
	transport_close(t);
	c.kind = "pigeon";
	assert_int_equal(transport_open(&t, &c, &err), -1);
	assert_int_equal(err.code, LEAD_ECONFIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_has_its_shape),
		cmocka_unit_test(the_status_decides),
		cmocka_unit_test(no_connection_is_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
