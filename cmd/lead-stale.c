/* lead-stale: find leads that went cold; with --apply, move them on. */
#include "cmd.h"

static const char usage[] =
    "lead-stale [--apply] [-n] [-w EXPR] [REF…|-]\n"
    "Lists leads that went cold or are neglected, and why.\n\n"
    "      --apply           move leads on whose sequence has ended\n"
    "  -n, --dry-run         with --apply: say what would be moved\n"
    "  -w, --where=EXPR      only leads for which EXPR holds\n";

enum {
	STALE_APPLY = CMD_OWN
};

static const struct option longopts[] = {
	{"apply", no_argument, NULL, STALE_APPLY},
	{"where", required_argument, NULL, 'w'},
	CMD_DRY_RUN,
	CMD_LONG
};

int
main(int argc, char *argv[])
{
	struct lead_stale_options o = {0};
	struct lead_error err;
	struct cmd_refs refs;
	struct cmd cmd;
	int ch, rc;

	cmd_init(&cmd, argv, "lead-stale", "ref,why,since,owner,stage,move,name",
	    usage);
	while ((ch = getopt_long(argc, argv, CMD_SHORT "w:n", longopts,
	    NULL)) != -1)
		switch (ch) {
		case STALE_APPLY:
			o.apply = cmd.writer = true;
			break;
		case 'w':
			o.where = optarg;
			break;
		default:
			cmd_option(&cmd, ch);
		}
	cmd_refs_read(&cmd, argv + optind, (size_t)(argc - optind), &refs);
	if (!cmd_open(&cmd, o.apply ? LEAD_WRITE : LEAD_READ, refs.count > 0))
		goto done;
	if (!refs.named || refs.count > 0) {
		rc = lead_stale(cmd.app, &o, cmd_refs_all(&refs), cmd_row,
		    &cmd, &err);
		cmd_done(&cmd, rc, NULL, &err);
	}
done:
	cmd_refs_free(&refs);
	return cmd_end(&cmd);
}
