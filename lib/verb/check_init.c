/*
 * lead-check --init: a commented first configuration, and an empty store.
 * Never over what is there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "verb/app.h"

static const char starter[] =
    "# leads.conf(5): what is not said here has a default.\n"
    "business {\n"
    "  name = \"My firm\"\n"
    "  email = \"%s@%s\"          # the address leads are written from\n"
    "  # phone = \"+1 310 555 0100\"\n"
    "  # address = \"1 Main St, Town\"   # without it only the first answer goes\n"
    "  timezone = \"%s\"\n"
    "  # country = \"US\"                # how a phone number without + is read\n"
    "  hours = {\"mon-fri 09:00-17:00\"}\n"
    "  # holidays = {\"2027-01-01\"}\n"
    "}\n"
    "\n"
    "owner \"%s\" {\n"
    "  email = \"%s@%s\"\n"
    "  login = \"%s\"\n"
    "  fallback = true\n"
    "}\n"
    "\n"
    "# Mail is laid down in the Maildir outbox/ beside the store until a way\n"
    "# out is named:\n"
    "# transport \"email\" { url = \"sendmail:/usr/sbin/sendmail\" }\n"
    "# transport \"email\" { url = \"smtps://mail.example.net\" user = \"leads\""
    " password_file = \"smtp.pass\" }\n";

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

int
lead_check_init(const struct lead_env *env, const char *path, lead_row_fn *fn,
    void *arg, struct lead_error *err)
{
	const char *who = env->actor, *host = env->host;
	struct lead_app *app = NULL;
	struct lead_env here = *env;
	struct buf text = {0};
	int rc;

	buf_printf(&text, starter, who, host, env->zone ? env->zone : "UTC",
	    who, who, host, who);
	if (text.failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = make_folders(path, err);
	if (rc == 0)
		rc = write_config(path, text.data, text.len, err);
	buf_free(&text);
	if (rc == -1)
		return -1;
	if (row("OK", "config", rc == 1 ? "left as it is" : path, fn, arg,
		err) == -1)
		return -1;
	here.config = path;
	if (lead_app_open(&app, &here, LEAD_CREATE, err) == -1)
		return -1;
	lead_app_close(app);
	return row("OK", "store", env->store, fn, arg, err);
}
