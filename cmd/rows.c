/* Rows onto standard output: TSV, JSON Lines, or a table on a terminal. */
#include <sys/ioctl.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

/* Cuts "a,b,c" into the list of columns. */
static void
list_split(struct cmd *cmd, const char *text)
{
	char *copy = strdup(text), *p, *name, **item;

	for (p = copy; copy != NULL && (name = strsep(&p, ",")) != NULL;) {
		if (*name == '\0')
			cmd_usage(cmd, "--columns: an empty name in '%s'",
			    text);
		item = realloc(cmd->list.item,
		    (cmd->list.count + 1) * sizeof(*item));
		if (item == NULL)
			break;
		cmd->list.item = item;
		item[cmd->list.count++] = name;
	}
	if (copy == NULL || p != NULL) {
		cmd_warn(cmd, "out of memory");
		exit(cmd_last_status(NULL, EX_TEMPFAIL));
	}
}

static char *
row_text(const struct cmd *cmd, const struct lead_row *row, bool json)
{
	switch (cmd->format) {
	case CMD_CSV:
		return lead_row_csv(row);
	case CMD_VCARD:
		return lead_row_vcard(row);
	case CMD_ICS:
		return lead_row_todo(row, cmd->env.now);
	default:
		return json ? lead_row_json(row) : lead_row_tsv(row);
	}
}

static void
put_line(struct cmd *cmd, const struct lead_row *row, bool json)
{
	char *text = row_text(cmd, row, json);
	struct lead_error err;

	if (text == NULL) {
		lead_fail(&err, LEAD_EAGAIN, "out of memory");
		cmd_fail(cmd, NULL, &err);
		cmd->broken = true;
		return;
	}
	cmd_write(cmd, text, strlen(text));
	free(text);
}

void
cmd_format(struct cmd *cmd, const char *text)
{
	static const struct {
		const char *name;
		enum cmd_format format;
	} known[] = {{"tsv", CMD_ROWS}, {"json", CMD_ROWS}, {"csv", CMD_CSV},
	    {"vcard", CMD_VCARD}, {"ics", CMD_ICS}};
	size_t i;

	bool found = false;

	for (i = 0; i < 5 && !found; i++)
		if ((found = strcmp(known[i].name, text) == 0))
			cmd->format = known[i].format;
	if (!found)
		cmd_usage(cmd, "--format: '%s' is none of tsv json csv vcard "
		    "ics", text);
	cmd->json = strcmp(text, "json") == 0;
	/* a spreadsheet wants the names of its columns */
	if (cmd->format == CMD_CSV)
		cmd->header = true;
}

static void
put_row(struct cmd *cmd, const struct lead_row *row)
{
	const char *cell[64];
	size_t i, n = row->count < 64 ? row->count : 64;

	if (cmd->table == NULL) {
		put_line(cmd, row, cmd->json);
		return;
	}
	for (i = 0; i < n; i++)
		cell[i] = row->field[i].value;
	cmd_table_add(cmd->table, cell, n);
}

static const char calendar[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    "PRODID:-//leads//EN\r\n";
static const char calendar_end[] = "END:VCALENDAR\r\n";

static void
put_head(struct cmd *cmd, const struct lead_row *row)
{
	struct lead_field field[64];
	struct lead_row head = {.field = field};

	for (; head.count < row->count && head.count < 64; head.count++)
		field[head.count] = (struct lead_field){
			.name = row->field[head.count].name,
			.value = row->field[head.count].name,
		};
	if (cmd->table != NULL)
		put_row(cmd, &head);
	else if (cmd->format == CMD_ICS)
		cmd_write(cmd, calendar, strlen(calendar));
	else if (cmd->header && !cmd->json && cmd->format != CMD_VCARD)
		put_line(cmd, &head, false);
}

/* The columns asked for, out of those the verb gave. row NULL: names only. */
static void
pick(struct cmd *cmd, const struct lead_row *row, struct lead_field *field,
    size_t max, struct lead_row *out)
{
	const char *name;
	size_t i, j;

	*out = (struct lead_row){.field = field};
	for (i = 0; i < cmd->list.count && i < max; i++) {
		name = cmd->list.item[i];
		field[i] = (struct lead_field){.name = name};
		for (j = 0; row != NULL && j < row->count; j++)
			if (strcmp(row->field[j].name, name) == 0)
				break;
		if (row != NULL && j < row->count)
			field[i] = row->field[j];
		else if (row != NULL && cmd->picked != NULL &&
		    !cmd->alarmed) {
			cmd_warn(cmd, "--columns: no column '%s'", name);
			cmd->alarmed = true;
			if (cmd->status == EX_OK)
				cmd->status = EX_USAGE;
		}
		out->count++;
	}
}

static void
rows_start(struct cmd *cmd)
{
	cmd->started = true;
	if (cmd->picked != NULL || !cmd->all)
		list_split(cmd, cmd->picked ? cmd->picked : cmd->columns);
	if (!cmd->json && cmd->format == CMD_ROWS && isatty(STDOUT_FILENO))
		cmd->table = cmd_table_new(cmd->env.now);
}

int
cmd_row(void *arg, const struct lead_row *row)
{
	struct cmd *cmd = arg;
	struct lead_field field[64];
	struct lead_row picked;
	bool first = !cmd->started;

	if (cmd->quiet || cmd->broken)
		return cmd->broken && !cmd->writer ? -1 : 0;
	if (first)
		rows_start(cmd);
	if (cmd->list.count > 0) {
		pick(cmd, row, field, 64, &picked);
		row = &picked;
	}
	if (cmd->alarmed && !cmd->writer)
		return -1;
	if (first)
		put_head(cmd, row);
	put_row(cmd, row);
	return cmd->broken && !cmd->writer ? -1 : 0;
}

static int
terminal_width(void)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 0)
		return ws.ws_col;
	return 80;
}

int
cmd_rows_width(void)
{
	return isatty(STDOUT_FILENO) ? terminal_width() : 80;
}

void
cmd_rows_end(struct cmd *cmd)
{
	struct lead_field field[64];
	struct lead_row names;
	const char *no_color = getenv("NO_COLOR");

	if (cmd->header && !cmd->started && !cmd->quiet && !cmd->json &&
	    cmd->format != CMD_VCARD && cmd->format != CMD_ICS &&
	    cmd->columns != NULL && !isatty(STDOUT_FILENO)) {
		rows_start(cmd);
		if (cmd->list.count == 0)
			list_split(cmd, cmd->columns);
		pick(cmd, NULL, field, 64, &names);
		put_head(cmd, &names);
	}
	if (cmd->format == CMD_ICS && !cmd->quiet && !cmd->broken) {
		if (!cmd->started)
			cmd_write(cmd, calendar, strlen(calendar));
		cmd_write(cmd, calendar_end, strlen(calendar_end));
	}
	if (cmd->table != NULL)
		cmd_table_print(cmd->table, terminal_width(),
		    cmd->picked == NULL,
		    no_color == NULL || *no_color == '\0');
	cmd_table_free(cmd->table);
	cmd->table = NULL;
	if (cmd->list.count > 0)
		free(cmd->list.item[0]);
	free(cmd->list.item);
	cmd->list = (struct cmd_list){0};
}
