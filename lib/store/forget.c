/*
 * Forgetting a person: words, addresses and bytes go everywhere; kinds and
 * times stay, and an opt-out stays as a keyed hash.
 */
#include <stdlib.h>

#include "store/store_internal.h"

static int
hash_facts(struct store *s, int64_t person, struct lead_error *err)
{
	struct store_ids ids;
	char hash[65], *norm = NULL;
	size_t i;
	int rc;

	rc = store_ids(s, SQL_FORGET_NORMS, &ids, err, "i", person);
	for (i = 0; rc == 0 && i < ids.count; i++) {
		if (store_text(s, SQL_FORGET_NORM, &norm, err, "i",
		    ids.id[i]) != 1 ||
		    hash_address(s, norm, true, hash, err) == -1 ||
		    store_exec(s, SQL_FORGET_FACT, err, "tt", norm, hash) ==
		    -1)
			rc = -1;
		free(norm);
		norm = NULL;
	}
	free(ids.id);
	return rc;
}

static int
refresh(struct store *s, int64_t person, struct lead_error *err)
{
	struct store_ids ids;
	size_t i;
	int rc;

	rc = store_ids(s, SQL_FORGET_LEADS, &ids, err, "i", person);
	for (i = 0; rc == 0 && i < ids.count; i++)
		if (store_task_refresh(s, ids.id[i], err) == -1 ||
		    store_message_refresh(s, ids.id[i], err) == -1)
			rc = -1;
	free(ids.id);
	return rc;
}

int
store_retain(struct store *s, int64_t before, int64_t *n,
    struct lead_error *err)
{
	if (store_exec(s, SQL_RETAIN_INBOX, err, "i", before) == -1)
		return -1;
	*n = sqlite3_changes(s->db);
	if (store_exec(s, SQL_RETAIN_MESSAGE, err, "i", before) == -1)
		return -1;
	*n += sqlite3_changes(s->db);
	s->forgot = *n > 0;
	return 0;
}

int
store_lead_forget(struct store *s, int64_t lead, struct lead_error *err)
{
	static const enum sql_name step[] = {SQL_WORDS_FORGET,
	    SQL_FORGET_CANCEL, SQL_FORGET_MESSAGE, SQL_FORGET_TASK,
	    SQL_FORGET_EVENT,
	    SQL_FORGET_FIELD, SQL_FORGET_THREAD, SQL_FORGET_INBOX,
	    SQL_FORGET_LEAD, SQL_FORGET_ADDRESS, SQL_FORGET_MAYBE,
	    SQL_FORGET_PERSON};
	struct lead l;
	int64_t person;
	size_t i;
	int rc;

	if ((rc = store_lead_get(s, lead, &l, err)) == -1)
		return -1;
	if (rc == 0)
		return lead_fail(err, LEAD_ENOENT, "L%lld: no such lead",
		    (long long)lead);
	person = l.person;
	lead_free(&l);
	if (hash_facts(s, person, err) == -1)
		return -1;
	for (i = 0; i < sizeof(step) / sizeof(step[0]); i++)
		if (store_exec(s, step[i], err, "i", person) == -1)
			return -1;
	/* what was deleted lies in the index until it is merged */
	if (store_exec(s, SQL_WORDS_PURGE, err, "") == -1)
		return -1;
	s->forgot = true;
	return refresh(s, person, err);
}
