/*
 * quarter OUT.db: lives three months of a firm and leaves its store: leads by
 * day and night, replies, opt-outs, bounces, complaints, people who answer in
 * time or do not, bookings, proposals, sales, and a weekend without cron. The
 * same seed makes the same figures.
 */
#define _GNU_SOURCE
#include <err.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "base/when.h"
#include "base/zone.h"
#include "firm.h"
#include "sim.h"

#define ZONE "America/Los_Angeles"
enum { TICK = 1800, DAY = 86400 };

/* Up to RETURNS they come in by mail, which the delivery rule answers. */
enum happening {
	ARRIVES, REPLIES, STOPS, BOUNCES, COMPLAINS, AWAY, RETURNS,
	ANSWERS, CALLS, MISSES, BOOKS, NO_SHOW, PROPOSES, WINS, LOSES
};

struct moment {
	int64_t at;
	int64_t order; /* ties in the order they were made */
	enum happening what;
	int64_t lead;
};

struct quarter {
	struct sim sim;
	struct moment *heap;
	size_t count, cap;
	int64_t made, begin, end, arrived;
	int64_t outage_from, outage_to;
	int64_t ticks;
};

static bool
before(const struct moment *a, const struct moment *b)
{
	return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void
later(struct quarter *q, int64_t at, enum happening what, int64_t lead)
{
	struct moment m = {at, q->made++, what, lead};
	size_t i;

	if (at >= q->end)
		return;
	if (q->count == q->cap) {
		q->cap = q->cap ? q->cap * 2 : 1024;
		if ((q->heap = realloc(q->heap, q->cap * sizeof(m))) == NULL)
			err(1, NULL);
	}
	for (i = q->count++; i > 0 && before(&m, &q->heap[(i - 1) / 2]);
	     i = (i - 1) / 2)
		q->heap[i] = q->heap[(i - 1) / 2];
	q->heap[i] = m;
}

static struct moment
take(struct quarter *q)
{
	struct moment top = q->heap[0], last = q->heap[--q->count];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < q->count) {
		if (child + 1 < q->count &&
		    before(&q->heap[child + 1], &q->heap[child]))
			child++;
		if (!before(&q->heap[child], &last))
			break;
		q->heap[i] = q->heap[child];
		i = child;
	}
	q->heap[i] = last;
	return top;
}

/* Somewhere between from and to from now, in seconds. */
static int64_t
in(struct quarter *q, int64_t from, int64_t to)
{
	return q->sim.env.now + from + sim_below(&q->sim, to - from);
}

/* A person of the firm acts in the firm's day, whatever the hour was. */
static int64_t
in_day(struct quarter *q, int64_t from, int64_t to)
{
	int64_t at = in(q, from, to);
	struct tm tm;

	zone_local(ZONE, at, &tm);
	if (tm.tm_wday == 0)
		tm.tm_mday++;
	else if (tm.tm_hour >= 18)
		tm.tm_mday += tm.tm_wday == 6 ? 2 : 1;
	else if (tm.tm_hour >= 8)
		return at;
	tm.tm_hour = 8;
	tm.tm_min = 5 + (int)sim_below(&q->sim, 100);
	return zone_utc(ZONE, &tm);
}

static const char *const first_name[] = {"Dana", "Luis", "Priya", "Tom",
    "Aiko", "Marta", "Omar", "Jill", "Chen", "Rosa", "Karl", "Nina"};
static const char *const last_name[] = {"Reyes", "Ortiz", "Shah", "Miller",
    "Tanaka", "Silva", "Haddad", "Brown", "Wu", "Lopez", "Braun", "Novak"};
static const char *const wish[] = {
    "The kitchen tap drips. Can you look at it?",
    "We have a leak under the sink, please help.",
    "I would like an estimate for a bathroom remodel.",
    "Our water heater is old and we want a new one.",
    "Do you also install outdoor showers?",
    "The drain in the yard is blocked again."};

#define PICK(q, list) \
	(list[sim_below(&(q)->sim, (int64_t)(sizeof(list) / sizeof(list[0])))])

/* What will become of a lead is settled when it arrives. */
static void
fate(struct quarter *q, int64_t lead)
{
	struct sim *s = &q->sim;

	if (sim_chance(s, 0.03))
		later(q, in(q, 60, 1200), BOUNCES, lead);
	else if (sim_chance(s, 0.04))
		later(q, in(q, 600, 5 * DAY), STOPS, lead);
	else if (sim_chance(s, 0.01))
		later(q, in(q, 600, 9 * DAY), COMPLAINS, lead);
	else if (sim_chance(s, 0.35))
		later(q, in(q, 300, 6 * DAY), REPLIES, lead);
	if (sim_chance(s, 0.05))
		later(q, in(q, 60, 300), AWAY, lead);
	if (sim_chance(s, 0.6))
		later(q, in_day(q, 300, 3000), CALLS, lead);
	else if (sim_chance(s, 0.5))
		later(q, in_day(q, 3600, 2 * DAY), MISSES, lead);
	if (sim_chance(s, 0.02))
		later(q, in(q, 20 * DAY, 60 * DAY), RETURNS, lead);
}

static void
arrives(struct quarter *q)
{
	struct sim *s = &q->sim;
	const char *first = PICK(q, first_name), *last = PICK(q, last_name);
	const char *wanted = PICK(q, wish);
	int64_t n = q->arrived++, kind = sim_below(s, 10);
	struct sim_added a;
	char from[120], phone[60], name[60], about[300], mail[80];
	char words[200];

	/* nobody writes what another wrote, to the letter */
	snprintf(words, sizeof(words), "%s It is number %" PRId64 " Pier Ave.",
	    wanted, n);
	snprintf(mail, sizeof(mail), "p%" PRId64 "@away.example", n);
	snprintf(from, sizeof(from), "%s %s <%s>", first, last, mail);
	snprintf(name, sizeof(name), "name=%s %s", first, last);
	snprintf(phone, sizeof(phone), "phone=+1310555%04" PRId64, n % 10000);
	if (kind < 7) {
		a = sim_mail(s, from,
		    kind < 4 ? "web@harbor.example" : "leads@harbor.example",
		    "Inquiry", words, NULL);
	} else {
		char address[90];
		const char *fields[] = {name, address, phone, about, NULL};

		snprintf(address, sizeof(address), "email=%s", mail);
		snprintf(about, sizeof(about), "message=%s", words);
		a = sim_fields(s,
		    kind == 7	    ? "phone"
			: kind == 8 ? "yelp"
				    : "referral",
		    fields);
	}
	if (a.lead == 0)
		sim_die("an inquiry was taken as '%s'", a.outcome);
	fate(q, a.lead);
}

static void
from_lead(struct quarter *q, int64_t lead, const char *words,
    const char *extra)
{
	struct sim *s = &q->sim;
	char *mail = sim_email(s, lead), *to = sim_tag_address(s, lead);

	if (mail != NULL)
		sim_mail(s, mail, to, "Re: Inquiry", words, extra);
	free(mail);
	free(to);
}

static void
of_ours(struct quarter *q, int64_t lead, bool bounce)
{
	struct sim *s = &q->sim;
	char *mail = sim_email(s, lead), *id = sim_last_message(s, lead);

	if (mail != NULL && id != NULL) {
		if (bounce)
			sim_bounce(s, "leads@harbor.example", mail, id);
		else
			sim_complaint(s, "leads@harbor.example", mail, id);
	}
	free(mail);
	free(id);
}

/* The owner answers from the mail program they always used. */
static void
by_mail(struct quarter *q, int64_t lead)
{
	struct sim *s = &q->sim;
	char *owner = sim_owner(s, lead), *mail = sim_email(s, lead);
	char *tag = sim_tag_address(s, lead), from[120], *to;

	if (owner != NULL && mail != NULL) {
		snprintf(from, sizeof(from), "%s@harbor.example", owner);
		if (asprintf(&to, "%s, %s", mail, tag) == -1)
			err(1, NULL);
		sim_mail(s, from, to, "Re: Inquiry",
		    "I can come by on Thursday.", NULL);
		free(to);
	}
	free(owner);
	free(mail);
	free(tag);
}

static void
logs(struct quarter *q, int64_t lead, const char *kind, const char *value,
    const char *reason)
{
	char *owner = sim_owner(&q->sim, lead);

	sim_log(&q->sim, lead, owner, kind, NULL, value, reason, 0);
	free(owner);
}

static void
called(struct quarter *q, int64_t lead)
{
	struct sim *s = &q->sim;

	if (sim_chance(s, 0.4))
		by_mail(q, lead);
	else
		logs(q, lead, sim_chance(s, 0.7) ? "call" : "voicemail", NULL,
		    NULL);
	if (sim_chance(s, 0.4))
		later(q, in_day(q, 3600, 4 * DAY), BOOKS, lead);
	else if (sim_chance(s, 0.3))
		later(q, in_day(q, 2 * DAY, 9 * DAY), LOSES, lead);
}

static void
replied(struct quarter *q, int64_t lead)
{
	static const char *const words[] = {"Yes, please come by.",
	    "How much would that be?", "Tuesday works for me.",
	    "Please call me back.", "Not sure yet, thanks for asking."};
	struct sim *s = &q->sim;

	from_lead(q, lead, PICK(q, words), NULL);
	if (sim_chance(s, 0.85))
		later(q, in_day(q, 600, 3 * 3600), CALLS, lead);
	if (sim_chance(s, 0.2))
		later(q, in(q, 3600, 4 * DAY), REPLIES, lead);
}

static void
booked(struct quarter *q, int64_t lead)
{
	struct sim *s = &q->sim;

	logs(q, lead, "booked", NULL, NULL);
	if (sim_chance(s, 0.12))
		later(q, in_day(q, DAY, 3 * DAY), NO_SHOW, lead);
	else if (sim_chance(s, 0.7))
		later(q, in_day(q, DAY, 4 * DAY), PROPOSES, lead);
}

static void
proposed(struct quarter *q, int64_t lead)
{
	logs(q, lead, "proposal", NULL, NULL);
	later(q, in_day(q, DAY, 8 * DAY),
	    sim_chance(&q->sim, 0.55) ? WINS : LOSES, lead);
}

static void
happens(struct quarter *q, const struct moment *m)
{
	static const char *const reason[] = {
	    "too-expensive", "chose-competitor", "wrong-timing"};
	char value[32];

	switch (m->what) {
	case ARRIVES: arrives(q); break;
	case REPLIES: replied(q, m->lead); break;
	case STOPS: from_lead(q, m->lead, "STOP", NULL); break;
	case BOUNCES: of_ours(q, m->lead, true); break;
	case COMPLAINS: of_ours(q, m->lead, false); break;
	case AWAY:
		from_lead(q, m->lead, "I am out of the office.",
		    "Auto-Submitted: auto-replied\n");
		break;
	case ANSWERS: by_mail(q, m->lead); break;
	case CALLS: called(q, m->lead); break;
	case MISSES: logs(q, m->lead, "no-answer", NULL, NULL); break;
	case BOOKS: booked(q, m->lead); break;
	case NO_SHOW: logs(q, m->lead, "no-show", NULL, NULL); break;
	case PROPOSES: proposed(q, m->lead); break;
	case WINS:
		snprintf(value, sizeof(value), "%" PRId64,
		    200 + 50 * sim_below(&q->sim, 80));
		logs(q, m->lead, "won", value, NULL);
		break;
	case LOSES:
		logs(q, m->lead, "lost", NULL, PICK(q, reason));
		break;
	case RETURNS:
		from_lead(q, m->lead, "Hello again, one more question.", NULL);
		break;
	}
}

/* More by day than by night, more in the week than at its end. */
static void
plan_arrivals(struct quarter *q, int64_t leads)
{
	int64_t i;

	for (i = 0; i < leads; ) {
		int64_t at = q->begin +
		    sim_below(&q->sim, q->end - q->begin);
		struct tm tm;
		double p = 1;

		zone_local(ZONE, at, &tm);
		if (tm.tm_hour < 7 || tm.tm_hour > 20)
			p *= 0.25;
		if (tm.tm_wday == 0 || tm.tm_wday == 6)
			p *= 0.6;
		if (!sim_chance(&q->sim, p))
			continue;
		later(q, at, ARRIVES, 0);
		i++;
	}
}

static bool
outage(const struct quarter *q, int64_t t)
{
	return t >= q->outage_from && t < q->outage_to;
}

/* What cron does at this half hour. */
static void
tick(struct quarter *q, int64_t at)
{
	struct tm tm;

	sim_at(&q->sim, at);
	zone_local(ZONE, at, &tm);
	sim_route(&q->sim);
	sim_due_send(&q->sim);
	if (tm.tm_hour == 7 && tm.tm_min == 0) {
		sim_stale(&q->sim);
		sim_digest(&q->sim);
	}
	q->ticks++;
}

static void
live(struct quarter *q)
{
	int64_t clock;

	for (clock = q->begin; clock < q->end; clock += TICK) {
		if (!outage(q, clock))
			tick(q, clock);
		while (q->count > 0 && q->heap[0].at < clock + TICK) {
			struct moment m = take(q);

			sim_at(&q->sim, m.at);
			happens(q, &m);
			if (outage(q, m.at) || m.what > RETURNS)
				continue;
			/* the background part of the delivery rule */
			sim_route(&q->sim);
			sim_due_send(&q->sim);
		}
	}
}

static int64_t
local_day(const char *text)
{
	struct lead_error e;
	int64_t t;

	if (lead_when_parse(text, 0, ZONE, &t, &e) == -1)
		errx(64, "%s", e.msg);
	return t;
}

static void
usage(void)
{
	errx(64, "usage: quarter [-s SEED] [-n LEADS] [-f FIRST-DAY] "
		 "[-l DAYS] [-w OUTAGE-DAY] -d DIR");
}

int
main(int argc, char *argv[])
{
	struct quarter q = {0};
	const char *first = "2026-10-01", *weekend = "2026-11-14", *dir = NULL;
	int64_t leads = 2000, days = 92;
	uint64_t seed = 1;
	int ch;

	while ((ch = getopt(argc, argv, "d:f:l:n:s:w:")) != -1)
		switch (ch) {
		case 'd': dir = optarg; break;
		case 'f': first = optarg; break;
		case 'l': days = strtoll(optarg, NULL, 10); break;
		case 'n': leads = strtoll(optarg, NULL, 10); break;
		case 's': seed = strtoull(optarg, NULL, 10); break;
		case 'w': weekend = optarg; break;
		default: usage();
		}
	if (dir == NULL || optind != argc)
		usage();
	q.begin = local_day(first);
	q.end = when_midnight(q.begin, ZONE, (int)days);
	q.outage_from = local_day(weekend);
	q.outage_to = when_midnight(q.outage_from, ZONE, 2) + 8 * 3600;
	sim_open(&q.sim, dir, firm, q.begin, seed);
	plan_arrivals(&q, leads);
	live(&q);
	fprintf(stderr, "seed %" PRIu64 ": %" PRId64 " leads, %" PRId64
	    " runs of cron\n", seed, q.arrived, q.ticks);
	sim_close(&q.sim);
	free(q.heap);
	return 0;
}
