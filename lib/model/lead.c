/* The nouns of the store: how they are let go, and where a stage leads. */
#include <stdlib.h>
#include <string.h>

#include "model/lead.h"

void
lead_free(struct lead *l)
{
	free(l->name);
	free(l->company);
	free(l->email);
	free(l->phone);
	free(l->channel);
	free(l->source);
	free(l->campaign);
	free(l->subject);
	free(l->recipient);
	free(l->message);
	free(l->owner);
	free(l->stage);
	free(l->next_action);
	free(l->currency);
	free(l->service);
	free(l->place);
	free(l->zip);
	free(l->timeframe);
	free(l->priority);
	free(l->language);
	free(l->timezone);
	free(l->note);
	free(l->reason);
	free(l->sequence);
	free(l->import);
	free(l->tag);
	free(l->thread_id);
	free(l->references);
	free(l->question);
	free(l->variant);
	*l = (struct lead){0};
}

/* What lead-set may say without --force. A sale goes forward or back to
 * waiting; the closed and the parked only come back as replied. */
static const struct {
	const char *name;
	bool open;
	const char *to; /* blank before and after each */
} stages[] = {
    {"new", true, " contacted waiting replied qualified booked proposal lost "
		  "inactive "},
    {"contacted", true, " waiting replied qualified booked proposal won lost "
			"inactive "},
    {"waiting", true, " replied qualified booked proposal won lost inactive "},
    {"replied", true, " waiting qualified booked proposal won lost inactive "},
    {"qualified", true, " waiting replied booked proposal won lost inactive "},
    {"booked", true, " waiting replied qualified proposal won lost inactive "},
    {"proposal", true, " waiting replied qualified booked won lost inactive "},
    {"won", false, " replied "},
    {"lost", false, " replied inactive "},
    {"inactive", false, " replied waiting lost "},
};
#define NSTAGES (sizeof(stages) / sizeof(stages[0]))

static size_t
stage_find(const char *name)
{
	size_t i;

	for (i = 0; i < NSTAGES; i++)
		if (name != NULL && strcmp(stages[i].name, name) == 0)
			break;
	return i;
}

bool
lead_stage_known(const char *name)
{
	return stage_find(name) < NSTAGES;
}

bool
lead_stage_open(const char *name)
{
	size_t i = stage_find(name);

	return i < NSTAGES && stages[i].open;
}

bool
lead_stage_may(const char *from, const char *to)
{
	size_t i = stage_find(from), n;
	const char *p;

	if (i == NSTAGES || !lead_stage_known(to))
		return false;
	if (strcmp(from, to) == 0)
		return true;
	n = strlen(to);
	for (p = stages[i].to; (p = strstr(p, to)) != NULL; p += n)
		if (p[-1] == ' ' && p[n] == ' ')
			return true;
	return false;
}

void
event_free(struct event *e)
{
	free(e->actor);
	free(e->kind);
	free(e->text);
	free(e->old);
	free(e->new);
	*e = (struct event){0};
}

void
task_free(struct task *t)
{
	free(t->kind);
	free(t->action);
	free(t->owner);
	free(t->deadline);
	free(t->why);
	*t = (struct task){0};
}

void
message_free(struct message *m)
{
	free(m->kind);
	free(m->channel);
	free(m->to);
	free(m->state);
	free(m->detail);
	free(m->sequence);
	free(m->step);
	free(m->template);
	free(m->variant);
	free(m->subject);
	free(m->message_id);
	free(m->bytes);
	*m = (struct message){0};
}

void
inbox_item_free(struct inbox_item *i)
{
	free(i->outcome);
	free(i->reason);
	free(i->source);
	free(i->format);
	free(i->hash);
	free(i->name);
	free(i->email);
	free(i->phone);
	*i = (struct inbox_item){0};
}
