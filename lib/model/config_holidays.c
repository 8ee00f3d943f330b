/*
 * Days off from an iCalendar file (holidays_file), by libical. Only whole
 * days count; transparent events and observances are working days.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/lazy_ical.h"
#include "model/config_internal.h"

#define LAST_YEAR 2100
#define MAX_REPEATS 1000

static bool
is_day_off(icalcomponent *event)
{
	icalproperty *p = icalcomponent_get_first_property(
	    event, ICAL_TRANSP_PROPERTY);
	const char *about = icalcomponent_get_description(event);

	if (p != NULL && icalproperty_get_transp(p) == ICAL_TRANSP_TRANSPARENT)
		return false;
	if (about != NULL && strncasecmp(about, "observance", 10) == 0)
		return false;
	return icaltime_is_date(icalcomponent_get_dtstart(event));
}

static int
add(struct config_calendar *c, struct icaltimetype first, int days)
{
	struct icaltimetype last = first;
	struct config_dates *closed;

	icaltime_adjust(&last, days - 1, 0, 0, 0);
	closed = realloc(c->closed, (c->nclosed + 1) * sizeof(*closed));
	if (closed == NULL)
		return -1;
	c->closed = closed;
	closed[c->nclosed++] = (struct config_dates){
	    first.year * 10000 + first.month * 100 + first.day,
	    last.year * 10000 + last.month * 100 + last.day};
	return 0;
}

static int
add_event(struct config_calendar *c, icalcomponent *event)
{
	struct icaltimetype start = icalcomponent_get_dtstart(event), t;
	struct icaltimetype end = icalcomponent_get_dtend(event);
	icalproperty *rule = icalcomponent_get_first_property(
	    event, ICAL_RRULE_PROPERTY);
	struct icalrecur_iterator_impl *repeats;
	int days = 1, n = 0, rc = 0;

	if (!icaltime_is_null_time(end) && icaltime_is_date(end))
		days = icaltime_as_timet(end) > icaltime_as_timet(start)
		    ? (int)((icaltime_as_timet(end) -
			icaltime_as_timet(start)) / 86400) : 1;
	if (rule == NULL)
		return add(c, start, days);
	repeats = icalrecur_iterator_new(icalproperty_get_rrule(rule), start);
	if (repeats == NULL)
		return add(c, start, days);
	while (rc == 0 && n++ < MAX_REPEATS) {
		t = icalrecur_iterator_next(repeats);
		if (icaltime_is_null_time(t) || t.year > LAST_YEAR)
			break;
		rc = add(c, t, days);
	}
	icalrecur_iterator_free(repeats);
	return rc;
}

static int
add_events(struct config_calendar *c, icalcomponent *root)
{
	icalcomponent *event;

	for (event = icalcomponent_get_first_component(
	    root, ICAL_VEVENT_COMPONENT); event != NULL;
	    event = icalcomponent_get_next_component(
	    root, ICAL_VEVENT_COMPONENT))
		if (is_day_off(event) && add_event(c, event) == -1)
			return -1;
	return 0;
}

int
config_holidays_read(const char *text, struct config_calendar *c,
    struct lead_error *err)
{
	icalcomponent *root;
	int rc = -1;

	if (lazy_ical_open(err) == -1)
		return -1;
	root = icalparser_parse_string(text);
	if (root == NULL || icalcomponent_isa(root) != ICAL_VCALENDAR_COMPONENT)
		lead_fail(err, LEAD_ECONFIG, "not an iCalendar file");
	else if ((rc = add_events(c, root)) == -1)
		lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (root != NULL)
		icalcomponent_free(root);
	return rc;
}
