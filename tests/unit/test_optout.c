/* The word of an unsubscribe link: made, written into a URL, found again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/hmac.h"
#include "verb/optout_token.h"

static struct lead
dana(void)
{
	return (struct lead){.id = 12, .tag = (char *)"abcdefghijkmnpqrstuv"};
}

/* Expected value from Python's hmac and hashlib. */
static void
token_is_the_hmac_of_the_tag(void **state)
{
	struct lead lead = dana();
	char token[OPTOUT_TOKEN];

	(void)state;
	assert_true(optout_token(&lead, token));
	assert_string_equal(token, "12-s3fct23mw6kady57f9xawxv98y");
	lead.id = 3;
	assert_true(optout_token(&lead, token));
	assert_string_equal(token, "3-9cpc5w9ktzfcekaizg9m5behni");
	lead.tag = NULL;
	assert_false(optout_token(&lead, token));
	lead.tag = (char *)"";
	assert_false(optout_token(&lead, token));
}

static void
url_takes_the_token_where_it_says(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
	    {"https://h.example/u.cgi?t={{token}}",
		"https://h.example/u.cgi?t=12-s3fct23mw6kady57f9xawxv98y"},
	    {"https://h.example/u/{{token}}/{{token}}",
		"https://h.example/u/12-s3fct23mw6kady57f9xawxv98y/"
		"12-s3fct23mw6kady57f9xawxv98y"},
	    {"https://h.example/u.cgi",
		"https://h.example/u.cgi?t=12-s3fct23mw6kady57f9xawxv98y"},
	    {"https://h.example/u.cgi?x=1",
		"https://h.example/u.cgi?x=1&t=12-s3fct23mw6kady57f9xawxv98y"},
	    {NULL, NULL}, {"", NULL}};
	struct config config = {0};
	struct lead_app app = {.config = &config};
	struct lead lead = dana();
	struct lead_error err;
	char *url;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		config.business.unsubscribe_url = (char *)cases[i].from;
		assert_int_equal(optout_url(&app, &lead, &url, &err), 0);
		if (cases[i].to == NULL)
			assert_null(url);
		else
			assert_string_equal(url, cases[i].to);
		free(url);
	}
}

static void
what_is_no_token_finds_nobody(void **state)
{
	static const char *const bad[] = {NULL, "", "12", "0-abc",
	    "-1-abc", "x", " 12-a", "99999999999999999999-a",
	    "12-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
	struct lead_app app = {0}; /* a look-up of the store would crash */
	struct lead lead = {0};
	struct lead_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(optout_find(&app, bad[i], &lead, &err), 0);
}

/* RFC 4231 test case 2; RFC 2202 test case 2. */
static void
hmac_gives_what_the_rfcs_say(void **state)
{
	static const char what[] = "what do ya want for nothing?";
	char hex[65];

	(void)state;
	assert_string_equal(hmac_hex(HMAC_SHA256, "Jefe", 4, what,
	    strlen(what), hex), "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
	assert_string_equal(hmac_hex(HMAC_SHA1, "Jefe", 4, what,
	    strlen(what), hex), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
	assert_true(hmac_equal_text("secret", "secret"));
	assert_false(hmac_equal_text("secret", "secre"));
	assert_false(hmac_equal_text("secret", "secreT"));
	assert_false(hmac_equal_text("", "s"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(token_is_the_hmac_of_the_tag),
	    cmocka_unit_test(url_takes_the_token_where_it_says),
	    cmocka_unit_test(what_is_no_token_finds_nobody),
	    cmocka_unit_test(hmac_gives_what_the_rfcs_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
