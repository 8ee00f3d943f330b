/* The section report: targets, what a win is worth, what is healthy. */
#include <stdlib.h>
#include <string.h>

#include "model/config_internal.h"

static void
target(struct config_reader *r, cfg_t *sec, const char *key, int64_t *out)
{
	struct span span;

	if (config_get_plain_span(r, sec, key, &span))
		*out = span_after(&span, 0, NULL);
}

static void
number(struct config_reader *r, cfg_t *sec, const char *key, double most,
    double *out)
{
	double n;

	if (cfg_size(sec, key) == 0)
		return;
	n = cfg_getfloat(sec, key);
	if (!(n >= 0 && n <= most))
		config_section_error(r, sec, key, "%s: from 0 to %g", key,
		    most);
	else
		*out = n;
}

/* The range of that name, or a new one. NULL: no memory. */
static struct config_range *
range(struct config *c, const char *name)
{
	struct config_range *more;
	size_t i;

	for (i = 0; i < c->report.nrange; i++)
		if (strcmp(c->report.range[i].name, name) == 0)
			return &c->report.range[i];
	more = reallocarray(c->report.range, i + 1, sizeof(*more));
	if (more == NULL)
		return NULL;
	c->report.range = more;
	more[i] = (struct config_range){.name = strdup(name)};
	if (more[i].name == NULL)
		return NULL;
	c->report.nrange++;
	return &more[i];
}

static void
healthy(struct config_reader *r, cfg_t *sec)
{
	struct config_range *to = range(r->config, cfg_title(sec));

	if (to == NULL) {
		r->failed = true;
		return;
	}
	to->has_low = cfg_size(sec, "low") > 0;
	to->has_high = cfg_size(sec, "high") > 0;
	to->line = config_schema_line(sec, NULL);
	number(r, sec, "low", 1e12, &to->low);
	number(r, sec, "high", 1e12, &to->high);
	if (to->has_low && to->has_high && to->low > to->high)
		config_section_error(r, sec, "low", "low is over high");
}

void
config_report_read(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	unsigned int i;

	target(r, sec, "machine_target", &c->report.machine_target);
	target(r, sec, "human_target", &c->report.human_target);
	number(r, sec, "average_value", 1e12, &c->report.average_value);
	number(r, sec, "lost_by_delay", 1, &c->report.lost_by_delay);
	for (i = 0; i < cfg_size(sec, "healthy"); i++)
		healthy(r, cfg_getnsec(sec, "healthy", i));
}

void
config_report_free(struct config *c)
{
	size_t i;

	for (i = 0; i < c->report.nrange; i++)
		free(c->report.range[i].name);
	free(c->report.range);
}
