/*
 * leads.conf(5): reads the built-in text, then the file, and answers by
 * name. Sections are config_section.c's, errors of sense config_check.c's.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "model/config_internal.h"

#define FILE_MAX (1024 * 1024)

/* libconfuse's error function has no argument of its own, and its sections
 * do not always know their file. */
static _Thread_local struct buf *syntax;
static _Thread_local const char *syntax_file;

static void __attribute__((format(printf, 2, 0)))
on_error(cfg_t *cfg, const char *fmt, va_list ap)
{
	char text[256];

	if (syntax == NULL)
		return;
	vsnprintf(text, sizeof(text), fmt, ap);
	if (syntax->len > 0)
		buf_puts(syntax, "; ");
	buf_printf(syntax, "%s:%d: %s", syntax_file, cfg->line, text);
}

/* The whole file, for libconfuse ends the process on a read error. */
static char *
slurp(const char *path, struct lead_error *err)
{
	struct buf b = {0};
	char block[8192];
	char *text = NULL;
	size_t n;
	FILE *fp;

	if ((fp = fopen(path, "re")) == NULL) {
		lead_fail(err, errno == EACCES ? LEAD_EPERM :
		    errno == ENOMEM || errno == EMFILE || errno == ENFILE ?
		    LEAD_EAGAIN : LEAD_ECONFIG, "%s: %s", path,
		    strerror(errno));
		return NULL;
	}
	while (b.len <= FILE_MAX &&
	    (n = fread(block, 1, sizeof(block), fp)) > 0)
		buf_add(&b, block, n);
	if (ferror(fp))
		lead_fail(err, LEAD_ECONFIG, "%s: %s", path, strerror(errno));
	else if (b.len > FILE_MAX)
		lead_fail(err, LEAD_ECONFIG, "%s: over 1 MiB", path);
	else if (b.data != NULL && strlen(b.data) != b.len)
		lead_fail(err, LEAD_ECONFIG, "%s: not a text file", path);
	else if ((text = buf_take(&b)) == NULL)
		lead_fail(err, LEAD_EAGAIN, "out of memory");
	buf_free(&b);
	fclose(fp);
	return text;
}

/* The tree of a text; NULL with the first error of syntax. */
static cfg_t *
parse(const char *name, const char *text, struct lead_error *err)
{
	struct buf errors = {0};
	cfg_t *root = config_schema_new();
	FILE *fp = NULL;
	int rc = CFG_SUCCESS;

	if (root == NULL || (root->filename = strdup(name)) == NULL)
		goto memory;
	cfg_set_error_function(root, on_error);
	if (text[0] != '\0') {
		fp = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
		if (fp == NULL)
			goto memory;
		syntax = &errors;
		syntax_file = name;
		errno = 0;
		rc = cfg_parse_fp(root, fp);
		syntax = NULL;
		fclose(fp);
	}
	if (rc == CFG_SUCCESS)
		return root;
	/* libconfuse has one answer for both */
	if (errno == ENOMEM) {
		buf_free(&errors);
		goto memory;
	}
	lead_fail(err, LEAD_ECONFIG, "%s",
	    errors.len > 0 ? errors.data : "syntax error");
	buf_free(&errors);
	cfg_free(root);
	return NULL;
memory:
	if (root != NULL)
		cfg_free(root);
	lead_fail(err, LEAD_EAGAIN, "out of memory");
	return NULL;
}

/* A relative file lies beside the configuration. */
static void
read_holidays(struct config_reader *r, cfg_t *root)
{
	const char *name = r->config->business.holidays_file, *slash;
	struct lead_error err;
	struct buf path = {0};
	char *text = NULL, *full;

	if (name == NULL || r->path == NULL)
		return;
	if (name[0] != '/' && (slash = strrchr(r->path, '/')) != NULL)
		buf_add(&path, r->path, (size_t)(slash - r->path) + 1);
	buf_puts(&path, name);
	if ((full = buf_take(&path)) == NULL)
		r->failed = true;
	else if ((text = slurp(full, &err)) == NULL ||
	    config_holidays_read(text, &r->config->business.calendar, &err) ==
	    -1)
		config_section_error(r, cfg_getsec(root, "business"),
		    "holidays_file", "holidays_file: %s", err.msg);
	free(text);
	free(full);
}

static int
read_text(struct config *c, const char *path, const char *text,
    struct lead_error *err)
{
	struct config_reader r = {.config = c, .path = path};
	cfg_t *root = NULL;
	char *clean;
	int rc = -1, open = 0;

	errno = 0;
	if ((clean = config_text_clean(&r, text, &open)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	root = parse(path ? path : "built-in", clean, err);
	free(clean);
	if (root == NULL)
		return -1;
	config_section_read(&r, root);
	read_holidays(&r, root);
	config_check_names(&r, root);
	if (r.failed || r.errors.failed)
		lead_fail(err, LEAD_EAGAIN, "out of memory");
	else if (open > 0)
		lead_fail(err, LEAD_ECONFIG,
		    "%s: a closing brace is missing before the end", path);
	else if (r.errors.len > 0)
		lead_fail(err, LEAD_ECONFIG, "%s", r.errors.data);
	else
		rc = 0;
	buf_free(&r.errors);
	cfg_free(root);
	return rc;
}

static char *
join(const char *a, const char *between, const char *b)
{
	struct buf s = {0};

	buf_puts(&s, a);
	buf_puts(&s, between);
	buf_puts(&s, b);
	return buf_take(&s);
}

/* path, dir, and templates: the folder beside the file where there is one. */
static int
set_paths(struct config *c, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct stat st;
	char *found;

	if ((c->path = strdup(path)) == NULL)
		return -1;
	c->dir = slash == NULL ? strdup(".") :
	    slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
	if (c->dir == NULL)
		return -1;
	if (c->templates != NULL && c->templates[0] == '/')
		return 0;
	found = join(
	    c->dir, "/", c->templates != NULL ? c->templates : "templates");
	if (found == NULL)
		return -1;
	free(c->templates);
	c->templates = found;
	if (stat(found, &st) == -1 || !S_ISDIR(st.st_mode)) {
		free(found);
		c->templates = NULL;
	}
	return 0;
}

/* Someone has to own what nobody was named for: the one who runs it. */
static int
set_people(struct config *c, const char *login, const char *host)
{
	struct config_owner *o;

	if (c->business.name == NULL &&
	    (c->business.name = strdup(host)) == NULL)
		return -1;
	if (c->business.email == NULL &&
	    (c->business.email = join(login, "@", host)) == NULL)
		return -1;
	if (c->nowner > 0)
		return 0;
	if ((o = calloc(1, sizeof(*o))) == NULL)
		return -1;
	c->owner = o;
	c->nowner = 1;
	o->share = 1;
	o->fallback = true;
	o->name = strdup(login);
	o->login = strdup(login);
	o->email = join(login, "@", host);
	return o->name == NULL || o->login == NULL || o->email == NULL ? -1 : 0;
}

int
config_read(const char *path, const char *login, const char *host,
    struct config **out, struct lead_error *err)
{
	struct config *c = NULL;
	char *text = NULL;
	int rc = -1;

	if ((c = calloc(1, sizeof(*c))) == NULL)
		goto memory;
	if (read_text(c, NULL, config_default_text, err) == -1)
		goto done;
	if (path != NULL) {
		if ((text = slurp(path, err)) == NULL ||
		    read_text(c, path, text, err) == -1)
			goto done;
		if (set_paths(c, path) == -1)
			goto memory;
	}
	if (set_people(c, login, host) == -1)
		goto memory;
	*out = c;
	c = NULL;
	rc = 0;
done:
	free(text);
	config_free(c);
	return rc;
memory:
	lead_fail(err, LEAD_EAGAIN, "out of memory");
	goto done;
}

const struct config_owner *
config_owner(const struct config *c, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < c->nowner; i++)
		if (strcmp(c->owner[i].name, name) == 0)
			return &c->owner[i];
	return NULL;
}

const struct config_owner *
config_fallback(const struct config *c)
{
	size_t i;

	for (i = 0; i < c->nowner; i++)
		if (c->owner[i].fallback)
			return &c->owner[i];
	return &c->owner[0];
}

const struct config_owner *
config_owner_by_mail(const struct config *c, const char *spec)
{
	size_t i;

	for (i = 0; spec != NULL && i < c->nowner; i++)
		if (c->owner[i].email != NULL &&
		    strcasecmp(c->owner[i].email, spec) == 0)
			return &c->owner[i];
	return NULL;
}

const struct config_sequence *
config_sequence(const struct config *c, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < c->nsequence; i++)
		if (strcmp(c->sequence[i].name, name) == 0)
			return &c->sequence[i];
	return NULL;
}

const struct config_deadline *
config_deadline(const struct config *c, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < c->ndeadline; i++)
		if (strcmp(c->deadline[i].name, name) == 0)
			return &c->deadline[i];
	return NULL;
}

const struct config_transport *
config_transport(const struct config *c, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < c->ntransport; i++)
		if (strcmp(c->transport[i].name, name) == 0)
			return &c->transport[i];
	return NULL;
}

const struct config_source *
config_source(const struct config *c, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < c->nsource; i++)
		if (strcmp(c->source[i].name, name) == 0)
			return &c->source[i];
	return NULL;
}

static bool
list_has_nocase(const struct config_list *list, const char *item)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcasecmp(list->item[i], item) == 0)
			return true;
	return false;
}

bool
config_is_our_address(const struct config *c, const char *spec)
{
	if (spec == NULL)
		return false;
	if (c->business.email != NULL &&
	    strcasecmp(c->business.email, spec) == 0)
		return true;
	return list_has_nocase(&c->business.aliases, spec);
}

bool
config_list_has(const struct config_list *list, const char *item)
{
	size_t i;

	for (i = 0; item != NULL && i < list->count; i++)
		if (strcmp(list->item[i], item) == 0)
			return true;
	return false;
}
