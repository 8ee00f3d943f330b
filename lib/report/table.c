/* A table in the making: columns by kind, cells as programs read them. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/table.h"

static int
head(struct report_table *t, const char *columns)
{
	const char *p = columns;
	size_t i, n;

	for (i = 0; i < t->cols; i++) {
		t->kind[i] = *p++;
		n = strcspn(p, "|");
		if ((t->cell[i] = strndup(p, n)) == NULL)
			return -1;
		p += n + (p[n] == '|');
	}
	return 0;
}

struct report_table *
table_new(struct report *r, const char *title, size_t rows,
    const char *columns)
{
	struct report_table *t;
	const char *p;

	t = realloc(r->table, (r->ntable + 1) * sizeof(*t));
	if (t == NULL)
		return NULL;
	r->table = t;
	t += r->ntable++;
	*t = (struct report_table){.title = text_dup(title), .cols = 1};
	for (p = columns; *p != '\0'; p++)
		t->cols += *p == '|';
	t->kind = calloc(t->cols + 1, 1);
	t->cell = calloc((rows + 1) * t->cols, sizeof(*t->cell));
	if (t->title == NULL || t->kind == NULL || t->cell == NULL ||
	    head(t, columns) == -1)
		return NULL;
	return t;
}

int
table_row(struct report_table *t, ...)
{
	char number[64];
	const char *text;
	va_list ap;
	size_t i;
	double n;
	int rc = 0;

	if (t == NULL)
		return -1;
	va_start(ap, t);
	for (i = 0; i < t->cols; i++) {
		text = number;
		if (t->kind[i] == 't') {
			text = va_arg(ap, const char *);
		} else if (t->kind[i] == 'w') {
			snprintf(number, sizeof(number), "%lld",
			    (long long)va_arg(ap, int64_t));
			if (strcmp(number, "0") == 0)
				text = NULL;
		} else {
			n = va_arg(ap, double);
			snprintf(number, sizeof(number), "%.15g", n);
			if (!isfinite(n))
				text = NULL;
		}
		text = text_dup(text != NULL ? text : "");
		t->cell[(t->rows + 1) * t->cols + i] = (char *)text;
		if (text == NULL)
			rc = -1;
	}
	va_end(ap);
	t->rows++;
	return rc;
}

int
table_words(struct report_table *t, const char *caption, const char *note)
{
	if (t == NULL || text_set(&t->caption, caption) == -1 ||
	    text_set(&t->note, note) == -1)
		return -1;
	return 0;
}

bool
table_is_number(const struct report_table *t, size_t col)
{
	return strchr("nmrs", t->kind[col]) != NULL;
}

double
table_number(const struct report_table *t, size_t row, size_t col)
{
	const char *s = t->cell[row * t->cols + col];

	return *s == '\0' ? NAN : strtod(s, NULL);
}

size_t
table_bar_column(const struct report_table *t, double *max)
{
	size_t i;
	double n;

	static const char *const with[] = {"by source", "funnel", "pipeline",
	    "response time", "by owner"};

	*max = 0;
	for (i = 0; i < 5 && !text_is(t->title, with[i]);)
		i++;
	if (i == 5)
		return 0;
	for (i = 1; i <= t->rows; i++) {
		n = table_number(t, i, 1);
		if (n > *max)
			*max = n;
	}
	return *max > 0 ? 1 : 0;
}

void
table_free(struct report *r)
{
	struct report_table *t;
	size_t i, j;

	for (i = 0; i < r->ntable; i++) {
		t = &r->table[i];
		for (j = 0; t->cell != NULL && j < (t->rows + 1) * t->cols;
		    j++)
			free(t->cell[j]);
		free(t->cell);
		free(t->kind);
		free(t->title);
		free(t->caption);
		free(t->note);
	}
	free(r->table);
	r->table = NULL;
	r->ntable = 0;
}
