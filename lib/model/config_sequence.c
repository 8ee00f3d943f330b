/*
 * The sequence section and its steps.
 */
#include <stdlib.h>
#include <string.h>

#include "model/config_internal.h"

static void
read_step(struct config_reader *r, cfg_t *sec, struct config_sequence *s)
{
	struct config_step *step =
	    CONFIG_NAMED(r, s->step, s->nstep, sec, NULL);

	if (step == NULL)
		return;
	step->at = -1;
	config_get_span(r, sec, "after", &step->after);
	config_get_text(r, sec, "channel", &step->channel);
	config_get_text(r, sec, "template", &step->template);
	config_get_text(r, sec, "when", &step->when);
	config_get_minute(r, sec, "at", &step->at);
	config_get_bool(sec, "always", &step->always);
	config_get_choice(r, sec, "from", "start", "last", &step->from_last);
	config_get_choice(
	    r, sec, "wait_for", "nothing", "task", &step->after_task);
	if (step->channel == NULL && (step->channel = strdup("match")) == NULL)
		r->failed = true;
	if (step->template == NULL &&
	    (step->template = strdup(step->name)) == NULL)
		r->failed = true;
	if (cfg_size(sec, "after") == 0)
		config_section_error(
		    r, sec, NULL, "step '%s': no after", step->name);
}

void
config_sequence_read(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_sequence *s = CONFIG_NAMED(
	    r, c->sequence, c->nsequence, sec, config_free_sequence);
	unsigned int i;

	if (s == NULL)
		return;
	s->wait = (struct span){3, SPAN_DAY};
	for (i = 0; i < cfg_size(sec, "step"); i++)
		read_step(r, cfg_getnsec(sec, "step", i), s);
	config_get_text(r, sec, "then", &s->then);
	config_get_span(r, sec, "wait", &s->wait);
	config_get_bool(sec, "monthly", &s->monthly);
	if (s->nstep == 0)
		config_section_error(
		    r, sec, NULL, "sequence '%s': no step", s->name);
}
