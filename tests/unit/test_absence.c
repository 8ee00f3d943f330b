/* Return dates and farewells of automatic replies, and words that stop. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "intake/absence.h"
#include "intake/stopword.h"

#define WRITTEN 1795514400 /* Tuesday, 24 November 2026, 10:00 UTC */

static void
dates_are_read_in_seven_languages(void **state)
{
	static const struct {
		const char *text;
		bool month_first;
		int day;
	} cases[] = {
	    {"I am away until 12/4. Please write to the office.", true, 20261204},
	    {"I am away until 12/4.", false, 20261204}, /* not until April */
	    {"I am away until 1/12.", true, 20270112},
	    {"I am away until 1/2.", true, 20270102},
	    {"I am away until 1/2.", false, 20270201},
	    {"Out until 4/12", false, 20261204},
	    {"Out until 12/24/2026", false, 20261224},
	    {"back on Monday 30 November", true, 20261130},
	    {"Back on Monday, November 30th, 2026 at 9:00", true, 20261130},
	    {"I will return on Dec 7.", true, 20261207},
	    {"I will be back on Friday.", true, 20261127},
	    {"I'll be back Tuesday", true, 20261201},
	    {"from 20 November to 4 December 2026", true, 20261204},
	    {"away through 2026-12-11", true, 20261211},
	    {"I return on January 5", true, 20270105},
	    {"Ich bin bis zum 4.12.2026 nicht im B\xc3\xbcro.", true, 20261204},
	    {"bis einschlie\xc3\x9flich 4. Dezember", true, 20261204},
	    {"Ab dem 30.11. bin ich wieder erreichbar.", true, 20261130},
	    {"Ich bin am Montag wieder da, ab Mittwoch im B\xc3\xbcro", true,
		20261125},
	    {"Estar\xc3\xa9 fuera hasta el 30 de noviembre.", true, 20261130},
	    {"del 20 al 27 de noviembre de 2026", true, 20261127},
	    {"vuelvo el 4/12", true, 20261204},
	    {"Je suis absente jusqu'au 4 d\xc3\xa9" "cembre 2026 inclus.", true,
		20261204},
	    {"De retour le 1er d\xc3\xa9" "cembre", true, 20261201},
	    {"Sar\xc3\xb2 assente fino al 9 dicembre", true, 20261209},
	    {"Ik ben afwezig tot 7 december", true, 20261207},
	    {"Estou de f\xc3\xa9rias at\xc3\xa9 10 de dezembro", true, 20261210},
	    {"I am away until 12/4. Send bills to us before 12/31.", true,
		20261204},
	    {"Thanks for your mail of 30 November.", true, 0},
	    {"I was back on 20 November.", true, 0},
	    {"until 31/31 or the 99th", true, 0},
	    {"", true, 0}, {NULL, true, 0}};
	size_t i;
	int got;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		got = absence_until(cases[i].text, WRITTEN,
		    cases[i].month_first);
		if (got != cases[i].day)
			printf("# %s: %d\n", cases[i].text, got);
		assert_int_equal(got, cases[i].day);
	}
}

static void
farewells_are_known(void **state)
{
	static const char *const yes[] = {"Hal no longer works here.",
	    "Ms Roe has left the company.", "This mailbox is no longer in use.",
	    "This email address is not monitored", "Pat is no longer with us",
	    "Frau Hahn ist nicht mehr f\xc3\xbcr unser Unternehmen t\xc3\xa4tig.",
	    "Herr Ott arbeitet nicht mehr bei uns",
	    "Luis ya no trabaja en esta empresa",
	    "Paul ne fait plus partie de la soci\xc3\xa9t\xc3\xa9",
	    "Anna non lavora pi\xc3\xb9 con noi"};
	static const char *const no[] = {"I have no longer trips planned",
	    "I left my phone at home", "Our heater no longer heats",
	    "Ich bin nicht im B\xc3\xbcro", NULL};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (!absence_is_final(yes[i]))
			printf("# %s\n", yes[i]);
		assert_true(absence_is_final(yes[i]));
	}
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_false(absence_is_final(no[i]));
}

static const char *const stop[] = {"STOP", "Stop.", "stopall",
    "Unsubscribe!", "CANCEL", "end", "Quit", "OPT-OUT", "opt out", "OptOut",
    "REVOKE", "\xc2\xa0STOP\xc2\xa0", "STOP 4711", "stop please", "Please stop",
    "Stop\n\nNora Bell", "hi, please take me off your list, thanks",
    "Please remove me from your mailing list", "take my number off your list",
    "don't email me again", "Please do not contact me any more.",
    "don\xe2\x80\x99t text me", "Stop texting me", "no more emails please",
    "I no longer wish to receive these emails", "I'd like to opt out",
    "please stop sending me messages", "Remove my email address.",
    "I do not want to hear from you", "Leave me alone!",
    "baja", "Por favor, no me escriban m\xc3\xa1s.", "Quiero darme de baja",
    "No me env\xc3\xad" "en m\xc3\xa1s correos", "dejen de llamarme",
    "b\xc3\xb3rrenme de su lista", "No deseo recibir m\xc3\xa1s correos",
    "Bitte nehmen Sie mich von Ihrer Liste.", "Abmelden",
    "Bitte senden Sie mir keine E-Mails mehr.", "STOPP",
    "Kontaktieren Sie mich bitte nicht mehr",
    "Ich m\xc3\xb6" "chte mich abmelden", "bitte keine weiteren Nachrichten",
    "D\xc3\xa9sabonner", "Merci de ne plus me contacter",
    "Veuillez me retirer de votre liste", "ne m'\xc3\xa9" "crivez plus",
    "Je ne souhaite plus recevoir vos mails", "ARRET", "Uitschrijven",
    "Cancellatemi dalla vostra lista", "n\xc3\xa3o quero mais receber"};

static const char *const go_on[] = {"Can you stop by on Tuesday?",
    "stop by tomorrow", "we need to stop the leak", "don't stop",
    "Please don't stop emailing me, I like it",
    "How do I unsubscribe a colleague?", "The dead end street is closed",
    "Cancel the appointment on Tuesday, Friday is better",
    "please do not call me before nine", "Don't call me, write to me instead",
    "Please remove the old heater", "end of the month is fine",
    "I quit smoking", "Please take me to the site", "The water does not stop",
    "Remove me from the Tuesday slot", "don't remove me from your list",
    "No me llamen por la ma\xc3\xb1" "ana", "Bajamos el martes",
    "La baja presi\xc3\xb3n es un problema", "Ich habe keine Fragen mehr",
    "Bitte nehmen Sie die alte Heizung mit", "keine Zeit mehr diese Woche",
    "Je ne veux pas attendre", "Merci de me contacter demain",
    "Yes", "help", "", "Stop the press: can you start on Monday?"};

static void
stops_are_heard_and_talk_is_not(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(stop) / sizeof(stop[0]); i++) {
		if (stopword_find(stop[i]) != STOPWORD_STOP)
			printf("# missed: %s\n", stop[i]);
		assert_int_equal(stopword_find(stop[i]), STOPWORD_STOP);
	}
	for (i = 0; i < sizeof(go_on) / sizeof(go_on[0]); i++) {
		if (stopword_find(go_on[i]) != STOPWORD_NONE)
			printf("# wrongly stopped: %s\n", go_on[i]);
		assert_int_equal(stopword_find(go_on[i]), STOPWORD_NONE);
	}
	assert_int_equal(stopword_find("START"), STOPWORD_START);
	assert_int_equal(stopword_find("Unstop, please"), STOPWORD_START);
	assert_int_equal(stopword_find("Start on Monday"), STOPWORD_NONE);
	assert_true(stopword_is_unsubscribe("Unsubscribe"));
	assert_false(stopword_is_unsubscribe("Re: unsubscribe"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dates_are_read_in_seven_languages),
	    cmocka_unit_test(farewells_are_known),
	    cmocka_unit_test(stops_are_heard_and_talk_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
