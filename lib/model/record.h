/*
 * record: leads-record(5), writer and reader side by side. One record a
 * line, TSV escaped as PostgreSQL's COPY text, or JSON Lines.
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "base/buf.h"
#include "leads.h"

void record_json(struct buf *, const struct lead_row *);  /* with LF */
void record_escape(struct buf *, const char *value);      /* one TSV value */
/* Quoted; bad UTF-8 becomes U+FFFD. */
void record_json_string(struct buf *, const char *value);
/* A TSV value back to bytes, in place. LEAD_EDATA on a bad escape. */
int record_unescape(char *value, struct lead_error *);
/* The ref of one line (TSV or JSON, told by its first byte). 1: *ref filled;
 * 0: an empty or header line, skip it; -1: LEAD_EDATA, naming line. */
int record_line_ref(const char *line, size_t lineno, struct lead_ref *,
    struct lead_error *);

#endif
