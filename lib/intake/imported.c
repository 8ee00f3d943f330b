/* What other systems call what only they kept: stage, owner, dates. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/labels.h"
#include "leads.h"

static const struct {
	enum label label;
	const char *names; /* as in labels.c */
} columns[] = {
    {LABEL_STAGE, "stage|status|lead status|lead stage|deal stage|"
	"pipeline stage|phase|estado|etapa|fase|statut|\xc3\xa9tape|stufe"},
    {LABEL_OWNER, "owner|lead owner|contact owner|deal owner|account owner|"
	"assigned to|sales rep|besitzer|verantwortlich|betreuer|"
	"zust\xc3\xa4ndig|responsable|propietario|vendedor|asignado a|"
	"propri\xc3\xa9taire|commercial"},
    {LABEL_REASON, "closed reason|close reason|closed lost reason|"
	"lost reason|loss reason|reason closed|reason lost|reason|"
	"verlustgrund|grund|motivo|motivo de p\xc3\xa9rdida|raison|motif|"
	"raison de perte"},
    {LABEL_RECEIVED, "received|created|created at|created on|create date|"
	"created date|created time|creation date|date created|date added|"
	"date|lead submission time|submitted at|submission date|"
	"angelegt am|angelegt|erstellt am|erstellt|erstelldatum|datum|"
	"eingang|eingegangen am|fecha|fecha de creaci\xc3\xb3n|creado|"
	"fecha de alta|date de cr\xc3\xa9" "ation|cr\xc3\xa9\xc3\xa9 le"},
    {LABEL_CONTACTED, "last contact|last contacted|last contact date|"
	"last activity|last activity date|letzter kontakt|"
	"letzte aktivit\xc3\xa4t|\xc3\xbaltimo contacto|ultimo contacto|"
	"dernier contact|derni\xc3\xa8re activit\xc3\xa9"},
    {LABEL_CURRENCY, "currency|w\xc3\xa4hrung|moneda|divisa|devise"},
};

static const struct {
	const char *stage, *words;
} stages[] = {
    {"new", "new|open|open not contacted|not contacted|lead|neu|offen|nuevo|"
	"nueva|abierto|nouveau|ouvert"},
    {"contacted", "contacted|attempted to contact|attempting|working|"
	"working contacted|in progress|kontaktiert|in bearbeitung|contactado|"
	"en proceso|contact\xc3\xa9|en cours"},
    {"waiting", "waiting|pending|wartend|en espera|en attente"},
    {"replied", "replied|responded|geantwortet|respondido|r\xc3\xa9pondu"},
    {"qualified", "qualified|connected|sql|mql|sales qualified lead|"
	"opportunity|qualifiziert|calificado|cualificado|qualifi\xc3\xa9"},
    {"booked", "booked|scheduled|appointment scheduled|meeting scheduled|"
	"termin|termin vereinbart|cita|agendado|rendez vous"},
    {"proposal", "proposal|proposal sent|quoted|quote sent|estimate sent|"
	"negotiation|contract sent|angebot|angebot gesendet|propuesta|"
	"presupuestado|devis|devis envoy\xc3\xa9|proposition"},
    {"won", "won|closed won|closedwon|customer|converted|closed converted|"
	"gewonnen|kunde|ganado|ganada|cliente|gagn\xc3\xa9|client"},
    {"lost", "lost|closed lost|closedlost|unqualified|not interested|"
	"closed not converted|dead|junk|disqualified|verloren|perdido|"
	"perdida|perdu"},
    {"inactive", "inactive|on hold|nurture|nurturing|cold|inaktiv|inactivo|"
	"inactif|ruhend"},
};

enum label
labels_imported(const char *label)
{
	char name[LABELS_NAME_MAX];
	size_t i;

	labels_normal(label, name);
	for (i = 0; name[0] != '\0' &&
	    i < sizeof(columns) / sizeof(columns[0]); i++)
		if (labels_listed(columns[i].names, name))
			return columns[i].label;
	return LABEL_NONE;
}

const char *
labels_stage(const char *word)
{
	char name[LABELS_NAME_MAX];
	size_t i;

	labels_normal(word, name);
	for (i = 0; name[0] != '\0' &&
	    i < sizeof(stages) / sizeof(stages[0]); i++)
		if (labels_listed(stages[i].words, name))
			return stages[i].stage;
	return NULL;
}

/* The last '.' or ',' parts the cents where one or two digits follow it. */
bool
labels_money(const char *text, double *out)
{
	char digits[32];
	const char *p, *point = NULL;
	size_t n = 0;
	bool any = false;

	for (p = text; *p != '\0'; p++)
		if (*p == '.' || *p == ',')
			point = p;
	if (point != NULL && (strspn(point + 1, "0123456789") == 0 ||
	    strspn(point + 1, "0123456789") > 2))
		point = NULL;
	for (p = text; *p != '\0' && n + 1 < sizeof(digits); p++) {
		if (isdigit((unsigned char)*p)) {
			digits[n++] = *p;
			any = true;
		} else if (p == point)
			digits[n++] = '.';
		else if (any && *p != '.' && *p != ',' && *p != ' ' &&
		    *p != '\'' && (unsigned char)*p < 0x80)
			break;
		else if (*p == '-')
			return false;
	}
	digits[n] = '\0';
	if (!any || n + 1 >= sizeof(digits))
		return false;
	*out = strtod(digits, NULL);
	return *out < 1e12;
}

/* "3/31/2026 14:05", "31.03.2026": turned into ISO 8601. */
static bool
iso(const char *text, const char *country, char *out, size_t size)
{
	int a, b, y, h = 0, m = 0, used = 0;
	char sep;

	if (sscanf(text, "%2d%c%2d%*c%4d%n", &a, &sep, &b, &y, &used) != 4 ||
	    strchr("/.-", sep) == NULL || text[used - 5] != sep)
		return false;
	if (y < 100)
		y += y < 70 ? 2000 : 1900;
	if (text[used] != '\0' &&
	    sscanf(text + used, " %2d:%2d", &h, &m) != 2)
		return false;
	if (h < 12 && (text_has(text + used, "pm")))
		h += 12;
	/* only the United States put the month before the day */
	if (sep == '/' && b <= 31 && a <= 12 && (b > 12 || country == NULL ||
	    text_is_nocase(country, "US"))) {
		int day = b;

		b = a;
		a = day;
	}
	snprintf(out, size, "%04d-%02d-%02dT%02d:%02d", y, b, a, h, m);
	return true;
}

bool
labels_date(const char *text, const char *country, const char *zone,
    int64_t now, int64_t *out)
{
	char copy[64];
	struct lead_error err;
	int64_t t;

	if (!isdigit((unsigned char)text[0]) || strlen(text) >= sizeof(copy))
		return false;
	if (!iso(text, country, copy, sizeof(copy)))
		snprintf(copy, sizeof(copy), "%s", text);
	if (lead_when_parse(copy, now, zone, &t, &err) == -1) {
		/* "2026-11-24 09:40:00 America/Los_Angeles": the day at least */
		if (strlen(copy) < 10)
			return false;
		copy[10] = '\0';
		if (lead_when_parse(copy, now, zone, &t, &err) == -1)
			return false;
	}
	if (t <= 0 || t > now)
		return false;
	*out = t;
	return true;
}
