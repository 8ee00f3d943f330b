/* The postcode in running text. Knows no form. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/text.h"
#include "intake/zipfind.h"

#define TEXT_MAX 8000

/* Behind a state, a word of place, or the name of a town; not an order's
 * number, nor a house's. */
static const char us[] = "(?:\\b[A-Z]{2}|\\b(?i:zip(?: ?code)?|in|near)|"
    "\\b(?!(?:Order|Invoice|Model|Account|Ticket|Case|Job|Number|Ref|Part|"
    "Quote|Item|Policy|Claim|Room|Suite|Unit|Apt|Box|Code)\\b)[A-Z][a-z]{2,})"
    "[:,]?,? (\\d{5})(?:-\\d{4})?\\b(?![ .,-]?\\d)"
    "(?! [A-Z][a-z]+ (?:St|Ave|Rd|Dr|Ln|Blvd|Way|Ct|Street|Avenue|Road|Drive|"
    "Lane)\\b)";
static const char gb[] =
    "\\b([A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2})\\b";
static const char labelled[] = "\\b(?i:plz|postleitzahl|c\\.? ?p\\.?|"
    "c[o\xc3\xb3]digo postal|code postal|cap|postcode)[: ]{1,3}"
    "([0-9]{4,5}(?: ?[A-Z]{2})?)\\b";

char *
zipfind(const char *text, const char *country)
{
	bool american = country == NULL || text_is_nocase(country, "US");
	const char *pattern = american ? us :
	    text_is_nocase(country, "GB") ? gb : labelled;
	GMatchInfo *m = NULL;
	GRegex *re;
	char *found = NULL, *copy = NULL;

	if (text == NULL || strlen(text) > TEXT_MAX ||
	    !g_utf8_validate(text, -1, NULL) ||
	    (re = g_regex_new(pattern, 0, 0, NULL)) == NULL)
		return NULL;
	if (g_regex_match(re, text, 0, &m))
		found = g_match_info_fetch(m, 1);
	g_match_info_free(m);
	g_regex_unref(re);
	copy = text_dup(found);
	g_free(found);
	return copy;
}
