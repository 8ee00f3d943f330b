/*
 * Libraries that few runs need are opened when their first function is
 * called, not at the start of every run: loading libical (and ICU behind it),
 * libcurl or GMime costs more than all else a program does that finds nothing
 * to do. lazy_<library>.h lists the functions that are used and stands in for
 * the library's own header; callers write the calls as always, but first
 * lazy_<library>_open. With LAZY=no in make the linker does it as ever.
 */
#ifndef BASE_LAZY_H
#define BASE_LAZY_H

#include "leads.h"

/* Fills table with the addresses of the names in library, once opened stays
 * open. -1 with LEAD_EUNAVAIL: the library or one of its functions is not
 * there, named with what to install. */
int lazy_open(const char *library, const char *const *name, void **table,
    size_t count, struct lead_error *);

#endif
