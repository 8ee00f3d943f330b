/*
 * map: a source's own word for where things stand in its input:
 * source "x" { map = {"FIELD=PLACE", …} id = "PLACE" }. A PLACE is a JSON
 * pointer ("/contact/email"), a header ("header:X-Campaign"), else a form
 * field, a column, a member by its name.
 */
#ifndef INTAKE_MAP_H
#define INTAKE_MAP_H

#include "intake/labels.h"
#include "intake/read.h"

/* What stands at a place: malloc'd, NULL where there is nothing. */
typedef char *map_look_fn(void *arg, const char *place);

/* The source of these options that has a map or an id; NULL: none. */
const struct config_source *map_source(const struct intake_options *);
/* Puts what the map finds into the draft; call it before anything is guessed:
 * the first value of a field wins. Headers of a request are looked up in the
 * options, all else by look. No memory: the draft failed. */
void map_apply(struct draft *, const struct intake_options *, map_look_fn *,
    void *arg);
/* Is this name (of a form field, member or column) mapped: then it is not to
 * be guessed at as well. */
bool map_has(const struct config_source *, const char *name);
/* Puts one cell where its column is mapped to; false: it is not mapped. */
bool map_put(struct draft *, const struct config_source *,
    const char *column, const char *value);

#endif
