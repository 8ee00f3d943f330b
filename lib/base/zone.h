/*
 * zone: UTC seconds to local time in a named IANA zone and back. The only
 * file that touches TZ (setenv, tzset): it sets the process's TZ to the zone
 * asked for last and leaves it there, so cmd/ reads TZ before anything else.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* NULL or "" is UTC. Fills tm with tm_isdst and tm_gmtoff. */
void zone_local(const char *zone, int64_t t, struct tm *tm);
/* Local wall time to UTC. Fields are normalised. A time that does not exist
 * (spring gap) gives the first valid minute after the gap; a doubled one its
 * first occurrence. */
int64_t zone_utc(const char *zone, const struct tm *tm);
/* Is there such a zone on this system. */
bool zone_exists(const char *zone);

#endif
