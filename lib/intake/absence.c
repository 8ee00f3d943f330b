/* Dates and farewells in automatic replies. Knows no mail header. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "intake/absence.h"

#define TEXT_MAX 4000
#define YEAR_DAYS 370
#define NEAR_DAYS 120 /* few are away for longer */

/* One line a month, one word a language and its short forms. */
static const char *const months[12] = {
    "january|jan|januar|j\xc3\xa4nner|enero|ene|janvier|janv|gennaio|gen|"
	"januari|janeiro",
    "february|feb|februar|febrero|f\xc3\xa9vrier|f\xc3\xa9vr|fevrier|"
	"febbraio|februari|fevereiro|fev",
    "march|mar|m\xc3\xa4rz|mrz|marzo|mars|maart|mrt|mar\xc3\xa7o",
    "april|apr|abril|abr|avril|avr|aprile",
    "may|mai|mayo|maggio|mag|mei|maio",
    "june|jun|juni|junio|juin|giugno|giu|junho",
    "july|jul|juli|julio|juillet|juil|luglio|lug|julho",
    "august|aug|agosto|ago|ao\xc3\xbbt|aout|augustus",
    "september|sep|sept|septiembre|setiembre|septembre|settembre|set|"
	"setembro",
    "october|oct|oktober|okt|octubre|octobre|ottobre|ott|outubro|out",
    "november|nov|noviembre|novembre|novembro",
    "december|dec|dezember|dez|diciembre|dic|d\xc3\xa9" "cembre|d\xc3\xa9" "c|"
	"dicembre|dezembro"};

/* Sunday first. */
static const char *const weekdays[7] = {
    "sunday|sonntag|domingo|dimanche|domenica|zondag",
    "monday|montag|lunes|lundi|luned\xc3\xac|maandag|segunda",
    "tuesday|dienstag|martes|mardi|marted\xc3\xac|dinsdag",
    "wednesday|mittwoch|mi\xc3\xa9rcoles|mercredi|mercoled\xc3\xac|woensdag",
    "thursday|donnerstag|jueves|jeudi|gioved\xc3\xac|donderdag|quinta",
    "friday|freitag|viernes|vendredi|venerd\xc3\xac|vrijdag|sexta",
    "saturday|samstag|s\xc3\xa1\x62\x61\x64o|samedi|sabato|zaterdag"};

/* What stands before a date that ends an absence. The second list reads the
 * day first whatever the firm's country writes. */
#define MARKS_EN "until|till|thru|through|back|return\\w*|resum\\w*|again|" \
	"from\\b[^.!?\\n]{1,30}? to"
#define MARKS_OTHER "bis|wieder|zur\xc3\xbc" "ck|ab|hasta|vuel\\w+|volver\\w*|" \
	"regres\\w+|reincorpor\\w+|al|jusqu\\w*|retour|reviens|au|fino|rientr\\w*|" \
	"torn\\w+|tot|terug|t/m|at\xc3\xa9|volt\\w+"

static const char *const farewells[] = {
    "no longer (?:works?|working|employed|with|at|here|part of|an employee|"
	"available at)",
    "(?:has|have) left (?:the|our|this|us|my)\\b",
    "has retired",
    "(?:mailbox|address|account|inbox)(?: \\w+){0,3} (?:is|are|being )?"
	"(?:no longer|not) (?:in use|used|valid|active|monitored|being)",
    "nicht mehr (?:f\xc3\xbcr|bei|in)\\b.{0,60}?(?:t\xc3\xa4tig|"
	"besch\xc3\xa4" "ftigt|angestellt)",
    "arbeitet nicht (?:mehr|l\xc3\xa4nger)", "ausgeschieden",
    "unternehmen verlassen",
    "(?:adresse|postfach)\\b.{0,30}? nicht mehr (?:aktiv|g\xc3\xbcltig|in|"
	"genutzt|gelesen|verwendet)",
    "ya no (?:trabaja|forma parte|pertenece|est[a\xc3\xa1] (?:en|con))",
    "ha dejado (?:la|nuestra) empresa",
    "ne (?:travaille|fait) plus (?:partie|chez|dans|pour|\xc3\xa0)",
    "(?:a|ai) quitt\xc3\xa9 (?:la|notre|l.)",
    "n.est plus (?:en service|utilis|valide|active|salari|parmi)",
    "non (?:lavora|fa) pi[u\xc3\xb9]", "werkt niet (?:meer|langer)",
    "niet (?:meer|langer) werkzaam",
    "(?:j[a\xc3\xa1] n[a\xc3\xa3]o trabalha|n[a\xc3\xa3]o trabalha mais)",
    NULL};

struct reading {
	GDate base;
	bool month_first;
	int best; /* YYYYMMDD */
};

static int
listed(const char *const *list, int n, const char *word)
{
	size_t len = strlen(word);
	const char *p;
	int i;

	for (i = 0; len > 0 && i < n; i++)
		for (p = list[i]; (p = strstr(p, word)) != NULL; p++)
			if ((p == list[i] || p[-1] == '|') &&
			    (p[len] == '|' || p[len] == '\0'))
				return i;
	return -1;
}

/* Days from the base to that day, its year guessed where 0; -1: no day. *out
 * is YYYYMMDD. */
static int
days_to(const struct reading *r, int y, int m, int d, int *out)
{
	GDate day;

	if (y > 0 && y < 100)
		y += 2000;
	if (m < 1 || m > 12 || d < 1 || d > 31)
		return -1;
	if (y == 0) {
		y = g_date_get_year(&r->base);
		if (!g_date_valid_dmy((GDateDay)d, (GDateMonth)m, (GDateYear)y))
			return -1;
		g_date_set_dmy(&day, (GDateDay)d, (GDateMonth)m, (GDateYear)y);
		y += g_date_days_between(&r->base, &day) < -180;
	}
	if (!g_date_valid_dmy((GDateDay)d, (GDateMonth)m, (GDateYear)y))
		return -1;
	g_date_set_dmy(&day, (GDateDay)d, (GDateMonth)m, (GDateYear)y);
	*out = y * 10000 + m * 100 + d;
	return g_date_days_between(&r->base, &day);
}

/* Keeps the latest day that lies ahead of the base, within a year. */
static void
offer(struct reading *r, int y, int m, int d)
{
	int day, gap = days_to(r, y, m, d, &day);

	if (gap >= 0 && gap <= YEAR_DAYS && day > r->best)
		r->best = day;
}

/* a/b: the day or the month first, the other way round where only that
 * lies near. */
static void
offer_either(struct reading *r, int y, int a, int b, bool month_first)
{
	int m = month_first ? a : b, d = month_first ? b : a, day, near, far;

	far = days_to(r, y, m, d, &day);
	near = days_to(r, y, d, m, &day);
	if ((far < 0 || far > NEAR_DAYS) && near >= 0 && near <= NEAR_DAYS)
		offer(r, y, d, m);
	else
		offer(r, y, m, d);
}

static void
weekday(struct reading *r, int day)
{
	GDate d = r->base;
	int now = g_date_get_weekday(&d) % 7, ahead = (day - now + 7) % 7;

	g_date_add_days(&d, (guint)(ahead == 0 ? 7 : ahead));
	offer(r, g_date_get_year(&d), (int)g_date_get_month(&d),
	    g_date_get_day(&d));
}

static int
number(const GMatchInfo *m, const char *name)
{
	char *s = g_match_info_fetch_named(m, name);
	int n = s == NULL ? 0 : atoi(s);

	g_free(s);
	return n;
}

static int
word_of(const GMatchInfo *m, const char *name, const char *const *list, int n)
{
	char *s = g_match_info_fetch_named(m, name);
	int i = s == NULL ? -1 : listed(list, n, s);

	g_free(s);
	return i;
}

static void
take(struct reading *r, const GMatchInfo *m)
{
	char *other = g_match_info_fetch_named(m, "other");
	bool first = r->month_first && (other == NULL || *other == '\0');
	int a = number(m, "a"), b = number(m, "b"), y = number(m, "y"), n;

	g_free(other);
	if (number(m, "iy") != 0)
		offer(r, number(m, "iy"), number(m, "im"), number(m, "id"));
	else if (number(m, "dd") != 0)
		offer(r, number(m, "dy"), number(m, "dm"), number(m, "dd"));
	else if (a != 0)
		offer_either(r, y, a, b, first);
	else if ((n = word_of(m, "mw", months, 12)) >= 0)
		offer(r, number(m, "wy"), n + 1, number(m, "wd"));
	else if ((n = word_of(m, "mx", months, 12)) >= 0)
		offer(r, number(m, "xy"), n + 1, number(m, "xd"));
	else if ((n = word_of(m, "wk", weekdays, 7)) >= 0)
		weekday(r, n);
}

/* A mark, some words, then one of the shapes a date has (%1$s: months, %2$s:
 * weekdays); a weekday counts only where no date stands behind it. */
static const char shapes[] =
    "\\b(?:(?:" MARKS_EN ")|(?<other>" MARKS_OTHER "))\\b"
    "(?=[^.!?\\n]{0,40}?[ (,'](?:"
    "(?<iy>20\\d\\d)-(?<im>\\d\\d)-(?<id>\\d\\d)"
    "|(?<dd>\\d{1,2})\\. ?(?<dm>\\d{1,2})\\.(?: ?(?<dy>20\\d\\d|\\d\\d))?"
    "|(?<a>\\d{1,2})[/-](?<b>\\d{1,2})(?:[/-](?<y>20\\d\\d|\\d\\d))?(?!\\d|:)"
    "|(?<wd>\\d{1,2})(?:st|nd|rd|th|er|\\.|\xc2\xba|\xc2\xb0)?,? (?:of |de |"
    "di |del )?(?<mw>%1$s)\\b\\.?(?:,? (?:de |del )?(?<wy>20\\d\\d))?"
    "|(?<mx>%1$s)\\.? (?:the )?(?<xd>\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)"
    "(?:,? (?<xy>20\\d\\d))?"
    "|(?<wk>%2$s)\\b(?!,? (?:the |den |el |le |il )?(?:\\d|(?:%1$s)\\b))"
    "))";

static GRegex *
compiled(void)
{
	static GRegex *re;
	char *month, *day, *pattern;

	if (re != NULL)
		return re;
	month = g_strjoin("|", months[0], months[1], months[2], months[3],
	    months[4], months[5], months[6], months[7], months[8], months[9],
	    months[10], months[11], NULL);
	day = g_strjoin("|", weekdays[0], weekdays[1], weekdays[2],
	    weekdays[3], weekdays[4], weekdays[5], weekdays[6], NULL);
	pattern = g_strdup_printf(shapes, month, day);
	re = g_regex_new(pattern, 0, 0, NULL);
	g_free(month);
	g_free(day);
	g_free(pattern);
	return re;
}

static void
scan(struct reading *r, const char *text)
{
	GMatchInfo *m = NULL;
	GRegex *re = compiled();

	if (re == NULL)
		return;
	g_regex_match(re, text, 0, &m);
	while (g_match_info_matches(m)) {
		take(r, m);
		if (!g_match_info_next(m, NULL))
			break;
	}
	g_match_info_free(m);
}

static char *
lowered(const char *text)
{
	size_t n = strlen(text);
	char *cut, *lower;

	if (!g_utf8_validate(text, -1, NULL))
		return NULL;
	if (n > TEXT_MAX)
		n = TEXT_MAX;
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	if ((cut = g_strndup(text, n)) == NULL)
		return NULL;
	lower = g_utf8_strdown(cut, -1);
	g_free(cut);
	return lower;
}

int
absence_until(const char *text, int64_t written, bool month_first)
{
	struct reading r = {.month_first = month_first};
	GDateTime *t;
	char *lower;

	if (text == NULL || (lower = lowered(text)) == NULL)
		return 0;
	if ((t = g_date_time_new_from_unix_utc(written)) == NULL) {
		g_free(lower);
		return 0;
	}
	g_date_clear(&r.base, 1);
	g_date_set_dmy(&r.base, (GDateDay)g_date_time_get_day_of_month(t),
	    (GDateMonth)g_date_time_get_month(t),
	    (GDateYear)g_date_time_get_year(t));
	g_date_time_unref(t);
	scan(&r, lower);
	g_free(lower);
	return r.best;
}

bool
absence_is_final(const char *text)
{
	char *lower = text == NULL ? NULL : lowered(text);
	size_t i;
	bool yes = false;

	for (i = 0; lower != NULL && farewells[i] != NULL && !yes; i++)
		yes = g_regex_match_simple(farewells[i], lower,
		    G_REGEX_DOTALL, 0);
	g_free(lower);
	return yes;
}
