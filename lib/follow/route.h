/*
 * route: which owner takes a lead. Pure: loads are handed in.
 */
#ifndef FOLLOW_ROUTE_H
#define FOLLOW_ROUTE_H

#include <stddef.h>
#include <stdint.h>

#include "model/config.h"

/* What one owner carries, in the order of config->owner. */
struct route_load {
	int64_t open;  /* open leads */
	int64_t given; /* leads ever given: breaks ties, round robin */
};

/* What the lead asks of an owner; NULL asks nothing. */
struct route_want {
	const char *skill, *place, *language;
	int today; /* local date, YYYYMMDD */
};

/* Among the owners with the skill, place and language who are not away and
 * under capacity: fewest open leads by share, then fewest given by share,
 * then the order of the file. Nobody left: the fallback owner (else the
 * first), *fallback = 1. *why: a literal. Index into config->owner. */
size_t route_owner(const struct config *, const struct route_want *,
    const struct route_load *, int *fallback, const char **why);
/* Is the owner away on that local date. */
int route_away(const struct config_owner *, int today);

#endif
