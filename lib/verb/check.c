/*
 * lead-check: does the set-up work. One row a check: OK, WARN or FAIL, and
 * what to do.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/lazy_phone.h"
#include "base/secret.h"
#include "base/text.h"
#include "follow/template.h"
#include "verb/check_internal.h"
#include "verb/check_journey.h"
#include "verb/plan.h"
#include "verb/send_internal.h"
#include "verb/send_values.h"

int
check_say(struct checking *c, enum check_level level, const char *check,
    const char *fmt, ...)
{
	static const char *const word[] = {"OK", "WARN", "FAIL"};
	char detail[512];
	struct row row = {0};
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	if ((int)level > c->worst)
		c->worst = level;
	row_text(&row, "status", word[level]);
	row_text(&row, "check", check);
	row_text(&row, "detail", detail);
	return row_emit(&row, c->fn, c->arg, c->err);
}

/* ---- configuration ---------------------------------------------------- */

static int
check_rule(struct checking *c, const char *section, const char *name,
    const char *when, const char *matches)
{
	struct lead_error err;
	size_t start, end;

	if (when != NULL && c->app->store != NULL &&
	    store_expr_check(c->app->store, when, &err) == -1)
		return check_say(c, CHECK_FAIL, "rule", "%s \"%s\": %s", section,
		    name ? name : "", err.msg);
	if (matches != NULL && store_regex(matches, "", &start, &end, &err) == -1)
		return check_say(c, CHECK_FAIL, "rule", "%s \"%s\": %s", section,
		    name ? name : "", err.msg);
	return 0;
}

/* A web door whose secret cannot be read answers 503 to all. */
static int
check_secrets(struct checking *c)
{
	const struct config *cfg = c->app->config;
	struct lead_error err;
	char *secret;
	size_t i;
	int rc = 0;

	for (i = 0; i < cfg->nsource && rc == 0; i++) {
		if (cfg->source[i].secret_file == NULL)
			continue;
		if (app_secret(c->app, "secret", cfg->source[i].secret_file, &secret,
			&err) == 0)
			secret_free(secret);
		else
			/* not made yet is no fault of the text */
			rc = check_say(c, err.code == LEAD_ENOENT ? CHECK_WARN
			    : CHECK_FAIL, "source", "%s: %s: its web door "
			    "answers 503", cfg->source[i].name, err.msg);
	}
	return rc;
}

static int
check_rules(struct checking *c)
{
	const struct config *cfg = c->app->config;
	size_t i;
	int rc = 0;

	for (i = 0; i < cfg->nsource && rc == 0; i++)
		rc = check_rule(c, "source", cfg->source[i].name,
		    cfg->source[i].when, NULL);
	for (i = 0; i < cfg->nroute && rc == 0; i++)
		rc = check_rule(c, "route", cfg->route[i].name,
		    cfg->route[i].when, NULL);
	for (i = 0; i < cfg->ndeadline && rc == 0; i++)
		rc = check_rule(c, "deadline", cfg->deadline[i].name,
		    cfg->deadline[i].when, NULL);
	for (i = 0; i < cfg->nhandoff && rc == 0; i++)
		rc = check_rule(c, "handoff", cfg->handoff[i].name,
		    cfg->handoff[i].when, cfg->handoff[i].matches);
	for (i = 0; i < cfg->score.nrule && rc == 0; i++)
		rc = check_rule(c, "score", cfg->score.rule[i].name,
		    cfg->score.rule[i].when, NULL);
	return rc;
}

/* One template rendered with a full and with an empty lead. */
static int
check_template(struct checking *c, const struct config_sequence *seq,
    const struct config_step *step)
{
	static struct lead full = {.id = 1, .name = "Dana Reyes",
	    .email = "dana@example.org", .phone = "+13105550142",
	    .service = "water heater", .subject = "Leaking water heater",
	    .message = "It leaks.", .zip = "90210", .stage = "new"};
	static struct lead empty = {.id = 1, .email = "x@example.org"};
	const struct lead *lead[2] = {&full, &empty};
	struct template tpl = {0};
	struct lead_error err;
	size_t i;
	int rc = 0;

	if (text_is(step->channel, "task"))
		return 0;
	if (template_find(c->app->config->templates, step->template, NULL, NULL,
		NULL, &tpl, &err) == -1)
		return check_say(c, CHECK_FAIL, "template", "sequence %s, step %s: %s",
		    seq->name, step->name, err.msg);
	for (i = 0; i < 2 && rc == 0; i++) {
		struct values v = {0};
		struct template_values tv;
		struct buf out = {0};

		values_fill(&v, c->app, lead[i], NULL, &err);
		tv = values_template(&v);
		if (template_render(tpl.text, false, &tv, &out, &err) == -1)
			rc = check_say(c, CHECK_FAIL, "template",
			    "%s with %s lead: %s", step->template,
			    i == 0 ? "a full" : "an empty", err.msg);
		buf_free(&out);
		values_free(&v);
	}
	template_free(&tpl);
	return rc;
}

struct early {
	struct lead_app *app;
	int64_t *count; /* of each sequence */
	struct lead_error *err;
};

static int
count_early(void *arg, const struct lead *lead)
{
	const struct early *e = arg;
	const struct config *cfg = e->app->config;
	size_t i;
	int rc;

	for (i = 0; i < cfg->nsequence &&
	    !text_is(lead->sequence, cfg->sequence[i].name); i++)
		;
	if (i == cfg->nsequence)
		return 0;
	if ((rc = plan_would_be_due(e->app, lead, e->err)) == 1)
		e->count[i]++;
	return rc == -1 ? -1 : 0;
}

static int
say_early(struct checking *c, const char *name, int64_t n)
{
	return n == 0 ? 0 : check_say(c, CHECK_WARN, "sequence",
	    "%s: %" PRId64 " planned message%s would become due at once by "
	    "lead-set resequence=%s", name, n, n == 1 ? "" : "s", name);
}

/* What an edit of a sequence would set free. */
static int
check_edited(struct checking *c)
{
	const struct config *cfg = c->app->config;
	struct store_query q = {.where = "next_message IS NOT NULL"};
	struct early e = {.app = c->app, .err = c->err};
	size_t i;
	int rc;

	if (c->app->store == NULL)
		return 0;
	e.count = calloc(cfg->nsequence + 1, sizeof(*e.count));
	if (e.count == NULL)
		return lead_fail(c->err, LEAD_EAGAIN, "out of memory");
	rc = store_lead_each(c->app->store, &q, count_early, &e, c->err);
	for (i = 0; rc == 0 && i < cfg->nsequence; i++)
		rc = say_early(c, cfg->sequence[i].name, e.count[i]);
	free(e.count);
	return rc == 0 ? 0 : -1;
}

static int
check_journeys(struct checking *c)
{
	size_t i;
	int rc = 0;

	for (i = 0; i <= c->app->config->nroute && rc == 0; i++) {
		struct buf line = {0};

		check_journey(c->app->config, i, &line);
		if (!line.failed)
			rc = check_say(c, CHECK_OK, "journey", "%s", line.data);
		buf_free(&line);
	}
	return rc;
}

static int
check_phones(struct checking *c)
{
	struct lead_error none;

	return check_say(c, CHECK_OK, "phone", "numbers are judged by %s",
	    lazy_phone_open(&none) == 0 ? "libphonenumber" :
	    "simple rules: libphonenumber is not installed");
}

static int
check_config(struct checking *c)
{
	const struct config *cfg = c->app->config;
	size_t i, j;

	if (check_say(c, CHECK_OK, "config", "%s", cfg->path ? cfg->path
						 : "none: built-in") == -1)
		return -1;
	for (i = 0; i < cfg->warnings.count; i++)
		if (check_say(c, CHECK_WARN, "config", "%s", cfg->warnings.item[i]) == -1)
			return -1;
	if (text_empty(cfg->business.address) &&
	    check_say(c, CHECK_WARN, "config",
		"business.address is not set: the first answer goes, later "
		"steps are held") == -1)
		return -1;
	for (i = 0; i < cfg->nsequence; i++)
		for (j = 0; j < cfg->sequence[i].nstep; j++)
			if (check_template(c, &cfg->sequence[i],
				&cfg->sequence[i].step[j]) == -1)
				return -1;
	if (check_journeys(c) == -1 || check_edited(c) == -1 ||
	    check_days(c) == -1)
		return -1;
	if (check_phones(c) == -1)
		return -1;
	return check_secrets(c) == -1 ? -1 : check_rules(c);
}

/* ---- store ------------------------------------------------------------ */

static int
fault(void *arg, const char *text)
{
	return check_say(arg, CHECK_FAIL, "store", "%s", text);
}

static int
check_mode(struct checking *c)
{
	struct stat st;
	mode_t other = c->app->config->store_group ? 0007 : 0077;

	if (stat(c->app->store_path, &st) == -1)
		return check_say(c, CHECK_FAIL, "store", "%s: %s", c->app->store_path,
		    strerror(errno));
	if (st.st_mode & other)
		return check_say(c, CHECK_WARN, "store",
		    "%s: others may read it: chmod %s", c->app->store_path,
		    c->app->config->store_group ? "o-rwx" : "600");
	return check_say(c, CHECK_OK, "store", "%s", c->app->store_path);
}

static int
check_store(struct checking *c)
{
	int rc;

	if (c->app->store == NULL)
		return check_say(c, CHECK_FAIL, "store",
		    "%s is missing: run lead-check --init",
		    c->app->store_path);
	if (check_mode(c) == -1)
		return -1;
	rc = store_verify(c->app->store, fault, c, c->err);
	if (rc == -1 && c->err->code == LEAD_EIO)
		rc = check_say(c, CHECK_FAIL, "store", "%s: bring back a "
		    "backup (leads(7), BACKUP)", c->err->msg);
	return rc;
}

/* ---- what runs -------------------------------------------------------- */

struct queue {
	int64_t now, oldest, unknown;
	int64_t refused, times; /* a message refused most often */
	char why[200];
};

enum { OFTEN = 3 };

static int
queue_add(void *arg, const struct message *m)
{
	struct queue *q = arg;

	if (text_is(m->state, "retry") && m->attempts >= OFTEN &&
	    m->attempts > q->times) {
		q->refused = m->id;
		q->times = m->attempts;
		snprintf(q->why, sizeof(q->why), "%s",
		    m->detail ? m->detail : "");
	}
	if (text_is(m->state, "unknown"))
		q->unknown++;
	else if (m->due > q->now)
		return 0;
	else if (q->oldest == 0 || m->due < q->oldest)
		q->oldest = m->due;
	return 0;
}

static int
check_breaker(struct checking *c)
{
	char when[40];
	int64_t at;

	if (send_breaker_since(c->app, &at, c->err) == -1)
		return -1;
	if (at == 0)
		return 0;
	return check_say(c, CHECK_FAIL, "breaker", "stopped since %s: far more "
	    "went out than usual; if that is right: lead-send --resume",
	    lead_when_format(at, c->app->zone, when, sizeof(when)));
}

static int
check_queue(struct checking *c)
{
	static const char *const states[] = {"queued", "retry", "claimed",
	    "inflight", "unknown", NULL};
	struct queue q = {.now = c->app->now};

	if (store_message_each(c->app->store, states, INT64_MAX,
		queue_add, &q, c->err) != 0)
		return -1;
	if (q.unknown > 0 &&
	    check_say(c, CHECK_WARN, "messages",
		"%" PRId64 " unknown: settle with lead-send --resolve",
		q.unknown) == -1)
		return -1;
	if (q.times > 0 &&
	    check_say(c, CHECK_FAIL, "queue", "M%" PRId64 ": refused %" PRId64
		" times: %s", q.refused, q.times, q.why) == -1)
		return -1;
	if (q.oldest != 0 && c->app->now - q.oldest > 600)
		return check_say(c, CHECK_FAIL, "queue",
		    "a message waits for %" PRId64 " minutes",
		    (c->app->now - q.oldest) / 60);
	return check_say(c, CHECK_OK, "queue", "nothing waits too long");
}

static int
check_transports(struct checking *c)
{
	struct sending s = {.app = c->app, .lock = -1};
	const struct config *cfg = c->app->config;
	struct sending_way *way;
	struct lead_error err;
	size_t i;
	int rc = 0;

	for (i = 0; i < cfg->ntransport && rc == 0; i++) {
		const char *name = cfg->transport[i].name;

		if (send_way(&s, name, &way, &err) == -1 ||
		    transport_check(way->transport, &err) == -1)
			rc = check_say(c, CHECK_FAIL, "transport", "%s: %s", name, err.msg);
		else
			rc = check_say(c, CHECK_OK, "transport", "%s: %s", name,
			    cfg->transport[i].url);
	}
	send_ways_close(&s);
	return rc;
}

static int
check_hooks(struct checking *c)
{
	struct sending s = {.app = c->app, .lock = -1};
	const struct config *cfg = c->app->config;
	struct hook_headers headers;
	struct sending_way *way;
	struct lead_error err;
	size_t i;
	int rc = 0;

	for (i = 0; i < cfg->nhook && rc == 0; i++) {
		struct message m = {.kind = "hook", .to = cfg->hook[i].name};

		if (send_hook_sign(c->app, &m, &headers, &err) == -1 ||
		    send_hook_way(&s, m.to, &way, &err) == -1 ||
		    transport_check(way->transport, &err) == -1)
			rc = check_say(c, CHECK_FAIL, "hook", "%s: %s", m.to, err.msg);
		else if (cfg->hook[i].secret_file == NULL)
			rc = check_say(c, CHECK_WARN, "hook", "%s: not signed: give it a "
			    "secret_file", m.to);
		else
			rc = check_say(c, CHECK_OK, "hook", "%s: %s", m.to,
			    cfg->hook[i].url);
	}
	send_ways_close(&s);
	return rc;
}

int
lead_check(struct lead_app *app, const struct lead_check_options *o,
    int *worst, lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct checking c = {.app = app, .fn = fn, .arg = arg, .err = err};
	bool all = !o->store && !o->config && !o->transports && !o->sources;

	if ((all || o->config) && check_config(&c) == -1)
		return -1;
	if ((all || o->store) && check_store(&c) == -1)
		return -1;
	if ((all || o->transports) &&
	    (check_transports(&c) == -1 || check_hooks(&c) == -1))
		return -1;
	if (app->store != NULL &&
	    (((all || o->sources) && check_sources(&c) == -1) ||
		(all && (check_runs(&c) == -1 ||
			    check_limit(&c, o->postfix) == -1 ||
			    check_breaker(&c) == -1 ||
			    check_queue(&c) == -1))))
		return -1;
	*worst = c.worst;
	return 0;
}
