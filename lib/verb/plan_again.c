/*
 * A run and a configuration that changed under it: what its next message
 * would be by the steps as they are now, and the moves of a person's word.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "verb/act.h"
#include "verb/plan.h"

bool
plan_resting(const struct config *c, const char *sequence)
{
	size_t i;

	if (sequence == NULL)
		return false;
	for (i = 0; i < c->nsequence; i++)
		if (text_is(c->sequence[i].then, sequence))
			return true;
	return text_is(sequence, "nurture") || text_is(sequence, "reactivate");
}

struct run {
	const struct lead_app *app;
	const struct lead *lead;
	int64_t last;    /* place of the last step that has gone; -1 none */
	int64_t waiting; /* message that waits, 0 none */
	int64_t due;
	const char *state;
};

static int
look(void *arg, const struct message *m)
{
	struct run *r = arg;
	int64_t at;

	if (!text_is(m->kind, "step") || m->run != r->lead->run ||
	    !text_is(m->sequence, r->lead->sequence))
		return 0;
	if (text_is(m->state, "queued") || text_is(m->state, "held")) {
		r->waiting = m->id;
		r->due = m->due;
		r->state = text_is(m->state, "held") ? "held" : "queued";
		return 0;
	}
	if (text_is(m->state, "cancelled"))
		return 0;
	at = plan_position(r->app, m);
	if (at > r->last)
		r->last = at;
	return 0;
}

static int
run_of(struct lead_app *app, const struct lead *lead, struct run *r,
    struct lead_error *err)
{
	*r = (struct run){.app = app, .lead = lead, .last = -1};
	if (lead->sequence == NULL)
		return 0;
	return store_message_of(app->store, lead->id, look, r, err);
}

int
plan_again(struct lead_app *app, const struct lead *lead,
    struct lead_error *err)
{
	struct run r;

	if (run_of(app, lead, &r, err) == -1)
		return -1;
	if (r.waiting == 0)
		return 0;
	if (store_message_move(app->store, r.waiting, r.state, "cancelled",
		"planned anew", 0, app->now, err) == -1 ||
	    act_event(app, lead->id, NULL, "resequenced", lead->sequence, NULL,
		NULL, err) == -1)
		return -1;
	return plan_next(app, lead, r.last, false, err);
}

int
plan_would_be_due(
    struct lead_app *app, const struct lead *lead, struct lead_error *err)
{
	const struct config_sequence *seq;
	struct run r;

	if (run_of(app, lead, &r, err) == -1)
		return -1;
	if (r.waiting == 0 || r.due <= app->now ||
	    (seq = config_sequence(app->config, lead->sequence)) == NULL ||
	    r.last + 1 >= (int64_t)seq->nstep)
		return 0;
	return plan_step_due(app, lead, seq, r.last + 1, err);
}
