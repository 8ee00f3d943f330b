/*
 * floor: the least a program can do for the same durable result, as bare C
 * over SQLite: what our programs are measured against.
 *
 *	floor insert DB		one row in a table with two indexes
 *	floor rows DB [FILE]	the rows lead-add writes for a new lead, in a
 *				store made by lead-check --init, the bytes of
 *				standard input among them
 *	floor mail DB		built with -DGMIME: a mail parsed from standard
 *				input, then as insert
 */
#ifdef GMIME
#include <gmime/gmime.h>
#endif
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static sqlite3 *db;

static void
need(int ok)
{
	if (ok)
		return;
	fprintf(stderr, "floor: %s\n", sqlite3_errmsg(db));
	exit(70);
}

static void
run(const char *sql)
{
	need(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static void
put(const char *sql, const char *text, const char *blob, int size)
{
	sqlite3_stmt *s;

	need(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK);
	if (text)
		sqlite3_bind_text(s, 1, text, -1, SQLITE_STATIC);
	if (blob)
		sqlite3_bind_blob(s, 2, blob, size, SQLITE_STATIC);
	need(sqlite3_step(s) == SQLITE_DONE);
	sqlite3_finalize(s);
}

static void
insert(const char *unique)
{
	run("CREATE TABLE IF NOT EXISTS lead(id INTEGER PRIMARY KEY,"
	    " name TEXT, email TEXT UNIQUE, phone TEXT, message TEXT);"
	    "CREATE INDEX IF NOT EXISTS lead_phone ON lead(phone)");
	run("BEGIN IMMEDIATE");
	put("INSERT INTO lead(name, email, phone, message) VALUES"
	    " ('Dana Reyes', ?1, '+13105550142', 'Can you look at my deck?')",
	    unique, NULL, 0);
	run("COMMIT");
}

static void
rows(const char *unique)
{
	static char raw[65536];
	int size = (int)fread(raw, 1, sizeof(raw), stdin);

	run("BEGIN IMMEDIATE");
	run("INSERT INTO person(name, created) VALUES('Dana Reyes', 1)");
	put("INSERT INTO address(person, channel, norm, given) VALUES"
	    "(last_insert_rowid(), 'email', ?1, ?1)", unique, NULL, 0);
	put("INSERT INTO lead(person, name, email, channel, message, received,"
	    " tag) SELECT person, 'Dana Reyes', norm, 'email', 'words', 1, ?1"
	    " FROM address WHERE norm = ?1", unique, NULL, 0);
	put("INSERT INTO event(lead, at, actor, kind, text) SELECT id, 1,"
	    " 'floor', 'new', 'words' FROM lead WHERE tag = ?1", unique,
	    NULL, 0);
	put("INSERT INTO thread(message_id, lead) SELECT tag, id FROM lead"
	    " WHERE tag = ?1", unique, NULL, 0);
	put("INSERT INTO inbox(at, outcome, hash, size, raw) VALUES(1, 'new',"
	    " ?1, 1, ?2)", unique, raw, size);
	run("COMMIT");
}

/* Parses standard input as a mail, as every taker of mail must. */
static void
parse(void)
{
#ifdef GMIME
	GMimeStream *in;
	GMimeParser *parser;

	g_mime_init();
	in = g_mime_stream_fs_new(0);
	parser = g_mime_parser_new_with_stream(in);
	if (!g_mime_parser_construct_message(parser, NULL))
		exit(65);
#endif
}

int
main(int argc, char **argv)
{
	char unique[64];
	struct timespec t;

	if (argc < 3)
		return 64;
	clock_gettime(CLOCK_REALTIME, &t);
	snprintf(unique, sizeof(unique), "u%ld.%ld@example.com",
	    (long)t.tv_nsec, (long)getpid());
	need(sqlite3_open(argv[2], &db) == SQLITE_OK);
	sqlite3_busy_timeout(db, 20000);
	run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
	if (strcmp(argv[1], "insert") == 0)
		insert(unique);
	else if (strcmp(argv[1], "rows") == 0)
		rows(unique);
	else if (strcmp(argv[1], "mail") == 0) {
		parse();
		insert(unique);
	} else
		return 64;
	sqlite3_close(db);
	return 0;
}
