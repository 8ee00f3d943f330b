/*
 * An appointment as an iCalendar text, by libical, which escapes and folds.
 * Times are written in UTC: no zone's rules need to travel with them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/lazy_ical.h"
#include "base/text.h"
#include "follow/invite.h"

struct draft {
	icalcomponent *root, *event;
	bool failed;
};

static void
add(struct draft *d, icalcomponent *to, icalproperty *p)
{
	if (p == NULL)
		d->failed = true;
	else
		icalcomponent_add_property(to, p);
}

static struct icaltimetype
utc(int64_t t)
{
	return icaltime_from_timet_with_zone(
	    (time_t)t, 0, icaltimezone_get_utc_timezone());
}

/* A name goes in where nothing in it could end the parameter. */
static void
name_it(icalproperty *p, const char *name)
{
	const char *s;

	if (p == NULL || text_empty(name))
		return;
	for (s = name; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == '"' || *s == 0x7f)
			return;
	icalproperty_add_parameter(p, icalparameter_new_cn(name));
}

static void
people(struct draft *d, const struct invite *i)
{
	char uri[400];
	icalproperty *p;

	snprintf(uri, sizeof(uri), "mailto:%.320s", i->organizer);
	p = icalproperty_new_organizer(uri);
	name_it(p, i->organizer_name);
	add(d, d->event, p);
	snprintf(uri, sizeof(uri), "mailto:%.320s", i->attendee);
	p = icalproperty_new_attendee(uri);
	name_it(p, i->attendee_name);
	if (p != NULL)
		icalproperty_add_parameter(
		    p, icalparameter_new_rsvp(ICAL_RSVP_TRUE));
	add(d, d->event, p);
}

static void
fill(struct draft *d, const struct invite *i)
{
	add(d, d->root, icalproperty_new_prodid("-//leads//lead-send//EN"));
	add(d, d->root, icalproperty_new_version("2.0"));
	add(d, d->root, icalproperty_new_method(
	    i->cancel ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST));
	add(d, d->event, icalproperty_new_uid(i->uid));
	add(d, d->event, icalproperty_new_sequence((int)i->sequence));
	add(d, d->event, icalproperty_new_dtstamp(utc(i->now)));
	add(d, d->event, icalproperty_new_dtstart(utc(i->start)));
	add(d, d->event, icalproperty_new_dtend(utc(i->end)));
	add(d, d->event, icalproperty_new_summary(i->summary));
	add(d, d->event, icalproperty_new_status(
	    i->cancel ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	people(d, i);
}

int
invite_write(const struct invite *i, char **out, struct lead_error *err)
{
	struct draft d = {0};
	char *text = NULL;

	if (lazy_ical_open(err) == -1)
		return -1;
	d.root = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
	d.event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
	if (d.root != NULL && d.event != NULL) {
		fill(&d, i);
		icalcomponent_add_component(d.root, d.event);
		d.event = NULL;
		if (!d.failed)
			text = icalcomponent_as_ical_string_r(d.root);
	}
	if (d.event != NULL)
		icalcomponent_free(d.event);
	if (d.root != NULL)
		icalcomponent_free(d.root);
	if (text == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	*out = text;
	return 0;
}
