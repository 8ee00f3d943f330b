/*
 * lead-check --init: a commented first configuration, the texts to leads, and
 * an empty store. Never over what is there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "follow/builtin.h"
#include "verb/app.h"

/* KEY = "text", or the same as a comment where there is none yet. Quotes and
 * backslashes of the text are the text's; a line end would end the comment. */
static void
put_key(struct buf *b, const char *key, const char *text, const char *example,
    const char *about)
{
	const char *p = text != NULL ? text : example;

	buf_printf(b, "  %s%s = \"", text != NULL ? "" : "# ", key);
	for (; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			buf_putc(b, '\\');
		buf_putc(b, (unsigned char)*p < 0x20 ? ' ' : *p);
	}
	buf_printf(b, "\"%s%s\n", *about != '\0' ? "  # " : "", about);
}

/* "a, b" as {"a", "b"}. */
static void
put_hours(struct buf *b, const char *hours)
{
	const char *p = hours != NULL ? hours : "mon-fri 09:00-17:00";

	buf_puts(b, "  hours = {\"");
	for (; *p != '\0'; p++)
		if (*p == ',')
			buf_puts(b, p[1] == ' ' ? "\"," : "\", \"");
		else if (*p == ' ' && p > hours && p[-1] == ',')
			buf_puts(b, " \"");
		else if (strchr("\"\\", *p) == NULL && (unsigned char)*p >= 0x20)
			buf_putc(b, *p);
	buf_puts(b, "\"}\n");
}

static void
put_starter(struct buf *b, const struct lead_env *env,
    const struct lead_init_options *o)
{
	const char *who = env->actor;
	char mail[300];

	snprintf(mail, sizeof(mail), "%.150s@%.140s", who, env->host);
	buf_puts(b, "# leads.conf(5): what is not said here has a default.\n"
	    "business {\n");
	put_key(b, "name", o->name ? o->name : "My firm", "", "");
	put_key(b, "email", o->email ? o->email : mail, "",
	    "the address leads are written from");
	put_key(b, "phone", o->phone, "+1 310 555 0100", "");
	put_key(b, "address", o->address, "1 Main St, Town",
	    "without it only the first answer goes");
	put_key(b, "timezone", o->timezone ? o->timezone :
	    env->zone ? env->zone : "UTC", "", "");
	put_key(b, "country", o->country, "US",
	    "how a phone number without + is read");
	put_hours(b, o->hours);
	buf_puts(b, "  # holidays = {\"2027-01-01\"}\n"
	    "}\n\n"
	    "# One section a person who has leads; fallback: who gets what fits\n"
	    "# nobody, and the weekly report.\n");
	buf_puts(b, "owner \"");
	buf_puts(b, who);
	buf_puts(b, "\" {\n");
	put_key(b, "email", mail, "", "");
	put_key(b, "login", who, "", "");
	buf_puts(b, "  fallback = true\n}\n\n"
	    "# Mail is laid down in the Maildir outbox/ beside the store until a"
	    " way\n# out is named:\n"
	    "# transport \"email\" { url = \"sendmail:/usr/sbin/sendmail\" }\n"
	    "# transport \"email\" { url = \"smtps://mail.example.net\" user = "
	    "\"leads\" password_file = \"smtp.pass\" }\n\n"
	    "# The texts leads get stand in templates/ beside this file.\n");
}

static int
row(const char *status, const char *check, const char *detail,
    lead_row_fn *fn, void *arg, struct lead_error *err)
{
	struct row r = {0};

	row_text(&r, "status", status);
	row_text(&r, "check", check);
	row_text(&r, "detail", detail);
	return row_emit(&r, fn, arg, err);
}

static int
make_folders(const char *path, struct lead_error *err)
{
	struct buf b = {0};
	char *p;
	int rc = 0;

	buf_puts(&b, path);
	if (b.failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	for (p = b.data + 1; rc == 0 && (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		if (mkdir(b.data, 0700) == -1 && errno != EEXIST)
			rc = lead_fail(err, LEAD_ECREATE, "%s: %s", b.data,
			    strerror(errno));
		*p = '/';
	}
	buf_free(&b);
	return rc;
}

static int
write_config(const char *path, const char *text, size_t len,
    struct lead_error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ssize_t n;

	if (fd == -1)
		return errno == EEXIST
		    ? 1
		    : lead_fail(err, LEAD_ECREATE, "%s: %s", path,
			  strerror(errno));
	n = write(fd, text, len);
	if (n != (ssize_t)len || fsync(fd) == -1) {
		lead_fail(err, LEAD_EIO, "%s: %s", path, strerror(errno));
		close(fd);
		return -1;
	}
	return close(fd) == -1 ? lead_fail(err, LEAD_EIO, "%s: %s", path,
				     strerror(errno))
			       : 0;
}

/* What leads read; the notices to our own people stay built in. */
static bool
is_for_leads(const char *name)
{
	return strncmp(name, "notice", 6) != 0 &&
	    strncmp(name, "digest", 6) != 0 && strncmp(name, "confirm", 7) != 0;
}

/* *written: how many were not there before. */
static int
write_templates(const char *config, int *written, struct lead_error *err)
{
	const char *slash = strrchr(config, '/');
	const struct builtin *t;
	struct buf path = {0};
	int rc = 0;

	*written = 0;
	for (t = builtin_list; t->name != NULL && rc != -1; t++) {
		if (!is_for_leads(t->name))
			continue;
		buf_clear(&path);
		if (slash != NULL)
			buf_add(&path, config, (size_t)(slash - config) + 1);
		buf_printf(&path, "templates/%s", t->name);
		if (path.failed)
			rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
		else if ((rc = make_folders(path.data, err)) == 0) {
			rc = write_config(path.data, t->text, strlen(t->text),
			    err);
			*written += rc == 0;
		}
	}
	buf_free(&path);
	return rc == -1 ? -1 : 0;
}

static int
init_config(const struct lead_env *env, const char *path,
    const struct lead_init_options *o, lead_row_fn *fn, void *arg,
    struct lead_error *err)
{
	struct config *check = NULL;
	struct buf text = {0};
	char count[64];
	int rc, n = 0;

	put_starter(&text, env, o);
	if (text.failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = make_folders(path, err);
	if (rc == 0)
		rc = write_config(path, text.data, text.len, err);
	buf_free(&text);
	/* an answer that is no good must not stay as a broken file */
	if (rc == 0 && config_read(path, env->actor, env->host, &check, err) ==
	    -1) {
		unlink(path);
		return -1;
	}
	config_free(check);
	if (rc == -1 || row("OK", "config", rc == 1 ? "left as it is" : path,
	    fn, arg, err) == -1)
		return -1;
	if (rc == 1)
		return 0;
	if (write_templates(path, &n, err) == -1)
		return -1;
	snprintf(count, sizeof(count), "%d written", n);
	return row("OK", "templates", count, fn, arg, err);
}

int
lead_check_init(const struct lead_env *env, const char *path,
    const struct lead_init_options *o, lead_row_fn *fn, void *arg,
    struct lead_error *err)
{
	struct lead_app *app = NULL;
	struct lead_env here = *env;

	if (init_config(env, path, o, fn, arg, err) == -1)
		return -1;
	here.config = path;
	if (lead_app_open(&app, &here, LEAD_CREATE, err) == -1)
		return -1;
	lead_app_close(app);
	return row("OK", "store", env->store, fn, arg, err);
}
