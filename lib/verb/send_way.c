/*
 * The transports of one run, each opened at its first use and kept.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "verb/send_internal.h"

int
send_way_of(struct sending *s, const char *key,
    const struct transport_config *tc, struct sending_way **out,
    struct lead_error *err)
{
	struct sending_way *more;
	size_t i;

	for (i = 0; i < s->nway; i++)
		if (text_is(s->way[i].name, key)) {
			*out = &s->way[i];
			return 0;
		}
	if ((more = realloc(s->way, (s->nway + 1) * sizeof(*more))) == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	s->way = more;
	more[s->nway] = (struct sending_way){.name = key};
	if (transport_open(&more[s->nway].transport, tc, err) == -1)
		return -1;
	*out = &more[s->nway++];
	return 0;
}

static int
open_way(struct sending *s, const struct config_transport *t,
    struct sending_way **way, struct lead_error *err)
{
	struct buf file = {0}, ca = {0};
	struct transport_config tc = {
	    .name = t->name,
	    .url = t->url,
	    .kind = t->kind,
	    .user = t->user,
	    .from = t->from,
	    .base = s->app->store_dir,
	    .host = s->app->host,
	    .body = t->body,
	    .method = t->method,
	    .status_url = t->status_callback,
	    .header = t->header.item,
	    .nheader = t->header.count,
	    .timeout = t->timeout,
	};
	int rc;

	if (t->password_file != NULL)
		app_beside(s->app, t->password_file, &file);
	if (t->ca_file != NULL)
		app_beside(s->app, t->ca_file, &ca);
	tc.password_file = file.data;
	tc.ca_file = ca.data;
	if (file.failed || ca.failed) {
		buf_free(&file);
		buf_free(&ca);
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	rc = send_way_of(s, t->name, &tc, way, err);
	buf_free(&file);
	buf_free(&ca);
	return rc;
}

int
send_way(struct sending *s, const char *channel, struct sending_way **out,
    struct lead_error *err)
{
	const struct config_transport *t =
	    config_transport(s->app->config, channel);
	size_t i;

	if (t == NULL)
		return lead_fail(err, LEAD_ECONFIG,
		    "no transport \"%s\" in the configuration", channel);
	for (i = 0; i < s->nway; i++)
		if (text_is(s->way[i].name, channel)) {
			*out = &s->way[i];
			return 0;
		}
	return open_way(s, t, out, err);
}

void
send_ways_close(struct sending *s)
{
	size_t i;

	for (i = 0; i < s->nway; i++)
		transport_close(s->way[i].transport);
	free(s->way);
	s->way = NULL;
	s->nway = 0;
}
