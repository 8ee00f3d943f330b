/*
 * store_internal: the open store and how a statement is bound and stepped.
 * Only for files of store/; nothing of sqlite3 leaves the folder.
 */
#ifndef STORE_STORE_INTERNAL_H
#define STORE_STORE_INTERNAL_H

#include <sqlite3.h>

#include "store/sql.h"
#include "store/store.h"

struct regex_cache;

#define RULES 64 /* rules kept compiled */
struct rule {
	char *expr;
	sqlite3_stmt *stmt;
};

struct store {
	sqlite3 *db;
	char *path;
	char zone[64];
	bool forgot; /* pages of forgotten words wait in the log */
	struct regex_cache *regex;
	bool guarded; /* the authorizer of rules is set */
	bool guarding; /* what is compiled now is a rule */
	int64_t budget; /* what the expression that runs may still cost */
	struct rule rule[RULES];
	size_t oldest; /* the rule to go when there is no room */
	sqlite3_stmt *stmt[SQL__MAX];
};

/* Name of the VFS that tells rules our time; NULL: the default one. */
const char *clock_vfs(void);

/* What sqlite3 says, as one of our codes. what: what was tried, or NULL. */
int store_fail(struct store *, const char *what, struct lead_error *);
enum lead_code store_code(int sqlite_rc);

/*
 * Binding is by a format, one letter a value, in order: i int64_t, t text or
 * NULL, r int64_t that is NULL when 0 (a reference), b blob as pointer and
 * size_t.
 */
/* Runs a statement without rows. */
int store_exec(struct store *, enum sql_name, struct lead_error *,
    const char *fmt, ...);
/* The first row: 1 with *out on it, to be ended with sqlite3_reset. */
int store_row(struct store *, enum sql_name, sqlite3_stmt **out,
    struct lead_error *, const char *fmt, ...);
/* The first column of the first row; NULL counts as no row. */
int store_int(struct store *, enum sql_name, int64_t *out,
    struct lead_error *, const char *fmt, ...);
int store_text(struct store *, enum sql_name, char **out, struct lead_error *,
    const char *fmt, ...);

/* A walk reads its ids first, so that a callback may change what it walks. */
struct store_ids {
	int64_t *id;
	size_t count, cap;
};
int store_ids(struct store *, enum sql_name, struct store_ids *,
    struct lead_error *, const char *fmt, ...);
int store_ids_read(struct store *, sqlite3_stmt *, struct store_ids *,
    struct lead_error *);
sqlite3_stmt *store_prepare(
    struct store *, enum sql_name, struct lead_error *);

/* How a column of a noun lies in its struct, in the order of its SQL. */
enum column_type { COLUMN_TEXT, COLUMN_INT, COLUMN_REF, COLUMN_BOOL,
	COLUMN_VALUE };
struct column {
	const char *name;
	size_t offset;
	enum column_type type;
};
/* Reads a row into a zeroed struct; -1 on no memory. */
int column_read(sqlite3_stmt *, const struct column *, size_t n, void *to,
    struct lead_error *);
/* The row called id into a zeroed struct: 1, 0 there is none, -1 with what
 * was read so far, for the struct's own _free. */
int column_get(struct store *, enum sql_name, int64_t id,
    const struct column *, size_t n, void *to, struct lead_error *);
/* Binds columns to the parameters first, first + 1, … */
int column_bind(sqlite3_stmt *, int first, const struct column *, size_t n,
    const void *from);
/* Steps a bound statement that has no rows, and resets it. */
int store_step(struct store *, sqlite3_stmt *, struct lead_error *);

/* facts.c: rows of numbers and texts into an array of structs. array is the
 * address of the array's pointer; more (or NULL) reads columns past
 * ncolumn. bound: a number for each parameter of the statement. */
struct store_rows {
	void *array;
	size_t *count, size;
	const struct column *column;
	size_t ncolumn;
	void (*more)(sqlite3_stmt *, void *item);
};
int store_rows(struct store *, enum sql_name, const int64_t *bound,
    const struct store_rows *, struct lead_error *);

/* expr.c */
int store_expr_init(struct store *, struct lead_error *);
void store_expr_close(struct store *);
/* Ids of the leads a query asks for, in its order. */
int store_expr_select(struct store *, const struct store_query *,
    struct store_ids *, struct lead_error *);
/* regex.c */
void regex_free(struct regex_cache *);
int regex_match(struct regex_cache **, const char *pattern, const char *text,
    size_t len, size_t *start, size_t *end, struct lead_error *);
/* local.c: SQL functions of a time in the firm's zone */
int local_init(struct store *);

/* lead.c, task.c, message.c */
int store_task_refresh(struct store *, int64_t lead, struct lead_error *);
int store_message_refresh(struct store *, int64_t lead, struct lead_error *);

/* hash.c: what stays of an address that was forgotten, as 64 hex digits */
int hash_address(struct store *, const char *norm, bool make_key,
    char out[65], struct lead_error *);

#endif
