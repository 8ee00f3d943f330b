/*
 * part: the parts of a report, each a file: figures, groups, steps, lists,
 * audit, cost. Each adds to the report what it knows; -1: no memory.
 */
#ifndef REPORT_PART_H
#define REPORT_PART_H

#include "report/table.h"

/* metrics.c */
int metrics_fill(struct report *, const struct report_input *);
bool metrics_in(const struct report_span *, int64_t t); /* 0: never in */
/* Was the lead received in the span, and is it one whose answers count. */
bool metrics_counts(const struct report_span *, const struct report_lead *);
/* Median of n values, which it sorts; NAN where there are none. */
double metrics_median(int64_t *v, size_t n);
/* A named figure of the report, or NULL. */
const struct metric *metrics_find(const struct report *, const char *name);

/* groups.c: by source, by owner, pipeline, time in stage */
int groups_sources(struct report *, const struct report_input *, bool costs);
int groups_owners(struct report *, const struct report_input *);
int groups_pipeline(struct report *, const struct report_input *);
int groups_stays(struct report *, const struct report_input *);

/* shape.c: four weeks, response time, funnel */
int shape_trend(struct report *, const struct report_input *);
int shape_response(struct report *, const struct report_input *);
int shape_funnel(struct report *, const struct report_input *);

/* lists.c: what needs you, the questions of the review */
int lists_needs(struct report *, const struct report_input *);
int lists_review(struct report *, const struct report_input *);

/* steps.c: sequences, A/B */
int steps_sequences(struct report *, const struct report_input *);
int steps_ab(struct report *, const struct report_input *);

/* audit.c, cost.c */
int audit_fill(struct report *, const struct report_input *);
int cost_fill(struct report *, const struct report_input *);

/* interval.c */

/* 95 % interval of a rate (Wilson 1927), and of the difference b - a of two
 * (Newcombe 1998, method 10: the Wilson limits squared and added). n > 0. */
void interval_rate(int64_t k, int64_t n, double *low, double *high);
void interval_difference(int64_t ka, int64_t na, int64_t kb, int64_t nb,
    double *low, double *high);

#endif
