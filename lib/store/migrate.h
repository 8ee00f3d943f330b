/*
 * migrate: brings an older schema to this program's, or refuses a newer one.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "leads.h"

struct store;

/* wait: seconds another creator may take. */
int migrate(struct store *, int wait, struct lead_error *);
/* Removes the copies migrations left beside the store. */
void migrate_forget(struct store *);

#endif
