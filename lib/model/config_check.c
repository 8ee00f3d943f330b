/*
 * What is wrong with a configuration although each value alone is right:
 * names that point nowhere, times that leave no time.
 */
#include <string.h>

#include "model/config_internal.h"

static void
check_sequence(struct config_reader *r, cfg_t *sec, const char *key)
{
	const char *name = cfg_getstr(sec, key);

	if (name != NULL && config_sequence(r->config, name) == NULL)
		config_section_error(
		    r, sec, key, "%s: no sequence '%.60s'", key, name);
}

static void
check_owner(struct config_reader *r, cfg_t *sec, const char *key)
{
	const char *name = cfg_getstr(sec, key);

	if (name != NULL && config_owner(r->config, name) == NULL)
		config_section_error(
		    r, sec, key, "%s: no owner '%.60s'", key, name);
}

static void
check_priority(struct config_reader *r, cfg_t *sec)
{
	const char *name = cfg_getstr(sec, "priority");

	if (name != NULL && strcmp(name, "high") != 0 &&
	    strcmp(name, "normal") != 0 && strcmp(name, "low") != 0)
		config_section_error(r, sec, "priority",
		    "priority: '%.60s' is not high, normal or low", name);
}

/* An escalation that comes back would never end. */
static void
check_chain(struct config_reader *r, cfg_t *sec)
{
	const struct config *c = r->config;
	const struct config_owner *o = config_owner(c, cfg_title(sec));
	size_t left = c->nowner;

	while (o != NULL && o->escalate_to != NULL && left > 0) {
		o = config_owner(c, o->escalate_to);
		left--;
		if (o != NULL && strcmp(o->name, cfg_title(sec)) == 0) {
			config_section_error(r, sec, "escalate_to",
			    "escalate_to: leads back to '%.60s'", o->name);
			return;
		}
	}
}

static void
check_owners(struct config_reader *r, cfg_t *root)
{
	unsigned int i, k;
	cfg_t *sec;

	for (i = 0; i < cfg_size(root, "owner"); i++) {
		sec = cfg_getnsec(root, "owner", i);
		check_owner(r, sec, "escalate_to");
		check_chain(r, sec);
		for (k = 0; k < cfg_size(sec, "notify"); k++)
			if (config_transport(r->config,
			    cfg_getnstr(sec, "notify", k)) == NULL)
				config_section_warn(r,
				    config_schema_line(sec, "notify"),
				    "notify: no transport '%.60s'",
				    cfg_getnstr(sec, "notify", k));
	}
}

static void
check_answers(struct config_reader *r, cfg_t *qualify)
{
	unsigned int i;

	for (i = 0; i < cfg_size(qualify, "answer"); i++)
		check_sequence(
		    r, cfg_getnsec(qualify, "answer", i), "sequence");
}

static bool
quiet(const struct config *c, int minute)
{
	int from = c->limits.quiet_from, to = c->limits.quiet_to;

	if (from <= to)
		return minute >= from && minute < to;
	return minute >= from || minute < to;
}

/* Texts would wait for ever, in silence. */
static void
check_windows(struct config_reader *r, cfg_t *root)
{
	const struct config *c = r->config;
	const struct config_hours *h;
	size_t i;
	int m;

	if (c->business.calendar.nhours == 0)
		return; /* said already */
	for (i = 0; i < c->business.calendar.nhours; i++) {
		h = &c->business.calendar.hours[i];
		for (m = h->from; m < h->to; m++)
			if (!quiet(c, m))
				return;
	}
	config_section_error(r, cfg_getsec(root, "limits"), "sms_quiet",
	    "sms_quiet: leaves no minute of the business hours");
}

void
config_check_names(struct config_reader *r, cfg_t *root)
{
	unsigned int i;
	cfg_t *sec;

	check_owners(r, root);
	for (i = 0; i < cfg_size(root, "route"); i++) {
		sec = cfg_getnsec(root, "route", i);
		check_owner(r, sec, "owner");
		check_sequence(r, sec, "sequence");
		check_priority(r, sec);
	}
	for (i = 0; i < cfg_size(root, "sequence"); i++)
		check_sequence(r, cfg_getnsec(root, "sequence", i), "then");
	for (i = 0; i < cfg_size(root, "qualify"); i++)
		check_answers(r, cfg_getnsec(root, "qualify", i));
	for (i = 0; i < cfg_size(root, "handoff"); i++)
		check_priority(r, cfg_getnsec(root, "handoff", i));
	check_windows(r, root);
}
