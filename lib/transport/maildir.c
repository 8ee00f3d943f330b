/*
 * Lays a message down in a Maildir. Its file name comes from the message's
 * id, so a second try replaces the first and nothing ever stands there twice.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "base/buf.h"
#include "transport/transport_internal.h"

#define NAME_LEN 40 /* hex digits of the digest that make the name */

static char *
dir_path(const struct transport *t)
{
	const char *path = t->url + strlen("maildir:");
	struct buf b = {0};

	if (path[0] != '/')
		buf_printf(&b, "%s/", t->base);
	buf_puts(&b, path);
	return buf_take(&b);
}

static int
maildir_open(struct transport *t, struct lead_error *err)
{
	if (t->url[strlen("maildir:")] == '\0')
		return lead_fail(err, LEAD_ECONFIG,
		    "transport %s: maildir: needs a folder", t->name);
	if ((t->state = dir_path(t)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	return 0;
}

static int
dir_make(const char *dir, const char *sub)
{
	struct buf b = {0};
	int rc;

	buf_printf(&b, "%s%s", dir, sub);
	if (b.failed) {
		errno = ENOMEM;
		return -1;
	}
	rc = mkdir(b.data, 0700);
	if (rc == -1 && errno == EEXIST)
		rc = 0;
	buf_free(&b);
	return rc;
}

static int
folders_make(const char *dir)
{
	if (dir_make(dir, "") == -1 || dir_make(dir, "/tmp") == -1 ||
	    dir_make(dir, "/new") == -1 || dir_make(dir, "/cur") == -1)
		return -1;
	return 0;
}

static int
maildir_check(struct transport *t, struct lead_error *err)
{
	if (folders_make(t->state) == -1)
		return lead_fail(err, LEAD_ECREATE, "%s: %s",
		    (char *)t->state, strerror(errno));
	return 0;
}

static int
file_write(int dirfd, const char *path, const char *data, size_t len)
{
	size_t done = 0;
	ssize_t n;
	int fd;

	if (unlinkat(dirfd, path, 0) == -1 && errno != ENOENT)
		return -1;
	if ((fd = openat(dirfd, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC |
	    O_NOFOLLOW, 0600)) == -1)
		return -1;
	while (done < len) {
		n = write(fd, data + done, len - done);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			close(fd);
			return -1;
		}
		done += (size_t)n;
	}
	if (fsync(fd) == -1) {
		close(fd);
		return -1;
	}
	return close(fd);
}

/* A reader may have moved it on to cur/, with flags behind a colon. */
static bool
in_cur(int dirfd, const char *name)
{
	const struct dirent *e;
	size_t len = strlen(name);
	bool found = false;
	DIR *d;
	int fd;

	if ((fd = openat(dirfd, "cur", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) ==
	    -1)
		return false;
	if ((d = fdopendir(fd)) == NULL) {
		close(fd);
		return false;
	}
	while (!found && (e = readdir(d)) != NULL)
		found = strncmp(e->d_name, name, len) == 0 &&
		    (e->d_name[len] == ':' || e->d_name[len] == '\0');
	closedir(d);
	return found;
}

static int
dir_sync(int dirfd, const char *name)
{
	int fd, rc;

	if ((fd = openat(dirfd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) ==
	    -1)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

static enum transport_result
deliver(int dirfd, const char *name, const struct transport_message *m,
    char *detail, size_t size)
{
	char tmp[64], new[64];

	snprintf(tmp, sizeof(tmp), "tmp/%s", name);
	snprintf(new, sizeof(new), "new/%s", name);
	if (file_write(dirfd, tmp, m->data, m->len) == -1) {
		transport_detail(detail, size, "%s: %s", tmp, strerror(errno));
		unlinkat(dirfd, tmp, 0);
		return TRANSPORT_RETRY;
	}
	if (transport_inflight(m) != 0) {
		unlinkat(dirfd, tmp, 0);
		transport_detail(detail, size, "given up before delivery");
		return TRANSPORT_RETRY;
	}
	if (in_cur(dirfd, name)) {
		unlinkat(dirfd, tmp, 0);
		transport_detail(detail, size, "already in cur/%s", name);
		return TRANSPORT_SENT;
	}
	if (renameat(dirfd, tmp, dirfd, new) == -1 ||
	    dir_sync(dirfd, "new") == -1) {
		transport_detail(detail, size, "%s: %s", new, strerror(errno));
		return TRANSPORT_RETRY;
	}
	transport_detail(detail, size, "%s", new);
	return TRANSPORT_SENT;
}

static enum transport_result
maildir_send(struct transport *t, const struct transport_message *m,
    char *detail, size_t size)
{
	enum transport_result result;
	char name[NAME_LEN + 1];
	gchar *digest;
	int fd;

	if (m->id == NULL || m->id[0] == '\0') {
		transport_detail(detail, size, "a message without an id");
		return TRANSPORT_FAILED;
	}
	if (folders_make(t->state) == -1 || (fd = open(t->state,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1) {
		transport_detail(detail, size, "%s: %s", (char *)t->state,
		    strerror(errno));
		return TRANSPORT_RETRY;
	}
	digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, m->id, -1);
	snprintf(name, sizeof(name), "%s", digest);
	g_free(digest);
	result = deliver(fd, name, m, detail, size);
	close(fd);
	return result;
}

static void
maildir_close(struct transport *t)
{
	free(t->state);
}

const struct transport_ops maildir_ops = {
	maildir_open, maildir_send, maildir_check, maildir_close
};
