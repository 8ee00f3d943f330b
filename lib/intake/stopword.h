/*
 * stopword: does a short text ask us to stop writing, or to start again.
 */
#ifndef INTAKE_STOPWORD_H
#define INTAKE_STOPWORD_H

#include <stdbool.h>

enum stopword {
	STOPWORD_NONE,
	STOPWORD_STOP,
	STOPWORD_START,
	STOPWORD_NOMEM
};

/* text: a message's newest own words in UTF-8, or NULL. Texts over 400 bytes
 * have more to say and are never either. */
enum stopword stopword_find(const char *text);
/* The subject a mail program writes for a List-Unsubscribe mailto (RFC 2369):
 * the one word, no "Re:". */
bool stopword_is_unsubscribe(const char *subject);

/* The whole text is a yes. */
bool stopword_is_yes(const char *text);

#endif
