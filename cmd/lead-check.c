/* lead-check: say whether the set-up works; --init makes a first one. */
#include <stdio.h>
#include <stdlib.h>

#include "cmd.h"

static const char usage[] =
    "lead-check [--store] [--config] [--transports] [--sources] [--init]\n"
    "Says whether the set-up works: exit 0 all well, 1 warning, 2 failing.\n\n"
    "      --store           only the store\n"
    "      --config          only the configuration\n"
    "      --transports      only the ways out\n"
    "      --sources         only the ways in\n"
    "      --init            write a first configuration and an empty store\n";

enum {
	CHECK_STORE = CMD_OWN,
	CHECK_CONFIG,
	CHECK_TRANSPORTS,
	CHECK_SOURCES,
	CHECK_INIT
};

/* "store" and "config" are options of every program, with a file: here,
 * bare, they are questions. -d and -c still name the files. */
static const struct option longopts[] = {
	{"store", optional_argument, NULL, CHECK_STORE},
	{"config", optional_argument, NULL, CHECK_CONFIG},
	{"transports", no_argument, NULL, CHECK_TRANSPORTS},
	{"sources", no_argument, NULL, CHECK_SOURCES},
	{"init", no_argument, NULL, CHECK_INIT},
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

int
main(int argc, char *argv[])
{
	char main_cf[4096];
	struct lead_check_options o = {
	    .postfix = postfix(main_cf, sizeof(main_cf))};
	struct lead_error err;
	struct cmd cmd;
	bool init = false;
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
			init = cmd.writer = true;
			break;
		default:
			cmd_option(&cmd, ch);
		}
	if (optind != argc)
		cmd_usage(&cmd, "'%s': nothing is to be named here",
		    argv[optind]);
	if (init)
		cmd_done(&cmd, lead_check_init(&cmd.env,
		    cmd_config_path(&cmd), cmd_row, &cmd, &err), NULL, &err);
	else
		worst = check(&cmd, &o);
	status = cmd_end(&cmd);
	return status != EX_OK ? status : worst;
}
