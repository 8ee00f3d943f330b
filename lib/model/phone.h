/*
 * phone: one number out of any spelling (DESIGN 6). What a table of simple
 * numbering plans decides alone is decided there; everything else is asked of
 * libphonenumber (base/lazy_phone.h), which is opened at that moment, and of
 * the table where it is not installed.
 */
#ifndef MODEL_PHONE_H
#define MODEL_PHONE_H

#include <stdbool.h>

enum phone_verdict {
	PHONE_NONE,  /* cannot be a number: keep it as written */
	PHONE_DOUBT, /* long enough to be one, but of no range known */
	PHONE_GOOD
};

struct phone {
	enum phone_verdict verdict;
	char number[20];   /* E.164, empty for PHONE_NONE */
	char ext[12];      /* extension, digits, or empty */
	const char *judge; /* literal: "libphonenumber", "simple rules" */
};

/* country (ISO 3166 letters, NULL: US) is used where neither '+' nor the
 * dialled prefix for abroad says it. */
enum phone_verdict phone_read(
    const char *text, const char *country, struct phone *);

/* ---- phone_plan.c: the table ------------------------------------------ */

/* The number is dialled from abroad: rest, behind the prefix, is what '+'
 * would stand before. NULL: it is not. */
const char *phone_plan_abroad(const char *digits, const char *country);
/* The most digits a national number of the country has; 0: not known. */
unsigned phone_plan_most(const char *country);

enum phone_plan {
	PLAN_NO,    /* not by these rules */
	PLAN_MAYBE, /* by its length: libphonenumber may know better */
	PLAN_YES    /* plainly valid */
};

/* digits with their calling code (plus) or as dialled at home; number gets
 * E.164. *sure: the table knows that plan whole, nobody else is asked. */
enum phone_plan phone_plan(const char *digits, bool plus,
    const char *country, char number[20], bool *sure);

#endif
