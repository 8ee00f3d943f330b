/* Tables with a header row, by libcsv. Knows nothing of imports. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <csv.h>
#include <glib.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/mime.h"
#include "intake/map.h"
#include "intake/read.h"

#define COLUMNS_MAX 500

struct table {
	const struct intake_options *options;
	intake_fn *fn;
	void *arg;
	char *head[COLUMNS_MAX], *cell[COLUMNS_MAX];
	size_t nhead, ncell, record, line;
	const char *source;
	bool has_head, failed;
};

static void
clear(char **list, size_t *n)
{
	size_t i;

	for (i = 0; i < *n; i++)
		free(list[i]);
	*n = 0;
}

static void
on_cell(void *data, size_t len, void *arg)
{
	struct table *t = arg;

	if (t->failed || t->ncell >= COLUMNS_MAX)
		return;
	if ((t->cell[t->ncell] = text_utf8(data == NULL ? "" : data,
	    len)) == NULL)
		t->failed = true;
	else
		t->ncell++;
}

/* ="00501" and 'text guard a value from spreadsheets; p: is Meta's. */
static char *
unguard(const char *s)
{
	size_t len;

	s += strspn(s, " ");
	len = strlen(s);
	if (len >= 3 && strncmp(s, "=\"", 2) == 0 && s[len - 1] == '"')
		return strndup(s + 2, len - 3);
	if (s[0] == '\'')
		return text_dup(s + 1);
	if (strncmp(s, "p:+", 3) == 0 || strncmp(s, "z:", 2) == 0 ||
	    strncmp(s, "l:", 2) == 0)
		return text_dup(s + 2);
	return text_dup(s);
}

static int
deliver(struct table *t, struct inbound *in)
{
	struct buf raw = {0};
	size_t i;
	int rc;

	for (i = 0; i < t->ncell; i++) {
		if (i > 0)
			buf_putc(&raw, '\t');
		buf_puts(&raw, t->cell[i]);
	}
	if (raw.failed || read_finish(in, t->options, "csv", "import",
	    t->source) == -1)
		rc = -1;
	else
		rc = t->fn(t->arg, in, raw.data == NULL ? "" : raw.data,
		    raw.len, ++t->record, t->line) == 0 ? 0 : -1;
	buf_free(&raw);
	return rc;
}

static bool
is_test(const struct table *t)
{
	size_t i;

	for (i = 0; i < t->ncell; i++)
		if (text_has(t->cell[i], "<test lead:"))
			return true;
	return false;
}

static void
row(struct table *t)
{
	struct inbound in = {0};
	struct draft d = {.in = &in, .country = read_country(t->options),
	    .guess = true};
	size_t i, filled = 0;
	char *value;

	for (i = 0; i < t->ncell && i < t->nhead; i++) {
		filled += !text_empty(t->cell[i]);
		if (text_empty(t->head[i]))
			continue;
		if ((value = unguard(t->cell[i])) == NULL)
			d.failed = true;
		else if (map_put(&d, map_source(t->options), t->head[i],
		    value))
			;
		else if (text_is_nocase(t->head[i], "id"))
			draft_as(&d, LABEL_ID, "id", value);
		else
			draft_put(&d, t->head[i], value);
		free(value);
	}
	if (draft_finish(&d) == -1)
		t->failed = true;
	else if (filled > 0) {
		free(in.source);
		in.source = NULL;
		if (is_test(t))
			in.test = true;
		if (in.test)
			t->failed = read_verdict(&in, INBOUND_IGNORED,
			    "the vendor's test") == -1;
		else if (in.email == NULL && in.phone == NULL &&
		    in.phone_raw == NULL)
			t->failed = read_verdict(&in, INBOUND_ERROR,
			    "row without mail or phone") == -1;
		if (!t->failed && deliver(t, &in) == -1)
			t->failed = true;
	}
	inbound_free(&in);
}

static void
on_row(int c, void *arg)
{
	struct table *t = arg;

	(void)c;
	t->line++;
	if (t->failed)
		return;
	if (!t->has_head) {
		memcpy(t->head, t->cell, sizeof(t->head));
		t->nhead = t->ncell;
		t->ncell = 0;
		t->has_head = true;
	} else
		row(t);
	clear(t->cell, &t->ncell);
}

static char
delimiter(const char *s)
{
	size_t n = strcspn(s, "\r\n"), i, best = 0, count[3] = {0};
	static const char choices[] = ",;\t";

	for (i = 0; i < n; i++)
		if (strchr(choices, s[i]) != NULL)
			count[strchr(choices, s[i]) - choices]++;
	for (i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	return choices[best];
}

static char *
as_utf8(const char *data, size_t len)
{
	char *out, *copy;
	gsize n;

	if (len >= 2 && memcmp(data, "\xff\xfe", 2) == 0) {
		out = g_convert(data + 2, (gssize)(len - 2), "UTF-8",
		    "UTF-16LE", NULL, &n, NULL);
		copy = out == NULL ? text_utf8(data, len) : strndup(out, n);
		g_free(out);
		return copy;
	}
	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
		return strndup(data + 3, len - 3);
	if (g_utf8_validate(data, (gssize)len, NULL))
		return strndup(data, len);
	out = g_convert(data, (gssize)len, "UTF-8", "WINDOWS-1252", NULL, &n,
	    NULL);
	copy = out == NULL ? text_utf8(data, len) : strndup(out, n);
	g_free(out);
	return copy;
}

static void
nothing(struct table *t)
{
	struct inbound in = {0};

	if (read_verdict(&in, INBOUND_ERROR, "a table without rows") == -1 ||
	    deliver(t, &in) == -1)
		t->failed = true;
	inbound_free(&in);
}

int
csv_read(const struct intake_options *o, const char *data, size_t len,
    intake_fn *fn, void *arg)
{
	struct table *t = calloc(1, sizeof(*t));
	struct csv_parser parser;
	char *text = as_utf8(data, len), sep;
	const char *s = text;
	int rc;

	if (t == NULL || text == NULL || csv_init(&parser, 0) != 0) {
		free(t);
		free(text);
		return -1;
	}
	t->options = o;
	t->fn = fn;
	t->arg = arg;
	t->source = "import";
	sep = delimiter(s);
	if (strncasecmp(s, "sep=", 4) == 0 && s[4] != '\0') {
		sep = s[4];
		s += strcspn(s, "\n");
		s += *s == '\n';
	}
	if (strstr(s, "adset_name") != NULL)
		t->source = "meta-lead-ads";
	csv_set_delim(&parser, (unsigned char)sep);
	/* In tab-separated values a quote is a letter like any other. */
	if (sep == '\t')
		csv_set_quote(&parser, 1);
	csv_parse(&parser, s, strlen(s), on_cell, on_row, t);
	csv_fini(&parser, on_cell, on_row, t);
	csv_free(&parser);
	if (t->record == 0 && !t->failed)
		nothing(t);
	rc = t->failed ? -1 : 0;
	clear(t->head, &t->nhead);
	clear(t->cell, &t->ncell);
	free(t);
	free(text);
	return rc;
}
