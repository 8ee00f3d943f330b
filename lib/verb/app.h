/*
 * app: what every verb is handed: configuration, store, now, actor.
 */
#ifndef VERB_APP_H
#define VERB_APP_H

#include "base/buf.h"
#include "leads.h"
#include "model/config.h"
#include "store/store.h"

struct lead_app {
	struct config *config;
	struct store *store;     /* NULL: none there (LEAD_READ) */
	char *store_path;
	char *store_dir;         /* the store's folder, absolute */
	char *host;
	const char *zone;        /* the firm's, borrowed from config */
	char *actor;             /* owner name by login, else as given */
	int64_t now;
	bool dry_run;
	char **note;
	size_t nnote;
};

/* A line for people, which cmd/ prints to standard error after the verb; cut
 * at 511 bytes. */
void app_note(struct lead_app *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Ends a run that writes: notes that the program ran (meta "ran.NAME"), at
 * most once a minute, and takes new words into the search. Outside a
 * transaction. */
int app_heartbeat(struct lead_app *, const char *program, struct lead_error *);

/* app_file.c: appends the path of a file that the configuration names: beside
 * it, unless the name is absolute. */
void app_beside(const struct lead_app *, const char *file, struct buf *path);
/* The first line of such a file, what being its name in a complaint; to be
 * freed by secret_free (base/secret.h). Errors: secret_read. */
int app_secret(const struct lead_app *, const char *what, const char *file,
    char **secret, struct lead_error *);

/* A row builder: names are literals, values are copied. */
struct row {
	struct lead_field field[32];
	char *owned[32];
	size_t count;
};
void row_text(struct row *, const char *name, const char *value);
void row_int(struct row *, const char *name, int64_t value);
void row_num(struct row *, const char *name, double value);
void row_time(struct row *, const char *name, int64_t t, const char *zone);
/* id 0: empty */
void row_ref(struct row *, const char *name, char type, int64_t id);
void row_json(struct row *, const char *name, const char *json);
/* The number of a lead as the field called ref, then stage, owner, priority,
 * score, name, company, email, phone and source. */
void row_lead(struct row *, const char *ref, const struct lead *);
void row_value(struct row *, const struct lead *); /* empty: not known */
/* Hands the row out and empties it; -1 LEAD_EIO when fn stops. */
int row_emit(struct row *, lead_row_fn *, void *, struct lead_error *);

/* Resolves any ref to the lead it is about (merged leads too, with a note).
 * LEAD_ENOENT names it. For an E, T, M, I ref: the lead it hangs on. */
int app_lead(struct lead_app *, struct lead_ref, int64_t *lead,
    struct lead_error *);

#endif
