/*
 * By which channel and to which address a message for a lead goes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/address.h"
#include "verb/plan.h"

static bool
is_text_channel(const struct lead *lead)
{
	return text_is(lead->channel, "sms") ||
	    text_is(lead->channel, "phone") ||
	    text_is(lead->channel, "whatsapp");
}

/* 1 open, 0 closed or no address (why says). */
static int
by_mail(const struct lead_app *app, const struct lead *lead, char **to,
    const char **why)
{
	struct lead_error err;
	const char *kind = NULL;
	char *norm;
	int rc;

	if ((*to = address_wire(lead->email)) == NULL) {
		*why = lead->email == NULL ? "no mail address"
		    : "an address no mail can be sent to";
		return 0;
	}
	norm = address_mail(*to);
	rc = norm == NULL ? 0
			  : store_fact_closed(
				app->store, "email", norm, &kind, &err);
	free(norm);
	if (rc == 0)
		return 1;
	*why = rc == 1 ? kind : "cannot look the address up";
	free(*to);
	*to = NULL;
	return 0;
}

static int
by_text(const struct lead_app *app, const struct lead *lead, char **to,
    const char **why)
{
	struct lead_error err;
	const char *kind = NULL;
	int rc;

	*to = address_phone(lead->phone, app->config->business.country, NULL);
	if (*to == NULL) {
		*why = "no phone number";
		return 0;
	}
	if ((rc = store_fact_closed(app->store, "phone", *to, &kind, &err)) ==
	    0)
		return 1;
	*why = rc == 1 ? kind : "cannot look the number up";
	free(*to);
	*to = NULL;
	return 0;
}

int
plan_channel(const struct lead_app *app, const struct lead *lead,
    const char *wanted, const char **channel, char **to, const char **why)
{
	bool match = wanted == NULL || text_is(wanted, "match");
	bool sms = config_transport(app->config, "sms") != NULL;

	*to = NULL;
	*why = "no way to reach them";
	if (!match && !text_is(wanted, "email")) {
		const struct config_transport *t =
		    config_transport(app->config, wanted);

		if (t == NULL) {
			*why = "no such transport";
			return 0;
		}
		*channel = t->name;
		return by_text(app, lead, to, why);
	}
	if (match && sms && is_text_channel(lead) &&
	    by_text(app, lead, to, why)) {
		*channel = "sms";
		return 1;
	}
	if (by_mail(app, lead, to, why)) {
		*channel = "email";
		return 1;
	}
	if (match && sms && by_text(app, lead, to, why)) {
		*channel = "sms";
		return 1;
	}
	return 0;
}
