/* The web door below its server: how network addresses are counted. The rest
 * is seen under a real server in tests/live. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "verb/cgi_internal.h"

static void
an_ipv6_household_is_one_visitor(void **state)
{
	static const char *const cases[][2] = {
	    {"192.0.2.7", "192.0.2.7"},
	    {"2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::"},
	    {"2001:DB8:1:2::1", "2001:db8:1:2::"},
	    {"2001:db8:1:3::1", "2001:db8:1:3::"},
	    {"::ffff:192.0.2.7", "192.0.2.7"},
	    {"::1", "::"},
	    {"", ""},
	    {NULL, "unknown"},
	    {"unix:", "unix:"},
	};
	char out[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cgi_visitor(cases[i][0], out);
		assert_string_equal(out, cases[i][1]);
	}
}

static void
a_failure_of_ours_tells_the_visitor_nothing(void **state)
{
	struct lead_error err = {.code = LEAD_EAGAIN};
	struct lead_cgi_response r;

	(void)state;
	strcpy(err.msg, "store /srv/leads.db: database is locked");
	lead_cgi_failed(&r, &err);
	assert_int_equal(r.status, 503);
	assert_non_null(strstr(r.headers, "Status: 503 Service Unavailable\n"));
	assert_non_null(strstr(r.headers, "\nRetry-After: 60\n"));
	assert_null(strstr(r.body, "locked"));
	assert_null(strstr(r.headers, "locked"));
	assert_non_null(strstr(r.log, "database is locked"));
	lead_cgi_response_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_ipv6_household_is_one_visitor),
	    cmocka_unit_test(a_failure_of_ours_tells_the_visitor_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
