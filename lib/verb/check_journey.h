/*
 * check_journey: what a route makes of a lead, in words.
 */
#ifndef VERB_CHECK_JOURNEY_H
#define VERB_CHECK_JOURNEY_H

#include <stddef.h>

#include "base/buf.h"
#include "model/config.h"

/* One line about route n of the configuration; n = nroute: the leads no
 * route takes. */
void check_journey(const struct config *, size_t n, struct buf *out);

#endif
