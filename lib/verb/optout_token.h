/*
 * optout_token: the unguessable word in a link that ends the mail to a lead
 * (List-Unsubscribe, RFC 8058), and its way back to the lead.
 */
#ifndef VERB_OPTOUT_TOKEN_H
#define VERB_OPTOUT_TOKEN_H

#include "verb/app.h"

enum { OPTOUT_TOKEN = 48 };

/* "12-" and 26 characters, 128 bits of HMAC-SHA256 under the lead's own
 * random tag: the same at every call, nothing needs to be stored. Letters
 * and digits only, fit for a URL and a header. False where the lead has no
 * tag. */
bool optout_token(const struct lead *, char out[OPTOUT_TOKEN]);
/* business.unsubscribe_url for this lead: every {{token}} of it replaced;
 * without one, the token is added as query "t". *url is yours; NULL where
 * no URL is configured or the lead has no tag. -1 on no memory. */
int optout_url(const struct lead_app *, const struct lead *, char **url,
    struct lead_error *);
/* 1: *lead (yours to lead_free) is the one of this token, merges followed;
 * 0: the token is no token of ours; -1. Compared in constant time. */
int optout_find(struct lead_app *, const char *token, struct lead *lead,
    struct lead_error *);

#endif
