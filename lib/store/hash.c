/*
 * What stays of a forgotten address: HMAC-SHA256 (RFC 2104, FIPS 180-4) of
 * its normal form under a key of the store, so an opt-out outlives it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/store_internal.h"

#define KEY "forget.key"

struct sha {
	uint32_t h[8];
	uint8_t block[64];
	uint64_t len;
};

static const uint32_t round_word[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t
turn(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static void
sha_block(struct sha *s)
{
	uint32_t w[64], v[8], a, b;
	const uint8_t *p = s->block;
	int i;

	for (i = 0; i < 16; i++, p += 4)
		w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		    (uint32_t)p[2] << 8 | p[3];
	for (; i < 64; i++) {
		a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
		b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;
		w[i] = w[i - 16] + a + w[i - 7] + b;
	}
	memcpy(v, s->h, sizeof(v));
	for (i = 0; i < 64; i++) {
		a = v[7] + (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) +
		    ((v[4] & v[5]) ^ (~v[4] & v[6])) + round_word[i] + w[i];
		b = (turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) +
		    ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
		memmove(v + 1, v, 7 * sizeof(v[0]));
		v[4] += a;
		v[0] = a + b;
	}
	for (i = 0; i < 8; i++)
		s->h[i] += v[i];
}

static void
sha_add(struct sha *s, const void *data, size_t len)
{
	const uint8_t *p = data;

	for (; len > 0; len--) {
		s->block[s->len++ % 64] = *p++;
		if (s->len % 64 == 0)
			sha_block(s);
	}
}

static void
sha_start(struct sha *s)
{
	static const uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
	    0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

	memcpy(s->h, h, sizeof(h));
	s->len = 0;
}

static void
sha_end(struct sha *s, uint8_t out[32])
{
	uint64_t bits = s->len * 8;
	uint8_t tail[8];
	int i;

	sha_add(s, "\x80", 1);
	while (s->len % 64 != 56)
		sha_add(s, "", 1);
	for (i = 0; i < 8; i++)
		tail[i] = (uint8_t)(bits >> (56 - 8 * i));
	sha_add(s, tail, 8);
	for (i = 0; i < 32; i++)
		out[i] = (uint8_t)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

/* key: at most 64 bytes. */
static void
hmac(const char *key, const char *text, char hex[65])
{
	uint8_t pad[64], sum[32];
	struct sha s;
	size_t i, n = strnlen(key, 64);

	for (i = 0; i < 64; i++)
		pad[i] = (uint8_t)((i < n ? key[i] : 0) ^ 0x36);
	sha_start(&s);
	sha_add(&s, pad, 64);
	sha_add(&s, text, strlen(text));
	sha_end(&s, sum);
	for (i = 0; i < 64; i++)
		pad[i] ^= 0x36 ^ 0x5c;
	sha_start(&s);
	sha_add(&s, pad, 64);
	sha_add(&s, sum, 32);
	sha_end(&s, sum);
	for (i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", sum[i]);
}

int
hash_address(struct store *s, const char *norm, bool make_key, char out[65],
    struct lead_error *err)
{
	char *key = NULL;
	int rc = store_meta_get(s, KEY, &key, err);

	if (rc == 0 && make_key &&
	    (store_text(s, SQL_RANDOM, &key, err, "") == -1 ||
	    store_meta_set(s, KEY, key, err) == -1))
		rc = -1;
	if (rc != -1 && key != NULL)
		hmac(key, norm, out);
	free(key);
	return rc == -1 ? -1 : 0;
}
