/*
 * Two leads become one. Events stay where they were written: they are
 * append-only, and are read through the merge.
 */
#include "store/store_internal.h"

static const enum sql_name move_lead[] = {
	SQL_MERGE_TASK, SQL_MERGE_MESSAGE, SQL_MERGE_THREAD, SQL_MERGE_INBOX,
	SQL_MERGE_FIELD, SQL_MERGE_OTHER, SQL_MERGE_FILL, SQL_MERGE_LEAD
};

static int
merge_person(struct store *s, int64_t from, int64_t into,
    struct lead_error *err)
{
	if (from == into)
		return 0;
	if (store_exec(s, SQL_MERGE_ADDRESS, err, "ii", from, into) == -1 ||
	    store_exec(s, SQL_MERGE_ADDRESS_DELETE, err, "i", from) == -1 ||
	    store_exec(s, SQL_MERGE_MAYBE, err, "ii", from, into) == -1 ||
	    store_exec(s, SQL_MERGE_MAYBE_DELETE, err, "i", from) == -1 ||
	    store_exec(s, SQL_MERGE_LEADS, err, "ii", from, into) == -1)
		return -1;
	return store_exec(s, SQL_MERGE_PERSON_DELETE, err, "i", from);
}

/* At most one open answer task, due at the stricter of the two. */
static int
merge_answer(struct store *s, int64_t from, int64_t into, int64_t at,
    struct lead_error *err)
{
	if (store_exec(s, SQL_MERGE_DUE, err, "ii", from, into) == -1 ||
	    store_exec(s, SQL_MERGE_AT_ONCE, err, "ii", from, into) == -1)
		return -1;
	return store_exec(s, SQL_MERGE_ANSWER, err, "iii", from, into, at);
}

static int
merge(struct store *s, const struct lead *from, const struct lead *into,
    int64_t at, struct lead_error *err)
{
	size_t i;

	if (store_message_cancel(s, from->id, "merged", false, err) == -1 ||
	    merge_answer(s, from->id, into->id, at, err) == -1)
		return -1;
	for (i = 0; i < sizeof(move_lead) / sizeof(move_lead[0]); i++)
		if (store_exec(s, move_lead[i], err, "ii", from->id,
		    into->id) == -1)
			return -1;
	if (store_exec(s, SQL_MERGE_FIELD_DELETE, err, "i", from->id) == -1 ||
	    merge_person(s, from->person, into->person, err) == -1 ||
	    store_task_refresh(s, into->id, err) == -1)
		return -1;
	return store_message_refresh(s, into->id, err);
}

int
store_lead_merge_parts(struct store *s, int64_t from, int64_t into,
    char **parts, struct lead_error *err)
{
	*parts = NULL;
	return store_text(s, SQL_MERGE_PARTS, parts, err, "ii", from, into);
}

int
store_lead_merge(struct store *s, int64_t from, int64_t into, int64_t at,
    struct lead_error *err)
{
	struct lead a = {0}, b = {0};
	int rc;

	if ((rc = store_lead_get(s, from, &a, err)) == 1)
		rc = store_lead_get(s, into, &b, err);
	if (rc == 0)
		rc = lead_fail(err, LEAD_ENOENT, "L%lld: no such lead",
		    (long long)(a.id == 0 ? from : into));
	else if (rc == 1)
		rc = a.id == b.id ? 0 : merge(s, &a, &b, at, err);
	lead_free(&a);
	lead_free(&b);
	return rc;
}
