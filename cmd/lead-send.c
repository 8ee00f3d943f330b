/* lead-send: send what it is handed, once, and record it. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static const char usage[] =
    "lead-send [-n] [-t TEMPLATE] [--digest] [--resolve=sent|retry] [REF…|-]\n"
    "lead-send --resume\n"
    "Sends the messages, tasks and breaches named, or read from standard\n"
    "input as lead-due prints them.\n\n"
    "  -t, --template=NAME   send this template to the leads named\n"
    "      --digest          one notice an owner for all their tasks\n"
    "      --resolve=HOW     settle messages of unknown fate: sent or retry\n"
    "      --resume          go on after the stop for sending far more than\n"
    "                        usual\n"
    "  -n, --dry-run         send nothing, say what would be sent\n";

enum {
	SEND_DIGEST = CMD_OWN,
	SEND_RESOLVE,
	SEND_RESUME
};

static const struct option longopts[] = {
	{"template", required_argument, NULL, 't'},
	{"digest", no_argument, NULL, SEND_DIGEST},
	{"resolve", required_argument, NULL, SEND_RESOLVE},
	{"resume", no_argument, NULL, SEND_RESUME},
	CMD_DRY_RUN,
	CMD_LONG
};

int
main(int argc, char *argv[])
{
	struct lead_send_options o = {0};
	struct lead_error err;
	struct cmd_refs refs;
	struct cmd cmd;
	int ch, rc;

	cmd_init(&cmd, argv, "lead-send", "ref,status,lead,channel,to,detail",
	    usage);
	cmd.writer = true;
	/* a reader that went away must not stop what is on its way */
	signal(SIGPIPE, SIG_IGN);
	while ((ch = getopt_long(argc, argv, CMD_SHORT "t:n", longopts,
	    NULL)) != -1)
		switch (ch) {
		case 't':
			o.template = optarg;
			break;
		case SEND_DIGEST:
			o.digest = true;
			break;
		case SEND_RESUME:
			o.resume = true;
			break;
		case SEND_RESOLVE:
			if (strcmp(optarg, "sent") != 0 &&
			    strcmp(optarg, "retry") != 0)
				cmd_usage(&cmd, "--resolve: '%s' is neither "
				    "sent nor retry", optarg);
			o.resolve = optarg;
			break;
		default:
			cmd_option(&cmd, ch);
		}
	if (optind == argc && !o.resume && isatty(STDIN_FILENO))
		cmd_usage(&cmd, "nothing named: give a ref, or pipe lead-due "
		    "into it");
	cmd_refs_read(&cmd, argv + optind, (size_t)(argc - optind), &refs);
	if (optind == argc && !o.resume)
		cmd_refs_stdin(&cmd, &refs);
	if (refs.count == 0 && !o.resume)
		goto done;
	if (!cmd_open(&cmd, LEAD_WRITE, true))
		goto done;
	rc = lead_send(cmd.app, &o, cmd_refs_all(&refs), cmd_row, &cmd, &err);
	cmd_done(&cmd, rc, NULL, &err);
done:
	cmd_refs_free(&refs);
	return cmd_end(&cmd);
}
