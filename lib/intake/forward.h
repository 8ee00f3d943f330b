/*
 * forward: a mail somebody passed on, or a person introduced in Cc: the lead
 * is that person, the sender the one who referred them.
 */
#ifndef INTAKE_FORWARD_H
#define INTAKE_FORWARD_H

#include "intake/mime.h"
#include "intake/read.h"

/* 1: it was one and in is filled; 0: it was not; -1 on no memory. */
int forward_read(struct inbound *, const struct mail *,
    const struct intake_options *);

#endif
