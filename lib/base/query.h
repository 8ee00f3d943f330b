/*
 * query: application/x-www-form-urlencoded (WHATWG URL 5.1) into pairs, as
 * bytes: what they spell is for the reader to decode. Knows no charset.
 */
#ifndef BASE_QUERY_H
#define BASE_QUERY_H

#include <stdbool.h>
#include <stddef.h>

struct query_pair {
	char *name, *value;      /* NUL-terminated */
	size_t namelen, valuelen;
};

struct query {
	struct query_pair *pair;
	size_t count;            /* at most QUERY_MAX, the rest is dropped */
};

enum { QUERY_MAX = 500 };

/* '+' to blank, %XX to its byte; malloc'd, NULL on no memory. */
char *query_decode(const char *s, size_t n, size_t *len);
/* -1 on no memory. data may be NULL with len 0. */
int query_parse(struct query *, const char *data, size_t len);
void query_free(struct query *); /* leaves it zeroed */
/* The first value of that name; borrowed, NULL where there is none. */
const char *query_get(const struct query *, const char *name);

#endif
