/*
 * lead-report: the span a name stands for, its facts and those of the span
 * before, folded into a page.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/when.h"
#include "base/zone.h"
#include "verb/report_internal.h"

struct spans {
	int64_t since, until, before; /* before: start of the one before */
};

static int64_t
month_start(const char *zone, int64_t t, int months)
{
	struct tm tm;

	zone_local(zone, t, &tm);
	tm.tm_mday = 1;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_mon += months;
	return zone_utc(zone, &tm);
}

/* The last complete Monday to Sunday, month or quarter of the firm's zone. */
static void
complete(struct spans *s, const char *name, int64_t now, const char *zone)
{
	struct tm tm;
	int back;

	zone_local(zone, now, &tm);
	if (text_is(name, "month")) {
		s->until = month_start(zone, now, 0);
		s->since = month_start(zone, now, -1);
		s->before = month_start(zone, now, -2);
	} else if (text_is(name, "quarter")) {
		back = tm.tm_mon % 3;
		s->until = month_start(zone, now, -back);
		s->since = month_start(zone, now, -back - 3);
		s->before = month_start(zone, now, -back - 6);
	} else {
		back = (tm.tm_wday + 6) % 7;
		s->until = when_midnight(now, zone, -back);
		s->since = when_midnight(now, zone, -back - 7);
		s->before = when_midnight(now, zone, -back - 14);
	}
}

static int
span_of(const struct lead_app *app, const struct lead_report_options *o,
    const char *name, struct spans *s, struct lead_error *err)
{
	complete(s, name, app->now, app->zone);
	if (o->since == 0 && o->until == 0)
		return 0;
	s->until = o->until ? o->until : app->now;
	if (o->since != 0)
		s->since = o->since;
	else
		s->since = when_midnight(s->until, app->zone, -7);
	if (s->since >= s->until)
		return lead_fail(
		    err, LEAD_EUSAGE, "--since is not before --until");
	s->before = s->since - (s->until - s->since);
	return 0;
}

int
report_page(const struct report *r, const struct lead_report_options *o, char **text,
    size_t *len, struct lead_error *err)
{
	struct buf b = {0};

	if (o->format == NULL || text_is(o->format, "text"))
		report_text(r, o->width > 0 ? o->width : 80, &b);
	else if (text_is(o->format, "tsv"))
		report_tsv(r, &b);
	else if (text_is(o->format, "json"))
		report_json(r, &b);
	else if (text_is(o->format, "html"))
		report_html(r, &b);
	else
		return lead_fail(err, LEAD_EUSAGE,
		    "--format=%s: say text, tsv, json or html", o->format);
	*len = b.len;
	if ((*text = buf_take(&b)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	return 0;
}

int
report_made(struct lead_app *app, const struct lead_report_options *o,
    struct report *report, struct lead_error *err)
{
	const char *name = o->name ? o->name : "week";
	struct report_span now = {0}, before = {0};
	struct spans s;
	int64_t stale, length;
	int rc = -1;

	if (span_of(app, o, name, &s, err) == -1)
		return -1;
	length = span_after(&app->config->stale.untouched, app->now, app->zone) -
	    app->now;
	stale = app->now - length;
	now.since = s.since;
	now.until = s.until;
	before.since = s.before;
	before.until = s.since;
	if (app->store != NULL &&
	    (store_facts(app->store, s.since, s.until, app->now, stale, &now,
		 err) == -1 ||
		store_facts(app->store, s.before, s.since, app->now, stale,
		    &before, err) == -1))
		goto done;
	rc = report_fold(report, name, &now, &before, app->zone,
	    app->config->business.name, app->now, err);
done:
	report_span_free(&now);
	report_span_free(&before);
	return rc;
}

int
lead_report(struct lead_app *app, const struct lead_report_options *o,
    char **text, size_t *len, struct lead_error *err)
{
	struct report report = {0};
	int rc = report_made(app, o, &report, err);

	if (rc == 0)
		rc = report_page(&report, o, text, len, err);
	report_free(&report);
	return rc;
}
