/* The number of an arrival whose source, and so whose country, is only known
 * by a rule over the lead: it is read once more as written there. */
#include "base/text.h"
#include "model/phone.h"
#include "verb/add_internal.h"

int
arrival_phone_in(
    struct arrival *a, const char *country, struct lead_error *err)
{
	struct store *s = a->app->store;
	struct inbound *in = a->in;
	struct phone p;

	if (country == NULL || in->phone_raw == NULL ||
	    phone_read(in->phone_raw, country, &p) == PHONE_NONE ||
	    text_is(p.number, a->phone))
		return 0;
	if (text_set(&a->phone, p.number) == -1 ||
	    text_set(&in->phone, p.number) == -1)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (store_lead_set(s, a->lead, "phone", p.number, err) == -1 ||
	    store_address_add(s, a->person, "phone", p.number, in->phone_raw,
		err) == -1)
		return -1;
	if (p.verdict == PHONE_GOOD && store_field_set(s, a->lead,
	    "phone problem", NULL, err) == -1)
		return -1;
	return p.ext[0] == '\0' ? 0 :
	    store_field_set(s, a->lead, "phone extension", p.ext, err);
}
