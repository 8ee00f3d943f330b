/* model/address.c and name.c: tables of cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/address.h"

struct pair {
	const char *in, *want;
};

static void
same(char *got, const struct pair *p)
{
	if (!text_is(got, p->want))
		fail_msg("%s gives %s, not %s", p->in, got ? got : "nothing",
		    p->want ? p->want : "nothing");
	free(got);
}

static void
mail_has_one_normal_form(void **state)
{
	static const struct pair t[] = {
	    {" Dana.Reyes@Example.ORG ", "dana.reyes@example.org"},
	    {"ana+home@example.org", "ana@example.org"},
	    {"a.b.c+x@googlemail.com", "abc@gmail.com"},
	    {"reply+8160b3@messaging.yelp.com",
		"reply+8160b3@messaging.yelp.com"},
	    {"a@b\xc3\xbc" "cher.example", "a@xn--bcher-kva.example"},
	    {"\"dana reyes\"@Example.net", "\"dana reyes\"@example.net"},
	    {"\"dana.reyes\"@example.net", "dana.reyes@example.net"},
	    {"\"dana+x\"@example.net", "dana@example.net"},
	    {"\"a@b\"@example.net", NULL},
	    {"\"a\\\"b\"@example.net", NULL},
	    {"\"a,b\"@example.net", NULL},
	    {"\" \"@example.net", NULL},
	    {"\"\"@example.net", NULL},
	    {"dana reyes@example.net", NULL},
	    {"j\xc3\xb6rg@b\xc3\xbc" "cher.example",
		"j\xc3\xb6rg@xn--bcher-kva.example"},
	    {"no address", NULL},
	    {"a@b@c.example", NULL},
	    {"a@localhost", NULL},
	    {"a..b@example.org", NULL},
	    {"a\r\nBcc:x@example.org", NULL},
	    {"", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		same(address_mail(t[i].in), &t[i]);
}

static void
what_is_sent_to_is_ascii(void **state)
{
	static const struct pair t[] = {
	    {"Dana+x@b\xc3\xbc" "cher.example", "dana+x@xn--bcher-kva.example"},
	    {"\"dana reyes\"@example.net", "\"dana reyes\"@example.net"},
	    {"j\xc3\xb6rg@example.net", NULL},
	    {"dana", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		same(address_wire(t[i].in), &t[i]);
}

static void
names_are_put_in_order(void **state)
{
	static const struct pair t[] = {
	    {"\"Okafor, Tom\"", "Tom Okafor"},
	    {"NGUYEN MAI", "Nguyen Mai"},
	    {"  Dana \n Reyes ", "Dana Reyes"},
	    {"Jansen, Inc.", "Jansen, Inc."},
	    {"REYES, DANA", "Dana Reyes"},
	    {"'O'BRIEN, MARY-JANE'", "Mary-Jane O'Brien"},
	    {"Info", NULL},
	    {"Sales Team", NULL},
	    {"KONTAKT", NULL},
	    {"Infante Maria", "Infante Maria"},
	    {"dana@example.org", NULL},
	    {"", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		same(address_name(t[i].in), &t[i]);
}

static void
first_names_only_where_sure(void **state)
{
	static const struct pair t[] = {
	    {"Dana Reyes", "Dana"},
	    {"Dr. Felix Brandt", NULL},
	    {"Reyes", NULL},
	    {"Nair & Sons", NULL},
	    {"Acme Plumbing Ltd", NULL},
	    {"J. Smith", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		same(address_first_name(t[i].in), &t[i]);
}

static void
a_control_or_direction_mark_is_no_address(void **state)
{
	(void)state;
	assert_null(address_mail("dana\xc2\x98@example.net"));
	assert_null(address_mail("dana\xe2\x80\xae@example.net"));
}

static void
what_a_tag_leaves_is_a_local_part(void **state)
{
	char *norm = address_mail("e.+t@example.net");

	(void)state;
	assert_string_equal(norm, "e@example.net");
	free(norm);
}

static void
robots_are_known_by_their_names(void **state)
{
	(void)state;
	assert_true(address_is_robot("NoReply@example.org"));
	assert_true(address_is_robot("do-not-reply@example.org"));
	assert_true(address_is_robot("MAILER-DAEMON@example.org"));
	assert_false(address_is_robot("nora@example.org"));
	assert_false(address_is_robot("info@noreply.example.org"));
}

/* A firm is told by its legal form alone; what is not sure stays whole. */
static void
name_and_company_part(void **state)
{
	static const struct {
		const char *in, *person, *company;
	} c[] = {{"Dana Reyes | Acme Ltd", "Dana Reyes", "Acme Ltd"},
	    {"Acme Ltd. (Dana)", "Dana", "Acme Ltd."},
	    {"Dana Reyes (Muster GmbH & Co. KG)", "Dana Reyes",
		"Muster GmbH & Co. KG"},
	    {"Garage S.L. | Inés Costa", "Inés Costa", "Garage S.L."},
	    {"Dana Reyes (she/her)", NULL, NULL},
	    {"Acme Ltd | Foo Inc", NULL, NULL}, {"Dana", NULL, NULL}};
	char *person, *company, *name;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		assert_int_equal(address_company(c[i].in, &person, &company),
		    c[i].person != NULL);
		if (c[i].person != NULL) {
			assert_string_equal(person, c[i].person);
			assert_string_equal(company, c[i].company);
		}
		free(person);
		free(company);
	}
	name = address_name("ANNA-LENA VON DER TANN");
	assert_string_equal(name, "Anna-Lena von der Tann");
	free(name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(name_and_company_part),
	    cmocka_unit_test(mail_has_one_normal_form),
	    cmocka_unit_test(what_is_sent_to_is_ascii),
	    cmocka_unit_test(names_are_put_in_order),
	    cmocka_unit_test(first_names_only_where_sure),
	    cmocka_unit_test(a_control_or_direction_mark_is_no_address),
	    cmocka_unit_test(what_a_tag_leaves_is_a_local_part),
	    cmocka_unit_test(robots_are_known_by_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
