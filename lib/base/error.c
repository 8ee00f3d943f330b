/* The one way an error is filled in. Knows nothing of its causes. */
#include <stdarg.h>
#include <stdio.h>

#include "leads.h"

int
lead_fail(struct lead_error *err, enum lead_code code, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return -1;
	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	return -1;
}
