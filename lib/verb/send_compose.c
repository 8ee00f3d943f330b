/*
 * The final bytes of a message: its template found, filled and, for mail,
 * made an RFC 5322 message in the thread of the lead.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "follow/invite.h"
#include "follow/template.h"
#include "model/address.h"
#include "transport/compose.h"
#include "verb/appointment.h"
#include "verb/optout_token.h"
#include "verb/send_internal.h"
#include "verb/send_values.h"
#include "verb/plan.h"

struct composing {
	struct sending *s;
	const struct lead *lead;
	const struct message *m;
	struct template tpl;
	struct values values;
	char *subject, *text, *html;
	char *message_id, *reply_to, *stop;
	char *url; /* where to unsubscribe, or NULL */
	char *calendar; /* the invitation, or NULL */
	bool off; /* which takes the appointment back */
};

/* "leads+TAG@harbor.example": mail to it is known to be about the lead. */
static char *
tag_address(const struct config *c, const char *tag)
{
	const char *mail = c->business.email;
	const char *at = mail ? strrchr(mail, '@') : NULL;
	struct buf b = {0};

	if (at == NULL)
		return NULL;
	buf_add(&b, mail, (size_t)(at - mail));
	buf_printf(&b, "+%s%s", tag, at);
	return buf_take(&b);
}

const char *
send_domain(const struct lead_app *app)
{
	const char *mail = app->config->business.email;
	const char *at = mail ? strrchr(mail, '@') : NULL;

	return at ? at + 1 : app->host;
}

static int
render(struct composing *c, const char *text, bool html, char **out,
    struct lead_error *err)
{
	struct template_values values = values_template(&c->values);
	struct buf b = {0};

	if (text == NULL)
		return 0;
	if (template_render(text, html, &values, &b, err) == -1) {
		buf_free(&b);
		return -1;
	}
	if ((*out = buf_take(&b)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	return 0;
}

/* A reply keeps the subject of what the lead wrote (RFC 5322 3.6.5). */
static int
subject_line(struct composing *c, struct lead_error *err)
{
	struct buf b = {0};
	char *line;

	if ((text_is(c->m->kind, "step") || text_is(c->m->kind, "question")) &&
	    text_is(c->lead->channel, "email") &&
	    !text_empty(c->lead->subject) && c->lead->thread_id != NULL) {
		if (strncasecmp(c->lead->subject, "re:", 3) != 0)
			buf_puts(&b, "Re: ");
		buf_puts(&b, c->lead->subject);
		line = buf_take(&b);
	} else if (render(c, c->tpl.subject ? c->tpl.subject
					    : "{{business_name}}",
		       false, &line, err) == -1) {
		return -1;
	}
	c->subject = line ? text_fold_space(line) : NULL;
	free(line);
	return c->subject ? 0 : lead_fail(err, LEAD_EAGAIN, "out of memory");
}

/* What a calendar takes the appointment from. One UID for a lead, so that a
 * new time moves the entry there (RFC 5546 2.1.4). */
static int
invitation(struct composing *c, struct lead_error *err)
{
	const struct config *cfg = c->s->app->config;
	struct appointment a;
	struct invite i = {.now = c->s->app->now,
	    .organizer = cfg->business.email,
	    .organizer_name = cfg->business.name, .attendee = c->m->to,
	    .attendee_name = c->lead->name};
	char uid[300], summary[200];

	if (!text_is(c->m->kind, "booking") || cfg->business.email == NULL)
		return 0;
	if (appointment_get(c->s->app, c->lead->id, &a, err) == -1)
		return -1;
	snprintf(uid, sizeof(uid), "appointment-%.60s@%.200s",
	    c->lead->tag ? c->lead->tag : "", send_domain(c->s->app));
	snprintf(summary, sizeof(summary), "Appointment with %.150s",
	    cfg->business.name ? cfg->business.name : cfg->business.email);
	i.uid = uid;
	i.summary = summary;
	i.cancel = c->off = a.at == 0;
	i.start = a.last;
	i.end = span_after(&cfg->booking.length, a.last, c->s->app->zone);
	i.sequence = a.count - 1;
	return invite_write(&i, &c->calendar, err);
}

static int
mail(struct composing *c, char **bytes, size_t *len, struct lead_error *err)
{
	const struct config *cfg = c->s->app->config;
	const struct lead *l = c->lead;
	bool step = text_is(c->m->kind, "step") ||
	    text_is(c->m->kind, "question");
	bool ours = text_is(c->m->kind, "notice") ||
	    text_is(c->m->kind, "digest");
	struct buf reply = {0}, stop = {0};
	struct compose mail = {
	    .from_name = cfg->business.name,
	    .from = cfg->business.email,
	    .to_name = ours ? NULL : l->name,
	    .to = c->m->to,
	    .subject = c->subject,
	    .message_id = c->message_id,
	    .in_reply_to = ours ? NULL : l->thread_id,
	    .references = ours ? NULL : l->references,
	    .auto_submitted = step && c->m->step_no == 0 ? "auto-replied"
							  : "auto-generated",
	    .text = c->text,
	    .html = c->html,
	    .calendar = c->calendar,
	    .method = c->off ? "CANCEL" : "REQUEST",
	    .date = c->s->app->now,
	    .zone = c->s->app->zone,
	};
	char *tag = l->tag ? tag_address(cfg, l->tag) : NULL;
	char *wire = address_wire(l->email);

	if (tag != NULL) {
		buf_puts(&reply, tag);
		if (ours && wire != NULL)
			buf_printf(&reply, ", %s", wire);
		if (step && c->url != NULL)
			buf_printf(&stop, "<%s>, ", c->url);
		if (step)
			buf_printf(&stop, "<mailto:%s?subject=unsubscribe>",
			    tag);
	}
	free(tag);
	free(wire);
	/* RFC 8058 3.1: one https URI */
	mail.one_click = step && c->url != NULL &&
	    strncasecmp(c->url, "https://", 8) == 0;
	mail.reply_to = c->reply_to = buf_take(&reply);
	mail.list_unsubscribe = c->stop = buf_take(&stop);
	if (c->reply_to == NULL || c->stop == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (*c->reply_to == '\0')
		mail.reply_to = NULL;
	if (*c->stop == '\0')
		mail.list_unsubscribe = NULL;
	return compose_mail(&mail, bytes, len, err);
}

static int
fill(struct composing *c, struct lead_error *err)
{
	struct task task = {0};
	int rc;

	if (c->m->task != 0 &&
	    store_task_get(c->s->app->store, c->m->task, &task, err) == -1)
		return -1;
	rc = values_fill(&c->values, c->s->app, c->lead,
	    c->m->task ? &task : NULL, err);
	if (rc == 0 && c->lead->id != 0)
		rc = optout_url(c->s->app, c->lead, &c->url, err);
	values_put(&c->values, "unsubscribe", c->url);
	values_put(&c->values, "items", c->s->items);
	task_free(&task);
	return rc;
}

static void
composing_free(struct composing *c)
{
	template_free(&c->tpl);
	values_free(&c->values);
	free(c->text);
	free(c->html);
	free(c->reply_to);
	free(c->stop);
	free(c->url);
	free(c->calendar);
	free(c->subject);
	free(c->message_id);
}

int
send_compose(struct sending *s, const struct lead *lead,
    const struct message *m, char **bytes, size_t *len, char **message_id,
    char **subject, struct lead_error *err)
{
	struct composing c = {.s = s, .lead = lead, .m = m};
	bool is_mail = text_is(m->channel, "email");
	int rc = -1;

	if (template_find(s->app->config->templates,
		m->template ? m->template : "ack", is_mail ? NULL : m->channel,
		lead->language, m->variant, &c.tpl, err) == -1 ||
	    fill(&c, err) == -1 ||
	    render(&c, c.tpl.text, false, &c.text, err) == -1 ||
	    render(&c, c.tpl.html, true, &c.html, err) == -1)
		goto done;
	c.message_id = compose_message_id(m->id, send_domain(s->app));
	if (c.message_id == NULL) {
		lead_fail(err, LEAD_EAGAIN, "out of memory");
		goto done;
	}
	if (!is_mail) {
		*len = strlen(c.text);
		*bytes = c.text;
		c.text = NULL;
	} else if (subject_line(&c, err) == -1 || invitation(&c, err) == -1 ||
	    mail(&c, bytes, len, err) == -1) {
		goto done;
	}
	if (c.values.asked && lead->id != 0 && !text_is(m->kind, "notice") &&
	    plan_asked(s->app, lead, c.values.question, err) == -1)
		goto done;
	*message_id = c.message_id;
	*subject = c.subject;
	c.message_id = c.subject = NULL;
	rc = 0;
done:
	composing_free(&c);
	return rc;
}
