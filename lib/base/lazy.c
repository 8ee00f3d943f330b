/* Opening a library in the middle of a run: see lazy.h. */
#include <dlfcn.h>

#include "base/lazy.h"

int
lazy_open(const char *library, const char *const *name, void **table,
    size_t count, struct lead_error *err)
{
	void *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
	size_t i;

	if (handle == NULL)
		return lead_fail(err, LEAD_EUNAVAIL,
		    "%s: cannot be loaded: install it", library);
	for (i = 0; i < count; i++)
		if ((table[i] = dlsym(handle, name[i])) == NULL)
			return lead_fail(err, LEAD_EUNAVAIL,
			    "%s: has no %s: install a newer one", library,
			    name[i]);
	return 0;
}
