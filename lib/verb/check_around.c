/*
 * What surrounds the programs: cron, the clock, the sources, the mail system,
 * the calendar.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/when.h"
#include "base/zone.h"
#include "follow/calendar.h"
#include "report/report.h"
#include "verb/check_internal.h"

#define DAY 86400

/* every: how often it runs, at the longest. grown: is the store old enough
 * that it must have run. */
static int
check_ran(struct checking *c, const char *program, int64_t every, bool grown)
{
	char key[64];
	int64_t at, age;

	snprintf(key, sizeof(key), "ran.%s", program);
	if (store_meta_get_int(c->app->store, key, &at, c->err) == -1)
		return -1;
	if (at == 0)
		return !grown ? 0 : check_say(c, CHECK_WARN, program,
		    "never ran: is the crontab installed?");
	age = c->app->now - at;
	if (age > every)
		return check_say(c, CHECK_FAIL, program,
		    "last ran %" PRId64 " %s ago: look at the crontab",
		    age > 2 * DAY ? age / DAY : age / 60,
		    age > 2 * DAY ? "days" : "minutes");
	return check_say(c, CHECK_OK, program, "ran within %s",
	    every > DAY ? "a day" : "ten minutes");
}

static int
check_clock(struct checking *c, int64_t newest)
{
	char when[40];

	if (newest <= c->app->now + 300)
		return check_say(c, CHECK_OK, "clock",
		    "not behind what is stored");
	return check_say(c, CHECK_FAIL, "clock", "the newest event is of %s, "
	    "which is yet to come: set the clock (ntp)",
	    lead_when_format(newest, c->app->zone, when, sizeof(when)));
}

int
check_runs(struct checking *c)
{
	int64_t oldest, newest;

	if (store_event_ends(c->app->store, &oldest, &newest, c->err) == -1)
		return -1;
	if (check_ran(c, "lead-route", 600, true) == -1 ||
	    check_ran(c, "lead-send", 600, true) == -1 ||
	    check_ran(c, "lead-stale", 26 * 3600, oldest > 0 &&
	    c->app->now - oldest > 2 * DAY) == -1)
		return -1;
	return check_clock(c, newest);
}

/* Refusals of the web door: a wrong signature of late is a wrong secret, or
 * somebody who tries. */
static int
say_refusal(void *arg, const char *reason, int64_t count, int64_t last)
{
	struct checking *c = arg;
	bool wrong = text_is(reason, "signature") ||
	    text_is(reason, "challenge");
	char at[32];

	lead_when_format(last, c->app->zone, at, sizeof(at));
	return check_say(c, wrong && c->app->now - last < 86400 ? CHECK_WARN :
	    CHECK_OK, "web",
	    "refused for %s: %" PRId64 ", last %s", reason, count, at);
}

/* The rhythm of one source. */
struct rhythm {
	char source[128];
	int64_t first, last, longest, count;
};

struct silence {
	struct checking *c;
	struct rhythm r;
	int64_t newest, silent;
};

/* Silent for five times its usual gap and half again its longest one. */
static int
judge(struct silence *s)
{
	const struct rhythm *r = &s->r;
	int64_t now = s->c->app->now, quiet = now - r->last, usual;

	if (r->count < 5)
		return 0;
	usual = (r->last - r->first) / (r->count - 1);
	if (quiet < DAY || quiet < 5 * usual || quiet * 2 < 3 * r->longest)
		return 0;
	s->silent++;
	return check_say(s->c, CHECK_WARN, "sources", "%s: silent for %" PRId64
	    " days, a lead every %" PRId64 " hours before: is the door shut?",
	    r->source, quiet / DAY, usual / 3600);
}

static int
came(void *arg, const char *source, int64_t at)
{
	struct silence *s = arg;
	struct rhythm *r = &s->r;

	if (at > s->newest)
		s->newest = at;
	if (r->count > 0 && text_is(r->source, source ? source : "(none)")) {
		if (at - r->last > r->longest)
			r->longest = at - r->last;
		r->last = at;
		r->count++;
		return 0;
	}
	if (judge(s) == -1)
		return -1;
	*r = (struct rhythm){.first = at, .last = at, .count = 1};
	snprintf(r->source, sizeof(r->source), "%s",
	    source ? source : "(none)");
	return 0;
}

int
check_sources(struct checking *c)
{
	struct silence s = {.c = c};

	if (store_refusal_each(c->app->store, say_refusal, c, c->err) != 0 ||
	    store_source_each(c->app->store, c->app->now - 180 * DAY, came, &s,
	    c->err) != 0 || judge(&s) == -1)
		return -1;
	if (s.newest == 0)
		return check_say(c, CHECK_WARN, "sources",
		    "no lead has come in yet");
	if (c->app->now - s.newest > 7 * DAY)
		return check_say(c, CHECK_WARN, "sources",
		    "no lead for %" PRId64 " days: is a door shut?",
		    (c->app->now - s.newest) / DAY);
	return s.silent > 0 ? 0 : check_say(c, CHECK_OK, "sources",
	    "none is silent for longer than usual");
}

/* The last mailbox_size_limit of the file; Postfix's own default else. */
static int64_t
size_limit(FILE *f)
{
	static const char key[] = "mailbox_size_limit";
	int64_t limit = 51200000;
	char line[1024], *p;

	while (fgets(line, sizeof(line), f) != NULL) {
		if (strncmp(line, key, sizeof(key) - 1) != 0)
			continue;
		p = line + sizeof(key) - 1;
		p += strspn(p, " \t");
		if (*p == '=')
			limit = strtoll(p + 1, NULL, 10);
	}
	return limit;
}

int
check_limit(struct checking *c, const char *main_cf)
{
	FILE *f = main_cf != NULL ? fopen(main_cf, "re") : NULL;
	int64_t limit;
	struct stat st;

	if (f == NULL)
		return 0;
	limit = size_limit(f);
	fclose(f);
	if (limit <= 0 || stat(c->app->store_path, &st) == -1)
		return 0;
	if ((int64_t)st.st_size < limit / 10 * 8)
		return check_say(c, CHECK_OK, "postfix", "the store is below "
		    "80 %% of mailbox_size_limit (%" PRId64 ")", limit);
	return check_say(c, CHECK_FAIL, "postfix", "the store has %" PRId64
	    " bytes, mailbox_size_limit is %" PRId64 ": deliveries by local(8) "
	    "will fail: postconf -e mailbox_size_limit=0, or deliver by "
	    "pipe(8)", (int64_t)st.st_size, limit);
}

/* A misspelt figure would never be marked. */
static int
check_healthy(struct checking *c)
{
	const struct config *cfg = c->app->config;
	size_t i;

	for (i = 0; i < cfg->report.nrange; i++)
		if (!report_knows(cfg->report.range[i].name) &&
		    check_say(c, CHECK_WARN, "config", "%s:%d: healthy \"%s\": "
		    "no such figure in leads-metrics(7)",
		    cfg->path ? cfg->path : "built-in",
		    cfg->report.range[i].line,
		    cfg->report.range[i].name) == -1)
			return -1;
	return 0;
}

int
check_days(struct checking *c)
{
	const struct config *cfg = c->app->config;
	struct buf days = {0};
	struct tm tm;
	int i, rc;

	for (i = 0; i < 60; i++) {
		zone_local(c->app->zone, when_midnight(c->app->now,
		    c->app->zone, i), &tm);
		if (calendar_closed(&cfg->business.calendar, &tm))
			buf_printf(&days, "%s%04d-%02d-%02d",
			    days.len > 0 ? " " : "", tm.tm_year + 1900,
			    tm.tm_mon + 1, tm.tm_mday);
	}
	rc = check_say(c, CHECK_OK, "calendar", "closed in the next 60 days: "
	    "%s", days.len > 0 ? days.data : "none");
	buf_free(&days);
	return rc == -1 ? -1 : check_healthy(c);
}
