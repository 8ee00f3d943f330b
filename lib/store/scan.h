/*
 * scan: a rule as its writer typed it, made safe to stand in parentheses.
 */
#ifndef STORE_SCAN_H
#define STORE_SCAN_H

#include "base/buf.h"
#include "leads.h"

/* Adds the expression to out with `returning` quoted and field('x') given
 * its lead. LEAD_EDATA for anything that is not one expression. */
int scan_expr(const char *expr, struct buf *out, struct lead_error *);

#endif
