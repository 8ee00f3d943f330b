/* The newest own words of a text. Knows no mail header of its own mail. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/intake.h"
#include "intake/quote.h"

#define LINES_MAX 20000

struct line {
	const char *s;
	size_t len;
};

/* Heads after which everything is another message. */
static const char *const markers[] = {"original message",
    "original appointment", "forwarded message",
    "urspr\xc3\xbcngliche nachricht", "weitergeleitete nachricht",
    "mensaje original", "mensaje reenviado", "message d'origine",
    "message original", "message transf\xc3\xa9r\xc3\xa9",
    "messaggio originale", "messaggio inoltrato", "oorspronkelijk bericht",
    "doorgestuurd bericht", "mensagem original", "mensagem encaminhada",
    "mensagem reencaminhada", "oprindelig meddelelse",
    "ursprungligt meddelande", "oryginalna wiadomo",
    "weitergeleitete mail", "begin pgp signature", NULL};

static const char *const begins[] = {"begin forwarded message",
    "anfang der weitergeleiteten", "inicio del mensaje reenviado",
    "d\xc3\xa9" "but du message transf\xc3\xa9r\xc3\xa9",
    "inizio messaggio inoltrato", "begin doorgestuurd bericht",
    "in\xc3\xad" "cio da mensagem", NULL};

static const char *const wrote[] = {"wrote", "schrieb", "escribi\xc3\xb3",
    "a \xc3\xa9" "crit", "ha scritto", "schreef", "escreveu", "napisa\xc5\x82",
    "skrev", NULL};

static const char *const openers[] = {"On ", "Am ", "El ", "Le ", "Il ",
    "Op ", "Em ", "A ", "No dia ", "W dniu ", "Den ", "> On ", "Na ", "Pe ",
    "\xd0\x92 ", NULL};

static const char *const heads[] = {"from", "von", "de", "da", "van",
    "fra", "fr\xc3\xa5n", "od", NULL};
static const char *const dates[] = {"sent", "date", "gesendet", "datum",
    "enviado", "enviada", "enviada em", "fecha", "envoy\xc3\xa9", "inviato",
    "data", "verzonden", "sendt", "skickat", "wys\xc5\x82" "ano", "to", "an",
    "para", "\xc3\xa0", "a", "aan", "til", "till", "do", "cc", "kopie",
    "subject", "betreff", "asunto", "objet", "oggetto", "onderwerp",
    "assunto", "emne", "\xc3\xa4mne", "temat", NULL};

static const char *const subjects[] = {"subject", "betreff", "asunto",
    "objet", "oggetto", "onderwerp", "assunto", "emne", "\xc3\xa4mne",
    "temat", NULL};

static const char *const devices[] = {"sent from my ", "sent from outlook",
    "get outlook for", "von meinem ", "gesendet von", "enviado desde mi",
    "enviado desde ", "envoy\xc3\xa9 de mon ", "inviato da",
    "sent via ", "sent with proton", "sent from yahoo", "sent from mail for",
    "get outlook f", "yahoo mail: ", "envoy\xc3\xa9 depuis ",
    "envoy\xc3\xa9 \xc3\xa0 partir de ", "diese nachricht wurde von meinem",
    "enviado do meu ", "verzonden vanaf ", "verstuurd vanaf ", "skickat fr",
    "sendt fra min", "t\xc3\xa9l\xc3\xa9" "charger outlook",
    "obtener outlook", "outlook f\xc3\xbcr ", "scarica outlook", NULL};

static bool
starts(const struct line *l, const char *const *words)
{
	size_t i, n;

	for (i = 0; words[i] != NULL; i++) {
		n = strlen(words[i]);
		if (l->len >= n && strncasecmp(l->s, words[i], n) == 0)
			return true;
	}
	return false;
}

static bool
has(const char *s, const char *const *words)
{
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		if (text_has(s, words[i]))
			return true;
	return false;
}

static struct line
strip(struct line l)
{
	while (l.len > 0 && isspace((unsigned char)l.s[0]))
		l.s++, l.len--;
	while (l.len > 0 && isspace((unsigned char)l.s[l.len - 1]))
		l.len--;
	return l;
}

static bool
is_quote(const struct line *l)
{
	struct line s = strip(*l);

	return s.len > 0 && s.s[0] == '>';
}

/* "----- Original Message -----" in any of the languages. */
static bool
is_marker(const struct line *l)
{
	struct line s = strip(*l);
	char word[80];

	if (starts(&s, begins))
		return true;
	if (s.len < 8 || strncmp(s.s, "--", 2) != 0)
		return false;
	while (s.len > 0 && (s.s[0] == '-' || s.s[0] == ' '))
		s.s++, s.len--;
	if (s.len == 0 || s.len >= sizeof(word))
		return false;
	memcpy(word, s.s, s.len);
	word[s.len] = '\0';
	return has(word, markers);
}

/* One of the words, then blanks or asterisks and a colon ("Objet :"). Some
 * words have more behind them ("Enviado el:"). */
static bool
is_labelled(const struct line *l, const char *const *words)
{
	size_t i, n, k;

	for (i = 0; words[i] != NULL; i++) {
		n = strlen(words[i]);
		if (l->len <= n || strncasecmp(l->s, words[i], n) != 0)
			continue;
		for (k = n; k < l->len && k < n + 5 && l->s[k] != ':'; k++)
			if (k == n && l->s[k] != ' ' && l->s[k] != '*' &&
			    l->s[k] != '\t' && l->s[k] != '\xc2')
				break;
		if (k < l->len && l->s[k] == ':')
			return true;
	}
	return false;
}

/* "From:" here, and two more such lines in the next five, an address or a
 * subject among them: "From: 1 Elm St, To: 9 Oak Ave" is a mover's job. */
static bool
is_head(const struct line *l, size_t n)
{
	struct line s;
	size_t i, found = 0;
	bool mailish;

	s = strip(l[0]);
	while (s.len > 0 && s.s[0] == '*')
		s.s++, s.len--;
	if (!is_labelled(&s, heads))
		return false;
	mailish = memchr(s.s, '@', s.len) != NULL;
	for (i = 1; i < n && i < 6; i++) {
		s = strip(l[i]);
		while (s.len > 0 && s.s[0] == '*')
			s.s++, s.len--;
		if (!is_labelled(&s, dates))
			continue;
		found++;
		mailish |= memchr(s.s, '@', s.len) != NULL ||
		    is_labelled(&s, subjects);
	}
	return found >= 2 && mailish;
}

static bool
is_rule(const struct line *l)
{
	struct line s = strip(*l);

	return s.len >= 20 && strspn(s.s, "_") >= s.len;
}

/* A line that opens an attribution: by its first word, by Zoho's dashes, or
 * by an address where the sentence begins with the name (Portuguese). */
static bool
opens(const struct line *l)
{
	struct line s = *l;
	size_t n;

	while (s.len > 0 && (s.s[0] == '-' || s.s[0] == ' '))
		s.s++, s.len--;
	if (starts(&s, openers))
		return true;
	for (n = 0; n < s.len; n++)
		if (s.s[n] == '@' && n > 0)
			return memchr(s.s, '<', n) != NULL ||
			    memchr(s.s, '(', n) != NULL;
	return false;
}

/* How many lines the attribution at l takes; 0: none is here. */
static size_t
attribution(const struct line *l, size_t n)
{
	struct line s = strip(l[0]);
	struct buf b = {0};
	size_t i;
	bool yes = false;

	if (!opens(&s))
		return 0;
	for (i = 0; i < n && i < 4 && !yes; i++) {
		s = strip(l[i]);
		if (s.len == 0)
			break;
		buf_add(&b, s.s, s.len);
		buf_putc(&b, ' ');
		while (s.len > 0 && (s.s[s.len - 1] == '-' ||
		    s.s[s.len - 1] == ' '))
			s.len--;
		yes = s.len > 0 && b.data != NULL && has(b.data, wrote) &&
		    (s.s[s.len - 1] == ':' ||
		    l[i].s[l[i].len - 1] == '-');
	}
	buf_free(&b);
	return yes ? i : 0;
}

static bool
quotes_follow(const struct line *l, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strip(l[i]).len > 0)
			return is_quote(&l[i]);
	return false;
}

static bool
is_dashes(const struct line *l)
{
	return (l->len == 3 && strncmp(l->s, "-- ", 3) == 0) ||
	    (l->len == 2 && strncmp(l->s, "--", 2) == 0);
}

static size_t
split(const char *text, struct line *l)
{
	const char *p = text;
	size_t n = 0, len;

	while (*p != '\0' && n < LINES_MAX) {
		len = strcspn(p, "\n");
		l[n].s = p;
		l[n].len = len;
		if (len > 0 && p[len - 1] == '\r')
			l[n].len--;
		n++;
		p += len + (p[len] == '\n');
	}
	return n;
}

static void
keep(struct buf *b, const struct line *l)
{
	buf_add(b, l->s, l->len);
	buf_putc(b, '\n');
}

/* How many lines a clear-signed message (RFC 9580 7) has before its text. */
static size_t
armor_head(const struct line *l, size_t n)
{
	static const char *const begin[] = {
	    "-----BEGIN PGP SIGNED MESSAGE-----", NULL};
	size_t i = 0;

	if (!starts(l, begin))
		return 0;
	while (i < n && strip(l[i]).len > 0)
		i++;
	return i;
}

static void
cut(const struct line *l, size_t n, struct buf *own, struct buf *sig)
{
	size_t i, skip;
	bool in_sig = false;
	struct line s;

	for (i = 0; i < n; i++) {
		if ((skip = armor_head(l + i, n - i)) > 0) {
			i += skip - 1;
			continue;
		}
		if (is_marker(&l[i]) || is_head(l + i, n - i) ||
		    (is_rule(&l[i]) && i + 1 < n && (is_head(l + i + 1,
		    n - i - 1) || (i + 2 < n && is_head(l + i + 2,
		    n - i - 2)))))
			return;
		if ((skip = attribution(l + i, n - i)) > 0) {
			if (!quotes_follow(l + i + skip, n - i - skip))
				return;
			i += skip - 1;
			in_sig = false;
			continue;
		}
		if (is_quote(&l[i])) {
			in_sig = false;
			continue;
		}
		s = strip(l[i]);
		if (is_dashes(&l[i]) && i > 0)
			in_sig = true;
		else if (in_sig)
			keep(sig, &l[i]);
		else if (!starts(&s, devices) || s.len > 60)
			keep(own, &l[i]);
	}
}

const char *
quote_head(const char *text)
{
	struct line *l = calloc(LINES_MAX, sizeof(*l));
	const char *head = NULL;
	size_t i, n;

	if (l == NULL)
		return NULL;
	n = split(text, l);
	for (i = 0; i < n && head == NULL; i++)
		if (is_head(l + i, n - i))
			head = l[i].s;
	free(l);
	return head;
}

char *
quote_cut(const char *text, char **signature)
{
	struct buf own = {0}, sig = {0};
	struct line *l;
	char *raw, *out;
	size_t n;

	if (signature != NULL)
		*signature = NULL;
	if (text == NULL || (l = calloc(LINES_MAX, sizeof(*l))) == NULL)
		return NULL;
	n = split(text, l);
	cut(l, n, &own, &sig);
	free(l);
	if ((raw = buf_take(&own)) == NULL) {
		buf_free(&sig);
		return NULL;
	}
	out = text_trim(raw);
	free(raw);
	if (signature != NULL && sig.len > 0)
		*signature = buf_take(&sig);
	buf_free(&sig);
	return out;
}
