/*
 * mime: one mail taken apart by GMime, the only file with mail.c's readers
 * that knows it. Strings are owned by struct mail.
 */
#ifndef INTAKE_MIME_H
#define INTAKE_MIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mail_address {
	char *spec;  /* as address_spec gives it */
	char *name;  /* display name or NULL */
};

struct mail {
	void *message;      /* GMimeMessage */
	void *bytes;        /* GByteArray around the caller's data */
	char *plain, *html; /* text/plain; text/html made text. NULL: none */
	char *status;       /* message/delivery-status */
	char *feedback;     /* message/feedback-report */
	char *inner;        /* the message returned or forwarded, as bytes */
	char *adf;          /* an XML part that holds <adf */
	char *calendar;     /* the first text/calendar part */
	bool report;        /* multipart/report */
};

/* data is lent until mime_close. 0; -1 on no memory; 1 where the caps refuse
 * it, *why then says which. */
int mime_open(struct mail *, const char *data, size_t len, const char **why);
void mime_close(struct mail *);
/* The decoded header, one line, valid UTF-8, no controls; NULL: not there. */
char *mime_header(const struct mail *, const char *name);
/* Addresses of one header; the count, or -1 on no memory. */
int mime_addresses(const struct mail *, const char *header,
    struct mail_address **, size_t *n);
void mime_addresses_free(struct mail_address *, size_t n);
/* Message ids with <>, in order; -1 on no memory. */
int mime_ids(const struct mail *, const char *header, char ***, size_t *n);
/* Date in UTC seconds; 0: none, or not understood. */
int64_t mime_date(const struct mail *);
/* The body a person would read: plain, else html. Borrowed, never NULL. */
const char *mime_body(const struct mail *);
/* Bytes in charset (NULL: unknown) as clean UTF-8. */
char *mime_to_utf8(const char *data, size_t len, const char *charset);
/* One value of a block of "Name: value" lines, unfolded; NULL: none. */
char *mime_block_value(const char *block, const char *name);

#endif
