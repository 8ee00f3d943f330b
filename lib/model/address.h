/*
 * address: one normal form per way of reaching a person (DESIGN 6).
 * Strings returned are malloc'd.
 */
#ifndef MODEL_ADDRESS_H
#define MODEL_ADDRESS_H

#include <stdbool.h>

/* Addr-spec to its normal form: lower case, IDN in ASCII where possible,
 * +tag cut, dots cut and googlemail folded for Gmail; relays (marketplaces:
 * the tag is the person) keep their local part whole. NULL where it is no
 * address. */
char *address_mail(const char *spec);
/* The part before the normalising: trimmed, lower case, valid addr-spec or
 * NULL. Refuses CR, LF, NUL, blanks outside a quoted local part, and anything
 * over 254 bytes. */
char *address_spec(const char *text);
/* The same as it is written in an envelope and a header: IDN in ASCII. NULL
 * also for a local part beyond ASCII, which needs SMTPUTF8 (RFC 6531). */
char *address_wire(const char *text);
/* phone_read (model/phone.h) for those who want the number alone: E.164, or
 * NULL where it cannot be one: keep it as written. *ext, if not NULL, gets
 * the extension or NULL. */
char *address_phone(const char *text, const char *country, char **ext);
/* noreply, no-reply, donotreply, mailer-daemon, postmaster and the like. */
bool address_is_robot(const char *spec);
/* "Reyes, Dana" to "Dana Reyes", all capitals to title case, quotes off,
 * blanks folded; NULL for what is no name (an address, empty, the word
 * of a role mailbox such as "Info"). */
char *address_name(const char *display);
/* "Dana Reyes | Acme Ltd", "Acme Ltd (Dana)": 1 and both parts, yours to free,
 * where exactly one of them is a firm by its legal form; 0 else; -1 on no
 * memory. */
int address_company(const char *display, char **person, char **company);
/* First name of a full name where it is sure, else NULL. */
char *address_first_name(const char *name);

#endif
