/*
 * lead-report --mail: the page as multipart mail to the fallback owners, laid
 * in the queue with its final bytes, so that lead-send sends it once.
 */
#include <stdlib.h>
#include <string.h>

#include "transport/compose.h"
#include "verb/send_internal.h"

struct page {
	struct lead_app *app;
	char *text, *html;
	char subject[200];
};

static int
write_pages(struct page *p, const struct lead_report_options *o,
    struct lead_error *err)
{
	struct lead_report_options how = *o;
	size_t len;

	how.format = "text";
	how.width = 80;
	if (lead_report(p->app, &how, &p->text, &len, err) == -1)
		return -1;
	how.format = "html";
	if (lead_report(p->app, &how, &p->html, &len, err) == -1)
		return -1;
	/* the page's heading is its subject */
	len = strcspn(p->text, "\n");
	if (len >= sizeof(p->subject))
		len = sizeof(p->subject) - 1;
	memcpy(p->subject, p->text, len);
	p->subject[len] = '\0';
	return 0;
}

static int
queue_for(struct page *p, const struct config_owner *owner, int64_t *id,
    struct lead_error *err)
{
	struct lead_app *app = p->app;
	struct message m = {.kind = "report", .channel = "email",
	    .to = owner->email, .state = "queued", .due = app->now,
	    .created = app->now};
	struct compose mail = {
	    .from_name = app->config->business.name,
	    .from = app->config->business.email,
	    .to = owner->email,
	    .subject = p->subject,
	    .auto_submitted = "auto-generated",
	    .text = p->text,
	    .html = p->html,
	    .date = app->now,
	    .zone = app->zone,
	};
	char *bytes = NULL, *message_id = NULL;
	size_t len = 0;
	int rc = -1;

	if (store_message_insert(app->store, &m, id, err) == -1)
		return -1;
	if ((message_id = compose_message_id(*id, send_domain(app))) == NULL) {
		lead_fail(err, LEAD_EAGAIN, "out of memory");
		goto done;
	}
	mail.message_id = message_id;
	if (compose_mail(&mail, &bytes, &len, err) == 0)
		rc = store_message_fix(app->store, *id, bytes, len, message_id,
		    p->subject, owner->email, err);
done:
	free(bytes);
	free(message_id);
	return rc;
}

static int
emit(const struct lead_app *app, int64_t id, const char *to, lead_row_fn *fn,
    void *arg, struct lead_error *err)
{
	struct row row = {0};

	row_ref(&row, "ref", 'M', id);
	row_text(&row, "kind", "message");
	row_time(&row, "due", app->now, app->zone);
	row_text(&row, "to", to);
	return row_emit(&row, fn, arg, err);
}

/* The fallback owners; the first owner where there is none. */
static bool
is_boss(const struct config *c, size_t i)
{
	size_t k;

	for (k = 0; k < c->nowner; k++)
		if (c->owner[k].fallback)
			return c->owner[i].fallback;
	return i == 0;
}

int
lead_report_mail(struct lead_app *app, const struct lead_report_options *o,
    lead_row_fn *fn, void *arg, struct lead_error *err)
{
	const struct config *c = app->config;
	struct page p = {.app = app};
	int64_t id;
	size_t i;
	int rc = write_pages(&p, o, err);

	if (rc == 0)
		rc = store_begin(app->store, err);
	for (i = 0; i < c->nowner && rc == 0; i++) {
		if (!is_boss(c, i) || c->owner[i].email == NULL)
			continue;
		rc = queue_for(&p, &c->owner[i], &id, err);
		if (rc == 0)
			rc = emit(app, id, c->owner[i].email, fn, arg, err);
	}
	if (rc == 0 && !app->dry_run)
		rc = store_commit(app->store, err);
	if (app->store != NULL)
		store_rollback(app->store);
	free(p.text);
	free(p.html);
	return rc;
}
