/* Pairs of a query string or of a form's body. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/query.h"

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *
query_decode(const char *s, size_t n, size_t *len)
{
	struct buf b = {0};
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] == '+')
			buf_putc(&b, ' ');
		else if (s[i] == '%' && i + 2 < n && hex(s[i + 1]) >= 0 &&
		    hex(s[i + 2]) >= 0) {
			buf_putc(&b,
			    (char)(hex(s[i + 1]) * 16 + hex(s[i + 2])));
			i += 2;
		} else {
			buf_putc(&b, s[i]);
		}
	}
	*len = b.len;
	return buf_take(&b);
}

static int
add(struct query *q, const char *s, size_t n)
{
	const char *eq = memchr(s, '=', n);
	size_t name = eq == NULL ? n : (size_t)(eq - s);
	struct query_pair *grown, *p;

	if (n == 0 || q->count >= QUERY_MAX)
		return 0;
	grown = realloc(q->pair, (q->count + 1) * sizeof(*grown));
	if (grown == NULL)
		return -1;
	q->pair = grown;
	p = &grown[q->count++];
	p->name = query_decode(s, name, &p->namelen);
	p->value = query_decode(eq == NULL ? "" : eq + 1,
	    eq == NULL ? 0 : n - name - 1, &p->valuelen);
	return p->name == NULL || p->value == NULL ? -1 : 0;
}

int
query_parse(struct query *q, const char *data, size_t len)
{
	const char *s, *amp, *end;

	*q = (struct query){0};
	if (len == 0)
		return 0;
	end = data + len;
	/* a text file handed in ends in a line break that is no value */
	while (end > data && isspace((unsigned char)end[-1]))
		end--;
	for (s = data; s < end; s = amp + 1) {
		if ((amp = memchr(s, '&', (size_t)(end - s))) == NULL)
			amp = end;
		if (add(q, s, (size_t)(amp - s)) == -1) {
			query_free(q);
			return -1;
		}
	}
	return 0;
}

void
query_free(struct query *q)
{
	size_t i;

	for (i = 0; i < q->count; i++) {
		free(q->pair[i].name);
		free(q->pair[i].value);
	}
	free(q->pair);
	*q = (struct query){0};
}

const char *
query_get(const struct query *q, const char *name)
{
	size_t i;

	for (i = 0; i < q->count; i++)
		if (strcmp(q->pair[i].name, name) == 0)
			return q->pair[i].value;
	return NULL;
}
