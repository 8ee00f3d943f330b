/*
 * The journey of the leads of one route in a line: who gets them, how soon a
 * person answers, what goes when.
 */
#include <inttypes.h>

#include "base/text.h"
#include "verb/check_journey.h"

static void
put_span(struct buf *b, const struct span *s)
{
	static const char *const unit[] = {
	    "s", "m", "h", "d", "w", "mo", "bm", "bh", "bd"};

	buf_printf(b, "%" PRId64 "%s", (int64_t)s->n,
	    s->n == 0 && s->unit == SPAN_SECOND ? "" : unit[s->unit]);
}

static void
put_owner(struct buf *b, const struct config *c, const struct config_route *r)
{
	if (r != NULL && r->owner != NULL)
		buf_printf(b, "to %s", r->owner);
	else if (r != NULL && r->skill != NULL)
		buf_printf(b, "by share among those with skill %s, else to %s",
		    r->skill, config_fallback(c)->name);
	else
		buf_printf(b, "by share among %zu owner%s", c->nowner,
		    c->nowner == 1 ? "" : "s");
}

static void
put_sequence(struct buf *b, const struct config *c, const char *name)
{
	const struct config_sequence *s = config_sequence(c, name);
	size_t i;

	buf_printf(b, "; %s:", name);
	for (i = 0; s != NULL && i < s->nstep; i++) {
		buf_puts(b, i > 0 ? ", " : " ");
		put_span(b, &s->step[i].after);
		buf_printf(b, " %s by %s", s->step[i].name, s->step[i].channel);
	}
	if (s != NULL && s->then != NULL) {
		buf_puts(b, "; unanswered after ");
		put_span(b, &s->wait);
		buf_printf(b, ": %s", s->then);
	}
}

void
check_journey(const struct config *c, size_t n, struct buf *out)
{
	const struct config_route *r = n < c->nroute ? &c->route[n] : NULL;
	const struct config_deadline *d = config_deadline(c, "first-answer");

	buf_printf(out, "route %s: ", r ? r->name : "none");
	put_owner(out, c, r);
	if (r != NULL && r->priority != NULL)
		buf_printf(out, ", priority %s", r->priority);
	if (d != NULL) {
		buf_puts(out, "; a person answers within ");
		put_span(out, &d->within);
	}
	put_sequence(out, c,
	    r != NULL && r->sequence != NULL ? r->sequence : "standard");
}
