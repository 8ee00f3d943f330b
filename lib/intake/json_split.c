/*
 * A body may hold many records. Each is handed on as a body of its own that
 * says the same, so that it can be kept, and read again, alone.
 */
#include <string.h>

#include "base/text.h"
#include "intake/json.h"
#include "intake/pointer.h"

struct splitting {
	const cJSON *root, *entry;
	json_fn *fn;
	void *arg;
	size_t n; /* records handed on */
};

/* The short plain members of o and of its metadata, copied: an envelope is
 * made for each record, so it has to stay small. */
static cJSON *
scalars(const cJSON *o)
{
	cJSON *copy = cJSON_CreateObject(), *item;
	const cJSON *v;
	int n = 0;

	cJSON_ArrayForEach(v, o) {
		if (v->string == NULL || n == 20)
			continue;
		if (cJSON_IsObject(v) && text_is(v->string, "metadata"))
			item = scalars(v);
		else if (cJSON_IsString(v) && strlen(v->valuestring) <= 200)
			item = cJSON_Duplicate(v, 0);
		else
			continue;
		if (item != NULL &&
		    cJSON_AddItemToObject(copy, v->string, item))
			n++;
		else
			cJSON_Delete(item);
	}
	return copy;
}

/* o[name] = [item]; takes item. */
static int
put_list(cJSON *o, const char *name, cJSON *item)
{
	cJSON *list = cJSON_AddArrayToObject(o, name);

	if (list != NULL && item != NULL && cJSON_AddItemToArray(list, item))
		return 0;
	cJSON_Delete(item);
	return -1;
}

/* {"object": …, "entry": [{…, name: [item]}]}; takes item. */
static int
wrap(struct splitting *s, const char *name, cJSON *item)
{
	cJSON *root = scalars(s->root), *entry = scalars(s->entry);
	int rc = -1;

	if (root == NULL || entry == NULL) {
		cJSON_Delete(item);
		cJSON_Delete(entry);
	} else if (put_list(entry, name, item) == -1) {
		cJSON_Delete(entry);
	} else if (put_list(root, "entry", entry) == 0) {
		s->n++;
		rc = s->fn(s->arg, root);
	}
	cJSON_Delete(root);
	return rc;
}

/* The contact of one message: the others are other people's. */
static int
put_contact(cJSON *value, const cJSON *all, const char *who)
{
	const cJSON *c;

	cJSON_ArrayForEach(c, all)
		if (who != NULL && text_is(json_text(c, "wa_id"), who))
			return put_list(
			    value, "contacts", cJSON_Duplicate(c, 1));
	return 0;
}

/* One message or status of a change that has several. */
static int
part(struct splitting *s, const cJSON *change, const char *name,
    const cJSON *item)
{
	const cJSON *value = json_get(change, "value");
	cJSON *copy = scalars(change), *inner = scalars(value);

	if (copy == NULL || inner == NULL ||
	    put_contact(inner, json_get(value, "contacts"),
		json_text(item, "from")) == -1 ||
	    put_list(inner, name, cJSON_Duplicate(item, 1)) == -1) {
		cJSON_Delete(copy);
		cJSON_Delete(inner);
		return -1;
	}
	if (!cJSON_AddItemToObject(copy, "value", inner)) {
		cJSON_Delete(copy);
		cJSON_Delete(inner);
		return -1;
	}
	return wrap(s, "changes", copy);
}

static int
changes(struct splitting *s)
{
	static const char *const lists[] = {"messages", "statuses"};
	const cJSON *c, *item, *value;
	size_t i, before;
	int rc = 0;

	cJSON_ArrayForEach(c, json_get(s->entry, "changes")) {
		value = json_get(c, "value");
		before = s->n;
		for (i = 0; i < 2; i++)
			cJSON_ArrayForEach(item, json_get(value, lists[i]))
				if (rc == 0)
					rc = part(s, c, lists[i], item);
		/* what is neither lead nor message counts only alone */
		if (rc == 0 && s->n == before &&
		    json_text(value, "leadgen_id") != NULL)
			rc = wrap(s, "changes", cJSON_Duplicate(c, 1));
	}
	return rc;
}

static int
entries(struct splitting *s)
{
	const cJSON *m;
	int rc = 0;

	cJSON_ArrayForEach(s->entry, json_get(s->root, "entry")) {
		cJSON_ArrayForEach(m, json_get(s->entry, "messaging"))
			if (rc == 0)
				rc = wrap(s, "messaging", cJSON_Duplicate(m, 1));
		if (rc == 0)
			rc = changes(s);
		if (rc != 0)
			return rc;
	}
	/* nothing worth a record: the body itself is one */
	return s->n == 0 ? s->fn(s->arg, s->root) : 0;
}

static int
elements(const cJSON *list, json_fn *fn, void *arg)
{
	const cJSON *item;
	int rc = 0;

	cJSON_ArrayForEach(item, list)
		if (rc == 0)
			rc = fn(arg, item);
	return rc;
}

int
json_split(const cJSON *root, const char *each, json_fn *fn, void *arg)
{
	struct splitting s = {.root = root, .fn = fn, .arg = arg};
	const char *object = json_text(root, "object");
	const cJSON *list = each != NULL ? pointer_get(root, each) : NULL;

	if (cJSON_IsArray(list) && cJSON_GetArraySize(list) > 0)
		return elements(list, fn, arg);
	if (cJSON_IsArray(root))
		return elements(root, fn, arg);
	if (cJSON_IsArray(json_get(root, "entry")) &&
	    (text_is(object, "page") || text_is(object, "instagram") ||
		text_is(object, "whatsapp_business_account")))
		return entries(&s);
	return fn(arg, root);
}
