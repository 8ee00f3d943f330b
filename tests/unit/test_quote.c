/* intake/quote.c: what a person wrote, and what they only quoted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "intake/intake.h"

static void
cuts(const char *text, const char *want)
{
	char *got = quote_cut(text, NULL);

	assert_non_null(got);
	assert_string_equal(got, want);
	free(got);
}

static void
a_top_posted_reply_loses_its_quote(void **state)
{
	(void)state;
	cuts("Yes.\n\nOn Tue, Nov 24, 2026 at 9:15 AM Mia <\n"
	    "m@example.com> wrote:\n\n> Stop?\n", "Yes.");
	cuts("Ja.\n\nAm Di. um 18:15 Uhr schrieb Mia <m@example.com>:\n"
	    "Passt es?\n", "Ja.");
	cuts("Fine.\n________________________________\nFrom: Mia\n"
	    "Sent: Monday\nTo: you\nSubject: x\n\nold\n", "Fine.");
	cuts("More.\n----- Original Message -----\nFrom: x\nold\n", "More.");
}

static void
interleaved_answers_survive(void **state)
{
	(void)state;
	cuts("On Tue, Mia wrote:\n> House?\n\nA flat.\n\n> When?\n\nSoon.\n",
	    "A flat.\n\n\nSoon.");
}

static void
signatures_are_handed_out(void **state)
{
	char *sig, *got = quote_cut("Hello.\n-- \nFelix\n310 555 0142\n", &sig);

	(void)state;
	assert_string_equal(got, "Hello.");
	assert_string_equal(sig, "Felix\n310 555 0142\n");
	free(got);
	free(sig);
	cuts("Call me.\nSent from my iPhone\n", "Call me.");
}

static void
ordinary_words_stay(void **state)
{
	(void)state;
	cuts("On Monday I wrote a list: see below.\nFrom the garage on.\n",
	    "On Monday I wrote a list: see below.\nFrom the garage on.");
	cuts("", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_top_posted_reply_loses_its_quote),
	    cmocka_unit_test(interleaved_answers_survive),
	    cmocka_unit_test(signatures_are_handed_out),
	    cmocka_unit_test(ordinary_words_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
