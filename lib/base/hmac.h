/*
 * hmac: keyed hashes (RFC 2104) and their comparison in constant time.
 */
#ifndef BASE_HMAC_H
#define BASE_HMAC_H

#include <stdbool.h>
#include <stddef.h>

enum hmac_kind { HMAC_SHA1, HMAC_SHA256 };
enum { HMAC_MAX = 32 }; /* bytes of the longest */

/* Fills out; returns its length in bytes (20 or 32). key may hold NULs. */
size_t hmac(enum hmac_kind, const void *key, size_t keylen, const void *data,
    size_t len, unsigned char out[HMAC_MAX]);
/* The same in lower case hex; out holds 64 and NUL. Returns out. */
char *hmac_hex(enum hmac_kind, const void *key, size_t keylen,
    const void *data, size_t len, char out[65]);
/* Plain hash without a key. */
size_t hmac_digest(enum hmac_kind, const void *data, size_t len,
    unsigned char out[HMAC_MAX]);
/* Equal bytes, in a time that does not tell where they differ. */
bool hmac_equal(const void *a, const void *b, size_t len);
/* Two strings, their lengths included. */
bool hmac_equal_text(const char *a, const char *b);

#endif
