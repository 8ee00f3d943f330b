/*
 * when: words of time and lengths of time, as in DESIGN "Times".
 * lead_when_parse and lead_when_format (leads.h) live here too.
 */
#ifndef BASE_WHEN_H
#define BASE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "leads.h"

/* A duration as written: "90s 15m 4h 1d 2w 1mo 15bm 4bh 2bd 0". */
struct span {
	int64_t n;
	enum span_unit {
		SPAN_SECOND, SPAN_MINUTE, SPAN_HOUR, SPAN_DAY, SPAN_WEEK,
		SPAN_MONTH, SPAN_BMINUTE, SPAN_BHOUR, SPAN_BDAY
	} unit;
};

/* LEAD_EUSAGE names the text. "0" is 0 seconds. */
int span_parse(const char *text, struct span *, struct lead_error *);
/* Plain (not business) span after t in zone: days, weeks and months keep the
 * wall time; a month keeps its day or takes the month's last. Business units
 * are the calendar's (follow/calendar.h): here they are a programmer error. */
int64_t span_after(const struct span *, int64_t t, const char *zone);
/* Midnight that starts t's local day, shifted by days. */
int64_t when_midnight(int64_t t, const char *zone, int days);

#endif
