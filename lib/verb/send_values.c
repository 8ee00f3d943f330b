/*
 * The named values of one message: the lead's, its owner's, the firm's, the
 * task's. Lead text is cut to a length and to one line.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "follow/calendar.h"
#include "model/address.h"
#include "verb/act.h"
#include "verb/appointment.h"
#include "verb/plan.h"
#include "verb/send_values.h"

enum { LONGEST = 4000, EXCERPT = 200 };

void
values_put(struct values *v, const char *name, const char *value)
{
	char *copy;

	if (text_empty(value) || v->count == sizeof(v->item) / sizeof(v->item[0]))
		return;
	if ((copy = text_dup(value)) == NULL) {
		v->failed = true;
		return;
	}
	v->item[v->count].name = name;
	v->item[v->count++].value = copy;
}

/* At most LONGEST bytes of what a lead wrote. */
static void
put_words(struct values *v, const char *name, const char *text)
{
	char *copy = text_dup(text);

	if (copy != NULL)
		text_cut(copy, LONGEST);
	values_put(v, name, copy);
	free(copy);
}

/* One line of at most EXCERPT bytes, without web addresses: the first answer
 * must not carry what a stranger typed into somebody's mailbox (T24). */
static void
put_excerpt(struct values *v, const char *name, const char *text)
{
	char *line = text_fold_space(text);
	size_t cut = EXCERPT;

	if (line != NULL && strstr(line, "://") == NULL &&
	    strstr(line, "www.") == NULL) {
		if (strlen(line) > cut) {
			while (cut > 0 && line[cut] != ' ')
				cut--;
			line[cut] = '\0';
		}
		values_put(v, name, line);
	}
	free(line);
}

static void
put_business(struct values *v, const struct lead_app *app)
{
	const struct config *c = app->config;

	values_put(v, "business_name", c->business.name);
	values_put(v, "business_phone", c->business.phone);
	values_put(v, "business_email", c->business.email);
	values_put(v, "business_address", c->business.address);
	values_put(v, "website", c->business.website);
	values_put(v, "booking_url", c->business.booking_url);
}

static void
put_owner(struct values *v, const struct lead_app *app, const char *name)
{
	const struct config_owner *o =
	    name ? config_owner(app->config, name) : NULL;
	char first[64];

	if (o == NULL)
		return;
	snprintf(first, sizeof(first), "%.60s", o->name);
	if (first[0] >= 'a' && first[0] <= 'z')
		first[0] = (char)(first[0] - 'a' + 'A');
	values_put(v, "owner_name", first);
	values_put(v, "owner_email", o->email);
	values_put(v, "owner_phone", o->phone);
}

static void
put_lead(struct values *v, const struct lead *l)
{
	char ref[32], *first = address_first_name(l->name);

	snprintf(ref, sizeof(ref), "L%" PRId64, l->id);
	values_put(v, "ref", ref);
	values_put(v, "first_name", first);
	values_put(v, "name", l->name);
	values_put(v, "lead_name", l->name ? l->name
		: l->email		   ? l->email
					   : l->phone);
	values_put(v, "lead_email", l->email);
	values_put(v, "email", l->email);
	values_put(v, "lead_phone", l->phone);
	values_put(v, "phone", l->phone);
	values_put(v, "company", l->company);
	values_put(v, "service", l->service);
	values_put(v, "place", l->place);
	values_put(v, "zip", l->zip);
	values_put(v, "timeframe", l->timeframe);
	values_put(v, "source", l->source);
	values_put(v, "stage", l->stage);
	put_excerpt(v, "subject", l->subject);
	put_excerpt(v, "message_excerpt", l->message);
	put_words(v, "message", l->message);
	free(first);
}

static int
put_due(struct values *v, const struct lead_app *app, const char *name,
    int64_t due, struct lead_error *err)
{
	char *words;

	if (due <= 0)
		return 0;
	if ((words = calendar_words(app->zone, app->now, due)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	values_put(v, name, words);
	free(words);
	return 0;
}

static int
put_appointment(struct values *v, const struct lead_app *app,
    const struct lead *lead, struct lead_error *err)
{
	struct appointment a;
	char *words;

	if (app->store == NULL || lead->id == 0)
		return 0;
	if (appointment_get(app, lead->id, &a, err) == -1)
		return -1;
	if (a.last == 0)
		return 0;
	if ((words = appointment_words(app, lead, a.last)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	values_put(v, "booked_at", words);
	free(words);
	return 0;
}

int
values_fill(struct values *v, const struct lead_app *app,
    const struct lead *lead, const struct task *task, struct lead_error *err)
{
	int64_t reply_by = lead->next_due > app->now
	    ? lead->next_due
	    : act_deadline(app, "first-answer", lead->owner, app->now);

	v->dir = app->config->templates;
	if (app->store != NULL &&
	    plan_question(app, lead, &v->question, err) == -1)
		return -1;
	values_put(v, "question", v->question ? v->question->ask : NULL);
	put_business(v, app);
	put_owner(v, app, task ? task->owner : lead->owner);
	put_lead(v, lead);
	if (put_appointment(v, app, lead, err) == -1)
		return -1;
	if (put_due(v, app, "reply_by", reply_by, err) == -1)
		return -1;
	if (task != NULL) {
		values_put(v, "action", task->action);
		values_put(v, "why", task->why);
		put_words(v, "quote", lead->message);
		if (put_due(v, app, "due_words", task->due, err) == -1)
			return -1;
	}
	return v->failed ? lead_fail(err, LEAD_EAGAIN, "out of memory") : 0;
}

static const char *
get(void *arg, const char *name)
{
	struct values *v = arg;
	size_t i;

	for (i = 0; i < v->count; i++) {
		if (strcmp(v->item[i].name, name) != 0)
			continue;
		v->asked = v->asked || strcmp(name, "question") == 0;
		return v->item[i].value;
	}
	return NULL;
}

struct template_values
values_template(struct values *v)
{
	return (struct template_values){.get = get, .arg = v, .dir = v->dir};
}

void
values_free(struct values *v)
{
	size_t i;

	for (i = 0; i < v->count; i++)
		free(v->item[i].value);
	*v = (struct values){0};
}
