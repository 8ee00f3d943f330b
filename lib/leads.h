/*
 * leads: the one public header of libleads.
 *
 * Sections are named after the folder whose files define them. The library
 * never prints, never exits, never reads the clock, argv or the environment:
 * the programs in cmd/ do that and hand it over in struct lead_env.
 */
#ifndef LEADS_H
#define LEADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEADS_VERSION "0.1.0"

/* ---- base/error.c ---------------------------------------------------- */

/* What went wrong; cmd/ maps each to one sysexits(3) number. */
enum lead_code {
	LEAD_OK = 0,
	LEAD_EUSAGE,  /* 64 wrong call */
	LEAD_EDATA,   /* 65 bad input */
	LEAD_ENOENT,  /* 66 no such file or ref */
	LEAD_EUNAVAIL,/* 69 service unavailable */
	LEAD_EBUG,    /* 70 our own fault */
	LEAD_ECREATE, /* 73 cannot create */
	LEAD_EIO,     /* 74 read or write failed */
	LEAD_EAGAIN,  /* 75 may pass: locked, full, out of memory, network */
	LEAD_EPERM,   /* 77 permission */
	LEAD_ECONFIG  /* 78 configuration, or a store newer than the program */
};

/* Fallible functions take this last, fill it and return -1. It is the
 * caller's memory: nothing to free. msg is for people, one line, no stop. */
struct lead_error {
	enum lead_code code;
	char msg[512];
};

/* Fills err (which may be NULL) and returns -1. */
int lead_fail(struct lead_error *err, enum lead_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- model/record.c: rows (leads-record(5)) -------------------------- */

/* One column of a row. value NULL means unknown (empty in TSV, null in
 * JSON); number: the text is a JSON number; json: the text is JSON itself. */
struct lead_field {
	const char *name;
	const char *value;
	bool number;
	bool json;
};

/* A row as a verb hands it out; valid only during the call. */
struct lead_row {
	const struct lead_field *field;
	size_t count;
};

/* Called once a row. Not 0 stops the verb, which then returns -1. */
typedef int lead_row_fn(void *arg, const struct lead_row *row);

/* ---- model/ref.c ----------------------------------------------------- */

/* A typed reference as it stands first in every row: L12 M57 T9 B9 E812 I44.
 * type is one of those letters, id is > 0. */
struct lead_ref {
	char type;
	int64_t id;
};

/* Parses "L12". -1 with LEAD_EUSAGE and the text named. */
int lead_ref_parse(const char *text, struct lead_ref *, struct lead_error *);

/* ---- base/when.c ----------------------------------------------------- */

/* Time words as in DESIGN: ISO 8601, @epoch, +3d, -2h, "today 15:00",
 * tonight, tomorrow, "fri 3pm", "next week". Seconds UTC. zone: IANA name,
 * NULL for UTC. LEAD_EUSAGE names the text. */
int lead_when_parse(const char *text, int64_t now, const char *zone,
    int64_t *out, struct lead_error *);

/* ISO 8601 with offset in zone; buf of at least 32 bytes; returns buf. */
char *lead_when_format(int64_t t, const char *zone, char *buf, size_t size);

/* ---- model/record.c: rows out, refs in --------------------------------- */

/* The value of that name in the row; NULL: unknown, or no such column. */
const char *lead_row_value(const struct lead_row *, const char *name);
/* One row as text: TSV and JSON with LF; CSV that no spreadsheet takes for a
 * formula (RFC 4180); a vCard (RFC 6350); a to-do of a calendar (RFC 5545,
 * empty where nothing is due). Yours to free; NULL: no memory. */
char *lead_row_tsv(const struct lead_row *);
char *lead_row_json(const struct lead_row *);
char *lead_row_csv(const struct lead_row *);
char *lead_row_vcard(const struct lead_row *);
char *lead_row_todo(const struct lead_row *, int64_t now);
/* See record_line_ref in model/record.h. */
int lead_ref_line(const char *line, size_t lineno, struct lead_ref *,
    struct lead_error *);
/* Columns of a UTF-8 text on a terminal. */
size_t lead_text_width(const char *);

/* ---- verb/app.c ------------------------------------------------------ */

/* What a program knows of its surroundings. Strings are lent. */
struct lead_env {
	const char *store;  /* file; never NULL */
	const char *config; /* file or NULL: none asked for */
	const char *config_default; /* read when there; NULL: none */
	const char *actor;  /* login or --as */
	const char *host;   /* host name for user@host */
	const char *zone;   /* TZ's name, used where no file names one; or NULL */
	int64_t now;        /* UTC seconds; the clock read once in cmd/ */
	int wait;           /* seconds to wait for a locked store */
	bool dry_run;
};

enum lead_mode {
	LEAD_READ,   /* a missing store is empty: *app has no store */
	LEAD_WRITE,  /* a missing store is LEAD_ENOENT */
	LEAD_CREATE, /* a missing store is made */
	LEAD_CONFIG  /* configuration only */
};

struct lead_app;

/* Reads the configuration, opens the store. *out is yours to close. */
int lead_app_open(struct lead_app **out, const struct lead_env *,
    enum lead_mode, struct lead_error *);
void lead_app_close(struct lead_app *);
/* The firm's zone; borrowed. */
const char *lead_app_zone(const struct lead_app *);
/* False where the store file was missing (LEAD_READ). */
bool lead_app_has_store(const struct lead_app *);
/* Notes for stderr gathered so far (merged refs, warnings): the nth, or NULL.
 * Borrowed until the next verb. */
const char *lead_app_note(const struct lead_app *, size_t n);

/* Operands or refs read from standard input; none with all=true means
 * "all that is pending". */
struct lead_refs {
	const struct lead_ref *ref;
	size_t count;
};

/* ---- verb/add.c ------------------------------------------------------ */

/* One header of a request over HTTP. */
struct lead_cgi_header {
	const char *name;   /* lower case: "x-hub-signature-256" */
	const char *value;
};

struct lead_add_options {
	const char *kind;    /* auto mail form json csv adf vcard; NULL auto */
	const char *source;  /* -s; NULL: told from the input */
	const char *type;    /* --type media type of a form; NULL guess */
	const char *name;    /* file name for error texts; "-" for stdin */
	const char *const *fields; /* FIELD=VALUE, nfields of them */
	size_t nfields;
	bool deliver;        /* never creates a store, never 65 */
	bool sent;           /* input is our own Sent folder */
	bool fresh;          /* an import is to be followed up as new */
	const char *rejects; /* file for refused CSV rows or NULL */
	bool truncated;      /* data is the head of a larger input */
	uint64_t size;       /* bytes of the whole input */
	bool remote;         /* a stranger sent it over the network */
	bool is_signed;      /* … and proved by a signature who it is */
	const struct lead_cgi_header *header; /* of its request */
	size_t nheader;
	bool *trapped;       /* set where a field people cannot see was
	                      * filled; or NULL */
	/* of the whole input where it is truncated; NULL: data is all */
	const struct lead_digest *digest;
};

/* What an input too large to be kept is known again by, fed with all of it
 * in order, in pieces of any length. NULL: out of memory. */
struct lead_digest;
struct lead_digest *lead_digest_new(void);
void lead_digest_add(struct lead_digest *, const char *data, size_t len);
void lead_digest_free(struct lead_digest *);

/* Takes in one input (data may be NULL with len 0 where only fields are
 * given). Durable once 0 is returned. Rows: ref outcome source name email
 * phone inbox. LEAD_EDATA where the input is kept but refused. */
int lead_add(struct lead_app *, const struct lead_add_options *,
    const char *data, size_t len, lead_row_fn *, void *, struct lead_error *);

/* A table of any size, read as it comes: memory stays that of a batch. */
struct lead_input {
	/* up to size bytes more: how many, 0 at the end, -1 (errno) */
	ptrdiff_t (*read)(void *arg, char *buf, size_t size);
	/* after each batch is durable; or NULL */
	void (*progress)(void *arg, uint64_t rows, uint64_t refused);
	void *arg;
	const volatile int *stop; /* not 0: end behind this row; or NULL */
};

/* Is it, by its kind (NULL: auto) and first bytes, a table of rows. */
bool lead_add_is_table(const char *kind, const char *head, size_t len);
/* As lead_add, in batches of rows, each one transaction; a row is handed out
 * once it is durable. Stopped: what is read so far is stored, LEAD_EAGAIN
 * says how far it came. */
int lead_add_table(struct lead_app *, const struct lead_add_options *,
    const struct lead_input *, lead_row_fn *, void *, struct lead_error *);

/* ---- verb/cgi.c ------------------------------------------------------ */

/* One request as RFC 3875 hands it over. Strings are lent; NULL: not set. */
struct lead_cgi_request {
	const char *method; /* REQUEST_METHOD */
	const char *path;   /* PATH_INFO: "/SOURCE" */
	const char *query;  /* QUERY_STRING */
	const char *uri;    /* REQUEST_URI: path and query as they were sent */
	const char *type;   /* CONTENT_TYPE */
	const char *length; /* CONTENT_LENGTH */
	const char *address; /* REMOTE_ADDR */
	const char *host;   /* HTTP_HOST */
	const char *source; /* -s */
	const struct lead_cgi_header *header;
	size_t nheader;
	const char *data;   /* the body as far as it came */
	size_t len;
};

/* headers: "Name: value" lines; body: NUL-terminated UTF-8. log: one line for
 * the web server's log, "" where there is nothing to say. */
struct lead_cgi_response {
	int status;
	char *headers, *body;
	char log[300];
};
void lead_cgi_response_free(struct lead_cgi_response *);

/* How much of a body is worth reading: one byte more than what is taken. */
size_t lead_cgi_read_max(const struct lead_app *, const char *length);
/* Answers one request of a web server: a form, a webhook, the unsubscribe
 * page. *response is yours to free. What the other side did wrong is an
 * answer, not an error; -1 is ours, to be answered with lead_cgi_failed. */
int lead_cgi(struct lead_app *, const struct lead_cgi_request *,
    struct lead_cgi_response *response, struct lead_error *);
/* 503 with Retry-After, nothing of the error in it but in the log. */
void lead_cgi_failed(struct lead_cgi_response *, const struct lead_error *);

/* ---- verb/route.c ---------------------------------------------------- */

/* Rows: ref owner priority score sequence due action why. refs.count 0:
 * every unrouted lead. */
int lead_route(struct lead_app *, struct lead_refs, lead_row_fn *, void *,
    struct lead_error *);

/* ---- verb/due.c ------------------------------------------------------ */

struct lead_due_options {
	bool message, task, breach; /* none set: all */
	const char *owner;          /* -O */
	const char *where;          /* -w */
	int64_t until;              /* exclusive; 0: end of today */
};

/* Rows: ref kind due owner lead channel to what name. */
int lead_due(struct lead_app *, const struct lead_due_options *,
    struct lead_refs, lead_row_fn *, void *, struct lead_error *);

/* ---- verb/send.c ----------------------------------------------------- */

struct lead_send_options {
	const char *template; /* -t: one off, to the leads named */
	bool digest;
	bool resume; /* the breaker: a person says go on */
	const char *resolve;  /* "sent", "retry" or NULL */
	const char *lock;     /* lock file; NULL: beside the store */
};

/* Rows: ref status lead channel to detail. */
int lead_send(struct lead_app *, const struct lead_send_options *,
    struct lead_refs, lead_row_fn *, void *, struct lead_error *);

/* ---- verb/stale.c ---------------------------------------------------- */

struct lead_stale_options {
	bool apply;
	const char *where;
};

/* Rows: ref why since owner stage move name. */
int lead_stale(struct lead_app *, const struct lead_stale_options *,
    struct lead_refs, lead_row_fn *, void *, struct lead_error *);

/* ---- verb/report.c --------------------------------------------------- */

struct lead_report_options {
	const char *name;   /* week (NULL), month, quarter, pipeline, … */
	const char *format; /* text (NULL), tsv, json, html */
	int64_t since, until; /* 0: by name */
	int width;
};

/* Writes the whole page to *text (yours to free, len in *len). */
int lead_report(struct lead_app *, const struct lead_report_options *,
    char **text, size_t *len, struct lead_error *);

/* ---- verb/report_mail.c ---------------------------------------------- */

/* Queues the page as mail (text and HTML) to the fallback owners; lead-send
 * sends it. */
int lead_report_mail(struct lead_app *, const struct lead_report_options *,
    struct lead_error *);

/* ---- verb/log.c ------------------------------------------------------ */

struct lead_log_options {
	const char *kind;   /* call no-answer … */
	const char *text;   /* or NULL */
	const char *action; /* -a */
	int64_t when;       /* -u; 0: none */
	const char *owner;  /* -O */
	const char *value;  /* -v */
	const char *reason; /* -r */
};

/* Row: ref lead kind at actor text next. */
int lead_log(struct lead_app *, struct lead_ref,
    const struct lead_log_options *, lead_row_fn *, void *,
    struct lead_error *);

/* ---- verb/set.c ------------------------------------------------------ */

/* Rows: ref field old new. pairs: "stage=waiting" … */
int lead_set(struct lead_app *, struct lead_refs, const char *const *pairs,
    size_t npairs, bool force, lead_row_fn *, void *, struct lead_error *);
/* An open lead goes into a closed one only by force, and opens it. */
int lead_set_merge(struct lead_app *, struct lead_ref from,
    struct lead_ref into, bool force, lead_row_fn *, void *,
    struct lead_error *);
int lead_set_forget(struct lead_app *, struct lead_refs, const char *where,
    lead_row_fn *, void *, struct lead_error *);

/* ---- verb/show.c ----------------------------------------------------- */

struct lead_show_options {
	const char *where; /* -w */
	const char *sort;  /* [-]COLUMN */
	const char *search; /* -s: words, a phrase in quotes */
	int64_t cursor;    /* --events=CURSOR: events after this id */
};

/* Rows: ref stage owner priority score name company email phone source
 * received last_contact next_due next_action value. */
int lead_show(struct lead_app *, const struct lead_show_options *,
    struct lead_refs, lead_row_fn *, void *, struct lead_error *);
/* Rows: stage count value refs names; names: one a line, the first dozen. */
int lead_show_board(struct lead_app *, const struct lead_show_options *,
    lead_row_fn *, void *, struct lead_error *);
/* Rows: ref at actor kind text lead, oldest first. */
int lead_show_timeline(struct lead_app *, struct lead_refs, lead_row_fn *,
    void *, struct lead_error *);
/* Rows: the list's columns, then zip service message fields messages events
 * (the last three JSON). */
int lead_show_export(struct lead_app *, const struct lead_show_options *,
    struct lead_refs, lead_row_fn *, void *, struct lead_error *);
/* Rows: ref at actor kind text lead old new, by id, after options.cursor. */
int lead_show_events(struct lead_app *, const struct lead_show_options *,
    lead_row_fn *, void *, struct lead_error *);

/* ---- verb/check.c ---------------------------------------------------- */

struct lead_check_options {
	bool store, config, transports, sources; /* none set: all */
	const char *postfix; /* main.cf, looked at where it is; or NULL */
};

/* Rows: status check detail; status OK, WARN or FAIL. *worst: 0 1 2. */
int lead_check(struct lead_app *, const struct lead_check_options *,
    int *worst, lead_row_fn *, void *, struct lead_error *);
/* What the first configuration says; NULL: a default, or a line to be filled
 * in. Strings are lent. */
struct lead_init_options {
	const char *name, *email, *phone, *address, *timezone, *country;
	const char *hours; /* "mon-fri 09:00-17:00", more with commas */
};

/* Writes a commented first configuration to path and the texts to leads into
 * templates/ beside it (never over a file that is there), and makes an empty
 * store. Rows as lead_check. LEAD_ECONFIG: an answer is no good, and nothing
 * is left of the file. */
int lead_check_init(const struct lead_env *, const char *config_path,
    const struct lead_init_options *, lead_row_fn *, void *,
    struct lead_error *);

#endif
