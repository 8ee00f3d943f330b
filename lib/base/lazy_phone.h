/*
 * libphonenumber as lazy.h says. It is C++: leads-phone.so, made from
 * lazy_phone.cc where it and its headers are installed, stands between.
 */
#ifndef BASE_LAZY_PHONE_H
#define BASE_LAZY_PHONE_H

#include <stddef.h>

#include "leads.h"

/* text: digits, '+' before them or none; region: two capitals of ISO 3166.
 * 2 it is a valid number, 1 it has the length of one, 0 it is none; number
 * gets E.164 for 2 and 1. */
typedef int lazy_phone_fn(
    const char *text, const char *region, char *number, size_t size);

/* Before the first call of a run. -1 with LEAD_EUNAVAIL where it is not
 * installed; a run looks once. */
int lazy_phone_open(struct lead_error *);
lazy_phone_fn *lazy_phone(void);
/* Look there only, from now on ("": nowhere): the tests' two judges. */
void lazy_phone_at(const char *file);

#endif
