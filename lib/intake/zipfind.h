/* zipfind: the postcode in running text, as a hint. */
#ifndef INTAKE_ZIPFIND_H
#define INTAKE_ZIPFIND_H

/* malloc'd; NULL: none is sure. Five digits count only behind a state, "zip"
 * or a word of place in the US, "PLZ" and the like in de, es, fr, it; a
 * British one by its shape. country: ISO letters, NULL: US. */
char *zipfind(const char *text, const char *country);

#endif
