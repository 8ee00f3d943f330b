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

#include "report/part.h"

#define WEEK 1794787200
#define END 1795392000

static char website[] = "website", phone[] = "phone", rosa[] = "Rosa";
static char stage_new[] = "new", call[] = "Call";
static char evil[] = "<script>alert(1)</script> & \033[31m\"x\"";
static char ref2[] = "L2", overdue[] = "overdue";

/* Machine: 60 72 90 200 s. Human: 600 1200 86400 s. */
static struct report_lead leads[] = {
	{.id = 1, .received = WEEK, .source = website, .owner = rosa,
	    .first_machine = WEEK + 60, .first_human = WEEK + 600,
	    .first_reply = WEEK + 700, .qualified = WEEK + 800,
	    .booked = WEEK + 900, .won = WEEK + 1000, .touches_booked = 2,
	    .touches_won = 3, .value = 1200.5, .has_value = true},
	{.id = 2, .received = WEEK + 10, .source = website, .owner = rosa,
	    .first_machine = WEEK + 10 + 90, .first_human = WEEK + 10 + 1200,
	    .booked = WEEK + 5000, .no_show = WEEK + 9000,
	    .touches_booked = 5},
	{.id = 3, .received = WEEK + 20, .source = phone,
	    .first_machine = WEEK + 20 + 72, .after_hours = true,
	    .first_human = WEEK + 20 + 86400, .handed_off = WEEK + 50},
	{.id = 4, .received = END - 1, .source = website, .owner = rosa,
	    .first_machine = END + 199},
	/* got no machine message: its reply is no reply to us */
	{.id = 5, .received = WEEK + 30, .source = phone, .owner = rosa,
	    .first_reply = WEEK + 40},
	/* outside: the second before, and the first of the next week */
	{.id = 6, .received = WEEK - 1, .source = phone, .owner = rosa,
	    .first_machine = WEEK + 5, .won = WEEK + 5, .touches_won = 1,
	    .value = 300, .has_value = true},
	{.id = 7, .received = END, .source = phone, .owner = rosa,
	    .first_machine = END + 1, .lost = END},
	/* imported: its win counts, its answers do not */
	{.id = 8, .received = WEEK + 40, .source = phone, .owner = rosa,
	    .imported = true, .first_human = WEEK + 41, .won = WEEK + 50,
	    .touches_won = 2},
};

static struct report_owner kept[] = {{.owner = rosa, .met = 3, .missed = 1}};
static struct report_stay stay[] = {{stage_new, 60}, {stage_new, 100},
	{stage_new, 20}};

static struct report_span span = {
	.since = WEEK, .until = END, .lead = leads, .nlead = 8,
	.owner = kept, .nowner = 1, .stay = stay, .nstay = 3,
	.counts = {.runs = 8, .run_opt_outs = 2, .bounces = 5},
};
static struct report_span before = {.since = WEEK - 604800, .until = WEEK,
	.lead = &leads[5], .nlead = 1};
static struct report_stage open_stage[] = {{stage_new, 5, 50}};
static struct report_owner open_owner[] = {
	{.owner = rosa, .open = 5, .overdue = 2}};
static struct report_item item[] = {{.ref = ref2, .name = evil, .owner = rosa,
	.why = overdue, .next = call, .at = WEEK + 100}};
static struct report_now now = {.overdue = 2, .stale = 4,
	.stage = open_stage, .nstage = 1, .owner = open_owner, .nowner = 1,
	.list = {[LIST_NEEDS] = {item, 1, 2}}};
static const struct report_range range[] = {
	{"reply_rate", true, false, 0.3, 0}, {"overdue", false, true, 0, 0},
	{"opt_out_rate", false, true, 0, 0.25}};
static const struct report_cost cost[] = {{"website", 365.25 / 12 / 7 * 30},
	{"radio", 100}};
static const struct report_settings settings = {.zone = "UTC",
	.firm = "Smith <& Sons>", .machine_target = 80, .human_target = 14400,
	.lost_by_delay = 0.5, .average_value = 1000, .range = range,
	.nrange = 3, .cost = cost, .ncost = 2};

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
fold_spans(struct report *r, const char *name, const struct report_span *spans,
    size_t n)
{
	const struct report_input in = {.name = name, .span = spans,
	    .nspan = n, .now = &now, .settings = &settings, .at = END + 100};

	assert_int_equal(report_fold(r, &in, NULL), 0);
}

static void
fold(struct report *r, const char *name)
{
	struct report_span spans[2] = {span, before};

	fold_spans(r, name, spans, 2);
}

static const struct report_table *
table_called(const struct report *r, const char *title)
{
	size_t i;

	for (i = 0; i < r->ntable; i++)
		if (strcmp(r->table[i].title, title) == 0)
			return &r->table[i];
	return NULL;
}

static const char *
cell(const struct report *r, const char *title, size_t row, size_t col)
{
	const struct report_table *t = table_called(r, title);

	assert_non_null(t);
	assert_true(row <= t->rows && col < t->cols);
	return t->cell[row * t->cols + col];
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
	/* 60 and 72 of four are within 80 s; lead 4 came 101 s ago, so its
	 * person is not late yet, lead 5 has been waiting for a week */
	rate_is(&r, "machine_in_time_rate", 2, 4);
	rate_is(&r, "human_in_time_rate", 2, 4);
	value_is(&r, "leads_after_hours", 1);
	value_is(&r, "first_response_after_hours_median_s", 86400);
	rate_is(&r, "touches_per_booking", 7, 2);
	rate_is(&r, "touches_per_win", 6, 3);
	/* 1000 s and 6 s; the imported one has no beginning */
	value_is(&r, "cycle_won_median_s", 503);
	value_is(&r, "pipeline_open", 5);
	value_is(&r, "pipeline_value", 50);
	rate_is(&r, "opt_out_rate", 2, 8);
	value_is(&r, "won", 3);
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
	fold_spans(&r, "week", &s, 1);
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

	(void)state;
	fold(&r, "week");
	assert_string_equal(cell(&r, "by source", 1, 0), "website");
	assert_string_equal(cell(&r, "by source", 1, 1), "3");
	assert_string_equal(cell(&r, "by source", 2, 0), "phone");
	assert_string_equal(cell(&r, "by source", 2, 1), "2");
	assert_string_equal(cell(&r, "pipeline", 1, 0), "new");
	assert_string_equal(cell(&r, "pipeline", 1, 1), "5");
	assert_string_equal(cell(&r, "pipeline", 1, 2), "50");
	assert_string_equal(cell(&r, "needs you", 1, 0), "L2");
	assert_string_equal(cell(&r, "needs you", 1, 3), "overdue");
	assert_string_equal(table_called(&r, "needs you")->note,
	    "and 1 more: lead-report review");
	assert_string_equal(cell(&r, "time in stage", 1, 1), "3");
	assert_string_equal(cell(&r, "time in stage", 1, 2), "60");
	/* oldest first: the span before had the one lead */
	assert_string_equal(cell(&r, "trend", 1, 1), "1");
	assert_string_equal(cell(&r, "trend", 2, 1), "5");
	/* 600 s, 1200 s and a day */
	assert_string_equal(cell(&r, "response time", 4, 1), "1");
	assert_string_equal(cell(&r, "response time", 5, 1), "1");
	assert_string_equal(cell(&r, "response time", 8, 1), "1");
	assert_string_equal(cell(&r, "funnel", 3, 1), "2");
	report_free(&r);
}

static void
what_is_unhealthy_is_marked(void **state)
{
	struct report r;

	(void)state;
	fold(&r, "week");
	assert_int_equal(get(&r, "reply_rate")->mark, -1);
	assert_int_equal(get(&r, "overdue")->mark, 1);
	/* 0.25 is not over 0.25 */
	assert_int_equal(get(&r, "opt_out_rate")->mark, 0);
	assert_int_equal(get(&r, "won")->mark, 0);
	report_free(&r);
}

/* A month costs 30 / 7 weeks' worth: so a week of it costs 30. */
static void
sources_cost_by_the_days_of_the_span(void **state)
{
	struct report r;

	(void)state;
	fold(&r, "sources");
	assert_string_equal(cell(&r, "by source", 1, 5), "30");
	assert_string_equal(cell(&r, "by source", 1, 6), "10");
	assert_string_equal(cell(&r, "by source", 1, 7), "30");
	assert_string_equal(cell(&r, "by source", 3, 0), "radio");
	assert_string_equal(cell(&r, "by source", 3, 1), "0");
	assert_string_equal(cell(&r, "by source", 3, 6), "");
	report_free(&r);
}

/*
 * Newcombe (1998), table II, example a: 56/70 against 48/80, the difference
 * 0.2 has the interval 0.0524 to 0.3339 by method 10.
 */
static void
the_interval_is_newcombes(void **state)
{
	double low, high;

	(void)state;
	interval_difference(48, 80, 56, 70, &low, &high);
	assert_float_equal(low, 0.0524, 5e-5);
	assert_float_equal(high, 0.3339, 5e-5);
	interval_difference(0, 20, 0, 10, &low, &high);
	assert_float_equal(low, -0.1611, 5e-5);
	assert_float_equal(high, 0.2775, 5e-5);
}

static char standard[] = "standard", ack[] = "ack", a[] = "a", b_[] = "b";

static void
variants_are_compared_when_there_are_enough(void **state)
{
	struct report_step step[] = {
	    {standard, ack, ack, a, 0, 80, 48, 2, 0, 1},
	    {standard, ack, ack, b_, 0, 70, 56, 1, 0, 1}};
	struct report_span s = {.since = WEEK, .until = END, .step = step,
	    .nstep = 2};
	struct report r;

	(void)state;
	fold_spans(&r, "ab", &s, 1);
	assert_string_equal(cell(&r, "comparison", 1, 7), "more replies");
	report_free(&r);
	step[1].sent = 7;
	step[1].replied = 6;
	fold_spans(&r, "ab", &s, 1);
	assert_string_equal(cell(&r, "comparison", 1, 7), "too early to say");
	report_free(&r);
	/* 3 opt-outs of 87: over 2 %, in the row of the step and in all */
	fold_spans(&r, "sequences", &s, 1);
	assert_string_equal(cell(&r, "sequences", 1, 1), "87");
	assert_string_equal(cell(&r, "sequences", 1, 5), "3");
	assert_string_equal(cell(&r, "sequences", 1, 8), "over 2 %");
	assert_string_equal(cell(&r, "sequences", 2, 2), "(all)");
	report_free(&r);
}

static void
the_audit_scores_by_evidence(void **state)
{
	struct report_now was = now;
	struct report r;

	(void)state;
	now.evidence[0] = (struct report_evidence){98, 100};
	now.evidence[1] = (struct report_evidence){1, 3};
	now.evidence[2] = (struct report_evidence){94, 100};
	fold(&r, "audit");
	now = was;
	assert_string_equal(cell(&r, "audit", 1, 1), "2");
	assert_string_equal(cell(&r, "audit", 2, 1), "1");
	assert_string_equal(cell(&r, "audit", 3, 1), "0");
	/* nothing was missed: that is well */
	assert_string_equal(cell(&r, "audit", 9, 1), "2");
	/* 2 + 1, and 2 each where nothing to count is no fault: 5, 9, 11 */
	assert_string_equal(table_called(&r, "audit")->caption,
	    "Audit: 9 of 30, it depends on memory");
	report_free(&r);
}

/* In time: leads 1 and 2, one won. Late: 3. Never: 5. Too few of each, so
 * the rate is 1 of 5 ... 4 that count, a half of it is lost, at 1000. */
static void
cost_prints_what_it_assumes(void **state)
{
	struct report r;

	(void)state;
	fold(&r, "cost");
	assert_string_equal(cell(&r, "cost", 1, 1), "1");
	assert_string_equal(cell(&r, "cost", 1, 2), "0.125");
	assert_string_equal(cell(&r, "cost", 1, 3), "125");
	assert_string_equal(cell(&r, "cost", 2, 1), "1");
	assert_string_equal(cell(&r, "cost", 3, 3), "250");
	assert_string_equal(cell(&r, "assumptions", 2, 1), "25.0 %");
	assert_string_equal(cell(&r, "assumptions", 4, 2),
	    "report.average_value");
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
	    "\"numerator\":1,\"denominator\":4,\"previous\":0,"
	    "\"low\":0.3,\"high\":null,\"mark\":\"low\"}"));
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
		{ if (lead_text_width(line) > 80) fail_msg("too wide: %s", line); }
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
	const struct report_input in = {.name = "nonsense", .span = &span,
	    .nspan = 1, .now = &now, .settings = &settings, .at = END};
	struct lead_error err;
	struct report r;

	(void)state;
	assert_int_equal(report_fold(&r, &in, &err), -1);
	assert_int_equal(err.code, LEAD_EUSAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_those_worked_out_by_hand),
		cmocka_unit_test(nine_fast_answers_outweigh_one_slow),
		cmocka_unit_test(tables_count_the_same_leads),
		cmocka_unit_test(what_is_unhealthy_is_marked),
		cmocka_unit_test(sources_cost_by_the_days_of_the_span),
		cmocka_unit_test(the_interval_is_newcombes),
		cmocka_unit_test(variants_are_compared_when_there_are_enough),
		cmocka_unit_test(the_audit_scores_by_evidence),
		cmocka_unit_test(cost_prints_what_it_assumes),
		cmocka_unit_test(tsv_and_json_name_numerator_and_denominator),
		cmocka_unit_test(text_fits_eighty_columns_without_controls),
		cmocka_unit_test(html_escapes_and_loads_nothing),
		cmocka_unit_test(unknown_report_is_a_usage_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
