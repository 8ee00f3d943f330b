/*
 * Which owner takes a lead: fair by share, within skills, places, languages,
 * presence and capacity.
 */
#include <fnmatch.h>
#include <strings.h>

#include "base/text.h"
#include "follow/route.h"

int
route_away(const struct config_owner *o, int today)
{
	size_t i;

	for (i = 0; i < o->calendar.nclosed; i++)
		if (o->calendar.closed[i].from <= today &&
		    today <= o->calendar.closed[i].to)
			return 1;
	return 0;
}

/* An owner without a list of places or languages takes any. */
static int
serves(const struct config_list *list, const char *wanted, int glob)
{
	size_t i;

	if (wanted == NULL || list->count == 0)
		return 1;
	for (i = 0; i < list->count; i++)
		if (glob ? fnmatch(list->item[i], wanted, 0) == 0
			 : strcasecmp(list->item[i], wanted) == 0)
			return 1;
	return 0;
}

static int
can_take(const struct config_owner *o, const struct route_want *want,
    const struct route_load *load)
{
	if (want->skill != NULL && !config_list_has(&o->skills, want->skill))
		return 0;
	if (o->capacity > 0 && load->open >= o->capacity)
		return 0;
	return serves(&o->places, want->place, 1) &&
	    serves(&o->languages, want->language, 0) &&
	    !route_away(o, want->today);
}

/* Less loaded first. */
static int
less(const struct config_owner *a, const struct route_load *la,
    const struct config_owner *b, const struct route_load *lb)
{
	double sa = a->share > 0 ? a->share : 1;
	double sb = b->share > 0 ? b->share : 1;
	double oa = (double)la->open / sa, ob = (double)lb->open / sb;

	if (oa < ob || oa > ob)
		return oa < ob;
	return (double)la->given / sa < (double)lb->given / sb;
}

size_t
route_owner(const struct config *c, const struct route_want *want,
    const struct route_load *load, int *fallback, const char **why)
{
	size_t i, best = c->nowner, able = 0;

	*fallback = 0;
	for (i = 0; i < c->nowner; i++) {
		if (c->owner[i].share <= 0 ||
		    !can_take(&c->owner[i], want, &load[i]))
			continue;
		able++;
		if (best == c->nowner ||
		    less(&c->owner[i], &load[i], &c->owner[best], &load[best]))
			best = i;
	}
	if (best != c->nowner) {
		*why = able == 1 ? "the one who can take it"
				 : "fewest open leads by share";
		return best;
	}
	*fallback = 1;
	*why = "nobody fits or is free: the fallback owner";
	return (size_t)(config_fallback(c) - c->owner);
}
