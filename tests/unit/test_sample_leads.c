/*
 * Every file of tests/samples through the whole of lead-add into a store: the
 * outcome, and what the lead then holds. Each line of expect.jsonl has a
 * store of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <cmocka.h>

#include "samples.h"
#include "verb/app.h"

#define SAMPLES "tests/samples/"
#define M57 "<M57.6a1c09e2.lead@brightwater.example.com>"
#define NOW 1795514700 /* 24 November 2026, 10:05 UTC */
#define RECORDS_MAX 8

struct taken {
	char *outcome[RECORDS_MAX];
	int64_t lead[RECORDS_MAX];
	size_t n;
};

struct shown {
	const char *key[12];
	char *value[12];
	size_t n;
};

static char dir[64], path[100], conf[100];
static size_t soft_misses;

static int
take(void *arg, const struct lead_row *row)
{
	struct taken *t = arg;
	size_t i;

	if (t->n == RECORDS_MAX)
		return 0;
	for (i = 0; i < row->count; i++) {
		const char *value = row->field[i].value;

		if (text_is(row->field[i].name, "ref") && value[0] == 'L')
			t->lead[t->n] = strtoll(value + 1, NULL, 10);
		if (text_is(row->field[i].name, "outcome"))
			t->outcome[t->n] = text_dup(value);
	}
	/* A row that was refused is no record. */
	if (text_is(t->outcome[t->n], "unsorted") && t->lead[t->n] == 0 &&
	    t->n > 0) {
		free(t->outcome[t->n]);
		t->outcome[t->n] = NULL;
		return 0;
	}
	t->n++;
	return 0;
}

static int
show(void *arg, const struct lead_row *row)
{
	static const char *const keys[] = {"name", "email", "phone", "company",
	    "source", "service", "zip", "message", "stage"};
	struct shown *s = arg;
	size_t i, k;

	for (k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
		for (i = 0; i < row->count; i++)
			if (text_is(row->field[i].name, keys[k])) {
				s->key[s->n] = keys[k];
				s->value[s->n++] =
				    text_fold_space(row->field[i].value);
			}
	return 0;
}

static void
release(struct taken *t, struct shown *s)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		free(t->outcome[i]);
	for (i = 0; i < s->n; i++)
		free(s->value[i]);
}

static void
write_conf(const char *country)
{
	FILE *f = fopen(conf, "w");

	assert_non_null(f);
	fprintf(f, "business { name = \"Brightwater\" country = \"%s\"\n"
	    "email = \"leads@brightwater.example.com\" }\n"
	    "owner \"mia\" { email = \"mia@brightwater.example.com\" }\n",
	    country == NULL ? "US" : country);
	assert_int_equal(fclose(f), 0);
}

static struct lead_app *
open_app(const char *country)
{
	struct lead_env env = {.store = path, .config = conf, .actor = "test",
	    .host = "host.example", .zone = "UTC", .now = NOW, .wait = 5};
	struct lead_error err = {0};
	struct lead_app *app;

	write_conf(country);
	if (lead_app_open(&app, &env, LEAD_CREATE, &err) == -1)
		fail_msg("%s", err.msg);
	return app;
}

static void
remove_store(void)
{
	char file[120];

	unlink(path);
	snprintf(file, sizeof(file), "%s-wal", path);
	unlink(file);
	snprintf(file, sizeof(file), "%s-shm", path);
	unlink(file);
}

/* The person of the sample wrote first, and M57 answered. */
static void
seed(struct lead_app *app, const char *email)
{
	char field[200];
	const char *fields[] = {field, "message=hello"};
	struct lead_add_options o = {.fields = fields, .nfields = 2};
	struct message m = {.kind = "step", .channel = "email", .run = 1,
	    .step = "ack", .template = "ack", .state = "queued", .due = NOW,
	    .created = NOW};
	struct lead_error err = {0};
	struct taken t = {0};
	int64_t id;

	snprintf(field, sizeof(field), "email=%s",
	    email == NULL ? "someone@example.org" : email);
	assert_int_equal(lead_add(app, &o, NULL, 0, take, &t, &err), 0);
	m.lead = t.lead[0];
	m.to = strchr(field, '=') + 1;
	assert_int_equal(store_begin(app->store, &err), 0);
	if (store_message_insert(app->store, &m, &id, &err) != 1 ||
	    store_thread_add(app->store, M57, m.lead, id, &err) == -1 ||
	    store_lead_add(app->store, m.lead, "touches", 1, &err) == -1 ||
	    store_commit(app->store, &err) == -1)
		fail_msg("%s", err.msg);
	release(&t, &(struct shown){0});
}

static bool
outcome_is(const char *want, const char *got)
{
	if (text_is(want, "ignore"))
		return text_is(got, "ignored") || text_is(got, "unsorted");
	if (text_is(want, "lead"))
		return text_is(got, "new");
	if (text_is(want, "error"))
		return got == NULL || text_is(got, "unsorted");
	return text_is(want, got);
}

/* The same words in any order, parted by commas or blanks. */
static bool
same_set(const char *a, const char *b)
{
	char *copy, *word, *rest;
	bool yes = strlen(a) == strlen(b);

	if ((copy = text_dup(a)) == NULL)
		return false;
	for (word = strtok_r(copy, ", ", &rest); word != NULL && yes;
	    word = strtok_r(NULL, ", ", &rest))
		yes = strstr(b, word) != NULL;
	free(copy);
	return yes;
}

/* E.164 or nothing: what is no number is kept as written, and is none. */
static bool
matches(const char *key, const char *want, const char *got)
{
	char *folded;
	bool yes;

	if (got != NULL && *got == '\0')
		got = NULL;
	if (text_is(key, "phone") && got != NULL && (got[0] != '+' ||
	    strspn(got + 1, "0123456789") + 1 != strlen(got)))
		got = NULL;
	if (want == NULL || got == NULL)
		return want == NULL && got == NULL;
	folded = text_fold_space(want);
	yes = strcasecmp(folded, got) == 0 || same_set(folded, got);
	free(folded);
	return yes;
}

static bool
key_ok(const cJSON *o, const char *key, const char *got)
{
	char alt[40];

	snprintf(alt, sizeof(alt), "%s_alt", key);
	return cJSON_GetObjectItemCaseSensitive(o, key) == NULL ||
	    matches(key, str(o, key), got) ||
	    (str(o, alt) != NULL && matches(key, str(o, alt), got));
}

static const char *
lead_differs(const cJSON *o, const struct shown *s)
{
	const char *bad = NULL;
	size_t i;

	for (i = 0; i < s->n; i++) {
		const char *key = s->key[i], *value = s->value[i];
		bool ok = key_ok(o, key, value);

		if (text_is(key, "message")) {
			char *want = text_fold_space(str(o, "message_contains"));

			ok = want == NULL || text_has(value, want);
			ok = ok || is_soft(o, "message_contains");
			free(want);
		}
		if (!ok && is_soft(o, key)) {
			printf("# soft: %s: %s: %s\n", str(o, "file"), key,
			    value);
			soft_misses++;
		} else if (!ok) {
			printf("# %s: %s is '%s', not '%s'\n", str(o, "file"),
			    key, value, str(o, key));
			bad = key;
		}
	}
	return bad;
}

/* Line o with what it refers to known, or (unknown) in an empty store. */
static const char *
check(const cJSON *o, bool unknown)
{
	const char *kind = str(o, unknown ? "kind_if_unknown" : "kind");
	const cJSON *nth = cJSON_GetObjectItemCaseSensitive(o, "record");
	size_t i = cJSON_IsNumber(nth) ? (size_t)nth->valueint - 1 : 0, len;
	struct lead_app *app = open_app(str(o, "country"));
	struct lead_add_options options = {.type = str(o, "content_type")};
	struct lead_error err = {0};
	struct taken t = {0};
	struct shown s = {0};
	const char *bad = NULL;
	char file[300], *data;

	snprintf(file, sizeof(file), SAMPLES "%s", str(o, "file"));
	data = slurp(file, &len);
	if (!unknown && strncmp(str(o, "file"), "mail/", 5) == 0 &&
	    !text_is(kind, "lead"))
		seed(app, str(o, "email"));
	lead_add(app, &options, data, len, take, &t, &err);
	if (!is_soft(o, "kind") && !(i < t.n ? outcome_is(kind, t.outcome[i])
	    || (str(o, "kind_alt") && outcome_is(str(o, "kind_alt"),
	    t.outcome[i])) : outcome_is(kind, NULL))) {
		printf("# %s: outcome %s, not %s\n", str(o, "file"),
		    i < t.n ? t.outcome[i] : "none", kind);
		bad = "outcome";
	} else if (i < t.n && text_is(t.outcome[i], "new")) {
		struct lead_ref ref = {'L', t.lead[i]};
		struct lead_show_options all = {0};

		assert_int_equal(lead_show_export(app, &all,
		    (struct lead_refs){&ref, 1}, show, &s, &err), 0);
		bad = lead_differs(o, &s);
	}
	release(&t, &s);
	free(data);
	lead_app_close(app);
	remove_store();
	return bad;
}

static void
samples_become_what_they_are(void **state)
{
	char *text, *line, *rest;
	size_t len, wrong = 0, good = 0;
	cJSON *o;

	(void)state;
	text = slurp(SAMPLES "expect.jsonl", &len);
	for (line = strtok_r(text, "\n", &rest); line != NULL;
	    line = strtok_r(NULL, "\n", &rest)) {
		assert_non_null(o = cJSON_Parse(line));
		if (check(o, false) != NULL)
			wrong++;
		else if (str(o, "kind_if_unknown") != NULL &&
		    check(o, true) != NULL)
			wrong++;
		else
			good++;
		cJSON_Delete(o);
	}
	free(text);
	printf("# %zu lines as expected, %zu soft keys not met\n", good,
	    soft_misses);
	assert_int_equal(wrong, 0);
}

static int
setup(void **state)
{
	(void)state;
	/* In memory where that is: three hundred stores wait for a disk. */
	strcpy(dir, "/dev/shm/test_sample_leads.XXXXXX");
	if (mkdtemp(dir) == NULL) {
		strcpy(dir, "/tmp/test_sample_leads.XXXXXX");
		if (mkdtemp(dir) == NULL)
			return -1;
	}
	snprintf(path, sizeof(path), "%s/leads.db", dir);
	snprintf(conf, sizeof(conf), "%s/leads.conf", dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(conf);
	remove_store();
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(samples_become_what_they_are),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
