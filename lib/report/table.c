/* The tables of a report: by source, by owner, pipeline, what needs you. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/table.h"

#define NEEDS_MAX 12

struct group {
	const char *name;
	int64_t leads, machine, human, replied, booked, won, open;
	double value;
};

/* Opens a table of cols columns with its head. NULL: no memory. */
static struct report_table *
table_new(struct report *r, const char *title, size_t rows, size_t cols, ...)
{
	struct report_table *t;
	va_list ap;
	size_t i;

	t = realloc(r->table, (r->ntable + 1) * sizeof(*t));
	if (t == NULL)
		return NULL;
	r->table = t;
	t += r->ntable++;
	*t = (struct report_table){.title = text_dup(title), .cols = cols};
	t->cell = calloc((rows + 1) * cols, sizeof(*t->cell));
	if (t->title == NULL || t->cell == NULL)
		return NULL;
	va_start(ap, cols);
	for (i = 0; i < cols; i++)
		t->cell[i] = text_dup(va_arg(ap, const char *));
	va_end(ap);
	for (i = 0; i < cols; i++)
		if (t->cell[i] == NULL)
			return NULL;
	return t;
}

static int
cell_text(struct report_table *t, size_t col, const char *text)
{
	char **cell = &t->cell[(t->rows + 1) * t->cols + col];

	*cell = text_dup(text != NULL ? text : "");
	return *cell == NULL ? -1 : 0;
}

static int
cell_number(struct report_table *t, size_t col, double n)
{
	char text[64];

	snprintf(text, sizeof(text), "%.15g", n);
	return cell_text(t, col, text);
}

static int
compare_group(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->leads != y->leads)
		return x->leads > y->leads ? -1 : 1;
	return strcmp(x->name, y->name);
}

static struct group *
group_find(struct group *g, size_t *n, const char *name)
{
	size_t i;

	if (text_empty(name))
		name = "(none)";
	for (i = 0; i < *n; i++)
		if (strcmp(g[i].name, name) == 0)
			return &g[i];
	g[*n].name = name;
	return &g[(*n)++];
}

static void
group_count(struct group *g, const struct report_span *s,
    const struct report_lead *l)
{
	if (l->open)
		g->open++;
	if (report_in_span(s, l->won)) {
		g->won++;
		if (l->has_value)
			g->value += l->value;
	}
	if (!report_in_span(s, l->received))
		return;
	g->leads++;
	g->machine += l->first_machine > 0;
	g->human += l->first_human > 0;
	g->replied += l->first_reply > 0;
	g->booked += l->booked > 0;
}

static int
by_source(struct report *r, const struct report_span *s)
{
	struct group *g = calloc(s->nlead + 1, sizeof(*g)), *p;
	struct report_table *t;
	size_t i, n = 0;
	int rc = -1;

	if (g == NULL)
		return -1;
	for (i = 0; i < s->nlead; i++)
		if (report_in_span(s, s->lead[i].received) ||
		    report_in_span(s, s->lead[i].won))
			group_count(group_find(g, &n, s->lead[i].source), s,
			    &s->lead[i]);
	qsort(g, n, sizeof(*g), compare_group);
	t = table_new(r, "by source", n, 6, "source", "leads", "replied",
	    "booked", "won", "value");
	for (i = 0; t != NULL && i < n; i++) {
		p = &g[i];
		if (cell_text(t, 0, p->name) == -1 ||
		    cell_number(t, 1, (double)p->leads) == -1 ||
		    cell_number(t, 2, (double)p->replied) == -1 ||
		    cell_number(t, 3, (double)p->booked) == -1 ||
		    cell_number(t, 4, (double)p->won) == -1 ||
		    cell_number(t, 5, p->value) == -1)
			goto done;
		t->rows++;
	}
	rc = t == NULL ? -1 : 0;
done:
	free(g);
	return rc;
}

static int
by_owner(struct report *r, const struct report_span *s)
{
	struct group *g = calloc(s->nlead + 1, sizeof(*g)), *p;
	struct report_table *t;
	size_t i, n = 0;
	int rc = -1;

	if (g == NULL)
		return -1;
	for (i = 0; i < s->nlead; i++)
		group_count(group_find(g, &n, s->lead[i].owner), s,
		    &s->lead[i]);
	qsort(g, n, sizeof(*g), compare_group);
	t = table_new(r, "by owner", n, 6, "owner", "leads", "answered",
	    "won", "value", "open");
	for (i = 0; t != NULL && i < n; i++) {
		p = &g[i];
		if (cell_text(t, 0, p->name) == -1 ||
		    cell_number(t, 1, (double)p->leads) == -1 ||
		    cell_number(t, 2, (double)p->human) == -1 ||
		    cell_number(t, 3, (double)p->won) == -1 ||
		    cell_number(t, 4, p->value) == -1 ||
		    cell_number(t, 5, (double)p->open) == -1)
			goto done;
		t->rows++;
	}
	rc = t == NULL ? -1 : 0;
done:
	free(g);
	return rc;
}

static int
pipeline(struct report *r, const struct report_span *s)
{
	static const char *const stage[] = {"new", "contacted", "waiting",
	    "replied", "qualified", "booked", "proposal"};
	const size_t n = sizeof(stage) / sizeof(stage[0]);
	struct report_table *t;
	int64_t count;
	double value;
	size_t i, j;

	t = table_new(r, "pipeline", n, 3, "stage", "leads", "value");
	for (i = 0; t != NULL && i < n; i++) {
		count = 0;
		value = 0;
		for (j = 0; j < s->nlead; j++) {
			if (!s->lead[j].open ||
			    !text_is(s->lead[j].stage, stage[i]))
				continue;
			count++;
			if (s->lead[j].has_value)
				value += s->lead[j].value;
		}
		if (cell_text(t, 0, stage[i]) == -1 ||
		    cell_number(t, 1, (double)count) == -1 ||
		    cell_number(t, 2, value) == -1)
			return -1;
		t->rows++;
	}
	return t == NULL ? -1 : 0;
}

/* 0 overdue, 1 no owner, 2 no next action, 3 all is well. */
static int
need(const struct report_lead *l, int64_t now)
{
	if (!l->open)
		return 3;
	if (l->next_due > 0 && l->next_due < now)
		return 0;
	if (text_empty(l->owner))
		return 1;
	return text_empty(l->next_action) ? 2 : 3;
}

static int64_t need_now; /* qsort has no argument */

static int
compare_need(const void *a, const void *b)
{
	const struct report_lead *x = *(struct report_lead *const *)a;
	const struct report_lead *y = *(struct report_lead *const *)b;
	int m = need(x, need_now), n = need(y, need_now);

	if (m != n)
		return m - n;
	if (x->next_due != y->next_due)
		return x->next_due < y->next_due ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static int
need_row(struct report *r, struct report_table *t, const struct report_lead *l,
    int64_t now)
{
	static const char *const why[] = {"overdue", "no owner",
	    "no next action"};
	char ref[32], due[64] = "";

	snprintf(ref, sizeof(ref), "L%lld", (long long)l->id);
	if (l->next_due > 0) {
		lead_when_format(l->next_due, r->zone, due, sizeof(due));
		due[strcspn(due, "T")] = ' ';
		due[16 < strlen(due) ? 16 : strlen(due)] = '\0';
	}
	if (cell_text(t, 0, ref) == -1 || cell_text(t, 1, l->name) == -1 ||
	    cell_text(t, 2, l->owner) == -1 ||
	    cell_text(t, 3, why[need(l, now)]) == -1 ||
	    cell_text(t, 4, due) == -1 || cell_text(t, 5, l->next_action) == -1)
		return -1;
	t->rows++;
	return 0;
}

static int
needs_you(struct report *r, const struct report_span *s, int64_t now)
{
	struct report_lead **list = calloc(s->nlead + 1, sizeof(*list));
	struct report_table *t;
	size_t i, n = 0;
	int rc = -1;

	if (list == NULL)
		return -1;
	for (i = 0; i < s->nlead; i++)
		if (need(&s->lead[i], now) < 3)
			list[n++] = &s->lead[i];
	need_now = now;
	qsort(list, n, sizeof(*list), compare_need);
	if (n > NEEDS_MAX && !text_is(r->name, "review"))
		n = NEEDS_MAX;
	t = table_new(r, "needs you", n, 6, "lead", "name", "owner", "why",
	    "due", "next");
	for (i = 0; t != NULL && i < n; i++)
		if (need_row(r, t, list[i], now) == -1)
			goto done;
	rc = t == NULL ? -1 : 0;
done:
	free(list);
	return rc;
}

int
table_fill(struct report *r, const struct report_span *s, int64_t now)
{
	bool all = text_is(r->name, "week") || text_is(r->name, "month") ||
	    text_is(r->name, "quarter");

	if ((all || text_is(r->name, "sources")) && by_source(r, s) == -1)
		return -1;
	if ((all || text_is(r->name, "team")) && by_owner(r, s) == -1)
		return -1;
	if ((all || text_is(r->name, "pipeline")) && pipeline(r, s) == -1)
		return -1;
	if ((all || text_is(r->name, "review") ||
	    text_is(r->name, "pipeline")) && needs_you(r, s, now) == -1)
		return -1;
	return 0;
}

bool
table_is_number(const struct report_table *t, size_t col)
{
	static const char *const words[] = {"source", "owner", "stage", "lead",
	    "name", "why", "due", "next"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(t->cell[col], words[i]))
			return false;
	return true;
}

size_t
table_bar_column(const struct report_table *t, double *max)
{
	size_t i;
	double n;

	*max = 0;
	if (t->cols < 2 || !table_is_number(t, 1))
		return 0;
	for (i = 1; i <= t->rows; i++) {
		n = strtod(t->cell[i * t->cols + 1], NULL);
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
		/* a row half filled when memory ran out is one past rows */
		for (j = 0; t->cell != NULL && j < (t->rows + 1) * t->cols;
		    j++)
			free(t->cell[j]);
		free(t->cell);
		free(t->title);
	}
	free(r->table);
	r->table = NULL;
	r->ntable = 0;
}
