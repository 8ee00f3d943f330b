/* lead-report: the week, the pipeline, the review on one page. */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static const char usage[] =
    "lead-report [week|month|quarter|review|pipeline|sources|sequences|team|\n"
    "                ab|audit|cost]\n"
    "                [--since=TIME] [--until=TIME]\n"
    "                [--format=text|tsv|json|html] [--mail]\n"
    "Says how it went. week: the last complete Monday to Sunday.\n\n"
    "      --since=TIME      from TIME on\n"
    "      --until=TIME      up to TIME, exclusive\n"
    "      --format=FORMAT   text, tsv, json or html\n"
    "      --mail            queue it as mail to the fallback owners\n";

enum {
	REPORT_SINCE = CMD_OWN,
	REPORT_UNTIL,
	REPORT_FORMAT,
	REPORT_MAIL
};

static const struct option longopts[] = {
	{"since", required_argument, NULL, REPORT_SINCE},
	{"until", required_argument, NULL, REPORT_UNTIL},
	{"format", required_argument, NULL, REPORT_FORMAT},
	{"mail", no_argument, NULL, REPORT_MAIL},
	CMD_LONG
};

static void
write_report(struct cmd *cmd, const struct lead_report_options *o)
{
	static const char head[] =
	    "name\tvalue\tnumerator\tdenominator\tprevious\n";
	struct lead_error err;
	char *text = NULL;
	size_t len = 0;
	int rc;

	rc = lead_report(cmd->app, o, &text, &len, &err);
	if (cmd_done(cmd, rc, NULL, &err) != 0 || cmd->quiet)
		goto done;
	if (cmd->header && o->format != NULL && strcmp(o->format, "tsv") == 0)
		cmd_write(cmd, head, sizeof(head) - 1);
	cmd_write(cmd, text, len);
done:
	free(text);
}

int
main(int argc, char *argv[])
{
	static const char *const format[] = {"text", "tsv", "json", "html"};
	struct lead_report_options o = {0};
	const char *since = NULL, *until = NULL;
	struct lead_error err;
	bool mail = false;
	struct cmd cmd;
	size_t i;
	int ch;

	cmd_init(&cmd, argv, "lead-report", NULL, usage);
	while ((ch = getopt_long(argc, argv, CMD_SHORT, longopts,
	    NULL)) != -1)
		switch (ch) {
		case REPORT_SINCE:
			since = optarg;
			break;
		case REPORT_UNTIL:
			until = optarg;
			break;
		case REPORT_FORMAT:
			for (i = 0; i < 4 && strcmp(optarg, format[i]) != 0;)
				i++;
			if (i == 4)
				cmd_usage(&cmd, "--format: '%s' is none of "
				    "text tsv json html", optarg);
			o.format = optarg;
			break;
		case REPORT_MAIL:
			mail = cmd.writer = true;
			break;
		default:
			cmd_option(&cmd, ch);
		}
	if (argc - optind > 1)
		cmd_usage(&cmd, "'%s': one report at a time",
		    argv[optind + 1]);
	if (cmd.picked != NULL)
		cmd_usage(&cmd, "--columns: a report has none to pick");
	o.name = argv[optind];
	if (cmd.json)
		o.format = "json";
	o.width = cmd_rows_width();
	if (cmd_open(&cmd, mail ? LEAD_WRITE : LEAD_READ, false)) {
		o.since = cmd_when(&cmd, "--since", since);
		o.until = cmd_when(&cmd, "--until", until);
		if (o.since != 0 && o.until != 0 && o.since >= o.until)
			cmd_usage(&cmd, "--until is not after --since");
		if (mail)
			cmd_done(&cmd, lead_report_mail(cmd.app, &o, &err),
			    NULL, &err);
		else
			write_report(&cmd, &o);
	}
	return cmd_end(&cmd);
}
