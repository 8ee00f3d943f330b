/*
 * call: what phone systems and SMS gateways write by mail: a voicemail, a
 * missed call, a text. Told by the words of the subject in several
 * languages, a machine as sender and a number, not by the vendor.
 */
#ifndef INTAKE_CALL_H
#define INTAKE_CALL_H

#include "intake/intake.h"
#include "intake/mime.h"

/* 1: in was filled (a call without a number is INBOUND_UNSORTED); 0: no such
 * notice, in untouched; -1 on no memory. */
int call_read(struct inbound *in, const struct mail *,
    const struct intake_options *);

#endif
