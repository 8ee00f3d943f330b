/* Persons, how they are reached, and the facts that close an address. */
#include <stdlib.h>

#include "store/store_internal.h"

int
store_person_find(struct store *s, const char *channel, const char *norm,
    int64_t *person, struct lead_error *err)
{
	return store_int(s, SQL_PERSON_FIND, person, err, "tt", channel, norm);
}

int
store_person_insert(struct store *s, const char *name, const char *company,
    int64_t at, int64_t *person, struct lead_error *err)
{
	if (store_exec(
	    s, SQL_PERSON_INSERT, err, "tti", name, company, at) == -1)
		return -1;
	*person = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int
store_address_add(struct store *s, int64_t person, const char *channel,
    const char *norm, const char *given, struct lead_error *err)
{
	return store_exec(s, SQL_ADDRESS_ADD, err, "ittt", person, channel,
	    norm, given != NULL ? given : norm);
}

int
store_person_maybe(struct store *s, int64_t a, int64_t b,
    struct lead_error *err)
{
	if (a == b)
		return 0;
	return store_exec(s, SQL_PERSON_MAYBE, err, "ii", a, b);
}

int
store_person_name(struct store *s, int64_t person, char **name,
    struct lead_error *err)
{
	*name = NULL;
	return store_text(s, SQL_PERSON_NAME, name, err, "i", person);
}

int
store_person_lead(struct store *s, int64_t person, int64_t *lead,
    int64_t *closed, struct lead_error *err)
{
	sqlite3_stmt *stmt;
	int rc;

	rc = store_row(s, SQL_PERSON_LEAD, &stmt, err, "i", person);
	if (rc != 1)
		return rc;
	*lead = sqlite3_column_int64(stmt, 0);
	if (closed != NULL)
		*closed = sqlite3_column_int64(stmt, 1);
	sqlite3_reset(stmt);
	return 1;
}

int
store_person_owner(struct store *s, int64_t person, char **owner,
    struct lead_error *err)
{
	*owner = NULL;
	return store_text(s, SQL_PERSON_OWNER, owner, err, "i", person);
}

int
store_company_owner(struct store *s, const char *company, char **owner,
    struct lead_error *err)
{
	*owner = NULL;
	return store_text(s, SQL_COMPANY_OWNER, owner, err, "t", company);
}

int
store_fact_set(struct store *s, const char *kind, const char *channel,
    const char *norm, int64_t at, struct lead_error *err)
{
	return store_exec(
	    s, SQL_FACT_SET, err, "ttti", kind, channel, norm, at);
}

int
store_fact_clear(struct store *s, const char *kind, const char *channel,
    const char *norm, struct lead_error *err)
{
	char hash[65] = "";

	if (hash_address(s, norm, false, hash, err) == -1)
		return -1;
	return store_exec(
	    s, SQL_FACT_CLEAR, err, "tttt", kind, channel, norm, hash);
}

int
store_fact_closed(struct store *s, const char *channel, const char *norm,
    const char **kind, struct lead_error *err)
{
	static const char *const name[] = {"opt-out", "complaint", "bounce"};
	char hash[65] = "";
	int64_t n = 0;
	int rc;

	if (hash_address(s, norm, false, hash, err) == -1)
		return -1;
	rc = store_int(
	    s, SQL_FACT_CLOSED, &n, err, "ttt", channel, norm, hash);
	if (rc == 1 && kind != NULL)
		*kind = name[n >= 0 && n < 3 ? n : 0];
	return rc;
}

int
store_address_each(struct store *s, int64_t person, const char *channel,
    int (*fn)(void *, const char *norm), void *arg, struct lead_error *err)
{
	char *norm = NULL, *next;
	int rc;

	while ((rc = store_text(s, SQL_ADDRESS_NEXT, &next, err, "itt", person,
		    channel, norm ? norm : "")) == 1) {
		free(norm);
		norm = next;
		if ((rc = fn(arg, norm)) != 0)
			break;
	}
	free(norm);
	return rc;
}
