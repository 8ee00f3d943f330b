/* lead-due: say what is due now. */
#include <string.h>

#include "cmd.h"

static const char usage[] =
    "lead-due [-k message,task,breach] [-O OWNER] [-w EXPR] [--until=TIME]\n"
    "                [REF…|-]\n"
    "Lists messages to send, tasks for people and deadlines missed.\n\n"
    "  -k, --kind=KIND,…     only message, task, breach\n"
    "  -O, --owner=OWNER     only what is this owner's\n"
    "  -w, --where=EXPR      only of leads for which EXPR holds\n"
    "      --format=FORMAT   tsv, json, csv, ics\n"
    "      --until=TIME      due before TIME (the end of today)\n";

enum {
	DUE_UNTIL = CMD_OWN,
	DUE_FORMAT
};

static const struct option longopts[] = {
	{"kind", required_argument, NULL, 'k'},
	{"owner", required_argument, NULL, 'O'},
	{"where", required_argument, NULL, 'w'},
	{"until", required_argument, NULL, DUE_UNTIL},
	{"format", required_argument, NULL, DUE_FORMAT},
	CMD_LONG
};

static void
read_kinds(struct cmd *cmd, char *text, struct lead_due_options *o)
{
	char *name;

	while ((name = strsep(&text, ",")) != NULL)
		if (strcmp(name, "message") == 0)
			o->message = true;
		else if (strcmp(name, "task") == 0)
			o->task = true;
		else if (strcmp(name, "breach") == 0)
			o->breach = true;
		else
			cmd_usage(cmd, "--kind: '%s' is none of message task "
			    "breach", name);
}

int
main(int argc, char *argv[])
{
	struct lead_due_options o = {0};
	const char *until = NULL;
	struct lead_error err;
	struct cmd_refs refs;
	struct cmd cmd;
	int ch, rc;

	cmd_init(&cmd, argv, "lead-due",
	    "ref,kind,due,owner,lead,channel,to,what,name", usage);
	while ((ch = getopt_long(argc, argv, CMD_SHORT "k:O:w:", longopts,
	    NULL)) != -1)
		switch (ch) {
		case 'k':
			read_kinds(&cmd, optarg, &o);
			break;
		case 'O':
			o.owner = optarg;
			break;
		case 'w':
			o.where = optarg;
			break;
		case DUE_FORMAT:
			cmd_format(&cmd, optarg);
			break;
		case DUE_UNTIL:
			until = optarg;
			break;
		default:
			cmd_option(&cmd, ch);
		}
	cmd_refs_read(&cmd, argv + optind, (size_t)(argc - optind), &refs);
	if (!cmd_open(&cmd, LEAD_READ, refs.count > 0))
		goto done;
	o.until = cmd_when(&cmd, "--until", until);
	if (!refs.named || refs.count > 0) {
		rc = lead_due(cmd.app, &o, cmd_refs_all(&refs), cmd_row, &cmd,
		    &err);
		cmd_done(&cmd, rc, NULL, &err);
	}
done:
	cmd_refs_free(&refs);
	return cmd_end(&cmd);
}
