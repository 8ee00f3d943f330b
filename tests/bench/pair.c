/*
 * pair: times commands as whole processes, in turn (A B C A B C ...), so that
 * what else the machine does falls on all of them alike.
 *
 *	pair ROUNDS [-i FILE] -- CMD ARG... [-- CMD ARG...]...
 *
 * '@' in FILE and in an argument becomes the round's number, from 0. The
 * first rounds/10 + 1 are thrown away. One line of JSON a command: median and
 * 90th percentile of the wall time and the median of processor time in
 * milliseconds, peak memory in KiB, the median of the ratios, round by round,
 * to the first command, its quartiles, and how many runs did not exit 0.
 */
#define _GNU_SOURCE /* vfork, wait4 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS = 16, ARGS = 32 };

struct command {
	char **argv;
	double *wall, *cpu, *rss;
	int failed;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
quantile(const double *v, int n, double q)
{
	double *sorted = malloc(n * sizeof(*v)), found;

	if (!sorted)
		exit(75);
	memcpy(sorted, v, n * sizeof(*v));
	qsort(sorted, n, sizeof(*v), by_size);
	found = sorted[(int)((n - 1) * q + 0.5)];
	free(sorted);
	return found;
}

/* The text with its '@' made the round's number; lent till the next but 32. */
static char *
numbered(const char *text, int round)
{
	static char ring[ARGS][1024];
	static int next;
	const char *at = strchr(text, '@');
	char *out = ring[next++ % ARGS];

	if (!at)
		return (char *)text;
	snprintf(out, sizeof(ring[0]), "%.*s%d%s", (int)(at - text), text,
	    round, at + 1);
	return out;
}

static void
run(struct command *c, const char *input, int round, int slot)
{
	char *argv[ARGS + 1];
	struct rusage used;
	int in, null, status, n;
	double start;
	pid_t pid;

	for (n = 0; c->argv[n] && n < ARGS; n++)
		argv[n] = numbered(c->argv[n], round);
	argv[n] = NULL;
	in = open(numbered(input, round), O_RDONLY | O_CLOEXEC);
	null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (in == -1 || null == -1) {
		perror(input);
		exit(66);
	}
	start = now();
	if ((pid = vfork()) == 0) {
		dup2(in, 0);
		dup2(null, 1);
		if (!getenv("PAIR_STDERR"))
			dup2(null, 2);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid == -1 || wait4(pid, &status, 0, &used) == -1) {
		perror(argv[0]);
		exit(75);
	}
	close(in);
	close(null);
	if (slot < 0)
		return;
	c->failed += status != 0;
	c->wall[slot] = now() - start;
	c->cpu[slot] = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
	    (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
	c->rss[slot] = used.ru_maxrss;
}

static void
tell(const struct command *c, const struct command *first, int n)
{
	double *ratio = malloc(n * sizeof(*ratio));
	int i;

	if (!ratio)
		exit(75);
	for (i = 0; i < n; i++)
		ratio[i] = c->wall[i] / first->wall[i];
	printf("{\"wall\":%.3f,\"p90\":%.3f,\"cpu\":%.3f,\"rss\":%.0f,"
	    "\"ratio\":%.3f,\"low\":%.3f,\"high\":%.3f,\"failed\":%d}\n",
	    quantile(c->wall, n, 0.5), quantile(c->wall, n, 0.9),
	    quantile(c->cpu, n, 0.5), quantile(c->rss, n, 1.0),
	    quantile(ratio, n, 0.5), quantile(ratio, n, 0.25),
	    quantile(ratio, n, 0.75), c->failed);
	free(ratio);
}

int
main(int argc, char **argv)
{
	struct command c[COMMANDS] = {0};
	const char *input = "/dev/null";
	int rounds, warm, i, k = 0, round;

	if (argc < 4 || (rounds = atoi(argv[1])) < 1) {
		fputs("usage: pair ROUNDS [-i FILE] -- CMD ARG... "
		    "[-- CMD ARG...]...\n", stderr);
		return 64;
	}
	i = 2;
	if (strcmp(argv[i], "-i") == 0) {
		input = argv[i + 1];
		i += 2;
	}
	for (; i < argc; i++)
		if (strcmp(argv[i], "--") == 0 && k < COMMANDS) {
			argv[i] = NULL;
			c[k].argv = argv + i + 1;
			c[k].wall = calloc(rounds, sizeof(double));
			c[k].cpu = calloc(rounds, sizeof(double));
			c[k].rss = calloc(rounds, sizeof(double));
			if (!c[k].wall || !c[k].cpu || !c[k].rss)
				return 75;
			k++;
		}
	warm = rounds / 10 + 1;
	for (round = 0; round < warm + rounds; round++)
		for (i = 0; i < k; i++)
			run(&c[i], input, round, round - warm);
	for (i = 0; i < k; i++)
		tell(&c[i], &c[0], rounds);
	return 0;
}
