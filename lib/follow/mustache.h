/*
 * mustache: the template language itself, over any tree of values that five
 * callbacks describe. Single pass: what a value holds is never read as
 * template. Knows nothing of leads.
 */
#ifndef FOLLOW_MUSTACHE_H
#define FOLLOW_MUSTACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "leads.h"

struct mustache_tree {
	/* The member of a node, or NULL. */
	const void *(*find)(void *arg, const void *node, const char *name);
	/* The nth item of a list, NULL at its end; *list says if it is one. */
	const void *(*item)(void *arg, const void *node, size_t n, bool *list);
	bool (*truth)(void *arg, const void *node);
	void (*text)(void *arg, const void *node, struct buf *out);
	/* The text of a partial, yours to free, or NULL. May be NULL. */
	char *(*partial)(void *arg, const char *name);
	void *arg;
	const void *root;
	bool flat;   /* a dotted name is one name */
	bool strict; /* a placeholder without text is LEAD_EDATA */
	bool html;   /* {{x}} is escaped */
};

/* LEAD_ECONFIG with a line number for bad syntax, LEAD_EDATA where strict
 * finds no value. */
int mustache_render(const char *text, const struct mustache_tree *,
    struct buf *out, struct lead_error *);

#endif
