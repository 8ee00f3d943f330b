/* One arrival, read: its memory. Knows nothing of how it was read. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "model/address.h"
#include "model/inbound.h"

#define FIELDS_MAX 200 /* a form of ours has 20; a hostile one has no end */

const char *
inbound_kind_name(enum inbound_kind kind)
{
	static const char *const names[] = {
	    [INBOUND_LEAD] = "lead",
	    [INBOUND_OPT_OUT] = "opt-out",
	    [INBOUND_OPT_IN] = "opt-in",
	    [INBOUND_AUTO_REPLY] = "auto-reply",
	    [INBOUND_BOUNCE] = "bounce",
	    [INBOUND_DELAY] = "delay",
	    [INBOUND_COMPLAINT] = "complaint",
	    [INBOUND_IGNORED] = "ignored",
	    [INBOUND_UNSORTED] = "unsorted",
	    [INBOUND_ERROR] = "error",
	};

	return names[kind];
}

static void
free_list(char **list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

void
inbound_free(struct inbound *in)
{
	char *const owned[] = {in->reason, in->format, in->channel, in->source,
	    in->name, in->email, in->phone, in->phone_ext, in->phone_raw, in->phone_problem,
	    in->company, in->subject, in->message, in->text, in->service,
	    in->zip, in->place, in->timeframe, in->budget, in->language,
	    in->campaign, in->referred_by, in->note, in->currency,
	    in->vendor_id, in->recipient, in->chat, in->message_id, in->in_reply_to,
	    in->from, in->sender_name, in->reply_to, in->failed,
	    in->original_id, in->status, in->stage, in->owner,
	    in->reason_closed};
	size_t i;

	for (i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
		free(owned[i]);
	free_list(in->references, in->nreferences);
	free_list(in->to, in->nto);
	for (i = 0; i < in->nfield; i++) {
		free(in->field[i].name);
		free(in->field[i].value);
	}
	free(in->field);
	*in = (struct inbound){0};
}

static int
join(char **dst, const char *value)
{
	struct buf b = {0};
	char *both;

	if (text_is(*dst, value))
		return 0;
	buf_puts(&b, *dst);
	if (b.len > 0)
		buf_puts(&b, ", ");
	buf_puts(&b, value);
	if ((both = buf_take(&b)) == NULL)
		return -1;
	free(*dst);
	*dst = both;
	return 0;
}

int
inbound_set_name(struct inbound *in, const char *display)
{
	char *person = NULL, *company = NULL;

	if (address_company(display, &person, &company) == -1)
		return -1;
	if (in->name == NULL)
		in->name = address_name(person != NULL ? person : display);
	free(person);
	if (in->company == NULL)
		in->company = company;
	else
		free(company);
	return 0;
}

int
inbound_add_field(struct inbound *in, const char *name, const char *value)
{
	struct inbound_field *grown;
	char *n, *v;
	size_t i;

	for (i = 0; i < in->nfield; i++)
		if (text_is_nocase(in->field[i].name, name))
			return join(&in->field[i].value, value);
	if (in->nfield >= FIELDS_MAX)
		return 0;
	grown = realloc(in->field, (in->nfield + 1) * sizeof(*grown));
	if (grown == NULL)
		return -1;
	in->field = grown;
	n = text_dup(name);
	v = text_dup(value);
	if (n == NULL || v == NULL) {
		free(n);
		free(v);
		return -1;
	}
	in->field[in->nfield++] = (struct inbound_field){n, v};
	return 0;
}

int
inbound_take(struct inbound *in, struct inbound *from)
{
	char **const pair[][2] = {{&in->name, &from->name},
	    {&in->email, &from->email}, {&in->phone, &from->phone},
	    {&in->phone_ext, &from->phone_ext},
	    {&in->phone_raw, &from->phone_raw},
	    {&in->phone_problem, &from->phone_problem},
	    {&in->company, &from->company}, {&in->subject, &from->subject},
	    {&in->message, &from->message}, {&in->service, &from->service},
	    {&in->zip, &from->zip}, {&in->place, &from->place},
	    {&in->timeframe, &from->timeframe}, {&in->budget, &from->budget},
	    {&in->language, &from->language},
	    {&in->campaign, &from->campaign}, {&in->note, &from->note},
	    {&in->referred_by, &from->referred_by},
	    {&in->vendor_id, &from->vendor_id}};
	size_t i;

	for (i = 0; i < sizeof(pair) / sizeof(pair[0]); i++) {
		if (*pair[i][1] == NULL)
			continue;
		free(*pair[i][0]);
		*pair[i][0] = *pair[i][1];
		*pair[i][1] = NULL;
	}
	if (from->value > 0)
		in->value = from->value;
	for (i = 0; i < from->nfield; i++)
		if (inbound_add_field(in, from->field[i].name,
			from->field[i].value) == -1)
			return -1;
	return 0;
}

void
inbound_drop_person(struct inbound *in)
{
	char **const parts[] = {&in->name, &in->email, &in->message};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		free(*parts[i]);
		*parts[i] = NULL;
	}
}
