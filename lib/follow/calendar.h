/*
 * calendar: business time of a firm or an owner. Pure; zone is IANA.
 */
#ifndef FOLLOW_CALENDAR_H
#define FOLLOW_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/buf.h"
#include "model/config.h"

/* Is the local day a holiday, or one away. */
bool calendar_closed(const struct config_calendar *, const struct tm *);
/* Is it open at t: within the hours of a day that is no holiday. */
bool calendar_open(const struct config_calendar *, const char *zone, int64_t t);
/* First open moment at or after t; t itself when open. 0 when there is none
 * within 400 days. */
int64_t calendar_next_open(
    const struct config_calendar *, const char *zone, int64_t t);
/* t plus a span; business units count open time only, other units as
 * span_after. "0bd" is the close of the business day t falls in, or of the
 * next one. */
int64_t calendar_add(const struct config_calendar *, const char *zone,
    int64_t t, const struct span *);
/* When a deadline set at t is due: within in business time when open at t,
 * else after_hours on the next business day where it is given. */
int64_t calendar_deadline(const struct config_calendar *, const char *zone,
    int64_t t, const struct config_deadline *);
/* "today by 15:00", "by 10:00 tomorrow", "by 10:00 on Monday",
 * "by 10:00 on Monday 4 January" (over six days away). */
char *calendar_words(const char *zone, int64_t now, int64_t due);
/* "Friday 6 November at 15:00"; other: the zone is named after it. */
char *calendar_moment(const char *zone, int64_t t, bool other);
/* Local minute-of-day within [from, to), wrapping midnight. */
bool calendar_quiet(const char *zone, int64_t t, int from, int to);

#endif
