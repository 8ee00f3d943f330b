/*
 * The tree libconfuse made into struct config, a section a function. A key
 * that is not there leaves what stood before: the built-in text is read
 * first. A named section replaces the one of that name.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/zone.h"
#include "model/config_internal.h"

void
config_section_error(struct config_reader *r, cfg_t *sec, const char *key,
    const char *fmt, ...)
{
	char text[256];
	va_list ap;

	/* not understood for want of memory is no fault of the text */
	if (errno == ENOMEM)
		r->failed = true;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (r->errors.len > 0)
		buf_puts(&r->errors, "; ");
	buf_printf(&r->errors, "%s:%d: %s", r->path ? r->path : "built-in",
	    config_schema_line(sec, key), text);
}

static void
list_add(struct config_reader *r, struct config_list *list, const char *item)
{
	char **items = realloc(list->item, (list->count + 1) * sizeof(*items));

	if (items == NULL) {
		r->failed = true;
		return;
	}
	list->item = items;
	if ((items[list->count] = strdup(item)) == NULL)
		r->failed = true;
	else
		list->count++;
}

void
config_section_warn(struct config_reader *r, int line, const char *fmt, ...)
{
	char text[512];
	va_list ap;
	int n;

	n = snprintf(text, sizeof(text), "%.200s:%d: ",
	    r->path ? r->path : "built-in", line);
	va_start(ap, fmt);
	vsnprintf(text + n, sizeof(text) - (size_t)n, fmt, ap);
	va_end(ap);
	list_add(r, &r->config->warnings, text);
}

static void
no_effect(struct config_reader *r, cfg_t *sec, const char *key)
{
	if (cfg_size(sec, key) > 0)
		config_section_warn(r, config_schema_line(sec, key),
		    "%s: has no effect yet", key);
}

static void
get_text(struct config_reader *r, cfg_t *sec, const char *key, char **out)
{
	char *copy;

	if (cfg_size(sec, key) == 0)
		return;
	if ((copy = strdup(cfg_getstr(sec, key))) == NULL) {
		r->failed = true;
		return;
	}
	free(*out);
	*out = copy;
}

static void
get_list(struct config_reader *r, cfg_t *sec, const char *key,
    struct config_list *out)
{
	unsigned int i, n = cfg_size(sec, key);

	if (n == 0)
		return;
	config_free_list(out);
	for (i = 0; i < n; i++)
		list_add(r, out, cfg_getnstr(sec, key, i));
}

static void
get_bool(cfg_t *sec, const char *key, bool *out)
{
	if (cfg_size(sec, key) > 0)
		*out = cfg_getbool(sec, key) == cfg_true;
}

static void
get_count(struct config_reader *r, cfg_t *sec, const char *key, int64_t *out)
{
	if (cfg_size(sec, key) == 0)
		return;
	if (cfg_getint(sec, key) < 0)
		config_section_error(r, sec, key, "%s: less than 0", key);
	else
		*out = cfg_getint(sec, key);
}

static void
get_real(struct config_reader *r, cfg_t *sec, const char *key, double *out)
{
	double d;

	if (cfg_size(sec, key) == 0)
		return;
	d = cfg_getfloat(sec, key);
	if (!(d >= 0 && d < 1e12))
		config_section_error(r, sec, key, "%s: out of range", key);
	else
		*out = d;
}

/* True where the key is there and right. */
static bool
get_span(struct config_reader *r, cfg_t *sec, const char *key, struct span *out)
{
	struct lead_error err;

	if (cfg_size(sec, key) == 0)
		return false;
	if (span_parse(cfg_getstr(sec, key), out, &err) == 0)
		return true;
	config_section_error(r, sec, key, "%s: %s", key, err.msg);
	return false;
}

/* A span that business hours have no part in. */
static bool
get_plain_span(
    struct config_reader *r, cfg_t *sec, const char *key, struct span *out)
{
	struct span s;

	if (!get_span(r, sec, key, &s))
		return false;
	if (s.unit >= SPAN_BMINUTE) {
		config_section_error(r, sec, key, "%s: business time has no "
		    "meaning here: '%s'", key, cfg_getstr(sec, key));
		return false;
	}
	*out = s;
	return true;
}

static void
get_minute(struct config_reader *r, cfg_t *sec, const char *key, int *out)
{
	if (cfg_size(sec, key) > 0 &&
	    config_parse_minute(cfg_getstr(sec, key), out) == -1)
		config_section_error(r, sec, key, "%s: not a time of the day: "
		    "'%.60s' (10:00)", key, cfg_getstr(sec, key));
}

static void
get_zone(struct config_reader *r, cfg_t *sec, char **out)
{
	if (cfg_size(sec, "timezone") == 0)
		return;
	if (!zone_exists(cfg_getstr(sec, "timezone")))
		config_section_error(r, sec, "timezone", "timezone: no such "
		    "zone: '%.60s' (America/Los_Angeles)",
		    cfg_getstr(sec, "timezone"));
	else
		get_text(r, sec, "timezone", out);
}

static void
get_hours(struct config_reader *r, cfg_t *sec, struct config_calendar *out)
{
	unsigned int i, n = cfg_size(sec, "hours");

	if (n == 0)
		return;
	out->nhours = 0;
	for (i = 0; i < n; i++)
		if (config_parse_hours(cfg_getnstr(sec, "hours", i), out) == -1)
			config_section_error(r, sec, "hours", "hours: not "
			    "understood: '%.60s' (mon-fri 09:00-17:00)",
			    cfg_getnstr(sec, "hours", i));
	config_parse_merge_hours(out);
}

static void
get_dates(struct config_reader *r, cfg_t *sec, const char *key,
    struct config_calendar *out)
{
	unsigned int i;

	for (i = 0; i < cfg_size(sec, key); i++)
		if (config_parse_dates(cfg_getnstr(sec, key, i), out) == -1)
			config_section_error(r, sec, key, "%s: not a date or "
			    "dates: '%.60s' (2026-12-24..2027-01-02)", key,
			    cfg_getnstr(sec, key, i));
}

/*
 * The element called name, emptied, or a new one. Each named struct has its
 * name first, which is what makes one function serve all of them.
 */
static void *
named(struct config_reader *r, void *array, size_t *count, size_t size,
    cfg_t *sec, void (*release)(void *))
{
	const char *name = cfg_title(sec);
	char *items, *item, *copy, *old;
	size_t i;

	memcpy(&items, array, sizeof(items));
	if ((copy = strdup(name)) == NULL)
		goto failed;
	for (i = 0; i < *count; i++) {
		item = items + i * size;
		memcpy(&old, item, sizeof(old));
		if (strcmp(old, name) == 0) {
			release(item);
			memcpy(item, &copy, sizeof(copy));
			return item;
		}
	}
	if ((items = realloc(items, (*count + 1) * size)) == NULL)
		goto failed;
	memcpy(array, &items, sizeof(items));
	item = items + (*count)++ * size;
	memset(item, 0, size);
	memcpy(item, &copy, sizeof(copy));
	return item;
failed:
	free(copy);
	r->failed = true;
	return NULL;
}

#define NAMED(r, array, count, sec, release) \
	named(r, &(array), &(count), sizeof(*(array)), sec, release)

static void
read_business(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;

	get_text(r, sec, "name", &c->business.name);
	get_text(r, sec, "phone", &c->business.phone);
	get_text(r, sec, "email", &c->business.email);
	get_text(r, sec, "address", &c->business.address);
	get_text(r, sec, "country", &c->business.country);
	get_text(r, sec, "currency", &c->business.currency);
	get_text(r, sec, "website", &c->business.website);
	get_text(r, sec, "unsubscribe_url", &c->business.unsubscribe_url);
	get_text(r, sec, "booking_url", &c->business.booking_url);
	get_text(r, sec, "holidays_file", &c->business.holidays_file);
	get_list(r, sec, "aliases", &c->business.aliases);
	get_zone(r, sec, &c->business.timezone);
	c->business.timezone_given =
	    r->path != NULL && cfg_size(sec, "timezone") > 0;
	get_hours(r, sec, &c->business.calendar);
	get_dates(r, sec, "holidays", &c->business.calendar);
}

static void
read_owner(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_owner *o =
	    NAMED(r, c->owner, c->nowner, sec, config_free_owner);

	if (o == NULL)
		return;
	o->share = 1;
	get_text(r, sec, "email", &o->email);
	get_text(r, sec, "phone", &o->phone);
	get_text(r, sec, "login", &o->login);
	get_text(r, sec, "escalate_to", &o->escalate_to);
	get_list(r, sec, "notify", &o->notify);
	get_list(r, sec, "skills", &o->skills);
	get_list(r, sec, "places", &o->places);
	get_list(r, sec, "languages", &o->languages);
	get_real(r, sec, "share", &o->share);
	get_count(r, sec, "capacity", &o->capacity);
	get_bool(sec, "fallback", &o->fallback);
	get_zone(r, sec, &o->timezone);
	get_hours(r, sec, &o->calendar);
	get_dates(r, sec, "away", &o->calendar);
	if (o->email == NULL)
		config_section_error(
		    r, sec, NULL, "owner '%s': no email", o->name);
	if (o->share <= 0)
		config_section_error(r, sec, "share", "share: must be over 0");
}

/* A map that names nothing, a signature nobody can check. */
static void
check_source(struct config_reader *r, cfg_t *sec, struct config_source *s)
{
	static const char *const kinds[] = {"hmac", "key", "twilio", "meta",
	    "typeform", "hubspot", "calendly", "callrail", "tiktok",
	    "linkedin", NULL};
	const char *eq;
	size_t i;

	for (i = 0; i < s->map.count; i++)
		if ((eq = strchr(s->map.item[i], '=')) == NULL ||
		    eq == s->map.item[i] || eq[1] == '\0')
			config_section_error(r, sec, "map",
			    "map: '%.60s' is not FIELD=PLACE", s->map.item[i]);
	if (s->each != NULL && s->each[0] != '/')
		config_section_error(r, sec, "each",
		    "each: '%.60s' is no JSON pointer", s->each);
	if (s->secret_file == NULL) {
		if (s->signature != NULL || s->key != NULL)
			config_section_error(r, sec, NULL,
			    "source '%s': no secret_file", s->name);
		return;
	}
	if (s->signature == NULL &&
	    (s->signature = strdup(s->key != NULL ? "key" : "hmac")) == NULL)
		r->failed = true;
	for (i = 0; s->signature != NULL && kinds[i] != NULL; i++)
		if (strcmp(s->signature, kinds[i]) == 0)
			return;
	config_section_error(r, sec, "signature", "signature: '%.60s' is none "
	    "of hmac key twilio meta typeform hubspot calendly callrail "
	    "tiktok linkedin", s->signature);
}

static void
read_source(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_source *s =
	    NAMED(r, c->source, c->nsource, sec, config_free_source);
	struct span within;

	if (s == NULL)
		return;
	s->automation = true;
	s->duplicate_within = 600;
	get_text(r, sec, "when", &s->when);
	get_text(r, sec, "id", &s->id);
	get_text(r, sec, "secret_file", &s->secret_file);
	get_text(r, sec, "key", &s->key);
	get_bool(sec, "automation", &s->automation);
	get_real(r, sec, "cost_per_month", &s->cost_per_month);
	get_list(r, sec, "volatile", &s->volatiles);
	get_list(r, sec, "map", &s->map);
	if (get_plain_span(r, sec, "duplicate_within", &within))
		s->duplicate_within = span_after(&within, 0, NULL);
	get_text(r, sec, "verify_token", &s->verify_token);
	get_text(r, sec, "signature", &s->signature);
	get_text(r, sec, "signature_header", &s->signature_header);
	get_text(r, sec, "each", &s->each);
	get_text(r, sec, "country", &s->country);
	check_source(r, sec, s);
}

static void
read_route(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_route *o =
	    NAMED(r, c->route, c->nroute, sec, config_free_route);

	if (o == NULL)
		return;
	get_text(r, sec, "when", &o->when);
	get_text(r, sec, "priority", &o->priority);
	get_text(r, sec, "sequence", &o->sequence);
	get_text(r, sec, "skill", &o->skill);
	get_text(r, sec, "owner", &o->owner);
}

static void
read_deadline(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_deadline *d =
	    NAMED(r, c->deadline, c->ndeadline, sec, config_free_deadline);

	if (d == NULL)
		return;
	d->after_hours = -1;
	get_text(r, sec, "when", &d->when);
	get_minute(r, sec, "after_hours", &d->after_hours);
	if (cfg_size(sec, "within") == 0)
		config_section_error(
		    r, sec, NULL, "deadline '%s': no within", d->name);
	else
		get_span(r, sec, "within", &d->within);
}

/* One of two words: true for the second. */
static void
get_choice(struct config_reader *r, cfg_t *sec, const char *key,
    const char *no, const char *yes, bool *out)
{
	const char *word;

	if (cfg_size(sec, key) == 0)
		return;
	word = cfg_getstr(sec, key);
	*out = strcmp(word, yes) == 0;
	if (!*out && strcmp(word, no) != 0)
		config_section_error(
		    r, sec, key, "%s: say %s or %s", key, no, yes);
}

static void
read_step(struct config_reader *r, cfg_t *sec, struct config_sequence *s)
{
	struct config_step *step = NAMED(r, s->step, s->nstep, sec, NULL);

	if (step == NULL)
		return;
	step->at = -1;
	get_span(r, sec, "after", &step->after);
	get_text(r, sec, "channel", &step->channel);
	get_text(r, sec, "template", &step->template);
	get_text(r, sec, "when", &step->when);
	get_minute(r, sec, "at", &step->at);
	get_bool(sec, "always", &step->always);
	get_choice(r, sec, "from", "start", "last", &step->from_last);
	get_choice(r, sec, "wait_for", "nothing", "task", &step->after_task);
	if (step->channel == NULL && (step->channel = strdup("match")) == NULL)
		r->failed = true;
	if (step->template == NULL &&
	    (step->template = strdup(step->name)) == NULL)
		r->failed = true;
	if (cfg_size(sec, "after") == 0)
		config_section_error(
		    r, sec, NULL, "step '%s': no after", step->name);
}

static void
read_sequence(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_sequence *s =
	    NAMED(r, c->sequence, c->nsequence, sec, config_free_sequence);
	unsigned int i;

	if (s == NULL)
		return;
	s->wait = (struct span){3, SPAN_DAY};
	for (i = 0; i < cfg_size(sec, "step"); i++)
		read_step(r, cfg_getnsec(sec, "step", i), s);
	get_text(r, sec, "then", &s->then);
	get_span(r, sec, "wait", &s->wait);
	get_bool(sec, "monthly", &s->monthly);
	if (s->nstep == 0)
		config_section_error(
		    r, sec, NULL, "sequence '%s': no step", s->name);
}

static void
read_answer(struct config_reader *r, cfg_t *sec, struct config_qualify *q)
{
	struct config_answer *a = NAMED(r, q->answer, q->nanswer, sec, NULL);

	if (a == NULL)
		return;
	get_text(r, sec, "matches", &a->matches);
	get_text(r, sec, "sequence", &a->sequence);
	get_list(r, sec, "set", &a->set);
	a->has_wait = get_span(r, sec, "wait", &a->wait);
	get_bool(sec, "notify", &a->notify);
}

static void
read_qualify(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_qualify *q =
	    NAMED(r, c->qualify, c->nqualify, sec, config_free_qualify);
	unsigned int i;

	if (q == NULL)
		return;
	get_text(r, sec, "ask", &q->ask);
	get_text(r, sec, "when", &q->when);
	for (i = 0; i < cfg_size(sec, "answer"); i++)
		read_answer(r, cfg_getnsec(sec, "answer", i), q);
	if (q->ask == NULL)
		config_section_error(
		    r, sec, NULL, "qualify '%s': no ask", q->name);
}

static void
read_handoff(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_handoff *h =
	    NAMED(r, c->handoff, c->nhandoff, sec, config_free_handoff);

	if (h == NULL)
		return;
	get_text(r, sec, "matches", &h->matches);
	get_text(r, sec, "when", &h->when);
	get_text(r, sec, "priority", &h->priority);
	h->has_within = get_span(r, sec, "within", &h->within);
	if (h->matches == NULL && h->when == NULL)
		config_section_error(r, sec, NULL,
		    "handoff '%s': neither matches nor when", h->name);
}

static void
read_rule(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_score_rule *rule = NAMED(
	    r, c->score.rule, c->score.nrule, sec, config_free_score_rule);

	if (rule == NULL)
		return;
	get_text(r, sec, "event", &rule->event);
	get_text(r, sec, "when", &rule->when);
	get_bool(sec, "each", &rule->each);
	rule->points = cfg_size(sec, "points") ? cfg_getint(sec, "points") : 0;
}

static void
read_stale_limits(struct config_reader *r, cfg_t *stale, cfg_t *limits)
{
	struct config *c = r->config;

	get_plain_span(r, stale, "untouched", &c->stale.untouched);
	get_plain_span(r, stale, "proposal", &c->stale.proposal);
	get_plain_span(r, stale, "reactivate", &c->stale.reactivate);
	get_list(r, stale, "reasons", &c->stale.reasons);
	get_plain_span(r, limits, "per_lead_gap", &c->limits.per_lead_gap);
	get_plain_span(r, limits, "touch_window", &c->limits.touch_window);
	get_count(r, limits, "max_touches", &c->limits.max_touches);
	get_count(r, limits, "per_address_day", &c->limits.per_address_day);
	get_count(r, limits, "per_domain_hour", &c->limits.per_domain_hour);
	get_count(r, limits, "same_body_hour", &c->limits.same_body_hour);
	get_count(r, limits, "per_hour", &c->limits.per_hour);
	get_count(r, limits, "notices_hour", &c->limits.notices_hour);
	get_count(r, limits, "breaker_times", &c->limits.breaker_times);
	get_count(r, limits, "breaker_floor", &c->limits.breaker_floor);
	get_count(r, limits, "mail_bytes", &c->limits.mail_bytes);
	get_list(r, limits, "big_domains", &c->limits.big_domains);
	if (cfg_size(limits, "sms_quiet") > 0 &&
	    config_parse_window(cfg_getstr(limits, "sms_quiet"),
	    &c->limits.quiet_from, &c->limits.quiet_to) == -1)
		config_section_error(r, limits, "sms_quiet", "sms_quiet: not "
		    "understood: '%.60s' (21:00-08:00)",
		    cfg_getstr(limits, "sms_quiet"));
}

/* http:// or https:// and a host; path: may it have one. It stands in a
 * header of an answer, so nothing but plain characters. */
static bool
is_web_address(const char *s, bool path)
{
	const char *host, *p;

	for (p = s; *p != '\0'; p++)
		if (*p <= ' ' || *p == 0x7f || *p == '"' || *p == '<' ||
		    *p == '>' || *p == '\\')
			return false;
	host = strncmp(s, "https://", 8) == 0 ? s + 8
	    : strncmp(s, "http://", 7) == 0   ? s + 7
					      : NULL;
	return host != NULL && host[0] != '\0' && host[0] != '/' &&
	    (path || strchr(host, '/') == NULL);
}

static void
read_web(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	size_t i;

	get_text(r, sec, "url", &c->web.url);
	get_text(r, sec, "thanks", &c->web.thanks);
	get_text(r, sec, "honeypot", &c->web.honeypot);
	get_list(r, sec, "origins", &c->web.origins);
	get_count(r, sec, "max_body", &c->web.max_body);
	get_count(r, sec, "per_address", &c->web.per_address);
	get_plain_span(
	    r, sec, "per_address_window", &c->web.per_address_window);
	if (c->web.url != NULL && !is_web_address(c->web.url, true))
		config_section_error(r, sec, "url",
		    "url: '%.60s' is no http or https address", c->web.url);
	if (c->web.thanks != NULL && !is_web_address(c->web.thanks, true))
		config_section_error(r, sec, "thanks", "thanks: '%.60s' is no "
		    "http or https address", c->web.thanks);
	for (i = 0; i < c->web.origins.count; i++)
		if (!is_web_address(c->web.origins.item[i], false))
			config_section_error(r, sec, "origins",
			    "origins: '%.60s' is no origin (https://host)",
			    c->web.origins.item[i]);
}

static void
read_transport(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_transport *t = NAMED(
	    r, c->transport, c->ntransport, sec, config_free_transport);

	if (t == NULL)
		return;
	get_text(r, sec, "url", &t->url);
	get_text(r, sec, "kind", &t->kind);
	get_text(r, sec, "user", &t->user);
	get_text(r, sec, "password_file", &t->password_file);
	get_text(r, sec, "from", &t->from);
	get_text(r, sec, "body", &t->body);
	get_text(r, sec, "method", &t->method);
	get_text(r, sec, "ca_file", &t->ca_file);
	get_text(r, sec, "status_callback", &t->status_callback);
	get_count(r, sec, "timeout", &t->timeout);
	get_list(r, sec, "header", &t->header);
	if (t->url == NULL)
		config_section_error(
		    r, sec, NULL, "transport '%s': no url", t->name);
}

static void
read_hook(struct config_reader *r, cfg_t *sec)
{
	struct config *c = r->config;
	struct config_hook *h =
	    NAMED(r, c->hook, c->nhook, sec, config_free_hook);

	if (h == NULL)
		return;
	get_text(r, sec, "url", &h->url);
	get_text(r, sec, "secret_file", &h->secret_file);
	get_list(r, sec, "on", &h->on);
	if (h->url == NULL || h->on.count == 0)
		config_section_error(r, sec, NULL, "hook '%s': no %s", h->name,
		    h->url == NULL ? "url" : "on");
}

static void
each(struct config_reader *r, cfg_t *root, const char *name,
    void (*read)(struct config_reader *, cfg_t *))
{
	unsigned int i;

	for (i = 0; i < cfg_size(root, name); i++)
		read(r, cfg_getnsec(root, name, i));
}

/* Hand-off words and score rules of a file stand alone: adding some to the
 * built-in ones would leave no way to be rid of those. */
static void
drop_built_in(struct config *c, cfg_t *root)
{
	if (cfg_size(root, "handoff") > 0)
		while (c->nhandoff > 0)
			config_free_handoff(&c->handoff[--c->nhandoff]);
	if (cfg_size(cfg_getsec(root, "score"), "rule") > 0)
		while (c->score.nrule > 0)
			config_free_score_rule(
			    &c->score.rule[--c->score.nrule]);
}

void
config_section_read(struct config_reader *r, cfg_t *root)
{
	struct config *c = r->config;
	cfg_t *score = cfg_getsec(root, "score");
	size_t i;

	drop_built_in(c, root);
	get_text(r, root, "templates", &c->templates);
	no_effect(r, root, "stages");
	get_text(r, cfg_getsec(root, "store"), "group", &c->store_group);
	read_business(r, cfg_getsec(root, "business"));
	each(r, root, "owner", read_owner);
	each(r, root, "source", read_source);
	each(r, root, "route", read_route);
	each(r, root, "deadline", read_deadline);
	each(r, root, "sequence", read_sequence);
	each(r, root, "qualify", read_qualify);
	each(r, root, "handoff", read_handoff);
	each(r, score, "rule", read_rule);
	get_count(r, score, "start", &c->score.start);
	get_count(r, score, "advance", &c->score.advance);
	get_count(r, score, "park", &c->score.park);
	config_report_read(r, cfg_getsec(root, "report"));
	read_stale_limits(
	    r, cfg_getsec(root, "stale"), cfg_getsec(root, "limits"));
	read_web(r, cfg_getsec(root, "web"));
	for (i = 0; i < CONFIG_NLABEL; i++)
		get_list(r, cfg_getsec(root, "labels"), config_label[i],
		    &c->label[i]);
	get_plain_span(r, cfg_getsec(root, "retention"), "raw",
	    &c->retention.raw);
	each(r, root, "transport", read_transport);
	each(r, root, "hook", read_hook);
}
