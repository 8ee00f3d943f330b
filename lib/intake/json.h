/* json: what the readers of JSON bodies share. Numbers are strings here: the
 * text went through pointer_exact. */
#ifndef INTAKE_JSON_H
#define INTAKE_JSON_H

#include <cjson/cJSON.h>

#include "intake/read.h"

/* "a.b.c"; an array on the way stands for its first element. Borrowed. */
const cJSON *json_get(const cJSON *, const char *path);
/* A string at path, or NULL. */
const char *json_text(const cJSON *, const char *path);
bool json_true(const cJSON *, const char *path); /* true, "true" or "1" */
/* The value, lists joined by ", ", as this label (LABEL_NONE: by its name). */
void json_put(struct draft *, enum label, const char *label, const cJSON *);
/* Every scalar member of an object, its name the label. */
void json_members(struct draft *, const cJSON *);
/* [{"name": …, "value": …}, …] in the words of many vendors. */
void json_answers(struct draft *, const cJSON *list);

/* json_vendor.c: the draft filled by the vendor's shape; its source name. */
const char *json_shape(struct draft *, const cJSON *root);
/* json_chat.c: one message, status or lead notice of Meta's webhooks; its
 * source name, or NULL where it is none. */
const char *json_chat(struct draft *, const cJSON *root);
/* json_split.c: calls fn for each record of a body: elements of a list, each
 * message of a batch in an envelope of its own. Not 0 from fn stops. each: a
 * pointer to a list, or NULL. */
typedef int json_fn(void *arg, const cJSON *record);
int json_split(const cJSON *root, const char *each, json_fn *, void *);

/* A verdict; no memory fails the draft. */
void json_verdict(struct draft *, enum inbound_kind, const char *reason);
/* id, or id:state, as the vendor's id of this event. */
void json_id(struct draft *, const char *id, const char *state);

#endif
