/*
 * A timeline on a terminal, told as a story: a heading a day, a sentence an
 * event, what was said in full under it. Elsewhere it is rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

struct story {
	struct cmd *cmd;
	char day[16], lead[32];
	size_t width;
	bool colour;
};

/* What an event says: %a the actor, %o and %n old and new. */
static const struct {
	const char *kind, *words;
	bool said; /* its text is somebody's words, told below it */
} telling[] = {
	{"received", "came in by %n", true},
	{"again", "wrote again", true},
	{"reply", "replied", true},
	{"answer", "%a answered", true},
	{"note", "%a noted", true},
	{"call", "%a called", true},
	{"voicemail", "%a left a voicemail", true},
	{"no-answer", "%a called: no answer", true},
	{"mail", "%a wrote a mail", true},
	{"text", "%a wrote a text", true},
	{"chat", "%a chatted", true},
	{"met", "%a met them", true},
	{"booked", "booked", true},
	{"rescheduled", "rescheduled", true},
	{"no-show", "did not come", true},
	{"appointment", "appointment set", true},
	{"proposal", "%a sent a proposal", true},
	{"qualified", "qualified", true},
	{"won", "WON", true},
	{"lost", "lost", true},
	{"opt-out", "wants no more messages", true},
	{"opt-in", "takes messages again", true},
	{"routed", "given to %n", true},
	{"owner", "owner %o -> %n", false},
	{"stage", "stage %o -> %n", false},
	{"priority", "priority %o -> %n", false},
	{"score", "score %n", true},
	{"sent", "we sent \"%o\"", false},
	{"failed", "a message could not be sent", true},
	{"skipped", "a step was left out", true},
	{"told", "the owner was told", true},
	{"task", "to do", true},
	{"task-done", "done", true},
	{"breach", "DEADLINE MISSED: %n", true},
	{"handoff", "handed to a person: %n", true},
	{"sequence-started", "sequence %n begins", false},
	{"sequence-ended", "sequence %o stops", true},
	{"sequence-done", "sequence %o is through", false},
	{"bounce", "a message came back", true},
	{"complaint", "COMPLAINT", true},
	{"auto-reply", "an automatic reply", true},
	{"confirmed", "opt-out confirmed to them", false},
	{"merged", "merged", false},
	{"new", "a new lead", false},
	{"field", "set %o -> %n", true},
};

static const char *
field(const struct lead_row *row, const char *name)
{
	const char *text = lead_row_value(row, name);

	return text != NULL ? text : "";
}

static void
put_clean(const char *text)
{
	char *clean = cmd_table_clean(text);

	fputs(clean != NULL ? clean : "", stdout);
	free(clean);
}

/* Words of somebody, wrapped, their own line ends kept. */
static void
put_said(const struct story *s, const char *text)
{
	size_t n, used = 0;
	char word[512];

	if (*text == '\0')
		return;
	fputs("          ", stdout);
	for (; *text != '\0'; text += n) {
		if (*text == ' ' || *text == '\n') {
			if (*text == '\n' && used > 0) {
				fputs("\n          ", stdout);
				used = 0;
			}
			n = 1;
			continue;
		}
		n = strcspn(text, " \n");
		if (n >= sizeof(word))
			n = sizeof(word) - 1;
		memcpy(word, text, n);
		word[n] = '\0';
		if (used > 0 && used + 1 + lead_text_width(word) >
		    s->width - 10) {
			fputs("\n          ", stdout);
			used = 0;
		} else if (used > 0) {
			putchar(' ');
			used++;
		}
		put_clean(word);
		used += lead_text_width(word);
	}
	putchar('\n');
}

static void
put_words(const char *words, const struct lead_row *row)
{
	for (; *words != '\0'; words++) {
		if (*words != '%') {
			putchar(*words);
			continue;
		}
		words++;
		put_clean(field(row, *words == 'a' ? "actor" :
		    *words == 'o' ? "old" : "new"));
	}
}

static void
put_day(struct story *s, const char *at, const char *lead)
{
	char when[48], *clean;

	if (strcmp(s->lead, lead) != 0) {
		printf("%s%s\n", s->lead[0] != '\0' ? "\n" : "", lead);
		snprintf(s->lead, sizeof(s->lead), "%s", lead);
		s->day[0] = '\0';
	}
	if (strncmp(s->day, at, 10) == 0)
		return;
	snprintf(s->day, sizeof(s->day), "%.10s", at);
	clean = cmd_table_clean(s->day);
	snprintf(when, sizeof(when), "%s", clean ? clean : "");
	free(clean);
	printf("%s%s%s\n", s->colour ? "\033[1m" : "", when,
	    s->colour ? "\033[0m" : "");
}

static int
tell(void *arg, const struct lead_row *row)
{
	struct story *s = arg;
	const char *kind = field(row, "kind"), *at = field(row, "at");
	const char *ink = NULL;
	size_t i, n = sizeof(telling) / sizeof(telling[0]);

	for (i = 0; i < n && strcmp(telling[i].kind, kind) != 0;)
		i++;
	put_day(s, at, field(row, "lead"));
	if (s->colour && (strcmp(kind, "breach") == 0 ||
	    strcmp(kind, "complaint") == 0 || strcmp(kind, "failed") == 0))
		ink = "\033[31m";
	else if (s->colour && (strcmp(kind, "reply") == 0 ||
	    strcmp(kind, "received") == 0 || strcmp(kind, "again") == 0))
		ink = "\033[36m";
	else if (s->colour && strcmp(kind, "won") == 0)
		ink = "\033[32m";
	printf("  %.5s   %s", strlen(at) > 16 ? at + 11 : "", ink ? ink : "");
	if (i < n)
		put_words(telling[i].words, row);
	else
		put_clean(kind);
	puts(ink ? "\033[0m" : "");
	if (i == n || telling[i].said)
		put_said(s, field(row, "text"));
	return 0;
}

int
cmd_story(struct cmd *cmd, struct lead_refs refs, struct lead_error *err)
{
	const char *no_color = getenv("NO_COLOR");
	struct story s = {.cmd = cmd, .width = (size_t)cmd_rows_width(),
	    .colour = no_color == NULL || *no_color == '\0'};

	if (s.width < 40)
		s.width = 40;
	return lead_show_timeline(cmd->app, refs, tell, &s, err);
}
