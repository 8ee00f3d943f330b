/*
 * Figures worked out by hand. The week is Mon 16 to Sun 22 Nov 2026 in UTC:
 * 1794787200 up to 1795392000.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/report.h"

#define WEEK 1794787200
#define END 1795392000

static char website[] = "website", phone[] = "phone", rosa[] = "Rosa";
static char stage_new[] = "new", stage_won[] = "won", call[] = "Call";
static char evil[] = "<script>alert(1)</script> & \033[31m\"x\"";

/* Machine: 60 72 90 200 s. Human: 600 1200 86400 s. */
static struct report_lead leads[] = {
	{.id = 1, .received = WEEK, .source = website, .owner = rosa,
	    .stage = stage_won, .name = rosa, .first_machine = WEEK + 60,
	    .first_human = WEEK + 600, .first_reply = WEEK + 700,
	    .qualified = WEEK + 800, .booked = WEEK + 900, .won = WEEK + 1000,
	    .value = 1200.5, .has_value = true},
	{.id = 2, .received = WEEK + 10, .source = website, .owner = rosa,
	    .stage = stage_new, .name = evil, .open = true,
	    .first_machine = WEEK + 10 + 90, .first_human = WEEK + 10 + 1200,
	    .booked = WEEK + 5000, .no_show = WEEK + 9000,
	    .next_action = call, .next_due = WEEK + 100},
	{.id = 3, .received = WEEK + 20, .source = phone, .stage = stage_new,
	    .open = true, .first_machine = WEEK + 20 + 72,
	    .first_human = WEEK + 20 + 86400, .handed_off = WEEK + 50,
	    .next_action = call, .next_due = END + 999999, .value = 50,
	    .has_value = true},
	{.id = 4, .received = END - 1, .source = website, .owner = rosa,
	    .stage = stage_new, .open = true, .first_machine = END + 199},
	/* got no machine message: its reply is no reply to us */
	{.id = 5, .received = WEEK + 30, .source = phone, .owner = rosa,
	    .stage = stage_new, .open = true, .first_reply = WEEK + 40,
	    .next_action = call, .next_due = END + 999999},
	/* outside: the second before, and the first of the next week */
	{.id = 6, .received = WEEK - 1, .source = phone, .owner = rosa,
	    .stage = stage_won, .first_machine = WEEK + 5, .won = WEEK + 5,
	    .value = 300, .has_value = true},
	{.id = 7, .received = END, .source = phone, .owner = rosa,
	    .stage = stage_new, .open = true, .first_machine = END + 1,
	    .lost = END, .next_action = call, .next_due = END + 999999},
};

static struct report_span span = {
	.since = WEEK, .until = END, .lead = leads, .nlead = 7,
	.counts = {.deadlines_met = 3, .deadlines_missed = 1, .overdue = 2,
	    .stale = 4, .runs = 8, .run_opt_outs = 2, .bounces = 5},
};
static struct report_span before = {.since = WEEK - 604800, .until = WEEK,
	.lead = &leads[5], .nlead = 1};

static const struct metric *
get(const struct report *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nmetric; i++)
		if (strcmp(r->metric[i].name, name) == 0)
			return &r->metric[i];
	fail_msg("no metric %s", name);
	return NULL;
}

static void
rate_is(const struct report *r, const char *name, int64_t num, int64_t den)
{
	const struct metric *m = get(r, name);

	assert_int_equal(m->numerator, num);
	assert_int_equal(m->denominator, den);
	assert_true(m->has_value);
	assert_float_equal(m->value, (double)num / (double)den, 1e-9);
}

static void
value_is(const struct report *r, const char *name, double value)
{
	const struct metric *m = get(r, name);

	assert_true(m->has_value);
	assert_float_equal(m->value, value, 1e-9);
	assert_int_equal(m->numerator, -1);
}

static void
fold(struct report *r, const char *name)
{
	assert_int_equal(report_fold(r, name, &span, &before, "UTC",
	    "Smith <& Sons>", END + 100, NULL), 0);
}

static void
figures_are_those_worked_out_by_hand(void **state)
{
	struct report r;

	(void)state;
	fold(&r, "week");
	value_is(&r, "leads_new", 5);
	/* 60 72 90 200: mean of the middle two; the ninth tenth is the last */
	value_is(&r, "first_response_machine_median_s", 81);
	value_is(&r, "first_response_machine_p90_s", 200);
	value_is(&r, "first_response_human_median_s", 1200);
	value_is(&r, "first_response_human_p90_s", 86400);
	rate_is(&r, "reply_rate", 1, 4);
	rate_is(&r, "qualification_rate", 1, 5);
	rate_is(&r, "handoff_rate", 1, 5);
	rate_is(&r, "booking_rate", 2, 5);
	rate_is(&r, "no_show_rate", 1, 2);
	rate_is(&r, "conversion_rate", 1, 5);
	rate_is(&r, "opt_out_rate", 2, 8);
	value_is(&r, "won", 2);
	value_is(&r, "lost", 0);
	value_is(&r, "won_value", 1500.5);
	rate_is(&r, "deadlines_kept_rate", 3, 4);
	value_is(&r, "overdue", 2);
	value_is(&r, "stale", 4);
	value_is(&r, "bounces", 5);
	assert_true(get(&r, "leads_new")->has_previous);
	assert_float_equal(get(&r, "leads_new")->previous, 1, 1e-9);
	report_free(&r);
}

static void
nine_fast_answers_outweigh_one_slow(void **state)
{
	struct report_lead ten[10] = {{0}};
	struct report_span s = {.since = WEEK, .until = END, .lead = ten,
	    .nlead = 10};
	struct report r;
	int i;

	(void)state;
	for (i = 0; i < 10; i++) {
		ten[i].received = WEEK + i;
		ten[i].first_human = WEEK + i + (i < 9 ? 120 : 259200);
	}
	assert_int_equal(report_fold(&r, "week", &s, NULL, "UTC", NULL, END,
	    NULL), 0);
	value_is(&r, "first_response_human_median_s", 120);
	value_is(&r, "first_response_human_p90_s", 120);
	assert_false(get(&r, "first_response_machine_median_s")->has_value);
	assert_false(get(&r, "reply_rate")->has_value);
	assert_false(get(&r, "leads_new")->has_previous);
	report_free(&r);
}

static void
tables_count_the_same_leads(void **state)
{
	struct report r;
	const struct report_table *t;

	(void)state;
	fold(&r, "week");
	assert_int_equal(r.ntable, 4);
	t = &r.table[0];
	assert_string_equal(t->title, "by source");
	assert_int_equal(t->rows, 2);
	assert_string_equal(t->cell[6], "website");
	assert_string_equal(t->cell[7], "3");
	assert_string_equal(t->cell[12], "phone");
	assert_string_equal(t->cell[13], "2");
	t = &r.table[2];
	assert_string_equal(t->title, "pipeline");
	assert_string_equal(t->cell[3], "new");
	assert_string_equal(t->cell[4], "5");
	assert_string_equal(t->cell[5], "50");
	t = &r.table[3];
	assert_string_equal(t->title, "needs you");
	assert_int_equal(t->rows, 3);
	assert_string_equal(t->cell[6], "L2");
	assert_string_equal(t->cell[9], "overdue");
	assert_string_equal(t->cell[12], "L3");
	assert_string_equal(t->cell[15], "no owner");
	assert_string_equal(t->cell[18], "L4");
	assert_string_equal(t->cell[21], "no next action");
	report_free(&r);
}

static void
tsv_and_json_name_numerator_and_denominator(void **state)
{
	struct report r;
	struct buf b = {0};

	(void)state;
	fold(&r, "week");
	report_tsv(&r, &b);
	assert_non_null(strstr(b.data, "leads_new\t5\t\t\t1\n"));
	assert_non_null(strstr(b.data, "\nreply_rate\t0.25\t1\t4\t0\n"));
	buf_clear(&b);
	report_json(&r, &b);
	assert_int_equal(strncmp(b.data, "{\"report\":\"week\",\"since\":"
	    "\"2026-11-16T00:00:00", 45), 0);
	assert_non_null(strstr(b.data, "\"reply_rate\":{\"value\":0.25,"
	    "\"numerator\":1,\"denominator\":4,\"previous\":0}"));
	assert_null(strchr(b.data, '\033'));
	assert_ptr_equal(strchr(b.data, '\n'), b.data + b.len - 1);
	buf_free(&b);
	report_free(&r);
}

static void
text_fits_eighty_columns_without_controls(void **state)
{
	struct report r;
	struct buf b = {0};
	char *line, *p;

	(void)state;
	fold(&r, "week");
	report_text(&r, 80, &b);
	assert_non_null(strstr(b.data,
	    "week, Mon 16 Nov 2026 to Sun 22 Nov 2026"));
	assert_non_null(strstr(b.data, "1 min 21 s"));
	assert_non_null(strstr(b.data, "25 % (1 of 4)"));
	assert_null(strchr(b.data, '\033'));
	for (p = b.data; (line = strsep(&p, "\n")) != NULL;)
		assert_true(lead_text_width(line) <= 80);
	buf_free(&b);
	report_free(&r);
}

static void
html_escapes_and_loads_nothing(void **state)
{
	struct report r;
	struct buf b = {0};

	(void)state;
	fold(&r, "week");
	report_html(&r, &b);
	assert_non_null(strstr(b.data, "Smith &lt;&amp; Sons&gt;"));
	assert_non_null(strstr(b.data, "&lt;script&gt;"));
	assert_non_null(strstr(b.data, "default-src 'none'"));
	assert_null(strstr(b.data, "<script"));
	assert_null(strstr(b.data, "http://"));
	assert_null(strstr(b.data, "https://"));
	assert_null(strchr(b.data, '\033'));
	buf_free(&b);
	report_free(&r);
}

static void
unknown_report_is_a_usage_error(void **state)
{
	struct lead_error err;
	struct report r;

	(void)state;
	assert_int_equal(report_fold(&r, "nonsense", &span, NULL, "UTC", NULL,
	    END, &err), -1);
	assert_int_equal(err.code, LEAD_EUSAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_those_worked_out_by_hand),
		cmocka_unit_test(nine_fast_answers_outweigh_one_slow),
		cmocka_unit_test(tables_count_the_same_leads),
		cmocka_unit_test(tsv_and_json_name_numerator_and_denominator),
		cmocka_unit_test(text_fits_eighty_columns_without_controls),
		cmocka_unit_test(html_escapes_and_loads_nothing),
		cmocka_unit_test(unknown_report_is_a_usage_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
