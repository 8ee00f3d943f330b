/*
 * send_internal: the files of lead-send. One run holds the lock and the open
 * transports; a message walks queued -> claimed -> inflight -> its end, each
 * step committed before the next.
 */
#ifndef VERB_SEND_INTERNAL_H
#define VERB_SEND_INTERNAL_H

#include "transport/transport.h"
#include "verb/app.h"

struct sending {
	struct lead_app *app;
	const struct lead_send_options *options;
	lead_row_fn *fn;
	void *arg;
	const char *items; /* lines of the digest being sent, or NULL */
	int segments;  /* of the text the row speaks of; 0: none */
	int64_t wait;  /* what the way of this message asked for; 0 */
	int64_t surge; /* most in an hour before all stops; 0: not asked yet */
	int lock; /* file descriptor, -1: none */
	struct sending_way {
		const char *name; /* the transport's, borrowed */
		struct transport *transport;
		bool dead; /* refused once in this run: its queue waits */
		int64_t wait; /* so many seconds at least, as it asked */
	} *way;
	size_t nway;
};

/* send_gate.c: may this message go now. GATE_GO; or it was moved (held,
 * cancelled, overtaken) with *detail (a literal). Inside a transaction. */
enum gate { GATE_GO, GATE_HELD, GATE_CANCELLED, GATE_NOT_DUE, GATE_FAIL };
enum gate send_gate(struct sending *, const struct lead *,
    const struct message *, const char **detail, struct lead_error *);

/* send_compose.c: the final bytes. LEAD_EDATA: a placeholder has no value
 * (err->msg says which). *bytes, *subject, *message_id are yours. */
int send_compose(struct sending *, const struct lead *,
    const struct message *, char **bytes, size_t *len, char **message_id,
    char **subject, struct lead_error *);

/* The domain our Message-IDs end in; borrowed. */
const char *send_domain(const struct lead_app *);

/* send_message.c: one message through all its states; emits its row. */
int send_message(struct sending *, int64_t id, struct lead_error *);
int send_row(struct sending *, char type, int64_t id, const char *status,
    int64_t lead, const char *channel, const char *to, const char *detail,
    struct lead_error *);

/* send_settle.c: writes what came of the message, which stands in state from,
 * in the caller's transaction. *status: the word for its row (a literal). */
int send_settle(struct sending *, const struct message *,
    const struct lead *, const char *from, enum transport_result,
    const char *detail, const char **status, struct lead_error *);

/* Of unknown fate, and of the kind that goes once more by itself: the first
 * answer by mail, and what our own people are told. It is due again at its due time. */
bool send_may_repeat(const struct message *);

/* send_breaker.c: stops everything automatic when far more goes out than
 * usual. Until when (0: go on), inside the claiming transaction; hour is
 * what went in the last one. -1 on an error. */
int64_t send_breaker(struct sending *, int64_t hour, struct lead_error *);
extern const char send_breaker_why[]; /* the detail of what it holds */
/* A person's word: go on, whatever goes out in the hour to come. */
int send_breaker_resume(struct lead_app *, struct lead_error *);
/* Since when it is stopped, 0: it is not. */
int send_breaker_since(struct lead_app *, int64_t *at, struct lead_error *);

/* send_notice.c: tells a task's owner (T), or of a missed deadline (B). */
int send_notice(struct sending *, struct lead_ref, struct lead_error *);
/* The owner of that name, else the first. */
const struct config_owner *send_owner_of(const struct config *,
    const char *name);
/* One mail to the owner that lists theirs among refs, each then told. */
int send_digest_for(struct sending *, const struct config_owner *,
    struct lead_refs, struct lead_error *);
/* send_group.c: where an owner's hour is busy, their ordinary tasks leave
 * refs, which are a copy of the caller's: as one mail, or for a later run. */
int send_group(struct sending *, struct lead_refs *, struct lead_error *);
/* One mail an owner, listing the tasks among refs. */
int send_digest(struct sending *, struct lead_refs, struct lead_error *);

/* send_hook.c: an event told to another program. */
enum { HOOK_HEADERS = 3 };
struct hook_headers {
	char line[HOOK_HEADERS][128];
	size_t count;
};
/* The body: one JSON object of the event and its lead as it is now. */
int send_hook_compose(struct sending *, const struct lead *,
    const struct message *, char **bytes, size_t *len, struct lead_error *);
int send_hook_way(struct sending *, const char *name, struct sending_way **,
    struct lead_error *);
/* Event id, time, and the HMAC-SHA256 of "TIME.BODY" by the hook's secret. */
int send_hook_sign(const struct lead_app *, const struct message *,
    struct hook_headers *, struct lead_error *);
int send_hook_refused(struct lead_app *, const struct message *,
    const char *detail, struct lead_error *);

/* send_way.c */
/* The same for a way that is no transport of the configuration; key tells
 * it from the others and is kept. */
int send_way_of(struct sending *, const char *key,
    const struct transport_config *, struct sending_way **,
    struct lead_error *);
/* The open transport of a channel, opened at its first use. LEAD_ECONFIG. */
int send_way(struct sending *, const char *channel, struct sending_way **,
    struct lead_error *);
void send_ways_close(struct sending *);

#endif
