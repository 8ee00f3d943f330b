/*
 * sms: how many messages a text is on the air (3GPP TS 23.038).
 */
#ifndef MODEL_SMS_H
#define MODEL_SMS_H

#include <stdbool.h>
#include <stddef.h>

/* Segments of a UTF-8 text: one of 160 septets or 70 UTF-16 units, or parts
 * of 153 or 67. *unicode (may be NULL) says which alphabet. 0 for "". */
int sms_segments(const char *text, size_t len, bool *unicode);

#endif
