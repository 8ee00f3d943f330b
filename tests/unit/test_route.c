/* Which owner takes a lead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "follow/route.h"

static struct config_owner owner[3];
static struct config firm = {.owner = owner, .nowner = 3};
static char *gas[] = {"gas"}, *torrance[] = {"9050[1-5]"}, *spanish[] = {"es"};

static int
setup(void **state)
{
	(void)state;
	memset(owner, 0, sizeof(owner));
	owner[0].name = "mia";
	owner[0].share = 2;
	owner[1].name = "sam";
	owner[1].share = 1;
	owner[1].fallback = true;
	owner[2].name = "lee";
	owner[2].share = 1;
	return 0;
}

static size_t
pick(struct route_want want, const struct route_load *load, int *fallback)
{
	const char *why;

	if (want.today == 0)
		want.today = 20261104;
	return route_owner(&firm, &want, load, fallback, &why);
}

static void
fewest_open_leads_by_share(void **state)
{
	/* 3/2 = 1.5 for mia, 2 and 2 for the others */
	struct route_load load[3] = {{3, 9}, {2, 1}, {2, 1}};
	int fallback;

	(void)state;
	assert_int_equal(pick((struct route_want){0}, load, &fallback), 0);
	assert_int_equal(fallback, 0);
	load[0].open = 5; /* 2.5 */
	assert_int_equal(pick((struct route_want){0}, load, &fallback), 1);
}

static void
equal_loads_go_round_by_leads_given(void **state)
{
	struct route_load load[3] = {{0, 4}, {0, 1}, {0, 0}};
	int fallback;

	(void)state;
	assert_int_equal(pick((struct route_want){0}, load, &fallback), 2);
}

static void
skill_place_and_language_are_asked_for(void **state)
{
	struct route_load load[3] = {{0}};
	int fallback;

	(void)state;
	owner[2].skills = (struct config_list){gas, 1};
	assert_int_equal(
	    pick((struct route_want){.skill = "gas"}, load, &fallback), 2);
	owner[0].places = (struct config_list){torrance, 1};
	assert_int_equal(
	    pick((struct route_want){.place = "90506"}, load, &fallback), 1);
	assert_int_equal(
	    pick((struct route_want){.place = "90503"}, load, &fallback), 0);
	owner[0].languages = (struct config_list){spanish, 1};
	assert_int_equal(
	    pick((struct route_want){.language = "de"}, load, &fallback), 1);
}

static void
nobody_left_is_the_fallback_owner(void **state)
{
	struct route_load load[3] = {{0}};
	int fallback;

	(void)state;
	assert_int_equal(
	    pick((struct route_want){.skill = "roofing"}, load, &fallback), 1);
	assert_int_equal(fallback, 1);
}

static void
away_and_full_owners_are_left_out(void **state)
{
	static struct config_dates trip[] = {{20261104, 20261105}};
	struct route_load load[3] = {{0}, {1, 0}, {9, 0}};
	int fallback;

	(void)state;
	owner[0].calendar.closed = trip;
	owner[0].calendar.nclosed = 1;
	owner[1].capacity = 1;
	assert_int_equal(pick((struct route_want){0}, load, &fallback), 2);
	assert_int_equal(
	    pick((struct route_want){.today = 20261106}, load, &fallback), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(fewest_open_leads_by_share, setup),
	    cmocka_unit_test_setup(equal_loads_go_round_by_leads_given, setup),
	    cmocka_unit_test_setup(
		skill_place_and_language_are_asked_for, setup),
	    cmocka_unit_test_setup(nobody_left_is_the_fallback_owner, setup),
	    cmocka_unit_test_setup(away_and_full_owners_are_left_out, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
