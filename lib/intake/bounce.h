/*
 * bounce: reports on our own mails: delivery status (RFC 3464 and the plain
 * texts of Exim, qmail, Exchange, gateways) and complaints (RFC 5965 and
 * Microsoft's). Each returns 1 where it gave a verdict, 0 where not, -1 on no
 * memory.
 */
#ifndef INTAKE_BOUNCE_H
#define INTAKE_BOUNCE_H

#include "intake/mime.h"
#include "model/config.h"
#include "model/inbound.h"

/* A delivery-status part, the only proof of a bounce (DESIGN 10). */
int bounce_report(struct inbound *, const struct mail *);
/* Words of a mail system that sends no such part. */
int bounce_plain(struct inbound *, const struct mail *, const struct config *);
/* A feedback-report part, or what Microsoft sends in its stead. */
int bounce_complaint(struct inbound *, const struct mail *,
    const struct config *);

#endif
