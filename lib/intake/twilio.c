/*
 * Twilio's webhooks: a text or chat message to us, a call in one of its
 * states, and what became of a text of ours.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/classify.h"
#include "intake/form.h"

/* Numbers no text will ever reach: blocked, unknown, a landline, invalid, not
 * a mobile (twilio.com/docs/api/errors). 30003, switched off, may pass. */
static bool
is_hard(const char *code)
{
	static const char *const hard[] = {
	    "30004", "30005", "30006", "21211", "21610", "21614"};
	size_t i;

	for (i = 0; i < sizeof(hard) / sizeof(hard[0]); i++)
		if (text_is(code, hard[i]))
			return true;
	return false;
}

/* One id for each thing told of a message or call: not each is a duplicate
 * of the first. */
static int
set_id(struct inbound *in, const char *sid, const char *state)
{
	struct buf b = {0};
	char *id;
	int rc;

	if (text_empty(sid))
		return 0;
	buf_puts(&b, sid);
	if (state != NULL)
		buf_printf(&b, ":%.40s", state);
	if ((id = buf_take(&b)) == NULL)
		return -1;
	rc = text_set(&in->vendor_id, id);
	free(id);
	return rc;
}

static int
status(struct inbound *in, struct draft *d, const struct form_pairs *p,
    const char *state)
{
	const char *code = form_get(p, "ErrorCode");
	const char *sid = form_get(p, "MessageSid");
	const char *to = form_get(p, "To");
	bool failed = text_is(state, "undelivered") || text_is(state, "failed");
	struct buf why = {0};
	int rc;

	if (to != NULL && strncmp(to, "whatsapp:", 9) == 0)
		to += 9;
	draft_as(d, LABEL_PHONE, "phone", to);
	in->report = true;
	in->bounce_hard = failed && is_hard(code);
	buf_printf(&why, "%.40s", state);
	if (!text_empty(code))
		buf_printf(&why, ", error %.20s", code);
	rc = text_set(&in->failed, to) | text_set(&in->original_id, sid) |
	    text_set(&in->status, why.data) | set_id(in, sid, state);
	if (rc == 0)
		rc = read_verdict(in, failed ? INBOUND_BOUNCE
					     : INBOUND_IGNORED,
		    failed ? "text not delivered" : "delivery status");
	buf_free(&why);
	return rc == 0 && !why.failed ? 0 : -1;
}

/* A call in progress is none yet; one of ours is no lead. */
static int
call(struct inbound *in, struct draft *d, const struct form_pairs *p)
{
	const char *sid = form_get(p, "CallSid");
	const char *state = form_get(p, "CallStatus");
	const char *way = form_get(p, "Direction");
	const char *words = form_get(p, "TranscriptionText");
	const char *channel = "missed-call", *why = NULL;

	if (words != NULL || form_get(p, "RecordingUrl") != NULL)
		channel = "voicemail";
	else if (text_is(state, "completed"))
		channel = "phone";
	if (way != NULL && strncmp(way, "outbound", 8) == 0)
		why = "a call of ours";
	else if (text_is(state, "queued") || text_is(state, "initiated") ||
	    text_is(state, "ringing") ||
	    (text_is(state, "in-progress") && words == NULL))
		why = "a call that is not over yet";
	draft_as(d, LABEL_PHONE, "phone", form_get(p, "From"));
	draft_as(d, LABEL_NAME, "name", form_get(p, "CallerName"));
	draft_as(d, LABEL_MESSAGE, "message", words);
	if (set_id(in, sid, why != NULL ? (state ? state : "call")
		: words != NULL		? "transcription"
					: NULL) == -1 ||
	    text_set(&in->channel, channel) == -1)
		return -1;
	return why == NULL ? 0 : read_verdict(in, INBOUND_IGNORED, why);
}

/* With advanced opt-out Twilio itself has answered and says so. */
static int
opt(struct inbound *in, const char *type)
{
	if (text_is_nocase(type, "START"))
		return read_verdict(
		    in, INBOUND_OPT_IN, "asks to be written to again");
	if (text_is_nocase(type, "HELP"))
		return read_verdict(
		    in, INBOUND_IGNORED, "HELP, answered by the gateway");
	return read_verdict(in, INBOUND_OPT_OUT, "asks to be left alone");
}

static int
message(struct inbound *in, struct draft *d, const struct form_pairs *p)
{
	const char *from = form_get(p, "From");
	const char *type = form_get(p, "OptOutType");
	const char *media = form_get(p, "NumMedia");
	const char *channel = "sms";

	if (from != NULL && strncmp(from, "whatsapp:", 9) == 0) {
		channel = "whatsapp";
		from += 9;
	} else if (from != NULL && strncmp(from, "messenger:", 10) == 0) {
		channel = "messenger";
		draft_as(d, LABEL_NONE, "messenger id", from + 10);
		from = NULL;
	}
	draft_as(d, LABEL_PHONE, "phone", from);
	draft_as(d, LABEL_NAME, "name", form_get(p, "ProfileName"));
	draft_as(d, LABEL_MESSAGE, "message", form_get(p, "Body"));
	if (text_empty(form_get(p, "Body")) && media != NULL &&
	    strcmp(media, "0") != 0)
		draft_as(d, LABEL_MESSAGE, "message", "(sent a picture)");
	if (set_id(in, form_get(p, "MessageSid"), NULL) == -1 ||
	    text_set(&in->channel, channel) == -1)
		return -1;
	return !text_empty(type) ? opt(in, type)
				 : classify_opt_out(in, in->message, NULL);
}

int
twilio_read(struct inbound *in, struct draft *d, const struct form_pairs *p)
{
	const char *state = form_get(p, "MessageStatus");
	int rc;

	if (text_set(&in->recipient, form_get(p, "To")) == -1 ||
	    text_set(&in->source, "twilio") == -1)
		return -1;
	if (form_get(p, "CallSid") != NULL)
		rc = call(in, d, p);
	else if (state != NULL && form_get(p, "Body") == NULL) {
		rc = text_set(&in->channel, "sms");
		if (rc == 0)
			rc = status(in, d, p, state);
	} else
		rc = message(in, d, p);
	return rc < 0 ? -1 : 0;
}
