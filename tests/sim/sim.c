/*
 * A firm in a box: the verbs, one after the other, at a moment of our own.
 */
#define _GNU_SOURCE
#include <err.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "verb/app.h"
#include "sim.h"

_Noreturn void
sim_die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

static void
must(struct sim *s, int rc, const char *what)
{
	if (rc == -1)
		sim_die("%s at %" PRId64 ": %s", what, s->env.now, s->err.msg);
}

static char *
joined(const char *dir, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", dir, name) == -1)
		err(1, NULL);
	return path;
}

void
sim_open(struct sim *s, const char *dir, const char *text, int64_t now,
    uint64_t seed)
{
	FILE *fp;

	*s = (struct sim){.state = seed};
	s->store = joined(dir, "leads.db");
	s->config = joined(dir, "leads.conf");
	if ((fp = fopen(s->config, "w")) == NULL || fputs(text, fp) == EOF ||
	    fclose(fp) == EOF)
		err(1, "%s", s->config);
	s->env = (struct lead_env){.store = s->store,
	    .config = s->config,
	    .actor = "cron",
	    .host = "harbor.example",
	    .now = now,
	    .wait = 20};
	must(s, lead_app_open(&s->app, &s->env, LEAD_CREATE, &s->err), "open");
}

void
sim_close(struct sim *s)
{
	lead_app_close(s->app);
	free(s->store);
	free(s->config);
	*s = (struct sim){0};
}

void
sim_at(struct sim *s, int64_t now)
{
	s->env.now = now;
	s->app->now = now;
	store_set_now(now);
}

uint64_t
sim_random(struct sim *s)
{
	uint64_t z = (s->state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

int64_t
sim_below(struct sim *s, int64_t n)
{
	return (int64_t)(sim_random(s) % (uint64_t)n);
}

bool
sim_chance(struct sim *s, double p)
{
	return (double)(sim_random(s) >> 11) / 9007199254740992.0 < p;
}

static const char *
cell(const struct lead_row *row, const char *name)
{
	size_t i;

	for (i = 0; i < row->count; i++)
		if (strcmp(row->field[i].name, name) == 0)
			return row->field[i].value;
	return NULL;
}

static int
added(void *arg, const struct lead_row *row)
{
	struct sim_added *a = arg;
	const char *ref = cell(row, "ref"), *outcome = cell(row, "outcome");

	if (ref != NULL && ref[0] == 'L')
		a->lead = strtoll(ref + 1, NULL, 10);
	snprintf(a->outcome, sizeof(a->outcome), "%s", outcome ? outcome : "");
	return 0;
}

static struct sim_added
add(struct sim *s, const struct lead_add_options *o, const char *data)
{
	struct sim_added a = {0};

	must(s,
	    lead_add(s->app, o, data, data ? strlen(data) : 0, added, &a,
		&s->err),
	    "lead-add");
	return a;
}

static const char *
rfc_date(int64_t t, char *buf, size_t size)
{
	time_t when = (time_t)t;
	struct tm tm;

	gmtime_r(&when, &tm);
	strftime(buf, size, "%a, %d %b %Y %H:%M:%S +0000", &tm);
	return buf;
}

struct sim_added
sim_mail(struct sim *s, const char *from, const char *to, const char *subject,
    const char *body, const char *extra)
{
	struct lead_add_options o = {.name = "-", .deliver = true};
	struct sim_added a;
	char date[64], *mail;

	if (asprintf(&mail,
		"From: %s\nTo: %s\nSubject: %s\nDate: %s\n"
		"Message-ID: <sim.%" PRId64 "@away.example>\n%s\n%s\n",
		from, to, subject, rfc_date(s->env.now, date, sizeof(date)),
		++s->serial, extra ? extra : "", body) == -1)
		err(1, NULL);
	a = add(s, &o, mail);
	free(mail);
	return a;
}

static struct sim_added
report(struct sim *s, const char *to, const char *kind, const char *part,
    const char *message_id)
{
	char *body, extra[200];
	struct sim_added a;

	snprintf(extra, sizeof(extra),
	    "MIME-Version: 1.0\nContent-Type: multipart/report; "
	    "report-type=%s; boundary=sim\n",
	    kind);
	if (asprintf(&body,
		"--sim\nContent-Type: text/plain\n\nAbout your message.\n"
		"--sim\n%s--sim\nContent-Type: text/rfc822-headers\n\n"
		"Message-ID: %s\nFrom: leads@harbor.example\n\n--sim--\n",
		part, message_id) == -1)
		err(1, NULL);
	a = sim_mail(s, "MAILER-DAEMON@away.example", to,
	    "Undelivered Mail Returned to Sender", body, extra);
	free(body);
	return a;
}

struct sim_added
sim_bounce(struct sim *s, const char *to, const char *address,
    const char *message_id)
{
	struct sim_added a;
	char *part;

	if (asprintf(&part,
		"Content-Type: message/delivery-status\n\n"
		"Reporting-MTA: dns; mx.away.example\n\n"
		"Final-Recipient: rfc822; %s\nAction: failed\n"
		"Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such "
		"user\n\n",
		address) == -1)
		err(1, NULL);
	a = report(s, to, "delivery-status", part, message_id);
	free(part);
	return a;
}

struct sim_added
sim_complaint(struct sim *s, const char *to, const char *address,
    const char *message_id)
{
	struct sim_added a;
	char *part;

	if (asprintf(&part,
		"Content-Type: message/feedback-report\n\n"
		"Feedback-Type: abuse\nUser-Agent: Sim/1\nVersion: 1\n"
		"Original-Rcpt-To: <%s>\n\n",
		address) == -1)
		err(1, NULL);
	a = report(s, to, "feedback-report", part, message_id);
	free(part);
	return a;
}

struct sim_added
sim_fields(struct sim *s, const char *source, const char *const *fields)
{
	struct lead_add_options o = {
	    .name = "-", .source = source, .fields = fields};

	while (fields[o.nfields] != NULL)
		o.nfields++;
	return add(s, &o, NULL);
}

static int
drop(void *arg, const struct lead_row *row)
{
	(void)arg;
	(void)row;
	return 0;
}

void
sim_route(struct sim *s)
{
	must(s,
	    lead_route(s->app, (struct lead_refs){0}, drop, NULL, &s->err),
	    "lead-route");
}

struct refs {
	struct lead_ref *ref;
	size_t count, cap;
};

static int
gather(void *arg, const struct lead_row *row)
{
	struct refs *r = arg;
	struct lead_error e;

	if (r->count == r->cap) {
		r->cap = r->cap ? r->cap * 2 : 64;
		r->ref = realloc(r->ref, r->cap * sizeof(*r->ref));
		if (r->ref == NULL)
			err(1, NULL);
	}
	return lead_ref_parse(cell(row, "ref"), &r->ref[r->count++], &e);
}

static void
due_send(struct sim *s, const struct lead_due_options *due,
    const struct lead_send_options *send)
{
	struct refs r = {0};

	must(s,
	    lead_due(s->app, due, (struct lead_refs){0}, gather, &r, &s->err),
	    "lead-due");
	if (r.count > 0)
		must(s,
		    lead_send(s->app, send,
			(struct lead_refs){.ref = r.ref, .count = r.count},
			drop, NULL, &s->err),
		    "lead-send");
	free(r.ref);
}

void
sim_due_send(struct sim *s)
{
	due_send(s, &(struct lead_due_options){0},
	    &(struct lead_send_options){0});
}

void
sim_digest(struct sim *s)
{
	due_send(s, &(struct lead_due_options){.task = true, .breach = true},
	    &(struct lead_send_options){.digest = true});
}

void
sim_stale(struct sim *s)
{
	must(s,
	    lead_stale(s->app, &(struct lead_stale_options){.apply = true},
		(struct lead_refs){0}, drop, NULL, &s->err),
	    "lead-stale");
}

/* A person's word may be refused: that is no fault of ours. */
static bool
allowed(struct sim *s, int rc, const char *what)
{
	if (rc == -1 && s->err.code != LEAD_EUSAGE && s->err.code != LEAD_EDATA)
		must(s, rc, what);
	return rc == 0;
}

bool
sim_log(struct sim *s, int64_t lead, const char *as, const char *kind,
    const char *text, const char *value, const char *reason, int64_t when)
{
	struct lead_log_options o = {.kind = kind,
	    .text = text,
	    .value = value,
	    .reason = reason,
	    .when = when};
	char *actor = s->app->actor;
	int rc;

	s->app->actor = (char *)(as ? as : actor);
	rc = lead_log(s->app, (struct lead_ref){'L', lead}, &o, drop, NULL,
	    &s->err);
	s->app->actor = actor;
	return allowed(s, rc, "lead-log");
}

bool
sim_set(struct sim *s, int64_t lead, const char *pair)
{
	struct lead_ref ref = {'L', lead};

	return allowed(s,
	    lead_set(s->app, (struct lead_refs){.ref = &ref, .count = 1}, &pair,
		1, false, drop, NULL, &s->err),
	    "lead-set");
}

static void
load(struct sim *s, int64_t id, struct lead *lead)
{
	*lead = (struct lead){0};
	must(s, store_lead_get(s->app->store, id, lead, &s->err), "lead");
}

#define OF(what, expression) \
	char *what(struct sim *s, int64_t id) \
	{ \
		struct lead l; \
		char *value; \
\
		load(s, id, &l); \
		value = text_dup(expression); \
		lead_free(&l); \
		return value; \
	}

OF(sim_owner, l.owner)
OF(sim_email, l.email)
OF(sim_stage, l.stage)

char *
sim_tag_address(struct sim *s, int64_t id)
{
	struct lead l;
	char *value;

	load(s, id, &l);
	if (asprintf(&value, "leads+%s@harbor.example", l.tag) == -1)
		err(1, NULL);
	lead_free(&l);
	return value;
}

static int
newest(void *arg, const struct message *m)
{
	char **id = arg;

	if (text_is(m->state, "sent") && m->message_id != NULL) {
		free(*id);
		*id = text_dup(m->message_id);
	}
	return 0;
}

char *
sim_last_message(struct sim *s, int64_t lead)
{
	char *id = NULL;

	must(s, store_message_of(s->app->store, lead, newest, &id, &s->err),
	    "messages");
	return id;
}
