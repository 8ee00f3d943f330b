/* booking: invitations and appointments (text/calendar, RFC 5546). */
#ifndef INTAKE_BOOKING_H
#define INTAKE_BOOKING_H

#include "intake/intake.h"
#include "intake/mime.h"

/* What the calendar part of the mail adds: when (a field "booked at", UTC),
 * what, and who, where the mail itself does not say. 1: it is a booking or
 * an answer to one; 0: no calendar part that can be read; -1 on no memory. */
int booking_read(struct inbound *in, const struct mail *,
    const struct intake_options *);

#endif
