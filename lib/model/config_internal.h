/*
 * config_internal: what the config_*.c files share. One reading of one text
 * (the built-in one, then the file) fills the same struct config.
 */
#ifndef MODEL_CONFIG_INTERNAL_H
#define MODEL_CONFIG_INTERNAL_H

#include <confuse.h>

#include "base/buf.h"
#include "model/config.h"

struct config_reader {
	struct config *config;
	const char *path;    /* NULL: the built-in text */
	struct buf errors;   /* of meaning, joined by "; " */
	bool failed;         /* out of memory */
};

/* config_schema.c */
cfg_t *config_schema_new(void);
int config_schema_line(cfg_t *, const char *key); /* key NULL: the section */

/* config_default.c */
extern const char config_default_text[];

/* config_parse.c; 0 or -1, *out and the calendar only changed on 0 (-1 for a
 * calendar that ran out of memory as well). */
int config_parse_minute(const char *text, int *out); /* 24:00 is 1440 */
int config_parse_window(const char *text, int *from, int *to);
int config_parse_hours(const char *text, struct config_calendar *);
int config_parse_dates(const char *text, struct config_calendar *);
void config_parse_merge_hours(struct config_calendar *);

/* config_section.c: each section of the tree into the struct. An error of
 * meaning is joined to the reader's errors with the line of key (NULL: of the
 * section); a warning goes to the configuration's list. */
void config_section_read(struct config_reader *, cfg_t *root);
void config_section_error(struct config_reader *, cfg_t *, const char *key,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void config_section_warn(struct config_reader *, int line, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/*
 * config_get.c: the value of a key into *out, which stays as it was where the
 * key is not there or is wrong (told, with its line). What *out held before
 * is freed. No memory sets the reader's failed.
 */
void config_get_text(struct config_reader *, cfg_t *, const char *key,
    char **out);
void config_get_list(struct config_reader *, cfg_t *, const char *key,
    struct config_list *out);
void config_get_bool(cfg_t *, const char *key, bool *out);
void config_get_choice(struct config_reader *, cfg_t *, const char *key,
    const char *no, const char *yes, bool *out); /* true for yes */
void config_get_count(struct config_reader *, cfg_t *, const char *key,
    int64_t *out); /* 0 or more */
void config_get_real(struct config_reader *, cfg_t *, const char *key,
    double *out); /* 0 or more, below 1e12 */
bool config_get_span(struct config_reader *, cfg_t *, const char *key,
    struct span *out); /* true: there and right */
bool config_get_plain_span(struct config_reader *, cfg_t *, const char *key,
    struct span *out); /* the same, and no business time */
void config_get_minute(struct config_reader *, cfg_t *, const char *key,
    int *out); /* of the day */
void config_get_zone(struct config_reader *, cfg_t *, char **out);
/* hours replace those of the calendar, dates are added to its own */
void config_get_hours(struct config_reader *, cfg_t *,
    struct config_calendar *out);
void config_get_dates(struct config_reader *, cfg_t *, const char *key,
    struct config_calendar *out);
void config_get_append(struct config_reader *, struct config_list *,
    const char *item); /* a copy */

/* The element with the section's title, released and with only its name set,
 * or a new one at the end of the array, which may move; NULL on no memory.
 * The elements must have their name first. */
void *config_get_named(struct config_reader *, void *array, size_t *count,
    size_t size, cfg_t *, void (*release)(void *));
#define CONFIG_NAMED(r, array, count, sec, release)                           \
	config_get_named(                                                     \
	    r, &(array), &(count), sizeof(*(array)), sec, release)

/* A section each, or all of a kind; what a section lacks that it cannot do
 * without is an error of meaning. */
/* config_people.c */
void config_people_business(struct config_reader *, cfg_t *);
void config_people_owner(struct config_reader *, cfg_t *);
/* config_door.c */
void config_door_source(struct config_reader *, cfg_t *);
void config_door_web(struct config_reader *, cfg_t *);
/* config_rule.c */
void config_rule_route(struct config_reader *, cfg_t *);
void config_rule_deadline(struct config_reader *, cfg_t *);
void config_rule_qualify(struct config_reader *, cfg_t *);
void config_rule_handoff(struct config_reader *, cfg_t *);
void config_rule_score(struct config_reader *, cfg_t *);
void config_rule_stale(struct config_reader *, cfg_t *);
/* config_sequence.c */
void config_sequence_read(struct config_reader *, cfg_t *);
/* config_booking.c */
void config_booking_read(struct config_reader *, cfg_t *);
/* config_send.c */
void config_send_limits(struct config_reader *, cfg_t *);
void config_send_transport(struct config_reader *, cfg_t *);
void config_send_hook(struct config_reader *, cfg_t *);

/* config_check.c: names that point nowhere, times that leave no time. */
void config_check_names(struct config_reader *, cfg_t *root);


/* config_holidays.c: adds the days off of an iCalendar text. */
int config_holidays_read(const char *text, struct config_calendar *,
    struct lead_error *);

/* config_text.c: without comments, lines kept; yours to free. Warns of lost
 * backslashes. *open: braces not closed at the end, which libconfuse takes
 * for the end of their sections. NULL on no memory. */
char *config_text_clean(struct config_reader *, const char *text, int *open);

/* config_free.c; each leaves what it was given zeroed. */
void config_free_list(struct config_list *);
void config_free_owner(void *);
void config_free_source(void *);
void config_free_route(void *);
void config_free_deadline(void *);
void config_free_sequence(void *);
void config_free_qualify(void *);
void config_free_handoff(void *);
void config_free_score_rule(void *);
void config_free_transport(void *);
void config_free_hook(void *);

/* config_report.c: the section report. */
void config_report_read(struct config_reader *, cfg_t *);
void config_report_free(struct config *);

#endif
