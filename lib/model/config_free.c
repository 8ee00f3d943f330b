/* Frees what config_section.c made. */
#include <stdlib.h>

#include "model/config_internal.h"

void
config_free_list(struct config_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		free(list->item[i]);
	free(list->item);
	*list = (struct config_list){0};
}

static void
free_calendar(struct config_calendar *c)
{
	free(c->hours);
	free(c->closed);
	*c = (struct config_calendar){0};
}

void
config_free_owner(void *p)
{
	struct config_owner *o = p;

	free(o->name);
	free(o->email);
	free(o->phone);
	free(o->login);
	free(o->escalate_to);
	free(o->timezone);
	config_free_list(&o->notify);
	config_free_list(&o->skills);
	config_free_list(&o->places);
	config_free_list(&o->languages);
	free_calendar(&o->calendar);
	*o = (struct config_owner){0};
}

void
config_free_source(void *p)
{
	struct config_source *s = p;

	free(s->name);
	free(s->when);
	free(s->id);
	free(s->secret_file);
	free(s->key);
	free(s->verify_token);
	free(s->signature);
	free(s->signature_header);
	free(s->each);
	free(s->country);
	config_free_list(&s->volatiles);
	config_free_list(&s->map);
	*s = (struct config_source){0};
}

void
config_free_route(void *p)
{
	struct config_route *r = p;

	free(r->name);
	free(r->when);
	free(r->priority);
	free(r->sequence);
	free(r->skill);
	free(r->owner);
	*r = (struct config_route){0};
}

void
config_free_deadline(void *p)
{
	struct config_deadline *d = p;

	free(d->name);
	free(d->when);
	*d = (struct config_deadline){0};
}

void
config_free_sequence(void *p)
{
	struct config_sequence *s = p;
	size_t i;

	for (i = 0; i < s->nstep; i++) {
		free(s->step[i].name);
		free(s->step[i].channel);
		free(s->step[i].template);
		free(s->step[i].when);
	}
	free(s->step);
	free(s->name);
	free(s->then);
	*s = (struct config_sequence){0};
}

void
config_free_qualify(void *p)
{
	struct config_qualify *q = p;
	size_t i;

	for (i = 0; i < q->nanswer; i++) {
		free(q->answer[i].name);
		free(q->answer[i].matches);
		free(q->answer[i].sequence);
		config_free_list(&q->answer[i].set);
	}
	free(q->answer);
	free(q->name);
	free(q->ask);
	free(q->when);
	*q = (struct config_qualify){0};
}

void
config_free_handoff(void *p)
{
	struct config_handoff *h = p;

	free(h->name);
	free(h->matches);
	free(h->when);
	free(h->priority);
	*h = (struct config_handoff){0};
}

void
config_free_score_rule(void *p)
{
	struct config_score_rule *r = p;

	free(r->name);
	free(r->event);
	free(r->when);
	*r = (struct config_score_rule){0};
}

void
config_free_transport(void *p)
{
	struct config_transport *t = p;

	free(t->status_callback);
	free(t->ca_file);
	free(t->name);
	free(t->url);
	free(t->kind);
	free(t->user);
	free(t->password_file);
	free(t->from);
	free(t->body);
	free(t->method);
	config_free_list(&t->header);
	*t = (struct config_transport){0};
}

void
config_free_hook(void *p)
{
	struct config_hook *h = p;

	free(h->name);
	free(h->url);
	free(h->secret_file);
	config_free_list(&h->on);
	*h = (struct config_hook){0};
}

static void
free_business(struct config *c)
{
	free(c->business.name);
	free(c->business.phone);
	free(c->business.email);
	free(c->business.address);
	free(c->business.timezone);
	free(c->business.country);
	free(c->business.currency);
	free(c->business.website);
	free(c->business.unsubscribe_url);
	free(c->web.url);
	free(c->web.thanks);
	free(c->web.honeypot);
	config_free_list(&c->web.origins);
	free(c->business.booking_url);
	free(c->business.holidays_file);
	config_free_list(&c->business.aliases);
	free_calendar(&c->business.calendar);
}

#define FREE_ALL(array, count, one) \
	do { \
		size_t i_; \
		for (i_ = 0; i_ < (count); i_++) \
			one(&(array)[i_]); \
		free(array); \
	} while (0)

void
config_free(struct config *c)
{
	size_t i;

	if (c == NULL)
		return;
	free(c->path);
	free(c->dir);
	free(c->templates);
	free_business(c);
	for (i = 0; i < CONFIG_NLABEL; i++)
		config_free_list(&c->label[i]);
	free(c->store_group);
	FREE_ALL(c->owner, c->nowner, config_free_owner);
	FREE_ALL(c->source, c->nsource, config_free_source);
	FREE_ALL(c->route, c->nroute, config_free_route);
	FREE_ALL(c->deadline, c->ndeadline, config_free_deadline);
	FREE_ALL(c->sequence, c->nsequence, config_free_sequence);
	FREE_ALL(c->qualify, c->nqualify, config_free_qualify);
	FREE_ALL(c->handoff, c->nhandoff, config_free_handoff);
	FREE_ALL(c->transport, c->ntransport, config_free_transport);
	FREE_ALL(c->hook, c->nhook, config_free_hook);
	FREE_ALL(c->score.rule, c->score.nrule, config_free_score_rule);
	config_report_free(c);
	config_free_list(&c->stale.reasons);
	config_free_list(&c->limits.big_domains);
	config_free_list(&c->booking.reminders);
	config_free_list(&c->warnings);
	free(c);
}
