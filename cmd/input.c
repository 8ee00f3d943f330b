/* Reading a whole input, to its end even where not all of it is kept. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

/* What is not kept still counts in what the input is known again by. */
static int
digest(struct cmd_input *in, const char *rest, size_t len)
{
	if (len == 0)
		return 0;
	if (in->digest == NULL) {
		if ((in->digest = lead_digest_new()) == NULL)
			return ENOMEM;
		lead_digest_add(in->digest, in->data, in->len);
	}
	lead_digest_add(in->digest, rest, len);
	return 0;
}

#define HEAD 8192

int
cmd_input_head(int fd, struct cmd_input *in)
{
	ssize_t n = 1;

	*in = (struct cmd_input){0};
	if ((in->data = malloc(HEAD)) == NULL)
		return -1;
	while (n > 0 && in->len < HEAD - 1) {
		n = read(fd, in->data + in->len, HEAD - 1 - in->len);
		if (n == -1 && errno == EINTR)
			n = 1;
		else if (n > 0)
			in->len += (size_t)n;
	}
	if (n == -1) {
		n = errno;
		cmd_input_free(in);
		errno = (int)n;
		return -1;
	}
	in->data[in->len] = '\0';
	in->size = in->len;
	return 0;
}

int
cmd_input_read(int fd, struct cmd_input *in)
{
	static char chunk[65536];
	char *p;
	size_t cap = in->len, keep;
	ssize_t n;
	int error = 0;

	for (;;) {
		n = read(fd, chunk, sizeof(chunk));
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0) {
			if (n == -1)
				error = errno;
			break;
		}
		in->size += (uint64_t)n;
		keep = CMD_INPUT_MAX - in->len;
		if (keep > (size_t)n)
			keep = (size_t)n;
		if (error == 0 && in->len + keep + 1 > cap) {
			cap = (cap + in->len + keep) * 2;
			if ((p = realloc(in->data, cap)) == NULL)
				error = ENOMEM;
			else
				in->data = p;
		}
		if (error != 0)
			continue;
		memcpy(in->data + in->len, chunk, keep);
		in->len += keep;
		in->data[in->len] = '\0';
		error = digest(in, chunk + keep, (size_t)n - keep);
	}
	in->truncated = in->size > in->len;
	if (error != 0) {
		cmd_input_free(in);
		errno = error;
		return -1;
	}
	return 0;
}

void
cmd_input_free(struct cmd_input *in)
{
	free(in->data);
	lead_digest_free(in->digest);
	*in = (struct cmd_input){0};
}
