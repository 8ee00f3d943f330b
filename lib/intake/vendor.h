/* vendor: mails of form services, marketplaces and phone services. */
#ifndef INTAKE_VENDOR_H
#define INTAKE_VENDOR_H

#include "intake/mime.h"
#include "intake/read.h"

/* 1: it is one and in is filled; 0: it is not; -1 on no memory. */
int vendor_read(struct inbound *, const struct mail *,
    const struct intake_options *);

#endif
