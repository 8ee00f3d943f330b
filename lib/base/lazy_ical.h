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
	X(icalcomponent_add_component) \
	X(icalcomponent_add_property) \
	X(icalcomponent_as_ical_string_r) \
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
	X(icalcomponent_new) \
	X(icalparameter_new_cn) \
	X(icalparameter_new_rsvp) \
	X(icalparser_parse_string) \
	X(icalproperty_add_parameter) \
	X(icalproperty_get_attendee) \
	X(icalproperty_get_organizer) \
	X(icalproperty_get_parameter_as_string_r) \
	X(icalproperty_get_rrule) \
	X(icalproperty_get_transp) \
	X(icalproperty_new_attendee) \
	X(icalproperty_new_dtend) \
	X(icalproperty_new_dtstamp) \
	X(icalproperty_new_dtstart) \
	X(icalproperty_new_method) \
	X(icalproperty_new_organizer) \
	X(icalproperty_new_prodid) \
	X(icalproperty_new_sequence) \
	X(icalproperty_new_status) \
	X(icalproperty_new_summary) \
	X(icalproperty_new_uid) \
	X(icalproperty_new_version) \
	X(icalrecur_iterator_free) \
	X(icalrecur_iterator_new) \
	X(icalrecur_iterator_next) \
	X(icaltime_adjust) \
	X(icaltime_as_timet) \
	X(icaltime_as_timet_with_zone) \
	X(icaltime_from_timet_with_zone) \
	X(icaltime_is_date) \
	X(icaltime_is_null_time) \
	X(icaltimezone_get_utc_timezone)

struct lazy_ical {
#define X(name) __typeof__(name) *name;
	LAZY_ICAL_NAMES(X)
#undef X
};

/* Lent for the rest of the run; valid once opened. */
const struct lazy_ical *lazy_ical(void);

#ifndef LAZY_ICAL_TABLE
#define icalcomponent_add_component (lazy_ical()->icalcomponent_add_component)
#define icalcomponent_add_property (lazy_ical()->icalcomponent_add_property)
#define icalcomponent_as_ical_string_r \
	(lazy_ical()->icalcomponent_as_ical_string_r)
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
#define icalcomponent_new (lazy_ical()->icalcomponent_new)
#define icalparameter_new_cn (lazy_ical()->icalparameter_new_cn)
#define icalparameter_new_rsvp (lazy_ical()->icalparameter_new_rsvp)
#define icalparser_parse_string (lazy_ical()->icalparser_parse_string)
#define icalproperty_add_parameter (lazy_ical()->icalproperty_add_parameter)
#define icalproperty_get_attendee (lazy_ical()->icalproperty_get_attendee)
#define icalproperty_get_organizer (lazy_ical()->icalproperty_get_organizer)
#define icalproperty_get_parameter_as_string_r \
	(lazy_ical()->icalproperty_get_parameter_as_string_r)
#define icalproperty_get_rrule (lazy_ical()->icalproperty_get_rrule)
#define icalproperty_get_transp (lazy_ical()->icalproperty_get_transp)
#define icalproperty_new_attendee (lazy_ical()->icalproperty_new_attendee)
#define icalproperty_new_dtend (lazy_ical()->icalproperty_new_dtend)
#define icalproperty_new_dtstamp (lazy_ical()->icalproperty_new_dtstamp)
#define icalproperty_new_dtstart (lazy_ical()->icalproperty_new_dtstart)
#define icalproperty_new_method (lazy_ical()->icalproperty_new_method)
#define icalproperty_new_organizer (lazy_ical()->icalproperty_new_organizer)
#define icalproperty_new_prodid (lazy_ical()->icalproperty_new_prodid)
#define icalproperty_new_sequence (lazy_ical()->icalproperty_new_sequence)
#define icalproperty_new_status (lazy_ical()->icalproperty_new_status)
#define icalproperty_new_summary (lazy_ical()->icalproperty_new_summary)
#define icalproperty_new_uid (lazy_ical()->icalproperty_new_uid)
#define icalproperty_new_version (lazy_ical()->icalproperty_new_version)
#define icalrecur_iterator_free (lazy_ical()->icalrecur_iterator_free)
#define icalrecur_iterator_new (lazy_ical()->icalrecur_iterator_new)
#define icalrecur_iterator_next (lazy_ical()->icalrecur_iterator_next)
#define icaltime_adjust (lazy_ical()->icaltime_adjust)
#define icaltime_as_timet (lazy_ical()->icaltime_as_timet)
#define icaltime_as_timet_with_zone (lazy_ical()->icaltime_as_timet_with_zone)
#define icaltime_from_timet_with_zone \
	(lazy_ical()->icaltime_from_timet_with_zone)
#define icaltime_is_date (lazy_ical()->icaltime_is_date)
#define icaltime_is_null_time (lazy_ical()->icaltime_is_null_time)
#define icaltimezone_get_utc_timezone \
	(lazy_ical()->icaltimezone_get_utc_timezone)
#endif
#endif

#endif
