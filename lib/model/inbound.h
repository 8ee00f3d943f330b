/*
 * inbound: one arrival, read: what intake/ makes of bytes, before anyone
 * looked at the store. Owned strings are NULL where unknown.
 */
#ifndef MODEL_INBOUND_H
#define MODEL_INBOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the bytes alone say it is. The store turns LEAD into new, again,
 * reply or answer. Order of verdicts: DESIGN 10. */
enum inbound_kind {
	INBOUND_LEAD,       /* words of a person (new, again, reply, answer) */
	INBOUND_OPT_OUT,
	INBOUND_OPT_IN,
	INBOUND_AUTO_REPLY,
	INBOUND_BOUNCE,     /* hard or soft: bounce_hard */
	INBOUND_DELAY,
	INBOUND_COMPLAINT,
	INBOUND_IGNORED,    /* list, newsletter, spam, own mail looped */
	INBOUND_UNSORTED,   /* cannot be told: a person looks */
	INBOUND_ERROR       /* not readable as what it claims: exit 65 */
};
const char *inbound_kind_name(enum inbound_kind);

struct inbound_field {
	char *name, *value;
};

struct inbound {
	enum inbound_kind kind;
	char *reason;        /* why this kind, one line */
	char *format;        /* "mail" "form" "json" "csv" "adf" "vcard" */
	char *channel;       /* email sms phone form chat import … */
	char *source;        /* email website referral phone sms thumbtack … */
	char *name, *email, *phone, *phone_ext, *phone_raw, *company;
	char *phone_problem; /* why the number is none or doubtful, by whom */
	char *subject;
	char *message;       /* newest own words, quotes cut, UTF-8 */
	char *text;          /* the whole text, quotes kept */
	char *service, *zip, *place, *timeframe, *budget, *language;
	char *campaign, *referred_by, *note, *currency;
	double value;        /* 0: none */
	char *vendor_id;     /* the sender's own id of this event, text */
	char *recipient;     /* our address it came to, as given */
	char *chat;          /* "messenger:ID": who, where no address says */
	/* mail only */
	char *message_id;    /* with <> */
	char *in_reply_to;   /* first id, with <> */
	char **references;   /* all ids of References and In-Reply-To, oldest first */
	size_t nreferences;
	char *from;          /* addr-spec of From */
	char *sender_name;   /* display name of From */
	char *reply_to;      /* addr-spec, where it differs */
	char **to;           /* addr-specs of To, Cc (also Bcc, Delivered-To) */
	size_t nto;
	int64_t written;     /* Date, UTC; 0: none */
	bool can_answer;     /* an automatic answer is allowed (RFC 3834) */
	char *failed;        /* address a bounce/complaint/delay is about */
	char *original_id;   /* Message-ID the report is about */
	char *status;        /* enhanced status code "5.1.1" */
	bool bounce_hard;
	bool noise;          /* IGNORED, unless it answers a mail of ours */
	int away_until;      /* auto-reply: day it names, YYYYMMDD; 0: none */
	bool gone;           /* auto-reply: the person is there no longer */
	bool incomplete;     /* ids only; data to be fetched */
	bool test;           /* vendor says: a test */
	bool trapped;        /* a field people cannot see was filled */
	bool report;         /* what became of a message of ours: status says */
	/* rows of an older list only */
	const char *head;    /* its line of names as it stood, lent; or NULL */
	size_t nhead;
	char *stage;         /* one of ours, or NULL */
	char *owner;         /* as written there */
	char *reason_closed;
	int64_t received, last_contact; /* UTC; 0: not said */
	struct inbound_field *field; /* everything else a form asked */
	size_t nfield;
};

void inbound_free(struct inbound *); /* leaves it zeroed */
/* Drops name, email and message: they are not the lead's. */
void inbound_drop_person(struct inbound *);
/* Moves every text, the value and the fields that `from` has over those of the
 * first; what from lacks stays. -1 on no memory. */
int inbound_take(struct inbound *, struct inbound *from);
/* Name out of a display name, where none is known yet, and the company that
 * stands beside it; -1 on no memory. */
int inbound_set_name(struct inbound *, const char *display);
/* Adds a copy; -1 on no memory. A name met again gets both values joined
 * with ", ". */
int inbound_add_field(struct inbound *, const char *name, const char *value);

#endif
