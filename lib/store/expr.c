/*
 * Rules: SQL expressions over lead_row, run by SQLite under an authorizer
 * that lets them read nothing else, within a step limit.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "store/scan.h"
#include "store/store_internal.h"

#define STEP 1000           /* virtual machine steps a call of spend */
#define ONE_LEAD 2000       /* calls a match of one lead may take */
#define ALL_LEADS 500000    /* calls a list may take */

static const char row_text[] =
    " FROM (SELECT *, local(received) AS received_local,"
    " weekday_of(received) AS weekday, hour_of(received) AS hour,"
    " ?1 AS in_hours FROM lead_row)";

static int
spend(void *arg)
{
	struct store *s = arg;

	return s->budget > 0 && --s->budget == 0;
}

static bool
is_pure(const char *name)
{
	static const char *const pure[] = {"abs", "char", "coalesce", "date",
	    "datetime", "field", "format", "glob", "hex", "hour_of", "ifnull",
	    "iif", "instr", "julianday", "length", "like", "local", "lower",
	    "ltrim", "max", "min", "nullif", "printf", "quote", "regexp",
	    "replace", "round", "rtrim", "sign", "strftime", "substr",
	    "substring", "time", "trim", "typeof", "unicode", "unixepoch",
	    "upper", "weekday_of"};
	size_t i;

	for (i = 0; i < sizeof(pure) / sizeof(pure[0]); i++)
		if (strcasecmp(name, pure[i]) == 0)
			return true;
	return false;
}

static int
authorize(void *arg, int action, const char *a, const char *b, const char *db,
    const char *view)
{
	const struct store *s = arg;

	(void)db;
	if (!s->guarding)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return is_pure(b) ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_READ:
		if (strcmp(a, "lead_row") == 0 || (strcmp(a, "lead") == 0 &&
		    view != NULL && strcmp(view, "lead_row") == 0))
			return SQLITE_OK;
		return SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

static void
fn_field(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct store *s = sqlite3_user_data(ctx);
	struct lead_error err;
	sqlite3_stmt *stmt;
	const char *name = (const char *)sqlite3_value_text(argv[1]);
	int rc;

	(void)argc;
	if (name == NULL)
		return;
	rc = store_row(s, SQL_FIELD_GET, &stmt, &err, "it",
	    (int64_t)sqlite3_value_int64(argv[0]), name);
	if (rc == -1)
		sqlite3_result_error(ctx, err.msg, -1);
	if (rc != 1)
		return;
	sqlite3_result_value(ctx, sqlite3_column_value(stmt, 0));
	sqlite3_reset(stmt);
}

static void
fn_regexp(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct store *s = sqlite3_user_data(ctx);
	const char *pattern = (const char *)sqlite3_value_text(argv[0]);
	const char *text = (const char *)sqlite3_value_text(argv[1]);
	struct lead_error err;
	int rc;

	(void)argc;
	if (pattern == NULL || text == NULL)
		return;
	rc = regex_match(&s->regex, pattern, text,
	    (size_t)sqlite3_value_bytes(argv[1]), NULL, NULL, &err);
	if (rc == -1)
		sqlite3_result_error(ctx, err.msg, -1);
	else
		sqlite3_result_int(ctx, rc);
}

int
store_expr_init(struct store *s, struct lead_error *err)
{
	if (sqlite3_create_function(s->db, "field", 2, SQLITE_UTF8 |
	    SQLITE_DIRECTONLY, s, fn_field, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(s->db, "regexp", 2, SQLITE_UTF8 |
	    SQLITE_DIRECTONLY, s, fn_regexp, NULL, NULL) != SQLITE_OK ||
	    local_init(s) != SQLITE_OK)
		return store_fail(s, "open", err);
	sqlite3_progress_handler(s->db, STEP, spend, s);
	return 0;
}

/* The error of a rule is the fault of who wrote it, unless the store is. */
static int
fault(struct store *s, const char *expr, struct lead_error *err)
{
	int rc = sqlite3_extended_errcode(s->db);
	enum lead_code code = store_code(rc);

	if ((rc & 0xff) == SQLITE_INTERRUPT)
		return lead_fail(err, LEAD_EDATA,
		    "bad expression \"%.200s\": takes too long", expr);
	if (code == LEAD_EBUG || (rc & 0xff) == SQLITE_AUTH)
		code = LEAD_EDATA;
	return lead_fail(err, code, "bad expression \"%.200s\": %s", expr,
	    sqlite3_errmsg(s->db));
}

static int
compile(struct store *s, struct buf *sql, const char *expr,
    sqlite3_stmt **stmt, struct lead_error *err)
{
	int rc;

	if (sql->failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	/* set once: each change would compile every statement anew */
	if (!s->guarded)
		sqlite3_set_authorizer(s->db, authorize, s);
	s->guarded = s->guarding = true;
	rc = sqlite3_prepare_v2(
	    s->db, sql->data, (int)sql->len, stmt, NULL);
	s->guarding = false;
	return rc == SQLITE_OK ? 0 : fault(s, expr, err);
}

static int
compile_match(struct store *s, const char *expr, sqlite3_stmt **stmt,
    struct lead_error *err)
{
	struct buf sql = {0};
	int rc = -1;

	buf_puts(&sql, "SELECT (");
	if (scan_expr(expr, &sql, err) == 0) {
		buf_printf(&sql, ")%s WHERE id = ?2", row_text);
		rc = compile(s, &sql, expr, stmt, err);
	}
	buf_free(&sql);
	return rc;
}

int
store_expr_check(struct store *s, const char *expr, struct lead_error *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = compile_match(s, expr, &stmt, err);

	sqlite3_finalize(stmt);
	return rc;
}

/* Compiled once and kept: an import asks the same rules of many leads. */
static sqlite3_stmt *
compiled(struct store *s, const char *expr, struct lead_error *err)
{
	sqlite3_stmt *stmt = NULL;
	struct rule *r;
	char *copy;

	for (r = s->rule; r < s->rule + RULES && r->expr != NULL; r++)
		if (strcmp(r->expr, expr) == 0)
			return r->stmt;
	if ((copy = strdup(expr)) == NULL) {
		lead_fail(err, LEAD_EAGAIN, "out of memory");
		return NULL;
	}
	if (compile_match(s, expr, &stmt, err) == -1) {
		free(copy);
		return NULL;
	}
	r = &s->rule[s->oldest];
	s->oldest = (s->oldest + 1) % RULES;
	free(r->expr);
	sqlite3_finalize(r->stmt);
	*r = (struct rule){copy, stmt};
	return stmt;
}

void
store_expr_close(struct store *s)
{
	size_t i;

	for (i = 0; i < RULES; i++) {
		free(s->rule[i].expr);
		sqlite3_finalize(s->rule[i].stmt);
	}
}

int
store_expr_match(struct store *s, int64_t lead, const char *expr,
    bool in_hours, struct lead_error *err)
{
	sqlite3_stmt *stmt = compiled(s, expr, err);
	int step, rc = -1;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int(stmt, 1, in_hours);
	sqlite3_bind_int64(stmt, 2, lead);
	s->budget = ONE_LEAD;
	step = sqlite3_step(stmt);
	s->budget = 0;
	if (step == SQLITE_ROW)
		rc = sqlite3_column_double(stmt, 0) != 0;
	else if (step == SQLITE_DONE)
		rc = 0;
	else
		fault(s, expr, err);
	sqlite3_reset(stmt);
	return rc;
}

/* A column is a plain word: it is put between quotes, so SQLite looks it up
 * and nothing else. */
static int
add_sort(struct buf *sql, const char *sort, struct lead_error *err)
{
	const char *name = sort + (*sort == '-');

	if (*name == '\0' || name[strspn(name,
	    "abcdefghijklmnopqrstuvwxyz_")] != '\0')
		return lead_fail(
		    err, LEAD_EDATA, "no such column: %.200s", sort);
	buf_printf(sql, " ORDER BY \"%s\"%s NULLS LAST, id", name,
	    *sort == '-' ? " DESC" : "");
	return 0;
}

static int
build(struct buf *sql, const struct store_query *q, struct lead_error *err)
{
	buf_printf(sql, "SELECT id%s WHERE true", row_text);
	if (q->where != NULL) {
		buf_puts(sql, " AND (");
		if (scan_expr(q->where, sql, err) == -1)
			return -1;
		buf_puts(sql, ")");
	}
	if (q->open)
		buf_puts(sql, " AND stage NOT IN ('won', 'lost', 'inactive')");
	if (q->owner != NULL)
		buf_puts(sql, " AND owner = ?2");
	if (q->ids != NULL && q->sort == NULL)
		buf_puts(sql, " AND id = ?3");
	if (q->sort != NULL)
		return add_sort(sql, q->sort, err);
	buf_puts(sql, " ORDER BY id");
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* A sorted list was read whole: keeps what was asked for. */
static int
keep(struct store_ids *ids, const struct store_query *q,
    struct lead_error *err)
{
	int64_t *want = reallocarray(NULL, q->nids + 1, sizeof(*want));
	size_t i, n = 0;

	if (want == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	memcpy(want, q->ids, q->nids * sizeof(*want));
	qsort(want, q->nids, sizeof(*want), by_id);
	for (i = 0; i < ids->count; i++)
		if (bsearch(&ids->id[i], want, q->nids, sizeof(*want),
		    by_id) != NULL)
			ids->id[n++] = ids->id[i];
	ids->count = n;
	free(want);
	return 0;
}

static int
run(struct store *s, sqlite3_stmt *stmt, const struct store_query *q,
    struct store_ids *ids, struct lead_error *err)
{
	bool each = q->ids != NULL && q->sort == NULL;
	size_t i, n = each ? q->nids : 1;
	int rc = 0;

	sqlite3_bind_text(stmt, 2, q->owner, -1, SQLITE_STATIC);
	s->budget = ALL_LEADS;
	for (i = 0; i < n && rc == 0; i++) {
		if (each)
			sqlite3_bind_int64(stmt, 3, q->ids[i]);
		rc = store_ids_read(s, stmt, ids, err);
	}
	s->budget = 0;
	/* what stopped it stands in the connection still */
	if (rc == -1 && err != NULL && err->code == LEAD_EBUG)
		fault(s, q->where != NULL ? q->where : "", err);
	if (rc == 0 && q->ids != NULL && !each)
		rc = keep(ids, q, err);
	return rc;
}

static int
select_ids(struct store *s, const struct store_query *q, struct store_ids *ids,
    struct lead_error *err)
{
	const char *expr = q->where != NULL ? q->where : q->sort;
	struct buf sql = {0};
	sqlite3_stmt *stmt = NULL;
	int rc = -1;

	if (build(&sql, q, err) == 0 && compile(s, &sql,
	    expr != NULL ? expr : "", &stmt, err) == 0)
		rc = run(s, stmt, q, ids, err);
	sqlite3_finalize(stmt);
	buf_free(&sql);
	return rc;
}

int
store_expr_select(struct store *s, const struct store_query *query,
    struct store_ids *ids, struct lead_error *err)
{
	struct store_query q = *query;
	struct store_ids some = {0};
	int rc = 0;

	*ids = (struct store_ids){0};
	/* unrouted is no column of a rule, so those are found first */
	if (q.unrouted && q.ids == NULL) {
		rc = store_ids(s, SQL_LEAD_UNROUTED, &some, err, "");
		q.ids = some.id;
		q.nids = some.count;
		if (rc == -1 || q.nids == 0)
			return rc;
	}
	rc = select_ids(s, &q, ids, err);
	free(some.id);
	if (rc == -1) {
		free(ids->id);
		*ids = (struct store_ids){0};
	}
	return rc;
}
