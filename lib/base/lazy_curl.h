/*
 * libcurl as lazy.h says: the functions of it that are used. A new one is
 * added in both lists.
 */
#ifndef BASE_LAZY_CURL_H
#define BASE_LAZY_CURL_H

/* its macros for variadic functions would hide the names */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include "leads.h"

/* Before the first call of a run. See lazy_open. */
int lazy_curl_open(struct lead_error *);

#ifdef LAZY_CURL
#define LAZY_CURL_NAMES(X) \
	X(curl_easy_cleanup) \
	X(curl_easy_escape) \
	X(curl_easy_getinfo) \
	X(curl_easy_init) \
	X(curl_easy_perform) \
	X(curl_easy_setopt) \
	X(curl_easy_strerror) \
	X(curl_free) \
	X(curl_global_init) \
	X(curl_slist_append) \
	X(curl_slist_free_all)

struct lazy_curl {
#define X(name) __typeof__(name) *name;
	LAZY_CURL_NAMES(X)
#undef X
};

/* Lent for the rest of the run; valid once opened. */
const struct lazy_curl *lazy_curl(void);

#ifndef LAZY_CURL_TABLE
#define curl_easy_cleanup (lazy_curl()->curl_easy_cleanup)
#define curl_easy_escape (lazy_curl()->curl_easy_escape)
#undef curl_easy_getinfo
#define curl_easy_getinfo (lazy_curl()->curl_easy_getinfo)
#define curl_easy_init (lazy_curl()->curl_easy_init)
#define curl_easy_perform (lazy_curl()->curl_easy_perform)
#undef curl_easy_setopt
#define curl_easy_setopt (lazy_curl()->curl_easy_setopt)
#define curl_easy_strerror (lazy_curl()->curl_easy_strerror)
#define curl_free (lazy_curl()->curl_free)
#define curl_global_init (lazy_curl()->curl_global_init)
#define curl_slist_append (lazy_curl()->curl_slist_append)
#define curl_slist_free_all (lazy_curl()->curl_slist_free_all)
#endif
#endif

#endif
