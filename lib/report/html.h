/*
 * html: what the files of the HTML page share.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "report/table.h"

/* Text escaped for HTML and XML, controls as blanks. NULL: nothing. */
void html_put(struct buf *, const char *text);
/* The chart that belongs to a table, drawn as inline SVG, by its title.
 * False, and nothing drawn, where it has none or nothing to show. */
bool chart_put(struct buf *, const struct report *,
    const struct report_table *);

#endif
