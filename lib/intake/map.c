/* Where a source says its fields stand. Knows no vendor. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "intake/map.h"

#define HEADER "header:"

const struct config_source *
map_source(const struct intake_options *o)
{
	const struct config_source *s = config_source(o->config, o->source);

	return s != NULL && (s->map.count > 0 || s->id != NULL) ? s : NULL;
}

static enum label
label_of(const char *field)
{
	if (strcasecmp(field, "note") == 0)
		return LABEL_NOTE;
	if (strcasecmp(field, "id") == 0)
		return LABEL_ID;
	return labels_find(field, false);
}

static char *
look_up(const struct intake_options *o, const char *place, map_look_fn *look,
    void *arg)
{
	const char *name = place + strlen(HEADER);
	size_t i;

	if (strncasecmp(place, HEADER, strlen(HEADER)) == 0)
		for (i = 0; i < o->nheader; i++)
			if (strcasecmp(o->header[i].name, name) == 0)
				return text_dup(o->header[i].value);
	return look(arg, place);
}

static void
put(struct draft *d, const char *field, char *value)
{
	enum label what = label_of(field);

	/* a name we would drop as technical is one this firm asked for */
	if (value != NULL)
		draft_as(d, what == LABEL_DROP ? LABEL_NONE : what, field,
		    value);
	free(value);
}

void
map_apply(struct draft *d, const struct intake_options *o, map_look_fn *look,
    void *arg)
{
	const struct config_source *s = map_source(o);
	const char *eq;
	char *field;
	size_t i;

	if (s == NULL)
		return;
	d->source = s;
	if (s->id != NULL)
		put(d, "id", look_up(o, s->id, look, arg));
	for (i = 0; i < s->map.count && !d->failed; i++) {
		if ((eq = strchr(s->map.item[i], '=')) == NULL)
			continue;
		field = strndup(s->map.item[i], (size_t)(eq - s->map.item[i]));
		if (field == NULL)
			d->failed = true;
		else
			put(d, field, look_up(o, eq + 1, look, arg));
		free(field);
	}
}

static bool
is_place(const char *place, const char *name)
{
	return place != NULL && strcmp(place + (place[0] == '/'), name) == 0;
}

bool
map_has(const struct config_source *s, const char *name)
{
	const char *eq;
	size_t i;

	if (s == NULL || name == NULL)
		return false;
	if (is_place(s->id, name))
		return true;
	for (i = 0; i < s->map.count; i++)
		if ((eq = strchr(s->map.item[i], '=')) != NULL &&
		    is_place(eq + 1, name))
			return true;
	return false;
}

bool
map_put(struct draft *d, const struct config_source *s, const char *column,
    const char *value)
{
	const char *eq;
	char *copy;
	size_t i;

	if (s == NULL)
		return false;
	if (s->id != NULL && strcasecmp(s->id, column) == 0) {
		draft_as(d, LABEL_ID, "id", value);
		return true;
	}
	for (i = 0; i < s->map.count; i++) {
		if ((eq = strchr(s->map.item[i], '=')) == NULL ||
		    strcasecmp(eq + 1, column) != 0)
			continue;
		copy = strndup(s->map.item[i], (size_t)(eq - s->map.item[i]));
		if (copy == NULL)
			d->failed = true;
		else
			put(d, copy, text_dup(value));
		free(copy);
		return true;
	}
	return false;
}
