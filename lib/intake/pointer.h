/* pointer: JSON pointers (RFC 6901), and JSON whose numbers stay as written. */
#ifndef INTAKE_POINTER_H
#define INTAKE_POINTER_H

#include <cjson/cJSON.h>

/* The value a pointer names, borrowed; "" is the whole. NULL: not there, or
 * no pointer. Names are compared with their case. */
const cJSON *pointer_get(const cJSON *root, const char *pointer);
/* The text with every number outside strings put into quotes: ids beyond
 * 2^53 keep their digits and 0.1 stays 0.1. malloc'd, NULL on no memory. */
char *pointer_exact(const char *json);
/* Both in one: a scalar at pointer of a JSON body, as text. malloc'd; NULL
 * where there is none. */
char *pointer_text(const char *json, size_t len, const char *pointer);

#endif
