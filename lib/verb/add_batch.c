/* Records in batches: see add_batch.h. Knows no format. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "verb/add_batch.h"

enum { BATCH = 2000, TOLD = 20 };

struct batch_row {
	int64_t lead, inbox;
	const char *outcome; /* literal */
	char *source, *name, *email, *phone, *reason;
};

static void
drop(struct batch_row *r)
{
	free(r->source);
	free(r->name);
	free(r->email);
	free(r->phone);
	free(r->reason);
}

static int
emit(struct adding *ad, const struct batch_row *r)
{
	struct row row = {0};

	row_ref(&row, "ref", r->lead ? 'L' : 'I', r->lead ? r->lead : r->inbox);
	row_text(&row, "outcome", r->outcome);
	row_text(&row, "source", r->source);
	row_text(&row, "name", r->name);
	row_text(&row, "email", r->email);
	row_text(&row, "phone", r->phone);
	row_ref(&row, "inbox", 'I', r->inbox);
	row_text(&row, "reason", r->reason);
	return row_emit(&row, ad->fn, ad->arg, ad->err);
}

int
batch_begin(struct adding *ad, bool import)
{
	if (ad->open)
		return 0;
	ad->limit = import ? BATCH : 1;
	if (store_begin(ad->app->store, ad->err) == -1)
		return -1;
	ad->open = true;
	return 0;
}

static int
flush(struct adding *ad, size_t line)
{
	size_t i;
	int rc = 0;

	if (!ad->open)
		return 0;
	ad->open = false;
	ad->in_batch = 0;
	if (ad->app->dry_run)
		store_rollback(ad->app->store);
	else if (store_commit(ad->app->store, ad->err) == -1)
		return -1;
	for (i = 0; i < ad->nrow; i++) {
		if (rc == 0)
			rc = emit(ad, &ad->row[i]);
		drop(&ad->row[i]);
	}
	ad->nrow = 0;
	ad->line = line;
	if (rc == 0 && ad->input != NULL && ad->input->progress != NULL)
		ad->input->progress(ad->input->arg, ad->rows, ad->refusals);
	return rc;
}

void
batch_refuse(struct adding *ad, const struct inbound *in, size_t line)
{
	const char *why = in->reason ? in->reason : "not readable";
	const char *name = ad->options->name ? ad->options->name : "-";

	if (in->kind != INBOUND_ERROR)
		return;
	if (ad->refusals++ == 0 && line == 0)
		lead_fail(&ad->refusal, LEAD_EDATA, "%s", why);
	else if (ad->refusals == 1)
		lead_fail(&ad->refusal, LEAD_EDATA, "line %zu: %s", line, why);
	else if (ad->refusals <= TOLD && line == 0)
		app_note(ad->app, "%s: %s", name, why);
	else if (ad->refusals <= TOLD)
		app_note(ad->app, "%s: line %zu: %s", name, line, why);
}

int
batch_reject(struct adding *ad, const struct inbound *in, const char *raw,
    size_t len)
{
	const char *path = ad->options->rejects;
	FILE *f;
	bool bad = false;

	if (path == NULL || in->kind != INBOUND_ERROR || len == 0 ||
	    ad->app->dry_run)
		return 0;
	if ((f = fopen(path, "a")) == NULL)
		return lead_fail(ad->err, LEAD_ECREATE, "%s: %s", path,
		    strerror(errno));
	if (ad->refusals == 1 && in->head != NULL)
		bad = fwrite(in->head, 1, in->nhead, f) != in->nhead ||
		    fputc('\n', f) == EOF;
	bad = bad || fwrite(raw, 1, len, f) != len ||
	    (raw[len - 1] != '\n' && raw[len - 1] != '\r' &&
		fputc('\n', f) == EOF);
	if (fclose(f) != 0 || bad)
		return lead_fail(ad->err, LEAD_EIO, "%s: cannot write", path);
	return 0;
}

/* 0 where nobody asked for rows. */
static int
hold(struct adding *ad, const struct arrival *a)
{
	const struct inbound *in = a->in;
	struct batch_row *r = ad->row;
	size_t cap = ad->cap ? ad->cap * 2 : 16;

	if (ad->fn == NULL)
		return 0;
	if (ad->nrow == ad->cap) {
		if ((r = realloc(ad->row, cap * sizeof(*r))) == NULL)
			return -1;
		ad->row = r;
		ad->cap = cap;
	}
	ad->row[ad->nrow++] = (struct batch_row){
	    .lead = a->lead,
	    .inbox = a->inbox,
	    .outcome = a->outcome,
	    .source = text_dup(in->source),
	    .name = text_dup(in->name),
	    .email = text_dup(in->email),
	    .phone = text_dup(in->phone ? in->phone : in->phone_raw),
	    .reason = text_dup(a->reason[0] ? a->reason : in->reason),
	};
	return 0;
}

int
batch_row(struct adding *ad, const struct arrival *a, size_t line)
{
	ad->rows++;
	if (hold(ad, a) == -1)
		return lead_fail(ad->err, LEAD_EAGAIN, "out of memory");
	if (ad->input != NULL && ad->input->stop != NULL &&
	    *ad->input->stop != 0) {
		ad->stopped = true;
		if (flush(ad, line) == 0)
			lead_fail(ad->err, LEAD_EAGAIN, "interrupted: stored "
			    "up to line %zu (%" PRIu64 " rows): run it again "
			    "to go on", line, ad->rows);
		return -1;
	}
	ad->line = line;
	return ++ad->in_batch >= ad->limit ? flush(ad, line) : 0;
}

int
batch_end(struct adding *ad, int rc)
{
	size_t i;

	if (rc == 0)
		rc = flush(ad, ad->line);
	if (rc != 0)
		store_rollback(ad->app->store);
	for (i = 0; i < ad->nrow; i++)
		drop(&ad->row[i]);
	free(ad->row);
	if (ad->refusals > TOLD)
		app_note(ad->app, "%" PRIu64 " more rows refused: --rejects "
		    "keeps them all", ad->refusals - TOLD);
	if (rc != 0)
		return -1;
	if (ad->refusals > 0) {
		if (ad->err != NULL)
			*ad->err = ad->refusal;
		return -1;
	}
	return 0;
}
