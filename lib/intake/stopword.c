/*
 * Words by which a person asks to be left alone, or to be written to again:
 * the carriers' commands (CTIA Messaging Principles 5.1.3, 47 CFR
 * 64.1200(a)(10)) and the sentences people use instead. Knows no mail.
 */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/stopword.h"

#define WORDS_MAX 400 /* a longer message has more to say than stop */

/* Politeness around a command changes nothing. */
static const char *const courtesy[] = {"please", "pls", "thanks",
    "thank you", "thx", "hi", "hello", "hey", "dear sir", "bitte", "danke",
    "vielen dank", "hallo", "por favor", "gracias", "hola", "merci", "svp",
    "s il vous plait", "s il vous pla\xc3\xaet", "bonjour", "grazie", "ciao",
    "per favore", "obrigado", "obrigada", "ol\xc3\xa1", "bedankt", "graag",
    "alstublieft", NULL};

/* The whole message, digits behind it aside. */
static const char *const commands[] = {"stop", "stopall", "stop all",
    "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "opt out",
    "remove", "remove me", "unsubscribe me", "stop it", "stop now",
    "stop sms", "stop texts", "stop emails", "stop messages",
    "no more emails", "no more messages", "no more texts", "opt me out",
    "take me off", "abmelden", "abmeldung", "abbestellen", "austragen",
    "stopp", "baja", "darme de baja", "dar de baja", "alto", "parar",
    "cancelar", "no mas", "no m\xc3\xa1s", "d\xc3\xa9sabonner",
    "d\xc3\xa9sinscription", "d\xc3\xa9sinscrire", "desinscription",
    "se d\xc3\xa9sabonner", "me d\xc3\xa9sabonner", "me d\xc3\xa9sinscrire",
    "arr\xc3\xaat", "arret", "arr\xc3\xaater", "arreter", "disiscrivimi",
    "cancellami", "disiscrizione", "uitschrijven", "afmelden",
    "descadastrar", "cancelar inscri\xc3\xa7\xc3\xa3o", NULL};

/* These stop even where they are only the first line of more. */
static const char *const sure[] = {"stop", "stopall", "stop all",
    "unsubscribe", "unsubscribe me", "optout", "opt out", "remove me",
    "abmelden", "abbestellen", "d\xc3\xa9sabonner", "d\xc3\xa9sinscription",
    "darme de baja", "uitschrijven", NULL};

static const char *const starts[] = {"start", "unstop", "resubscribe",
    "subscribe", "opt in", "optin", "subscribe me", "resubscribe me", NULL};

/*
 * Sentences, over words in lower case without apostrophes, sentence ends as
 * " . ". Each asks for the end of all mail, not of one thing: "do not call
 * before nine" and "we need to stop the leak" must not match.
 */
#define END "(?: \\.|$| thank| please| danke| merci| gracias)"
#define NOT_ "(?<!dont )(?<!do not )(?<!not )(?<!never )"
#define MAILS "(?:e ?mails?|mails?|texts?|messages?|sms|newsletters?|" \
	"reminders|offers|spam|stuff|communications?|calls)"
static const char *const sentences[] = {
    /* English */
    NOT_ "\\b(?:take|remove|delete|drop|scrub) (?:me|us|my \\w+(?: address| "
	"number)?|this \\w+(?: address)?)(?: please)? (?:from|off|out of)"
	"(?: of)? (?:your|the|this|all|any) (?:\\w+ ){0,3}?(?:lists?|"
	"mailings?|database|system|records?|contacts?|" MAILS ")",
    "\\b" NOT_ "unsubscribe (?:me|us|my|this)\\b",
    "\\bplease unsubscribe" END,
    "\\bunsubscribe from (?:your|this|these|all)\\b",
    NOT_ "\\b(?:stop|quit|cease) (?:e ?mailing|texting|contacting|calling|"
	"messaging|mailing|writing(?: to)?|bothering|spamming|harassing) "
	"(?:me|us)\\b",
    NOT_ "\\b(?:stop|quit|cease) sending (?:me |us )?(?:\\w+ ){0,2}?(?:" MAILS
	"|these|this|anything)\\b",
    NOT_ "\\bstop (?:all |these |the |your )(?:\\w+ )?" MAILS "\\b",
    "\\b(?:do not|dont|never|stop) (?:ever )?(?:e ?mail|text|contact|message|"
	"call|write(?: to)?|mail|bother|send)(?: to)? (?:me|us|this "
	"(?:number|address))(?: \\w+){0,3} (?:again|anymore|any ?more|any "
	"longer|further|in (?:the )?future)\\b",
    "\\b(?:do not|dont) (?:e ?mail|text|contact|message|bother) (?:me|us)"
	END,
    "(?:^|\\. |please |want |receive |get |send |send me )no (?:more|further) "
	MAILS "\\b",
    "\\b(?:do not|dont|no longer) (?:want|wish|care) to (?:receive|get) "
	"(?:your |any )?(?:more |further |of )?(?:\\w+ )?(?:" MAILS
	"|these|this|anything)\\b",
    "\\b(?:do not|dont|no longer) (?:want|wish) to (?:hear from you|be "
	"contacted|be on (?:your|this|the)(?: \\w+)? list)\\b",
    "\\b(?:want|like|wish|need) (?:you )?to (?:opt out|unsubscribe|be "
	"removed|be taken off)\\b",
    "\\bopt(?:ing)? (?:me )?out (?:of|from) (?:your|this|these|all|any)\\b",
    "\\bopt (?:me|us) out\\b",
    "\\bremove (?:me|us|my (?:e ?mail|number|address|e ?mail address))" END,
    "\\bleave (?:me|us) alone\\b",
    "\\blose (?:my|this) number\\b",
    /* German */
    "\\bkeine (?:weiteren? |solchen? )?(?:e ?mails?|mails?|nachrichten|sms|"
	"werbung|newsletter|anrufe|werbemails?)(?: \\w+){0,3} (?:mehr|senden|"
	"schicken|zusenden|erhalten|bekommen)\\b",
    "\\bkeine weiteren (?:e ?mails?|mails?|nachrichten|sms|anrufe)\\b",
    "\\b(?:bitte )keine (?:e ?mails?|mails?|nachrichten|sms|werbung) mehr\\b",
    "\\b(?:nehmen|streichen|l\xc3\xb6schen|entfernen|nehmt|streicht|"
	"l\xc3\xb6scht|nimm|streich|l\xc3\xb6sch|entfern\\w*)(?: sie)? "
	"(?:mich|uns|meine \\w+(?: mail adresse| adresse)?)(?: bitte)? (?:aus|"
	"von|vom)\\b",
    "\\btragen sie mich(?: bitte)?(?: \\w+){0,3} aus\\b",
    "\\b(?:kontaktieren|schreiben|mailen|rufen|bel\xc3\xa4stigen|"
	"kontaktiert|schreibt)(?: sie)? (?:mich|mir|uns)(?: bitte)?(?: an)? "
	"nicht (?:mehr|wieder)\\b",
    "\\b(?:nicht|nie) mehr (?:zu )?(?:kontaktieren|kontaktiert|anschreiben|"
	"angeschrieben|anrufen|angerufen|bel\xc3\xa4stigen)\\b",
    "\\b(?:mich|uns)(?: \\w+){0,4} (?:abmelden|austragen)" END,
    "\\bnewsletter (?:abbestellen|abmelden|k\xc3\xbcndigen)\\b",
    "\\blassen sie mich(?: bitte)? in ruhe\\b",
    /* Spanish */
    "\\bno (?:me|nos) (?:escrib|env[i\xc3\xad]|mand|contact|llam|molest)\\w*"
	"(?: \\w+){0,3} (?:m[a\xc3\xa1]s|nunca|otra vez|nada)\\b",
    "\\bno (?:me|nos) (?:escrib\\w*|contact\\w*|molest\\w*)" END,
    "\\b(?:dej\\w+|par\\w+) de (?:escribir|enviar|mandar|contactar|llamar|"
	"molestar)(?:me|nos)?\\b",
    "\\b(?:dar|den|d[e\xc3\xa9]|d[e\xc3\xa9]n)(?:me|nos)? de baja\\b",
    "\\b(?:d[e\xc3\xa9]nme|denme|deme|dame) de baja\\b",
    "\\b(?:b[o\xc3\xb3]rr|elim[i\xc3\xad]n|qu[i\xc3\xad]t|s[a\xc3\xa1]qu|"
	"ret[i\xc3\xad]r)\\w*(?:me|nos)?\\b(?: \\w+){0,4} (?:lista|base)\\b",
    "\\bno (?:deseo|quiero|queremos|deseamos) (?:recibir|m[a\xc3\xa1]s)\\b",
    "\\b(?:cancelar|anular)(?: la| mi)? suscripci[o\xc3\xb3]n\\b",
    "\\bdesuscr[i\xc3\xad]b\\w+",
    /* French */
    "\\bne (?:plus|pas) (?:me |nous |m ?)?(?:contacter|\xc3\xa9" "crire|"
	"m ?\xc3\xa9" "crire|envoyer|menvoyer|appeler|mappeler|relancer|"
	"solliciter)\\b",
    "\\bne (?:me |nous |m ?)?(?:contactez|\xc3\xa9" "crivez|envoyez|appelez|"
	"relancez|sollicitez|contacte|\xc3\xa9" "cris)(?: \\w+)? plus\\b",
    "\\b(?:retir|supprim|enlev|enl\xc3\xa8v|effac|radi)\\w*(?: moi| mon "
	"\\w+(?: \\w+)?)? (?:de|des) (?:votre|vos|la|cette|toutes)\\b",
    "\\bme (?:retirer|supprimer|radier|d[e\xc3\xa9]sinscrire|"
	"d[e\xc3\xa9]sabonner|enlever)\\b",
    "\\b(?:d[e\xc3\xa9]sinscri|d[e\xc3\xa9]sabonn)\\w+ moi\\b",
    "\\bje ne (?:souhaite|veux|d[e\xc3\xa9]sire) plus (?:recevoir|"
	"\xc3\xaatre)\\b",
    "\\bplus (?:de |aucun )(?:mails?|messages?|sms|courriels?|e ?mails?|"
	"publicit\xc3\xa9s?) (?:svp|s il|merci)\\b",
    /* Italian, Dutch, Portuguese */
    "\\b(?:cancella|rimuov|toglie|elimina)\\w*(?:mi|temi|teci|rmi)?\\b"
	"(?: \\w+){0,4} (?:lista|newsletter|mailing)\\b",
    "\\bnon (?:mi |ci )?(?:scriv|contatt|mand|invi)\\w+(?: \\w+){0,2} "
	"pi[u\xc3\xb9]\\b",
    "\\bnon (?:desidero|voglio)(?: pi[u\xc3\xb9])? ricevere\\b",
    "\\b(?:schrijf|meld) (?:mij|me|ons)(?: \\w+){0,3} (?:uit|af)\\b",
    "\\bgeen (?:e ?mails?|mails?|berichten|reclame)(?: \\w+)? meer\\b",
    "\\b(?:verwijder|haal) (?:mij|me|mijn \\w+)(?: \\w+)? (?:uit|van)\\b",
    "\\bn[a\xc3\xa3]o (?:me )?(?:envi|mand|contat|contact|escrev)\\w+"
	"(?: \\w+)? mais\\b",
    "\\bn[a\xc3\xa3]o (?:quero|desejo)(?: mais)? receber\\b",
    "\\b(?:remov|retir|tir)\\w+(?: me)? d[aeo]s?(?: \\w+){0,2} lista\\b",
    NULL};

/* Lower case, apostrophes gone, one blank for the rest; " . " where a
 * sentence or line ends, if ends. */
static char *
folded(const char *s, bool ends)
{
	struct buf b = {0};
	char u[6];
	gunichar c;
	bool gap = false, stop = false;

	for (; *s != '\0'; s = g_utf8_next_char(s)) {
		c = g_utf8_get_char(s);
		if (c == '\'' || c == 0x2019 || c == 0x2018 || c == '`')
			continue;
		if (!g_unichar_isalnum(c)) {
			gap = true;
			stop |= c == '.' || c == '!' || c == '?' || c == '\n';
			continue;
		}
		if (b.len > 0 && gap)
			buf_puts(&b, stop && ends ? " . " : " ");
		gap = stop = false;
		c = g_unichar_tolower(c);
		buf_add(&b, u, (size_t)g_unichar_to_utf8(c, u));
	}
	if (b.data == NULL)
		buf_puts(&b, "");
	return buf_take(&b);
}

/* The n bytes at s without courtesy at both ends and digits at the last. */
static void
trim_courtesy(char *s)
{
	size_t i, n, len;
	bool again = true;

	while (again) {
		again = false;
		for (i = 0; courtesy[i] != NULL; i++) {
			n = strlen(courtesy[i]);
			len = strlen(s);
			if (len > n && strncmp(s, courtesy[i], n) == 0 &&
			    s[n] == ' ') {
				memmove(s, s + n + 1, len - n);
				again = true;
			} else if (len > n && s[len - n - 1] == ' ' &&
			    strcmp(s + len - n, courtesy[i]) == 0) {
				s[len - n - 1] = '\0';
				again = true;
			}
		}
	}
	for (len = strlen(s); len > 0 && strchr("0123456789 ", s[len - 1]);)
		s[--len] = '\0';
}

static bool
listed(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

static bool
says_sentence(const char *words)
{
	size_t i;

	for (i = 0; sentences[i] != NULL; i++)
		if (g_regex_match_simple(sentences[i], words, 0, 0))
			return true;
	return false;
}

/* The first line that says anything; malloc'd. */
static char *
first_line(const char *text)
{
	while (*text == '\n' || *text == ' ' || *text == '\r')
		text++;
	return strndup(text, strcspn(text, "\n"));
}

/* Is list where the whole text, or where sure_first its first line, stands. */
static int
commanded(const char *text, const char *const *list,
    const char *const *sure_first)
{
	char *line = first_line(text), *all = folded(text, false);
	char *one = line == NULL ? NULL : folded(line, false);
	int rc = -1;

	if (all != NULL && one != NULL) {
		trim_courtesy(all);
		trim_courtesy(one);
		rc = listed(list, all) ||
		    (sure_first != NULL && listed(sure_first, one));
	}
	free(line);
	free(all);
	free(one);
	return rc;
}

enum stopword
stopword_find(const char *text)
{
	char *words;
	int rc;

	if (text == NULL || strlen(text) > WORDS_MAX ||
	    !g_utf8_validate(text, -1, NULL))
		return STOPWORD_NONE;
	if ((rc = commanded(text, commands, sure)) != 0)
		return rc == -1 ? STOPWORD_NOMEM : STOPWORD_STOP;
	if ((rc = commanded(text, starts, NULL)) != 0)
		return rc == -1 ? STOPWORD_NOMEM : STOPWORD_START;
	if ((words = folded(text, true)) == NULL)
		return STOPWORD_NOMEM;
	rc = says_sentence(words);
	free(words);
	return rc ? STOPWORD_STOP : STOPWORD_NONE;
}

bool
stopword_is_unsubscribe(const char *subject)
{
	char *words = subject == NULL ? NULL : folded(subject, false);
	bool yes;

	if (words == NULL)
		return false;
	trim_courtesy(words);
	yes = strcmp(words, "unsubscribe") == 0;
	free(words);
	return yes;
}

bool
stopword_is_yes(const char *text)
{
	static const char *const yes[] = {"yes", "y", "si", "s\xc3\xad", "ja",
	    "oui", NULL};

	return text != NULL && strlen(text) <= WORDS_MAX &&
	    g_utf8_validate(text, -1, NULL) && commanded(text, yes, NULL) == 1;
}
