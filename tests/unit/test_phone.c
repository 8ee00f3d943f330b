/* model/phone.c and phone_plan.c: both judges over tables of cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lazy_phone.h"
#include "base/text.h"
#include "model/address.h"
#include "model/phone.h"

#define SHIM "$ORIGIN/../../leads-phone.so"

struct row {
	const char *in, *country, *want;
};

static void
each(const struct row *t, size_t n, const char *judge)
{
	struct phone p, again;
	size_t i;

	for (i = 0; i < n; i++) {
		phone_read(t[i].in, t[i].country, &p);
		if (!text_is(p.number, t[i].want))
			fail_msg("%s: %s in %s gives '%s', not '%s'", judge,
			    t[i].in, t[i].country ? t[i].country : "US",
			    p.number, t[i].want);
		if (p.number[0] == '\0')
			continue;
		phone_read(p.number, "FR", &again);
		if (!text_is(p.number, again.number))
			fail_msg("%s: %s gives '%s' again", judge, p.number,
			    again.number);
	}
}

/* What both judges read alike. */
static const struct row both[] = {
    {"310 555 0142", "US", "+13105550142"},
    {"(310) 555-0142", NULL, "+13105550142"},
    {"1 (832) 555-0157", NULL, "+18325550157"},
    {"+1.310.555.0142", "DE", "+13105550142"},
    {"001 310 555 0142", "DE", "+13105550142"},
    {"+44 (0)20 7946 0123", "US", "+442079460123"},
    {"00 44 20 7946 0123", "US", "+442079460123"},
    {"011 44 20 7946 0123", "US", "+442079460123"},
    {"07700 900456", "GB", "+447700900456"},
    {"44 20 7946 0123", "GB", "+442079460123"},
    {"030 23125 014", "DE", "+493023125014"},
    {"0049 30 23125014", "FR", "+493023125014"},
    {"0171 / 123 45 67", "DE", "+491711234567"},
    {"06 39 98 12 34", "FR", "+33639981234"},
    {"+33 (0)6 39 98 12 34", "US", "+33639981234"},
    {"612 34 56 78", "ES", "+34612345678"},
    {"55 1234 5678", "MX", "+525512345678"},
    {"+52 1 55 1234 5678", "US", "+525512345678"},
    {"06 6982 1234", "IT", "+390669821234"},
    {"+39 06 6982 1234", "US", "+390669821234"},
    {"(02) 9374 4000", "AU", "+61293744000"},
    {"0011 44 20 7946 0123", "AU", "+442079460123"},
    {"098765 43210", "IN", "+919876543210"},
    {"tel:+15035550116", "US", "+15035550116"},
    {"1-800-FLOWERS", "US", "+18003569377"},
    {"1-800-MATTRESS", "US", "+18006288737"},
    {"\xef\xbc\x8b\xef\xbc\x94\xef\xbc\x94 20 7946 0123", "US",
	"+442079460123"},
    {"call me", "US", ""},
    {"call me at noon", "US", ""},
    {"12", "US", ""},
    {"555-0100", "US", ""},
    {"+1 555-0100", "US", ""},
    {"123 456 7890", "US", ""},
    {"999-999-9999", "US", ""},
    {"411 555 0142", "US", ""},
    {"0000000000", "GB", ""},
    {"+", "US", ""},
    {"", "US", ""},
    {"\xff\xfe", "US", ""},
};

static void
simple_rules_read_every_spelling(void **state)
{
	(void)state;
	lazy_phone_at("");
	each(both, sizeof(both) / sizeof(both[0]), "simple rules");
}

static bool
installed(void)
{
	struct lead_error err;

	lazy_phone_at(SHIM);
	return lazy_phone_open(&err) == 0;
}

static void
libphonenumber_reads_every_spelling(void **state)
{
	static const struct row more[] = {
	    {"11 2345-6789", "AR", "+541123456789"},
	    {"0917 123 4567", "PH", "+639171234567"},
	    {"050 123 4567", "AE", "+971501234567"},
	    {"8 (912) 345-67-89", "RU", "+79123456789"},
	    {"+49 30 1", "US", ""},
	    {"01 23", "FR", ""},
	    {"00310015-014200", "US", ""},
	    {"+011)10555729444", "US", ""},
	    {"+52 117755255578", "US", "+527755255578"},
	};

	(void)state;
	if (!installed())
		return; /* built without it: there is one judge */
	each(both, sizeof(both) / sizeof(both[0]), "libphonenumber");
	each(more, sizeof(more) / sizeof(more[0]), "libphonenumber");
}

static void
a_country_without_rules_is_not_read_as_another(void **state)
{
	(void)state;
	lazy_phone_at("");
	assert_null(address_phone("11 2345-6789", "AR", NULL));
	/* nor does one trunk zero taken off leave another */
	assert_null(address_phone("+310033100310", "NL", NULL));
	lazy_phone_at(NULL);
}

static void
who_judged_is_said(void **state)
{
	struct phone p;

	(void)state;
	lazy_phone_at("");
	assert_int_equal(phone_read("030 23125 014", "DE", &p), PHONE_GOOD);
	assert_string_equal(p.judge, "simple rules");
	if (!installed())
		return;
	phone_read("030 23125 014", "DE", &p);
	assert_string_equal(p.judge, "libphonenumber");
	/* a range nobody was given, of the right length */
	assert_int_equal(phone_read("+34 212 345 678", "US", &p), PHONE_DOUBT);
	assert_string_equal(p.number, "+34212345678");
}

static void
a_plain_number_needs_no_library(void **state)
{
	static const char *const plain[] = {"+13105550142", "310 555 0142",
	    "+33 6 39 98 12 34", "+34 612345678", "+61 2 9374 4000"};
	struct phone p;
	size_t i;

	(void)state;
	(void)installed();
	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		assert_int_equal(phone_read(plain[i], "US", &p), PHONE_GOOD);
		assert_string_equal(p.judge, "simple rules");
	}
}

static void
extensions_stand_apart(void **state)
{
	static const struct {
		const char *in, *country, *number, *ext;
	} t[] = {
	    {"(310) 555-0142 ext. 23", "US", "+13105550142", "23"},
	    {"310-555-0142x12", "US", "+13105550142", "12"},
	    {"310-555-0142 x 12", "US", "+13105550142", "12"},
	    {"310 555 0142 #12", "US", "+13105550142", "12"},
	    {"310 555 0142 Extension: 007", "US", "+13105550142", "007"},
	    {"tel:+1-310-555-0142;ext=9", "US", "+13105550142", "9"},
	    {"030 23125014 Durchwahl 12", "DE", "+493023125014", "12"},
	    {"030 23125014 DW-12", "DE", "+493023125014", "12"},
	    {"01 42 68 53 00 poste 4", "FR", "+33142685300", "4"},
	    {"310 555 0142,,77", "US", "+13105550142", "77"},
	    {"310 555 0142", "US", "+13105550142", NULL},
	};
	char *number, *ext;
	size_t i;

	(void)state;
	lazy_phone_at("");
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		number = address_phone(t[i].in, t[i].country, &ext);
		if (!text_is(number, t[i].number) ||
		    !(t[i].ext == NULL ? ext == NULL : text_is(ext, t[i].ext)))
			fail_msg("%s gives %s and %s", t[i].in,
			    number ? number : "nothing", ext ? ext : "nothing");
		free(number);
		free(ext);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(simple_rules_read_every_spelling),
	    cmocka_unit_test(libphonenumber_reads_every_spelling),
	    cmocka_unit_test(a_country_without_rules_is_not_read_as_another),
	    cmocka_unit_test(who_judged_is_said),
	    cmocka_unit_test(a_plain_number_needs_no_library),
	    cmocka_unit_test(extensions_stand_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
