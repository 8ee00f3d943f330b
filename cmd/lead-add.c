/* lead-add: take in what arrived. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"

#define DELIVER_SECONDS 58 /* of the minute a delivery agent gives us */
#define DELIVER_WAIT 50

static const char usage[] =
    "lead-add [--deliver [--sent]] [-k KIND] [-s SOURCE] [-f FIELD=VALUE]…\n"
    "                [--fresh] [--type=MEDIA/TYPE] [--rejects=FILE] [-n]\n"
    "                [FILE…|-]\n"
    "       lead-add --cgi [-s SOURCE] [-n]\n"
    "Takes in new leads, replies, bounces and whatever else arrived.\n\n"
    "      --deliver         from a mail delivery agent: exits 0 or 75 only\n"
    "      --sent            the input is our own Sent folder\n"
    "  -k, --kind=KIND       auto mail form json csv adf vcard\n"
    "  -s, --source=SOURCE   where it came from\n"
    "  -f, --field=F=VALUE   a field of the lead, or of each row\n"
    "              F=@NAME   the column of that name is the field F\n"
    "      --fresh           follow imported leads up as new ones\n"
    "      --type=TYPE       media type of a form\n"
    "      --rejects=FILE    add refused CSV rows to FILE, as they stood\n"
    "      --cgi             answer one request of a web server\n"
    "  -n, --dry-run         change nothing\n";

enum {
	ADD_DELIVER = CMD_OWN,
	ADD_SENT,
	ADD_FRESH,
	ADD_TYPE,
	ADD_REJECTS,
	ADD_CGI
};

static const struct option longopts[] = {
	{"deliver", no_argument, NULL, ADD_DELIVER},
	{"sent", no_argument, NULL, ADD_SENT},
	{"kind", required_argument, NULL, 'k'},
	{"source", required_argument, NULL, 's'},
	{"field", required_argument, NULL, 'f'},
	{"fresh", no_argument, NULL, ADD_FRESH},
	{"type", required_argument, NULL, ADD_TYPE},
	{"rejects", required_argument, NULL, ADD_REJECTS},
	{"cgi", no_argument, NULL, ADD_CGI},
	CMD_DRY_RUN,
	CMD_LONG
};

static void
give_up(int sig)
{
	static const char text[] = "lead-add: not done within a minute: "
	    "the mail stays queued\n";

	/* the line is a courtesy: the status is what counts */
	if (sig == SIGALRM &&
	    write(STDERR_FILENO, text, sizeof(text) - 1) == -1)
		_exit(EX_TEMPFAIL);
	_exit(EX_TEMPFAIL);
}

/* Before any option is read: even a wrong call must end with 75, or the
 * delivery agent sends the mail back to the customer. */
static void
deliver_prepare(struct cmd *cmd, int argc, char *argv[])
{
	static const int signals[] = {SIGALRM, SIGTERM, SIGINT, SIGHUP};
	struct sigaction sa = {.sa_handler = give_up};
	size_t n;
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		n = strlen(argv[i]);
		if (n < 3 || strncmp(argv[i], "--deliver", n) != 0)
			continue;
		cmd->only_status = EX_TEMPFAIL;
		cmd->env.wait = DELIVER_WAIT;
		cmd->quiet = true;
		for (n = 0; n < sizeof(signals) / sizeof(signals[0]); n++)
			sigaction(signals[n], &sa, NULL);
		alarm(DELIVER_SECONDS);
		return;
	}
}

static volatile int stop;

static void
on_stop(int sig)
{
	stop = sig;
}

/* A table read as it comes: what was read to tell it, then the file. */
struct table {
	struct cmd *cmd;
	struct cmd_input head;
	size_t used;
	int fd;
	time_t begun, shown;
	bool terminal;
};

static ptrdiff_t
table_read(void *arg, char *buf, size_t size)
{
	struct table *t = arg;
	ssize_t n;

	if (t->used < t->head.len) {
		if (size > t->head.len - t->used)
			size = t->head.len - t->used;
		memcpy(buf, t->head.data + t->used, size);
		t->used += size;
		return (ptrdiff_t)size;
	}
	do
		n = read(t->fd, buf, size);
	while (n == -1 && errno == EINTR && stop == 0);
	return n == -1 && errno == EINTR ? 0 : n;
}

/* Once a second at most, beyond the first, where somebody looks. */
static void
table_progress(void *arg, uint64_t rows, uint64_t refused)
{
	struct table *t = arg;
	time_t now = time(NULL);

	if (!t->terminal || now == t->shown || now - t->begun < 1)
		return;
	t->shown = now;
	fprintf(stderr, "\r%s: %" PRIu64 " rows, %" PRIu64 " refused, "
	    "%" PRIu64 " a second ", t->cmd->name, rows, refused,
	    rows / (uint64_t)(now - t->begun));
}

static int
add_table(struct cmd *cmd, const struct lead_add_options *o,
    struct table *t, struct lead_error *err)
{
	struct lead_input in = {.read = table_read, .arg = t, .stop = &stop,
	    .progress = table_progress};
	struct sigaction sa = {.sa_handler = on_stop, .sa_flags = SA_RESETHAND};
	int rc;

	t->cmd = cmd;
	t->begun = t->shown = time(NULL);
	t->terminal = isatty(STDERR_FILENO);
	if (!o->deliver) {
		sigaction(SIGINT, &sa, NULL);
		sigaction(SIGTERM, &sa, NULL);
	}
	rc = lead_add_table(cmd->app, o, &in, cmd->quiet ? NULL : cmd_row,
	    cmd, err);
	if (t->shown != t->begun)
		fputc('\n', stderr);
	return rc;
}

/* The whole of an input that is no table. */
static int
add_whole(struct cmd *cmd, struct lead_add_options *o, struct cmd_input *in,
    struct lead_error *err)
{
	o->truncated = in->truncated;
	o->size = in->size;
	o->digest = in->digest;
	return lead_add(cmd->app, o, in->data != NULL ? in->data : "",
	    in->len, cmd_row, cmd, err);
}

static void
add_fd(struct cmd *cmd, struct lead_add_options *o, int fd, const char *file)
{
	struct table t = {.fd = fd};
	struct lead_error err;
	bool named = strcmp(file, "-") != 0, table = false;
	int rc = cmd_input_head(fd, &t.head);

	if (rc == 0)
		table = !o->deliver && lead_add_is_table(o->kind,
		    t.head.data, t.head.len);
	if (rc == 0 && !table)
		rc = cmd_input_read(fd, &t.head);
	if (rc == -1) {
		cmd_fail_file(cmd, named ? file : "standard input", errno);
		return;
	}
	/* opened only now: the input is to be read whatever becomes of it */
	if (cmd->app != NULL || cmd_open(cmd,
	    o->deliver ? LEAD_WRITE : LEAD_CREATE, false)) {
		o->name = file;
		rc = table ? add_table(cmd, o, &t, &err) :
		    add_whole(cmd, o, &t.head, &err);
		cmd_done(cmd, rc, named ? file : NULL, &err);
	}
	cmd_input_free(&t.head);
}

static void
add_one(struct cmd *cmd, struct lead_add_options *o, const char *file)
{
	struct stat in, out;
	int fd = STDIN_FILENO;

	if (strcmp(file, "-") == 0) {
		if (isatty(fd))
			cmd_warn(cmd, "reading standard input up to end of "
			    "file");
		add_fd(cmd, o, fd, file);
		return;
	}
	if ((fd = open(file, O_RDONLY | O_CLOEXEC)) == -1) {
		cmd_fail_file(cmd, file, errno);
		return;
	}
	/* it would grow while it is read */
	if (o->rejects != NULL && stat(o->rejects, &out) == 0 &&
	    fstat(fd, &in) == 0 && in.st_ino == out.st_ino &&
	    in.st_dev == out.st_dev)
		cmd_usage(cmd, "--rejects: '%s' is what is read", file);
	add_fd(cmd, o, fd, file);
	close(fd);
}

static void
add_fields(struct cmd *cmd, struct lead_add_options *o)
{
	struct lead_error err;
	int rc;

	if (!cmd_open(cmd, o->deliver ? LEAD_WRITE : LEAD_CREATE, false))
		return;
	o->name = "-f";
	rc = lead_add(cmd->app, o, NULL, 0, cmd_row, cmd, &err);
	cmd_done(cmd, rc, NULL, &err);
}

static void
check_options(struct cmd *cmd, const struct lead_add_options *o)
{
	static const char *const kind[] = {"auto", "mail", "form", "json",
	    "csv", "adf", "vcard", NULL};
	size_t i;

	for (i = 0; o->kind != NULL && kind[i] != NULL; i++)
		if (strcmp(o->kind, kind[i]) == 0)
			break;
	if (o->kind != NULL && kind[i] == NULL)
		cmd_usage(cmd, "--kind: '%s' is none of auto mail form json "
		    "csv adf vcard", o->kind);
	for (i = 0; i < o->nfields; i++)
		if (strchr(o->fields[i], '=') == NULL ||
		    o->fields[i][0] == '=')
			cmd_usage(cmd, "--field: '%s' is not FIELD=VALUE",
			    o->fields[i]);
	if (o->sent && !o->deliver && o->kind != NULL &&
	    strcmp(o->kind, "mail") != 0 && strcmp(o->kind, "auto") != 0)
		cmd_usage(cmd, "--sent: only mail has a Sent folder");
}

/* -f is put into field, which has room for all of argv. */
static void
options(struct cmd *cmd, int argc, char *argv[], struct lead_add_options *o,
    const char **field, bool *cgi)
{
	int ch;

	while ((ch = getopt_long(argc, argv, CMD_SHORT "k:s:f:n", longopts,
	    NULL)) != -1)
		switch (ch) {
		case ADD_DELIVER:
			o->deliver = true;
			break;
		case ADD_SENT:
			o->sent = true;
			break;
		case ADD_FRESH:
			o->fresh = true;
			break;
		case ADD_TYPE:
			o->type = optarg;
			break;
		case ADD_REJECTS:
			o->rejects = optarg;
			break;
		case ADD_CGI:
			*cgi = true;
			break;
		case 'k':
			o->kind = optarg;
			break;
		case 's':
			o->source = optarg;
			break;
		case 'f':
			field[o->nfields++] = optarg;
			break;
		default:
			cmd_option(cmd, ch);
		}
}

int
main(int argc, char *argv[])
{
	struct lead_add_options o = {0};
	const char **field = calloc((size_t)argc + 1, sizeof(*field));
	struct cmd cmd;
	bool cgi = false;
	int status;

	cmd_crash_status(EX_TEMPFAIL);
	cmd_init(&cmd, argv, "lead-add",
	    "ref,outcome,source,name,email,phone,inbox", usage);
	cmd.writer = true;
	deliver_prepare(&cmd, argc, argv);
	if (field == NULL)
		return cmd_last_status(&cmd, EX_TEMPFAIL);
	options(&cmd, argc, argv, &o, field, &cgi);
	o.fields = field;
	check_options(&cmd, &o);
	if (cgi) {
		if (optind != argc || o.deliver || o.nfields > 0)
			cmd_usage(&cmd, "--cgi takes the web server's request "
			    "alone");
		free(field);
		return cgi_run(&cmd, o.source);
	}
	if (optind == argc && (o.nfields == 0 || o.deliver))
		add_one(&cmd, &o, "-");
	else if (optind == argc)
		add_fields(&cmd, &o);
	for (; optind < argc && stop == 0; optind++)
		add_one(&cmd, &o, argv[optind]);
	free(field);
	status = cmd_end(&cmd);
	if (stop != 0) {
		/* whoever called is to see what ended us */
		signal(stop, SIG_DFL);
		raise(stop);
	}
	return status;
}
