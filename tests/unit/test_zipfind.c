/* Postcodes and phone numbers found in running text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "intake/phonefind.h"
#include "intake/zipfind.h"

static void
postcodes_are_found_where_they_are_sure(void **state)
{
	static const struct {
		const char *text, *country, *zip;
	} cases[] = {{"We are in 90210.", NULL, "90210"},
	    {"a house in Oakland 94607?", "US", "94607"},
	    {"15 Willow St, Philadelphia, PA, 19121", "US", "19121"},
	    {"Torrance, CA 90501-1234", "US", "90501"},
	    {"zip: 02108", "US", "02108"}, {"Order 12345 is late", "US", NULL},
	    {"12345 Elm Street", "US", NULL}, {"it cost 12345", "US", NULL},
	    {"call 310 55501 42", "US", NULL},
	    {"at M1 1AE in town", "GB", "M1 1AE"},
	    {"SW1A 2AA", "GB", "SW1A 2AA"}, {"PLZ: 10115", "DE", "10115"},
	    {"Rechnung 10115", "DE", NULL}, {NULL, "US", NULL}};
	size_t i;
	char *got;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		got = zipfind(cases[i].text, cases[i].country);
		if (cases[i].zip == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].zip);
		free(got);
	}
}

static void
dates_and_serials_are_no_phone_numbers(void **state)
{
	static const struct {
		const char *text, *spelled;
	} cases[] = {{"call (310) 555-0142 today", "(310) 555-0142 "},
	    {"on 11/24/2026 10:12 from 310-555-0142", "310-555-0142"},
	    {"2026-11-24 10:12", NULL}, {"24.11.2026 10:12", NULL},
	    {"id 4F3105550142AB", NULL}, {"+44 20 7946 0100", "+44 20 7946 0100"},
	    {"no number", NULL}};
	size_t i;
	char *got;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		got = phonefind(cases[i].text, strlen(cases[i].text), "US",
		    NULL);
		if (cases[i].spelled == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].spelled);
		free(got);
	}
	got = phonefind("310-555-0100 or 310-555-0142", 28, "US",
	    "+13105550100");
	assert_string_equal(got, "310-555-0142");
	free(got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(postcodes_are_found_where_they_are_sure),
	    cmocka_unit_test(dates_and_serials_are_no_phone_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
