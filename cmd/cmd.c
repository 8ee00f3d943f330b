/*
 * Options, environment, exit status and rows out, the same for all programs.
 * Knows nothing of what a verb does.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"

static const int exit_status[] = {
	[LEAD_OK] = EX_OK,
	[LEAD_EUSAGE] = EX_USAGE,
	[LEAD_EDATA] = EX_DATAERR,
	[LEAD_ENOENT] = EX_NOINPUT,
	[LEAD_EUNAVAIL] = EX_UNAVAILABLE,
	[LEAD_EBUG] = EX_SOFTWARE,
	[LEAD_ECREATE] = EX_CANTCREAT,
	[LEAD_EIO] = EX_IOERR,
	[LEAD_EAGAIN] = EX_TEMPFAIL,
	[LEAD_EPERM] = EX_NOPERM,
	[LEAD_ECONFIG] = EX_CONFIG,
};

static const char common_usage[] =
    "  -d, --store=FILE      the store (LEADS_STORE)\n"
    "  -c, --config=FILE     the configuration (LEADS_CONFIG)\n"
    "      --now=TIME        take TIME for now (LEADS_NOW)\n"
    "      --as=NAME         who is doing this (LEADS_ACTOR)\n"
    "      --wait=SECONDS    how long to wait for a locked store (20)\n"
    "  -j, --json            JSON, one object a line\n"
    "  -o, --columns=A,B,…   columns to print\n"
    "  -H, --header          print the names of the columns first\n"
    "  -q, --quiet           print no rows\n"
    "  -h, --help            this text\n"
    "  -V, --version         the version\n";

int
cmd_exit_status(enum lead_code code)
{
	return (size_t)code < sizeof(exit_status) / sizeof(exit_status[0]) ?
	    exit_status[code] : EX_SOFTWARE;
}

void
cmd_warn(const struct cmd *cmd, const char *fmt, ...)
{
	char text[1024], *clean;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	clean = cmd_table_clean(text);
	fprintf(stderr, "%s: %s\n", cmd->name,
	    clean != NULL ? clean : "out of memory");
	free(clean);
}

static void
keep_status(struct cmd *cmd, int status)
{
	if (cmd->status == EX_OK)
		cmd->status = status;
}

int
cmd_fail(struct cmd *cmd, const char *before, const struct lead_error *err)
{
	/* a verb that cmd_row stopped has nothing more to say */
	if (!cmd->broken && !(cmd->alarmed && !cmd->writer)) {
		if (before != NULL)
			cmd_warn(cmd, "%s: %s", before, err->msg);
		else
			cmd_warn(cmd, "%s", err->msg);
	}
	keep_status(cmd, cmd_exit_status(err->code));
	return -1;
}

int
cmd_fail_file(struct cmd *cmd, const char *file, int error)
{
	cmd_warn(cmd, "'%s': %s", file, strerror(error));
	keep_status(cmd, error == ENOENT || error == ENOTDIR ? EX_NOINPUT :
	    error == EACCES || error == EPERM ? EX_NOPERM :
	    error == ENOMEM ? EX_TEMPFAIL :
	    error == EISDIR ? EX_NOINPUT : EX_IOERR);
	return -1;
}

/* A delivery agent writes its mail to the end, whatever we think of the
 * call. */
static void
drain(const struct cmd *cmd)
{
	struct cmd_input in = {0};

	if (cmd->only_status != 0 &&
	    cmd_input_read(STDIN_FILENO, &in) == 0)
		cmd_input_free(&in);
}

_Noreturn void
cmd_usage(struct cmd *cmd, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	cmd_warn(cmd, "%s: see '%s --help'", text, cmd->name);
	lead_app_close(cmd->app);
	drain(cmd);
	exit(cmd_last_status(cmd, EX_USAGE));
}

/* An environment variable; an empty one is none. */
static const char *
env_get(const char *name)
{
	const char *s = getenv(name);

	return s != NULL && *s != '\0' ? s : NULL;
}

static const char *
home(void)
{
	const char *s = env_get("HOME");
	const struct passwd *pw;

	if (s != NULL)
		return s;
	pw = getpwuid(geteuid());
	return pw != NULL && pw->pw_dir != NULL ? pw->pw_dir : "/";
}

/* $XDG_…/leads/file, or below home. Lives as long as the program. */
static const char *
xdg_path(const char *variable, const char *below, const char *file)
{
	static char path[2][4096];
	static size_t n;
	const char *dir = env_get(variable);
	char *p = path[n++ % 2];

	if (dir != NULL && dir[0] == '/') /* relative ones are to be ignored */
		snprintf(p, sizeof(path[0]), "%s/leads/%s", dir, file);
	else
		snprintf(p, sizeof(path[0]), "%s/%s/leads/%s", home(), below,
		    file);
	return p;
}

static const char *
login(void)
{
	static char name[256];
	const struct passwd *pw = getpwuid(geteuid());
	const char *s = pw != NULL ? pw->pw_name : env_get("LOGNAME");

	if (s != NULL)
		snprintf(name, sizeof(name), "%s", s);
	else
		snprintf(name, sizeof(name), "uid%lu",
		    (unsigned long)geteuid());
	return name;
}

static const char *
host_name(void)
{
	static char name[256];

	if (gethostname(name, sizeof(name) - 1) == -1 || name[0] == '\0')
		return "localhost";
	return name;
}

/* A store opened as descriptor 1 would get the rows written into it. */
static void
fill_descriptors(void)
{
	int fd;

	for (fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null", O_RDONLY) == -1)
			_exit(EX_OSERR);
}

void
cmd_init(struct cmd *cmd, char *argv[], const char *name,
    const char *columns, const char *usage)
{
	const char *user, *zone = env_get("TZ");

	fill_descriptors();
	signal(SIGXFSZ, SIG_IGN);
	cmd_crash_guard(name);
	if (setlocale(LC_CTYPE, "") == NULL ||
	    strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	opterr = 0;
	*cmd = (struct cmd){.argv = argv, .name = name, .columns = columns,
	    .usage = usage};
	user = xdg_path("XDG_CONFIG_HOME", ".config", "leads.conf");
	if (access(user, F_OK) == -1 &&
	    access("/etc/leads/leads.conf", F_OK) == 0)
		cmd->env.config_default = "/etc/leads/leads.conf";
	else
		cmd->env.config_default = user;
	cmd->env.config = env_get("LEADS_CONFIG");
	cmd->env.store = env_get("LEADS_STORE");
	if (cmd->env.store == NULL)
		cmd->env.store = xdg_path("XDG_DATA_HOME", ".local/share",
		    "leads.db");
	cmd->env.actor = env_get("LEADS_ACTOR");
	if (cmd->env.actor == NULL)
		cmd->env.actor = login();
	cmd->env.host = host_name();
	cmd->env.wait = 20;
	cmd->env.now = time(NULL);
	cmd->env.zone = zone != NULL && zone[0] == ':' ? zone + 1 : zone;
	cmd->now = env_get("LEADS_NOW");
}

const char *
cmd_config_path(const struct cmd *cmd)
{
	return cmd->env.config != NULL ? cmd->env.config :
	    cmd->env.config_default;
}

int64_t
cmd_number(struct cmd *cmd, const char *option, const char *text)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || n < 0)
		cmd_usage(cmd, "--%s: '%s' is no number", option, text);
	return n;
}

static void
finish_stdout(struct cmd *cmd)
{
	drain(cmd);
	if (fflush(stdout) == EOF || ferror(stdout)) {
		cmd_warn(cmd, "standard output: %s", strerror(errno));
		exit(cmd_last_status(cmd, EX_IOERR));
	}
	/* asked for under --deliver: nothing was stored */
	exit(cmd_last_status(cmd, cmd->only_status));
}

/* getopt(3) tells little of what it did not like. */
static _Noreturn void
option_unknown(struct cmd *cmd)
{
	const char *word = cmd->argv[optind - 1];

	if (optopt == 0)
		cmd_usage(cmd, "'%s': unknown option", word);
	if (optopt >= 256)
		cmd_usage(cmd, "'%s': its value is missing, or it takes none",
		    word);
	cmd_usage(cmd, "'-%c': unknown option, or its value is missing",
	    optopt);
}

void
cmd_option(struct cmd *cmd, int ch)
{
	int64_t n;

	switch (ch) {
	case 'd':
		if (optarg[0] == '\0')
			cmd_usage(cmd, "--store: no file named");
		cmd->env.store = optarg;
		break;
	case 'c':
		if (optarg[0] == '\0')
			cmd_usage(cmd, "--config: no file named");
		cmd->env.config = optarg;
		break;
	case CMD_NOW:
		cmd->now = optarg;
		break;
	case CMD_AS:
		if (optarg[0] == '\0')
			cmd_usage(cmd, "--as: no name given");
		cmd->env.actor = optarg;
		break;
	case CMD_WAIT:
		n = cmd_number(cmd, "wait", optarg);
		cmd->env.wait = n > 86400 ? 86400 : (int)n;
		break;
	case 'j':
		cmd->json = true;
		break;
	case 'o':
		cmd->picked = optarg;
		break;
	case 'H':
		cmd->header = true;
		break;
	case 'q':
		cmd->quiet = true;
		break;
	case 'n':
		cmd->env.dry_run = true;
		break;
	case 'h':
		printf("usage: %s%s", cmd->usage, common_usage);
		finish_stdout(cmd);
		break;
	case 'V':
		printf("%s (leads) %s\n", cmd->name, LEADS_VERSION);
		finish_stdout(cmd);
		break;
	default:
		option_unknown(cmd);
	}
}

/* @1793786400, 2026-11-04T10:00:00Z, 2026-11-04T10:00+01:00 */
static bool
names_zone(const char *text)
{
	const char *clock = strchr(text, 'T');

	return text[0] == '@' || (isdigit((unsigned char)text[0]) &&
	    clock != NULL && strpbrk(clock, "Z+-") != NULL);
}

/* --now may be said in the firm's own time, which its configuration knows. */
int
cmd_read_now(struct cmd *cmd, struct lead_error *err)
{
	struct lead_app *app = NULL;
	int rc;

	if (cmd->now == NULL)
		return 0;
	if (!names_zone(cmd->now) &&
	    lead_app_open(&app, &cmd->env, LEAD_CONFIG, err) == -1)
		return -1;
	rc = lead_when_parse(cmd->now, cmd->env.now,
	    app != NULL ? lead_app_zone(app) : NULL, &cmd->env.now, err);
	lead_app_close(app);
	return rc;
}

static void
warn_no_store(const struct cmd *cmd)
{
	cmd_warn(cmd, "no store at '%s' yet: lead-add or lead-check --init "
	    "makes it", cmd->env.store);
}

bool
cmd_open(struct cmd *cmd, enum lead_mode mode, bool named)
{
	struct lead_error err;

	if (cmd_read_now(cmd, &err) == -1) {
		cmd_fail(cmd, NULL, &err);
		return false;
	}
	if (lead_app_open(&cmd->app, &cmd->env, mode, &err) == -1) {
		if (err.code == LEAD_ENOENT && mode == LEAD_WRITE &&
		    access(cmd->env.store, F_OK) == -1) {
			warn_no_store(cmd);
			keep_status(cmd, EX_NOINPUT);
		} else
			cmd_fail(cmd, NULL, &err);
		return false;
	}
	if (mode != LEAD_READ || lead_app_has_store(cmd->app))
		return true;
	warn_no_store(cmd);
	if (named)
		keep_status(cmd, EX_NOINPUT);
	return false;
}

int64_t
cmd_when(struct cmd *cmd, const char *option, const char *text)
{
	struct lead_error err;
	int64_t t;

	if (text == NULL)
		return 0;
	if (lead_when_parse(text, cmd->env.now, lead_app_zone(cmd->app), &t,
	    &err) == -1)
		cmd_usage(cmd, "%s: %s", option, err.msg);
	return t;
}

void
cmd_write(struct cmd *cmd, const char *text, size_t len)
{
	if (!cmd->broken && fwrite(text, 1, len, stdout) != len) {
		cmd_warn(cmd, "standard output: %s", strerror(errno));
		cmd->broken = true;
		keep_status(cmd, EX_IOERR);
	}
}

static void
notes(struct cmd *cmd)
{
	const char *note;
	size_t i;

	/* --deliver is silent where all is well */
	for (i = 0; cmd->app != NULL && cmd->only_status == 0 &&
	    (note = lead_app_note(cmd->app, i)) != NULL; i++)
		cmd_warn(cmd, "%s", note);
}

int
cmd_done(struct cmd *cmd, int rc, const char *before,
    const struct lead_error *err)
{
	notes(cmd);
	if (rc != 0)
		cmd_fail(cmd, before, err);
	return rc;
}

int
cmd_end(struct cmd *cmd)
{
	lead_app_close(cmd->app);
	cmd->app = NULL;
	cmd_rows_end(cmd);
	if (!cmd->broken && (fflush(stdout) == EOF || ferror(stdout))) {
		cmd_warn(cmd, "standard output: %s", strerror(errno));
		keep_status(cmd, EX_IOERR);
	}
	return cmd_last_status(cmd, cmd->status);
}
