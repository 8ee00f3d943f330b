/*
 * phrase: display names in a raw address header as strict readers want them.
 */
#ifndef INTAKE_PHRASE_H
#define INTAKE_PHRASE_H

/* Encoded words (RFC 2047) that hold a raw ':' or ',' or the like put into
 * quotes, so that they part no addresses. malloc'd, NULL on no memory. */
char *phrase_guard(const char *raw);

#endif
