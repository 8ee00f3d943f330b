/* lead-route: give each new lead its owner, deadline, sequence, first task. */
#include "cmd.h"

static const char usage[] =
    "lead-route [-n] [REF…|-]\n"
    "Routes the leads named; with none, every lead not routed yet.\n\n"
    "  -n, --dry-run         change nothing\n";

static const struct option longopts[] = {CMD_DRY_RUN, CMD_LONG};

int
main(int argc, char *argv[])
{
	struct lead_refs one = {0};
	struct lead_error err;
	struct cmd_refs refs;
	struct cmd cmd;
	size_t i;
	int ch, rc;

	cmd_init(&cmd, argv, "lead-route",
	    "ref,owner,priority,score,sequence,due,action,why", usage);
	cmd.writer = true;
	while ((ch = getopt_long(argc, argv, CMD_SHORT "n", longopts,
	    NULL)) != -1)
		cmd_option(&cmd, ch);
	cmd_refs_read(&cmd, argv + optind, (size_t)(argc - optind), &refs);
	if (!cmd_open(&cmd, LEAD_WRITE, refs.named))
		goto done;
	if (!refs.named) {
		rc = lead_route(cmd.app, one, cmd_row, &cmd, &err);
		cmd_done(&cmd, rc, NULL, &err);
	}
	for (i = 0; i < refs.count; i++) {
		one = (struct lead_refs){.ref = &refs.ref[i], .count = 1};
		rc = lead_route(cmd.app, one, cmd_row, &cmd, &err);
		cmd_refs_done(&cmd, &refs, i, rc, &err);
	}
done:
	cmd_refs_free(&refs);
	return cmd_end(&cmd);
}
