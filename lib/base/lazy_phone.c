/* Where leads-phone.so may be: see lazy_phone.h. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/lazy.h"
#include "base/lazy_phone.h"

#define ORIGIN "$ORIGIN" /* the folder of the program, to the linker too */

/* As installed, as built, and as make was told. */
static const char *const installed[] = {ORIGIN "/../lib/leads/leads-phone.so",
    ORIGIN "/build/leads-phone.so",
    ORIGIN "/leads-phone.so",
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

/* Not every dlopen knows $ORIGIN: musl's does not, nor does the one that a
 * sanitizer puts in between. */
static void
open_at(const char *file)
{
	static const char *const name[] = {"leads_phone"};
	struct lead_error why;
	char program[PATH_MAX], path[PATH_MAX + 64];
	const char *rest = file;
	ssize_t n = 0;

	if (strncmp(file, ORIGIN "/", sizeof(ORIGIN)) == 0 &&
	    (n = readlink("/proc/self/exe", program, sizeof(program))) > 0) {
		while (n > 0 && program[n - 1] != '/')
			n--;
		rest = file + sizeof(ORIGIN);
	}
	if (n < 0)
		n = 0;
	snprintf(path, sizeof(path), "%.*s%s", (int)n, program, rest);
	lazy_open(path, name, table.address, 1, &why);
}

int
lazy_phone_open(struct lead_error *err)
{
	const char *const *file = only[0] != NULL ? only : installed;

	for (; !looked && table.call == NULL && *file != NULL; file++)
		if (**file != '\0')
			open_at(*file);
	looked = 1;
	if (table.call != NULL)
		return 0;
	return lead_fail(err, LEAD_EUNAVAIL, "no leads-phone.so is installed");
}
