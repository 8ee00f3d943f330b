/*
 * The board on a terminal: a column a stage, its count and value, the leads
 * in it by name. Elsewhere the board is rows like any other.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

#define STAGES 16
#define LINES 12

struct board {
	struct cmd *cmd;
	char *stage[STAGES], *count[STAGES], *value[STAGES];
	char *lead[STAGES][LINES];
	size_t stages, lines;
};

static char *
field(const struct lead_row *row, const char *name)
{
	return cmd_table_clean(lead_row_value(row, name));
}

static int
keep(void *arg, const struct lead_row *row)
{
	struct board *b = arg;
	size_t n = b->stages, i = 0;
	char *names, *p, *name;

	if (n == STAGES)
		return 0;
	b->stages++;
	b->stage[n] = field(row, "stage");
	b->count[n] = field(row, "count");
	b->value[n] = field(row, "value");
	names = field(row, "names");
	for (p = names; p != NULL && i < LINES; i++) {
		/* cmd_table_clean wrote \n for each line end */
		name = p;
		if ((p = strstr(p, "\\n")) != NULL) {
			*p = '\0';
			p += 2;
		}
		b->lead[n][i] = strdup(name);
	}
	if (i > b->lines)
		b->lines = i;
	free(names);
	return 0;
}

static void
put(const char *text, size_t width)
{
	size_t used = text == NULL ? 0 : cmd_table_cut(text, width);

	printf("%*s", (int)(width - used + 2), "");
}

/* Stages without a lead that are no part of the way are left out. */
static bool
is_shown(const struct board *b, size_t i)
{
	static const char *const ends[] = {"won", "lost", "inactive"};
	size_t k;

	for (k = 0; k < 3; k++)
		if (b->stage[i] != NULL && strcmp(b->stage[i], ends[k]) == 0)
			return false;
	return true;
}

static void
print_ends(const struct board *b)
{
	size_t i;

	for (i = 0; i < b->stages; i++)
		if (!is_shown(b, i) && b->count[i] != NULL)
			printf("%s %s  ", b->stage[i], b->count[i]);
	putchar('\n');
}

static void
print(const struct board *b, size_t width)
{
	size_t i, j, shown = 0;

	for (i = 0; i < b->stages; i++)
		shown += is_shown(b, i);
	if (shown == 0)
		return;
	width = width / shown > 10 ? width / shown - 2 : 8;
	for (j = 0; j < b->lines + 3; j++) {
		for (i = 0; i < b->stages; i++) {
			if (!is_shown(b, i))
				continue;
			put(j == 0 ? b->stage[i] : j == 1 ? b->count[i] :
			    j == 2 ? b->value[i] : b->lead[i][j - 3], width);
		}
		putchar('\n');
	}
	print_ends(b);
}

int
cmd_board(struct cmd *cmd, const struct lead_show_options *o,
    struct lead_error *err)
{
	struct board *b = calloc(1, sizeof(*b));
	size_t i, j;
	int rc;

	if (b == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = lead_show_board(cmd->app, o, keep, b, err);
	if (rc == 0 && !cmd->quiet)
		print(b, (size_t)cmd_rows_width());
	for (i = 0; i < b->stages; i++) {
		free(b->stage[i]);
		free(b->count[i]);
		free(b->value[i]);
		for (j = 0; j < LINES; j++)
			free(b->lead[i][j]);
	}
	free(b);
	return rc;
}
