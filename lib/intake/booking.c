/* Invitations and appointments, read by libical. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/buf.h"
#include "base/lazy_ical.h"
#include "base/text.h"
#include "intake/booking.h"
#include "intake/read.h"
#include "model/address.h"

/* The address of a CAL-ADDRESS value where it is a stranger's; malloc'd. */
static char *
stranger(const char *value, const struct config *c)
{
	char *spec;

	if (value == NULL)
		return NULL;
	if (strncasecmp(value, "mailto:", 7) == 0)
		value += 7;
	spec = address_spec(value);
	if (spec != NULL && (config_is_our_address(c, spec) ||
	    address_is_robot(spec))) {
		free(spec);
		spec = NULL;
	}
	return spec;
}

static void
take(struct draft *d, icalproperty *p, const char *spec)
{
	char *name = icalproperty_get_parameter_as_string_r(p, "CN");

	draft_as(d, LABEL_EMAIL, "email", spec);
	if (name != NULL && strchr(name, '@') == NULL)
		draft_as(d, LABEL_NAME, "name", name);
	free(name);
}

/* The organizer, else the first guest who is not us. */
static void
who(struct draft *d, icalcomponent *event, const struct config *c)
{
	icalproperty *p = icalcomponent_get_first_property(event,
	    ICAL_ORGANIZER_PROPERTY);
	char *spec = p == NULL ? NULL :
	    stranger(icalproperty_get_organizer(p), c);

	if (spec == NULL)
		for (p = icalcomponent_get_first_property(event,
		    ICAL_ATTENDEE_PROPERTY); p != NULL && spec == NULL;
		    p = spec != NULL ? p : icalcomponent_get_next_property(
		    event, ICAL_ATTENDEE_PROPERTY))
			spec = stranger(icalproperty_get_attendee(p), c);
	if (spec != NULL && d->in->email == NULL)
		take(d, p, spec);
	free(spec);
}

static void
when(struct draft *d, icalcomponent *event)
{
	struct icaltimetype start = icalcomponent_get_dtstart(event);
	char text[32];
	struct tm tm;
	time_t t;

	if (icaltime_is_null_time(start))
		return;
	t = icaltime_as_timet_with_zone(start, start.zone);
	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(text, sizeof(text), icaltime_is_date(start) ?
	    "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		return;
	draft_as(d, LABEL_NONE, "booked at", text);
}

/* Where the mail has no words of its own, the event's are the message. */
static void
what(struct draft *d, icalcomponent *event, icalproperty_method method)
{
	const char *summary = icalcomponent_get_summary(event);
	const char *about = icalcomponent_get_description(event);
	struct buf b = {0};

	if (!text_empty(d->in->message))
		return;
	free(d->in->message);
	d->in->message = NULL;
	if (method == ICAL_METHOD_CANCEL)
		buf_puts(&b, "Cancelled: ");
	buf_puts(&b, summary == NULL ? "" : summary);
	if (!text_empty(about)) {
		buf_putc(&b, '\n');
		buf_puts(&b, about);
	}
	draft_as(d, LABEL_MESSAGE, "message", b.data);
	d->failed |= b.failed;
	buf_free(&b);
}

int
booking_read(struct inbound *in, const struct mail *m,
    const struct intake_options *o)
{
	struct draft d = {.in = in, .country = read_country(o),
	    .config = o->config};
	icalcomponent *root, *event;
	icalproperty_method method;
	int rc = 0;

	if (m->calendar == NULL || lazy_ical_open(NULL) == -1 ||
	    (root = icalparser_parse_string(m->calendar)) == NULL)
		return 0;
	event = icalcomponent_isa(root) == ICAL_VEVENT_COMPONENT ? root :
	    icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT);
	method = icalcomponent_get_method(root);
	if (event != NULL) {
		if (in->email == NULL || address_is_robot(in->email))
			who(&d, event, o->config);
		what(&d, event, method);
		if (method != ICAL_METHOD_CANCEL &&
		    method != ICAL_METHOD_REPLY)
			when(&d, event);
		rc = 1;
	}
	icalcomponent_free(root);
	return draft_finish(&d) == -1 ? -1 : rc;
}
