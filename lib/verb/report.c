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
#include "follow/calendar.h"
#include "verb/report_internal.h"

struct spans {
	int64_t since, until;
	bool named; /* a week, month or quarter, not --since and --until */
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
	} else if (text_is(name, "quarter")) {
		back = tm.tm_mon % 3;
		s->until = month_start(zone, now, -back);
		s->since = month_start(zone, now, -back - 3);
	} else {
		back = (tm.tm_wday + 6) % 7;
		s->until = when_midnight(now, zone, -back);
		s->since = when_midnight(now, zone, -back - 7);
	}
}

static int
span_of(const struct lead_app *app, const struct lead_report_options *o,
    const char *name, struct spans *s, struct lead_error *err)
{
	complete(s, name, app->now, app->zone);
	if ((s->named = o->since == 0 && o->until == 0))
		return 0;
	s->until = o->until ? o->until : app->now;
	if (o->since != 0)
		s->since = o->since;
	else
		s->since = when_midnight(s->until, app->zone, -7);
	if (s->since >= s->until)
		return lead_fail(
		    err, LEAD_EUSAGE, "--since is not before --until");
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

/* What the report reads of the configuration; lent to it. */
static int
settings_of(const struct lead_app *app, struct report_settings *out,
    struct lead_error *err)
{
	const struct config *c = app->config;
	struct report_range *range = calloc(c->report.nrange + 1,
	    sizeof(*range));
	struct report_cost *cost = calloc(c->nsource + 1, sizeof(*cost));
	size_t i, n = 0;

	*out = (struct report_settings){.zone = app->zone,
	    .firm = c->business.name, .currency = c->business.currency,
	    .machine_target = (double)c->report.machine_target,
	    .human_target = (double)c->report.human_target,
	    .average_value = c->report.average_value,
	    .lost_by_delay = c->report.lost_by_delay,
	    .range = range, .cost = cost};
	if (range == NULL || cost == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	for (i = 0; i < c->report.nrange; i++)
		range[i] = (struct report_range){c->report.range[i].name,
		    c->report.range[i].has_low, c->report.range[i].has_high,
		    c->report.range[i].low, c->report.range[i].high};
	out->nrange = c->report.nrange;
	for (i = 0; i < c->nsource; i++)
		if (c->source[i].cost_per_month > 0)
			cost[n++] = (struct report_cost){c->source[i].name,
			    c->source[i].cost_per_month};
	out->ncost = n;
	return 0;
}

enum { DAY = 86400 };

/* The start of the span that many before the one of the name. */
static int64_t
span_start(const struct spans *s, const char *name, const char *zone, int back)
{
	if (s->named && text_is(name, "month"))
		return month_start(zone, s->since, -back);
	if (s->named && text_is(name, "quarter"))
		return month_start(zone, s->since, -3 * back);
	if (s->named)
		return when_midnight(s->since, zone, -7 * back);
	/* whole days stay whole over a change of the clocks */
	if (when_midnight(s->since, zone, 0) == s->since &&
	    when_midnight(s->until, zone, 0) == s->until)
		return when_midnight(s->since, zone, -back *
		    (int)((s->until - s->since + DAY / 2) / DAY));
	return s->since - back * (s->until - s->since);
}

static int
read_spans(struct lead_app *app, const struct spans *s, const char *name,
    const struct report_needs *needs, struct report_span *span,
    struct lead_error *err)
{
	struct report_lead *l;
	size_t i, j;

	for (i = 0; i < needs->spans; i++) {
		span[i].since = span_start(s, name, app->zone, (int)i);
		span[i].until = i == 0 ? s->until : span[i - 1].since;
		if (app->store == NULL)
			continue;
		if (store_facts(app->store, span[i].since, span[i].until,
			app->now, needs->steps, &span[i], err) == -1)
			return -1;
		for (j = 0; j < span[i].nlead; j++) {
			l = &span[i].lead[j];
			l->after_hours = !calendar_open(
			    &app->config->business.calendar, app->zone,
			    l->received);
		}
	}
	return 0;
}

static int
read_now(struct lead_app *app, const struct spans *s,
    const struct report_needs *needs, struct report_now *now,
    struct lead_error *err)
{
	int64_t stale = app->now - (span_after(&app->config->stale.untouched,
	    app->now, app->zone) - app->now);
	size_t i;

	if (app->store == NULL)
		return 0;
	if (store_now(app->store, app->now, stale, now, err) == -1 ||
	    (needs->evidence &&
	    store_evidence(app->store, app->now, stale, now, err) == -1))
		return -1;
	for (i = 0; needs->list[i] != LIST__MAX; i++)
		if (store_list(app->store, needs->list[i], app->now, stale,
			s->since, s->until, needs->limit, now, err) == -1)
			return -1;
	return 0;
}

/* What lead-check says, for the audit. */
struct checks {
	struct report_check *check;
	size_t count;
};

static int
keep_check(void *arg, const struct lead_row *row)
{
	struct checks *to = arg;
	struct report_check *more = reallocarray(to->check, to->count + 1,
	    sizeof(*more));

	if (more == NULL)
		return -1;
	to->check = more;
	more[to->count++] = (struct report_check){
	    text_dup(row->field[0].value), text_dup(row->field[1].value),
	    text_dup(row->field[2].value)};
	return 0;
}

static void
checks_free(struct checks *c)
{
	size_t i;

	for (i = 0; i < c->count; i++) {
		free((char *)c->check[i].status);
		free((char *)c->check[i].check);
		free((char *)c->check[i].detail);
	}
	free(c->check);
}

int
report_made(struct lead_app *app, const struct lead_report_options *o,
    struct report *report, struct lead_error *err)
{
	const char *name = o->name ? o->name : "week";
	static const struct lead_check_options all;
	struct report_span span[4] = {{0}};
	struct report_settings settings = {0};
	struct report_now now = {0};
	struct checks checks = {0};
	struct report_needs needs;
	struct report_input in = {.name = name, .span = span, .now = &now,
	    .settings = &settings, .at = app->now};
	struct spans s;
	int rc = -1, worst;

	report_needs(name, &needs);
	if (span_of(app, o, name, &s, err) == -1 ||
	    settings_of(app, &settings, err) == -1)
		goto done;
	if (!s.named)
		needs.spans = 2;
	in.nspan = needs.spans;
	if (read_spans(app, &s, name, &needs, span, err) == -1 ||
	    read_now(app, &s, &needs, &now, err) == -1 ||
	    (needs.evidence && lead_check(app, &all, &worst, keep_check,
	    &checks, err) == -1))
		goto done;
	in.check = checks.check;
	in.ncheck = checks.count;
	rc = report_fold(report, &in, err);
done:
	while (needs.spans-- > 0)
		report_span_free(&span[needs.spans]);
	report_now_free(&now);
	checks_free(&checks);
	free((void *)settings.range);
	free((void *)settings.cost);
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
