/* Every file of tests/samples read, and compared with expect.jsonl. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "intake/intake.h"
#include "samples.h"

#define SAMPLES "tests/samples/"
#define RECORDS_MAX 8

/* What is not read right yet. A name here that passes fails the test too. */
static const char *const not_yet[] = {
    NULL,
};

struct record {
	enum inbound_kind kind;
	char *name, *email, *phone, *source, *message;
	char *channel, *status, *original, *referrer, *booked;
	bool incomplete, hard, gone;
	int away;
};

struct records {
	struct record r[RECORDS_MAX];
	size_t n;
};

static const char *
field_of(const struct inbound *in, const char *name)
{
	size_t i;

	for (i = 0; i < in->nfield; i++)
		if (text_is(in->field[i].name, name))
			return in->field[i].value;
	return NULL;
}

static int
take(void *arg, struct inbound *in, const char *raw, size_t len, size_t record,
    size_t line)
{
	struct records *all = arg;
	struct record *r;
	const char *email = in->failed != NULL ? in->failed : in->email;

	(void)raw;
	(void)len;
	(void)record;
	(void)line;
	/* Rows refused are told apart by their kind: they are no record. */
	if (in->kind == INBOUND_ERROR && text_is(in->format, "csv"))
		return 0;
	if (in->test && text_is(in->format, "csv"))
		return 0;
	if (in->kind == INBOUND_COMPLAINT)
		email = in->failed;
	assert_true(all->n < RECORDS_MAX);
	r = &all->r[all->n++];
	r->kind = in->kind;
	r->name = text_dup(in->name);
	r->email = email != NULL && strchr(email, '@') ? text_dup(email) : NULL;
	r->phone = text_dup(in->phone);
	r->source = text_dup(in->source);
	r->message = text_fold_space(
	    in->message != NULL ? in->message : in->text);
	r->incomplete = in->incomplete;
	r->channel = text_dup(in->channel);
	r->status = text_dup(in->status);
	r->original = text_dup(in->original_id);
	r->referrer = text_dup(in->referred_by);
	r->booked = text_dup(field_of(in, "booked at"));
	r->hard = in->bounce_hard;
	r->gone = in->gone;
	r->away = in->away_until;
	return 0;
}

static void
release(struct records *all)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		free(all->r[i].name);
		free(all->r[i].email);
		free(all->r[i].phone);
		free(all->r[i].source);
		free(all->r[i].message);
		free(all->r[i].channel);
		free(all->r[i].status);
		free(all->r[i].original);
		free(all->r[i].referrer);
		free(all->r[i].booked);
	}
}

static bool
kind_is(const char *want, enum inbound_kind kind)
{
	if (text_is(want, "ignore"))
		return kind == INBOUND_IGNORED || kind == INBOUND_UNSORTED;
	if (text_is(want, "reply"))
		return kind == INBOUND_LEAD;
	return text_is(want, inbound_kind_name(kind));
}

/* Hard keys that differ: the first one's name, NULL where none does. */
static const char *
differs(const cJSON *o, const char *key, const char *got)
{
	char alt[40];

	snprintf(alt, sizeof(alt), "%s_alt", key);
	if (is_soft(o, key) || text_is_nocase(str(o, key), got) ||
	    (str(o, alt) != NULL && text_is_nocase(str(o, alt), got)))
		return NULL;
	return key;
}

static bool
contains(const cJSON *o, const char *key, const char *message)
{
	char *want = text_fold_space(str(o, key));
	bool yes = want == NULL || (message != NULL &&
	    strstr(message, want) != NULL);

	free(want);
	return yes;
}

/* Keys that only some lines have: what a report or a machine said. */
static const char *
compare_facts(const cJSON *o, const struct record *r)
{
	const struct {
		const char *key, *got;
	} text[] = {{"channel", r->channel}, {"referred_by", r->referrer},
	    {"status", r->status}, {"original_message_id", r->original}};
	const struct {
		const char *key;
		bool got;
	} flag[] = {{"permanent", r->hard}, {"gone", r->gone}};
	char day[32];
	size_t i;

	for (i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if (str(o, text[i].key) != NULL && !is_soft(o, text[i].key) &&
		    !text_is(str(o, text[i].key), text[i].got))
			return text[i].key;
	for (i = 0; i < sizeof(flag) / sizeof(flag[0]); i++) {
		const cJSON *v = cJSON_GetObjectItemCaseSensitive(o,
		    flag[i].key);

		if (cJSON_IsBool(v) && (bool)cJSON_IsTrue(v) != flag[i].got)
			return flag[i].key;
	}
	snprintf(day, sizeof(day), "%04d-%02d-%02d", r->away / 10000 % 10000,
	    r->away / 100 % 100, r->away % 100);
	if (str(o, "away_until") != NULL && !text_is(str(o, "away_until"), day))
		return "away_until";
	if (str(o, "booked_at") != NULL &&
	    strncmp(str(o, "file"), "mail/", 5) == 0 &&
	    !text_is(str(o, "booked_at"), r->booked))
		return "booked_at";
	return NULL;
}

static const char *
compare(const cJSON *o, const struct records *all)
{
	const cJSON *nth = cJSON_GetObjectItemCaseSensitive(o, "record");
	size_t i = cJSON_IsNumber(nth) ? (size_t)nth->valueint - 1 : 0;
	const struct record *r = &all->r[i];
	const char *lacks = str(o, "message_lacks"), *bad;

	if (i >= all->n)
		return "record";
	if (!kind_is(str(o, "kind"), r->kind) &&
	    !kind_is(str(o, "kind_alt"), r->kind) && !is_soft(o, "kind"))
		return "kind";
	if (!is_soft(o, "message_contains") &&
	    (!contains(o, "message_contains", r->message) ||
	    !contains(o, "message_contains_2", r->message)))
		return "message_contains";
	if (lacks != NULL && r->message != NULL && strstr(r->message, lacks))
		return "message_lacks";
	if ((bad = compare_facts(o, r)) != NULL)
		return bad;
	/* Whose name a report or a machine gives is nobody's business. */
	if (r->kind == INBOUND_ERROR || r->kind == INBOUND_IGNORED)
		return NULL;
	if ((bad = differs(o, "email", r->email)) != NULL)
		return bad;
	if (r->kind != INBOUND_LEAD && r->kind != INBOUND_OPT_OUT)
		return NULL;
	if ((bad = differs(o, "name", r->name)) != NULL ||
	    (bad = differs(o, "phone", r->phone)) != NULL ||
	    (bad = differs(o, "source", r->source)) != NULL)
		return bad;
	return NULL;
}

static struct config *
make_config(const char *country)
{
	struct config *c = calloc(1, sizeof(*c));

	assert_non_null(c);
	c->business.email = strdup("leads@brightwater.example.com");
	c->business.country = strdup(country != NULL ? country : "US");
	return c;
}

static const char *
check(const cJSON *o)
{
	struct config *config = make_config(str(o, "country"));
	struct intake_options options = {.kind = "auto", .config = config,
	    .type = str(o, "content_type")};
	struct records all = {0};
	struct lead_error err = {0};
	const char *bad;
	char path[300], *data;
	size_t len;

	snprintf(path, sizeof(path), SAMPLES "%s", str(o, "file"));
	data = slurp(path, &len);
	assert_int_equal(intake_read(&options, data, len, take, &all, &err), 0);
	bad = compare(o, &all);
	if (getenv("SAMPLES_SHOW") != NULL && bad != NULL && all.n > 0)
		printf("%s: %s: %s <%s> %s %s: %s\n", str(o, "file"), bad,
		    all.r[0].name, all.r[0].email, all.r[0].phone,
		    all.r[0].source, all.r[0].message);
	release(&all);
	free(data);
	free(config->business.email);
	free(config->business.country);
	free(config);
	return bad;
}

static bool
expected_to_fail(const char *file)
{
	size_t i;

	for (i = 0; not_yet[i] != NULL; i++)
		if (text_is(not_yet[i], file))
			return true;
	return false;
}

/* A file counts once, by its worst record. */
static void
settle(const char *file, const char *bad, size_t *wrong, size_t *good)
{
	if (bad != NULL && !expected_to_fail(file)) {
		printf("%s: %s is wrong\n", file, bad);
		++*wrong;
	} else if (bad == NULL && expected_to_fail(file)) {
		printf("%s: passes, take it out of not_yet\n", file);
		++*wrong;
	} else
		*good += bad == NULL;
}

static void
samples_are_read_as_expected(void **state)
{
	char *text, *line, *rest, *file = NULL;
	const char *bad = NULL, *now;
	size_t len, wrong = 0, good = 0;
	cJSON *o;

	(void)state;
	text = slurp(SAMPLES "expect.jsonl", &len);
	for (line = strtok_r(text, "\n", &rest); line != NULL;
	    line = strtok_r(NULL, "\n", &rest)) {
		o = cJSON_Parse(line);
		assert_non_null(o);
		if (!text_is(file, str(o, "file"))) {
			if (file != NULL)
				settle(file, bad, &wrong, &good);
			assert_int_equal(text_set(&file, str(o, "file")), 0);
			bad = NULL;
		}
		if ((now = check(o)) != NULL)
			bad = now;
		cJSON_Delete(o);
	}
	settle(file, bad, &wrong, &good);
	free(file);
	free(text);
	printf("%zu files read as expected\n", good);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(samples_are_read_as_expected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
