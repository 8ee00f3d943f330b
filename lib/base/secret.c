/* A secret out of its file; the mode is checked on what was opened. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/secret.h"

enum { SECRET_MAX = 4096 };

int
secret_read(const char *what, const char *path, char **out,
    struct lead_error *err)
{
	char text[SECRET_MAX + 1];
	struct stat st;
	ssize_t n;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)) ==
	    -1)
		return lead_fail(err, errno == ENOENT ? LEAD_ENOENT :
		    LEAD_ECONFIG, "%s file %s: %s", what, path,
		    strerror(errno));
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode) ||
	    (st.st_mode & 07177) != 0) {
		close(fd);
		return lead_fail(err, LEAD_ECONFIG, "%s file %s: must be "
		    "a file of mode 0600 or 0400: chmod 600 it", what, path);
	}
	n = read(fd, text, sizeof(text));
	close(fd);
	if (n < 0 || n > SECRET_MAX)
		return lead_fail(err, LEAD_ECONFIG,
		    "%s file %s: cannot be read", what, path);
	text[n] = '\0';
	text[strcspn(text, "\r\n")] = '\0';
	*out = strdup(text);
	explicit_bzero(text, sizeof(text));
	if (*out == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (**out == '\0')
		return lead_fail(err, LEAD_ECONFIG, "%s file %s: empty", what,
		    path);
	return 0;
}

void
secret_free(char *s)
{
	if (s == NULL)
		return;
	explicit_bzero(s, strlen(s));
	free(s);
}
