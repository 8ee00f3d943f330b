/* The tables of the libraries that are opened late: see lazy.h. */
#define LAZY_CURL_TABLE
#define LAZY_GMIME_TABLE
#define LAZY_ICAL_TABLE
#include "base/lazy.h"
#include "base/lazy_curl.h"
#include "base/lazy_gmime.h"
#include "base/lazy_ical.h"

#ifdef LAZY_CURL
#define NAME(name) #name,
#define TABLE(library, file, names) \
	static union { \
		struct lazy_##library call; \
		void *address[sizeof(struct lazy_##library) / sizeof(void *)]; \
	} library##_table; \
\
	const struct lazy_##library * \
	lazy_##library(void) \
	{ \
		return &library##_table.call; \
	} \
\
	int \
	lazy_##library##_open(struct lead_error *err) \
	{ \
		static const char *const name[] = {names(NAME)}; \
		size_t count = sizeof(name) / sizeof(name[0]); \
\
		if (library##_table.address[count - 1] != NULL) \
			return 0; \
		return lazy_open(file, name, library##_table.address, count, \
		    err); \
	}
#else
#define TABLE(library, file, names) \
	int \
	lazy_##library##_open(struct lead_error *err) \
	{ \
		(void)err; \
		return 0; \
	}
#endif

TABLE(curl, LAZY_CURL, LAZY_CURL_NAMES)
TABLE(gmime, LAZY_GMIME, LAZY_GMIME_NAMES)
TABLE(ical, LAZY_ICAL, LAZY_ICAL_NAMES)
