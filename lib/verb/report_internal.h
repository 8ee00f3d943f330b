/*
 * report_internal: a report folded once, written in as many formats as asked.
 */
#ifndef VERB_REPORT_INTERNAL_H
#define VERB_REPORT_INTERNAL_H

#include "report/report.h"
#include "verb/app.h"

/* The figures of the span that the options name; yours to report_free. */
int report_made(struct lead_app *, const struct lead_report_options *,
    struct report *, struct lead_error *);
/* One page in the options' format; *text is yours to free. */
int report_page(const struct report *, const struct lead_report_options *,
    char **text, size_t *len, struct lead_error *);

#endif
