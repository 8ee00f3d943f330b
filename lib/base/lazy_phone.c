/* Where leads-phone.so may be: see lazy_phone.h. */
#include "base/lazy.h"
#include "base/lazy_phone.h"

/* The dynamic linker knows $ORIGIN, the folder of the program: as installed,
 * and as built. */
static const char *const installed[] = {"$ORIGIN/../lib/leads/leads-phone.so",
    "$ORIGIN/build/leads-phone.so",
    "$ORIGIN/leads-phone.so",
#ifdef LAZY_PHONE
    LAZY_PHONE,
#endif
    NULL};

static union {
	lazy_phone_fn *call;
	void *address[1];
} table;
static const char *only[2];
static int looked;

lazy_phone_fn *
lazy_phone(void)
{
	return table.call;
}

void
lazy_phone_at(const char *file)
{
	only[0] = file;
	table.call = NULL;
	looked = 0;
}

int
lazy_phone_open(struct lead_error *err)
{
	static const char *const name[] = {"leads_phone"};
	const char *const *file = only[0] != NULL ? only : installed;
	struct lead_error why;

	for (; !looked && table.call == NULL && *file != NULL; file++)
		if (**file != '\0')
			lazy_open(*file, name, table.address, 1, &why);
	looked = 1;
	if (table.call != NULL)
		return 0;
	return lead_fail(err, LEAD_EUNAVAIL, "no leads-phone.so is installed");
}
