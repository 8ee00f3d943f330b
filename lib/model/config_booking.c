/*
 * The section booking: what follows from an appointment.
 */
#include <string.h>

#include "model/config_internal.h"

void
config_booking_read(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_list *list = &c->booking.reminders;
	struct lead_error err;
	struct span s;
	size_t i;

	config_get_bool(sec, "confirm", &c->booking.confirm);
	config_get_plain_span(r, sec, "length", &c->booking.length);
	config_get_list(r, sec, "reminders", list);
	/* an empty list cannot be told from none given */
	if (list->count == 1 && strcmp(list->item[0], "none") == 0)
		config_free_list(list);
	for (i = 0; i < list->count; i++)
		if (span_parse(list->item[i], &s, &err) == -1)
			config_section_error(
			    r, sec, "reminders", "reminders: %s", err.msg);
		else if (s.unit >= SPAN_BMINUTE || s.n == 0)
			config_section_error(r, sec, "reminders",
			    "reminders: '%.60s' is no time before it (1d, 2h)",
			    list->item[i]);
}
