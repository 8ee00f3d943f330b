/* Webhook bodies: reading JSON, its values into a draft, a verdict on each
 * record. Shapes of vendors: json_vendor.c and json_chat.c. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/classify.h"
#include "intake/json.h"
#include "intake/map.h"
#include "intake/mime.h"
#include "intake/pointer.h"

#define DEPTH_MAX 12

/* A list of labelled answers names its members one of these ways. */
static const char *const labels[] = {"column_id", "question_text", "question",
    "title", "label", "field", "name", "key", NULL};
static const char *const values[] = {"values", "value", "string_value",
    "answer", "answer_text", "text", "email", "phone_number", "choices",
    "choice", NULL};

const cJSON *
json_get(const cJSON *o, const char *path)
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

const char *
json_text(const cJSON *o, const char *path)
{
	const cJSON *v = json_get(o, path);

	if (cJSON_IsArray(v))
		v = cJSON_GetArrayItem(v, 0);
	return cJSON_IsString(v) ? v->valuestring : NULL;
}

bool
json_true(const cJSON *o, const char *path)
{
	const cJSON *v = json_get(o, path);

	return cJSON_IsTrue(v) || (cJSON_IsString(v) &&
	    (text_is_nocase(v->valuestring, "true") ||
		text_is(v->valuestring, "1")));
}

static void
scalar(struct buf *b, const cJSON *v, int depth)
{
	const cJSON *item;

	if (v == NULL || depth > DEPTH_MAX)
		return;
	if (cJSON_IsString(v))
		buf_puts(b, v->valuestring);
	else if (cJSON_IsTrue(v))
		buf_puts(b, "yes");
	else if (cJSON_IsArray(v)) {
		cJSON_ArrayForEach(item, v) {
			if (b->len > 0)
				buf_puts(b, ", ");
			scalar(b, item, depth + 1);
		}
	} else if (cJSON_IsObject(v)) {
		if ((item = json_get(v, "labels")) == NULL &&
		    (item = json_get(v, "label")) == NULL &&
		    (item = json_get(v, "value")) == NULL)
			item = json_get(v, "full");
		if (item != NULL)
			scalar(b, item, depth + 1);
		else if (json_get(v, "first") != NULL) {
			scalar(b, json_get(v, "first"), depth + 1);
			buf_putc(b, ' ');
			scalar(b, json_get(v, "last"), depth + 1);
		}
	}
}

void
json_put(struct draft *d, enum label what, const char *label, const cJSON *v)
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

void
json_answers(struct draft *d, const cJSON *list)
{
	const cJSON *item, *label, *value;

	cJSON_ArrayForEach(item, list) {
		label = any(item, labels);
		value = any(item, values);
		if (cJSON_IsString(label) && value != NULL && value != label)
			json_put(d, LABEL_NONE, label->valuestring, value);
	}
}

void
json_members(struct draft *d, const cJSON *o)
{
	const cJSON *v;

	if (!cJSON_IsObject(o))
		return;
	cJSON_ArrayForEach(v, o)
		if (v->string != NULL && !map_has(d->source, v->string))
			json_put(d, LABEL_NONE, v->string, v);
}

void
json_verdict(struct draft *d, enum inbound_kind kind, const char *reason)
{
	if (read_verdict(d->in, kind, reason) == -1)
		d->failed = true;
}

void
json_id(struct draft *d, const char *id, const char *state)
{
	struct buf b = {0};

	if (text_empty(id))
		return;
	buf_puts(&b, id);
	if (state != NULL)
		buf_printf(&b, ":%.40s", state);
	if (b.failed)
		d->failed = true;
	else
		draft_as(d, LABEL_ID, "id", b.data);
	buf_free(&b);
}

static cJSON *
parse(const char *text)
{
	char *exact = pointer_exact(text);
	cJSON *root = exact ? cJSON_Parse(exact) : NULL;

	if (exact == NULL)
		errno = ENOMEM;
	free(exact);
	return root;
}

int
json_into(struct draft *d, const char *text, size_t len)
{
	char *copy = strndup(text, len);
	cJSON *root;

	if (copy == NULL)
		return -1;
	root = parse(copy);
	json_members(d, root);
	cJSON_Delete(root);
	free(copy);
	return d->failed ? -1 : 0;
}

struct reading {
	const struct intake_options *options;
	const cJSON *root;   /* of the whole body */
	const cJSON *record; /* the one being read */
	const char *raw;
	size_t len, n;
	intake_fn *fn;
	void *arg;
};

/* A pointer is looked up in the record, then in the whole. */
static char *
look(void *arg, const char *place)
{
	const struct reading *r = arg;
	const cJSON *const at[] = {r->record, r->root};
	struct buf b = {0};
	size_t i;

	for (i = 0; i < 2 && b.len == 0; i++)
		scalar(&b, place[0] == '/' ? pointer_get(at[i], place)
			: cJSON_GetObjectItemCaseSensitive(at[i], place), 0);
	if (b.len > 0)
		return buf_take(&b);
	buf_free(&b);
	return NULL;
}

/* What the words say, unless the shape has said it. */
static int
judge(struct inbound *in)
{
	if (in->kind != INBOUND_LEAD)
		return 0;
	if (in->test)
		return read_verdict(in, INBOUND_IGNORED, "the vendor's test");
	if (in->message != NULL &&
	    classify_opt_out(in, in->message, NULL) == -1)
		return -1;
	if (in->kind == INBOUND_LEAD && !in->incomplete && in->email == NULL &&
	    in->phone == NULL && in->phone_raw == NULL && in->message == NULL)
		return read_verdict(in, INBOUND_UNSORTED, "no person in it");
	return 0;
}

/* The first record of several stands for the whole body, the others for
 * themselves: read again, each gives itself. */
static int
hand_on(struct reading *r, struct inbound *in)
{
	char *own;
	int rc;

	if (++r->n == 1)
		return r->fn(r->arg, in, r->raw, r->len, 1, 0) == 0 ? 0 : -1;
	if ((own = cJSON_PrintUnformatted(r->record)) == NULL)
		return -1;
	rc = r->fn(r->arg, in, own, strlen(own), r->n, 0) == 0 ? 0 : -1;
	cJSON_free(own);
	return rc;
}

static int
one(void *arg, const cJSON *record)
{
	struct reading *r = arg;
	const struct intake_options *o = r->options;
	struct inbound in = {0};
	struct draft d = {.in = &in, .country = read_country(o),
	    .config = o->config, .guess = true};
	const char *source;
	int rc;

	r->record = record;
	map_apply(&d, o, look, r);
	source = json_shape(&d, record);
	rc = draft_finish(&d);
	if (rc == 0)
		rc = judge(&in);
	in.can_answer = in.kind == INBOUND_LEAD;
	if (rc == 0)
		rc = read_finish(&in, o, "json", "form", source);
	if (rc == 0)
		rc = hand_on(r, &in);
	inbound_free(&in);
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
	const struct config_source *s = config_source(o->config, o->source);
	char *text = mime_to_utf8(data, len, NULL);
	struct reading r = {
	    .options = o, .raw = data, .len = len, .fn = fn, .arg = arg};
	cJSON *root;
	int rc;

	if (text == NULL)
		return -1;
	/* NULL of cJSON is either; malloc tells them apart */
	errno = 0;
	r.root = root = parse(text);
	if (root == NULL && errno == ENOMEM)
		rc = -1;
	else if (root == NULL ||
	    (!cJSON_IsObject(root) && !cJSON_IsArray(root)) ||
	    (cJSON_IsArray(root) && cJSON_GetArraySize(root) == 0))
		rc = bad(o, data, len, fn, arg);
	else
		rc = json_split(root, s ? s->each : NULL, one, &r);
	cJSON_Delete(root);
	free(text);
	return rc;
}
