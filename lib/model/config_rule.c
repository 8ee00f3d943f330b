/*
 * The sections that judge a lead: route, deadline, qualify, handoff, the
 * rules of score, stale.
 */
#include "model/config_internal.h"

void
config_rule_route(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_route *o =
	    CONFIG_NAMED(r, c->route, c->nroute, sec, config_free_route);

	if (o == NULL)
		return;
	config_get_text(r, sec, "when", &o->when);
	config_get_text(r, sec, "priority", &o->priority);
	config_get_text(r, sec, "sequence", &o->sequence);
	config_get_text(r, sec, "skill", &o->skill);
	config_get_text(r, sec, "owner", &o->owner);
}

void
config_rule_deadline(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_deadline *d = CONFIG_NAMED(
	    r, c->deadline, c->ndeadline, sec, config_free_deadline);

	if (d == NULL)
		return;
	d->after_hours = -1;
	config_get_text(r, sec, "when", &d->when);
	config_get_minute(r, sec, "after_hours", &d->after_hours);
	if (cfg_size(sec, "within") == 0)
		config_section_error(
		    r, sec, NULL, "deadline '%s': no within", d->name);
	else
		config_get_span(r, sec, "within", &d->within);
}

static void
read_answer(struct config_reader *r, cfg_t *sec, struct config_qualify *q)
{
	struct config_answer *a =
	    CONFIG_NAMED(r, q->answer, q->nanswer, sec, NULL);

	if (a == NULL)
		return;
	config_get_text(r, sec, "matches", &a->matches);
	config_get_text(r, sec, "sequence", &a->sequence);
	config_get_list(r, sec, "set", &a->set);
	a->has_wait = config_get_span(r, sec, "wait", &a->wait);
	config_get_bool(sec, "notify", &a->notify);
}

void
config_rule_qualify(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_qualify *q =
	    CONFIG_NAMED(r, c->qualify, c->nqualify, sec, config_free_qualify);
	unsigned int i;

	if (q == NULL)
		return;
	config_get_text(r, sec, "ask", &q->ask);
	config_get_text(r, sec, "when", &q->when);
	for (i = 0; i < cfg_size(sec, "answer"); i++)
		read_answer(r, cfg_getnsec(sec, "answer", i), q);
	if (q->ask == NULL)
		config_section_error(
		    r, sec, NULL, "qualify '%s': no ask", q->name);
}

void
config_rule_handoff(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_handoff *h =
	    CONFIG_NAMED(r, c->handoff, c->nhandoff, sec, config_free_handoff);

	if (h == NULL)
		return;
	config_get_text(r, sec, "matches", &h->matches);
	config_get_text(r, sec, "when", &h->when);
	config_get_text(r, sec, "priority", &h->priority);
	h->has_within = config_get_span(r, sec, "within", &h->within);
	if (h->matches == NULL && h->when == NULL)
		config_section_error(r, sec, NULL,
		    "handoff '%s': neither matches nor when", h->name);
}

void
config_rule_score(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_score_rule *rule = CONFIG_NAMED(
	    r, c->score.rule, c->score.nrule, sec, config_free_score_rule);

	if (rule == NULL)
		return;
	config_get_text(r, sec, "event", &rule->event);
	config_get_text(r, sec, "when", &rule->when);
	config_get_bool(sec, "each", &rule->each);
	rule->points = cfg_size(sec, "points") ? cfg_getint(sec, "points") : 0;
}

void
config_rule_stale(struct config_reader *r, cfg_t *stale)
{
	struct config *c = r->config;

	config_get_plain_span(r, stale, "untouched", &c->stale.untouched);
	config_get_plain_span(r, stale, "proposal", &c->stale.proposal);
	config_get_plain_span(r, stale, "reactivate", &c->stale.reactivate);
	config_get_list(r, stale, "reasons", &c->stale.reasons);
}
