/* lead-log: record what a person did. */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static const char usage[] =
    "lead-log REF|- KIND [TEXT] [-a ACTION -u WHEN] [-O OWNER] [-v VALUE]\n"
    "                [-r REASON] [-n]\n"
    "Records what was done. KIND: call no-answer voicemail text mail chat met\n"
    "note booked rescheduled no-show proposal qualified won lost opt-out opt-in\n\n"
    "  -a, --action=ACTION   the next thing to do\n"
    "  -u, --when=TIME       when that, or what was booked, is due\n"
    "  -O, --owner=OWNER     who is to do it\n"
    "  -v, --value=VALUE     what it is worth\n"
    "  -r, --reason=REASON   why it was lost\n"
    "  -n, --dry-run         change nothing\n";

static const struct option longopts[] = {
	{"action", required_argument, NULL, 'a'},
	{"when", required_argument, NULL, 'u'},
	{"owner", required_argument, NULL, 'O'},
	{"value", required_argument, NULL, 'v'},
	{"reason", required_argument, NULL, 'r'},
	CMD_DRY_RUN,
	CMD_LONG
};

/* The words left, joined by blanks, so that no quotes are needed. */
static char *
join(char *const word[], int count)
{
	size_t len = 1;
	char *text, *p;
	int i;

	if (count == 0)
		return NULL;
	for (i = 0; i < count; i++)
		len += strlen(word[i]) + 1;
	if ((text = malloc(len)) == NULL)
		exit(cmd_last_status(NULL, EX_TEMPFAIL));
	for (p = text, i = 0; i < count; i++) {
		if (i > 0)
			*p++ = ' ';
		p = stpcpy(p, word[i]);
	}
	return text;
}

static void
log_all(struct cmd *cmd, struct cmd_refs *refs,
    struct lead_log_options *o, const char *when)
{
	struct lead_error err;
	size_t i;
	int rc;

	o->when = cmd_when(cmd, "--when", when);
	for (i = 0; i < refs->count; i++) {
		rc = lead_log(cmd->app, refs->ref[i], o, cmd_row, cmd, &err);
		cmd_refs_done(cmd, refs, i, rc, &err);
	}
}

int
main(int argc, char *argv[])
{
	struct lead_log_options o = {0};
	const char *when = NULL;
	struct cmd_refs refs;
	struct cmd cmd;
	char *text;
	int ch;

	cmd_init(&cmd, argv, "lead-log", "ref,lead,kind,at,actor,text,next",
	    usage);
	cmd.writer = true;
	while ((ch = getopt_long(argc, argv, CMD_SHORT "a:u:O:v:r:n", longopts,
	    NULL)) != -1)
		switch (ch) {
		case 'a':
			o.action = optarg;
			break;
		case 'u':
			when = optarg;
			break;
		case 'O':
			o.owner = optarg;
			break;
		case 'v':
			o.value = optarg;
			break;
		case 'r':
			o.reason = optarg;
			break;
		default:
			cmd_option(&cmd, ch);
		}
	if (argc - optind < 2)
		cmd_usage(&cmd, "a ref and what was done are needed");
	cmd_refs_read(&cmd, argv + optind, 1, &refs);
	o.kind = argv[optind + 1];
	o.text = text = join(argv + optind + 2, argc - optind - 2);
	if (refs.count > 0 && cmd_open(&cmd, LEAD_WRITE, true))
		log_all(&cmd, &refs, &o, when);
	free(text);
	cmd_refs_free(&refs);
	return cmd_end(&cmd);
}
