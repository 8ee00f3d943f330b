/* A secret the configuration names by its file. */
#include "base/buf.h"
#include "base/secret.h"
#include "verb/app.h"

int
app_secret(const struct lead_app *app, const char *file, char **secret,
    struct lead_error *err)
{
	struct buf path = {0};
	int rc;

	if (file[0] != '/' && app->config->dir != NULL)
		buf_printf(&path, "%s/", app->config->dir);
	buf_puts(&path, file);
	if (path.failed)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = secret_read("secret", path.data, secret, err);
	buf_free(&path);
	return rc;
}
