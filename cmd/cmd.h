/*
 * cmd: what all programs share: options, references in, rows out, exit
 * status. The only place that reads the clock, the environment and argv.
 */
#ifndef CMD_H
#define CMD_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sysexits.h>

#include "leads.h"

#define CMD_SHORT "d:c:jo:HqhV"

/* Letters of options that have none. A program's own start at CMD_OWN. */
enum {
	CMD_NOW = 256,
	CMD_AS,
	CMD_WAIT,
	CMD_OWN
};

#define CMD_LONG \
	{"store", required_argument, NULL, 'd'}, \
	{"config", required_argument, NULL, 'c'}, \
	{"now", required_argument, NULL, CMD_NOW}, \
	{"as", required_argument, NULL, CMD_AS}, \
	{"wait", required_argument, NULL, CMD_WAIT}, \
	{"json", no_argument, NULL, 'j'}, \
	{"columns", required_argument, NULL, 'o'}, \
	{"header", no_argument, NULL, 'H'}, \
	{"quiet", no_argument, NULL, 'q'}, \
	{"help", no_argument, NULL, 'h'}, \
	{"version", no_argument, NULL, 'V'}, \
	{NULL, 0, NULL, 0}
#define CMD_DRY_RUN {"dry-run", no_argument, NULL, 'n'}

struct cmd_list {
	char **item;
	size_t count;
};

struct cmd_table;

struct cmd {
	char **argv;
	const char *name;      /* of the program */
	const char *usage;     /* lines of synopsis and options */
	const char *columns;   /* default columns */
	struct lead_env env;
	const char *now;       /* as written, or NULL */
	const char *picked;    /* -o or NULL */
	bool json, header, quiet;
	enum cmd_format {
		CMD_ROWS, CMD_CSV, CMD_VCARD, CMD_ICS
	} format;              /* --format, where a program has it */
	bool all;              /* print every column there is */
	bool writer;           /* never stop a verb for the sake of output */
	int only_status;       /* not 0: every failure ends with this one */
	int status;            /* the first failure's */
	struct lead_app *app;
	struct cmd_list list;  /* columns to print; empty: as they come */
	struct cmd_table *table; /* rows held back for a terminal, or NULL */
	bool started;
	bool broken;           /* standard output failed */
	bool alarmed;          /* a -o name was complained about */
};

/* usage: "lead-due [OPTION]… [REF…|-]\n…". argv: as main got it. */
void cmd_init(struct cmd *, char *argv[], const char *name,
    const char *columns, const char *usage);
/* One common option; ends the program for -h, -V and what is unknown. */
void cmd_option(struct cmd *, int ch);
/* Says what is wrong with the call; ends the program with 64. */
_Noreturn void cmd_usage(struct cmd *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A line on standard error, control characters made visible. */
void cmd_warn(const struct cmd *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Prints the error (with before, or NULL, in front) and keeps its status if
 * it is the first. Returns -1. */
int cmd_fail(struct cmd *, const char *before, const struct lead_error *);
/* The same for errno on a file. */
int cmd_fail_file(struct cmd *, const char *file, int error);
/* sysexits(3) number of a code. */
int cmd_exit_status(enum lead_code);
/* --now into env.now; cmd_open does it by itself. */
int cmd_read_now(struct cmd *, struct lead_error *);
/* Opens the store; false: failed, or (a reader) there is none, in which case
 * named says whether a ref was asked for. All said and done but cmd_end. */
bool cmd_open(struct cmd *, enum lead_mode, bool named);
/* A time option in the firm's zone; ends the program where it is none. */
int64_t cmd_when(struct cmd *, const char *option, const char *text);
/* A whole number option, 0 and up. */
int64_t cmd_number(struct cmd *, const char *option, const char *text);
/* The file a configuration is read from or would be first. */
const char *cmd_config_path(const struct cmd *);
/* Text onto standard output as it is. */
void cmd_write(struct cmd *, const char *text, size_t len);
/* rc of a verb: prints its notes and, unless 0, its error. Returns rc. */
int cmd_done(struct cmd *, int rc, const char *before,
    const struct lead_error *);
/* Flushes, closes, and gives the exit status. */
int cmd_end(struct cmd *);
/* crash.c: from now on a run that ends without our word ends with 70, or what
 * cmd_crash_status names. */
void cmd_crash_guard(const char *name);
void cmd_crash_status(int code);
/* What to return from main or hand to exit: our word. cmd may be NULL. */
int cmd_last_status(const struct cmd *, int code);

/* ---- rows.c ------------------------------------------------------------ */

/* lead_row_fn: prints one row. arg: struct cmd. */
int cmd_row(void *cmd, const struct lead_row *);
/* Prints what was held back, and the head where no row came. */
void cmd_rows_end(struct cmd *);
/* --format=tsv|json|csv|vcard|ics; ends the program for any other. */
void cmd_format(struct cmd *, const char *text);
/* Columns of the terminal; 80 where there is none. */
int cmd_rows_width(void);

/* ---- refs.c ------------------------------------------------------------ */

/* References from operands and from standard input where "-" is among them. */
struct cmd_refs {
	struct lead_ref *ref;
	size_t *line;     /* line of standard input, 0: an operand */
	size_t count, cap;
	bool named;       /* something was named, even if nothing came of it */
	bool from_stdin;
	size_t bad;       /* first line that was no ref, 0: none */
};
/* Operands: a wrong one ends the program with 64; a wrong line is said and
 * passed over. */
void cmd_refs_read(struct cmd *, char *const operand[], size_t count,
    struct cmd_refs *);
void cmd_refs_stdin(struct cmd *, struct cmd_refs *);
struct lead_refs cmd_refs_all(const struct cmd_refs *);
/* cmd_done for the ith of them, naming its line. The exit status is that of
 * the first line that failed, though bad lines are found before verbs run. */
int cmd_refs_done(struct cmd *, struct cmd_refs *, size_t i, int rc,
    const struct lead_error *);
void cmd_refs_free(struct cmd_refs *);

/* ---- input.c ----------------------------------------------------------- */

#define CMD_INPUT_MAX 26214400 /* 25 MiB kept, the rest drained */

struct cmd_input {
	char *data;
	size_t len;
	uint64_t size;    /* of the whole input */
	bool truncated;
	struct lead_digest *digest; /* of all of it, where truncated */
};
/* Reads fd to its end whatever happens, behind what in holds already (zeroed:
 * nothing). -1: errno. */
int cmd_input_read(int fd, struct cmd_input *);
/* The first bytes only, as many as come with the first reads. */
int cmd_input_head(int fd, struct cmd_input *);
void cmd_input_free(struct cmd_input *);

/* ---- cgi.c ------------------------------------------------------------- */

/* Answers the one request (RFC 3875) of the environment and standard input.
 * source: -s or NULL. The exit status is 0 whatever the answer is: the server
 * would put a page of its own in the place of ours. */
int cgi_run(struct cmd *, const char *source);

/* ---- table.c ----------------------------------------------------------- */

/* now: what "2 h late" is counted from. */
struct cmd_table *cmd_table_new(int64_t now);
void cmd_table_add(struct cmd_table *, const char *const *cell, size_t cols);
/* Prints the rows below the head, aligned to a terminal of width columns;
 * sparse: without the columns that are empty all the way down. */
void cmd_table_print(struct cmd_table *, int width, bool sparse, bool colour);
void cmd_table_free(struct cmd_table *);
/* Prints at most width columns of a clean text. Returns the columns used. */
size_t cmd_table_cut(const char *s, size_t width);
/* text with controls and direction marks spelt out; malloc'd or NULL. */
char *cmd_table_clean(const char *text);

/* ---- board.c, story.c ---------------------------------------------------- */

/* What a person sees on a terminal instead of rows. */
int cmd_board(struct cmd *, const struct lead_show_options *,
    struct lead_error *);
int cmd_story(struct cmd *, struct lead_refs, struct lead_error *);

#endif
