#define _GNU_SOURCE /* memmem */
/* The store: files, transactions, nouns, invariants, figures. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "store/store.h"

#define OK(call) \
	do { \
		if ((call) == -1) \
			fail_msg("%s: %s", #call, err.msg); \
	} while (0)
#define PROCESSES 8
#define EACH 10

static char dir[64], path[128];
static struct store *store;
static struct lead_error err;

static int
setup(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/test_store.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/a/b/leads.db", dir);
	return store_open(&store, path, STORE_CREATE, 30, NULL, &err);
}

static int
teardown(void **state)
{
	char file[160];

	(void)state;
	store_close(store);
	unlink(path);
	snprintf(file, sizeof(file), "%s-wal", path);
	unlink(file);
	snprintf(file, sizeof(file), "%s-shm", path);
	unlink(file);
	snprintf(file, sizeof(file), "%s/a/b", dir);
	rmdir(file);
	snprintf(file, sizeof(file), "%s/a", dir);
	rmdir(file);
	return rmdir(dir);
}

static int64_t
add_lead(struct store *s, const char *name, int64_t received)
{
	struct lead lead = {.name = (char *)name, .received = received,
	    .automation = true};
	struct event event = {.at = received, .actor = "t",
	    .kind = "received"};
	int64_t id;

	OK(store_person_insert(s, name, NULL, received, &lead.person, &err));
	OK(store_lead_insert(s, &lead, &id, &err));
	event.lead = id;
	OK(store_event_add(s, &event, NULL, &err));
	return id;
}

static void
add_event(int64_t lead, const char *kind, int64_t at)
{
	struct event event = {.lead = lead, .at = at, .actor = "t",
	    .kind = (char *)kind};

	OK(store_event_add(store, &event, NULL, &err));
}

static int
count_fault(void *arg, const char *fault)
{
	print_message("fault: %s\n", fault);
	++*(int *)arg;
	return 0;
}

static int
faults(void)
{
	int n = 0;

	OK(store_verify(store, count_fault, &n, &err));
	return n;
}

static void
a_new_store_is_private(void **state)
{
	char folder[96];
	struct stat st;

	(void)state;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	snprintf(folder, sizeof(folder), "%s/a/b", dir);
	assert_int_equal(stat(folder, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(faults(), 0);
}

static void
a_missing_store_is_not_made(void **state)
{
	struct store *s = NULL;

	(void)state;
	assert_int_equal(store_open(&s, "/tmp/none.such/x.db", STORE_WRITE, 0,
	    NULL, &err), -1);
	assert_int_equal(err.code, LEAD_ENOENT);
	assert_null(s);
}

static void
a_newer_store_is_left_alone(void **state)
{
	struct store *s = NULL;
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_int_equal(
	    store_open(&s, path, STORE_WRITE, 0, NULL, &err), -1);
	assert_int_equal(err.code, LEAD_ECONFIG);
}

static void
a_locked_store_may_pass(void **state)
{
	struct store *s;

	(void)state;
	OK(store_open(&s, path, STORE_WRITE, 0, NULL, &err));
	OK(store_begin(store, &err));
	assert_int_equal(store_begin(s, &err), -1);
	assert_int_equal(err.code, LEAD_EAGAIN);
	store_rollback(store);
	OK(store_begin(s, &err));
	store_close(s);
}

static void
columns_are_set_by_name(void **state)
{
	int64_t id = add_lead(store, "Dana", 100);
	struct lead lead;

	(void)state;
	OK(store_lead_set(store, id, "value", "1200.5", &err));
	OK(store_lead_set(store, id, "references", "<a> <b>", &err));
	OK(store_lead_set(store, id, "returning", "1", &err));
	OK(store_lead_set_int(store, id, "last_contact", 77, &err));
	OK(store_lead_add(store, id, "score", 20, &err));
	OK(store_lead_add(store, id, "score", -5, &err));
	assert_int_equal(store_lead_get(store, id, &lead, &err), 1);
	assert_true(lead.has_value && lead.value > 1200.4 && lead.returning);
	assert_string_equal(lead.references, "<a> <b>");
	assert_string_equal(lead.stage, "new");
	assert_string_equal(lead.priority, "normal");
	assert_int_equal(lead.last_contact, 77);
	assert_int_equal(lead.score, 15);
	lead_free(&lead);
	OK(store_lead_set(store, id, "value", NULL, &err));
	assert_int_equal(store_lead_get(store, id, &lead, &err), 1);
	assert_false(lead.has_value);
	lead_free(&lead);
	assert_int_equal(store_lead_set(store, id, "nosuch", "1", &err), -1);
	assert_int_equal(err.code, LEAD_EUSAGE);
	assert_int_equal(store_lead_set(store, id, "value", "x", &err), -1);
	assert_int_equal(store_lead_set(store, id, "value", "nan", &err), -1);
	assert_int_equal(store_lead_set(store, id, "id", "9", &err), -1);
	assert_int_equal(store_lead_set(store, 99, "name", "x", &err), -1);
	assert_int_equal(err.code, LEAD_ENOENT);
}

static void
the_next_action_is_the_earliest_task_of_a_person(void **state)
{
	int64_t id = add_lead(store, "Dana", 100), first, n;
	struct task task = {.lead = id, .kind = "step", .action = "text",
	    .due = 10, .created = 1};
	struct lead lead;

	(void)state;
	OK(store_task_insert(store, &task, NULL, &err));
	task = (struct task){.lead = id, .kind = "answer", .action = "call",
	    .due = 50, .created = 1};
	OK(store_task_insert(store, &task, &first, &err));
	assert_int_equal(store_task_insert(store, &task, NULL, &err), -1);
	OK(store_lead_get(store, id, &lead, &err));
	assert_string_equal(lead.next_action, "call");
	assert_int_equal(lead.next_due, 50);
	lead_free(&lead);
	assert_int_equal(store_task_open(store, id, "answer", &task, &err), 1);
	task.due = 40;
	OK(store_task_update(store, &task, &err));
	task_free(&task);
	OK(store_lead_get(store, id, &lead, &err));
	assert_int_equal(lead.next_due, 40);
	lead_free(&lead);
	OK(store_task_close(store, 0, id, 60, &n, &err));
	assert_int_equal(n, 2);
	OK(store_lead_get(store, id, &lead, &err));
	assert_null(lead.next_action);
	assert_int_equal(lead.next_due, 0);
	lead_free(&lead);
	assert_int_equal(faults(), 0);
}

static void
a_message_moves_only_as_it_may(void **state)
{
	int64_t id = add_lead(store, "Dana", 100), m, n;
	struct message msg = {.lead = id, .kind = "step", .channel = "email",
	    .to = "d@x.example", .run = 1, .step = "0", .due = 200,
	    .created = 100};
	struct message got;
	struct lead lead;

	(void)state;
	assert_int_equal(store_message_insert(store, &msg, &m, &err), 1);
	assert_int_equal(store_message_insert(store, &msg, &n, &err), 0);
	OK(store_lead_get(store, id, &lead, &err));
	assert_int_equal(lead.next_message, 200);
	lead_free(&lead);
	assert_int_equal(store_message_move(store, m, "queued", "sent", NULL,
	    0, 300, &err), -1);
	assert_int_equal(err.code, LEAD_EBUG);
	assert_int_equal(store_message_move(store, m, "queued", "claimed",
	    NULL, 0, 300, &err), 1);
	assert_int_equal(store_message_move(store, m, "queued", "claimed",
	    NULL, 0, 300, &err), 0);
	OK(store_message_fix(store, m, "a\0b", 3, "<1@x>", "Hi",
	    "d@x.example", &err));
	assert_int_equal(store_message_fix(store, m, "c", 1, "<2@x>", "Hi",
	    "d@x.example", &err), -1);
	assert_int_equal(store_message_move(store, m, "claimed", "inflight",
	    NULL, 0, 300, &err), 1);
	assert_int_equal(store_message_move(store, m, "inflight", "sent",
	    "250 ok", 0, 301, &err), 1);
	OK(store_message_get(store, m, &got, &err));
	assert_int_equal(got.nbytes, 3);
	assert_memory_equal(got.bytes, "a\0b", 3);
	assert_int_equal(got.attempts, 1);
	assert_int_equal(got.sent, 301);
	message_free(&got);
	OK(store_message_last(store, id, &n, &err));
	assert_int_equal(n, 301);
	OK(store_message_count(store, 1, NULL, "X.example", 301, &n, &err));
	assert_int_equal(n, 1);
	OK(store_message_count(store, 0, "d@x.example", NULL, 301, &n, &err));
	assert_int_equal(n, 1);
	OK(store_message_count(store, 0, NULL, "x.example", 0, &n, &err));
	assert_int_equal(n, 1);
	OK(store_message_count(store, 0, NULL, NULL, 302, &n, &err));
	assert_int_equal(n, 0);
}

static void
events_are_append_only(void **state)
{
	sqlite3 *db;

	(void)state;
	add_lead(store, "Dana", 100);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(db, "DELETE FROM event", NULL, NULL,
	    NULL), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(db, "UPDATE event SET at = 1", NULL,
	    NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static int
count_received(void *arg, const struct event *e)
{
	*(int64_t *)arg += strcmp(e->kind, "received") == 0;
	return 0;
}

static void
a_merged_lead_still_resolves(void **state)
{
	int64_t a = add_lead(store, "Dana", 100), b, n, final;
	struct task task = {.lead = a, .kind = "answer", .action = "call",
	    .due = 30, .created = 1};
	struct message msg = {.lead = a, .kind = "step", .channel = "email",
	    .run = 1, .step = "0", .due = 200, .created = 100};

	(void)state;
	b = add_lead(store, "D. Reyes", 110);
	OK(store_task_insert(store, &task, NULL, &err));
	OK(store_message_insert(store, &msg, NULL, &err));
	task.lead = msg.lead = b;
	task.due = 50;
	OK(store_task_insert(store, &task, NULL, &err));
	OK(store_message_insert(store, &msg, NULL, &err));
	OK(store_field_set(store, a, "roof", "tile", &err));
	OK(store_address_add(store, 1, "email", "d@x.example", NULL, &err));
	OK(store_lead_merge(store, a, b, 1000, &err));
	assert_int_equal(store_lead_final(store, a, &final, &err), 1);
	assert_int_equal(final, b);
	assert_int_equal(store_task_open(store, b, NULL, &task, &err), 1);
	assert_int_equal(task.due, 30);
	task_free(&task);
	n = 0;
	OK(store_event_each(store, b, 0, count_received, &n, &err));
	assert_int_equal(n, 2);
	assert_int_equal(store_person_find(store, "email", "d@x.example", &n,
	    &err), 1);
	assert_int_equal(n, 2);
	assert_int_equal(faults(), 0);
}

static void
a_forgotten_person_leaves_no_word_but_the_opt_out(void **state)
{
	int64_t id = add_lead(store, "Zebediah Quux", 100), n;
	struct inbox_item item = {.lead = id, .at = 1, .outcome = "new",
	    .hash = "h", .name = "Zebediah Quux", .size = 8};
	const char *kind = NULL;
	char line[256];
	size_t got;
	FILE *f;
	bool found = false;

	(void)state;
	OK(store_inbox_insert(store, &item, "Zebediah", 8, NULL, &n, &err));
	OK(store_address_add(store, 1, "email", "zeb@x.example", NULL, &err));
	OK(store_fact_set(store, "opt-out", "email", "zeb@x.example", 9,
	    &err));
	OK(store_begin(store, &err));
	OK(store_lead_forget(store, id, &err));
	OK(store_commit(store, &err));
	assert_int_equal(store_fact_closed(store, "email", "zeb@x.example",
	    &kind, &err), 1);
	assert_string_equal(kind, "opt-out");
	assert_int_equal(store_person_find(store, "email", "zeb@x.example",
	    &n, &err), 0);
	assert_int_equal(faults(), 0);
	if ((f = fopen(path, "rb")) == NULL)
		fail();
	while (f != NULL && (got = fread(line, 1, sizeof(line), f)) > 3)
		found |= memmem(line, got, "Zebediah", 8) != NULL;
	if (f != NULL)
		fclose(f);
	assert_false(found);
	OK(store_fact_clear(store, "opt-out", "email", "zeb@x.example",
	    &err));
	assert_int_equal(store_fact_closed(store, "email", "zeb@x.example",
	    &kind, &err), 0);
}

static void
verify_finds_what_disagrees(void **state)
{
	int64_t id = add_lead(store, "Dana", 100);

	(void)state;
	assert_int_equal(faults(), 0);
	OK(store_lead_set_int(store, id, "routed", 1, &err));
	assert_int_equal(faults(), 2); /* no owner, no task */
	OK(store_lead_set_int(store, id, "replies", 3, &err));
	OK(store_lead_set_int(store, id, "next_due", 3, &err));
	assert_int_equal(faults(), 4);
}

static void
the_newest_open_lead_of_a_person_comes_first(void **state)
{
	int64_t a = add_lead(store, "Dana", 100), b, lead, closed;
	struct event event = {.lead = a, .at = 500, .actor = "t",
	    .kind = "stage", .old = "new", .new = "won"};

	(void)state;
	b = add_lead(store, "Dana", 110);
	OK(store_lead_set(store, b, "person", "1", &err));
	OK(store_lead_set(store, a, "stage", "won", &err));
	OK(store_event_add(store, &event, NULL, &err));
	assert_int_equal(store_person_lead(store, 1, &lead, &closed, &err),
	    1);
	assert_int_equal(lead, b);
	assert_int_equal(closed, 0);
	OK(store_lead_set(store, b, "stage", "lost", &err));
	assert_int_equal(store_person_lead(store, 1, &lead, &closed, &err),
	    1);
	assert_int_equal(lead, a);
	assert_int_equal(closed, 500);
}

static void
the_facts_of_a_span_are_counted(void **state)
{
	int64_t a = add_lead(store, "Dana", 1000), b;
	struct task task = {.lead = a, .kind = "answer", .action = "call",
	    .due = 1500, .created = 1, .deadline = "first-answer"};
	struct report_span span;
	struct report_now now = {0};
	int64_t t;

	(void)state;
	b = add_lead(store, "Old", 100);
	OK(store_lead_set(store, b, "stage", "lost", &err));
	b = add_lead(store, "Test", 1000);
	OK(store_lead_set(store, b, "source", "test", &err));
	add_event(a, "sent", 1010);
	add_event(a, "call", 1400);
	add_event(a, "mail", 1300);
	add_event(a, "sequence-started", 1005);
	add_event(a, "opt-out", 1450);
	OK(store_task_insert(store, &task, &t, &err));
	OK(store_task_close(store, t, 0, 1500, NULL, &err));
	OK(store_facts(store, 1000, 2000, 2000, false, &span, &err));
	OK(store_now(store, 2000, 1500, &now, &err));
	assert_int_equal(span.nlead, 1);
	assert_int_equal(span.lead[0].first_machine, 1010);
	assert_int_equal(span.lead[0].first_human, 1300);
	assert_int_equal(span.lead[0].first_reply, 0);
	assert_int_equal(span.lead[0].opted_out, 1450);
	assert_int_equal(span.nowner, 1);
	assert_int_equal(span.owner[0].met, 1);
	assert_int_equal(span.owner[0].missed, 0);
	assert_int_equal(now.stale, 1);
	assert_int_equal(now.ownerless, 1);
	assert_int_equal(now.nstage, 1);
	assert_int_equal(now.stage[0].count, 1);
	report_now_free(&now);
	assert_int_equal(span.counts.runs, 1);
	assert_int_equal(span.counts.run_opt_outs, 1);
	report_span_free(&span);
}

static int
child_insert(const char *file)
{
	struct store *s;
	int i;

	if (store_open(&s, file, STORE_CREATE, 60, NULL, &err) == -1)
		return 1;
	for (i = 0; i < EACH; i++) {
		if (store_begin(s, &err) == -1)
			return 2;
		add_lead(s, "Dana", 100 + i);
		if (store_commit(s, &err) == -1)
			return 3;
	}
	store_close(s);
	return 0;
}

static void
many_insert_at_once_into_a_store_nobody_made_yet(void **state)
{
	char file[160];
	struct store *s;
	int64_t n;
	int i, status;

	(void)state;
	snprintf(file, sizeof(file), "%s/many/leads.db", dir);
	for (i = 0; i < PROCESSES; i++)
		if (fork() == 0)
			_exit(child_insert(file));
	for (i = 0; i < PROCESSES; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	OK(store_open(&s, file, STORE_READ, 5, NULL, &err));
	assert_int_equal(store_lead_final(s, PROCESSES * EACH, &n, &err), 1);
	assert_int_equal(store_lead_final(s, PROCESSES * EACH + 1, &n, &err),
	    0);
	assert_int_equal(store_meta_set(s, "a", "b", &err), -1);
	assert_int_equal(err.code, LEAD_EPERM);
	store_close(s);
	unlink(file);
	snprintf(file, sizeof(file), "%s/many", dir);
	assert_int_equal(rmdir(file), 0);
}

static void
a_writer_killed_half_way_leaves_nothing(void **state)
{
	struct store *s;
	int64_t n;
	int ready[2], status;
	pid_t pid;
	char c;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	if ((pid = fork()) == 0) {
		if (store_open(&s, path, STORE_WRITE, 30, NULL, &err) == -1 ||
		    store_begin(s, &err) == -1)
			_exit(1);
		add_lead(s, "half", 1);
		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(ready[0]);
	close(ready[1]);
	assert_int_equal(store_lead_final(store, 1, &n, &err), 0);
	OK(store_begin(store, &err));
	assert_int_equal(add_lead(store, "whole", 1), 1);
	OK(store_commit(store, &err));
	assert_int_equal(faults(), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {TEST(a_new_store_is_private),
	    TEST(a_missing_store_is_not_made),
	    TEST(a_newer_store_is_left_alone), TEST(a_locked_store_may_pass),
	    TEST(columns_are_set_by_name),
	    TEST(the_next_action_is_the_earliest_task_of_a_person),
	    TEST(a_message_moves_only_as_it_may),
	    TEST(events_are_append_only), TEST(a_merged_lead_still_resolves),
	    TEST(a_forgotten_person_leaves_no_word_but_the_opt_out),
	    TEST(verify_finds_what_disagrees),
	    TEST(the_newest_open_lead_of_a_person_comes_first),
	    TEST(the_facts_of_a_span_are_counted),
	    TEST(many_insert_at_once_into_a_store_nobody_made_yet),
	    TEST(a_writer_killed_half_way_leaves_nothing)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
