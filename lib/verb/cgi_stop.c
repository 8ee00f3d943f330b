/*
 * The page behind List-Unsubscribe (RFC 8058): to look at it changes nothing,
 * only the POST of its button, or of a mail program, does.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/intake.h"
#include "verb/act.h"
#include "verb/cgi_internal.h"
#include "verb/optout_token.h"
#include "verb/plan.h"

static const char button[] =
    "<form method=\"post\"><input type=\"hidden\" name=\"List-Unsubscribe\" "
    "value=\"One-Click\"><button type=\"submit\">Stop these messages</button>"
    "</form>\n";

/* "d…@example.net", in one line (U+2060): whoever was forwarded the mail learns no address. */
static void
masked(const char *email, char *out, size_t size)
{
	const char *at = email ? strrchr(email, '@') : NULL;

	if (at == NULL || at == email)
		snprintf(out, size, "your address");
	else
		snprintf(out, size, "%c\xe2\x80\xa6\xe2\x81\xa0%.100s",
		    (unsigned char)email[0] < 0x80 ? email[0] : '*', at);
}

static const char *
firm(const struct cgi *g)
{
	const char *name = g->app->config->business.name;

	return name ? name : "us";
}

static void
page_ask(struct cgi *g, const struct lead *lead)
{
	char text[400], who[128];

	masked(lead->email, who, sizeof(who));
	snprintf(text, sizeof(text), "Press the button and %.100s will send "
	    "no more automatic messages to %s.", firm(g), who);
	cgi_page(g, 200, "Stop messages?", text, button);
}

static void
page_done(struct cgi *g, const struct lead *lead)
{
	char text[400], who[128];

	masked(lead->email, who, sizeof(who));
	snprintf(text, sizeof(text), "You will get no more automatic messages "
	    "from %.100s at %s. If you write to us again, a person will "
	    "answer.", firm(g), who);
	cgi_page(g, 200, "Done", text, NULL);
}

/* Who pressed it, when a regulator or the firm asks. */
static char *
proof(const struct cgi *g)
{
	const struct lead_cgi_request *r = g->request;
	const char *agent = cgi_header(r, "user-agent");
	char *clean = text_utf8(agent ? agent : "", strlen(agent ? agent : ""));
	struct buf b = {0};

	if (clean == NULL)
		return NULL;
	text_cut(clean, 160);
	buf_printf(&b, "POST List-Unsubscribe=One-Click from %.60s",
	    r->address ? r->address : "unknown");
	if (*clean != '\0')
		buf_printf(&b, ", %s", clean);
	free(clean);
	return buf_take(&b);
}

/* The request as it came is kept like any other input. */
static int
keep(struct cgi *g, const struct lead *lead, const char *why,
    struct lead_error *err)
{
	const struct lead_cgi_request *r = g->request;
	struct inbox_item item = {.lead = lead->id, .at = g->app->now,
	    .outcome = (char *)"opt-out", .reason = (char *)why,
	    .source = (char *)"unsubscribe", .format = (char *)"form",
	    .email = lead->email, .phone = lead->phone};
	struct buf raw = {0};
	char hash[65];
	int64_t id;
	int rc;

	buf_printf(&raw, "%s %.2000s?%.2000s\n\n", r->method,
	    r->path ? r->path : "", r->query ? r->query : "");
	buf_add(&raw, r->data, r->len);
	if (raw.failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	intake_hash(raw.data, raw.len, hash);
	item.hash = hash;
	item.size = (int64_t)raw.len;
	rc = store_inbox_insert(
	    g->app->store, &item, raw.data, raw.len, NULL, &id, err);
	if (rc == 0)
		rc = store_inbox_insert_raw(
		    g->app->store, id, raw.data, raw.len, err);
	buf_free(&raw);
	return rc;
}

struct closing {
	struct cgi *cgi;
	const char *channel;
	struct lead_error *err;
	size_t closed; /* addresses that were open until now */
};

static int
close_one(void *arg, const char *norm)
{
	struct closing *c = arg;
	struct lead_app *app = c->cgi->app;
	const char *kind = NULL;
	int rc = store_fact_closed(
	    app->store, c->channel, norm, &kind, c->err);

	if (rc == -1 || (rc == 1 && text_is(kind, "opt-out")))
		return rc == -1 ? -1 : 0;
	c->closed++;
	return store_fact_set(
	    app->store, "opt-out", c->channel, norm, app->now, c->err);
}

/* The link tells a person, who means each address we would write to. */
static int
opt_out(struct cgi *g, const struct lead *lead, struct lead_error *err)
{
	struct lead_app *app = g->app;
	struct closing c = {.cgi = g, .err = err,
	    .channel = lead->email != NULL ? "email" : "phone"};
	char *why;
	int rc;

	if (store_address_each(app->store, lead->person, c.channel, close_one,
		&c, err) != 0)
		return -1;
	if (c.closed == 0)
		return 0; /* closed already, or forgotten */
	if ((why = proof(g)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = act_event(app, lead->id, "lead", "opt-out", why, NULL, NULL, err);
	if (rc == 0)
		rc = act_stop(app, lead, "opt-out", false, "leads", err);
	if (rc == 0)
		rc = plan_score(app, lead->id, "opt-out", err);
	if (rc == 0)
		rc = keep(g, lead, why, err);
	free(why);
	return rc;
}

static int
take_out(struct cgi *g, const struct lead *lead, struct lead_error *err)
{
	struct store *s = g->app->store;

	if (store_begin(s, err) == -1)
		return -1;
	if (opt_out(g, lead, err) == -1) {
		store_rollback(s);
		return -1;
	}
	if (g->app->dry_run) {
		store_rollback(s);
		return 0;
	}
	return store_commit(s, err);
}

/* The pair RFC 8058 asks for, in either of the two forms it allows. */
static bool
one_click(const struct lead_cgi_request *r)
{
	struct query q = {0};
	bool yes = false;

	if (r->data == NULL)
		return false;
	if (text_has(r->type, "multipart/form-data"))
		return strstr(r->data, "name=\"List-Unsubscribe\"") != NULL &&
		    strstr(r->data, "One-Click") != NULL;
	if (query_parse(&q, r->data, r->len) == 0)
		yes = text_is_nocase(
		    query_get(&q, "List-Unsubscribe"), "One-Click");
	query_free(&q);
	return yes;
}

int
cgi_stop(struct cgi *g, const char *token, struct lead_error *err)
{
	const char *method = g->request->method;
	struct lead lead = {0};
	bool post = text_is(method, "POST");
	int rc;

	if (!post && !text_is(method, "GET") && !text_is(method, "HEAD")) {
		cgi_refuse(g, 405, "method", "%.20s", method);
		cgi_add_header(g, "Allow", "GET, HEAD, POST");
		return 0;
	}
	if ((rc = optout_find(g->app, token, &lead, err)) == -1)
		return -1;
	if (rc == 0) {
		cgi_refuse(g, 404, "token", "no unsubscribe token of ours");
		return 0;
	}
	rc = 0;
	if (!post)
		page_ask(g, &lead);
	else if (!one_click(g->request))
		cgi_refuse(g, 400, "token", "no List-Unsubscribe=One-Click");
	else if ((rc = take_out(g, &lead, err)) == 0)
		page_done(g, &lead);
	lead_free(&lead);
	return rc;
}
