/*
 * The sections of what comes in, and by which door: source and web.
 */
#include <stdlib.h>
#include <string.h>

#include "model/config_internal.h"

/* A map that names nothing, a signature nobody can check. */
static void
check_source(struct config_reader *r, cfg_t *sec, struct config_source *s)
{
	static const char *const kinds[] = {"hmac", "key", "twilio", "meta",
	    "typeform", "hubspot", "calendly", "callrail", "tiktok", "linkedin",
	    NULL};
	const char *eq;
	size_t i;

	for (i = 0; i < s->map.count; i++)
		if ((eq = strchr(s->map.item[i], '=')) == NULL ||
		    eq == s->map.item[i] || eq[1] == '\0')
			config_section_error(r, sec, "map",
			    "map: '%.60s' is not FIELD=PLACE", s->map.item[i]);
	if (s->each != NULL && s->each[0] != '/')
		config_section_error(r, sec, "each",
		    "each: '%.60s' is no JSON pointer", s->each);
	if (s->secret_file == NULL) {
		if (s->signature != NULL || s->key != NULL)
			config_section_error(r, sec, NULL,
			    "source '%s': no secret_file", s->name);
		return;
	}
	if (s->signature == NULL &&
	    (s->signature = strdup(s->key != NULL ? "key" : "hmac")) == NULL)
		r->failed = true;
	for (i = 0; s->signature != NULL && kinds[i] != NULL; i++)
		if (strcmp(s->signature, kinds[i]) == 0)
			return;
	config_section_error(r, sec, "signature",
	    "signature: '%.60s' is none of hmac key twilio meta typeform "
	    "hubspot calendly callrail tiktok linkedin",
	    s->signature);
}

void
config_door_source(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_source *s =
	    CONFIG_NAMED(r, c->source, c->nsource, sec, config_free_source);
	struct span within;

	if (s == NULL)
		return;
	s->automation = true;
	s->duplicate_within = 600;
	config_get_text(r, sec, "when", &s->when);
	config_get_text(r, sec, "id", &s->id);
	config_get_text(r, sec, "secret_file", &s->secret_file);
	config_get_text(r, sec, "key", &s->key);
	config_get_bool(sec, "automation", &s->automation);
	config_get_real(r, sec, "cost_per_month", &s->cost_per_month);
	config_get_list(r, sec, "volatile", &s->volatiles);
	config_get_list(r, sec, "map", &s->map);
	if (config_get_plain_span(r, sec, "duplicate_within", &within))
		s->duplicate_within = span_after(&within, 0, NULL);
	config_get_text(r, sec, "verify_token", &s->verify_token);
	config_get_text(r, sec, "signature", &s->signature);
	config_get_text(r, sec, "signature_header", &s->signature_header);
	config_get_text(r, sec, "each", &s->each);
	config_get_text(r, sec, "country", &s->country);
	check_source(r, sec, s);
}

/* http:// or https:// and a host; path: may it have one. It stands in a
 * header of an answer, so nothing but plain characters. */
static bool
is_web_address(const char *s, bool path)
{
	const char *host, *p;

	for (p = s; *p != '\0'; p++)
		if (*p <= ' ' || *p == 0x7f || *p == '"' || *p == '<' ||
		    *p == '>' || *p == '\\')
			return false;
	host = strncmp(s, "https://", 8) == 0  ? s + 8
	       : strncmp(s, "http://", 7) == 0 ? s + 7
					       : NULL;
	return host != NULL && host[0] != '\0' && host[0] != '/' &&
	       (path || strchr(host, '/') == NULL);
}

void
config_door_web(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	size_t i;

	config_get_text(r, sec, "url", &c->web.url);
	config_get_text(r, sec, "thanks", &c->web.thanks);
	config_get_text(r, sec, "honeypot", &c->web.honeypot);
	config_get_list(r, sec, "origins", &c->web.origins);
	config_get_count(r, sec, "max_body", &c->web.max_body);
	config_get_count(r, sec, "per_address", &c->web.per_address);
	config_get_plain_span(
	    r, sec, "per_address_window", &c->web.per_address_window);
	if (c->web.url != NULL && !is_web_address(c->web.url, true))
		config_section_error(r, sec, "url",
		    "url: '%.60s' is no http or https address", c->web.url);
	if (c->web.thanks != NULL && !is_web_address(c->web.thanks, true))
		config_section_error(r, sec, "thanks",
		    "thanks: '%.60s' is no http or https address",
		    c->web.thanks);
	for (i = 0; i < c->web.origins.count; i++)
		if (!is_web_address(c->web.origins.item[i], false))
			config_section_error(r, sec, "origins",
			    "origins: '%.60s' is no origin (https://host)",
			    c->web.origins.item[i]);
}
