/*
 * store: the SQLite store. All SQL and every sqlite3 type stay in this
 * folder. Knows nothing of mail, rules or time zones.
 *
 * Returns: 0 done, -1 see error; look-ups give 1 found, 0 not there, -1.
 * A locked or full store, or no memory, is LEAD_EAGAIN; a newer schema
 * LEAD_ECONFIG; a missing file LEAD_ENOENT (never made unless STORE_CREATE).
 * Writers run between store_begin and store_commit. A callback is handed a
 * lent row; not 0 from it stops the walk, which then returns that value.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "leads.h"
#include "model/facts.h"
#include "model/lead.h"

struct store;

/* ---- store.c: open, transactions ------------------------------------- */

enum store_mode { STORE_READ, STORE_WRITE, STORE_CREATE };

/* wait: seconds for a lock. group: NULL, or the group that shares the store
 * (0660/2770). New store: 0600, its folder 0700. An older schema is migrated
 * in one transaction, a copy kept beside it (FILE.vN.bak). */
int store_open(struct store **, const char *path, enum store_mode, int wait,
    const char *group, struct lead_error *);
void store_close(struct store *);
int store_begin(struct store *, struct lead_error *); /* BEGIN IMMEDIATE */
/* One state of the store for many reads, ended by store_rollback. */
int store_snapshot(struct store *, struct lead_error *);
int store_commit(struct store *, struct lead_error *);
void store_rollback(struct store *); /* no-op outside a transaction */
/* Many rows are coming: a large page cache, rarer checkpoints. */
int store_bulk(struct store *, struct lead_error *);
/* quick_check, foreign keys and our invariants; fn gets one line for each
 * fault found. Returns -1 only when it could not look. */
int store_verify(struct store *, int (*fn)(void *, const char *fault), void *,
    struct lead_error *);
/* Small named values (a secret for tags, heartbeats): NULL *value if none. */
int store_meta_get(
    struct store *, const char *key, char **value, struct lead_error *);
int store_meta_set(
    struct store *, const char *key, const char *value, struct lead_error *);
/* The same for a number or a time; 0 where there is none. */
int store_meta_get_int(
    struct store *, const char *key, int64_t *, struct lead_error *);
int store_meta_set_int(
    struct store *, const char *key, int64_t, struct lead_error *);

/* ---- lead.c ---------------------------------------------------------- */

/* Follows merges: *final (may be NULL) is the lead that lives. */
int store_lead_get(
    struct store *, int64_t id, struct lead *, struct lead_error *);
int store_lead_final(
    struct store *, int64_t id, int64_t *final, struct lead_error *);
/* The tag the lead with this very id got, merged or not; yours to free. */
int store_lead_tag(
    struct store *, int64_t id, char **tag, struct lead_error *);
/* Inserts person, name … automation, import, tag as given; id is ignored. */
int store_lead_insert(
    struct store *, const struct lead *, int64_t *id, struct lead_error *);
/* One column of the lead by its name in struct lead (text, or an integer or
 * number as text); value NULL clears it. An unknown name is LEAD_EUSAGE. No
 * event: the caller writes it. */
int store_lead_set(struct store *, int64_t id, const char *column,
    const char *value, struct lead_error *);
int store_lead_set_int(struct store *, int64_t id, const char *column,
    int64_t value, struct lead_error *);
/* Its owner, and what it is called by: name, else mail, else phone. Copies
 * that are yours, NULL for none. 1; 0: no such lead. */
int store_lead_who(struct store *, int64_t id, char **owner, char **name,
    struct lead_error *);
/* The same column as it stands in lead: a copy that is yours, a number as
 * text; NULL for none and for 0. */
char *store_lead_text(const struct lead *, const char *column);
/* Adds to replies, touches or score. */
int store_lead_add(struct store *, int64_t id, const char *column,
    int64_t by, struct lead_error *);
/* Is it a column of struct lead that store_lead_set takes. */
bool store_lead_column(const char *name);
int store_field_set(struct store *, int64_t lead, const char *name,
    const char *value, struct lead_error *); /* NULL value: removed */
/* What the field holds: 1 with a copy that is yours, 0: there is none. */
int store_field_get(struct store *, int64_t lead, const char *name,
    char **out, struct lead_error *);
int store_field_each(struct store *, int64_t lead,
    int (*fn)(void *, const char *name, const char *value), void *,
    struct lead_error *);

struct store_query {
	const char *where;    /* rule expression (expr.c) or NULL */
	const char *sort;     /* [-]column of lead_row or NULL: by id */
	const int64_t *ids;   /* these leads only, in their order
	                       * unless sort is given; or NULL */
	size_t nids;
	bool unrouted;        /* routed = 0 */
	bool open;            /* open stages only */
	const char *owner;
};
/* LEAD_EDATA for a bad where or sort. Merged leads are left out. */
int store_lead_each(struct store *, const struct store_query *,
    int (*fn)(void *, const struct lead *), void *, struct lead_error *);
/* Open leads per owner, for share and capacity; and newly given since. */
int store_owner_load(struct store *, const char *owner, int64_t since,
    int64_t *open, int64_t *given, struct lead_error *);
/* Moves everything of one lead to another; the old id goes on to resolve.
 * Of two open answer tasks one is left, the stricter; the other is done at. */
int store_lead_merge(struct store *, int64_t from, int64_t into, int64_t at,
    struct lead_error *);
/* What such a merge will move, as refs and addresses, at most 200; 0: none. */
int store_lead_merge_parts(struct store *, int64_t from, int64_t into,
    char **parts, struct lead_error *);
/* Drops the bytes of inputs and of messages past their end that came before
 * the time; what was made of them stays. *n: how many there were. */
int store_retain(struct store *, int64_t before, int64_t *n,
    struct lead_error *);
/* Redacts the lead's person everywhere (words, addresses, raw inputs, message
 * bytes); opt-outs stay as a keyed hash. */
int store_lead_forget(struct store *, int64_t lead, struct lead_error *);

/* ---- expr.c: rules --------------------------------------------------- */

/* The zone of received_local, weekday and hour; NULL: UTC. */
void store_set_zone(struct store *, const char *zone);
/* What date('now') is in rules, in all stores of the process; 0: the
 * machine's clock. */
void store_set_now(int64_t now);
/* Does the expression hold for the lead. 1, 0, -1 (LEAD_EDATA: bad
 * expression, named). now feeds nothing but in_hours (precomputed by the
 * caller as 0/1). */
int store_expr_match(struct store *, int64_t lead, const char *expr,
    bool in_hours, struct lead_error *);
/* Compiles only. */
int store_expr_check(struct store *, const char *expr, struct lead_error *);
/* PCRE2 with match limits on one text: 1, 0, -1 (bad pattern). *start and
 * *end (may be NULL) get the byte span of the first match. */
int store_regex(const char *pattern, const char *text, size_t *start,
    size_t *end, struct lead_error *);

/* ---- person.c -------------------------------------------------------- */

/* channel: "email" or "phone". A shared phone finds the newest person. */
int store_person_find(struct store *, const char *channel, const char *norm,
    int64_t *person, struct lead_error *);
int store_person_insert(struct store *, const char *name, const char *company,
    int64_t at, int64_t *person, struct lead_error *);
/* Known already for this person: no change. */
int store_address_add(struct store *, int64_t person, const char *channel,
    const char *norm, const char *given, struct lead_error *);
/* Normal forms of all the person's addresses of a channel. */
int store_address_each(struct store *, int64_t person, const char *channel,
    int (*fn)(void *, const char *norm), void *, struct lead_error *);
/* Marks two persons "maybe the same". */
int store_person_maybe(
    struct store *, int64_t a, int64_t b, struct lead_error *);
/* Name of a person or NULL; yours to free. */
int store_person_name(
    struct store *, int64_t person, char **name, struct lead_error *);
/* The newest lead of the person: open (or inactive) ones first, else the one
 * closed last. *closed: when it was closed, 0 if open. */
int store_person_lead(struct store *, int64_t person, int64_t *lead,
    int64_t *closed, struct lead_error *);
/* Owner of the person's newest lead that has one; yours to free. */
int store_person_owner(
    struct store *, int64_t person, char **owner, struct lead_error *);

/* Owner of the newest routed lead of a company, whatever the letters' case;
 * yours to free. */
int store_company_owner(struct store *, const char *company, char **owner,
    struct lead_error *);

/* Facts of an address: kind opt-out, bounce, complaint. */
int store_fact_set(struct store *, const char *kind, const char *channel,
    const char *norm, int64_t at, struct lead_error *);
int store_fact_clear(struct store *, const char *kind, const char *channel,
    const char *norm, struct lead_error *);
/* 1 and *kind (a literal) when any fact closes the address. */
int store_fact_closed(struct store *, const char *channel, const char *norm,
    const char **kind, struct lead_error *);

/* ---- event.c --------------------------------------------------------- */

/* Appends; *id may be NULL. lead 0: of the whole store. */
int store_event_add(struct store *, const struct event *, int64_t *id,
    struct lead_error *);
/* Events of a lead (merged ones included), oldest first; lead 0: all after
 * id `after`, by id. */
int store_event_each(struct store *, int64_t lead, int64_t after,
    int (*fn)(void *, const struct event *), void *, struct lead_error *);
int store_event_get(
    struct store *, int64_t id, struct event *, struct lead_error *);

/* ---- task.c ---------------------------------------------------------- */

/* Keeps lead.next_action and next_due right by itself. */
int store_task_insert(
    struct store *, const struct task *, int64_t *id, struct lead_error *);
int store_task_get(
    struct store *, int64_t id, struct task *, struct lead_error *);
/* The lead's earliest open task (kind NULL: of any kind). */
int store_task_open(struct store *, int64_t lead, const char *kind,
    struct task *, struct lead_error *);
/* Writes action owner due deadline at_once told breached level why. */
int store_task_update(
    struct store *, const struct task *, struct lead_error *);
/* Closes one, or (id 0) all open ones of the lead. *closed may be NULL. */
int store_task_close(struct store *, int64_t id, int64_t lead, int64_t at,
    int64_t *closed, struct lead_error *);
/* The lead's open tasks go to owner, who is told of them anew. */
int store_task_owner(struct store *, int64_t lead, const char *owner,
    struct lead_error *);
/* Open tasks with told = 0, or due before until, by due, id. owner or NULL. */
int store_task_due(struct store *, int64_t until, const char *owner,
    int (*fn)(void *, const struct task *), void *, struct lead_error *);

/* ---- message.c ------------------------------------------------------- */

/* 1: inserted, *id its number. 0: that lead, run, step and channel (or that
 * task, level and channel of a notice) has its message already. Keeps
 * lead.next_message right, as every change of state does. */
int store_message_insert(
    struct store *, const struct message *, int64_t *id, struct lead_error *);
int store_message_get(
    struct store *, int64_t id, struct message *, struct lead_error *);
/* From one state to another, with detail and next due (0: as it was). 1, or
 * 0 when it was not in `from` (someone else moved it). Illegal moves are
 * refused by the schema (LEAD_EBUG). sent is set to at by "sent". */
int store_message_move(struct store *, int64_t id, const char *from,
    const char *to, const char *detail, int64_t due, int64_t at,
    struct lead_error *);
/* What a gateway said of it later; the state stays. */
int store_message_detail(struct store *, int64_t id, const char *detail,
    struct lead_error *);
/* The text or chat message sent to this number since: the one whose detail
 * has the gateway's name of it, else the newest. named may be NULL. */
int store_message_to(struct store *, const char *to, int64_t since,
    const char *named, int64_t *id, int64_t *lead, struct lead_error *);
/* The final bytes, Message-ID, subject and recipient, once. */
int store_message_fix(struct store *, int64_t id, const void *bytes,
    size_t len, const char *message_id, const char *subject, const char *to,
    struct lead_error *);
/* queued, held, claimed, retry -> cancelled for the lead's automatic
 * messages (kind step); keep_always spares those. */
int store_message_cancel(struct store *, int64_t lead, const char *detail,
    bool keep_always, struct lead_error *);
/* In any of the states (NULL-ended list) and due before until, by due, id. */
int store_message_each(struct store *, const char *const *states,
    int64_t until, int (*fn)(void *, const struct message *), void *,
    struct lead_error *);
/* Messages of one lead by id (kinds to the lead only, no notices). */
int store_message_of(struct store *, int64_t lead,
    int (*fn)(void *, const struct message *), void *, struct lead_error *);
/* Time of the last automatic message sent to the lead's person over all
 * channels; 0 never. */
int store_message_last(
    struct store *, int64_t lead, int64_t *at, struct lead_error *);
/* Sent (or claimed, inflight) to the person since a time; to an address, to
 * a mail domain, in all (person 0, to/domain NULL: not asked). Notices do
 * not count. */
int store_message_count(struct store *, int64_t person, const char *to,
    const char *domain, int64_t since, int64_t *n, struct lead_error *);

/* Sent (or claimed, inflight) since a time to other leads who wrote the very
 * words this one wrote; 0 where it wrote none. */
int store_message_same(struct store *, int64_t lead, int64_t since,
    int64_t *n, struct lead_error *);
/* Since a time to one of our own: single notices of new tasks, and lists. */
int store_message_told(struct store *, const char *to, int64_t since,
    int64_t *singles, int64_t *lists, struct lead_error *);
/* Messages to the hook before this one that are still to go. */
int store_message_before(struct store *, const char *hook, int64_t id,
    int64_t *n, struct lead_error *);
/* The mean of automatic messages in an hour of [since, until) in which any
 * went at all. */
int store_message_usual(struct store *, int64_t since, int64_t until,
    int64_t *n, struct lead_error *);
/* The lead of the newest notice sent to this address of one of our people. */
int store_notice_lead(struct store *, const char *channel, const char *to,
    int64_t *lead, struct lead_error *);

/* Threads: every Message-ID seen from a lead (message 0) or sent by us. */
int store_thread_add(struct store *, const char *message_id, int64_t lead,
    int64_t message, struct lead_error *);
/* A chat ("messenger:ID") and the lead it is about now. */
int store_thread_set(struct store *, const char *id, int64_t lead,
    struct lead_error *);
int store_thread_find(struct store *, const char *message_id, int64_t *lead,
    int64_t *message, struct lead_error *);
/* Lead by the tag in its reply address. */
int store_tag_find(
    struct store *, const char *tag, int64_t *lead, struct lead_error *);

/* ---- inbox.c --------------------------------------------------------- */

/* raw may be NULL with rawlen 0. vendor_id or NULL. */
int store_inbox_insert(struct store *, const struct inbox_item *,
    const void *raw, size_t rawlen, const char *vendor_id, int64_t *id,
    struct lead_error *);
/* The bytes of an input too large to stand in its row from the start: the
 * last thing done with it, since each later change would copy them. Nothing
 * where store_inbox_insert took them. */
int store_inbox_insert_raw(struct store *, int64_t id, const void *raw,
    size_t len, struct lead_error *);
int store_inbox_get(
    struct store *, int64_t id, struct inbox_item *, struct lead_error *);
int store_inbox_raw(struct store *, int64_t id, void **raw, size_t *len,
    struct lead_error *);
/* An earlier item with this hash at or after since (0: ever), or with this
 * vendor id of the source. */
int store_inbox_find_hash(struct store *, const char *hash, int64_t since,
    int64_t *id, int64_t *lead, struct lead_error *);
int store_inbox_find_vendor(struct store *, const char *source,
    const char *vendor_id, int64_t *id, int64_t *lead, struct lead_error *);
int store_inbox_set(struct store *, int64_t id, const char *outcome,
    const char *reason, int64_t lead, struct lead_error *);
/* The task that asks somebody to look at the item; 0 where it has none. */
int store_inbox_set_task(
    struct store *, int64_t id, int64_t task, struct lead_error *);
int store_inbox_task(
    struct store *, int64_t id, int64_t *task, struct lead_error *);
/* How many arrivals the lead has, duplicates and ignored ones aside. */
int store_inbox_count(
    struct store *, int64_t lead, int64_t *n, struct lead_error *);
/* Items of a lead (its merged ones included), by id. */
int store_inbox_of(struct store *, int64_t lead,
    int (*fn)(void *, const struct inbox_item *), void *, struct lead_error *);

/* ---- visitor.c ------------------------------------------------------- */

/* One more post of this network address. *count: its posts in the window
 * (seconds) that began at *since. Older windows are forgotten. */
int store_visitor_add(struct store *, const char *who, int64_t now,
    int64_t window, int64_t *count, int64_t *since, struct lead_error *);
/* One more request refused for this reason (a short word). */
int store_refusal_add(
    struct store *, const char *reason, int64_t now, struct lead_error *);
/* All reasons, by name; last: when it happened last. */
int store_refusal_each(struct store *,
    int (*fn)(void *, const char *reason, int64_t count, int64_t last),
    void *, struct lead_error *);

/* ---- source.c -------------------------------------------------------- */

/* Leads received since, by source and time; imported ones left out. */
int store_source_each(struct store *, int64_t since,
    int (*fn)(void *, const char *source, int64_t at), void *,
    struct lead_error *);
/* Times of the first and the last event; 0: none. */
int store_event_ends(struct store *, int64_t *oldest, int64_t *newest,
    struct lead_error *);

/* ---- words.c --------------------------------------------------------- */

/* Brings the index of words up to date by at most limit events, inside the
 * caller's transaction. */
int store_words_update(struct store *, int64_t limit, struct lead_error *);
/* Leads in whose words, name or address all of these stand (a phrase in
 * quotes; the beginning of a word is enough), the newest first. *ids is yours
 * to free. LEAD_EUSAGE: nothing to look for. */
int store_search(struct store *, const char *words, int64_t **ids,
    size_t *count, struct lead_error *);

/* ---- facts.c --------------------------------------------------------- */

/* Everything the figures of [since, until) need, read from that span alone.
 * now: a deadline is missed where it is past and still open. Source "test" is
 * left out. steps: also what went out by step and variant. */
int store_facts(struct store *, int64_t since, int64_t until, int64_t now,
    bool steps, struct report_span *, struct lead_error *);

/* ---- facts_now.c ----------------------------------------------------- */

/* What is so now. stale_before: open leads with no human contact (else
 * received) since then, and no next action planned, count as stale. */
int store_now(struct store *, int64_t now, int64_t stale_before,
    struct report_now *, struct lead_error *);
/* Adds one list: at most limit items, and how many there are in all. */
int store_list(struct store *, enum report_list_name, int64_t now,
    int64_t stale_before, int64_t since, int64_t until, int64_t limit,
    struct report_now *, struct lead_error *);
/* Adds the evidence of the fifteen statements, of the last thirty days. */
int store_evidence(struct store *, int64_t now, int64_t stale_before,
    struct report_now *, struct lead_error *);

#endif
