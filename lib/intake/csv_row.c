/* The names of a table's columns, and its rows. Knows no separator. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <glib.h>

#include "base/text.h"
#include "intake/csv_row.h"
#include "intake/csv_text.h"
#include "intake/map.h"

int
csv_rows_open(struct csv_rows *r, const struct intake_options *o,
    intake_fn *fn, void *arg)
{
	r->options = o;
	r->fn = fn;
	r->arg = arg;
	r->source = "import";
	r->source_map = map_source(o);
	return 0;
}

void
csv_rows_close(struct csv_rows *r)
{
	size_t i;

	for (i = 0; i < r->ncolumn; i++)
		free(r->column[i].name);
	buf_free(&r->cells);
	buf_free(&r->head);
}

void
csv_rows_clear(struct csv_rows *r)
{
	buf_clear(&r->cells);
	r->ncell = 0;
	r->broken = false;
}

void
csv_rows_cell(struct csv_rows *r, const char *data, size_t len)
{
	char *text;
	size_t i;

	if (r->ncell >= COLUMNS_MAX)
		return;
	r->at[r->ncell++] = r->cells.len;
	for (i = 0; i < len && data[i] >= ' ' && data[i] < 0x7f; i++)
		;
	if (i == len) {
		buf_add(&r->cells, len > 0 ? data : "", len);
	} else {
		text = csv_text_cell(data, len);
		r->failed |= text == NULL;
		buf_puts(&r->cells, text);
		free(text);
	}
	buf_putc(&r->cells, '\0');
}

static char *
cell(const struct csv_rows *r, size_t i)
{
	return r->cells.data + r->at[i];
}

/* ="00501" and 'text guard a value from spreadsheets; p: is Meta's. */
static char *
unguard(char *s)
{
	size_t len;

	s += strspn(s, " ");
	len = strlen(s);
	if (len >= 3 && strncmp(s, "=\"", 2) == 0 && s[len - 1] == '"') {
		s[len - 1] = '\0';
		return s + 2;
	}
	if (s[0] == '\'')
		return s + 1;
	if (strncmp(s, "p:+", 3) == 0 || strncmp(s, "z:", 2) == 0 ||
	    strncmp(s, "l:", 2) == 0)
		return s + 2;
	return s;
}

/* The name -f FIELD=@COLUMN gives a column, else its own. */
static const char *
mapped(const struct intake_options *o, const char *name, char field[64])
{
	const char *eq, *end;
	size_t i;

	for (i = 0; i < o->nfields; i++) {
		eq = strchr(o->fields[i], '=');
		if (eq == NULL || eq[1] != '@' || eq - o->fields[i] > 63)
			continue;
		eq += 2;
		end = eq + strlen(eq);
		if (end - eq > 1 && eq[0] == '"' && end[-1] == '"') {
			eq++;
			end--;
		}
		if (strlen(name) != (size_t)(end - eq) ||
		    strncasecmp(name, eq, (size_t)(end - eq)) != 0)
			continue;
		memcpy(field, o->fields[i],
		    (size_t)(strchr(o->fields[i], '=') - o->fields[i]));
		field[strchr(o->fields[i], '=') - o->fields[i]] = '\0';
		return field;
	}
	return name;
}

static void
column(struct csv_rows *r, const char *text)
{
	struct csv_column *c = &r->column[r->ncolumn++];
	char field[64], *clean = text_fold_space(text);
	const char *name = clean == NULL ? "" :
	    mapped(r->options, clean, field);

	*c = (struct csv_column){.name = text_dup(name)};
	r->failed |= c->name == NULL;
	c->label = labels_imported(name);
	if (labels_own(r->options->config, name) != LABEL_NONE)
		c->label = labels_own(r->options->config, name);
	c->imported = c->label != LABEL_NONE;
	if (text_is_nocase(name, "id"))
		c->label = LABEL_ID;
	else if (!c->imported)
		c->label = labels_find(name, true);
	if (text_is_nocase(name, "note"))
		c->label = LABEL_NOTE;
	if (text_is(name, "adset_name"))
		r->source = "meta-lead-ads";
	free(clean);
}

/* Each FIELD=@COLUMN of the call has to find its column. */
static int
check_columns(const struct csv_rows *r, struct lead_error *err)
{
	const struct intake_options *o = r->options;
	const char *eq;
	size_t i, k;
	bool reach = false;

	for (i = 0; i < o->nfields; i++) {
		if ((eq = strchr(o->fields[i], '=')) == NULL || eq[1] != '@')
			continue;
		for (k = 0; k < r->ncolumn; k++)
			if (strlen(r->column[k].name) ==
			    (size_t)(eq - o->fields[i]) &&
			    strncmp(r->column[k].name, o->fields[i],
			    (size_t)(eq - o->fields[i])) == 0)
				break;
		if (k == r->ncolumn)
			return lead_fail(err, LEAD_EUSAGE,
			    "-f %.80s: the first line names no such column",
			    o->fields[i]);
	}
	reach = r->source_map != NULL;
	for (k = 0; k < r->ncolumn; k++)
		reach |= r->column[k].label == LABEL_EMAIL ||
		    r->column[k].label == LABEL_PHONE;
	if (!reach)
		return lead_fail(err, LEAD_EDATA, "line %zu: no column of "
		    "mail or phone: name them, or say -f email=@COLUMN",
		    r->line);
	return 0;
}

static int
names(struct csv_rows *r, const char *raw, size_t len, struct lead_error *err)
{
	size_t i;

	for (i = 0; i < r->ncell; i++)
		column(r, cell(r, i));
	while (len > 0 && (raw[len - 1] == '\n' || raw[len - 1] == '\r'))
		len--;
	buf_add(&r->head, raw, len);
	r->has_head = true;
	return r->failed || r->head.failed ? -1 : check_columns(r, err);
}

/* -f FIELD=VALUE holds for every row and wins over its columns. */
static void
constants(const struct csv_rows *r, struct draft *d)
{
	const struct intake_options *o = r->options;
	enum label what;
	const char *eq;
	char name[64];
	size_t i;

	for (i = 0; i < o->nfields; i++) {
		eq = strchr(o->fields[i], '=');
		if (eq == NULL || eq[1] == '@' || eq - o->fields[i] > 63)
			continue;
		memcpy(name, o->fields[i], (size_t)(eq - o->fields[i]));
		name[eq - o->fields[i]] = '\0';
		if ((what = labels_imported(name)) == LABEL_NONE)
			what = text_is(name, "note") ? LABEL_NOTE :
			    labels_find(name, false);
		draft_as(d, what, name, eq + 1);
	}
}

/* 4.91512E+11: the digits a spreadsheet threw away. */
static bool
is_shortened(const char *s)
{
	size_t n = strspn(s, "0123456789.,");

	return n > 0 && (s[n] == 'E' || s[n] == 'e') && s[n + 1] == '+' &&
	    isdigit((unsigned char)s[n + 2]);
}

/* Why nobody can be reached by this row, or NULL. */
static const char *
fault(const struct csv_rows *r, const struct inbound *in, char *why,
    size_t size)
{
	size_t i;

	if (r->broken)
		return "a quote is never closed: close it";
	for (i = r->ncolumn; i < r->ncell; i++)
		if (!text_empty(cell(r, i))) {
			g_snprintf(why, size, "%zu values for %zu columns: "
			    "put quotes around the value that is parted",
			    r->ncell, r->ncolumn);
			return why;
		}
	if (in->email != NULL || in->phone != NULL)
		return NULL;
	if (in->phone_raw != NULL && !is_shortened(in->phone_raw))
		return NULL;
	for (i = 0; i < r->ncell && i < r->ncolumn; i++) {
		if (text_empty(cell(r, i)))
			continue;
		if (r->column[i].label == LABEL_PHONE)
			g_snprintf(why, size, "%.40s: '%.40s' was cut by a "
			    "spreadsheet: make the column text, export again",
			    r->column[i].name, cell(r, i));
		else if (r->column[i].label == LABEL_EMAIL)
			g_snprintf(why, size, "%.40s: '%.60s' is no mail "
			    "address: correct it", r->column[i].name,
			    cell(r, i));
		else
			continue;
		return why;
	}
	return "row without mail or phone: add one";
}

static bool
is_test(const struct csv_rows *r)
{
	size_t i;

	for (i = 0; i < r->ncell; i++)
		if (cell(r, i)[0] == '<' && text_has(cell(r, i), "<test lead:"))
			return true;
	return false;
}

/* The line of names once more, as in files put one behind the other. */
static bool
is_head(const struct csv_rows *r, const char *raw, size_t len)
{
	while (len > 0 && (raw[len - 1] == '\n' || raw[len - 1] == '\r'))
		len--;
	return len == r->head.len && memcmp(raw, r->head.data, len) == 0;
}

static int
hand_over(struct csv_rows *r, struct inbound *in, const char *raw, size_t len,
    struct lead_error *err)
{
	char why[256];
	const char *reason;
	int rc = 0;

	if (!in->test && is_test(r))
		in->test = true;
	if (in->test)
		rc = read_verdict(in, INBOUND_IGNORED, "the vendor's test");
	else if ((reason = fault(r, in, why, sizeof(why))) != NULL)
		rc = read_verdict(in, INBOUND_ERROR, reason);
	in->head = r->head.data;
	in->nhead = r->head.len;
	if (rc == -1 || read_finish(in, r->options, "csv", "import",
	    r->source) == -1)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	return r->fn(r->arg, in, raw, len, ++r->record, r->line) == 0 ? 0 : -1;
}

static int
row(struct csv_rows *r, const char *raw, size_t len, struct lead_error *err)
{
	struct inbound in = {0};
	struct draft d = {.in = &in, .country = read_country(r->options),
	    .config = r->options->config,
	    .zone = r->options->config->business.timezone,
	    .now = r->options->now, .guess = true};
	size_t i, filled = r->broken;
	char *value;
	int rc = 0;

	constants(r, &d);
	for (i = 0; i < r->ncell && i < r->ncolumn; i++) {
		value = unguard(cell(r, i));
		if (text_empty(value))
			continue;
		filled++;
		if (r->column[i].name[0] == '\0')
			continue;
		if (r->source_map == NULL || !map_put(&d, r->source_map,
		    r->column[i].name, value))
			draft_as(&d, r->column[i].label, r->column[i].name,
			    value);
	}
	if (draft_finish(&d) == -1 || r->failed || r->cells.failed)
		rc = lead_fail(err, LEAD_EAGAIN, "out of memory");
	else if (filled > 0)
		rc = hand_over(r, &in, raw, len, err);
	inbound_free(&in);
	return rc;
}

int
csv_rows_take(struct csv_rows *r, const char *raw, size_t len,
    struct lead_error *err)
{
	int rc;

	if (!r->has_head)
		rc = names(r, raw, len, err);
	else
		rc = is_head(r, raw, len) ? 0 : row(r, raw, len, err);
	csv_rows_clear(r);
	return rc;
}

int
csv_rows_end(struct csv_rows *r, struct lead_error *err)
{
	struct inbound in = {0};
	int rc;

	if (r->record > 0)
		return 0;
	r->failed |= read_verdict(&in, INBOUND_ERROR,
	    "a table without rows") == -1 || read_finish(&in, r->options,
	    "csv", "import", r->source) == -1;
	rc = r->failed ? lead_fail(err, LEAD_EAGAIN, "out of memory") :
	    r->fn(r->arg, &in, "", 0, ++r->record, r->line) == 0 ? 0 : -1;
	inbound_free(&in);
	return rc;
}
