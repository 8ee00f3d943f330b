/* Files the configuration names, and secrets in them. */
#include "base/buf.h"
#include "base/secret.h"
#include "verb/app.h"

void
app_beside(const struct lead_app *app, const char *file, struct buf *path)
{
	if (file[0] != '/' && app->config->dir != NULL)
		buf_printf(path, "%s/", app->config->dir);
	buf_puts(path, file);
}

int
app_secret(const struct lead_app *app, const char *what, const char *file,
    char **secret, struct lead_error *err)
{
	struct buf path = {0};
	int rc;

	app_beside(app, file, &path);
	if (path.failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = secret_read(what, path.data, secret, err);
	buf_free(&path);
	return rc;
}
