/*
 * An owner's words to a lead's own address: "call wants Tuesday", "won 1200",
 * "lost too-expensive". The first word is a lead-log kind, or all of it is a
 * note. Whoever calls has made sure whose words they are.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "verb/act.h"
#include "verb/add_internal.h"
#include "verb/log.h"

/* What thumbs write for a kind. */
static const struct {
	const char *words, *kind;
} spoken[] = {
    {"no answer", "no-answer"}, {"noanswer", "no-answer"},
    {"left voicemail", "voicemail"}, {"left a voicemail", "voicemail"},
    {"no show", "no-show"}, {"noshow", "no-show"},
    {"rebooked", "rescheduled"},
    {"opt out", "opt-out"}, {"optout", "opt-out"}, {"opt in", "opt-in"},
    {"called", "call"}, {"texted", "text"}, {"emailed", "mail"},
    {"mailed", "mail"}, {"email", "mail"},
};

struct command {
	char kind[24];
	const char *rest;      /* of the first paragraph, behind the kind */
	char value[32];        /* of won and proposal, or "" */
	const char *reason;    /* of lost, or NULL */
};

static bool
ends_word(char c)
{
	return c == '\0' || isspace((unsigned char)c) ||
	    strchr(".,:;!", c) != NULL;
}

static const char *
past_word(const char *s, size_t n)
{
	s += n;
	return s + strspn(s, " \t.,:;!\n");
}

/* The kind at the head of line: true, with *rest behind it. */
static bool
kind_at(const char *line, struct command *c)
{
	size_t i, n = 0;

	for (i = 0; i < sizeof(spoken) / sizeof(spoken[0]); i++) {
		n = strlen(spoken[i].words);
		if (strncasecmp(line, spoken[i].words, n) != 0 ||
		    !ends_word(line[n]))
			continue;
		snprintf(c->kind, sizeof(c->kind), "%s", spoken[i].kind);
		c->rest = past_word(line, n);
		return true;
	}
	for (n = 0; n + 1 < sizeof(c->kind) && !ends_word(line[n]); n++)
		c->kind[n] = (char)tolower((unsigned char)line[n]);
	c->kind[n] = '\0';
	c->rest = past_word(line, n);
	return n > 0 && ends_word(line[n]) && log_is_kind(c->kind);
}

/* "$1,200.50", "1.200,50 EUR", "1200" at the head of s, as a plain number. */
static void
amount_at(const char *s, char out[32])
{
	const char *p, *last = NULL;
	size_t n = 0, behind;

	out[0] = '\0';
	while (*s == '$' || (unsigned char)*s >= 0x80 || *s == ' ')
		s++;
	if (!isdigit((unsigned char)*s))
		return;
	for (p = s; isdigit((unsigned char)*p) || ((*p == '.' || *p == ',') &&
	    isdigit((unsigned char)p[1])); p++)
		if (!isdigit((unsigned char)*p))
			last = p;
	/* "3 pm", "12:30" and "5/6" are no amounts. */
	if (*p == ':' || *p == '/' || *p == '-' ||
	    strncasecmp(p, "pm", 2) == 0 || strncasecmp(p, "am", 2) == 0 ||
	    strncasecmp(p, "th", 2) == 0)
		return;
	behind = last == NULL ? 0 : (size_t)(p - last) - 1;
	for (; s < p && n + 1 < 32; s++) {
		if (isdigit((unsigned char)*s))
			out[n++] = *s;
		else if (s == last && behind != 3)
			out[n++] = '.';
	}
	out[n] = '\0';
}

/* The reason code s begins with, blanks counted as hyphens; or NULL. */
static const char *
reason_at(const struct config *c, const char *s)
{
	const struct config_list *known = &c->stale.reasons;
	size_t i, k;

	for (i = 0; i < known->count; i++) {
		const char *code = known->item[i];

		for (k = 0; code[k] != '\0'; k++)
			if (tolower((unsigned char)s[k]) !=
				tolower((unsigned char)code[k]) &&
			    !(code[k] == '-' && (s[k] == ' ' || s[k] == '_')))
				break;
		if (code[k] == '\0' && ends_word(s[k]))
			return code;
	}
	return NULL;
}

/* The first paragraph alone: what stands below is a signature. */
static char *
paragraph(const char *words)
{
	const char *end;
	char *raw, *out;

	words += strspn(words, " \t\r\n");
	end = strstr(words, "\n\n");
	raw = end == NULL ? text_dup(words) :
	    strndup(words, (size_t)(end - words));
	out = raw == NULL ? NULL : text_fold_space(raw);
	free(raw);
	return out;
}

static int
note(struct arrival *a, const char *actor, const char *words,
    struct lead_error *err)
{
	snprintf(a->reason, sizeof(a->reason), "a note of %.100s", actor);
	return act_event(
	    a->app, a->lead, actor, "note", words, NULL, NULL, err);
}

/* Lost without a code of the list: the words are kept, and the owner asked
 * in the way that can be answered again. */
static int
ask_reason(struct arrival *a, const char *actor, const char *words,
    struct lead_error *err)
{
	const struct config_list *known = &a->app->config->stale.reasons;
	struct lead lead = {0};
	struct buf b = {0};
	char *action;
	size_t i;
	int rc;

	buf_puts(&b, "Say why it was lost: answer with lost and one of");
	for (i = 0; i < known->count; i++)
		buf_printf(&b, "%s %s", i > 0 ? "," : "", known->item[i]);
	if ((action = buf_take(&b)) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	rc = note(a, actor, words, err);
	if (rc == 0 &&
	    (rc = store_lead_get(a->app->store, a->lead, &lead, err)) == 1)
		rc = act_task(a->app, &lead, "other", action,
		    a->app->now + 3600, NULL, true, words, err);
	lead_free(&lead);
	free(action);
	return rc;
}

static int
run(struct arrival *a, const char *actor, const struct command *c,
    struct lead_error *err)
{
	struct lead_log_options o = {.kind = c->kind,
	    .text = text_empty(c->rest) ? NULL : c->rest,
	    .value = c->value[0] ? c->value : NULL, .reason = c->reason};

	snprintf(a->reason, sizeof(a->reason), "%.100s says: %s", actor,
	    c->kind);
	return log_apply(a->app, a->lead, &o, err);
}

int
arrival_command(struct arrival *a, const char *actor, const char *words,
    struct lead_error *err)
{
	struct command c = {0};
	char *line = words == NULL ? text_dup("") : paragraph(words);
	int rc;

	if (line == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	if (!kind_at(line, &c))
		rc = note(a, actor, words, err);
	else {
		if (text_is(c.kind, "won") || text_is(c.kind, "proposal"))
			amount_at(c.rest, c.value);
		if (log_wants_reason(c.kind))
			c.reason = reason_at(a->app->config, c.rest);
		rc = log_wants_reason(c.kind) && c.reason == NULL
		    ? ask_reason(a, actor, line, err)
		    : run(a, actor, &c, err);
	}
	free(line);
	return rc;
}
