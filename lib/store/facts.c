/* What the figures of a span are made of; report/ folds it. */
#include <stddef.h>
#include <stdlib.h>

#include "store/store_internal.h"

#define FACT(f, t) {#f, offsetof(struct report_lead, f), COLUMN_##t}

/* In the order of SQL_FACTS_LEAD. */
static const struct column column[] = {
	FACT(id, INT), FACT(received, INT), FACT(source, TEXT),
	FACT(owner, TEXT), FACT(stage, TEXT), FACT(name, TEXT),
	FACT(open, BOOL), FACT(returning, BOOL), FACT(first_machine, INT),
	FACT(first_human, INT), FACT(first_reply, INT), FACT(qualified, INT),
	FACT(handed_off, INT), FACT(booked, INT), FACT(no_show, INT),
	FACT(won, INT), FACT(lost, INT), FACT(opted_out, INT),
	FACT(value, VALUE), FACT(next_due, INT), FACT(last_contact, INT),
	FACT(next_action, TEXT)
};
#define NCOLUMN (sizeof(column) / sizeof(column[0]))
#define VALUE_COLUMN 18

static int
add_lead(struct report_span *span, size_t *cap, sqlite3_stmt *stmt,
    struct lead_error *err)
{
	struct report_lead *more;

	if (span->nlead == *cap) {
		*cap = *cap == 0 ? 64 : *cap * 2;
		more = reallocarray(span->lead, *cap, sizeof(*more));
		if (more == NULL)
			return lead_fail(err, LEAD_EAGAIN, "out of memory");
		span->lead = more;
	}
	more = &span->lead[span->nlead++];
	*more = (struct report_lead){0};
	more->has_value =
	    sqlite3_column_type(stmt, VALUE_COLUMN) != SQLITE_NULL;
	return column_read(stmt, column, NCOLUMN, more, err);
}

static int
read_leads(struct store *s, struct report_span *span, struct lead_error *err)
{
	sqlite3_stmt *stmt = store_prepare(s, SQL_FACTS_LEAD, err);
	size_t cap = 0;
	int step, rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, span->since);
	sqlite3_bind_int64(stmt, 2, span->until);
	while (rc == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW)
		rc = add_lead(span, &cap, stmt, err);
	if (rc == 0 && step != SQLITE_DONE)
		rc = store_fail(s, NULL, err);
	sqlite3_reset(stmt);
	return rc;
}

static int
count(struct store *s, struct report_span *span, int64_t now,
    int64_t stale_before, struct lead_error *err)
{
	struct report_counts *c = &span->counts;
	int64_t a = span->since, b = span->until;

#define COUNT(name, to, ...) \
	(store_int(s, SQL_FACTS_##name, &c->to, err, __VA_ARGS__) == -1)
	if (COUNT(MET, deadlines_met, "ii", a, b) ||
	    COUNT(MISSED, deadlines_missed, "iii", a, b, now) ||
	    COUNT(OVERDUE, overdue, "i", now) ||
	    COUNT(OWNERLESS, ownerless, "") ||
	    COUNT(NO_ACTION, no_next_action, "") ||
	    COUNT(STALE, stale, "ii", now, stale_before) ||
	    COUNT(BOUNCES, bounces, "ii", a, b) ||
	    COUNT(FAILED, send_failed, "ii", a, b) ||
	    COUNT(UNSORTED, unsorted, "") || COUNT(UNKNOWN, unknown, "") ||
	    COUNT(RUNS, runs, "ii", a, b) ||
	    COUNT(RUN_OPT_OUTS, run_opt_outs, "ii", a, b))
		return -1;
#undef COUNT
	return 0;
}

int
store_facts(struct store *s, int64_t since, int64_t until, int64_t now,
    int64_t stale_before, struct report_span *out, struct lead_error *err)
{
	struct report_span span = {.since = since, .until = until};

	if (read_leads(s, &span, err) == -1 ||
	    count(s, &span, now, stale_before, err) == -1) {
		report_span_free(&span);
		return -1;
	}
	*out = span;
	return 0;
}
