/* flowed: text/plain with format=flowed (RFC 3676) as it was typed. */
#ifndef INTAKE_FLOWED_H
#define INTAKE_FLOWED_H

#include <stdbool.h>

/* Soft breaks joined, stuffed blanks taken off; malloc'd. delsp: the blank
 * before a soft break goes too. */
char *flowed_join(const char *text, bool delsp);

#endif
