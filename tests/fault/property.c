/*
 * property [-s SEED] [-n STEPS] [-h HISTORIES]: random histories of a firm,
 * with programs that die at any commit, and after each step what must always
 * be true: nobody who asked us to stop, cannot be reached or complained is
 * written to; never two automatic messages within the hour, never more than
 * the cap in fourteen days; each open lead has one owner and one open task; no
 * step goes twice; the store is whole.
 */
#define _GNU_SOURCE
#include <err.h>
#include <getopt.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "store/store_internal.h"
#include "verb/app.h"
#include "../sim/sim.h"

enum { PEOPLE = 24 };

static const char firm[] =
    "business { name = \"Harbor\" email = \"leads@harbor.example\"\n"
    " address = \"100 Pier Ave\" timezone = \"America/Los_Angeles\"\n"
    " country = \"US\" hours = {\"mon-sat 08:00-18:00\"}\n"
    " holidays = {\"2026-11-26\"} }\n"
    "owner \"mia\" { email = \"mia@harbor.example\" escalate_to = \"sam\" }\n"
    "owner \"ben\" { email = \"ben@harbor.example\" escalate_to = \"sam\"\n"
    " away = {\"2026-11-09..2026-11-12\"} }\n"
    "owner \"sam\" { email = \"sam@harbor.example\" fallback = true }\n"
    "route \"a\" { when = \"id % 3 = 0\" sequence = \"quick\" }\n"
    "route \"b\" { when = \"id % 3 = 1\" sequence = \"dense\" }\n"
    "sequence \"dense\" {\n"
    " step \"ack\" { after = \"0\" always = true }\n"
    " step \"s1\" { after = \"10m\" template = \"tip\" }\n"
    " step \"call\" { after = \"1h\" channel = \"task\" }\n"
    " step \"s2\" { after = \"2h\" template = \"proof\" }\n"
    " step \"s3\" { after = \"1h\" template = \"tip\" from = \"last\" }\n"
    " step \"s4\" { after = \"1d\" template = \"checkin\" }\n"
    " step \"s5\" { after = \"2d\" template = \"tip\" }\n"
    " step \"s6\" { after = \"3d\" template = \"proof\" }\n"
    " step \"s7\" { after = \"4d\" template = \"checkin\" }\n"
    " step \"s8\" { after = \"5d\" template = \"close\" wait_for = \"task\" }\n"
    " wait = \"2d\" then = \"nurture\" }\n"
    "qualify \"time\" { ask = \"When?\" when = \"timeframe IS NULL\"\n"
    " answer \"soon\" { matches = \"soon\" set = {\"timeframe=soon\"} }\n"
    " answer \"later\" { matches = \"looking\" set = {\"timeframe=later\"}\n"
    "  sequence = \"nurture\" wait = \"5d\" } }\n"
    "qualify \"size\" { ask = \"How large?\"\n"
    " answer \"any\" { matches = \"feet\" set = {\"size=known\"} } }\n"
    "limits { per_hour = 100000 per_address_day = 100 max_touches = 4 }\n"
    "transport \"email\" { url = \"maildir:outbox\" }\n";

struct world {
	struct sim sim;
	sqlite3 *db;
	char dir[256];
	int64_t leads;       /* ever made */
	bool shut[PEOPLE];   /* what we know of each address */
	int64_t seen;        /* newest message already judged */
	char trace[200];
	int64_t step, crashes;
	uint64_t seed;
};

static _Noreturn void
broken(struct world *w, const char *what, const char *detail)
{
	sim_die("seed %" PRIu64 ", step %" PRId64 " (%s) at %" PRId64
		": %s: %s\nthe store is %s/leads.db",
	    w->seed, w->step, w->trace, w->sim.env.now, what,
	    detail ? detail : "", w->dir);
}

/* ---- what must be true ------------------------------------------------ */

static const struct {
	const char *what, *sql; /* a row is a fault; ?1 is now */
} never[] = {
    {"a step went twice",
	"SELECT lead || ' ' || run || ' ' || step FROM message WHERE kind ="
	" 'step' AND state IN ('sent','inflight','unknown') GROUP BY lead,"
	" run, step HAVING count(*) > 1"},
    {"two automatic messages within the hour",
	"SELECT 'M' || a.id || ' M' || b.id FROM message a JOIN lead la ON"
	" la.id = a.lead JOIN lead lb ON lb.person = la.person JOIN message b"
	" ON b.lead = lb.id WHERE a.sent > ?1 - 7200 AND a.exempt = 0 AND"
	" a.kind = 'step' AND b.kind IN ('step','question','confirm') AND"
	" b.id <> a.id AND b.sent > 0 AND (b.sent < a.sent OR (b.sent = a.sent"
	" AND b.id < a.id)) AND a.sent - b.sent < 3600"},
    {"more than the cap in fourteen days",
	"SELECT 'M' || a.id FROM message a JOIN lead la ON la.id = a.lead"
	" WHERE a.sent > ?1 - 7200 AND a.exempt = 0 AND a.kind = 'step' AND"
	" (SELECT count(*) FROM message b JOIN lead lb ON lb.id = b.lead WHERE"
	" lb.person = la.person AND b.kind IN"
	" ('step','question','confirm','oneoff') AND b.sent > a.sent - 1209600"
	" AND b.sent <= a.sent AND b.state = 'sent') > 4"},
    {"an open lead without an owner",
	"SELECT 'L' || id FROM lead WHERE routed = 1 AND merged IS NULL AND"
	" stage NOT IN ('won','lost','inactive') AND (owner IS NULL OR owner"
	" NOT IN ('mia','ben','sam'))"},
    {"an open lead without exactly one open task",
	"SELECT 'L' || l.id || ' ' || (SELECT group_concat(kind || ' ' ||"
	" action, '; ') FROM task WHERE lead = l.id AND done = 0) FROM lead l"
	" WHERE l.routed = 1 AND l.merged IS NULL AND l.stage NOT IN"
	" ('won','lost','inactive') AND (SELECT count(*) FROM task t WHERE"
	" t.lead = l.id AND t.done = 0 AND t.kind <> 'step') <> 1"},
    {"an open lead with no task at all",
	"SELECT 'L' || l.id FROM lead l"
	" WHERE l.routed = 1 AND l.merged IS NULL AND l.stage NOT IN"
	" ('won','lost','inactive') AND NOT EXISTS (SELECT 1 FROM task t WHERE"
	" t.lead = l.id AND t.done = 0 AND t.kind <> 'step')"},
    {"a closed lead with an open task",
	"SELECT 'L' || l.id || ' ' || t.action FROM task t JOIN lead l ON l.id"
	" = t.lead WHERE t.done = 0 AND t.deadline IS NOT 'complaint' AND l.stage IN"
	" ('won','lost','inactive')"},
    {"a message waits in a run that has ended",
	"SELECT 'M' || m.id FROM message m JOIN lead l ON l.id = m.lead WHERE"
	" m.kind = 'step' AND m.state IN ('queued','held','retry') AND"
	" m.always = 0 AND (m.run <> l.run OR m.sequence IS NOT l.sequence)"},
    {"two messages of a run wait",
	"SELECT 'L' || lead FROM message WHERE kind = 'step' AND state IN"
	" ('queued','held','retry') AND always = 0 GROUP BY lead HAVING"
	" count(*) > 1"},
    {"a message is left in the middle",
	"SELECT 'M' || id FROM message WHERE state IN ('claimed','inflight')"
	" AND ?1 = -1"},
    {"next_due is not the earliest open task",
	"SELECT 'L' || l.id FROM lead l WHERE l.next_due <> coalesce((SELECT"
	" min(due) FROM task t WHERE t.lead = l.id AND t.done = 0 AND t.kind"
	" <> 'step'), 0)"},
    {"the score is not the sum of its events",
	"SELECT 'L' || l.id FROM lead l WHERE l.merged IS NULL AND l.score <>"
	" (SELECT coalesce(sum(CAST(new AS INTEGER)), 0) FROM event e WHERE"
	" e.kind = 'score' AND e.lead = l.id) AND NOT EXISTS (SELECT 1 FROM"
	" lead k WHERE k.merged = l.id)"},
};

static void
judge_one(struct world *w, const char *what, const char *sql, int64_t now)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(w->db, sql, -1, &stmt, NULL) != SQLITE_OK)
		sim_die("%s: %s", what, sqlite3_errmsg(w->db));
	sqlite3_bind_int64(stmt, 1, now);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		broken(w, what, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

static int
person_of(const char *to)
{
	int n = -1;

	if (to == NULL || (to[0] != 'p' && to[0] != 'P') ||
	    sscanf(to + 1, "%d", &n) != 1 || n >= PEOPLE)
		return -1;
	return n;
}

/* The messages that went since the last look: to nobody who is shut. */
static void
judge_sent(struct world *w)
{
	static const char sql[] =
	    "SELECT m.id, m.\"to\", m.kind || ' ' || coalesce(m.step, '') FROM"
	    " message m WHERE m.sent >= ?1 AND m.sent > 0 AND m.state = 'sent'"
	    " AND m.kind IN ('step','question','oneoff') ORDER BY m.id";
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(w->db, sql, -1, &stmt, NULL) != SQLITE_OK)
		sim_die("%s", sqlite3_errmsg(w->db));
	sqlite3_bind_int64(stmt, 1, w->sim.env.now);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *to = (const char *)sqlite3_column_text(stmt, 1);
		int p = person_of(to);

		if (p >= 0 && w->shut[p])
			broken(w, "a closed address was written to", to);
	}
	sqlite3_finalize(stmt);
}

static int
fault(void *arg, const char *text)
{
	broken(arg, "lead-check --store", text);
}

static void
judge(struct world *w)
{
	size_t i;

	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		judge_one(w, never[i].what, never[i].sql, w->sim.env.now);
	if (w->step % 40 == 0 &&
	    store_verify(w->sim.app->store, fault, w, &w->sim.err) == -1)
		broken(w, "verify", w->sim.err.msg);
}

/* ---- what may happen -------------------------------------------------- */

static const char *const words[] = {"Thanks, soon.", "We are just looking.",
    "About 300 feet.", "What does it cost?", "Please call me.",
    "Yes, Tuesday is fine.", "I am angry about this.", "ok"};

#define PICK(w, list) \
	(list[sim_below(&(w)->sim, (int64_t)(sizeof(list) / sizeof(list[0])))])

/* One address in three spellings: the normal form is what counts. */
static void
address(struct world *w, int p, char *buf, size_t size)
{
	int64_t form = sim_below(&w->sim, 6);

	snprintf(buf, size, "%c%d%s@%s", form == 0 ? 'P' : 'p', p,
	    form == 1 ? "+x" : "",
	    form == 0 ? "Away.Example" : "away.example");
}

static void
note(struct world *w, int p, const char *outcome)
{
	if (text_is(outcome, "opt-out") || text_is(outcome, "bounce") ||
	    text_is(outcome, "complaint"))
		w->shut[p] = true;
}

static int64_t
some_lead(struct world *w)
{
	return w->leads ? 1 + sim_below(&w->sim, w->leads) : 0;
}

static void
writes(struct world *w)
{
	int p = (int)sim_below(&w->sim, PEOPLE);
	struct sim_added a;
	char from[60];

	address(w, p, from, sizeof(from));
	snprintf(w->trace, sizeof(w->trace), "p%d writes", p);
	a = sim_mail(&w->sim, from, "leads@harbor.example", "Inquiry",
	    PICK(w, words), NULL);
	if (a.lead > w->leads)
		w->leads = a.lead;
	note(w, p, a.outcome);
}

static void
replies(struct world *w, const char *body, const char *extra)
{
	int64_t lead = some_lead(w);
	char *mail, *to;
	struct sim_added a;

	if (lead == 0)
		return;
	mail = sim_email(&w->sim, lead);
	to = sim_tag_address(&w->sim, lead);
	snprintf(w->trace, sizeof(w->trace), "%s replies: %s",
	    mail ? mail : "nobody", body);
	if (mail != NULL) {
		a = sim_mail(&w->sim, mail, to, "Re: Inquiry", body, extra);
		if (a.lead > w->leads)
			w->leads = a.lead;
		if (person_of(mail) >= 0)
			note(w, person_of(mail), a.outcome);
	}
	free(mail);
	free(to);
}

static void
reported(struct world *w, bool bounce)
{
	int64_t lead = some_lead(w);
	char *mail, *id;
	struct sim_added a;

	if (lead == 0)
		return;
	mail = sim_email(&w->sim, lead);
	id = sim_last_message(&w->sim, lead);
	snprintf(w->trace, sizeof(w->trace), "%s for %s",
	    bounce ? "bounce" : "complaint", mail ? mail : "nobody");
	if (mail != NULL && id != NULL) {
		a = bounce ? sim_bounce(&w->sim, "leads@harbor.example", mail, id)
			   : sim_complaint(
				 &w->sim, "leads@harbor.example", mail, id);
		if (!text_is(a.outcome, bounce ? "bounce" : "complaint"))
			broken(w, "a report was not seen as one", a.outcome);
		if (person_of(mail) >= 0)
			note(w, person_of(mail), a.outcome);
	}
	free(mail);
	free(id);
}

static void
logged(struct world *w)
{
	static const char *const kind[] = {"call", "no-answer", "voicemail",
	    "text", "met", "note", "booked", "rescheduled", "no-show",
	    "proposal", "qualified", "won", "lost", "opt-out"};
	const char *k = PICK(w, kind);
	int64_t lead = some_lead(w);
	char *mail;

	if (lead == 0)
		return;
	snprintf(w->trace, sizeof(w->trace), "lead-log L%" PRId64 " %s", lead,
	    k);
	if (sim_log(&w->sim, lead, "mia", k, NULL, NULL,
		text_is(k, "lost") ? "no-answer" : NULL, 0) &&
	    text_is(k, "opt-out")) {
		mail = sim_email(&w->sim, lead);
		if (person_of(mail) >= 0)
			w->shut[person_of(mail)] = true;
		free(mail);
	}
}

static void
corrected(struct world *w)
{
	static const char *const pair[] = {"hold=+2d", "hold=", "owner=ben",
	    "owner=sam", "sequence=standard", "sequence=dense",
	    "sequence=", "sequence=nurture", "resequence=", "step=s4",
	    "step=tip", "stage=waiting", "stage=replied", "priority=high",
	    "timeframe=soon", "automation=0"};
	const char *p = PICK(w, pair);
	int64_t lead = some_lead(w);

	if (lead == 0)
		return;
	snprintf(
	    w->trace, sizeof(w->trace), "lead-set L%" PRId64 " %s", lead, p);
	sim_set(&w->sim, lead, p);
}

static void
cron(struct world *w)
{
	snprintf(w->trace, sizeof(w->trace), "cron");
	sim_route(&w->sim);
	sim_due_send(&w->sim);
}

/* ---- a program that dies ---------------------------------------------- */

static int countdown;

static int
before_commit(void *arg)
{
	(void)arg;
	if (--countdown == 0)
		_exit(9);
	return 0;
}

static int
after_commit(void *arg, sqlite3 *db, const char *name, int pages)
{
	(void)arg;
	(void)db;
	(void)name;
	(void)pages;
	if (--countdown == 0)
		_exit(9);
	return SQLITE_OK;
}

/* cron's work in a process of its own that dies at some commit, before it or
 * just after; then the next run comes. */
static void
crash(struct world *w)
{
	bool after = sim_chance(&w->sim, 0.5);
	int at = 1 + (int)sim_below(&w->sim, 12);
	pid_t pid;

	snprintf(w->trace, sizeof(w->trace), "cron dies %s commit %d",
	    after ? "after" : "at", at);
	lead_app_close(w->sim.app);
	sqlite3_close(w->db);
	fflush(NULL);
	if ((pid = fork()) == -1)
		err(1, "fork");
	if (pid == 0) {
		if (lead_app_open(&w->sim.app, &w->sim.env, LEAD_WRITE,
			&w->sim.err) == -1)
			_exit(1);
		countdown = at;
		if (after)
			sqlite3_wal_hook(
			    w->sim.app->store->db, after_commit, NULL);
		else
			sqlite3_commit_hook(
			    w->sim.app->store->db, before_commit, NULL);
		sim_route(&w->sim);
		sim_due_send(&w->sim);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	if (lead_app_open(&w->sim.app, &w->sim.env, LEAD_WRITE, &w->sim.err) ==
		-1 ||
	    sqlite3_open_v2(w->sim.store, &w->db, SQLITE_OPEN_READONLY, NULL) !=
		SQLITE_OK)
		broken(w, "cannot open it again", w->sim.err.msg);
	w->crashes++;
}

static void
step(struct world *w)
{
	int64_t n = sim_below(&w->sim, 100);

	/* some histories are of people who hardly ever say anything, so that
	 * sequences run their course */
	if (w->seed % 3 == 0 && n >= 14 && n < 55 && sim_chance(&w->sim, 0.9))
		n = 99;
	if (n < 14)
		writes(w);
	else if (n < 26)
		replies(w, PICK(w, words), NULL);
	else if (n < 28)
		replies(w, "STOP", NULL);
	else if (n < 30)
		reported(w, true);
	else if (n < 31)
		reported(w, false);
	else if (n < 33)
		replies(w, "I am out of the office.",
		    "Auto-Submitted: auto-replied\n");
	else if (n < 43)
		logged(w);
	else if (n < 53)
		corrected(w);
	else if (n < 55) {
		snprintf(w->trace, sizeof(w->trace), "lead-stale --apply");
		sim_stale(&w->sim);
	} else if (n < 59)
		crash(w);
	else
		cron(w);
}

static void
passes(struct world *w)
{
	static const int64_t span[] = {
	    20, 60, 600, 3000, 3600, 7200, 20000, 86400, 200000, 700000};

	int64_t most = PICK(w, span);

	if (w->seed % 3 == 0 && most > 20000)
		most = 20000;
	sim_at(&w->sim, w->sim.env.now + 1 + sim_below(&w->sim, most));
}

static void
history(uint64_t seed, int64_t steps)
{
	struct world w = {.seed = seed};
	const char *tmp = getenv("TMPDIR");
	char clean[300];

	snprintf(w.dir, sizeof(w.dir), "%s/property.XXXXXX",
	    tmp != NULL && *tmp != '\0' ? tmp : "/tmp");
	if (mkdtemp(w.dir) == NULL)
		err(1, "%s", w.dir);
	sim_open(&w.sim, w.dir, firm, 1793700000, seed);
	if (sqlite3_open_v2(w.sim.store, &w.db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK)
		errx(1, "cannot look into the store");
	for (w.step = 1; w.step <= steps; w.step++) {
		passes(&w);
		step(&w);
		judge_sent(&w);
		judge(&w);
	}
	sqlite3_close(w.db);
	sim_close(&w.sim);
	snprintf(clean, sizeof(clean), "rm -rf %s", w.dir);
	if (system(clean) != 0)
		warnx("%s stays", w.dir);
	printf("seed %" PRIu64 ": %" PRId64 " steps, %" PRId64 " leads, %" PRId64
	       " crashes\n", seed, steps, w.leads, w.crashes);
}

int
main(int argc, char *argv[])
{
	int64_t steps = 400, histories = 4, i;
	uint64_t seed = 20261104;
	int ch;

	while ((ch = getopt(argc, argv, "h:n:s:")) != -1)
		switch (ch) {
		case 'h': histories = strtoll(optarg, NULL, 10); break;
		case 'n': steps = strtoll(optarg, NULL, 10); break;
		case 's': seed = strtoull(optarg, NULL, 10); break;
		default:
			errx(64, "usage: property [-s SEED] [-n STEPS] "
				 "[-h HISTORIES]");
		}
	for (i = 0; i < histories; i++)
		history(seed + (uint64_t)i, steps);
	return 0;
}
