/*
 * Mustache: a template is cut into tokens, then the tokens are walked.
 * Knows the language, not where values or partials come from.
 */
#include <stdlib.h>
#include <string.h>

#include "follow/mustache.h"

#define DEPTH_MAX  32		/* nested sections and partials */
#define TOKENS_MAX 20000
#define OUTPUT_MAX (1024 * 1024)
#define NAME_SIZE  128
#define DELIM_SIZE 16

struct token {
	char kind;		/* t text, v {{x}}, & raw, or the sigil */
	const char *text;	/* literal, or the partial's indentation */
	size_t len;
	char name[NAME_SIZE];
	size_t end;		/* of a section: its closing token */
};

struct tokens {
	struct token *item;
	size_t count, cap;
};

struct scan {
	const char *start, *pos;
	char open[DELIM_SIZE], close[DELIM_SIZE];
	struct tokens *tokens;
	struct lead_error *err;
};

struct frame {
	const void *node;
	const char *name;	/* of the section, NULL in the root */
	const struct frame *up;
};

struct render {
	const struct mustache_tree *tree;
	struct buf *out;
	struct lead_error *err;
	int depth;
};

static int render_text(struct render *, const char *, const struct frame *);

static int
scan_fail(const struct scan *s, const char *at, const char *what)
{
	size_t line = 1;
	const char *p;

	for (p = s->start; p < at; p++)
		line += *p == '\n';
	return lead_fail(s->err, LEAD_ECONFIG, "template line %zu: %s", line,
	    what);
}

static struct token *
token_add(struct scan *s, char kind, const char *text, size_t len)
{
	struct tokens *t = s->tokens;
	struct token *p;
	size_t cap;

	if (t->count == TOKENS_MAX) {
		lead_fail(s->err, LEAD_ECONFIG, "template is too large");
		return NULL;
	}
	if (t->count == t->cap) {
		cap = t->cap ? t->cap * 2 : 32;
		if ((p = realloc(t->item, cap * sizeof(*p))) == NULL) {
			lead_fail(s->err, LEAD_EAGAIN, "out of memory");
			return NULL;
		}
		t->item = p;
		t->cap = cap;
	}
	p = &t->item[t->count++];
	memset(p, 0, sizeof(*p));
	p->kind = kind;
	p->text = text;
	p->len = len;
	return p;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
space(char c)
{
	return blank(c) || c == '\n' || c == '\r';
}

static void
trim(const char **from, const char **to)
{
	while (*from < *to && space(**from))
		(*from)++;
	while (*to > *from && space((*to)[-1]))
		(*to)--;
}

/* A tag alone on its line takes the line with it: *line gets the line's start,
 * the result is the next line's; NULL where something else stands there. */
static const char *
standalone(const struct scan *s, const char *tag, const char *after,
    const char **line)
{
	const char *p = tag;

	while (p > s->start && blank(p[-1]))
		p--;
	if (p > s->start && p[-1] != '\n')
		return NULL;
	*line = p;
	while (blank(*after))
		after++;
	if (*after == '\0')
		return after;
	if (*after == '\r' && after[1] == '\n')
		after++;
	return *after == '\n' ? after + 1 : NULL;
}

static int
delimiters_set(struct scan *s, const char *from, const char *to)
{
	const char *mid, *rest, *at = from;
	size_t n, m;

	trim(&from, &to);
	for (mid = from; mid < to && !space(*mid); mid++)
		;
	for (rest = mid; rest < to && space(*rest); rest++)
		;
	n = (size_t)(mid - from);
	m = (size_t)(to - rest);
	if (n == 0 || m == 0 || n >= DELIM_SIZE || m >= DELIM_SIZE ||
	    memchr(from, '=', n) != NULL || memchr(rest, '=', m) != NULL)
		return scan_fail(s, at, "bad delimiters");
	for (at = rest; at < to; at++)
		if (space(*at))
			return scan_fail(s, at, "bad delimiters");
	memcpy(s->open, from, n);
	s->open[n] = '\0';
	memcpy(s->close, rest, m);
	s->close[m] = '\0';
	return 0;
}

/* Finds where the tag's inside ends; s->pos goes behind the tag. */
static const char *
tag_end(struct scan *s, const char *tag, const char *inside, char kind)
{
	char close[DELIM_SIZE + 2] = "";
	const char *end;

	if (kind == '{')
		strcat(close, "}");
	else if (kind == '=')
		strcat(close, "=");
	strcat(close, s->close);
	if ((end = strstr(inside, close)) == NULL) {
		scan_fail(s, tag, "a tag is not closed");
		return NULL;
	}
	s->pos = end + strlen(close);
	return end;
}

static int
tag_name(const struct scan *s, struct token *t, const char *from,
    const char *to)
{
	trim(&from, &to);
	if (from == to)
		return scan_fail(s, from, "a tag without a name");
	if ((size_t)(to - from) >= sizeof(t->name))
		return scan_fail(s, from, "a name is too long");
	memcpy(t->name, from, (size_t)(to - from));
	return 0;
}

/* One tag, with the text since lit before it. */
static int
tag_scan(struct scan *s, const char *lit, const char *tag)
{
	const char *inside = tag + strlen(s->open), *end, *line = NULL, *next;
	struct token *t;
	char kind = 'v';

	while (blank(*inside))
		inside++;
	if (*inside != '\0' && strchr("#^/>!={&", *inside) != NULL)
		kind = *inside++;
	if ((end = tag_end(s, tag, inside, kind)) == NULL)
		return -1;
	next = NULL;
	if (strchr("#^/>!=", kind) != NULL)
		next = standalone(s, tag, s->pos, &line);
	if (next != NULL)
		s->pos = next;
	else
		line = tag;
	if (line > lit &&
	    token_add(s, 't', lit, (size_t)(line - lit)) == NULL)
		return -1;
	if (kind == '!')
		return 0;
	if (kind == '=')
		return delimiters_set(s, inside, end);
	if (kind == '{')
		kind = '&';
	if ((t = token_add(s, kind, line, (size_t)(tag - line))) == NULL)
		return -1;
	return tag_name(s, t, inside, end);
}

static int
sections_match(const struct scan *s)
{
	struct tokens *t = s->tokens;
	size_t open[DEPTH_MAX], n = 0, i;

	for (i = 0; i < t->count; i++) {
		struct token *k = &t->item[i];

		if (k->kind == '#' || k->kind == '^') {
			if (n == DEPTH_MAX)
				return lead_fail(s->err, LEAD_ECONFIG,
				    "template: sections nest too deep");
			open[n++] = i;
		} else if (k->kind == '/') {
			if (n == 0 || strcmp(t->item[open[n - 1]].name,
			    k->name) != 0)
				return lead_fail(s->err, LEAD_ECONFIG,
				    "template: {{/%s}} closes nothing",
				    k->name);
			t->item[open[--n]].end = i;
		}
	}
	if (n > 0)
		return lead_fail(s->err, LEAD_ECONFIG,
		    "template: {{#%s}} is not closed",
		    t->item[open[n - 1]].name);
	return 0;
}

static int
template_scan(const char *text, struct tokens *tokens, struct lead_error *err)
{
	struct scan s = {.start = text, .pos = text, .open = "{{",
	    .close = "}}", .tokens = tokens, .err = err};
	const char *lit, *tag;

	for (;;) {
		lit = s.pos;
		if ((tag = strstr(lit, s.open)) == NULL)
			break;
		if (tag_scan(&s, lit, tag) == -1)
			return -1;
	}
	if (*lit != '\0' && token_add(&s, 't', lit, strlen(lit)) == NULL)
		return -1;
	return sections_match(&s);
}

static const void *
lookup(const struct render *r, const struct frame *f, const char *name)
{
	const struct mustache_tree *tree = r->tree;
	const void *node = NULL;
	char part[NAME_SIZE];
	size_t n;

	if (strcmp(name, ".") == 0)
		return f->node;
	n = tree->flat ? strlen(name) : strcspn(name, ".");
	memcpy(part, name, n);
	part[n] = '\0';
	for (; f != NULL && node == NULL; f = f->up)
		node = tree->find(tree->arg, f->node, part);
	while (node != NULL && name[n] == '.') {
		name += n + 1;
		n = strcspn(name, ".");
		memcpy(part, name, n);
		part[n] = '\0';
		node = tree->find(tree->arg, node, part);
	}
	return node;
}

static bool
tested(const struct frame *f, const char *name)
{
	for (; f != NULL; f = f->up)
		if (f->name != NULL && strcmp(f->name, name) == 0)
			return true;
	return false;
}

static int
render_value(struct render *r, const struct token *t, const struct frame *f)
{
	const void *node = lookup(r, f, t->name);
	struct buf text = {0};
	int rc = 0;

	if (node != NULL)
		r->tree->text(r->tree->arg, node, &text);
	if (text.failed)
		rc = lead_fail(r->err, LEAD_EAGAIN, "out of memory");
	else if (text.len == 0 && r->tree->strict && !tested(f, t->name))
		rc = lead_fail(r->err, LEAD_EDATA, "no value for {{%s}}",
		    t->name);
	else if (r->tree->html && t->kind == 'v')
		buf_add_html(r->out, text.data, text.len);
	else
		buf_add(r->out, text.data, text.len);
	buf_free(&text);
	return rc;
}

/* The partial's lines get the tag's indentation: the lines of the template,
 * not those of its values, so this comes before scanning. */
static int
render_partial(struct render *r, const struct token *t, const struct frame *f)
{
	char *text, *p;
	struct buf in = {0};
	int rc = 0;

	if (r->tree->partial == NULL ||
	    (text = r->tree->partial(r->tree->arg, t->name)) == NULL) {
		if (r->tree->strict)
			return lead_fail(r->err, LEAD_ECONFIG,
			    "template: no partial {{> %s}}", t->name);
		return 0;
	}
	for (p = text; *p != '\0'; p++) {
		if (p == text || p[-1] == '\n')
			buf_add(&in, t->text, t->len);
		buf_putc(&in, *p);
	}
	if (in.failed)
		rc = lead_fail(r->err, LEAD_EAGAIN, "out of memory");
	else if (in.data != NULL)
		rc = render_text(r, in.data, f);
	buf_free(&in);
	free(text);
	return rc;
}

static int render_range(struct render *, const struct tokens *, size_t, size_t,
    const struct frame *);

static int
render_section(struct render *r, const struct tokens *ts, size_t i,
    const struct frame *f)
{
	const struct token *t = &ts->item[i];
	const struct mustache_tree *tree = r->tree;
	const void *node = lookup(r, f, t->name), *item = NULL;
	struct frame inner = {.name = t->name, .up = f};
	bool list = false;
	size_t n;

	if (node != NULL)
		item = tree->item(tree->arg, node, 0, &list);
	if (t->kind == '^') {
		inner.node = f->node;
		if (node != NULL && (list ? item != NULL :
		    tree->truth(tree->arg, node)))
			return 0;
		return render_range(r, ts, i + 1, t->end, &inner);
	}
	if (node == NULL || (!list && !tree->truth(tree->arg, node)))
		return 0;
	if (!list) {
		inner.node = node;
		return render_range(r, ts, i + 1, t->end, &inner);
	}
	for (n = 0; item != NULL;
	    item = tree->item(tree->arg, node, ++n, &list)) {
		inner.node = item;
		if (render_range(r, ts, i + 1, t->end, &inner) == -1)
			return -1;
	}
	return 0;
}

static int
render_range(struct render *r, const struct tokens *ts, size_t from, size_t to,
    const struct frame *f)
{
	const struct token *t;
	size_t i;
	int rc = 0;

	for (i = from; i < to && rc == 0; i++) {
		t = &ts->item[i];
		switch (t->kind) {
		case 't':
			buf_add(r->out, t->text, t->len);
			break;
		case 'v':
		case '&':
			rc = render_value(r, t, f);
			break;
		case '>':
			rc = render_partial(r, t, f);
			break;
		case '#':
		case '^':
			rc = render_section(r, ts, i, f);
			i = t->end;
			break;
		}
		if (rc == 0 && r->out->len > OUTPUT_MAX)
			rc = lead_fail(r->err, LEAD_ECONFIG,
			    "template gives more than %d bytes", OUTPUT_MAX);
	}
	return rc;
}

static int
render_text(struct render *r, const char *text, const struct frame *f)
{
	struct tokens tokens = {0};
	int rc;

	if (r->depth == DEPTH_MAX)
		return lead_fail(r->err, LEAD_ECONFIG,
		    "template: partials nest too deep");
	r->depth++;
	rc = template_scan(text, &tokens, r->err);
	if (rc == 0)
		rc = render_range(r, &tokens, 0, tokens.count, f);
	r->depth--;
	free(tokens.item);
	return rc;
}

int
mustache_render(const char *text, const struct mustache_tree *tree,
    struct buf *out, struct lead_error *err)
{
	struct render r = {.tree = tree, .out = out, .err = err};
	struct frame root = {.node = tree->root};

	if (render_text(&r, text, &root) == -1)
		return -1;
	buf_add(out, "", 0);
	if (out->failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	return 0;
}
