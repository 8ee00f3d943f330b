/* cgi: lead-add as a program of a web server (RFC 3875). */
#ifndef CGI_H
#define CGI_H

#include "cmd.h"

/* Answers the one request of the environment and standard input. source: -s
 * or NULL. The exit status is 0 whatever the answer is: the server would
 * put a page of its own in the place of ours. */
int cgi_run(struct cmd *, const char *source);

#endif
