/* Webhook bodies, by the shapes vendors share. Numbers stay as written. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/classify.h"
#include "intake/mime.h"
#include "intake/read.h"

#define DEPTH_MAX 12

/* A list of labelled answers names its members one of these ways. */
static const char *const labels[] = {"column_id", "question_text", "question",
    "title", "label", "field", "name", "key", NULL};
static const char *const values[] = {"values", "value", "string_value",
    "answer", "answer_text", "text", "email", "phone_number", "choices",
    "choice", NULL};

static const cJSON *
get(const cJSON *o, const char *path)
{
	char key[64];
	size_t n;

	while (o != NULL && *path != '\0') {
		n = strcspn(path, ".");
		if (n >= sizeof(key))
			return NULL;
		memcpy(key, path, n);
		key[n] = '\0';
		if (cJSON_IsArray(o))
			o = cJSON_GetArrayItem(o, 0);
		o = cJSON_GetObjectItemCaseSensitive(o, key);
		path += n + (path[n] == '.');
	}
	return o;
}

static void
scalar(struct buf *b, const cJSON *v, int depth)
{
	const cJSON *item;

	if (v == NULL || depth > DEPTH_MAX)
		return;
	if (cJSON_IsString(v))
		buf_puts(b, v->valuestring);
	else if (cJSON_IsNumber(v))
		buf_printf(b, "%.17g", v->valuedouble);
	else if (cJSON_IsTrue(v))
		buf_puts(b, "yes");
	else if (cJSON_IsArray(v)) {
		cJSON_ArrayForEach(item, v) {
			if (b->len > 0)
				buf_puts(b, ", ");
			scalar(b, item, depth + 1);
		}
	} else if (cJSON_IsObject(v)) {
		if ((item = get(v, "labels")) == NULL &&
		    (item = get(v, "label")) == NULL &&
		    (item = get(v, "value")) == NULL)
			item = get(v, "full");
		if (item != NULL)
			scalar(b, item, depth + 1);
		else if (get(v, "first") != NULL) {
			scalar(b, get(v, "first"), depth + 1);
			buf_putc(b, ' ');
			scalar(b, get(v, "last"), depth + 1);
		}
	}
}

static void
put(struct draft *d, enum label what, const char *label, const cJSON *v)
{
	struct buf b = {0};

	scalar(&b, v, 0);
	if (b.failed)
		d->failed = true;
	else if (b.len > 0) {
		if (what == LABEL_NONE)
			draft_put(d, label, b.data);
		else
			draft_as(d, what, label, b.data);
	}
	buf_free(&b);
}

static const cJSON *
any(const cJSON *o, const char *const *names)
{
	const cJSON *v;
	size_t i;

	for (i = 0; names[i] != NULL; i++)
		if ((v = cJSON_GetObjectItemCaseSensitive(o, names[i])) != NULL)
			return v;
	return NULL;
}

/* [{"name": …, "value": …}, …] */
static void
answers(struct draft *d, const cJSON *list)
{
	const cJSON *item, *label, *value;

	cJSON_ArrayForEach(item, list) {
		label = any(item, labels);
		value = any(item, values);
		if (cJSON_IsString(label) && value != NULL && value != label)
			put(d, LABEL_NONE, label->valuestring, value);
	}
}

/* Every scalar member of an object, its name the label. */
static void
members(struct draft *d, const cJSON *o)
{
	const cJSON *v;

	cJSON_ArrayForEach(v, o)
		if (v->string != NULL)
			put(d, LABEL_NONE, v->string, v);
}

/* Typeform: an answer names its field by id, the text stands elsewhere. */
static void
typeform(struct draft *d, const cJSON *r)
{
	const cJSON *a, *f, *id, *fid;

	cJSON_ArrayForEach(a, get(r, "answers")) {
		id = get(a, "field.id");
		cJSON_ArrayForEach(f, get(r, "definition.fields")) {
			fid = get(f, "id");
			if (cJSON_IsString(id) && cJSON_IsString(fid) &&
			    cJSON_IsString(get(f, "title")) &&
			    strcmp(id->valuestring, fid->valuestring) == 0)
				put(d, LABEL_NONE, get(f, "title")->valuestring,
				    any(a, values));
		}
	}
	put(d, LABEL_ID, "id", get(r, "token"));
}

static void
linkedin(struct draft *d, const cJSON *root)
{
	const cJSON *a, *q, *id, *qid, *v, *label;

	cJSON_ArrayForEach(a, get(root, "formResponse.answers")) {
		id = get(a, "questionId");
		v = get(a, "answerDetails.textQuestionAnswer.answer");
		if (v == NULL)
			v = get(a,
			    "answerDetails.multipleChoiceAnswer.options");
		cJSON_ArrayForEach(q, get(root, "form.content.questions")) {
			qid = get(q, "questionId");
			label = get(q, "predefinedField");
			if (!cJSON_IsString(label))
				label = get(q, "name");
			if (cJSON_IsNumber(id) && cJSON_IsNumber(qid) &&
			    cJSON_IsString(label) &&
			    id->valueint == qid->valueint)
				put(d, LABEL_NONE, label->valuestring, v);
		}
	}
	put(d, LABEL_CAMPAIGN, "campaign",
	    get(root, "leadMetadataInfo.sponsoredLeadMetadataInfo.campaign."
	    "name"));
	put(d, LABEL_ID, "id", get(root, "id"));
}

static const char *
calendly(struct draft *d, const cJSON *root)
{
	const cJSON *p = get(root, "payload");

	answers(d, get(p, "questions_and_answers"));
	put(d, LABEL_NAME, "name", get(p, "name"));
	put(d, LABEL_EMAIL, "email", get(p, "email"));
	put(d, LABEL_PHONE, "phone", get(p, "text_reminder_number"));
	put(d, LABEL_CAMPAIGN, "campaign", get(p, "tracking.utm_campaign"));
	put(d, LABEL_SERVICE, "service", get(p, "scheduled_event.name"));
	put(d, LABEL_NONE, "booked at", get(p, "scheduled_event.start_time"));
	put(d, LABEL_ID, "id", get(p, "uri"));
	return "calendly";
}

static const char *
yelp(struct draft *d, const cJSON *root)
{
	put(d, LABEL_EMAIL, "email", get(root, "temporary_email_address"));
	put(d, LABEL_PHONE, "phone", get(root, "temporary_phone_number"));
	put(d, LABEL_NAME, "name", get(root, "user.display_name"));
	put(d, LABEL_SERVICE, "service", get(root, "project.job_names"));
	put(d, LABEL_ZIP, "zip", get(root, "project.location.postal_code"));
	put(d, LABEL_MESSAGE, "message", get(root, "project.additional_info"));
	put(d, LABEL_TIME, "when", get(root, "project.availability.status"));
	put(d, LABEL_ID, "id", get(root, "id"));
	return "yelp";
}

static const char *
callrail(struct draft *d, const cJSON *root)
{
	put(d, LABEL_NAME, "name", get(root, "customer_name"));
	put(d, LABEL_PHONE, "phone", get(root, "customer_phone_number"));
	put(d, LABEL_ZIP, "zip", get(root, "callerzip"));
	put(d, LABEL_CAMPAIGN, "campaign", get(root, "campaign"));
	put(d, LABEL_MESSAGE, "message", get(root, "transcription"));
	put(d, LABEL_ID, "id", get(root, "resource_id"));
	if (text_set(&d->in->channel, cJSON_IsTrue(get(root, "voicemail")) ?
	    "voicemail" : "phone") == -1)
		d->failed = true;
	return "callrail";
}

/* The source, and the draft filled by the vendor's shape. */
static const char *
shape(struct draft *d, const cJSON *root)
{
	if (get(root, "field_data") != NULL) {
		answers(d, get(root, "field_data"));
		put(d, LABEL_CAMPAIGN, "campaign", get(root, "campaign_name"));
		put(d, LABEL_ID, "id", get(root, "id"));
		return "meta-lead-ads";
	}
	if (get(root, "user_column_data") != NULL) {
		answers(d, get(root, "user_column_data"));
		put(d, LABEL_CAMPAIGN, "campaign", get(root, "campaign_id"));
		put(d, LABEL_ID, "id", get(root, "lead_id"));
		d->in->test = cJSON_IsTrue(get(root, "is_test"));
		return "google-ads";
	}
	if (get(root, "form_response") != NULL) {
		typeform(d, get(root, "form_response"));
		return "typeform";
	}
	if (get(root, "payload.questions_and_answers") != NULL)
		return calendly(d, root);
	if (get(root, "temporary_email_address") != NULL)
		return yelp(d, root);
	if (get(root, "tracking_phone_number") != NULL)
		return callrail(d, root);
	if (get(root, "formResponse") != NULL) {
		linkedin(d, root);
		return "linkedin";
	}
	if (get(root, "leadGenFormResponse") != NULL) {
		put(d, LABEL_ID, "id", get(root, "leadGenFormResponse"));
		d->in->incomplete = true;
		return "linkedin";
	}
	if (get(root, "properties") != NULL) {
		members(d, get(root, "properties"));
		put(d, LABEL_ID, "id", get(root, "id") ? get(root, "id") :
		    get(root, "vid"));
		return "hubspot";
	}
	if (get(root, "ordered_human_fields") != NULL) {
		members(d, get(root, "data"));
		put(d, LABEL_ID, "id", get(root, "id"));
		return "netlify";
	}
	if (get(root, "payload.formId") != NULL) {
		members(d, get(root, "payload.data"));
		put(d, LABEL_ID, "id", get(root, "payload.id"));
		return "webflow";
	}
	if (cJSON_IsArray(get(root, "entry.changes"))) {
		answers(d, get(root, "entry.changes"));
		put(d, LABEL_CAMPAIGN, "campaign",
		    get(root, "entry.campaign_name"));
		put(d, LABEL_ID, "id", get(root, "entry.id"));
		return "tiktok";
	}
	members(d, root);
	return "webhook";
}

int
json_into(struct draft *d, const char *text, size_t len)
{
	cJSON *root = cJSON_ParseWithLength(text, len);

	if (root != NULL)
		members(d, root);
	cJSON_Delete(root);
	return d->failed ? -1 : 0;
}

static int
one(const struct intake_options *o, const cJSON *root, const char *raw,
    size_t len, size_t record, intake_fn *fn, void *arg)
{
	struct inbound in = {0};
	struct draft d = {.in = &in, .country = read_country(o), .guess = true};
	const char *source = shape(&d, root);
	int rc;

	rc = draft_finish(&d);
	if (rc == 0 && in.message != NULL)
		rc = classify_opt_out(&in, in.message, NULL) == -1 ? -1 : 0;
	if (rc == 0 && in.test)
		rc = read_verdict(&in, INBOUND_IGNORED, "the vendor's test");
	else if (rc == 0 && !in.incomplete && in.email == NULL &&
	    in.phone == NULL && in.phone_raw == NULL && in.message == NULL)
		rc = read_verdict(&in, INBOUND_UNSORTED, "no person in it");
	in.can_answer = in.kind == INBOUND_LEAD;
	if (rc == 0)
		rc = read_finish(&in, o, "json", "form", source);
	if (rc == 0 && fn(arg, &in, raw, len, record, 0) != 0)
		rc = -1;
	inbound_free(&in);
	return rc;
}

/* The digits of a number as they stand in the text: 2^53 is no bound then. */
static char *
exact_id(const char *raw, size_t nth)
{
	const char *p = raw;

	do {
		if ((p = strstr(p, "\"leadgen_id\"")) == NULL)
			return NULL;
		p += 12;
	} while (nth-- > 0);
	p += strspn(p, " :\t\r\n\"");
	return strndup(p, strspn(p, "0123456789"));
}

/* Meta's webhook: ids only, several of them in one body. */
static int
leadgen(const struct intake_options *o, const char *raw, size_t len,
    intake_fn *fn, void *arg)
{
	struct inbound in = {0};
	size_t n;
	int rc = 0;

	for (n = 0; rc == 0 && n < 1000; n++) {
		if ((in.vendor_id = exact_id(raw, n)) == NULL)
			break;
		in.incomplete = true;
		rc = read_finish(&in, o, "json", "form", "meta-lead-ads");
		if (rc == 0 && fn(arg, &in, raw, len, n + 1, 0) != 0)
			rc = -1;
		inbound_free(&in);
	}
	return rc;
}

static int
bad(const struct intake_options *o, const char *raw, size_t len, intake_fn *fn,
    void *arg)
{
	struct inbound in = {0};
	int rc = read_verdict(&in, INBOUND_ERROR, "broken JSON");

	if (rc == 0)
		rc = read_finish(&in, o, "json", "form", "webhook");
	if (rc == 0 && fn(arg, &in, raw, len, 1, 0) != 0)
		rc = -1;
	inbound_free(&in);
	return rc;
}

int
json_read(const struct intake_options *o, const char *data, size_t len,
    intake_fn *fn, void *arg)
{
	char *text = mime_to_utf8(data, len, NULL);
	cJSON *root, *item;
	size_t n = 0;
	int rc = 0;

	if (text == NULL)
		return -1;
	/* NULL of cJSON is either; malloc tells them apart */
	errno = 0;
	root = cJSON_Parse(text);
	if (root == NULL && errno == ENOMEM)
		rc = -1;
	else if (root == NULL || (!cJSON_IsObject(root) && !cJSON_IsArray(root)) ||
	    (cJSON_IsArray(root) && cJSON_GetArraySize(root) == 0))
		rc = bad(o, data, len, fn, arg);
	else if (get(root, "entry") != NULL &&
	    strstr(text, "\"leadgen_id\"") != NULL)
		rc = leadgen(o, text, len, fn, arg);
	else if (cJSON_IsObject(root))
		rc = one(o, root, data, len, 1, fn, arg);
	else
		cJSON_ArrayForEach(item, root)
			if (rc == 0)
				rc = one(o, item, data, len, ++n, fn, arg);
	cJSON_Delete(root);
	free(text);
	return rc;
}
