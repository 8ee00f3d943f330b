/*
 * Hands a mail to a sendmail program on its standard input. Arguments go as
 * an array: no shell ever sees them.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "transport/transport_internal.h"

#define WRITE_MS (60 * 1000)
#define EXIT_MS  (300 * 1000)

extern char **environ;

struct child {
	pid_t pid;
	int in;		/* its standard input, -1 once closed */
	FILE *words;	/* what it printed */
};

static const char *
program(const struct transport *t)
{
	return t->url + strlen("sendmail:");
}

static int
sendmail_open(struct transport *t, struct lead_error *err)
{
	if (program(t)[0] != '/')
		return lead_fail(err, LEAD_ECONFIG,
		    "transport %s: sendmail: needs an absolute path", t->name);
	return 0;
}

static int
sendmail_check(struct transport *t, struct lead_error *err)
{
	if (access(program(t), X_OK) == -1)
		return lead_fail(err, LEAD_EUNAVAIL, "%s: %s", program(t),
		    strerror(errno));
	return 0;
}

/* 0 or an errno. mask: the signal mask the child is to have. */
static int
child_spawn(struct child *c, const char *path, const char *from,
    const char *to, const sigset_t *mask, int in)
{
	char *argv[] = {(char *)path, (char *)"-i", (char *)"-f",
	    (char *)from, (char *)"--", (char *)to, NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t pipes;
	int rc;

	if ((rc = posix_spawn_file_actions_init(&files)) != 0)
		return rc;
	if ((rc = posix_spawnattr_init(&attr)) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return rc;
	}
	sigemptyset(&pipes);
	sigaddset(&pipes, SIGPIPE);
	if ((rc = posix_spawn_file_actions_adddup2(&files, in, 0)) == 0 &&
	    (rc = posix_spawn_file_actions_adddup2(&files,
	    fileno(c->words), 1)) == 0 &&
	    (rc = posix_spawn_file_actions_adddup2(&files,
	    fileno(c->words), 2)) == 0 &&
	    (rc = posix_spawnattr_setsigmask(&attr, mask)) == 0 &&
	    (rc = posix_spawnattr_setsigdefault(&attr, &pipes)) == 0 &&
	    (rc = posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK |
	    POSIX_SPAWN_SETSIGDEF)) == 0)
		rc = posix_spawn(&c->pid, path, &files, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

static int
child_start(struct child *c, const char *path, const char *from,
    const char *to, const sigset_t *mask)
{
	int fds[2], rc;

	*c = (struct child){.pid = -1, .in = -1};
	if ((c->words = tmpfile()) == NULL ||
	    fcntl(fileno(c->words), F_SETFD, FD_CLOEXEC) == -1)
		return errno;
	if (pipe(fds) == -1)
		return errno;
	c->in = fds[1];
	if (fcntl(fds[0], F_SETFD, FD_CLOEXEC) == -1 ||
	    fcntl(fds[1], F_SETFD, FD_CLOEXEC) == -1 ||
	    fcntl(fds[1], F_SETFL, O_NONBLOCK) == -1)
		rc = errno;
	else
		rc = child_spawn(c, path, from, to, mask, fds[0]);
	close(fds[0]);
	return rc;
}

/* 0, or -1 where it stopped reading. */
static int
child_write(const struct child *c, const char *data, size_t len)
{
	struct pollfd p = {.fd = c->in, .events = POLLOUT};
	ssize_t n;

	while (len > 0) {
		n = write(c->in, data, len);
		if (n > 0) {
			data += n;
			len -= (size_t)n;
			continue;
		}
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN)
			return -1;
		while ((n = poll(&p, 1, WRITE_MS)) == -1 && errno == EINTR)
			;
		if (n <= 0)
			return -1;
	}
	return 0;
}

static void
child_end(struct child *c)
{
	if (c->in != -1)
		close(c->in);
	c->in = -1;
}

static int64_t
ms_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Its exit status into *status; -1 where that is lost. A child that does not
 * end is killed. */
static int
child_wait(const struct child *c, int *status, int ms)
{
	struct pollfd p = {.fd = pidfd_open(c->pid, 0), .events = POLLIN};
	int64_t until = ms_now() + ms;
	bool late = false;
	pid_t pid;
	int n = 1;

	if (p.fd != -1) {
		do {
			int64_t left = until - ms_now();

			n = poll(&p, 1, left > 0 ? (int)left : 0);
		} while (n == -1 && errno == EINTR);
		close(p.fd);
	}
	if (n <= 0) {
		late = true;
		kill(c->pid, SIGKILL);
	}
	while ((pid = waitpid(c->pid, status, 0)) == -1 && errno == EINTR)
		;
	return pid == -1 || late ? -1 : 0;
}

static void
child_words(const struct child *c, char *detail, size_t size, const char *what,
    int n)
{
	char line[256] = "";

	rewind(c->words);
	if (fgets(line, sizeof(line), c->words) == NULL)
		line[0] = '\0';
	transport_detail(detail, size, "%s %d%s%s", what, n,
	    line[0] != '\0' ? ": " : "", line);
}

/* whole: the message was written and its end shown. */
static enum transport_result
judge(const struct child *c, int status, bool whole, char *detail, size_t size)
{
	int code;

	if (WIFSIGNALED(status)) {
		child_words(c, detail, size, "killed by signal",
		    WTERMSIG(status));
		/* it may have queued the mail before it died */
		return whole ? TRANSPORT_UNKNOWN : TRANSPORT_RETRY;
	}
	code = WEXITSTATUS(status);
	if (code == 0 && !whole) {
		child_words(c, detail, size,
		    "ended before it read the message: exit", code);
		return TRANSPORT_FAILED;
	}
	child_words(c, detail, size, "exit", code);
	if (code == 0)
		return TRANSPORT_SENT;
	return code == EX_TEMPFAIL ? TRANSPORT_RETRY : TRANSPORT_FAILED;
}

static enum transport_result
talk(struct child *c, const struct transport_message *m, char *detail,
    size_t size)
{
	bool whole;
	int status;

	whole = child_write(c, m->data, m->len) == 0;
	if (whole && transport_inflight(m) != 0) {
		/* dead before it can see an end it would take for the whole */
		kill(c->pid, SIGKILL);
		child_wait(c, &status, 0);
		child_end(c);
		transport_detail(detail, size, "given up before delivery");
		return TRANSPORT_RETRY;
	}
	if (!whole && child_wait(c, &status, 1000) == -1) {
		/* closed only now: it must not take a part for the whole */
		child_end(c);
		transport_detail(detail, size, "it does not read the message");
		return TRANSPORT_RETRY;
	}
	child_end(c);
	if (whole && child_wait(c, &status, EXIT_MS) == -1) {
		transport_detail(detail, size, "no exit status");
		return TRANSPORT_UNKNOWN;
	}
	return judge(c, status, whole, detail, size);
}

static enum transport_result
sendmail_send(struct transport *t, const struct transport_message *m,
    char *detail, size_t size)
{
	static const struct timespec now;
	enum transport_result result;
	sigset_t pipes, before, pending;
	struct child c;
	bool had;
	int rc;

	if (!transport_address_ok(m->from) || !transport_address_ok(m->to)) {
		transport_detail(detail, size, "an address is refused");
		return TRANSPORT_FAILED;
	}
	/* a child that ends early must not end us by SIGPIPE */
	sigemptyset(&pipes);
	sigaddset(&pipes, SIGPIPE);
	sigpending(&pending);
	had = sigismember(&pending, SIGPIPE) == 1;
	pthread_sigmask(SIG_BLOCK, &pipes, &before);
	if ((rc = child_start(&c, program(t), m->from, m->to, &before)) != 0) {
		transport_detail(detail, size, "%s: %s", program(t),
		    strerror(rc));
		child_end(&c);
		result = TRANSPORT_RETRY;
	} else
		result = talk(&c, m, detail, size);
	if (c.words != NULL)
		fclose(c.words);
	if (!had)
		while (sigtimedwait(&pipes, NULL, &now) == -1 &&
		    errno == EINTR)
			;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return result;
}

const struct transport_ops sendmail_ops = {
	sendmail_open, sendmail_send, sendmail_check, NULL
};
