/*
 * The sections and keys of leads.conf as libconfuse wants them. Knows their
 * names and types, not their meaning. libconfuse keeps no line of a key: it
 * is noted in the key's comment, and a section's in its key ".line", which
 * config_text.c writes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/config_internal.h"

static int
note_line(cfg_t *cfg, cfg_opt_t *opt)
{
	char line[16];

	snprintf(line, sizeof(line), "%d", cfg->line);
	cfg_opt_setcomment(opt, line);
	return 0;
}

#define KEY(key, kind, flag) \
	{.name = (key), .type = (kind), .flags = CFGF_NODEFAULT | (flag), \
	    .validcb = note_line}
#define STR(key) KEY(key, CFGT_STR, 0)
#define LIST(key) KEY(key, CFGT_STR, CFGF_LIST)
#define INT(key) KEY(key, CFGT_INT, 0)
#define FLOAT(key) KEY(key, CFGT_FLOAT, 0)
#define BOOL(key) KEY(key, CFGT_BOOL, 0)
#define SECTION(key, keys) {.name = (key), .type = CFGT_SEC, .subopts = (keys)}
#define NAMED(key, keys) \
	{.name = (key), .type = CFGT_SEC, .subopts = (keys), \
	    .flags = CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES}
#define LINE {.name = ".line", .type = CFGT_INT, .flags = CFGF_NODEFAULT}

static cfg_opt_t store[] = {LINE, STR("group"), CFG_END()};

static cfg_opt_t business[] = {LINE, STR("name"), STR("phone"), STR("email"),
    LIST("aliases"), STR("address"), STR("timezone"), STR("country"),
    STR("currency"), LIST("hours"), LIST("holidays"), STR("holidays_file"),
    STR("website"), STR("unsubscribe_url"), STR("booking_url"), CFG_END()};

static cfg_opt_t owner[] = {LINE, STR("email"), STR("phone"), LIST("notify"),
    STR("login"), LIST("skills"), LIST("places"), LIST("languages"),
    FLOAT("share"), INT("capacity"), LIST("away"), STR("escalate_to"),
    STR("timezone"), LIST("hours"), BOOL("fallback"), CFG_END()};

static cfg_opt_t source[] = {LINE, STR("when"), BOOL("automation"),
    FLOAT("cost_per_month"), STR("duplicate_within"), LIST("volatile"),
    LIST("map"), STR("id"), STR("secret_file"), STR("key"),
    STR("verify_token"), STR("signature"), STR("signature_header"),
    STR("each"), STR("country"), CFG_END()};

static cfg_opt_t web[] = {LINE, STR("url"), STR("thanks"), STR("honeypot"),
    LIST("origins"), INT("max_body"), INT("per_address"),
    STR("per_address_window"), CFG_END()};

static cfg_opt_t route[] = {LINE, STR("when"), STR("priority"),
    STR("sequence"), STR("skill"), STR("owner"), CFG_END()};

static cfg_opt_t deadline[] = {
    LINE, STR("when"), STR("within"), STR("after_hours"), CFG_END()};

static cfg_opt_t step[] = {LINE, STR("after"), STR("channel"),
    STR("template"), STR("when"), STR("at"), BOOL("always"), STR("from"),
    STR("wait_for"), CFG_END()};

static cfg_opt_t sequence[] = {LINE, NAMED("step", step), STR("wait"),
    STR("then"), BOOL("monthly"), CFG_END()};

static cfg_opt_t answer[] = {LINE, STR("matches"), LIST("set"),
    STR("sequence"), STR("wait"), BOOL("notify"), CFG_END()};

static cfg_opt_t qualify[] = {
    LINE, STR("ask"), STR("when"), NAMED("answer", answer), CFG_END()};

static cfg_opt_t handoff[] = {LINE, STR("matches"), STR("when"),
    STR("within"), STR("priority"), CFG_END()};

static cfg_opt_t rule[] = {LINE, STR("event"), STR("when"), INT("points"),
    BOOL("each"), CFG_END()};

static cfg_opt_t score[] = {LINE, INT("start"), INT("advance"), INT("park"),
    NAMED("rule", rule), CFG_END()};

static cfg_opt_t stale[] = {LINE, STR("untouched"), STR("proposal"),
    STR("reactivate"), LIST("reasons"), CFG_END()};

static cfg_opt_t booking[] = {LINE, BOOL("confirm"), STR("length"),
    LIST("reminders"), CFG_END()};

static cfg_opt_t retention[] = {LINE, STR("raw"), CFG_END()};

static cfg_opt_t limits[] = {LINE, STR("per_lead_gap"), INT("max_touches"),
    STR("touch_window"), INT("per_address_day"), INT("per_domain_hour"),
    INT("same_body_hour"), INT("per_hour"), INT("breaker_times"), INT("notices_hour"),
    INT("breaker_floor"), STR("sms_quiet"),
    INT("mail_bytes"), LIST("big_domains"), CFG_END()};

static cfg_opt_t transport[] = {LINE, STR("url"), STR("kind"), STR("user"),
    STR("password_file"), STR("from"), STR("body"), STR("method"),
    LIST("header"), STR("status_callback"), INT("timeout"),
    STR("ca_file"), CFG_END()};

static cfg_opt_t hook[] = {
    LINE, LIST("on"), STR("url"), STR("secret_file"), CFG_END()};

const char *const config_label[CONFIG_NLABEL] = {"name", "email", "phone",
    "company", "service", "zip", "place", "timeframe", "budget", "value",
    "message", "note", "campaign"};

static cfg_opt_t labels[] = {LINE, LIST("name"), LIST("email"),
    LIST("phone"), LIST("company"), LIST("service"), LIST("zip"),
    LIST("place"), LIST("timeframe"), LIST("budget"), LIST("value"),
    LIST("message"), LIST("note"), LIST("campaign"), CFG_END()};

static cfg_opt_t healthy[] = {LINE, FLOAT("low"), FLOAT("high"), CFG_END()};

static cfg_opt_t report[] = {LINE, STR("machine_target"), STR("human_target"),
    FLOAT("average_value"), FLOAT("lost_by_delay"),
    NAMED("healthy", healthy), CFG_END()};

static cfg_opt_t root[] = {STR("templates"), LIST("stages"),
    SECTION("store", store), SECTION("business", business),
    SECTION("web", web), SECTION("labels", labels),
    NAMED("owner", owner), NAMED("source", source), NAMED("route", route),
    NAMED("deadline", deadline), NAMED("sequence", sequence),
    NAMED("qualify", qualify), NAMED("handoff", handoff),
    SECTION("score", score), SECTION("stale", stale),
    SECTION("booking", booking), SECTION("retention", retention),
    SECTION("report", report),
    SECTION("limits", limits), NAMED("transport", transport),
    NAMED("hook", hook), CFG_END()};

cfg_t *
config_schema_new(void)
{
	return cfg_init(root, CFGF_NONE);
}

/* cfg_getopt complains on stderr of what is not there. */
static cfg_opt_t *
find(cfg_t *sec, const char *key)
{
	cfg_opt_t *opt;

	for (opt = sec->opts; opt != NULL && opt->name != NULL; opt++)
		if (strcmp(opt->name, key) == 0)
			return opt;
	return NULL;
}

int
config_schema_line(cfg_t *sec, const char *key)
{
	cfg_opt_t *opt = key == NULL ? NULL : find(sec, key);

	if (opt != NULL && opt->comment != NULL)
		return atoi(opt->comment);
	opt = find(sec, ".line");
	return opt != NULL && cfg_opt_size(opt) > 0
	    ? (int)cfg_opt_getnint(opt, 0) : sec->line;
}
