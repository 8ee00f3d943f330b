/*
 * report: facts folded into figures, figures into text, TSV, JSON, HTML.
 * Pure: `store/` reads the facts, the verb hands them over.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "leads.h"
#include "model/facts.h"

enum metric_unit { UNIT_COUNT, UNIT_RATE, UNIT_SECONDS, UNIT_MONEY,
	UNIT_RATIO };

struct metric {
	const char *name;     /* leads_new … (DESIGN 2) */
	enum metric_unit unit;
	bool has_value;
	double value;
	int64_t numerator, denominator; /* -1: has none */
	bool has_previous;
	double previous;
	bool has_low, has_high;         /* what is healthy, by configuration */
	double low, high;
	int mark;             /* -1 below, 1 above what is healthy, else 0 */
};

/* What is healthy of a figure. */
struct report_range {
	const char *name;
	bool has_low, has_high;
	double low, high;
};

struct report_settings {
	const char *zone, *firm, *currency;
	double machine_target, human_target; /* seconds to a first answer */
	double average_value;   /* of a win, where too few are known; 0: none */
	double lost_by_delay;   /* share of wins lost by a late answer */
	const struct report_range *range;
	size_t nrange;
	const struct report_cost {
		const char *source;
		double per_month;
	} *cost;
	size_t ncost;
};

/* A check of the machinery, for the audit. */
struct report_check {
	const char *status, *check, *detail;
};

struct report_input {
	const char *name;       /* NULL: week */
	const struct report_span *span; /* this one, the one before, … */
	size_t nspan;           /* at least one */
	const struct report_now *now;
	const struct report_settings *settings;
	const struct report_check *check;
	size_t ncheck;
	int64_t at;             /* when it is made */
};

#define REPORT_METRICS 64

struct report {
	char *name;             /* week … */
	int64_t since, until;
	const char *zone, *firm, *currency;
	bool figures;           /* are the metrics printed for people */
	struct metric metric[REPORT_METRICS];
	size_t nmetric;
	/* Tables under the figures: cells row by row, the head first; an empty
	 * cell of a number is an unknown one. */
	struct report_table {
		char *title;    /* its stable name */
		char *caption;  /* for people, or NULL */
		char *note;     /* a line under it, or NULL */
		char *kind;     /* a letter a column, see report/table.h */
		char **cell;    /* (rows + 1) * cols */
		size_t rows, cols;
	} *table;
	size_t ntable;
};

/* Figures and the tables the name asks for. The strings of settings and the
 * zone must outlive the report. LEAD_EUSAGE: no such report. */
int report_fold(struct report *, const struct report_input *,
    struct lead_error *);
void report_free(struct report *);
/* What a report needs read: lists (a NULL-less array ended by LIST__MAX),
 * steps, evidence, and how many spans. False: there is no such report. */
struct report_needs {
	enum report_list_name list[LIST__MAX + 1];
	bool steps, evidence;
	size_t spans;
	int64_t limit; /* items of a list */
};
bool report_needs(const char *name, struct report_needs *);

/* Is it a figure of leads-metrics(7). */
bool report_knows(const char *metric);

/* The folded report in one form, added to the buf, which says whether memory
 * was out. width: columns of the terminal; outside 40 to 80 it is 80. */
void report_text(const struct report *, int width, struct buf *);
void report_tsv(const struct report *, struct buf *);
void report_json(const struct report *, struct buf *);
void report_html(const struct report *, struct buf *);

#endif
