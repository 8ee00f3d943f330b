/* References from operands and standard input. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static void
refs_add(struct cmd *cmd, struct cmd_refs *refs, struct lead_ref ref,
    size_t line)
{
	struct lead_error err;
	size_t cap;
	void *p, *q;

	if (refs->count == refs->cap) {
		cap = refs->cap ? refs->cap * 2 : 64;
		p = realloc(refs->ref, cap * sizeof(*refs->ref));
		if (p != NULL)
			refs->ref = p;
		q = realloc(refs->line, cap * sizeof(*refs->line));
		if (q != NULL)
			refs->line = q;
		if (p == NULL || q == NULL) {
			lead_fail(&err, LEAD_EAGAIN, "out of memory");
			cmd_fail(cmd, NULL, &err);
			exit(cmd_end(cmd));
		}
		refs->cap = cap;
	}
	refs->ref[refs->count] = ref;
	refs->line[refs->count++] = line;
}

void
cmd_refs_stdin(struct cmd *cmd, struct cmd_refs *refs)
{
	struct lead_error err;
	struct lead_ref ref;
	char *line = NULL;
	size_t cap = 0, lineno = 0;

	refs->named = refs->from_stdin = true;
	while (getline(&line, &cap, stdin) != -1) {
		lineno++;
		switch (lead_ref_line(line, lineno, &ref, &err)) {
		case 1:
			refs_add(cmd, refs, ref, lineno);
			break;
		case -1:
			if (refs->bad == 0 && cmd->status == EX_OK)
				refs->bad = lineno;
			cmd_fail(cmd, "standard input", &err);
			break;
		}
	}
	if (ferror(stdin))
		cmd_fail_file(cmd, "standard input", errno);
	free(line);
}

void
cmd_refs_read(struct cmd *cmd, char *const operand[], size_t count,
    struct cmd_refs *refs)
{
	struct lead_error err;
	struct lead_ref ref;
	size_t i;

	*refs = (struct cmd_refs){.named = count > 0};
	/* every operand is looked at before standard input is drained */
	for (i = 0; i < count; i++)
		if (strcmp(operand[i], "-") != 0 &&
		    lead_ref_parse(operand[i], &ref, &err) == -1)
			cmd_usage(cmd, "%s", err.msg);
	for (i = 0; i < count; i++) {
		if (strcmp(operand[i], "-") == 0) {
			if (!refs->from_stdin)
				cmd_refs_stdin(cmd, refs);
		} else if (lead_ref_parse(operand[i], &ref, NULL) == 0)
			refs_add(cmd, refs, ref, 0);
	}
}

struct lead_refs
cmd_refs_all(const struct cmd_refs *refs)
{
	return (struct lead_refs){.ref = refs->ref, .count = refs->count};
}

int
cmd_refs_done(struct cmd *cmd, struct cmd_refs *refs, size_t i, int rc,
    const struct lead_error *err)
{
	char where[64];

	if (refs->line[i] == 0)
		return cmd_done(cmd, rc, NULL, err);
	snprintf(where, sizeof(where), "standard input: line %zu",
	    refs->line[i]);
	cmd_done(cmd, rc, where, err);
	if (rc != 0 && refs->line[i] < refs->bad) {
		cmd->status = cmd_exit_status(err->code);
		refs->bad = 0;
	}
	return rc;
}

void
cmd_refs_free(struct cmd_refs *refs)
{
	free(refs->ref);
	free(refs->line);
	*refs = (struct cmd_refs){0};
}
