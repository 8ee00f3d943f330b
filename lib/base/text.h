/*
 * text: small helpers on UTF-8 strings. Everything returned as char * is
 * malloc'd and yours; NULL in gives NULL out; NULL on no memory.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

char *text_dup(const char *);            /* strdup that takes NULL */
char *text_trim(const char *);           /* without white space at both ends */
char *text_fold_space(const char *);     /* runs of white space to one blank */
bool text_empty(const char *);           /* NULL, "" or only white space */
bool text_is(const char *a, const char *b);     /* equal; NULL is only NULL */
bool text_is_nocase(const char *a, const char *b); /* the same, ASCII case */
/* word stands somewhere in s (ASCII case aside); false for NULL. */
bool text_has(const char *s, const char *word);
/* data as valid UTF-8 without NUL: bad bytes become U+FFFD, and C0 controls
 * but TAB, LF (CR dropped) become a blank. */
char *text_utf8(const char *data, size_t len);
/* Cuts s to at most max bytes, between two characters. */
void text_cut(char *s, size_t max);
/* Columns on a terminal of the decoded text, whatever the locale. */
size_t text_width(const char *);
/* Replaces *dst (freed) with a copy of src. -1 on no memory. */
int text_set(char **dst, const char *src);

#endif
