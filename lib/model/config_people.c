/*
 * The sections of who we are: business and owner.
 */
#include "model/config_internal.h"

void
config_people_business(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;

	config_get_text(r, sec, "name", &c->business.name);
	config_get_text(r, sec, "phone", &c->business.phone);
	config_get_text(r, sec, "email", &c->business.email);
	config_get_text(r, sec, "address", &c->business.address);
	config_get_text(r, sec, "country", &c->business.country);
	config_get_text(r, sec, "currency", &c->business.currency);
	config_get_text(r, sec, "website", &c->business.website);
	config_get_text(
	    r, sec, "unsubscribe_url", &c->business.unsubscribe_url);
	config_get_text(r, sec, "booking_url", &c->business.booking_url);
	config_get_text(r, sec, "holidays_file", &c->business.holidays_file);
	config_get_list(r, sec, "aliases", &c->business.aliases);
	config_get_zone(r, sec, &c->business.timezone);
	c->business.timezone_given =
	    r->path != NULL && cfg_size(sec, "timezone") > 0;
	config_get_hours(r, sec, &c->business.calendar);
	config_get_dates(r, sec, "holidays", &c->business.calendar);
}

void
config_people_owner(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_owner *o =
	    CONFIG_NAMED(r, c->owner, c->nowner, sec, config_free_owner);

	if (o == NULL)
		return;
	o->share = 1;
	config_get_text(r, sec, "email", &o->email);
	config_get_text(r, sec, "phone", &o->phone);
	config_get_text(r, sec, "login", &o->login);
	config_get_text(r, sec, "escalate_to", &o->escalate_to);
	config_get_list(r, sec, "notify", &o->notify);
	config_get_list(r, sec, "skills", &o->skills);
	config_get_list(r, sec, "places", &o->places);
	config_get_list(r, sec, "languages", &o->languages);
	config_get_real(r, sec, "share", &o->share);
	config_get_count(r, sec, "capacity", &o->capacity);
	config_get_bool(sec, "fallback", &o->fallback);
	config_get_zone(r, sec, &o->timezone);
	config_get_hours(r, sec, &o->calendar);
	config_get_dates(r, sec, "away", &o->calendar);
	if (o->email == NULL)
		config_section_error(
		    r, sec, NULL, "owner '%s': no email", o->name);
	if (o->share <= 0)
		config_section_error(r, sec, "share", "share: must be over 0");
}
