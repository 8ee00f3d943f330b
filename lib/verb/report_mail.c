/*
 * lead-report --mail: the page as multipart mail to the fallback owners, laid
 * in the queue with its final bytes, so that lead-send sends it once.
 */
#include <stdlib.h>
#include <string.h>

#include "transport/compose.h"
#include "verb/report_internal.h"
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
	struct report report = {0};
	size_t len;
	int rc = -1;

	if (report_made(p->app, o, &report, err) == -1)
		return -1;
	how.format = "text";
	how.width = 80;
	if (report_page(&report, &how, &p->text, &len, err) == -1)
		goto done;
	how.format = "html";
	if (report_page(&report, &how, &p->html, &len, err) == -1)
		goto done;
	/* the page's heading is its subject */
	len = strcspn(p->text, "\n");
	if (len >= sizeof(p->subject))
		len = sizeof(p->subject) - 1;
	memcpy(p->subject, p->text, len);
	p->subject[len] = '\0';
	rc = 0;
done:
	report_free(&report);
	return rc;
}

static int
queue_for(struct page *p, const struct config_owner *owner,
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
	int64_t id;
	int rc = -1;

	if (store_message_insert(app->store, &m, &id, err) == -1)
		return -1;
	if ((message_id = compose_message_id(id, send_domain(app))) == NULL) {
		lead_fail(err, LEAD_EAGAIN, "out of memory");
		goto done;
	}
	mail.message_id = message_id;
	if (compose_mail(&mail, &bytes, &len, err) == 0)
		rc = store_message_fix(app->store, id, bytes, len, message_id,
		    p->subject, owner->email, err);
done:
	free(bytes);
	free(message_id);
	return rc;
}

/* Every fallback owner; the first owner where there is none. */
int
lead_report_mail(struct lead_app *app, const struct lead_report_options *o,
    struct lead_error *err)
{
	const struct config *c = app->config;
	struct page p = {.app = app};
	size_t i;
	int rc = write_pages(&p, o, err);

	if (rc == 0)
		rc = store_begin(app->store, err);
	for (i = 0; i < c->nowner && rc == 0; i++)
		if ((c->owner[i].fallback ||
			&c->owner[i] == config_fallback(c)) &&
		    c->owner[i].email != NULL)
			rc = queue_for(&p, &c->owner[i], err);
	if (rc == 0 && !app->dry_run)
		rc = store_commit(app->store, err);
	store_rollback(app->store);
	free(p.text);
	free(p.html);
	return rc;
}
