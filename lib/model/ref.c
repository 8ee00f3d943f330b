/* Typed references: one letter and a number, "L12". */
#include <string.h>

#include "leads.h"

#define REF_TYPES "LMTBEI"

int
lead_ref_parse(const char *text, struct lead_ref *ref, struct lead_error *err)
{
	const char *p;
	int64_t id = 0;

	if (text == NULL || text[0] == '\0' ||
	    strchr(REF_TYPES, text[0]) == NULL)
		goto bad;
	for (p = text + 1; *p >= '0' && *p <= '9'; p++) {
		if (id > (INT64_MAX - (*p - '0')) / 10)
			goto bad;
		id = id * 10 + (*p - '0');
	}
	if (*p != '\0' || id == 0)
		goto bad;
	ref->type = text[0];
	ref->id = id;
	return 0;
bad:
	return lead_fail(err, LEAD_EUSAGE,
	    "'%.40s' is no reference: expected one like L12, M57, T9 or I44",
	    text != NULL ? text : "");
}
