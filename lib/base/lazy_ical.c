/* The table of libical: see lazy.h. */
#define LAZY_ICAL_TABLE
#include "base/lazy.h"
#include "base/lazy_ical.h"

#ifdef LAZY_ICAL
static union {
	struct lazy_ical call;
	void *address[sizeof(struct lazy_ical) / sizeof(void *)];
} table;

const struct lazy_ical *
lazy_ical(void)
{
	return &table.call;
}

int
lazy_ical_open(struct lead_error *err)
{
#define X(name) #name,
	static const char *const names[] = {LAZY_ICAL_NAMES(X)};
#undef X
	size_t count = sizeof(names) / sizeof(names[0]);

	if (table.address[count - 1] != NULL)
		return 0;
	return lazy_open(LAZY_ICAL, names, table.address, count, err);
}
#else
int
lazy_ical_open(struct lead_error *err)
{
	(void)err;
	return 0;
}
#endif
