/* quote: what lies inside quote_cut that forward.c needs too. */
#ifndef INTAKE_QUOTE_H
#define INTAKE_QUOTE_H

/* Where the first block of "From: … Sent: … To: …" lines begins in text;
 * NULL: there is none. Borrowed. */
const char *quote_head(const char *text);

#endif
