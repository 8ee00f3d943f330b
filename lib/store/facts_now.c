/* What is so now: open leads by stage and owner, lists, evidence. */
#include <stddef.h>
#include <stdlib.h>

#include "base/text.h"
#include "store/store_internal.h"

/* One group of SQL_NOW_OPEN. */
struct group {
	char *stage, *owner;
	int64_t count, overdue, no_action, stale;
	double value;
};

#define GROUP(f, t) {#f, offsetof(struct group, f), COLUMN_##t}
static const struct column group_column[] = {
	GROUP(stage, TEXT), GROUP(owner, TEXT), GROUP(count, INT),
	GROUP(value, VALUE), GROUP(overdue, INT), GROUP(no_action, INT),
	GROUP(stale, INT)
};
#define ITEM(f, t) {#f, offsetof(struct report_item, f), COLUMN_##t}
static const struct column item_column[] = {
	ITEM(ref, TEXT), ITEM(name, TEXT), ITEM(owner, TEXT), ITEM(why, TEXT),
	ITEM(next, TEXT), ITEM(at, INT)
};
#define TOTAL_COLUMN 6

/* Moves the group's stage or owner name where it is new. */
static int
add_group(struct report_now *now, struct group *g)
{
	struct report_stage *stage;
	struct report_owner *owner;
	size_t i;

	for (i = 0; i < now->nstage && !text_is(now->stage[i].stage, g->stage);)
		i++;
	if (i == now->nstage) {
		stage = reallocarray(now->stage, i + 1, sizeof(*stage));
		if (stage == NULL)
			return -1;
		now->stage = stage;
		stage[now->nstage++] = (struct report_stage){g->stage, 0, 0};
		g->stage = NULL;
	}
	now->stage[i].count += g->count;
	now->stage[i].value += g->value;
	for (i = 0; i < now->nowner && !text_is(now->owner[i].owner, g->owner);)
		i++;
	if (i == now->nowner) {
		owner = reallocarray(now->owner, i + 1, sizeof(*owner));
		if (owner == NULL)
			return -1;
		now->owner = owner;
		owner[now->nowner++] = (struct report_owner){.owner = g->owner};
		if (g->owner == NULL)
			now->ownerless += g->count;
		g->owner = NULL;
	} else if (g->owner == NULL)
		now->ownerless += g->count;
	now->owner[i].open += g->count;
	now->owner[i].overdue += g->overdue;
	now->overdue += g->overdue;
	now->no_next_action += g->no_action;
	now->stale += g->stale;
	return 0;
}

int
store_now(struct store *s, int64_t now, int64_t stale_before,
    struct report_now *out, struct lead_error *err)
{
	const int64_t bound[] = {now, stale_before};
	struct group *group = NULL;
	size_t i, n = 0;
	const struct store_rows to = {&group, &n, sizeof(*group), group_column,
	    sizeof(group_column) / sizeof(group_column[0]), NULL};
	int rc = store_rows(s, SQL_NOW_OPEN, bound, &to, err);

	for (i = 0; i < n; i++) {
		if (rc == 0 && add_group(out, &group[i]) == -1)
			rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
		free(group[i].stage);
		free(group[i].owner);
	}
	free(group);
	if (rc == 0 && (store_int(s, SQL_NOW_UNSORTED, &out->unsorted, err,
	    "") == -1 || store_int(s, SQL_NOW_UNKNOWN, &out->unknown, err,
	    "") == -1))
		rc = -1;
	return rc;
}

struct counted {
	struct report_item item;
	int64_t total;
};

static void
item_total(sqlite3_stmt *stmt, void *item)
{
	/* item is the struct's first member */
	((struct counted *)item)->total =
	    sqlite3_column_int64(stmt, TOTAL_COLUMN);
}

int
store_list(struct store *s, enum report_list_name name, int64_t now,
    int64_t stale_before, int64_t since, int64_t until, int64_t limit,
    struct report_now *out, struct lead_error *err)
{
	const int64_t bound[] = {now, stale_before, limit, since, until};
	struct report_list *list = &out->list[name];
	struct counted *row = NULL;
	size_t i, n = 0;
	const struct store_rows to = {&row, &n, sizeof(*row), item_column,
	    sizeof(item_column) / sizeof(item_column[0]), item_total};
	int rc = store_rows(s, SQL_LIST_NEEDS + (enum sql_name)name, bound, &to,
	    err);

	list->total = n > 0 ? row[0].total : 0;
	list->item = calloc(n + 1, sizeof(*list->item));
	if (list->item == NULL) {
		for (i = 0; i < n; i++) {
			free(row[i].item.ref);
			free(row[i].item.name);
			free(row[i].item.owner);
			free(row[i].item.why);
			free(row[i].item.next);
		}
		free(row);
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	for (i = 0; i < n; i++)
		list->item[list->count++] = row[i].item;
	free(row);
	return rc;
}

int
store_evidence(struct store *s, int64_t now, int64_t stale_before,
    struct report_now *out, struct lead_error *err)
{
	sqlite3_stmt *stmt = store_prepare(s, SQL_NOW_EVIDENCE, err);
	int step, k, rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, now);
	sqlite3_bind_int64(stmt, 2, now - 30 * 86400);
	sqlite3_bind_int64(stmt, 3, stale_before);
	while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
		k = sqlite3_column_int(stmt, 0) - 1;
		if (k < 0 || k >= AUDIT_STATEMENTS)
			continue;
		out->evidence[k].num = sqlite3_column_int64(stmt, 1);
		out->evidence[k].den = sqlite3_column_int64(stmt, 2);
	}
	if (step != SQLITE_DONE)
		rc = store_fail(s, NULL, err);
	sqlite3_reset(stmt);
	return rc;
}
