/* How often one network address may post. */
#include <stdio.h>
#include <string.h>
#include <arpa/inet.h>

#include "verb/cgi_internal.h"

void
cgi_visitor(const char *address, char out[64])
{
	struct in6_addr six;

	snprintf(out, 64, "%.60s", address ? address : "unknown");
	if (inet_pton(AF_INET6, out, &six) != 1)
		return;
	if (IN6_IS_ADDR_V4MAPPED(&six)) {
		inet_ntop(AF_INET, six.s6_addr + 12, out, 64);
		return;
	}
	/* one household has 2^64 of them */
	memset(six.s6_addr + 8, 0, 8);
	inet_ntop(AF_INET6, &six, out, 64);
}

int
cgi_limit(struct cgi *g, int64_t *after, struct lead_error *err)
{
	const struct config *c = g->app->config;
	int64_t window = span_after(&c->web.per_address_window, 0, NULL);
	int64_t count = 0, since = 0, now = g->app->now;
	char who[64];

	if (c->web.per_address == 0 || g->app->dry_run)
		return 1;
	cgi_visitor(g->request->address, who);
	if (store_begin(g->app->store, err) == -1)
		return -1;
	if (store_visitor_add(g->app->store, who, now, window, &count, &since,
		err) == -1) {
		store_rollback(g->app->store);
		return -1;
	}
	if (store_commit(g->app->store, err) == -1)
		return -1;
	*after = since + window - now;
	if (*after < 1)
		*after = 1;
	return count <= c->web.per_address;
}
