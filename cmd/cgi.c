/*
 * cgi: the environment and standard input of RFC 3875 into a request, its
 * answer to standard output. No policy: lib/verb/cgi.c has it.
 */
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

#define CGI_SECONDS 28 /* a browser and most vendors wait 30 */
#define CGI_WAIT 10
#define CGI_HEADERS 100

extern char **environ;

static const char late[] =
    "Status: 503 Service Unavailable\nContent-Type: text/plain\n"
    "Retry-After: 60\n\nPlease try again in a minute.\n";

static void
give_up(int sig)
{
	(void)sig;
	if (write(STDOUT_FILENO, late, sizeof(late) - 1) == -1)
		_exit(EX_TEMPFAIL);
	_exit(0);
}

/* HTTP_X_HUB_SIGNATURE_256=… to x-hub-signature-256. The names are copied
 * into pool; what does not fit is no header we ask for. */
static size_t
headers(struct lead_cgi_header *h, size_t max, char *pool, size_t size)
{
	size_t i, n = 0, k, used = 0;

	for (i = 0; environ[i] != NULL && n < max; i++) {
		const char *name = environ[i] + 5, *eq;

		if (strncmp(environ[i], "HTTP_", 5) != 0 ||
		    (eq = strchr(name, '=')) == NULL ||
		    used + (size_t)(eq - name) + 1 > size)
			continue;
		h[n].name = pool + used;
		for (k = 0; name + k < eq; k++)
			pool[used++] = name[k] == '_' ? '-'
			    : (char)tolower((unsigned char)name[k]);
		pool[used++] = '\0';
		h[n++].value = eq + 1;
	}
	return n;
}

/* At most max bytes; -1 with errno. */
static int
body_read(size_t max, char **data, size_t *len)
{
	ssize_t n;

	*len = 0;
	if ((*data = malloc(max + 1)) == NULL)
		return -1;
	while (*len < max) {
		n = read(STDIN_FILENO, *data + *len, max - *len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		*len += (size_t)n;
	}
	(*data)[*len] = '\0';
	return 0;
}

static void
answer(struct cmd *cmd, struct lead_cgi_response *r)
{
	const char *method = getenv("REQUEST_METHOD");

	if (r->log[0] != '\0')
		cmd_warn(cmd, "%s", r->log);
	alarm(0);
	if (r->headers == NULL) {
		fputs(late, stdout);
	} else {
		fputs(r->headers, stdout);
		fputc('\n', stdout);
		if (method == NULL || strcmp(method, "HEAD") != 0)
			fputs(r->body, stdout);
	}
	if (fflush(stdout) != 0 || ferror(stdout))
		cmd->broken = true;
	lead_cgi_response_free(r);
}

static int
serve(struct cmd *cmd, struct lead_cgi_request *r,
    struct lead_cgi_response *response, struct lead_error *err)
{
	char *data = NULL;
	size_t max;
	int rc;

	if (lead_app_open(&cmd->app, &cmd->env, LEAD_WRITE, err) == -1)
		return -1;
	max = lead_cgi_read_max(cmd->app, r->length);
	if (body_read(max, &data, &r->len) == -1) {
		free(data);
		return lead_fail(err, LEAD_EAGAIN, "reading the body: %s",
		    strerror(errno));
	}
	r->data = data;
	rc = lead_cgi(cmd->app, r, response, err);
	free(data);
	return rc;
}

int
cgi_run(struct cmd *cmd, const char *source)
{
	static char pool[8192];
	struct lead_cgi_header header[CGI_HEADERS];
	struct lead_cgi_request r = {
	    .method = getenv("REQUEST_METHOD"),
	    .path = getenv("PATH_INFO"),
	    .query = getenv("QUERY_STRING"),
	    .uri = getenv("REQUEST_URI"),
	    .type = getenv("CONTENT_TYPE"),
	    .length = getenv("CONTENT_LENGTH"),
	    .address = getenv("REMOTE_ADDR"),
	    .host = getenv("HTTP_HOST"),
	    .source = source,
	    .header = header,
	};
	struct lead_cgi_response response;
	struct lead_error err;
	struct sigaction sa = {.sa_handler = give_up};

	if (r.method == NULL)
		cmd_usage(cmd, "--cgi: a web server runs this, with "
		    "REQUEST_METHOD and the rest of RFC 3875");
	sigaction(SIGALRM, &sa, NULL);
	alarm(CGI_SECONDS);
	signal(SIGPIPE, SIG_IGN);
	if (cmd->env.wait > CGI_WAIT)
		cmd->env.wait = CGI_WAIT;
	r.nheader = headers(header, CGI_HEADERS, pool, sizeof(pool));
	if (cmd_read_now(cmd, &err) == -1 ||
	    serve(cmd, &r, &response, &err) == -1)
		lead_cgi_failed(&response, &err);
	answer(cmd, &response);
	lead_app_close(cmd->app);
	cmd->app = NULL;
	return cmd->broken ? EX_IOERR : EX_OK;
}
