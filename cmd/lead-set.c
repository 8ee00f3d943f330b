/* lead-set: correct what is true of a lead. */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static const char usage[] =
    "lead-set [--force] [-n] REF…|- FIELD=VALUE…\n"
    "       lead-set [-n] --merge REF INTO\n"
    "       lead-set [-n] --forget REF…|-w EXPR\n"
    "Corrects fields, owner and stage; merges leads; forgets them.\n\n"
    "      --force           even where the stage may not move so\n"
    "      --merge           make REF part of INTO\n"
    "      --forget          remove what is known of the person\n"
    "  -w, --where=EXPR      with --forget: all leads for which EXPR holds\n"
    "  -n, --dry-run         change nothing\n";

enum {
	SET_FORCE = CMD_OWN,
	SET_MERGE,
	SET_FORGET
};

static const struct option longopts[] = {
	{"force", no_argument, NULL, SET_FORCE},
	{"merge", no_argument, NULL, SET_MERGE},
	{"forget", no_argument, NULL, SET_FORGET},
	{"where", required_argument, NULL, 'w'},
	CMD_DRY_RUN,
	CMD_LONG
};

struct set {
	bool force, merge, forget;
	const char *where;
	const char **pair;
	size_t npair;
	struct cmd_refs refs;
};

/* Operands with '=' are pairs, the rest refs. */
static void
read_operands(struct cmd *cmd, struct set *s, char *operand[], int count)
{
	char **ref = calloc((size_t)count + 1, sizeof(*ref));
	size_t n = 0;
	int i;

	s->pair = calloc((size_t)count + 1, sizeof(*s->pair));
	if (ref == NULL || s->pair == NULL)
		exit(cmd_last_status(NULL, EX_TEMPFAIL));
	for (i = 0; i < count; i++)
		if (operand[i][0] == '=')
			cmd_usage(cmd, "'%s': no field named", operand[i]);
		else if (strchr(operand[i], '=') != NULL)
			s->pair[s->npair++] = operand[i];
		else
			ref[n++] = operand[i];
	if (s->merge && s->forget)
		cmd_usage(cmd, "--merge and --forget do not go together");
	if ((s->merge || s->forget) && s->npair > 0)
		cmd_usage(cmd, "'%s': set fields apart from that", s->pair[0]);
	if (s->merge && n != 2)
		cmd_usage(cmd, "--merge needs two refs: REF INTO");
	if (s->where != NULL && !s->forget)
		cmd_usage(cmd, "--where goes with --forget only: pipe "
		    "'lead-show -w' into 'lead-set -'");
	if (s->forget && (n == 0) == (s->where == NULL))
		cmd_usage(cmd, "--forget needs either refs or --where");
	if (!s->merge && !s->forget && n == 0)
		cmd_usage(cmd, "no ref named");
	if (!s->merge && !s->forget && s->npair == 0)
		cmd_usage(cmd, "no FIELD=VALUE given");
	cmd_refs_read(cmd, ref, n, &s->refs);
	free(ref);
}

static void
run(struct cmd *cmd, struct set *s)
{
	struct cmd_refs *refs = &s->refs;
	struct lead_refs one = {0};
	struct lead_error err;
	size_t i;
	int rc;

	if (s->merge) {
		if (refs->count != 2)
			cmd_usage(cmd, "--merge needs two refs: REF INTO");
		rc = lead_set_merge(cmd->app, refs->ref[0], refs->ref[1],
		    s->force, cmd_row, cmd, &err);
		cmd_done(cmd, rc, NULL, &err);
		return;
	}
	if (s->where != NULL) {
		rc = lead_set_forget(cmd->app, one, s->where, cmd_row, cmd,
		    &err);
		cmd_done(cmd, rc, NULL, &err);
	}
	for (i = 0; i < refs->count; i++) {
		one = (struct lead_refs){.ref = &refs->ref[i], .count = 1};
		if (s->forget)
			rc = lead_set_forget(cmd->app, one, NULL, cmd_row,
			    cmd, &err);
		else
			rc = lead_set(cmd->app, one, s->pair, s->npair,
			    s->force, cmd_row, cmd, &err);
		cmd_refs_done(cmd, refs, i, rc, &err);
	}
}

int
main(int argc, char *argv[])
{
	struct set s = {0};
	struct cmd cmd;
	int ch;

	cmd_init(&cmd, argv, "lead-set", "ref,field,old,new", usage);
	cmd.writer = true;
	while ((ch = getopt_long(argc, argv, CMD_SHORT "w:n", longopts,
	    NULL)) != -1)
		switch (ch) {
		case SET_FORCE:
			s.force = true;
			break;
		case SET_MERGE:
			s.merge = true;
			break;
		case SET_FORGET:
			s.forget = true;
			break;
		case 'w':
			s.where = optarg;
			break;
		default:
			cmd_option(&cmd, ch);
		}
	read_operands(&cmd, &s, argv + optind, argc - optind);
	if ((s.refs.count > 0 || s.where != NULL) &&
	    cmd_open(&cmd, LEAD_WRITE, true))
		run(&cmd, &s);
	free(s.pair);
	cmd_refs_free(&s.refs);
	return cmd_end(&cmd);
}
