/* Lines out of a stream in whatever character set a spreadsheet wrote. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/text.h"
#include "intake/csv_text.h"

#define CHUNK 65536

struct csv_text {
	intake_read_fn *read;
	void *arg;
	GIConv wide;         /* from UTF-16, or (GIConv)-1 */
	char tail[CHUNK];    /* bytes of a character not complete yet */
	size_t ntail;
	char *buf;
	size_t start, len, cap;
	int error;
	bool begun, end;
};

static int
room(struct csv_text *t, size_t more)
{
	char *p;

	if (t->start > 0) {
		memmove(t->buf, t->buf + t->start, t->len);
		t->start = 0;
	}
	if (t->len + more <= t->cap)
		return 0;
	if ((p = realloc(t->buf, t->len + more)) == NULL)
		return -1;
	t->buf = p;
	t->cap = t->len + more;
	return 0;
}

/* Most of a text has a NUL in each pair, always on the same side. */
static const char *
charset(const char *s, size_t n, size_t *mark)
{
	size_t i, low = 0, high = 0;

	*mark = 2;
	if (n >= 2 && memcmp(s, "\xff\xfe", 2) == 0)
		return "UTF-16LE";
	if (n >= 2 && memcmp(s, "\xfe\xff", 2) == 0)
		return "UTF-16BE";
	*mark = n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	for (i = 0; i + 1 < n && i < 400; i += 2) {
		high += s[i] == '\0';
		low += s[i + 1] == '\0';
	}
	if (low > i / 4 && high == 0)
		return "UTF-16LE";
	return high > i / 4 && low == 0 ? "UTF-16BE" : NULL;
}

static void
widen(struct csv_text *t)
{
	char *in = t->tail, *out;
	size_t left = t->ntail, space;

	while (left > 1) {
		out = t->buf + t->len;
		space = t->cap - t->len;
		if (g_iconv(t->wide, &in, &left, &out, &space) == (size_t)-1 &&
		    errno == EILSEQ && space >= 3) {
			memcpy(out, "\xef\xbf\xbd", 3);
			out += 3;
			in += 2;
			left -= 2;
			t->len = (size_t)(out - t->buf);
			continue;
		}
		t->len = (size_t)(out - t->buf);
		break;
	}
	memmove(t->tail, in, left);
	t->ntail = left;
}

static void
fill(struct csv_text *t)
{
	size_t mark = 0;
	const char *set = NULL;
	ptrdiff_t n;

	if (room(t, 2 * CHUNK) == -1) {
		t->error = ENOMEM;
		return;
	}
	n = t->read(t->arg, t->tail + t->ntail, CHUNK - t->ntail);
	if (n <= 0) {
		t->error = n == -1 ? errno : 0;
		t->end = true;
		return;
	}
	t->ntail += (size_t)n;
	if (!t->begun) {
		t->begun = true;
		set = charset(t->tail, t->ntail, &mark);
		if (set != NULL)
			t->wide = g_iconv_open("UTF-8", set);
		t->ntail -= mark;
		memmove(t->tail, t->tail + mark, t->ntail);
	}
	if (t->wide != (GIConv)-1) {
		widen(t);
		return;
	}
	memcpy(t->buf + t->len, t->tail, t->ntail);
	t->len += t->ntail;
	t->ntail = 0;
}

struct csv_text *
csv_text_new(intake_read_fn *read, void *arg)
{
	struct csv_text *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->read = read;
	t->arg = arg;
	t->wide = (GIConv)-1;
	return t;
}

void
csv_text_free(struct csv_text *t)
{
	if (t == NULL)
		return;
	if (t->wide != (GIConv)-1)
		g_iconv_close(t->wide);
	free(t->buf);
	free(t);
}

/* Where the line at s ends, its end of line included; 0: not within n. */
static size_t
line_end(const char *s, size_t n, bool last)
{
	const char *lf = memchr(s, '\n', n), *cr;

	cr = memchr(s, '\r', lf == NULL ? n : (size_t)(lf - s));
	if (cr == NULL)
		return lf == NULL ? 0 : (size_t)(lf - s) + 1;
	if ((size_t)(cr - s) + 1 < n)
		return (size_t)(cr - s) + (cr[1] == '\n' ? 2 : 1);
	return last ? n : 0;
}

int
csv_text_line(struct csv_text *t, const char **line, size_t *len)
{
	size_t n = 0;

	while (t->error == 0 && (t->len == 0 ||
	    (n = line_end(t->buf + t->start, t->len, t->end)) == 0)) {
		if (t->end || t->len >= CSV_LINE_MAX) {
			n = t->len;
			break;
		}
		fill(t);
	}
	if (t->error != 0) {
		errno = t->error;
		return -1;
	}
	if (n == 0)
		return 0;
	*line = t->buf + t->start;
	*len = n;
	t->start += n;
	t->len -= n;
	return 1;
}

char *
csv_text_cell(const char *data, size_t len)
{
	char *out, *copy;
	gsize n;

	if (g_utf8_validate(data, (gssize)len, NULL))
		return text_utf8(data, len);
	out = g_convert(data, (gssize)len, "UTF-8", "WINDOWS-1252", NULL, &n,
	    NULL);
	copy = out == NULL ? text_utf8(data, len) : text_utf8(out, n);
	g_free(out);
	return copy;
}
