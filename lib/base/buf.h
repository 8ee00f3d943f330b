/*
 * buf: a growable string that is always NUL-terminated once touched.
 * Zero it to start ({0}); data is NULL while nothing was added.
 * Out of memory sets failed, after which every call is a no-op: check once,
 * at the end, with buf_ok or buf_take.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data;
	size_t len, cap;
	bool failed;
};

/* A copy of len bytes; data may be NULL where len is 0. */
void buf_add(struct buf *, const char *data, size_t len);
void buf_puts(struct buf *, const char *); /* NULL adds nothing */
void buf_putc(struct buf *, char);
void buf_printf(struct buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The first len bytes of a text, safe in HTML between tags and in a quoted
 * attribute. */
void buf_add_html(struct buf *, const char *, size_t len);
void buf_clear(struct buf *); /* keeps memory */
void buf_free(struct buf *);  /* leaves it zeroed */
/* The string, yours to free ("" where nothing was added); NULL on failure.
 * Leaves the buf zeroed. */
char *buf_take(struct buf *);

#endif
