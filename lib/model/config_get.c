/*
 * One value of a section into one member of struct config, by kind. A key
 * that is not there leaves the member as it was; one that is there and wrong
 * does too, and is told through config_section_error.
 */
#include <stdlib.h>
#include <string.h>

#include "base/zone.h"
#include "model/config_internal.h"

void
config_get_append(
    struct config_reader *r, struct config_list *list, const char *item)
{
	char **items = realloc(list->item, (list->count + 1) * sizeof(*items));

	if (items == NULL) {
		r->failed = true;
		return;
	}
	list->item = items;
	if ((items[list->count] = strdup(item)) == NULL)
		r->failed = true;
	else
		list->count++;
}

void
config_get_text(
    struct config_reader *r, cfg_t *sec, const char *key, char **out)
{
	char *copy;

	if (cfg_size(sec, key) == 0)
		return;
	if ((copy = strdup(cfg_getstr(sec, key))) == NULL) {
		r->failed = true;
		return;
	}
	free(*out);
	*out = copy;
}

void
config_get_list(struct config_reader *r, cfg_t *sec, const char *key,
    struct config_list *out)
{
	unsigned int i, n = cfg_size(sec, key);

	if (n == 0)
		return;
	config_free_list(out);
	for (i = 0; i < n; i++)
		config_get_append(r, out, cfg_getnstr(sec, key, i));
}

void
config_get_bool(cfg_t *sec, const char *key, bool *out)
{
	if (cfg_size(sec, key) > 0)
		*out = cfg_getbool(sec, key) == cfg_true;
}

void
config_get_count(
    struct config_reader *r, cfg_t *sec, const char *key, int64_t *out)
{
	if (cfg_size(sec, key) == 0)
		return;
	if (cfg_getint(sec, key) < 0)
		config_section_error(r, sec, key, "%s: less than 0", key);
	else
		*out = cfg_getint(sec, key);
}

void
config_get_real(
    struct config_reader *r, cfg_t *sec, const char *key, double *out)
{
	double d;

	if (cfg_size(sec, key) == 0)
		return;
	d = cfg_getfloat(sec, key);
	if (!(d >= 0 && d < 1e12))
		config_section_error(r, sec, key, "%s: out of range", key);
	else
		*out = d;
}

/* True where the key is there and right. */
bool
config_get_span(
    struct config_reader *r, cfg_t *sec, const char *key, struct span *out)
{
	struct lead_error err;

	if (cfg_size(sec, key) == 0)
		return false;
	if (span_parse(cfg_getstr(sec, key), out, &err) == 0)
		return true;
	config_section_error(r, sec, key, "%s: %s", key, err.msg);
	return false;
}

/* A span that business hours have no part in. */
bool
config_get_plain_span(
    struct config_reader *r, cfg_t *sec, const char *key, struct span *out)
{
	struct span s;

	if (!config_get_span(r, sec, key, &s))
		return false;
	if (s.unit >= SPAN_BMINUTE) {
		config_section_error(r, sec, key,
		    "%s: business time has no meaning here: '%s'", key,
		    cfg_getstr(sec, key));
		return false;
	}
	*out = s;
	return true;
}

void
config_get_minute(
    struct config_reader *r, cfg_t *sec, const char *key, int *out)
{
	if (cfg_size(sec, key) > 0 &&
	    config_parse_minute(cfg_getstr(sec, key), out) == -1)
		config_section_error(r, sec, key,
		    "%s: not a time of the day: '%.60s' (10:00)", key,
		    cfg_getstr(sec, key));
}

void
config_get_zone(struct config_reader *r, cfg_t *sec, char **out)
{
	if (cfg_size(sec, "timezone") == 0)
		return;
	if (!zone_exists(cfg_getstr(sec, "timezone")))
		config_section_error(r, sec, "timezone",
		    "timezone: no such zone: '%.60s' (America/Los_Angeles)",
		    cfg_getstr(sec, "timezone"));
	else
		config_get_text(r, sec, "timezone", out);
}

void
config_get_hours(
    struct config_reader *r, cfg_t *sec, struct config_calendar *out)
{
	unsigned int i, n = cfg_size(sec, "hours");

	if (n == 0)
		return;
	out->nhours = 0;
	for (i = 0; i < n; i++)
		if (config_parse_hours(cfg_getnstr(sec, "hours", i), out) == -1)
			config_section_error(r, sec, "hours",
			    "hours: not understood: '%.60s' (mon-fri "
			    "09:00-17:00)",
			    cfg_getnstr(sec, "hours", i));
	config_parse_merge_hours(out);
}

void
config_get_dates(struct config_reader *r, cfg_t *sec, const char *key,
    struct config_calendar *out)
{
	unsigned int i;

	for (i = 0; i < cfg_size(sec, key); i++)
		if (config_parse_dates(cfg_getnstr(sec, key, i), out) == -1)
			config_section_error(r, sec, key,
			    "%s: not a date or dates: '%.60s' "
			    "(2026-12-24..2027-01-02)",
			    key, cfg_getnstr(sec, key, i));
}

/* One of two words: true for the second. */
void
config_get_choice(struct config_reader *r, cfg_t *sec, const char *key,
    const char *no, const char *yes, bool *out)
{
	const char *word;

	if (cfg_size(sec, key) == 0)
		return;
	word = cfg_getstr(sec, key);
	*out = strcmp(word, yes) == 0;
	if (!*out && strcmp(word, no) != 0)
		config_section_error(
		    r, sec, key, "%s: say %s or %s", key, no, yes);
}

/*
 * The element called name, emptied, or a new one. Each named struct has its
 * name first, which is what makes one function serve all of them.
 */
void *
config_get_named(struct config_reader *r, void *array, size_t *count,
    size_t size, cfg_t *sec, void (*release)(void *))
{
	const char *name = cfg_title(sec);
	char *items, *item, *copy, *old;
	size_t i;

	memcpy(&items, array, sizeof(items));
	if ((copy = strdup(name)) == NULL)
		goto failed;
	for (i = 0; i < *count; i++) {
		item = items + i * size;
		memcpy(&old, item, sizeof(old));
		if (strcmp(old, name) == 0) {
			release(item);
			memcpy(item, &copy, sizeof(copy));
			return item;
		}
	}
	if ((items = realloc(items, (*count + 1) * size)) == NULL)
		goto failed;
	memcpy(array, &items, sizeof(items));
	item = items + (*count)++ * size;
	memset(item, 0, size);
	memcpy(item, &copy, sizeof(copy));
	return item;
failed:
	free(copy);
	r->failed = true;
	return NULL;
}
