/*
 * The time agreed on, and the messages that follow from it. A message holds
 * in `run` the time it speaks of.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/when.h"
#include "base/zone.h"
#include "follow/calendar.h"
#include "verb/act.h"
#include "verb/appointment.h"
#include "verb/plan.h"

enum { MOST_WORDS = 4 };

static int
count(void *arg, const struct event *e)
{
	struct appointment *a = arg;

	if (!text_is(e->kind, "appointment"))
		return 0;
	a->count++;
	a->at = 0;
	if (e->new != NULL &&
	    lead_when_parse(e->new, 0, NULL, &a->at, NULL) == 0)
		a->last = a->at;
	return 0;
}

int
appointment_get(const struct lead_app *app, int64_t lead,
    struct appointment *a, struct lead_error *err)
{
	*a = (struct appointment){0};
	return store_event_each(app->store, lead, 0, count, a, err);
}

/* 15:00, 3pm, 3:30pm */
static bool
names_time(const char *word)
{
	size_t n = strspn(word, "0123456789");

	if (n == 0)
		return false;
	return (word[n] == ':' && isdigit((unsigned char)word[n + 1])) ||
	    strncasecmp(word + n, "am", 2) == 0 ||
	    strncasecmp(word + n, "pm", 2) == 0;
}

static bool
is_filler(const char *word)
{
	static const char *const filler[] = {"on", "at", "for", "um", "am"};
	size_t i;

	for (i = 0; i < sizeof(filler) / sizeof(filler[0]); i++)
		if (strcasecmp(word, filler[i]) == 0)
			return true;
	return false;
}

int64_t
appointment_said(const struct lead_app *app, const char *words)
{
	char *copy = text_fold_space(words), *word, *rest;
	struct buf head = {0};
	int64_t at = 0, t;
	size_t n = 0;

	/* the time of day must stand behind its day: "15:00 on 12 Dec" read
	 * as today would be worse than not read */
	for (word = copy == NULL ? NULL : strtok_r(copy, " ", &rest);
	    word != NULL && n < MOST_WORDS; word = strtok_r(NULL, " ", &rest)) {
		if (is_filler(word))
			continue;
		word[strcspn(word, ",;")] = '\0';
		buf_printf(&head, "%s%s", n > 0 ? " " : "", word);
		n++;
		if (head.data != NULL && ((isdigit((unsigned char)word[0]) &&
		    strchr(word, 'T') != NULL) ||
		    (n > 1 && names_time(word)))) {
			if (lead_when_parse(head.data, app->now, app->zone, &t,
			    NULL) == 0 && t > app->now)
				at = t;
			break;
		}
	}
	buf_free(&head);
	free(copy);
	return at;
}

static const char *
zone_of(const struct lead_app *app, const struct lead *lead)
{
	return lead->timezone != NULL && zone_exists(lead->timezone)
	    ? lead->timezone : app->zone;
}

char *
appointment_words(const struct lead_app *app, const struct lead *lead,
    int64_t at)
{
	const char *zone = zone_of(app, lead);

	return calendar_moment(zone, at, !text_is(zone, app->zone));
}

struct dropping {
	struct lead_app *app;
	struct lead_error *err;
	bool invited; /* an invitation has gone, or may have */
};

static int
drop(void *arg, const struct message *m)
{
	struct dropping *d = arg;

	if (!text_is(m->kind, "booking") && !text_is(m->kind, "reminder"))
		return 0;
	if (text_is(m->kind, "booking") && (text_is(m->state, "sent") ||
	    text_is(m->state, "unknown") || text_is(m->state, "inflight")))
		d->invited = true;
	if (!text_is(m->state, "queued") && !text_is(m->state, "held") &&
	    !text_is(m->state, "retry"))
		return 0;
	return store_message_move(d->app->store, m->id, m->state, "cancelled",
	    "the appointment has changed", 0, d->app->now, d->err) == -1
	    ? -1 : 0;
}

/* The field is what rules and searches see of it. */
static int
record(struct lead_app *app, const struct lead *lead, int64_t at, int64_t was,
    struct lead_error *err)
{
	char old[32], new[32], *words = at == 0 ? text_dup("none any more")
	    : appointment_words(app, lead, at);
	struct tm tm;
	time_t t = (time_t)at;
	int rc = -1;

	if (words == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (gmtime_r(&t, &tm) != NULL && strftime(
	    new, sizeof(new), "%Y-%m-%dT%H:%M:%SZ", &tm) > 0 &&
	    store_field_set(app->store, lead->id, "booked at",
	    at == 0 ? NULL : new, err) == 0)
		rc = act_event(app, lead->id, NULL, "appointment", words,
		    was == 0 ? NULL : lead_when_format(
		    was, NULL, old, sizeof(old)), at == 0 ? NULL : new, err);
	free(words);
	return rc;
}

static int
plan(struct lead_app *app, const struct lead *lead, struct message *m,
    bool *planned, struct lead_error *err)
{
	const char *channel, *why;
	char *to = NULL;
	int64_t id;
	int rc;

	*planned = false;
	if (!plan_channel(app, lead, "email", &channel, &to, &why) &&
	    !plan_channel(app, lead, "sms", &channel, &to, &why))
		return 0;
	m->lead = lead->id;
	m->channel = (char *)channel;
	m->to = to;
	m->state = "queued";
	m->created = app->now;
	rc = store_message_insert(app->store, m, &id, err);
	free(to);
	*planned = rc == 1;
	return rc == -1 ? -1 : 0;
}

static int
plan_reminders(struct lead_app *app, const struct lead *lead, int64_t at,
    struct lead_error *err)
{
	const struct config_list *list = &app->config->booking.reminders;
	struct span before;
	bool planned;
	size_t i;

	for (i = 0; i < list->count; i++) {
		struct message m = {.kind = "reminder", .run = at,
		    .step = list->item[i], .template = "reminder"};

		if (span_parse(list->item[i], &before, err) == -1)
			return -1;
		before.n = -before.n;
		m.due = span_after(&before, at, zone_of(app, lead));
		if (m.due > app->now &&
		    plan(app, lead, &m, &planned, err) == -1)
			return -1;
	}
	return 0;
}

int
appointment_set(struct lead_app *app, const struct lead *lead, int64_t at,
    int64_t *told, struct lead_error *err)
{
	struct dropping d = {.app = app, .err = err};
	struct message m = {.kind = "booking", .step = "booked",
	    .template = "booked", .due = app->now};
	struct appointment a;
	bool planned = false;

	*told = 0;
	if (appointment_get(app, lead->id, &a, err) == -1 ||
	    store_message_of(app->store, lead->id, drop, &d, err) == -1 ||
	    record(app, lead, at, a.at, err) == -1)
		return -1;
	if (!lead->automation || !lead->can_answer)
		return 0;
	m.run = at;
	if (app->config->booking.confirm &&
	    plan(app, lead, &m, &planned, err) == -1)
		return -1;
	if (planned)
		*told = at;
	return plan_reminders(app, lead, at, err);
}

int
appointment_clear(struct lead_app *app, const struct lead *lead, bool tell,
    struct lead_error *err)
{
	struct dropping d = {.app = app, .err = err};
	struct message m = {.kind = "booking", .step = "cancelled",
	    .template = "cancelled", .due = app->now};
	struct appointment a;
	bool planned;

	if (appointment_get(app, lead->id, &a, err) == -1)
		return -1;
	if (a.at == 0)
		return 0;
	if (store_message_of(app->store, lead->id, drop, &d, err) == -1 ||
	    record(app, lead, 0, a.at, err) == -1)
		return -1;
	m.run = a.at;
	if (!tell || !d.invited || a.at <= app->now || !lead->automation)
		return 0;
	return plan(app, lead, &m, &planned, err);
}

int
appointment_over(const struct lead_app *app, const struct lead *lead,
    const struct message *m, const char **why, struct lead_error *err)
{
	bool reminder = text_is(m->kind, "reminder");
	bool off = text_is(m->step, "cancelled");
	struct appointment a;

	if (!reminder && !text_is(m->kind, "booking"))
		return 0;
	if (appointment_get(app, lead->id, &a, err) == -1)
		return -1;
	if (m->run != a.last || off != (a.at == 0))
		*why = "the appointment has changed";
	else if (!lead->automation)
		*why = "automation is off";
	else if (a.last <= app->now)
		*why = "the appointment is past";
	else if (reminder && (text_is(lead->stage, "lost") ||
	    text_is(lead->stage, "inactive")))
		*why = "the lead is closed";
	return 0;
}
