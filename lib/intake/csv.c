/* Tables with a header row, by libcsv, one line after the other. Knows
 * nothing of imports, nor what a column means. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <csv.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/csv_row.h"
#include "intake/csv_text.h"
#include "intake/read.h"

#define ROW_MAX 262144  /* a quote open for longer was never meant */
#define UNCLOSED_MAX 100
#define FIELD_BEGUN 2   /* of csv_parser.pstate */

struct table {
	const struct intake_options *options;
	struct csv_parser parser;
	struct csv_text *text;
	struct csv_rows rows;
	struct buf raw, again; /* the row so far; lines to be read once more */
	size_t used;           /* of again */
	size_t line, unclosed;
	char sep;
	bool ended;            /* the row is whole */
	struct lead_error *err;
};

static void
on_cell(void *data, size_t len, void *arg)
{
	struct table *t = arg;

	csv_rows_cell(&t->rows, data, len);
}

static void
on_row(int c, void *arg)
{
	struct table *t = arg;

	(void)c;
	t->ended = true;
}

static int
parser_start(struct table *t)
{
	if (csv_init(&t->parser, 0) != 0)
		return -1;
	csv_set_delim(&t->parser, (unsigned char)t->sep);
	return 0;
}

/* The one that stands most often outside of quotes. */
static char
delimiter(const char *s, size_t n)
{
	static const char choices[] = ",;\t|";
	size_t i, best = 0, count[4] = {0};
	bool quoted = false;
	const char *at;

	for (i = 0; i < n; i++) {
		quoted ^= s[i] == '"';
		if (!quoted && s[i] != '\0' &&
		    (at = strchr(choices, s[i])) != NULL)
			count[at - choices]++;
	}
	for (i = 1; i < 4; i++)
		if (count[i] > count[best])
			best = i;
	return choices[best];
}

/* As csv_text_line, but what an open quote swallowed comes first. */
static int
next_line(struct table *t, const char **line, size_t *len)
{
	const char *s, *lf;

	if (t->used < t->again.len) {
		s = t->again.data + t->used;
		*len = t->again.len - t->used;
		lf = memchr(s, '\n', *len);
		if (lf == NULL)
			lf = memchr(s, '\r', *len);
		if (lf != NULL)
			*len = (size_t)(lf - s) + 1;
		*line = s;
		t->used += *len;
		return 1;
	}
	buf_clear(&t->again);
	t->used = 0;
	return csv_text_line(t->text, line, len);
}

static int
whole(struct table *t, const char *raw, size_t len)
{
	int rc;

	if (t->raw.failed)
		return -1;
	rc = csv_rows_take(&t->rows, raw, len, t->err);
	t->ended = false;
	return rc;
}

/* A quote is never closed: the line it stands in is refused (between TABs it
 * is a letter like any other), and what it swallowed is read again. */
static int
unclosed(struct table *t)
{
	struct buf rest = {0}, row = t->raw;
	const char *lf = memchr(row.data, '\n', row.len);
	size_t n;
	int rc;

	if (lf == NULL)
		lf = memchr(row.data, '\r', row.len);
	n = lf == NULL ? row.len : (size_t)(lf - row.data) + 1;
	if (!t->rows.has_head || ++t->unclosed > UNCLOSED_MAX)
		return lead_fail(t->err, LEAD_EDATA, "line %zu: a quote is "
		    "never closed: is '%c' what parts the columns?",
		    t->rows.line, t->sep);
	buf_add(&rest, row.data + n, row.len - n);
	if (t->used < t->again.len)
		buf_add(&rest, t->again.data + t->used,
		    t->again.len - t->used);
	buf_free(&t->again);
	t->again = rest;
	t->used = 0;
	t->raw = (struct buf){0};
	t->line = t->rows.line;
	csv_free(&t->parser);
	csv_rows_clear(&t->rows);
	rc = parser_start(t);
	if (rc == 0 && t->sep == '\t') {
		csv_set_quote(&t->parser, 1);
		csv_parse(&t->parser, row.data, n, on_cell, on_row, t);
		csv_fini(&t->parser, on_cell, on_row, t);
		csv_set_quote(&t->parser, CSV_QUOTE);
	} else
		t->rows.broken = true;
	if (rc == 0 && !rest.failed)
		rc = whole(t, row.data, n);
	buf_free(&row);
	return rc;
}

static int
take_line(struct table *t, const char *line, size_t len)
{
	int rc = 0;

	t->line++;
	if (t->raw.len == 0)
		t->rows.line = t->line;
	buf_add(&t->raw, line, len);
	csv_parse(&t->parser, line, len, on_cell, on_row, t);
	if (t->ended)
		rc = whole(t, t->raw.data, t->raw.len);
	else if (t->parser.pstate != 0 && t->raw.len > ROW_MAX)
		return unclosed(t);
	else if (t->parser.pstate != 0)
		return 0;
	buf_clear(&t->raw);
	return rc;
}

/* The end of the file ends a row, unless a quote is open. */
static int
last(struct table *t)
{
	int rc;

	if (t->raw.len == 0)
		return 0;
	if (t->parser.quoted && t->parser.pstate == FIELD_BEGUN)
		return unclosed(t) == -1 ? -1 : 1;
	csv_fini(&t->parser, on_cell, on_row, t);
	rc = t->ended ? whole(t, t->raw.data, t->raw.len) : 0;
	buf_clear(&t->raw);
	return rc;
}

/* "sep=;" is Excel's word to Excel. 1: it was that line. */
static int
begin(struct table *t, const char *line, size_t len)
{
	bool hint = len > 4 && strncasecmp(line, "sep=", 4) == 0;

	t->sep = hint && line[4] != '\r' && line[4] != '\n' ? line[4] :
	    delimiter(line, len);
	if (hint)
		t->line++;
	return parser_start(t) == -1 ? -1 : hint;
}

static int
run(struct table *t)
{
	const char *line;
	size_t len;
	bool begun = false;
	int rc, more;

	do {
		while ((rc = next_line(t, &line, &len)) == 1) {
			if (!begun && strspn(line, " \t\r\n") >= len) {
				t->line++;
				continue;
			}
			more = 0;
			if (!begun && (more = begin(t, line, len)) == -1)
				return -1;
			/* a hint is no line of names: that comes next */
			begun = true;
			if (more == 0 && take_line(t, line, len) == -1)
				return -1;
		}
		if (rc == -1)
			return lead_fail(t->err, errno == ENOMEM ?
			    LEAD_EAGAIN : LEAD_EIO, "reading: %s",
			    strerror(errno));
	} while (begun && (rc = last(t)) == 1);
	return rc;
}

int
csv_read(const struct intake_options *o, intake_read_fn *read, void *read_arg,
    intake_fn *fn, void *arg, struct lead_error *err)
{
	struct table t = {.options = o, .err = err};
	int rc = -1;

	lead_fail(err, LEAD_EAGAIN, "out of memory");
	if ((t.text = csv_text_new(read, read_arg)) == NULL ||
	    csv_rows_open(&t.rows, o, fn, arg) == -1)
		goto done;
	if ((rc = run(&t)) == 0)
		rc = csv_rows_end(&t.rows, err);
done:
	csv_free(&t.parser);
	csv_rows_close(&t.rows);
	csv_text_free(t.text);
	buf_free(&t.raw);
	buf_free(&t.again);
	return rc;
}
