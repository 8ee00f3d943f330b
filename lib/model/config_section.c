/*
 * The tree libconfuse made into struct config; config_people.c, config_door.c,
 * config_rule.c, config_sequence.c and config_send.c have the sections. A key
 * that is not there leaves what stood before: the built-in text is read
 * first. A named section replaces the one of that name.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "model/config_internal.h"

void
config_section_error(
    struct config_reader *r, cfg_t *sec, const char *key, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	/* not understood for want of memory is no fault of the text */
	if (errno == ENOMEM)
		r->failed = true;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (r->errors.len > 0)
		buf_puts(&r->errors, "; ");
	buf_printf(&r->errors, "%s:%d: %s", r->path ? r->path : "built-in",
	    config_schema_line(sec, key), text);
}

void
config_section_warn(struct config_reader *r, int line, const char *fmt, ...)
{
	char text[512];
	va_list ap;
	int n;

	n = snprintf(text, sizeof(text),
	    "%.200s:%d: ", r->path ? r->path : "built-in", line);
	va_start(ap, fmt);
	vsnprintf(text + n, sizeof(text) - (size_t)n, fmt, ap);
	va_end(ap);
	config_get_append(r, &r->config->warnings, text);
}

static void
no_effect(struct config_reader *r, cfg_t *sec, const char *key)
{
	if (cfg_size(sec, key) > 0)
		config_section_warn(r, config_schema_line(sec, key),
		    "%s: has no effect yet", key);
}

static void
each(struct config_reader *r, cfg_t *root, const char *name,
    void (*read)(struct config_reader *, cfg_t *))
{
	unsigned int i;

	for (i = 0; i < cfg_size(root, name); i++)
		read(r, cfg_getnsec(root, name, i));
}

/* Hand-off words and score rules of a file stand alone: adding some to the
 * built-in ones would leave no way to be rid of those. */
static void
drop_built_in(struct config *c, cfg_t *root)
{
	if (cfg_size(root, "handoff") > 0)
		while (c->nhandoff > 0)
			config_free_handoff(&c->handoff[--c->nhandoff]);
	if (cfg_size(cfg_getsec(root, "score"), "rule") > 0)
		while (c->score.nrule > 0)
			config_free_score_rule(
			    &c->score.rule[--c->score.nrule]);
}

void
config_section_read(struct config_reader *r, cfg_t *root)
{
	struct config *c = r->config;
	cfg_t *score = cfg_getsec(root, "score");
	size_t i;

	drop_built_in(c, root);
	config_get_text(r, root, "templates", &c->templates);
	no_effect(r, root, "stages");
	config_get_text(r, cfg_getsec(root, "store"), "group", &c->store_group);
	config_people_business(r, cfg_getsec(root, "business"));
	each(r, root, "owner", config_people_owner);
	each(r, root, "source", config_door_source);
	each(r, root, "route", config_rule_route);
	each(r, root, "deadline", config_rule_deadline);
	each(r, root, "sequence", config_sequence_read);
	each(r, root, "qualify", config_rule_qualify);
	each(r, root, "handoff", config_rule_handoff);
	each(r, score, "rule", config_rule_score);
	config_get_count(r, score, "start", &c->score.start);
	config_get_count(r, score, "advance", &c->score.advance);
	config_get_count(r, score, "park", &c->score.park);
	config_report_read(r, cfg_getsec(root, "report"));
	config_rule_stale(r, cfg_getsec(root, "stale"));
	config_send_limits(r, cfg_getsec(root, "limits"));
	config_booking_read(r, cfg_getsec(root, "booking"));
	config_door_web(r, cfg_getsec(root, "web"));
	for (i = 0; i < CONFIG_NLABEL; i++)
		config_get_list(r, cfg_getsec(root, "labels"), config_label[i],
		    &c->label[i]);
	config_get_plain_span(
	    r, cfg_getsec(root, "retention"), "raw", &c->retention.raw);
	each(r, root, "transport", config_send_transport);
	each(r, root, "hook", config_send_hook);
}
