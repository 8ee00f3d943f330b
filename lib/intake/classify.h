/*
 * classify: what the headers and words of a mail say it is (DESIGN 10).
 * Each returns 1 where it gave a verdict, 0 where not, -1 on no memory.
 */
#ifndef INTAKE_CLASSIFY_H
#define INTAKE_CLASSIFY_H

#include "intake/mime.h"
#include "model/config.h"
#include "model/inbound.h"

/* A mail of ours that came back, so that no loop begins. */
int classify_own(struct inbound *, const struct mail *, const struct config *);
/* Bounce, delay, complaint, auto-reply (with away_until and gone), receipt. */
int classify_machine(struct inbound *, const struct mail *,
    const struct config *);
/* The whole message says stop. */
int classify_opt_out(struct inbound *, const char *words, const char *subject);
/* Lists, newsletters, robots, spam marks: sets noise where an answer to a
 * mail of ours is to be taken all the same. */
int classify_noise(struct inbound *, const struct mail *);
/* May a machine answer it (RFC 3834, section 2). */
bool classify_can_answer(const struct inbound *, const struct mail *,
    const struct config *);

#endif
