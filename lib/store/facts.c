/* What the figures of a span are made of; report/ folds it. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "store/store_internal.h"

#define FACT(s, f, t) {#f, offsetof(struct s, f), COLUMN_##t}
#define LEAD(f, t) FACT(report_lead, f, t)
#define OWNER(f, t) FACT(report_owner, f, t)
#define STAY(f, t) FACT(report_stay, f, t)
#define STEP(f, t) FACT(report_step, f, t)
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Each in the order of its SELECT. */
static const struct column lead_column[] = {
	LEAD(id, INT), LEAD(received, INT), LEAD(source, TEXT),
	LEAD(owner, TEXT), LEAD(imported, BOOL), LEAD(first_machine, INT),
	LEAD(first_human, INT), LEAD(first_reply, INT), LEAD(qualified, INT),
	LEAD(handed_off, INT), LEAD(booked, INT), LEAD(no_show, INT),
	LEAD(won, INT), LEAD(lost, INT), LEAD(opted_out, INT),
	LEAD(touches_booked, INT), LEAD(touches_won, INT), LEAD(value, VALUE)
};
#define VALUE_COLUMN 17
static const struct column owner_column[] = {
	OWNER(owner, TEXT), OWNER(met, INT), OWNER(missed, INT)
};
static const struct column stay_column[] = {
	STAY(stage, TEXT), STAY(seconds, INT)
};
static const struct column step_column[] = {
	STEP(sequence, TEXT), STEP(step, TEXT), STEP(template, TEXT),
	STEP(variant, TEXT), STEP(step_no, INT), STEP(sent, INT),
	STEP(replied, INT), STEP(opted_out, INT), STEP(bounced, INT),
	STEP(booked, INT)
};

/* The next element of an array that doubles, zeroed. NULL: no memory. */
static void *
grow(void *array, size_t *count, size_t size)
{
	void *more, *old;
	char *item;

	memcpy(&more, array, sizeof(more));
	old = more;
	/* full at each power of two from 64 on */
	if (*count == 0 || (*count >= 64 && (*count & (*count - 1)) == 0)) {
		more = reallocarray(old, *count == 0 ? 64 : *count * 2, size);
		if (more == NULL)
			return NULL;
		memcpy(array, &more, sizeof(more));
	}
	item = (char *)more + (*count)++ * size;
	return memset(item, 0, size);
}

int
store_rows(struct store *s, enum sql_name name, const int64_t *bound,
    const struct store_rows *to, struct lead_error *err)
{
	sqlite3_stmt *stmt = store_prepare(s, name, err);
	int step, rc = 0, i;
	char *item;

	if (stmt == NULL)
		return -1;
	for (i = 0; i < sqlite3_bind_parameter_count(stmt); i++)
		sqlite3_bind_int64(stmt, i + 1, bound[i]);
	while (rc == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
		if ((item = grow(to->array, to->count, to->size)) == NULL) {
			rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
			break;
		}
		rc = column_read(stmt, to->column, to->ncolumn, item, err);
		if (rc == 0 && to->more != NULL)
			to->more(stmt, item);
	}
	if (rc == 0 && step != SQLITE_DONE)
		rc = store_fail(s, NULL, err);
	sqlite3_reset(stmt);
	return rc;
}

static void
lead_value(sqlite3_stmt *stmt, void *item)
{
	struct report_lead *l = item;

	l->has_value = sqlite3_column_type(stmt, VALUE_COLUMN) != SQLITE_NULL;
}

static int
count_runs(struct store *s, const int64_t *bound, struct report_counts *c,
    struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc;

	if ((rc = store_row(s, SQL_FACTS_RUNS, &stmt, err, "ii", bound[0],
	    bound[1])) != 1)
		return rc;
	c->runs = sqlite3_column_int64(stmt, 0);
	c->run_opt_outs = sqlite3_column_int64(stmt, 1);
	sqlite3_reset(stmt);
	return 0;
}

int
store_facts(struct store *s, int64_t since, int64_t until, int64_t now,
    bool steps, struct report_span *out, struct lead_error *err)
{
	const int64_t bound[] = {since, until, now};
	struct report_span span = {.since = since, .until = until};
	const struct store_rows lead = {&span.lead, &span.nlead,
	    sizeof(*span.lead), lead_column, COUNT(lead_column), lead_value};
	const struct store_rows owner = {&span.owner, &span.nowner,
	    sizeof(*span.owner), owner_column, COUNT(owner_column), NULL};
	const struct store_rows stay = {&span.stay, &span.nstay,
	    sizeof(*span.stay), stay_column, COUNT(stay_column), NULL};
	const struct store_rows step = {&span.step, &span.nstep,
	    sizeof(*span.step), step_column, COUNT(step_column), NULL};

	if (store_rows(s, SQL_FACTS_LEAD, bound, &lead, err) == -1 ||
	    store_rows(s, SQL_FACTS_DEADLINES, bound, &owner, err) == -1 ||
	    store_rows(s, SQL_FACTS_STAY, bound, &stay, err) == -1 ||
	    (steps &&
	    store_rows(s, SQL_FACTS_STEP, bound, &step, err) == -1) ||
	    store_int(s, SQL_FACTS_BOUNCES, &span.counts.bounces, err, "ii",
	    since, until) == -1 ||
	    store_int(s, SQL_FACTS_FAILED, &span.counts.send_failed, err,
	    "ii", since, until) == -1 ||
	    count_runs(s, bound, &span.counts, err) == -1) {
		report_span_free(&span);
		return -1;
	}
	*out = span;
	return 0;
}
