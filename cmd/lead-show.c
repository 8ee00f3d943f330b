/* lead-show: look: list, filter, board, timeline, export, event stream. */
#include <unistd.h>

#include "cmd.h"

static const char usage[] =
    "lead-show [-w EXPR] [-s WORDS] [--sort=[-]COLUMN] [--format=FORMAT]\n"
    "                [--board|--timeline|--export|--events[=CURSOR]] [REF…|-]\n"
    "Lists leads.\n\n"
    "  -w, --where=EXPR      only leads for which EXPR holds\n"
    "  -s, --search=WORDS    only leads in whose words all of WORDS stand\n"
    "      --format=FORMAT   tsv, json, csv, vcard, ics (of their tasks)\n"
    "      --sort=[-]COLUMN  order by COLUMN, - for downwards\n"
    "      --board           a row a stage\n"
    "      --timeline        what happened to the leads named\n"
    "      --export          all that is known\n"
    "      --events[=CURSOR] every event after CURSOR (E12 or 12)\n";

enum show_view {
	SHOW_LIST,
	SHOW_BOARD = CMD_OWN,
	SHOW_TIMELINE,
	SHOW_EXPORT,
	SHOW_EVENTS,
	SHOW_SORT,
	SHOW_FORMAT
};

static const struct option longopts[] = {
	{"where", required_argument, NULL, 'w'},
	{"search", required_argument, NULL, 's'},
	{"format", required_argument, NULL, SHOW_FORMAT},
	{"sort", required_argument, NULL, SHOW_SORT},
	{"board", no_argument, NULL, SHOW_BOARD},
	{"timeline", no_argument, NULL, SHOW_TIMELINE},
	{"export", no_argument, NULL, SHOW_EXPORT},
	{"events", optional_argument, NULL, SHOW_EVENTS},
	CMD_LONG
};

static int64_t
cursor(struct cmd *cmd, const char *text)
{
	struct lead_ref ref;

	if (text[0] == 'E' && lead_ref_parse(text, &ref, NULL) == 0)
		return ref.id;
	return cmd_number(cmd, "events", text);
}

static void
choose(struct cmd *cmd, int *view, int other)
{
	if (*view != SHOW_LIST && *view != other)
		cmd_usage(cmd, "one of --board, --timeline, --export and "
		    "--events at a time");
	*view = other;
	cmd->all = other == SHOW_EXPORT || other == SHOW_EVENTS;
	if (other == SHOW_BOARD)
		cmd->columns = "stage,count,value,refs";
	else if (other == SHOW_TIMELINE)
		cmd->columns = "ref,at,actor,kind,text,lead";
	else if (other == SHOW_EVENTS)
		cmd->columns = "ref,at,actor,kind,text,lead,old,new";
}

/* Is a person looking, who asked for no columns of their own. */
static bool
is_looked_at(const struct cmd *cmd)
{
	return !cmd->json && cmd->picked == NULL && cmd->format == CMD_ROWS &&
	    isatty(STDOUT_FILENO);
}

static int
show(struct cmd *cmd, int view, const struct lead_show_options *o,
    struct lead_refs refs, struct lead_error *err)
{
	if (view == SHOW_BOARD && is_looked_at(cmd))
		return cmd_board(cmd, o, err);
	if (view == SHOW_TIMELINE && is_looked_at(cmd) && !cmd->quiet)
		return cmd_story(cmd, refs, err);
	switch (view) {
	case SHOW_BOARD:
		return lead_show_board(cmd->app, o, cmd_row, cmd, err);
	case SHOW_TIMELINE:
		return lead_show_timeline(cmd->app, refs, cmd_row, cmd, err);
	case SHOW_EXPORT:
		return lead_show_export(cmd->app, o, refs, cmd_row, cmd, err);
	case SHOW_EVENTS:
		return lead_show_events(cmd->app, o, cmd_row, cmd, err);
	}
	return lead_show(cmd->app, o, refs, cmd_row, cmd, err);
}

int
main(int argc, char *argv[])
{
	struct lead_show_options o = {0};
	struct lead_error err;
	struct cmd_refs refs;
	struct cmd cmd;
	int ch, view = SHOW_LIST;

	cmd_init(&cmd, argv, "lead-show",
	    "ref,stage,owner,priority,score,name,company,email,phone,source,"
	    "received,last_contact,next_due,next_action,value", usage);
	while ((ch = getopt_long(argc, argv, CMD_SHORT "w:s:", longopts,
	    NULL)) != -1)
		switch (ch) {
		case 'w':
			o.where = optarg;
			break;
		case 's':
			o.search = optarg;
			break;
		case SHOW_FORMAT:
			cmd_format(&cmd, optarg);
			break;
		case SHOW_SORT:
			o.sort = optarg;
			break;
		case SHOW_EVENTS:
			if (optarg != NULL)
				o.cursor = cursor(&cmd, optarg);
			choose(&cmd, &view, ch);
			break;
		case SHOW_BOARD:
		case SHOW_TIMELINE:
		case SHOW_EXPORT:
			choose(&cmd, &view, ch);
			break;
		default:
			cmd_option(&cmd, ch);
		}
	if (optind != argc && (view == SHOW_BOARD || view == SHOW_EVENTS))
		cmd_usage(&cmd, "'%s': the board and the events are of all "
		    "leads", argv[optind]);
	if (optind == argc && view == SHOW_TIMELINE)
		cmd_usage(&cmd, "--timeline: name a lead");
	cmd_refs_read(&cmd, argv + optind, (size_t)(argc - optind), &refs);
	if (cmd_open(&cmd, LEAD_READ, refs.count > 0) &&
	    (!refs.named || refs.count > 0))
		cmd_done(&cmd, show(&cmd, view, &o, cmd_refs_all(&refs), &err),
		    NULL, &err);
	cmd_refs_free(&refs);
	return cmd_end(&cmd);
}
