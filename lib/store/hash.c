/*
 * What stays of a forgotten address: HMAC-SHA256 (RFC 2104, FIPS 180-4) of
 * its normal form under a key of the store, so an opt-out outlives it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hmac.h"
#include "store/store_internal.h"

#define KEY "forget.key"

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
		hmac_hex(HMAC_SHA256, key, strlen(key), norm, strlen(norm),
		    out);
	free(key);
	return rc == -1 ? -1 : 0;
}
