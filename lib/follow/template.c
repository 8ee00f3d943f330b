/*
 * Templates by name, and their rendering over named values. A section over a
 * value that is not empty renders once; NULL and "" are false. Knows files
 * and built-ins, not the language (mustache.c).
 */
#include <dirent.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "follow/builtin.h"
#include "follow/mustache.h"
#include "follow/template.h"

#define FILE_MAX (256 * 1024)

static const char root_node;

static const void *
values_find(void *arg, const void *node, const char *name)
{
	const struct template_values *v = arg;

	return node == &root_node ? v->get(v->arg, name) : NULL;
}

static const void *
values_item(void *arg, const void *node, size_t n, bool *list)
{
	(void)arg;
	(void)node;
	(void)n;
	*list = false;
	return NULL;
}

static bool
values_truth(void *arg, const void *node)
{
	(void)arg;
	return node == &root_node || *(const char *)node != '\0';
}

static void
values_text(void *arg, const void *node, struct buf *out)
{
	(void)arg;
	if (node != &root_node)
		buf_puts(out, node);
}

/* Names make file names: nothing that leaves the folder or hides. */
static bool
name_ok(const char *s)
{
	const unsigned char *p;

	if (s[0] == '\0' || s[0] == '.' || strlen(s) > 64)
		return false;
	for (p = (const unsigned char *)s; *p != '\0'; p++)
		if (*p < 0x20 || *p == 0x7f || *p == '/' || *p == '\\')
			return false;
	return true;
}

/* 1 found, 0 not there, -1 error. */
static int
file_read(const char *dir, const char *name, char **text,
    struct lead_error *err)
{
	struct buf path = {0}, in = {0};
	char chunk[4096];
	FILE *f;
	size_t n;
	int rc = 0;

	buf_printf(&path, "%s/%s", dir, name);
	if (path.failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if ((f = fopen(path.data, "re")) == NULL) {
		buf_free(&path);
		return 0;
	}
	while (in.len <= FILE_MAX &&
	    (n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&in, chunk, n);
	if (ferror(f) || in.len > FILE_MAX ||
	    (in.data != NULL && memchr(in.data, '\0', in.len) != NULL))
		rc = lead_fail(err, LEAD_ECONFIG, "template %s: cannot be read",
		    path.data);
	fclose(f);
	buf_free(&path);
	if (rc == 0 && (*text = buf_take(&in)) == NULL)
		rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
	buf_free(&in);
	return rc == 0 ? 1 : -1;
}

const char *
template_builtin(size_t n, const char **text)
{
	if (builtin_list[n].name == NULL)
		return NULL;
	if (text != NULL)
		*text = builtin_list[n].text;
	return builtin_list[n].name;
}

static int
text_load(const char *dir, const char *name, char **text,
    struct lead_error *err)
{
	const char *body, *found;
	size_t i;
	int rc;

	if (dir != NULL && (rc = file_read(dir, name, text, err)) != 0)
		return rc;
	for (i = 0; (found = template_builtin(i, &body)) != NULL; i++)
		if (strcmp(found, name) == 0) {
			if ((*text = strdup(body)) == NULL)
				return lead_fail(err, LEAD_EAGAIN,
				    "out of memory");
			return 1;
		}
	return 0;
}

static char *
values_partial(void *arg, const char *name)
{
	const struct template_values *v = arg;
	char *text;

	if (!name_ok(name) || text_load(v->dir, name, &text, NULL) != 1)
		return NULL;
	return text;
}

int
template_render(const char *text, bool html,
    const struct template_values *values, struct buf *out,
    struct lead_error *err)
{
	struct template_values v = *values;
	struct mustache_tree tree = {
		.find = values_find, .item = values_item,
		.truth = values_truth, .text = values_text,
		.partial = values_partial, .arg = &v, .root = &root_node,
		.flat = true, .strict = true, .html = html
	};

	return mustache_render(text, &tree, out, err);
}

static size_t
line_len(const char *line)
{
	size_t n = strcspn(line, "\n");

	return n > 0 && line[n - 1] == '\r' ? n - 1 : n;
}

static bool
header_is(const char *line, size_t len)
{
	size_t i;

	for (i = 0; i < len && (isalnum((unsigned char)line[i]) ||
	    line[i] == '-'); i++)
		;
	return i > 0 && i < len && line[i] == ':';
}

/* Where the text begins. A file whose first line is no header, or whose
 * headers no blank line ends, is all text. */
static const char *
headers_split(const char *whole, const char **subject, size_t *subject_len)
{
	const char *line = whole;
	size_t len;

	*subject = NULL;
	for (; *line != '\0'; line += strcspn(line, "\n"),
	    line += *line == '\n') {
		len = line_len(line);
		if (len == 0) {
			line += strcspn(line, "\n");
			return *line == '\n' ? line + 1 : line;
		}
		if (!header_is(line, len))
			break;
		if (strncasecmp(line, "Subject:", 8) == 0) {
			*subject = line + 8 + strspn(line + 8, " \t");
			*subject_len = (size_t)(line + len - *subject);
		}
	}
	*subject = NULL;
	return whole;
}

static int
template_fill(struct template *t, const char *dir, const char *name,
    const char *whole, struct lead_error *err)
{
	struct buf html = {0};
	const char *subject, *body;
	size_t len = 0;
	int rc = 0;

	body = headers_split(whole, &subject, &len);
	t->name = strdup(name);
	t->text = strdup(body);
	if (subject != NULL)
		t->subject = strndup(subject, len);
	buf_printf(&html, "%s.html", name);
	if (t->name == NULL || t->text == NULL || html.failed ||
	    (subject != NULL && t->subject == NULL))
		rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
	else if (text_load(dir, html.data, &t->html, err) == -1)
		rc = -1;
	buf_free(&html);
	if (rc == -1)
		template_free(t);
	return rc;
}

/* The candidates, longest first: a part left out of the middle is tried after
 * all that have it. */
static int
candidate_try(const char *dir, const char *name, const char *const part[3],
    unsigned mask, struct template *out, struct lead_error *err)
{
	struct buf full = {0};
	char *whole = NULL;
	int i, rc;

	buf_puts(&full, name);
	for (i = 0; i < 3; i++)
		if (mask & (4u >> i)) {
			buf_putc(&full, '.');
			buf_puts(&full, part[i]);
		}
	if (full.failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (dir == NULL || (rc = file_read(dir, full.data, &whole, err)) == 0)
		rc = dir == NULL ? text_load(NULL, full.data, &whole, err) : 0;
	if (rc == 1)
		rc = template_fill(out, dir, full.data, whole, err) == 0 ?
		    1 : -1;
	free(whole);
	buf_free(&full);
	return rc;
}

int
template_find(const char *dir, const char *name, const char *channel,
    const char *language, const char *variant, struct template *out,
    struct lead_error *err)
{
	const char *const part[3] = {channel, language, variant};
	unsigned given = 0, mask;
	int i, pass, rc;

	*out = (struct template){0};
	if (!name_ok(name))
		return lead_fail(err, LEAD_ECONFIG, "bad template name");
	for (i = 0; i < 3; i++) {
		if (part[i] == NULL || part[i][0] == '\0')
			continue;
		if (!name_ok(part[i]))
			return lead_fail(err, LEAD_ECONFIG,
			    "bad name for a variant of template %s", name);
		given |= 4u >> i;
	}
	for (pass = dir == NULL; pass < 2; pass++)
		for (mask = 8; mask-- > 0;) {
			if ((mask & given) != mask)
				continue;
			rc = candidate_try(pass == 0 ? dir : NULL, name, part,
			    mask, out, err);
			if (rc != 0)
				return rc == 1 ? 0 : -1;
		}
	return lead_fail(err, LEAD_ECONFIG, "no template named %s", name);
}

bool
template_varies(const char *dir)
{
	DIR *d = dir ? opendir(dir) : NULL;
	const struct dirent *e;
	bool found = false;

	while (d != NULL && !found && (e = readdir(d)) != NULL) {
		size_t n = strlen(e->d_name);

		if (n > 5 && strcmp(e->d_name + n - 5, ".html") == 0)
			n -= 5;
		found = n > 2 && strncmp(e->d_name + n - 2, ".a", 2) == 0;
	}
	if (d != NULL)
		closedir(d);
	return found;
}

void
template_free(struct template *t)
{
	free(t->name);
	free(t->subject);
	free(t->text);
	free(t->html);
	*t = (struct template){0};
}
