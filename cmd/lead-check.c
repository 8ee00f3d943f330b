/* lead-check: say whether the set-up works; --init makes a first one. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static const char usage[] =
    "lead-check [--store] [--config] [--transports] [--sources] [--init]\n"
    "Says whether the set-up works: exit 0 all well, 1 warning, 2 failing.\n\n"
    "      --store           only the store\n"
    "      --config          only the configuration\n"
    "      --transports      only the ways out\n"
    "      --sources         only the ways in\n"
    "      --init            write a first configuration and an empty store,\n"
    "                        by these, or by asking on a terminal:\n"
    "      --name= --email= --phone= --address= --timezone= --country= --hours=\n";

enum {
	CHECK_STORE = CMD_OWN,
	CHECK_CONFIG,
	CHECK_TRANSPORTS,
	CHECK_SOURCES,
	CHECK_INIT,
	CHECK_ANSWER /* and one more for each of the questions */
};

/* What --init asks, and where the answer goes. */
static const struct {
	const char *option, *words, *example;
	size_t offset;
} question[] = {
#define QUESTION(f, words, example) \
	{#f, words, example, offsetof(struct lead_init_options, f)}
	QUESTION(name, "Name of the firm", "My firm"),
	QUESTION(email, "Address leads are written from", "user@host"),
	QUESTION(phone, "Telephone leads may call", "none"),
	QUESTION(address, "Postal address (later mails need it)", "none"),
	QUESTION(timezone, "Time zone, as America/Los_Angeles", "this machine's"),
	QUESTION(country, "Country of numbers without +, as US", "none"),
	QUESTION(hours, "Open hours", "mon-fri 09:00-17:00"),
};
#define QUESTIONS (sizeof(question) / sizeof(question[0]))

/* "store" and "config" are options of every program, with a file: here,
 * bare, they are questions. -d and -c still name the files. */
static const struct option longopts[] = {
	{"store", optional_argument, NULL, CHECK_STORE},
	{"config", optional_argument, NULL, CHECK_CONFIG},
	{"transports", no_argument, NULL, CHECK_TRANSPORTS},
	{"sources", no_argument, NULL, CHECK_SOURCES},
	{"init", no_argument, NULL, CHECK_INIT},
	{"name", required_argument, NULL, CHECK_ANSWER},
	{"email", required_argument, NULL, CHECK_ANSWER + 1},
	{"phone", required_argument, NULL, CHECK_ANSWER + 2},
	{"address", required_argument, NULL, CHECK_ANSWER + 3},
	{"timezone", required_argument, NULL, CHECK_ANSWER + 4},
	{"country", required_argument, NULL, CHECK_ANSWER + 5},
	{"hours", required_argument, NULL, CHECK_ANSWER + 6},
	CMD_LONG
};

/* Postfix's own variable for the folder of its configuration. */
static const char *
postfix(char *path, size_t size)
{
	const char *dir = getenv("MAIL_CONFIG");

	snprintf(path, size, "%s/main.cf", dir ? dir : "/etc/postfix");
	return path;
}

static int
check_fail(struct cmd *cmd, const char *what, const char *detail)
{
	struct lead_field field[] = {
		{.name = "status", .value = "FAIL"},
		{.name = "check", .value = what},
		{.name = "detail", .value = detail},
	};
	struct lead_row row = {.field = field, .count = 3};

	return cmd_row(cmd, &row);
}

/* Opening is the first check: what stops it is an answer, not an error. */
static int
check(struct cmd *cmd, const struct lead_check_options *o)
{
	struct lead_error err;
	int worst = 0;

	if (cmd_read_now(cmd, &err) == -1 ||
	    lead_app_open(&cmd->app, &cmd->env, LEAD_READ, &err) == -1) {
		check_fail(cmd, err.code == LEAD_ECONFIG ? "config" : "store",
		    err.msg);
		return 2;
	}
	if (cmd_done(cmd, lead_check(cmd->app, o, &worst, cmd_row, cmd, &err),
	    NULL, &err) != 0)
		return cmd->status;
	return worst;
}

static const char **
answer(struct lead_init_options *o, size_t i)
{
	return (const char **)((char *)o + question[i].offset);
}

/* Asks what no option said. An empty line takes the default. */
static void
ask(struct lead_init_options *o, char line[][256])
{
	size_t i;

	for (i = 0; i < QUESTIONS; i++) {
		if (*answer(o, i) != NULL)
			continue;
		fprintf(stderr, "%s [%s]: ", question[i].words,
		    question[i].example);
		if (fgets(line[i], 256, stdin) == NULL)
			return;
		line[i][strcspn(line[i], "\n")] = '\0';
		if (line[i][0] != '\0')
			*answer(o, i) = line[i];
	}
}

static void
init(struct cmd *cmd, struct lead_init_options *o)
{
	const char *path = cmd_config_path(cmd);
	char line[QUESTIONS][256];
	struct lead_error err;

	if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO) &&
	    access(path, F_OK) == -1)
		ask(o, line);
	cmd_done(cmd, lead_check_init(&cmd->env, path, o, cmd_row, cmd, &err),
	    NULL, &err);
}

int
main(int argc, char *argv[])
{
	char main_cf[4096];
	struct lead_check_options o = {
	    .postfix = postfix(main_cf, sizeof(main_cf))};
	struct lead_init_options answers = {0};
	struct cmd cmd;
	bool first = false, answered = false;
	int ch, worst = 0, status;

	cmd_init(&cmd, argv, "lead-check", "status,check,detail", usage);
	while ((ch = getopt_long(argc, argv, CMD_SHORT, longopts,
	    NULL)) != -1)
		switch (ch) {
		case CHECK_STORE:
			if (optarg != NULL)
				cmd_option(&cmd, 'd');
			else
				o.store = true;
			break;
		case CHECK_CONFIG:
			if (optarg != NULL)
				cmd_option(&cmd, 'c');
			else
				o.config = true;
			break;
		case CHECK_TRANSPORTS:
			o.transports = true;
			break;
		case CHECK_SOURCES:
			o.sources = true;
			break;
		case CHECK_INIT:
			first = cmd.writer = true;
			break;
		default:
			if (ch >= CHECK_ANSWER &&
			    ch < CHECK_ANSWER + (int)QUESTIONS) {
				*answer(&answers, (size_t)(ch - CHECK_ANSWER)) =
				    optarg;
				answered = true;
			} else
				cmd_option(&cmd, ch);
		}
	if (answered && !first)
		cmd_usage(&cmd, "what the firm is called is asked by --init");
	if (optind != argc)
		cmd_usage(&cmd, "'%s': nothing is to be named here",
		    argv[optind]);
	if (first)
		init(&cmd, &answers);
	else
		worst = check(&cmd, &o);
	status = cmd_end(&cmd);
	return status != EX_OK ? status : worst;
}
