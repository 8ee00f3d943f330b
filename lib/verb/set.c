/*
 * lead-set: corrects what is true of a lead, each change with its event, each
 * ref in a transaction of its own. Merge and forget are in set_person.c.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "follow/calendar.h"
#include "model/address.h"
#include "model/phone.h"
#include "verb/act.h"
#include "verb/add_internal.h"
#include "verb/plan.h"

struct setting {
	struct lead_app *app;
	struct lead lead;
	int64_t item; /* inbox item named, 0: a lead */
	bool force;
	lead_row_fn *fn;
	void *arg;
};

static int
emit(struct setting *s, const char *field, const char *old, const char *new,
    struct lead_error *err)
{
	struct row row = {0};

	if (s->item != 0)
		row_ref(&row, "ref", 'I', s->item);
	else
		row_ref(&row, "ref", 'L', s->lead.id);
	row_text(&row, "field", field);
	row_text(&row, "old", old);
	row_text(&row, "new", new);
	return row_emit(&row, s->fn, s->arg, err);
}

/* Open again by a person's word: what rested ends, someone has it to do. */
static int
reopen(struct setting *s, struct lead_error *err)
{
	struct span day = {.n = 1, .unit = SPAN_BDAY};
	const struct lead *l = &s->lead;
	char *action = act_sentence(l, NULL);
	int rc;

	if (action == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = act_stop(s->app, l, "reopened", false, NULL, err);
	if (rc == 0 && l->next_action == NULL)
		rc = act_task(s->app, l, "follow-up", action,
		    calendar_add(&s->app->config->business.calendar,
			s->app->zone, s->app->now, &day),
		    NULL, false, NULL, err);
	free(action);
	return rc;
}

static int
set_stage(struct setting *s, const char *stage, struct lead_error *err)
{
	const struct lead *l = &s->lead;
	bool ends = text_is(stage, "won") || text_is(stage, "lost") ||
	    text_is(stage, "inactive");

	if (!lead_stage_known(stage))
		return lead_fail(err, LEAD_EUSAGE,
		    "stage=%s: none of new contacted waiting replied qualified "
		    "booked proposal won lost inactive",
		    stage);
	if (!s->force && !lead_stage_may(l->stage, stage))
		return lead_fail(err, LEAD_EUSAGE,
		    "L%" PRId64 ": %s to %s is no usual move: use lead-log, or "
		    "--force",
		    l->id, l->stage, stage);
	if ((text_is(stage, "lost") || text_is(stage, "inactive")) &&
	    text_empty(l->reason))
		return lead_fail(err, LEAD_EUSAGE,
		    "stage=%s needs a reason: give reason=CODE before it",
		    stage);
	if (ends && (act_stop(s->app, l, stage, false, NULL, err) == -1 ||
			act_close_tasks(s->app, l->id, err) == -1))
		return -1;
	if (act_set(s->app, l, "stage", stage, NULL, err) == -1)
		return -1;
	return ends || lead_stage_open(l->stage) ? 0 : reopen(s, err);
}

/* Open tasks go with the lead, and the new owner is told of them. */
static int
set_owner(struct setting *s, const char *owner, struct lead_error *err)
{
	if (config_owner(s->app->config, owner) == NULL)
		return lead_fail(err, LEAD_EUSAGE,
		    "owner=%s: no such owner in leads.conf", owner);
	if (text_is(owner, s->lead.owner))
		return 0;
	return act_set(s->app, &s->lead, "owner", owner, NULL, err) == -1 ? -1 :
	    store_task_owner(s->app->store, s->lead.id, owner, err);
}

struct held {
	int64_t id[64];
	size_t count;
};

static int
note_held(void *arg, const struct message *m)
{
	struct held *h = arg;

	if (text_is(m->state, "held") && text_is(m->detail, "paused") &&
	    h->count < sizeof(h->id) / sizeof(h->id[0]))
		h->id[h->count++] = m->id;
	return 0;
}

/* What a pause held back is looked at anew: the pause has changed. */
static int
let_go(struct setting *s, struct lead_error *err)
{
	struct store *store = s->app->store;
	struct held h = {0};
	size_t i;

	if (store_message_of(store, s->lead.id, note_held, &h, err) != 0)
		return -1;
	for (i = 0; i < h.count; i++)
		if (store_message_move(store, h.id[i], "held", "queued", NULL,
			s->app->now, s->app->now, err) == -1)
			return -1;
	return 0;
}

static int
set_hold(struct setting *s, const char *text, struct lead_error *err)
{
	int64_t until = 0;
	char digits[32];

	if (*text != '\0' &&
	    lead_when_parse(text, s->app->now, s->app->zone, &until, err) == -1)
		return -1;
	snprintf(digits, sizeof(digits), "%" PRId64, until);
	if (store_lead_set(
		s->app->store, s->lead.id, "hold_until", digits, err) == -1 ||
	    let_go(s, err) == -1)
		return -1;
	return act_event(s->app, s->lead.id, NULL, "hold",
	    *text ? text : "released", NULL, digits, err);
}

/* A person's word opens an imported lead to the machine. */
static int
start_run(struct setting *s, const char *name, int64_t step, bool now,
    struct lead_error *err)
{
	struct plan_when when = {.at = now ? s->app->now : 0, .step = step};
	struct lead fresh = {0};
	int rc = -1;

	if (!lead_stage_open(s->lead.stage) &&
	    !plan_resting(s->app->config, name))
		return lead_fail(err, LEAD_EUSAGE,
		    "L%" PRId64 " is %s: sequence %s is for open leads; set "
		    "its stage first", s->lead.id, s->lead.stage, name);
	if (s->lead.imported &&
	    (act_set(s->app, &s->lead, "automation", "1", NULL, err) == -1))
		return -1;
	if (store_lead_get(s->app->store, s->lead.id, &fresh, err) == 1)
		rc = plan_start(s->app, &fresh, name, &when, err);
	lead_free(&fresh);
	return rc;
}

/* step=NAME: to that step of the run, due now. */
static int
set_step(struct setting *s, const char *name, struct lead_error *err)
{
	const struct lead *l = &s->lead;
	const struct config_sequence *seq =
	    l->sequence ? config_sequence(s->app->config, l->sequence) : NULL;
	size_t i;

	if (seq == NULL)
		return lead_fail(err, LEAD_EUSAGE,
		    "step=: L%" PRId64 " is in no sequence: sequence= starts "
		    "one", l->id);
	for (i = 0; i < seq->nstep; i++)
		if (text_is(seq->step[i].name, name))
			break;
	if (i == seq->nstep)
		return lead_fail(err, LEAD_EUSAGE,
		    "step=%s: sequence %s has no such step", name, seq->name);
	if (store_message_cancel(s->app->store, l->id, "a person's word", false,
		err) == -1)
		return -1;
	return start_run(s, seq->name, (int64_t)i, true, err);
}

/* resequence=NAME, or empty for whatever run it is in. */
static int
set_again(struct setting *s, const char *name, struct lead_error *err)
{
	if (*name != '\0' && !text_is(name, s->lead.sequence))
		return lead_fail(err, LEAD_EUSAGE,
		    "resequence=%s: L%" PRId64 " is in %s: sequence= changes "
		    "it", name, s->lead.id,
		    s->lead.sequence ? s->lead.sequence : "no sequence");
	return plan_again(s->app, &s->lead, err);
}

static int
set_sequence(struct setting *s, const char *name, struct lead_error *err)
{
	if (act_stop(s->app, &s->lead, "a person's word", false, NULL, err) ==
	    -1)
		return -1;
	return *name == '\0' ? 0 : start_run(s, name, 0, false, err);
}

/* An address corrected: the person has it from now on too. */
static int
set_known(struct setting *s, const char *channel, const char *norm,
    const char *value, struct lead_error *err)
{
	struct store *store = s->app->store;
	int64_t other = 0, lead = 0;
	int rc = 0;

	/* one mail address is one person */
	if (text_is(channel, "email"))
		rc = store_person_find(store, channel, norm, &other, err);
	if (rc == 1 && other != s->lead.person &&
	    (rc = store_person_lead(store, other, &lead, NULL, err)) != -1)
		return lead_fail(err, LEAD_EUSAGE,
		    "%s is the address of L%" PRId64 ": if they are one, "
		    "lead-set --merge", norm, lead);
	return rc == -1 ? -1 : store_address_add(
	    store, s->lead.person, channel, norm, value, err);
}

static int
set_mail(struct setting *s, const char *value, struct lead_error *err)
{
	char *norm = address_mail(value);
	int rc;

	if (norm == NULL)
		return lead_fail(err, LEAD_EUSAGE, "%s: no mail address",
		    value);
	rc = set_known(s, "email", norm, value, err);
	if (rc == 0)
		rc = act_set(s->app, &s->lead, "email", value, NULL, err);
	free(norm);
	return rc;
}

/* What was wrong with the old number says nothing of this one. */
static int
set_phone(struct setting *s, const char *value, struct lead_error *err)
{
	struct phone p;

	if (phone_read(value, s->app->config->business.country, &p) ==
	    PHONE_NONE)
		return lead_fail(err, LEAD_EUSAGE, "%s: no phone number (%s)",
		    value, p.judge);
	if (set_known(s, "phone", p.number, value, err) == -1 ||
	    act_set(s->app, &s->lead, "phone", p.number, NULL, err) == -1 ||
	    act_field(s->app, &s->lead, "phone problem",
	    NULL, NULL, err) == -1)
		return -1;
	return act_field(s->app, &s->lead, "phone extension",
	    p.ext[0] != '\0' ? p.ext : NULL, NULL, err);
}

static bool
guarded(const char *name)
{
	static const char *const fixed[] = {"id", "person", "tag", "received",
	    "written", "next_action", "next_due", "next_message", "run",
	    "routed", "import", "thread_id", "references", "replies",
	    "touches", "score", "last_inbound", "run_start", "wait_step"};
	size_t i;

	for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (text_is(fixed[i], name))
			return true;
	return false;
}

static int
set_other(struct setting *s, const char *name, const char *value,
    struct lead_error *err)
{
	const char *to = *value ? value : NULL;

	if (guarded(name))
		return lead_fail(err, LEAD_EUSAGE,
		    "%s= is kept by the programs and cannot be set", name);
	return act_field(s->app, &s->lead, name, to, NULL, err);
}

static int
set_item(struct setting *s, const char *name, const char *value,
    struct lead_error *err)
{
	struct inbox_item item = {0};
	int64_t lead = 0;
	int rc;

	if (!text_is(name, "outcome"))
		return lead_fail(err, LEAD_EUSAGE,
		    "%s=: of an inbox item only outcome= can be set", name);
	if (store_inbox_get(s->app->store, s->item, &item, err) != 1)
		return lead_fail(err, LEAD_ENOENT, "I%" PRId64
		    ": no such inbox item", s->item);
	rc = add_again(s->app, s->item, value, &lead, err);
	if (rc == 0 && lead != 0 && lead != item.lead)
		app_note(s->app, "I%" PRId64 " is L%" PRId64 " now", s->item,
		    lead);
	if (rc == 0)
		rc = emit(s, name, item.outcome, value, err);
	inbox_item_free(&item);
	return rc;
}

static int
set_pair(struct setting *s, const char *pair, struct lead_error *err)
{
	const char *eq = strchr(pair, '=');
	char name[128], *old = NULL;
	int rc;

	if (eq == NULL || eq == pair || (size_t)(eq - pair) >= sizeof(name))
		return lead_fail(
		    err, LEAD_EUSAGE, "%.80s: say FIELD=VALUE", pair);
	snprintf(name, sizeof(name), "%.*s", (int)(eq - pair), pair);
	eq++;
	if (s->item != 0)
		return set_item(s, name, eq, err);
	old = store_lead_text(&s->lead, name);
	if (old == NULL && !store_lead_column(name) &&
	    store_field_get(s->app->store, s->lead.id, name, &old, err) == -1)
		return -1;
	if (text_is(name, "stage"))
		rc = set_stage(s, eq, err);
	else if (text_is(name, "owner"))
		rc = set_owner(s, eq, err);
	else if (text_is(name, "hold"))
		rc = set_hold(s, eq, err);
	else if (text_is(name, "sequence"))
		rc = set_sequence(s, eq, err);
	else if (text_is(name, "resequence"))
		rc = set_again(s, eq, err);
	else if (text_is(name, "step"))
		rc = set_step(s, eq, err);
	else if (*eq && text_is(name, "email"))
		rc = set_mail(s, eq, err);
	else if (*eq && text_is(name, "phone"))
		rc = set_phone(s, eq, err);
	else
		rc = set_other(s, name, eq, err);
	if (rc == 0)
		rc = emit(s, name, old, eq, err);
	free(old);
	return rc;
}

static int
set_ref(struct setting *s, struct lead_ref ref, const char *const *pairs,
    size_t npairs, struct lead_error *err)
{
	int64_t lead = 0;
	size_t i;

	s->item = ref.type == 'I' ? ref.id : 0;
	if (s->item == 0 && app_lead(s->app, ref, &lead, err) == -1)
		return -1;
	for (i = 0; i < npairs; i++) {
		lead_free(&s->lead);
		if (lead != 0 &&
		    store_lead_get(s->app->store, lead, &s->lead, err) == -1)
			return -1;
		if (set_pair(s, pairs[i], err) == -1)
			return -1;
	}
	return 0;
}

int
lead_set(struct lead_app *app, struct lead_refs refs, const char *const *pairs,
    size_t npairs, bool force, lead_row_fn *fn, void *arg,
    struct lead_error *err)
{
	struct setting s = {.app = app, .force = force, .fn = fn, .arg = arg};
	size_t i;
	int rc = 0;

	for (i = 0; i < refs.count && rc == 0; i++) {
		if (store_begin(app->store, err) == -1)
			return -1;
		rc = set_ref(&s, refs.ref[i], pairs, npairs, err);
		if (rc == 0 && !app->dry_run)
			rc = store_commit(app->store, err);
		store_rollback(app->store);
	}
	lead_free(&s.lead);
	return rc;
}
