/*
 * libical as lazy.h says: the functions of it that are used. A new one is
 * added in both lists.
 */
#ifndef BASE_LAZY_ICAL_H
#define BASE_LAZY_ICAL_H

#include <libical/ical.h>

#include "leads.h"

/* Before the first call of a run. See lazy_open. */
int lazy_ical_open(struct lead_error *);

#ifdef LAZY_ICAL
#define LAZY_ICAL_NAMES(X) \
	X(icalcomponent_free) \
	X(icalcomponent_get_description) \
	X(icalcomponent_get_dtend) \
	X(icalcomponent_get_dtstart) \
	X(icalcomponent_get_first_component) \
	X(icalcomponent_get_first_property) \
	X(icalcomponent_get_method) \
	X(icalcomponent_get_next_component) \
	X(icalcomponent_get_next_property) \
	X(icalcomponent_get_summary) \
	X(icalcomponent_isa) \
	X(icalparser_parse_string) \
	X(icalproperty_get_attendee) \
	X(icalproperty_get_organizer) \
	X(icalproperty_get_parameter_as_string_r) \
	X(icalproperty_get_rrule) \
	X(icalproperty_get_transp) \
	X(icalrecur_iterator_free) \
	X(icalrecur_iterator_new) \
	X(icalrecur_iterator_next) \
	X(icaltime_adjust) \
	X(icaltime_as_timet) \
	X(icaltime_as_timet_with_zone) \
	X(icaltime_is_date) \
	X(icaltime_is_null_time)

struct lazy_ical {
#define X(name) __typeof__(name) *name;
	LAZY_ICAL_NAMES(X)
#undef X
};

/* Lent for the rest of the run; valid once opened. */
const struct lazy_ical *lazy_ical(void);

#ifndef LAZY_ICAL_TABLE
#define icalcomponent_free (lazy_ical()->icalcomponent_free)
#define icalcomponent_get_description \
	(lazy_ical()->icalcomponent_get_description)
#define icalcomponent_get_dtend (lazy_ical()->icalcomponent_get_dtend)
#define icalcomponent_get_dtstart (lazy_ical()->icalcomponent_get_dtstart)
#define icalcomponent_get_first_component \
	(lazy_ical()->icalcomponent_get_first_component)
#define icalcomponent_get_first_property \
	(lazy_ical()->icalcomponent_get_first_property)
#define icalcomponent_get_method (lazy_ical()->icalcomponent_get_method)
#define icalcomponent_get_next_component \
	(lazy_ical()->icalcomponent_get_next_component)
#define icalcomponent_get_next_property \
	(lazy_ical()->icalcomponent_get_next_property)
#define icalcomponent_get_summary (lazy_ical()->icalcomponent_get_summary)
#define icalcomponent_isa (lazy_ical()->icalcomponent_isa)
#define icalparser_parse_string (lazy_ical()->icalparser_parse_string)
#define icalproperty_get_attendee (lazy_ical()->icalproperty_get_attendee)
#define icalproperty_get_organizer (lazy_ical()->icalproperty_get_organizer)
#define icalproperty_get_parameter_as_string_r \
	(lazy_ical()->icalproperty_get_parameter_as_string_r)
#define icalproperty_get_rrule (lazy_ical()->icalproperty_get_rrule)
#define icalproperty_get_transp (lazy_ical()->icalproperty_get_transp)
#define icalrecur_iterator_free (lazy_ical()->icalrecur_iterator_free)
#define icalrecur_iterator_new (lazy_ical()->icalrecur_iterator_new)
#define icalrecur_iterator_next (lazy_ical()->icalrecur_iterator_next)
#define icaltime_adjust (lazy_ical()->icaltime_adjust)
#define icaltime_as_timet (lazy_ical()->icaltime_as_timet)
#define icaltime_as_timet_with_zone (lazy_ical()->icaltime_as_timet_with_zone)
#define icaltime_is_date (lazy_ical()->icaltime_is_date)
#define icaltime_is_null_time (lazy_ical()->icaltime_is_null_time)
#endif
#endif

#endif
