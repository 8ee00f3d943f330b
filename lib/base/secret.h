/* secret: a secret in a file of its own, which nobody else may read. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "leads.h"

/* The first line of the file; *out is yours, to be wiped and freed by
 * secret_free. LEAD_ENOENT: there is no such file; LEAD_ECONFIG, with `what`
 * and the path named, where it cannot be read, is empty, or its mode lets
 * others in (0600 or 0400). */
int secret_read(const char *what, const char *path, char **out,
    struct lead_error *);
void secret_free(char *);

#endif
