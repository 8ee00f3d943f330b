/* Webhook bodies of vendors, told by the shape of the object. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/json.h"

/* Answers joined with questions: a form of ours has 20 of each. */
enum { JOIN_MAX = 300 };

/* The element of list whose member `name` is id; NULL: none. */
static const cJSON *
by_id(const cJSON *list, const char *name, const char *id)
{
	const cJSON *item;
	int n = 0;

	cJSON_ArrayForEach(item, list) {
		if (n++ == JOIN_MAX)
			break;
		if (id != NULL && text_is(json_text(item, name), id))
			return item;
	}
	return NULL;
}

/* Typeform: an answer names its field by id, the text stands elsewhere. */
static const char *
typeform(struct draft *d, const cJSON *root)
{
	const cJSON *r = json_get(root, "form_response"), *a, *f, *v;
	const char *type, *title;
	int n = 0;

	cJSON_ArrayForEach(a, json_get(r, "answers")) {
		if (n++ == JOIN_MAX)
			break;
		f = by_id(json_get(r, "definition.fields"), "id",
		    json_text(a, "field.id"));
		/* the answer stands under the name of its type */
		type = json_text(a, "type");
		v = type ? cJSON_GetObjectItemCaseSensitive(a, type) : NULL;
		if ((title = json_text(f, "title")) == NULL)
			title = json_text(a, "field.ref");
		if (title != NULL && v != NULL)
			json_put(d, LABEL_NONE, title, v);
	}
	json_put(d, LABEL_CAMPAIGN, "campaign",
	    json_get(r, "hidden.utm_campaign") != NULL
		? json_get(r, "hidden.utm_campaign")
		: json_get(r, "hidden.utm_source"));
	json_members(d, json_get(r, "hidden"));
	json_put(d, LABEL_ID, "id", json_get(r, "token"));
	return "typeform";
}

static const char *
linkedin(struct draft *d, const cJSON *root)
{
	const cJSON *a, *q, *v;
	const char *label;
	int n = 0;

	cJSON_ArrayForEach(a, json_get(root, "formResponse.answers")) {
		if (n++ == JOIN_MAX)
			break;
		q = by_id(json_get(root, "form.content.questions"),
		    "questionId", json_text(a, "questionId"));
		v = json_get(a, "answerDetails.textQuestionAnswer.answer");
		if (v == NULL)
			v = json_get(a,
			    "answerDetails.multipleChoiceAnswer.options");
		if ((label = json_text(q, "predefinedField")) == NULL &&
		    (label = json_text(q, "question.localized.en_US")) == NULL)
			label = json_text(q, "name");
		if (label != NULL)
			json_put(d, LABEL_NONE, label, v);
	}
	json_put(d, LABEL_CAMPAIGN, "campaign",
	    json_get(root, "leadMetadataInfo.sponsoredLeadMetadataInfo.campaign."
	    "name"));
	json_put(d, LABEL_ID, "id", json_get(root, "id"));
	d->in->test = json_true(root, "testLead");
	return "linkedin";
}

/* A notice that a lead is there, to be fetched. */
static const char *
linkedin_notice(struct draft *d, const cJSON *root)
{
	const char *action = json_text(root, "leadAction");

	json_id(d, json_text(root, "leadGenFormResponse"),
	    text_is(action, "DELETED") ? action : NULL);
	d->in->incomplete = true;
	if (text_is(action, "DELETED"))
		json_verdict(d, INBOUND_IGNORED, "a lead was deleted there");
	return "linkedin";
}

static const char *
calendly(struct draft *d, const cJSON *root)
{
	const cJSON *p = json_get(root, "payload");
	bool gone = text_is(json_text(root, "event"), "invitee.canceled");
	const char *why = json_text(p, "cancellation.reason");

	json_answers(d, json_get(p, "questions_and_answers"));
	json_put(d, LABEL_NAME, "name", json_get(p, "name"));
	json_put(d, LABEL_FIRST, "first name", json_get(p, "first_name"));
	json_put(d, LABEL_LAST, "last name", json_get(p, "last_name"));
	json_put(d, LABEL_EMAIL, "email", json_get(p, "email"));
	json_put(d, LABEL_PHONE, "phone", json_get(p, "text_reminder_number"));
	json_put(d, LABEL_CAMPAIGN, "campaign",
	    json_get(p, "tracking.utm_campaign"));
	json_put(d, LABEL_SERVICE, "service",
	    json_get(p, "scheduled_event.name"));
	json_put(d, LABEL_NONE, gone ? "canceled at" : "booked at",
	    json_get(p, "scheduled_event.start_time"));
	json_id(d, json_text(p, "uri"), gone ? "canceled" : NULL);
	if (gone && json_true(p, "rescheduled"))
		json_verdict(d, INBOUND_IGNORED, "booked for another time");
	else if (gone) {
		if (text_set(&d->in->message, "Canceled the booking.") == -1)
			d->failed = true;
		draft_as(d, LABEL_MESSAGE, "message", why);
	}
	return "calendly";
}

static const char *
yelp(struct draft *d, const cJSON *root)
{
	json_put(d, LABEL_EMAIL, "email",
	    json_get(root, "temporary_email_address"));
	json_put(d, LABEL_PHONE, "phone",
	    json_get(root, "temporary_phone_number"));
	json_put(d, LABEL_NAME, "name", json_get(root, "user.display_name"));
	json_put(d, LABEL_SERVICE, "service",
	    json_get(root, "project.job_names"));
	json_put(d, LABEL_ZIP, "zip",
	    json_get(root, "project.location.postal_code"));
	json_put(d, LABEL_MESSAGE, "message",
	    json_get(root, "project.additional_info"));
	json_put(d, LABEL_TIME, "when",
	    json_get(root, "project.availability.status"));
	json_put(d, LABEL_ID, "id", json_get(root, "id"));
	return "yelp";
}

/* Calls and texts; a call modified later is the same call. */
static const char *
callrail(struct draft *d, const cJSON *root)
{
	const char *channel = "phone", *type = json_text(root, "call_type");
	bool text = json_text(root, "content") != NULL &&
	    json_text(root, "tracking_phone_number") == NULL;

	json_put(d, LABEL_NAME, "name", json_get(root, "customer_name"));
	json_put(d, LABEL_PHONE, "phone", json_get(root,
	    text ? "source_number" : "customer_phone_number"));
	json_put(d, LABEL_ZIP, "zip", json_get(root, "callerzip"));
	json_put(d, LABEL_CAMPAIGN, "campaign", json_get(root, "campaign"));
	json_put(d, LABEL_MESSAGE, "message",
	    json_get(root, text ? "content" : "transcription"));
	json_put(d, LABEL_ID, "id", json_get(root, "resource_id"));
	if (text)
		channel = "sms";
	else if (json_true(root, "voicemail") || text_is(type, "voicemail"))
		channel = "voicemail";
	else if (cJSON_IsFalse(json_get(root, "answered")) ||
	    text_is(type, "missed") || text_is(type, "abandoned"))
		channel = "missed-call";
	if (text_set(&d->in->channel, channel) == -1)
		d->failed = true;
	if (text_is(json_text(root, "direction"), "outbound"))
		json_verdict(d, INBOUND_IGNORED, "a call of ours");
	return "callrail";
}

static const char *
hubspot(struct draft *d, const cJSON *root)
{
	json_members(d, json_get(root, "properties"));
	json_put(d, LABEL_ID, "id", json_get(root, "id") != NULL
	    ? json_get(root, "id") : json_get(root, "vid"));
	return "hubspot";
}

/* A notice of the developers' API: an id alone; most are no new person. */
static const char *
hubspot_notice(struct draft *d, const cJSON *root)
{
	const char *type = json_text(root, "subscriptionType");

	if (text_is(type, "contact.creation") ||
	    text_is(type, "object.creation")) {
		json_id(d, json_text(root, "objectId"), NULL);
		d->in->incomplete = true;
	} else {
		json_id(d, json_text(root, "eventId"), type);
		json_verdict(d, INBOUND_IGNORED, "no new contact");
	}
	return "hubspot";
}

static const char *
meta(struct draft *d, const cJSON *root)
{
	const cJSON *a;

	json_answers(d, json_get(root, "field_data"));
	json_put(d, LABEL_CAMPAIGN, "campaign",
	    json_get(root, "campaign_name"));
	json_put(d, LABEL_ID, "id", json_get(root, "id"));
	cJSON_ArrayForEach(a, json_get(root, "field_data"))
		if (text_has(json_text(a, "values"), "<test lead:"))
			d->in->test = true;
	return "meta-lead-ads";
}

static const char *
google(struct draft *d, const cJSON *root)
{
	json_answers(d, json_get(root, "user_column_data"));
	json_put(d, LABEL_CAMPAIGN, "campaign", json_get(root, "campaign_id"));
	json_put(d, LABEL_ID, "id", json_get(root, "lead_id"));
	d->in->test = json_true(root, "is_test");
	return "google-ads";
}

static const char *
tiktok(struct draft *d, const cJSON *root)
{
	json_answers(d, json_get(root, "entry.changes"));
	json_put(d, LABEL_CAMPAIGN, "campaign",
	    json_get(root, "entry.campaign_name"));
	json_put(d, LABEL_ID, "id", json_get(root, "entry.id"));
	d->in->test = json_true(root, "entry.is_test") ||
	    json_true(root, "is_test");
	return "tiktok";
}

static const char *
netlify(struct draft *d, const cJSON *root)
{
	json_members(d, json_get(root, "data"));
	json_put(d, LABEL_ID, "id", json_get(root, "id"));
	return "netlify";
}

static const char *
webflow(struct draft *d, const cJSON *root)
{
	json_members(d, json_get(root, "payload.data"));
	json_put(d, LABEL_ID, "id", json_get(root, "payload.id"));
	return "webflow";
}

/* Members of members too, where the top names nobody. */
static void
deeper(struct draft *d, const cJSON *o, int depth)
{
	const cJSON *v;

	cJSON_ArrayForEach(v, o) {
		if (cJSON_IsArray(v))
			json_answers(d, v);
		else if (cJSON_IsObject(v)) {
			json_members(d, v);
			if (depth < 3)
				deeper(d, v, depth + 1);
		}
	}
}

static const char *
flat(struct draft *d, const cJSON *root)
{
	json_members(d, root);
	if (d->in->email == NULL && d->in->phone_raw == NULL)
		deeper(d, root, 0);
	d->in->test = json_true(root, "is_test") || json_true(root, "isTest");
	return "webhook";
}

static const struct {
	const char *path; /* a member only this vendor has */
	const char *(*read)(struct draft *, const cJSON *);
} shapes[] = {
    {"field_data", meta},
    {"user_column_data", google},
    {"form_response", typeform},
    {"payload.questions_and_answers", calendly},
    {"payload.scheduled_event", calendly},
    {"temporary_email_address", yelp},
    {"tracking_phone_number", callrail},
    {"source_number", callrail},
    {"formResponse", linkedin},
    {"leadGenFormResponse", linkedin_notice},
    {"subscriptionType", hubspot_notice},
    {"properties", hubspot},
    {"ordered_human_fields", netlify},
    {"payload.formId", webflow},
    {"entry.changes.field", tiktok},
};

const char *
json_shape(struct draft *d, const cJSON *root)
{
	const char *source = json_chat(d, root);
	size_t i;

	if (source != NULL)
		return source;
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (json_get(root, shapes[i].path) != NULL)
			return shapes[i].read(d, root);
	return flat(d, root);
}
