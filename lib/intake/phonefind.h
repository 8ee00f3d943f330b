/* phonefind: the first phone number in running text. */
#ifndef INTAKE_PHONEFIND_H
#define INTAKE_PHONEFIND_H

#include <stddef.h>

/* As spelled, malloc'd; NULL: none is there (or no memory). Dates and runs of
 * letters and digits are no numbers. country as address_phone takes it; ours,
 * an E.164 number passed over, or NULL. */
char *phonefind(const char *text, size_t len, const char *country,
    const char *ours);

#endif
