/* read: the readers of each format, for intake.c alone. */
#ifndef INTAKE_READ_H
#define INTAKE_READ_H

#include "intake/intake.h"
#include "intake/labels.h"

/* 0; -1 on no memory. What cannot be read gives INBOUND_ERROR or UNSORTED
 * and a reason. in is zeroed before, yours after. */
int mail_read(struct inbound *in, const struct intake_options *,
    const char *data, size_t len);
int form_read(struct inbound *in, const struct intake_options *,
    const char *data, size_t len);
/* These call fn for each record themselves; -1 also where fn stopped. */
int json_read(const struct intake_options *, const char *data, size_t len,
    intake_fn *, void *);
int csv_read(const struct intake_options *, intake_read_fn *, void *read_arg,
    intake_fn *, void *, struct lead_error *);
int vcard_read(const struct intake_options *, const char *data, size_t len,
    intake_fn *, void *);
int adf_read(struct inbound *in, const struct intake_options *,
    const char *text);

/* in->kind and a reason; -1 on no memory. */
int read_verdict(struct inbound *in, enum inbound_kind, const char *reason);
/* What every reader does last: source, channel, format, country's phone. */
int read_finish(struct inbound *in, const struct intake_options *,
    const char *format, const char *channel, const char *source);
/* One JSON object's labelled values into a draft, for forms that carry one. */
int json_into(struct draft *, const char *text, size_t len);
/* The country a national number is read in; NULL: none is configured. */
const char *read_country(const struct intake_options *);

#endif
