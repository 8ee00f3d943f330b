/* The table of GMime: see lazy.h. */
#define LAZY_GMIME_TABLE
#include "base/lazy.h"
#include "base/lazy_gmime.h"

#ifdef LAZY_GMIME
static union {
	struct lazy_gmime call;
	void *address[sizeof(struct lazy_gmime) / sizeof(void *)];
} table;

const struct lazy_gmime *
lazy_gmime(void)
{
	return &table.call;
}

int
lazy_gmime_open(struct lead_error *err)
{
#define X(name) #name,
	static const char *const names[] = {LAZY_GMIME_NAMES(X)};
#undef X
	size_t count = sizeof(names) / sizeof(names[0]);

	if (table.address[count - 1] != NULL)
		return 0;
	return lazy_open(LAZY_GMIME, names, table.address, count, err);
}
#else
int
lazy_gmime_open(struct lead_error *err)
{
	(void)err;
	return 0;
}
#endif
