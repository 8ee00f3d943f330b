/* model/config*.c: leads.conf into structs, and what is wrong with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "model/config.h"

static char path[] = "/tmp/test_config.XXXXXX";
static char message[512];

static int
setup(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd == -1 ? -1 : close(fd);
}

static int
teardown(void **state)
{
	(void)state;
	return unlink(path);
}

/* The configuration of a text, or NULL with message its error, in which
 * "F" stands for the file. */
static struct config *
read_text(const char *text)
{
	struct lead_error err = {0};
	struct config *c = NULL;
	FILE *fp = fopen(path, "w");
	char *p;

	assert_non_null(fp);
	fputs(text, fp);
	assert_int_equal(fclose(fp), 0);
	if (config_read(path, "pat", "host.example", &c, &err) == 0)
		return c;
	assert_int_equal(err.code, LEAD_ECONFIG);
	while ((p = strstr(err.msg, path)) != NULL) {
		*p = 'F';
		memmove(p + 1, p + strlen(path), strlen(p + strlen(path)) + 1);
	}
	strcpy(message, err.msg);
	return NULL;
}

static void
refused(const char *text, const char *want)
{
	struct config *c = read_text(text);

	if (c != NULL)
		fail_msg("taken: %s", text);
	assert_string_equal(message, want);
}

static void
nothing_at_all_works(void **state)
{
	struct config *c;

	(void)state;
	assert_int_equal(config_read(NULL, "pat", "host.example", &c, NULL), 0);
	assert_null(c->path);
	assert_null(c->templates);
	assert_string_equal(c->business.name, "host.example");
	assert_string_equal(c->business.email, "pat@host.example");
	assert_string_equal(c->business.timezone, "UTC");
	assert_false(c->business.timezone_given);
	assert_string_equal(c->business.currency, "USD");
	assert_string_equal(c->business.country, "US");
	assert_int_equal(c->business.calendar.nhours, 5);
	assert_int_equal(c->business.calendar.hours[0].day, 1);
	assert_int_equal(c->business.calendar.hours[4].to, 17 * 60);
	assert_int_equal(c->nowner, 1);
	assert_string_equal(c->owner[0].name, "pat");
	assert_string_equal(c->owner[0].login, "pat");
	assert_string_equal(c->owner[0].email, "pat@host.example");
	assert_true(c->owner[0].fallback);
	assert_string_equal(config_transport(c, "email")->url,
	    "maildir:outbox");
	assert_int_equal(c->score.start, 20);
	assert_int_equal(c->limits.quiet_from, 21 * 60);
	assert_int_equal(c->limits.quiet_to, 8 * 60);
	assert_int_equal(c->warnings.count, 0);
	config_free(c);
}

static void
sequences_are_built_in(void **state)
{
	static const char *const names[] = {"standard", "quick", "simple",
	    "broker", "nurture", "reactivate"};
	const struct config_sequence *s;
	struct config *c;
	size_t i;

	(void)state;
	assert_int_equal(config_read(NULL, "pat", "host.example", &c, NULL), 0);
	for (i = 0; i < 6; i++)
		assert_non_null(config_sequence(c, names[i]));
	s = config_sequence(c, "standard");
	assert_int_equal(s->nstep, 5);
	assert_string_equal(s->step[0].name, "ack");
	assert_string_equal(s->step[0].channel, "match");
	assert_true(s->step[0].always);
	assert_false(s->step[1].always);
	assert_int_equal(s->step[4].after.n, 14);
	assert_int_equal(s->step[4].after.unit, SPAN_DAY);
	assert_string_equal(s->then, "nurture");
	assert_true(config_sequence(c, "nurture")->monthly);
	assert_null(config_sequence(c, "nurture")->then);
	config_free(c);
}

static void
deadlines_are_built_in(void **state)
{
	const struct config_deadline *d;
	struct config *c;

	(void)state;
	assert_int_equal(config_read(NULL, "pat", "host.example", &c, NULL), 0);
	d = config_deadline(c, "first-answer");
	assert_int_equal(d->within.n, 60);
	assert_int_equal(d->within.unit, SPAN_BMINUTE);
	assert_int_equal(d->after_hours, 600);
	d = config_deadline(c, "missed-call");
	assert_int_equal(d->within.unit, SPAN_BDAY);
	assert_string_equal(d->when, "source = 'phone'");
	assert_int_equal(config_deadline(c, "complaint")->within.n, 0);
	assert_int_equal(config_deadline(c, "booked")->after_hours, -1);
	assert_null(config_deadline(c, "nosuch"));
	config_free(c);
}

static void
a_named_section_replaces_the_built_in_one(void **state)
{
	const struct config_sequence *s;
	struct config *c = read_text(
	    "sequence \"standard\" { step \"hi\" { after = \"2h\" } }\n"
	    "deadline \"first-answer\" { within = \"30bm\" }\n"
	    "handoff \"only\" { matches = '(?i)\\bhelp\\b' }\n"
	    "score { rule \"won\" { event = \"won\" points = 5 } }\n");

	(void)state;
	assert_non_null(c);
	s = config_sequence(c, "standard");
	assert_int_equal(s->nstep, 1);
	assert_string_equal(s->step[0].template, "hi");
	assert_string_equal(s->step[0].channel, "match");
	assert_null(s->then);
	assert_int_equal(c->nsequence, 6);
	assert_int_equal(config_deadline(c, "first-answer")->after_hours, -1);
	assert_int_equal(c->nhandoff, 1);
	assert_string_equal(c->handoff[0].matches, "(?i)\\bhelp\\b");
	assert_int_equal(c->score.nrule, 1);
	assert_int_equal(c->score.start, 20);
	config_free(c);
}

static void
an_owner_is_read(void **state)
{
	const struct config_owner *o;
	struct config *c = read_text(
	    "business { timezone = \"Asia/Kathmandu\"\n"
	    " email = \"a@x.example\" aliases = {\"Info@x.example\"} }\n"
	    "owner \"mia\" { email = \"mia@x.example\" share = 2\n"
	    " capacity = 40 skills = {\"gas\", \"water\"}\n"
	    " away = {\"2026-12-24..2027-01-02\", \"2027-02-28\"}\n"
	    " escalate_to = \"sam\" hours = {\"tue 08:00-12:00\"} }\n"
	    "owner \"sam\" { email = \"sam@x.example\" fallback = true }\n");

	(void)state;
	assert_non_null(c);
	assert_true(c->business.timezone_given);
	assert_int_equal(c->nowner, 2);
	o = config_owner_by_mail(c, "MIA@x.example");
	assert_non_null(o);
	assert_string_equal(o->name, "mia");
	assert_true(o->share == 2.0);
	assert_int_equal(o->capacity, 40);
	assert_true(config_list_has(&o->skills, "water"));
	assert_false(config_list_has(&o->skills, "wat"));
	assert_int_equal(o->calendar.nclosed, 2);
	assert_int_equal(o->calendar.closed[0].from, 20261224);
	assert_int_equal(o->calendar.closed[0].to, 20270102);
	assert_int_equal(o->calendar.closed[1].to, 20270228);
	assert_int_equal(o->calendar.nhours, 1);
	assert_true(config_owner(c, "sam")->share == 1.0);
	assert_true(config_is_our_address(c, "info@x.example"));
	assert_false(config_is_our_address(c, "mia@x.example"));
	config_free(c);
}

static void
hours_are_merged_and_pass_midnight(void **state)
{
	const struct config_hours *h;
	struct config *c = read_text(
	    "business { hours = {\"mon 13:00-17:00,09:00-12:00\",\n"
	    " \"mon 11:00-14:00\", \"sat-sun 22:00-02:00\"} }\n");

	(void)state;
	assert_non_null(c);
	assert_int_equal(c->business.calendar.nhours, 5);
	h = c->business.calendar.hours;
	/* Sunday 0-2 (from Saturday), 22-24; Monday 0-2, 9-17; Saturday. */
	assert_int_equal(h[0].day, 0);
	assert_int_equal(h[0].to, 120);
	assert_int_equal(h[1].from, 22 * 60);
	assert_int_equal(h[1].to, 24 * 60);
	assert_int_equal(h[2].day, 1);
	assert_int_equal(h[2].to, 120);
	assert_int_equal(h[3].from, 9 * 60);
	assert_int_equal(h[3].to, 17 * 60);
	assert_int_equal(h[4].day, 6);
	config_free(c);
}

static void
a_source_is_read(void **state)
{
	const struct config_source *s;
	struct config *c = read_text("source \"web\" { when = \"1\"\n"
	    " cost_per_month = 250.50 duplicate_within = \"1h\"\n"
	    " automation = false volatile = {\"ts\"} }\n"
	    "source \"plain\" { }\n");

	(void)state;
	assert_non_null(c);
	s = config_source(c, "web");
	assert_true(s->cost_per_month == 250.5);
	assert_int_equal(s->duplicate_within, 3600);
	assert_false(s->automation);
	s = config_source(c, "plain");
	assert_int_equal(s->duplicate_within, 600);
	assert_true(s->automation);
	assert_false(config_source(c, "referral")->automation);
	config_free(c);
}

static void
syntax_errors_name_their_line(void **state)
{
	(void)state;
	refused("business {\n name = \"x\"\n nmae = \"y\"\n}\n",
	    "F:3: no such option 'nmae'");
	refused("# one\n/* two\nthree */ // three\nbusiness { # four\n"
	    " website = http://x.example // five\n nmae = y }\n",
	    "F:6: no such option 'nmae'");
	refused("\nowner a { email = x }\nowner a { email = y }\n",
	    "F:3: found duplicate title 'a'");
}

static void
errors_of_meaning_come_all_at_once(void **state)
{
	(void)state;
	refused("business {\n timezone = \"Mars/Base\"\n"
	    " hours = {\"mon-fri 9\"}\n}\n"
	    "owner \"mia\" {\n email = \"m@x\"\n escalate_to = \"bob\"\n}\n"
	    "route \"a\" { when = \"1\"\n sequence = \"nosuch\" }\n",
	    "F:2: timezone: no such zone: 'Mars/Base' (America/Los_Angeles); "
	    "F:3: hours: not understood: 'mon-fri 9' (mon-fri 09:00-17:00); "
	    "F:7: escalate_to: no owner 'bob'; "
	    "F:10: sequence: no sequence 'nosuch'");
}

static void
other_nonsense_is_refused(void **state)
{
	(void)state;
	refused("\nowner \"sam\" {\n}\n", "F:2: owner 'sam': no email");
	refused("owner a { email = x\n escalate_to = b }\n"
	    "owner b { email = y\n escalate_to = a }\n",
	    "F:2: escalate_to: leads back to 'a'; "
	    "F:4: escalate_to: leads back to 'b'");
	refused("business { holidays = {\"2026-02-29\"} }\n",
	    "F:1: holidays: not a date or dates: '2026-02-29' "
	    "(2026-12-24..2027-01-02)");
	refused("limits { max_touches = -1 }\n",
	    "F:1: max_touches: less than 0");
	refused("stale { untouched = \"7bd\" }\n",
	    "F:1: untouched: business time has no meaning here: '7bd'");
	refused("limits { sms_quiet = \"08:00-07:00\" }\n",
	    "F:1: sms_quiet: leaves no minute of the business hours");
	refused("sequence a { step b { after = 1d }\n then = c }\n",
	    "F:2: then: no sequence 'c'");
	refused("handoff a { }\n", "F:1: handoff 'a': neither matches nor when");
	refused("route a { priority = hihg }\n",
	    "F:1: priority: 'hihg' is not high, normal or low");
}

static void
the_environment_is_not_read(void **state)
{
	struct config *c = read_text(
	    "business { website = \"a ${HOME} b\"\n"
	    " unsubscribe_url = \"http://x/#y?t={{token}}\" }\n");

	(void)state;
	assert_non_null(c);
	assert_string_equal(c->business.website, "a ${HOME} b");
	assert_string_equal(
	    c->business.unsubscribe_url, "http://x/#y?t={{token}}");
	assert_int_equal(c->warnings.count, 0);
	config_free(c);
}

static void
holidays_come_from_a_calendar_file(void **state)
{
	static const char ics[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	    "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261224\r\n"
	    "DTEND;VALUE=DATE:20261227\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261031\r\n"
	    "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:3\r\nDTSTART;VALUE=DATE:20260214\r\n"
	    "DESCRIPTION:Observance\\nTo hide it\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:4\r\nDTSTART:20261101T090000Z\r\n"
	    "END:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:5\r\nDTSTART;VALUE=DATE:20260704\r\n"
	    "RRULE:FREQ=YEARLY;COUNT=3\r\nEND:VEVENT\r\n"
	    "END:VCALENDAR\r\n";
	char ics_path[64], text[128];
	const struct config_dates *d;
	struct config *c;
	FILE *fp;

	(void)state;
	snprintf(ics_path, sizeof(ics_path), "%s.ics", path);
	fp = fopen(ics_path, "w");
	assert_non_null(fp);
	fputs(ics, fp);
	fclose(fp);
	/* Relative to the configuration's folder, /tmp. */
	snprintf(text, sizeof(text), "business { holidays_file = \"%s\" }\n",
	    ics_path + strlen("/tmp/"));
	c = read_text(text);
	unlink(ics_path);
	assert_non_null(c);
	assert_int_equal(c->business.calendar.nclosed, 4);
	d = c->business.calendar.closed;
	assert_int_equal(d[0].from, 20261224);
	assert_int_equal(d[0].to, 20261226);
	assert_int_equal(d[1].from, 20260704);
	assert_int_equal(d[1].to, 20260704);
	assert_int_equal(d[3].from, 20280704);
	config_free(c);
	refused("business {\n holidays_file = \"/nonexistent.ics\" }\n",
	    "F:2: holidays_file: /nonexistent.ics: "
	    "No such file or directory");
}

static void
a_file_that_is_not_there_or_no_text_is_refused(void **state)
{
	struct lead_error err = {0};
	struct config *c = NULL;

	(void)state;
	assert_int_equal(
	    config_read("/nonexistent/x", "p", "h", &c, &err), -1);
	assert_int_equal(err.code, LEAD_ECONFIG);
	assert_string_equal(
	    err.msg, "/nonexistent/x: No such file or directory");
	assert_int_equal(config_read("/", "p", "h", &c, &err), -1);
	assert_int_equal(err.code, LEAD_ECONFIG);
	assert_null(c);
}

static void
an_empty_file_is_the_defaults(void **state)
{
	struct config *c = read_text("");

	(void)state;
	assert_non_null(c);
	assert_int_equal(c->nsequence, 6);
	assert_string_equal(c->path, path);
	assert_string_equal(c->dir, "/tmp");
	config_free(c);
}

static void
what_does_nothing_yet_is_a_warning(void **state)
{
	char want[128];
	struct config *c = read_text("# it's a comment with a \" in it\n"
	    "stages = {\"new\"}\n"
	    "handoff \"a\" {\n matches = \"\\bprice\" }\n"
	    "handoff \"b\" { matches = '\\bcost' }\n"
	    "handoff \"c\" { matches = \"\\\\bfee\" }\n");

	(void)state;
	assert_non_null(c);
	assert_int_equal(c->warnings.count, 2);
	snprintf(want, sizeof(want), "%s:2: stages: has no effect yet", path);
	assert_string_equal(c->warnings.item[1], want);
	snprintf(want, sizeof(want), "%s:4: a single backslash in double "
	    "quotes is lost: write it twice, or use single quotes", path);
	assert_string_equal(c->warnings.item[0], want);
	assert_string_equal(c->handoff[2].matches, "\\bfee");
	config_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_at_all_works),
	    cmocka_unit_test(sequences_are_built_in),
	    cmocka_unit_test(deadlines_are_built_in),
	    cmocka_unit_test(a_named_section_replaces_the_built_in_one),
	    cmocka_unit_test(an_owner_is_read),
	    cmocka_unit_test(hours_are_merged_and_pass_midnight),
	    cmocka_unit_test(a_source_is_read),
	    cmocka_unit_test(syntax_errors_name_their_line),
	    cmocka_unit_test(errors_of_meaning_come_all_at_once),
	    cmocka_unit_test(other_nonsense_is_refused),
	    cmocka_unit_test(the_environment_is_not_read),
	    cmocka_unit_test(holidays_come_from_a_calendar_file),
	    cmocka_unit_test(a_file_that_is_not_there_or_no_text_is_refused),
	    cmocka_unit_test(an_empty_file_is_the_defaults),
	    cmocka_unit_test(what_does_nothing_yet_is_a_warning),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
