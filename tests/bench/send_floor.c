/*
 * send_floor: the least a program can do to send N mails over one connection
 * and know, after a crash at any moment, what became of each: three durable
 * commits a mail (claimed, inflight, sent), bare libcurl, bare SQLite.
 *
 *	send_floor DB URL N		prints the seconds it took
 */
#include <curl/curl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char mail[] =
    "From: Harbor <leads@harbor.example>\r\nTo: <x@example.net>\r\n"
    "Subject: Re: Deck repair\r\nDate: Wed, 04 Nov 2026 10:00:00 +0000\r\n"
    "Message-ID: <1@harbor.example>\r\n\r\n"
    "Thanks for writing to us. You will hear from a person today.\r\n";

static sqlite3 *db;
static size_t at;

static void
need(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "send_floor: %s\n", what);
	exit(70);
}

static void
move(int id, const char *state)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "UPDATE message SET state = '%s' WHERE"
	    " id = %d", state, id);
	need(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
	    sqlite3_errmsg(db));
}

static size_t
read_mail(char *to, size_t size, size_t n, void *arg)
{
	size_t left = sizeof(mail) - 1 - at;

	n *= size;
	if (n > left)
		n = left;
	if (n == left && n > 0)
		move(*(int *)arg, "inflight");
	memcpy(to, mail + at, n);
	at += n;
	return n;
}

int
main(int argc, char *argv[])
{
	struct curl_slist *to = curl_slist_append(NULL, "<x@example.net>");
	struct timespec a, b;
	int id, count = argc == 4 ? atoi(argv[3]) : 0;
	CURL *curl = curl_easy_init();

	need(count > 0 && curl != NULL, "usage: send_floor DB URL N");
	need(sqlite3_open(argv[1], &db) == SQLITE_OK &&
	    sqlite3_exec(db, "PRAGMA journal_mode = WAL;"
	    "PRAGMA synchronous = FULL; CREATE TABLE message(id INTEGER"
	    " PRIMARY KEY, state TEXT, bytes BLOB)", NULL, NULL, NULL) ==
	    SQLITE_OK, "no store");
	for (id = 1; id <= count; id++)
		need(sqlite3_exec(db, "INSERT INTO message(state) VALUES('q')",
		    NULL, NULL, NULL) == SQLITE_OK, "no row");
	curl_easy_setopt(curl, CURLOPT_URL, argv[2]);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, "<leads@harbor.example>");
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_mail);
	curl_easy_setopt(curl, CURLOPT_READDATA, &id);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (id = 1; id <= count; id++) {
		at = 0;
		move(id, "claimed");
		need(curl_easy_perform(curl) == CURLE_OK, "not sent");
		move(id, "sent");
	}
	clock_gettime(CLOCK_MONOTONIC, &b);
	printf("%.3f\n", (double)(b.tv_sec - a.tv_sec) +
	    (double)(b.tv_nsec - a.tv_nsec) / 1e9);
	curl_easy_cleanup(curl);
	sqlite3_close(db);
	return 0;
}
