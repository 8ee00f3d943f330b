/*
 * template: Mustache (spec: comments, interpolation, inverted, sections,
 * partials, delimiters), single pass, over named values. Files are headers,
 * a blank line, text. Pure but for reading template files.
 */
#ifndef FOLLOW_TEMPLATE_H
#define FOLLOW_TEMPLATE_H

#include <stdbool.h>

#include "base/buf.h"
#include "leads.h"

/* Values: get returns the text of a name, or NULL where it has none; lent
 * until the rendering ends. dir holds the partials ({{> name}}); NULL: only
 * built-ins. */
struct template_values {
	const char *(*get)(void *arg, const char *name);
	void *arg;
	const char *dir;
};

/* Renders text. html: {{x}} is escaped for HTML (never else). A placeholder
 * without a value (NULL or empty) outside a section that tests it is
 * LEAD_EDATA, msg naming the first one. LEAD_ECONFIG for bad syntax. */
int template_render(const char *text, bool html,
    const struct template_values *, struct buf *out, struct lead_error *);

struct template {
	char *name;     /* the file or built-in that was found */
	char *subject;  /* header Subject, unrendered, or NULL */
	char *text;     /* unrendered body */
	char *html;     /* unrendered .html body or NULL */
};
/* Looks up NAME[.channel][.language][.variant], falling back from the right,
 * first in dir (may be NULL), then among the built-ins. LEAD_ECONFIG where
 * there is none. NAME and the parts never hold '/' or begin with a dot. */
int template_find(const char *dir, const char *name, const char *channel,
    const char *language, const char *variant, struct template *,
    struct lead_error *);
/* Is there a template of two variants in the folder (NULL: no): a file whose
 * name ends in .a, or .a.html. */
bool template_varies(const char *dir);
void template_free(struct template *);
/* The nth built-in's name, NULL at the end; and its whole text. */
const char *template_builtin(size_t n, const char **text);

#endif
