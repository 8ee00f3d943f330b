/*
 * absence: what an automatic reply says of the person: away until when, or
 * gone for good. Pure: the day it was written is an argument.
 */
#ifndef INTAKE_ABSENCE_H
#define INTAKE_ABSENCE_H

#include <stdbool.h>
#include <stdint.h>

/* The day the text names as the last day away or the first day back, as
 * YYYYMMDD; 0: none, or not within a year after written (UTC seconds).
 * month_first: 12/4 is the 4th of December, not the 12th of April. Reads
 * en, es, de, fr, it, nl, pt. */
int absence_until(const char *text, int64_t written, bool month_first);
/* "No longer works here", "this mailbox is no longer in use". */
bool absence_is_final(const char *text);

#endif
