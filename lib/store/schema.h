/*
 * schema: numbered migrations; see schema.c.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

extern const char *const schema_step[];
extern const int schema_version; /* what this program writes */

#endif
