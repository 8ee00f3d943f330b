/*
 * The status of a run that ends without our word: a library that gives up
 * for want of memory (GLib aborts, libconfuse's scanner exits 2, others step
 * on NULL) must not look to a mail server like a refusal.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

/* The program's own, as is its name: a signal has no argument. */
static const char *program;
static volatile sig_atomic_t status = EX_SOFTWARE;
static volatile sig_atomic_t ours;

static void
crashed(int sig)
{
	static const char text[] = ": ended within a library or by a fault of "
	    "ours: nothing half done was stored\n";

	(void)sig;
	/* the line is a courtesy: the status is what counts */
	if (write(STDERR_FILENO, program, strlen(program)) == -1 ||
	    write(STDERR_FILENO, text, sizeof(text) - 1) == -1)
		_exit(status);
	_exit(status);
}

static void
ended(void)
{
	if (!ours)
		crashed(0);
}

void
cmd_crash_guard(const char *name)
{
	static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT,
	    SIGTRAP};
	struct sigaction sa = {.sa_handler = crashed};
	size_t i;

	program = name;
#ifdef __SANITIZE_ADDRESS__
	(void)sa; /* it tells more of the fault than we could */
	(void)signals;
	(void)i;
#else
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &sa, NULL);
#endif
	atexit(ended);
}

void
cmd_crash_status(int code)
{
	status = code;
}

int
cmd_last_status(const struct cmd *cmd, int code)
{
	ours = 1;
	return cmd != NULL && cmd->only_status != 0 && code != EX_OK ?
	    cmd->only_status : code;
}
