/*
 * The sections of what goes out: limits, transport and hook.
 */
#include "model/config_internal.h"

void
config_send_limits(struct config_reader *r, cfg_t *limits)
{
	struct config *c = r->config;

	config_get_plain_span(
	    r, limits, "per_lead_gap", &c->limits.per_lead_gap);
	config_get_plain_span(
	    r, limits, "touch_window", &c->limits.touch_window);
	config_get_count(r, limits, "max_touches", &c->limits.max_touches);
	config_get_count(
	    r, limits, "per_address_day", &c->limits.per_address_day);
	config_get_count(
	    r, limits, "per_domain_hour", &c->limits.per_domain_hour);
	config_get_count(
	    r, limits, "same_body_hour", &c->limits.same_body_hour);
	config_get_count(r, limits, "per_hour", &c->limits.per_hour);
	config_get_count(r, limits, "notices_hour", &c->limits.notices_hour);
	config_get_count(r, limits, "breaker_times", &c->limits.breaker_times);
	config_get_count(r, limits, "breaker_floor", &c->limits.breaker_floor);
	config_get_count(r, limits, "mail_bytes", &c->limits.mail_bytes);
	config_get_list(r, limits, "big_domains", &c->limits.big_domains);
	if (cfg_size(limits, "sms_quiet") > 0 &&
	    config_parse_window(cfg_getstr(limits, "sms_quiet"),
		&c->limits.quiet_from, &c->limits.quiet_to) == -1)
		config_section_error(r, limits, "sms_quiet",
		    "sms_quiet: not understood: '%.60s' (21:00-08:00)",
		    cfg_getstr(limits, "sms_quiet"));
}

void
config_send_transport(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_transport *t = CONFIG_NAMED(
	    r, c->transport, c->ntransport, sec, config_free_transport);

	if (t == NULL)
		return;
	config_get_text(r, sec, "url", &t->url);
	config_get_text(r, sec, "kind", &t->kind);
	config_get_text(r, sec, "user", &t->user);
	config_get_text(r, sec, "password_file", &t->password_file);
	config_get_text(r, sec, "from", &t->from);
	config_get_text(r, sec, "body", &t->body);
	config_get_text(r, sec, "method", &t->method);
	config_get_text(r, sec, "ca_file", &t->ca_file);
	config_get_text(r, sec, "status_callback", &t->status_callback);
	config_get_count(r, sec, "timeout", &t->timeout);
	config_get_list(r, sec, "header", &t->header);
	if (t->url == NULL)
		config_section_error(
		    r, sec, NULL, "transport '%s': no url", t->name);
}

void
config_send_hook(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_hook *h =
	    CONFIG_NAMED(r, c->hook, c->nhook, sec, config_free_hook);

	if (h == NULL)
		return;
	config_get_text(r, sec, "url", &h->url);
	config_get_text(r, sec, "secret_file", &h->secret_file);
	config_get_list(r, sec, "on", &h->on);
	if (h->url == NULL || h->on.count == 0)
		config_section_error(r, sec, NULL, "hook '%s': no %s", h->name,
		    h->url == NULL ? "url" : "on");
}
