/*
 * Search over all words ever exchanged: a full-text index over the events
 * that hold words, brought up to date behind the writers' backs, so that
 * taking in a lead never waits for it. What came since is read one by one.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "store/store_internal.h"

#define CURSOR "words.cursor" /* number of the last event indexed */

int
store_words_update(struct store *s, int64_t limit, struct lead_error *err)
{
	int64_t from, last = 0;

	if (store_meta_get_int(s, CURSOR, &from, err) == -1 ||
	    store_int(s, SQL_WORDS_LAST, &last, err, "ii", from, limit) == -1)
		return -1;
	if (last <= from)
		return 0;
	if (store_exec(s, SQL_WORDS_ADD, err, "ii", from, last) == -1)
		return -1;
	return store_meta_set_int(s, CURSOR, last, err);
}

/* The next word of the search, a phrase in quotes being one. NULL: end. */
static char *
next_word(const char **p)
{
	const char *start;
	size_t n;

	*p += strspn(*p, " \t\r\n");
	if (**p == '\0')
		return NULL;
	if (**p == '"') {
		start = ++*p;
		n = strcspn(start, "\"");
		*p = start + n + (start[n] == '"');
	} else {
		start = *p;
		n = strcspn(start, " \t\r\n\"");
		*p = start + n;
	}
	return strndup(start, n);
}

/*
 * Each word in quotes, so that nothing the user writes is an operator; a
 * word begun is enough. pattern gets one LIKE pattern a word, each ended by
 * a line end.
 */
static int
parse(const char *words, struct buf *match, struct buf *pattern,
    struct lead_error *err)
{
	char *word, *p;

	while ((word = next_word(&words)) != NULL) {
		if (*word != '\0') {
			buf_puts(match, match->len > 0 ? " \"" : "\"");
			buf_puts(pattern, pattern->len > 0 ? "\",\"%" : "[\"%");
			for (p = word; *p != '\0'; p++) {
				if (*p != '"' && (unsigned char)*p >= 0x20)
					buf_putc(match, *p);
				if (strchr("\\%_", *p) != NULL)
					buf_puts(pattern, "\\\\");
				if (*p == '\\')
					buf_putc(pattern, '\\');
				if (*p != '"' && (unsigned char)*p >= 0x20)
					buf_putc(pattern, *p);
			}
			buf_puts(match, "\"*");
			buf_putc(pattern, '%');
		}
		free(word);
	}
	buf_puts(pattern, pattern->len > 0 ? "\"]" : "[]");
	if (match->failed || pattern->failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (match->len == 0)
		return lead_fail(err, LEAD_EUSAGE, "no word to search for");
	return 0;
}

int
store_search(struct store *s, const char *words, int64_t **ids, size_t *count,
    struct lead_error *err)
{
	struct buf match = {0}, pattern = {0};
	struct store_ids found = {0};
	int64_t from;
	int rc = -1;

	if (parse(words, &match, &pattern, err) == 0 &&
	    store_meta_get_int(s, CURSOR, &from, err) == 0)
		rc = store_ids(s, SQL_WORDS_FIND, &found, err, "tit",
		    match.data, from, pattern.data);
	buf_free(&match);
	buf_free(&pattern);
	if (rc == -1) {
		free(found.id);
		return -1;
	}
	*ids = found.id;
	*count = found.count;
	return 0;
}
