/*
 * Meta's webhooks, one record at a time: lead ads, Messenger, Instagram, and
 * the WhatsApp Cloud API.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/json.h"

static const struct {
	const char *type, *words;
} kinds[] = {
    {"image", "(sent a picture)"}, {"video", "(sent a video)"},
    {"audio", "(sent a voice message)"}, {"voice", "(sent a voice message)"},
    {"file", "(sent a file)"}, {"document", "(sent a file)"},
    {"sticker", "(sent a sticker)"}, {"location", "(sent a place)"},
    {"contacts", "(sent a contact)"}, {"order", "(sent an order)"},
};

static const char *
words_for(const char *type)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (text_is(type, kinds[i].type))
			return kinds[i].words;
	return "(sent something that cannot be shown as text)";
}

static void
set(struct draft *d, char **dst, const char *value)
{
	if (value != NULL && text_set(dst, value) == -1)
		d->failed = true;
}

/* Who it is, where there is neither mail nor phone: the platform's id. */
static void
chat_person(struct draft *d, const char *platform, const char *id)
{
	struct buf b = {0};

	if (text_empty(id))
		return;
	buf_printf(&b, "%s:%.100s", platform, id);
	set(d, &d->in->chat, b.data);
	buf_clear(&b);
	buf_printf(&b, "%s id", platform);
	if (b.failed)
		d->failed = true;
	else
		draft_as(d, LABEL_NONE, b.data, id);
	buf_free(&b);
}

static void
chat_words(struct draft *d, const cJSON *m)
{
	const char *text = json_text(m, "message.text");

	if (text == NULL)
		text = json_text(m, "postback.title");
	if (text == NULL)
		text = json_text(m, "message.attachments.payload.title");
	draft_as(d, LABEL_MESSAGE, "message", !text_empty(text) ? text
	    : words_for(json_text(m, "message.attachments.type")));
	if ((text = json_text(m, "message.referral.ref")) == NULL &&
	    (text = json_text(m, "message.referral.ad_id")) == NULL &&
	    (text = json_text(m, "postback.referral.ref")) == NULL)
		text = json_text(m, "referral.ref");
	draft_as(d, LABEL_CAMPAIGN, "campaign", text);
}

/* entry.messaging of Messenger and Instagram. */
static const char *
messaging(struct draft *d, const cJSON *root, const cJSON *m)
{
	const char *platform = text_is(json_text(root, "object"), "instagram")
	    ? "instagram" : "messenger";
	const char *mid = json_text(m, "message.mid");
	const cJSON *message = json_get(m, "message");

	if (mid == NULL)
		mid = json_text(m, "postback.mid");
	json_id(d, mid, NULL);
	set(d, &d->in->channel, platform);
	set(d, &d->in->recipient, json_text(m, "recipient.id"));
	if (json_true(message, "is_echo"))
		json_verdict(d, INBOUND_IGNORED, "our own message, echoed");
	else if (json_true(message, "is_deleted"))
		json_verdict(d, INBOUND_IGNORED, "a message taken back");
	else if (message == NULL && json_get(m, "postback") == NULL)
		json_verdict(d, INBOUND_IGNORED, "no message in it");
	else {
		chat_person(d, platform, json_text(m, "sender.id"));
		chat_words(d, m);
	}
	return platform;
}

static void
whatsapp_words(struct draft *d, const cJSON *m, const char *type)
{
	static const char *const paths[] = {"text.body", "image.caption",
	    "video.caption", "document.caption", "document.filename",
	    "button.text", "interactive.button_reply.title",
	    "interactive.list_reply.title", "location.address",
	    "location.name"};
	const char *text = NULL;
	size_t i;

	for (i = 0; text_empty(text) && i < sizeof(paths) / sizeof(paths[0]);
	    i++)
		text = json_text(m, paths[i]);
	draft_as(d, LABEL_MESSAGE, "message",
	    !text_empty(text) ? text : words_for(type));
	draft_as(d, LABEL_CAMPAIGN, "campaign",
	    json_text(m, "referral.headline"));
}

static void
phone(struct draft *d, const char *id)
{
	struct buf b = {0};

	if (text_empty(id))
		return;
	buf_printf(&b, "%s%.32s", id[0] == '+' ? "" : "+", id);
	if (b.failed)
		d->failed = true;
	else
		draft_as(d, LABEL_PHONE, "phone", b.data);
	buf_free(&b);
}

static const char *
whatsapp_message(struct draft *d, const cJSON *value, const cJSON *m)
{
	const char *type = json_text(m, "type");

	json_id(d, json_text(m, "id"), NULL);
	phone(d, json_text(m, "from"));
	json_put(d, LABEL_NAME, "name", json_get(value, "contacts.profile.name"));
	if (text_is(type, "reaction") || text_is(type, "system") ||
	    text_is(type, "ephemeral"))
		json_verdict(d, INBOUND_IGNORED, "no message in it");
	else
		whatsapp_words(d, m, type);
	return "whatsapp";
}

/* What became of a message of ours. 131026: no such user or no such phone;
 * 131050: wants no marketing. */
static const char *
whatsapp_status(struct draft *d, const cJSON *s)
{
	const char *state = json_text(s, "status");
	const char *code = json_text(s, "errors.code");
	bool failed = text_is(state, "failed");
	struct buf why = {0};

	d->in->report = true;
	d->in->bounce_hard = failed &&
	    (text_is(code, "131026") || text_is(code, "131050"));
	buf_printf(&why, "%.40s", state ? state : "unknown");
	if (code != NULL)
		buf_printf(&why, ", error %.20s", code);
	set(d, &d->in->status, why.data);
	d->failed |= why.failed;
	buf_free(&why);
	json_id(d, json_text(s, "id"), state);
	set(d, &d->in->original_id, json_text(s, "id"));
	phone(d, json_text(s, "recipient_id"));
	set(d, &d->in->failed, d->in->phone);
	json_verdict(d, failed ? INBOUND_BOUNCE : INBOUND_IGNORED,
	    failed ? "message not delivered" : "delivery status");
	return "whatsapp";
}

/* Lead ads: ids only, the data is to be fetched. */
static const char *
leadgen(struct draft *d, const cJSON *root, const cJSON *change)
{
	json_id(d, json_text(change, "value.leadgen_id"), NULL);
	json_put(d, LABEL_NONE, "form id", json_get(change, "value.form_id"));
	d->in->incomplete = true;
	/* the Test button of the developers' console sends page 0 */
	d->in->test = text_is(json_text(root, "entry.id"), "0");
	return "meta-lead-ads";
}

static const char *
change(struct draft *d, const cJSON *root, const cJSON *c)
{
	const cJSON *value = json_get(c, "value"), *one;

	if (text_is(json_text(c, "field"), "leadgen") &&
	    json_text(value, "leadgen_id") != NULL)
		return leadgen(d, root, c);
	if (json_text(value, "messaging_product") != NULL) {
		set(d, &d->in->channel, "whatsapp");
		set(d, &d->in->recipient,
		    json_text(value, "metadata.display_phone_number"));
		if ((one = cJSON_GetArrayItem(json_get(value, "messages"),
			 0)) != NULL)
			return whatsapp_message(d, value, one);
		if ((one = cJSON_GetArrayItem(json_get(value, "statuses"),
			 0)) != NULL)
			return whatsapp_status(d, one);
	}
	json_verdict(d, INBOUND_IGNORED, "neither a lead nor a message");
	return "meta";
}

const char *
json_chat(struct draft *d, const cJSON *root)
{
	const char *object = json_text(root, "object");
	const cJSON *entry = json_get(root, "entry"), *one;

	if (!cJSON_IsArray(entry) || (!text_is(object, "page") &&
	    !text_is(object, "instagram") &&
	    !text_is(object, "whatsapp_business_account")))
		return NULL;
	if ((one = cJSON_GetArrayItem(json_get(root, "entry.messaging"), 0)) !=
	    NULL)
		return messaging(d, root, one);
	if ((one = cJSON_GetArrayItem(json_get(root, "entry.changes"), 0)) !=
	    NULL)
		return change(d, root, one);
	json_verdict(d, INBOUND_IGNORED, "neither a lead nor a message");
	return "meta";
}
