/*
 * A busy hour is one notice: past limits.notices_hour, what an owner need not
 * know at once waits until an hour after the last such list and goes as one.
 */
#include <stdlib.h>

#include "base/text.h"
#include "follow/calendar.h"
#include "verb/send_internal.h"

enum { HOUR = 3600 };

/* 1 the task is this owner's, untold and in no hurry; 0; -1. */
static int
ordinary(struct sending *s, struct lead_ref ref, const struct config_owner *o,
    struct lead_error *err)
{
	struct task t = {0};
	struct lead l = {0};
	int rc;

	if (ref.type != 'T')
		return 0;
	rc = store_task_get(s->app->store, ref.id, &t, err);
	if (rc == 1 && (t.done != 0 || t.told != 0 || t.at_once ||
	    (t.deadline != NULL && t.due < s->app->now) ||
	    send_owner_of(s->app->config, t.owner) != o))
		rc = 0;
	if (rc == 1 && t.lead != 0 &&
	    (rc = store_lead_get(s->app->store, t.lead, &l, err)) == 1 &&
	    text_is(l.priority, "high"))
		rc = 0;
	task_free(&t);
	lead_free(&l);
	return rc;
}

static bool
at_work(const struct lead_app *app, const struct config_owner *o)
{
	return calendar_open(o->calendar.nhours ? &o->calendar :
	    &app->config->business.calendar,
	    o->timezone ? o->timezone : app->zone, app->now);
}

/* Those of the owner are taken out of refs: listed in one mail, or left for a
 * later run. */
static int
group_owner(struct sending *s, const struct config_owner *o,
    struct lead_refs *refs, struct lead_ref *copy, struct lead_error *err)
{
	struct lead_ref *own = (struct lead_ref *)refs->ref;
	struct lead_refs theirs = {.ref = copy};
	int64_t singles, lists, since = s->app->now - HOUR;
	size_t i, kept = 0;
	int rc;

	if (store_message_told(s->app->store, o->email, since + 1, &singles,
		&lists, err) == -1)
		return -1;
	for (i = 0; i < refs->count; i++) {
		rc = ordinary(s, refs->ref[i], o, err);
		if (rc == -1)
			return -1;
		if (rc == 1)
			copy[theirs.count++] = refs->ref[i];
	}
	if (singles + (int64_t)theirs.count <=
	    s->app->config->limits.notices_hour)
		return 0;
	for (i = 0; i < refs->count; i++) {
		size_t k;

		for (k = 0; k < theirs.count &&
		    refs->ref[i].id != copy[k].id; k++)
			;
		if (k == theirs.count || refs->ref[i].type != 'T')
			own[kept++] = refs->ref[i];
	}
	refs->count = kept;
	if (lists > 0 || !at_work(s->app, o))
		return 0;
	return send_digest_for(s, o, theirs, err);
}

int
send_group(struct sending *s, struct lead_refs *refs, struct lead_error *err)
{
	const struct config *c = s->app->config;
	struct lead_ref *copy;
	size_t i;
	int rc = 0;

	if (c->limits.notices_hour == 0 || refs->count == 0)
		return 0;
	if ((copy = calloc(refs->count, sizeof(*copy))) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	for (i = 0; i < c->nowner && rc == 0; i++)
		if (c->owner[i].email != NULL)
			rc = group_owner(s, &c->owner[i], refs, copy, err);
	free(copy);
	return rc;
}
