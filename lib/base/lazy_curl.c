/* The table of libcurl: see lazy.h. */
#define LAZY_CURL_TABLE
#include "base/lazy.h"
#include "base/lazy_curl.h"

#ifdef LAZY_CURL
static union {
	struct lazy_curl call;
	void *address[sizeof(struct lazy_curl) / sizeof(void *)];
} table;

const struct lazy_curl *
lazy_curl(void)
{
	return &table.call;
}

int
lazy_curl_open(struct lead_error *err)
{
#define X(name) #name,
	static const char *const names[] = {LAZY_CURL_NAMES(X)};
#undef X
	size_t count = sizeof(names) / sizeof(names[0]);

	if (table.address[count - 1] != NULL)
		return 0;
	return lazy_open(LAZY_CURL, names, table.address, count, err);
}
#else
int
lazy_curl_open(struct lead_error *err)
{
	(void)err;
	return 0;
}
#endif
