/*
 * intake: bytes into struct inbound. Pure: no store, no clock, no network.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "leads.h"
#include "model/config.h"
#include "model/inbound.h"

struct intake_options {
	const char *kind;    /* "auto", "mail", "form", … never NULL */
	const char *type;    /* media type of a form, or NULL */
	const char *source;  /* -s or NULL */
	bool person;         /* somebody vouches: a person's words, no noise */
	const struct config *config; /* our addresses, country; never NULL */
	const struct lead_cgi_header *header; /* of a request over HTTP */
	size_t nheader;
	const char *const *fields; /* of each row: FIELD=VALUE, FIELD=@COLUMN */
	size_t nfields;
	int64_t now;         /* what "yesterday" in a table counts from */
};

/* Up to size bytes more: how many, 0 at the end, -1 (errno). */
typedef ptrdiff_t intake_read_fn(void *arg, char *buf, size_t size);

/* Called once for each record of an input (one for a mail). in is lent;
 * record counts from 1, line is where it begins (0: none). Not 0 stops. */
typedef int intake_fn(void *arg, struct inbound *in, const char *raw,
    size_t rawlen, size_t record, size_t line);

/* Tells the format (kind auto) and reads. Always calls fn at least once,
 * with INBOUND_ERROR or INBOUND_UNSORTED and a reason where nothing could be
 * read. -1 only where fn stopped it or memory ran out. */
int intake_read(const struct intake_options *, const char *data, size_t len,
    intake_fn *, void *, struct lead_error *);

/* Is it (or, kind auto, does its first bytes look like) a table of rows. */
bool intake_is_table(const char *kind, const char *head, size_t len);
/* A table of any size. -1: fn stopped it, memory ran out, reading failed, or
 * (LEAD_EDATA, LEAD_EUSAGE) it is none or a column of fields is not there. */
int intake_read_table(const struct intake_options *, intake_read_fn *,
    void *read_arg, intake_fn *, void *, struct lead_error *);

/* From FIELD=VALUE pairs alone (-f): LEAD_EUSAGE for a pair without '='. */
int intake_fields(struct inbound *, const char *const *pairs, size_t n,
    const struct intake_options *, struct lead_error *);

/* SHA-256 in hex (64 and NUL) by which the same mail is known again:
 * Message-ID, Date, From and the raw body, without what delivery agents add
 * or drop (From_ line, Received, Delivered-To, Return-Path, X-Original-To,
 * a last newline). *timeless: Message-ID and Date are there. */
int intake_mail_hash(const char *data, size_t len, char hex[65],
    int *timeless); /* -1: out of memory */
void intake_hash(const char *data, size_t len, char hex[65]);
/* The same of a form or JSON body without the fields named (at any depth of
 * JSON): what changes with each delivery of one and the same event. */
void intake_hash_without(const char *data, size_t len,
    const struct config_list *fields, char hex[65]);
/* The same two of an input that was read piece by piece (leads.h). */
void intake_digest_mail(const struct lead_digest *, char hex[65],
    int *timeless);
void intake_digest_all(const struct lead_digest *, char hex[65]);

/* The newest own words of a text: quotations, attributions, forwarded heads
 * and signature cut, in several languages; interleaved answers survive.
 * malloc'd. *signature, if not NULL, gets the signature or NULL. */
char *quote_cut(const char *text, char **signature);

#endif
