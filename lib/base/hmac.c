/* Keyed hashes by GLib, and a comparison that tells nothing by its time. */
#include <string.h>

#include <glib.h>

#include "base/hmac.h"

static GChecksumType
type(enum hmac_kind kind)
{
	return kind == HMAC_SHA1 ? G_CHECKSUM_SHA1 : G_CHECKSUM_SHA256;
}

size_t
hmac(enum hmac_kind kind, const void *key, size_t keylen, const void *data,
    size_t len, unsigned char out[HMAC_MAX])
{
	GHmac *h = g_hmac_new(type(kind), key, keylen);
	gsize n = HMAC_MAX;

	if (len > 0)
		g_hmac_update(h, data, (gssize)len);
	g_hmac_get_digest(h, out, &n);
	g_hmac_unref(h);
	return n;
}

char *
hmac_hex(enum hmac_kind kind, const void *key, size_t keylen,
    const void *data, size_t len, char out[65])
{
	static const char digit[] = "0123456789abcdef";
	unsigned char raw[HMAC_MAX];
	size_t i, n = hmac(kind, key, keylen, data, len, raw);

	for (i = 0; i < n; i++) {
		out[2 * i] = digit[raw[i] >> 4];
		out[2 * i + 1] = digit[raw[i] & 15];
	}
	out[2 * n] = '\0';
	return out;
}

size_t
hmac_digest(enum hmac_kind kind, const void *data, size_t len,
    unsigned char out[HMAC_MAX])
{
	GChecksum *sum = g_checksum_new(type(kind));
	gsize n = HMAC_MAX;

	if (len > 0)
		g_checksum_update(sum, data, (gssize)len);
	g_checksum_get_digest(sum, out, &n);
	g_checksum_free(sum);
	return n;
}

bool
hmac_equal(const void *a, const void *b, size_t len)
{
	const volatile unsigned char *x = a, *y = b;
	unsigned char diff = 0;
	size_t i;

	for (i = 0; i < len; i++)
		diff |= (unsigned char)(x[i] ^ y[i]);
	return diff == 0;
}

bool
hmac_equal_text(const char *a, const char *b)
{
	unsigned char x[HMAC_MAX], y[HMAC_MAX];
	size_t n;

	/* hashed first: not even the length shows */
	n = hmac_digest(HMAC_SHA256, a, strlen(a), x);
	hmac_digest(HMAC_SHA256, b, strlen(b), y);
	return hmac_equal(x, y, n);
}
