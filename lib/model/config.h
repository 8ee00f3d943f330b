/*
 * config: leads.conf(5) read by libconfuse into plain structs, with the
 * defaults of DESIGN filled in. Everything is owned by struct config.
 * Arrays come with n<name>. Strings are NULL where not given, unless a
 * default stands behind the name.
 */
#ifndef MODEL_CONFIG_H
#define MODEL_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/when.h"
#include "leads.h"

struct config_list {
	char **item;
	size_t count;
};

/* Open hours: minutes since local midnight, [from, to). day 0 is Sunday. */
struct config_hours {
	int day, from, to;
};

/* A run of local dates, both inclusive, as YYYYMMDD numbers. */
struct config_dates {
	int from, to;
};

struct config_calendar {
	struct config_hours *hours;
	size_t nhours;
	struct config_dates *closed; /* holidays, away */
	size_t nclosed;
};

struct config_owner {
	char *name, *email, *phone, *login, *escalate_to, *timezone;
	struct config_list notify, skills, places, languages;
	double share;             /* 1 */
	int64_t capacity;         /* 0: no bound */
	struct config_calendar calendar; /* nhours 0: the firm's hours */
	bool fallback;
};

struct config_source {
	char *name, *when, *id, *secret_file, *key;
	char *verify_token, *signature, *signature_header;
	char *country;            /* how a phone number without + is read */
	char *each;               /* JSON pointer to a list of records */
	bool automation;          /* true */
	double cost_per_month;
	int64_t duplicate_within; /* seconds; 600 */
	struct config_list volatiles, map;
};

struct config_route {
	char *name, *when, *priority, *sequence, *skill, *owner;
};

struct config_deadline {
	char *name, *when;
	struct span within;
	int after_hours;          /* minute of the next business day; -1: none */
};

struct config_step {
	char *name, *channel, *template, *when;
	struct span after;
	int at;                   /* minute of the day or -1 */
	bool always;
	bool from_last;           /* from = last: after the step before */
	bool after_task;          /* wait_for = task */
};

struct config_sequence {
	char *name, *then;        /* then: sequence or NULL */
	struct span wait;         /* 3d */
	struct config_step *step;
	size_t nstep;
	bool monthly;             /* nurture: the last step repeats */
};

struct config_answer {
	char *name, *matches, *sequence;
	struct config_list set;   /* "field=value" */
	struct span wait;
	bool has_wait, notify;
};

struct config_qualify {
	char *name, *ask, *when;
	struct config_answer *answer;
	size_t nanswer;
};

struct config_handoff {
	char *name, *matches, *when, *priority;
	struct span within;
	bool has_within;
};

struct config_score_rule {
	char *name, *event, *when;
	int64_t points;
	bool each;
};

struct config_transport {
	char *name, *url, *kind, *user, *password_file, *from, *body, *method;
	char *ca_file;            /* whom TLS trusts, for the system's */
	char *status_callback;    /* URL a gateway reports delivery to */
	struct config_list header;
	int64_t timeout;          /* seconds for one POST; 0: 60 */
};

/* What is healthy of a figure of leads-metrics(7). line: where it stands. */
struct config_range {
	char *name;
	bool has_low, has_high;
	double low, high;
	int line;
};

struct config_hook {
	char *name, *url, *secret_file;
	struct config_list on;
};

/* The fields of a form that section labels knows, in its order. */
#define CONFIG_NLABEL 13
extern const char *const config_label[CONFIG_NLABEL];

struct config {
	char *path;               /* the file read, NULL: none */
	char *dir;                /* its folder: relative files start here */
	char *templates;          /* folder of templates, NULL: built-in only */
	struct {
		char *name, *phone, *email, *address, *timezone, *country;
		char *currency, *website, *unsubscribe_url, *booking_url;
		char *holidays_file;
		bool timezone_given; /* false: "UTC", yours to replace */
		struct config_list aliases;
		struct config_calendar calendar;
	} business;
	char *store_group;
	struct config_list label[CONFIG_NLABEL]; /* more names for config_label */
	struct config_owner *owner;      size_t nowner;   /* at least one */
	struct config_source *source;    size_t nsource;
	struct config_route *route;      size_t nroute;   /* may be 0 */
	struct config_deadline *deadline; size_t ndeadline;
	struct config_sequence *sequence; size_t nsequence; /* built-ins too */
	struct config_qualify *qualify;  size_t nqualify;
	struct config_handoff *handoff;  size_t nhandoff;
	struct config_transport *transport; size_t ntransport;
	struct config_hook *hook;        size_t nhook;
	struct {
		int64_t start, advance, park; /* 20 60 20 */
		struct config_score_rule *rule;
		size_t nrule;
	} score;
	struct {
		struct span untouched, proposal, reactivate; /* 7d 48h 90d */
		struct config_list reasons;
	} stale;
	struct {
		bool confirm;             /* true */
		struct span length;       /* 1h */
		struct config_list reminders; /* spans before it: 1d 2h */
	} booking;
	struct {
		struct span raw; /* n 0: kept for ever */
	} retention;
	struct {
		struct span per_lead_gap, touch_window; /* 1h 14d */
		int64_t max_touches;      /* 7 */
		int64_t per_address_day, per_domain_hour, same_body_hour;
		int64_t per_hour, mail_bytes;
		int64_t notices_hour; /* 5; 0: no bound */
		int64_t breaker_times, breaker_floor; /* 10 100; 0: off */
		int quiet_from, quiet_to; /* minutes: 21:00 08:00 */
		struct config_list big_domains;
	} limits;
	struct {
		char *url;                /* of the CGI, as callers see it */
		char *thanks;             /* where a form's sender goes next */
		char *honeypot;           /* field people cannot see */
		struct config_list origins;
		int64_t max_body;         /* bytes; 1048576 */
		int64_t per_address;      /* unsigned posts in the window; 20 */
		struct span per_address_window; /* 10m */
	} web;
	struct {
		int64_t machine_target, human_target; /* seconds: 2m 4h */
		double average_value;     /* of a win; 0: not known */
		double lost_by_delay;     /* share of wins; 0.5 */
		struct config_range *range; /* by the name of a figure */
		size_t nrange;
	} report;
	struct config_list warnings;  /* "FILE:LINE: …" lines for lead-check */
};

/* path NULL: the defaults alone. login and host name the one owner where the
 * file names none. LEAD_ECONFIG with every error of meaning, "FILE:LINE: "
 * first, one a line joined by "; ". *out is yours to config_free. */
int config_read(const char *path, const char *login, const char *host,
    struct config **out, struct lead_error *);
void config_free(struct config *);

/* NULL where there is none of that name. Borrowed. */
const struct config_owner *config_owner(
    const struct config *, const char *name);
const struct config_owner *config_owner_by_mail(
    const struct config *, const char *spec); /* any address of an owner */
/* The first fallback owner, else the first owner; never NULL. */
const struct config_owner *config_fallback(const struct config *);
const struct config_sequence *config_sequence(
    const struct config *, const char *name);
const struct config_deadline *config_deadline(
    const struct config *, const char *name);
const struct config_transport *config_transport(
    const struct config *, const char *name);
const struct config_source *config_source(
    const struct config *, const char *name);
bool config_is_our_address(const struct config *, const char *spec);
bool config_list_has(const struct config_list *, const char *item);

#endif
