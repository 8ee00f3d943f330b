/*
 * nomem: preloaded, lets the allocation numbered NOMEM_AT fail, and with
 * NOMEM_ON set every later one too. At exit it writes how many there were to
 * the file NOMEM_COUNT names.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static long at = -1, on, seen;

static int
fails(void)
{
	if (at == -1)
		return 0;
	seen++;
	return at > 0 && (seen == at || (on && seen > at));
}

void *
malloc(size_t size)
{
	if (!fails())
		return __libc_malloc(size);
	errno = ENOMEM;
	return NULL;
}

void *
calloc(size_t n, size_t size)
{
	if (!fails())
		return __libc_calloc(n, size);
	errno = ENOMEM;
	return NULL;
}

void *
realloc(void *p, size_t size)
{
	if (!fails())
		return __libc_realloc(p, size);
	errno = ENOMEM;
	return NULL;
}

__attribute__((constructor)) static void
begin(void)
{
	const char *text = getenv("NOMEM_AT");

	on = getenv("NOMEM_ON") != NULL;
	at = text != NULL ? atol(text) : 0;
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("NOMEM_COUNT");
	char text[32];
	int fd, n;

	if (path == NULL || (fd = open(path, O_WRONLY | O_CREAT, 0600)) == -1)
		return;
	n = snprintf(text, sizeof(text), "%ld\n", seen);
	if (write(fd, text, (size_t)n) != n)
		_exit(70);
	close(fd);
}
