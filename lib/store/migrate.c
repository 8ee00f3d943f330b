#define _GNU_SOURCE /* asprintf */
/*
 * Migrations: from the store's user_version to schema_version, in one
 * transaction, a copy of the old store kept beside it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/migrate.h"
#include "store/schema.h"
#include "store/store_internal.h"

/* One statement, so one moment. -1: tables that are not ours. */
static const char version_text[] =
    "SELECT CASE WHEN user_version = 0 AND EXISTS"
    " (SELECT 1 FROM sqlite_schema) THEN -1 ELSE user_version END"
    " FROM pragma_user_version";

static int
read_version(struct store *s, int *n, struct lead_error *err)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(s->db, version_text, -1, &stmt, NULL) !=
	    SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_ROW) {
		store_fail(s, "open", err);
		sqlite3_finalize(stmt);
		return -1;
	}
	*n = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	if (*n == -1)
		return lead_fail(err, LEAD_ECONFIG, "%s: not a store of leads",
		    s->path);
	if (*n > schema_version)
		return lead_fail(err, LEAD_ECONFIG, "%s: made by a newer "
		    "program (schema %d, this one knows %d)", s->path, *n,
		    schema_version);
	return 0;
}

/* The journal mode lives in the file. The lock it takes knows no busy
 * handler, and another creator may hold it. */
static int
set_wal(struct store *s, int wait, struct lead_error *err)
{
	int rc, tries = wait * 100;

	while ((rc = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL,
	    NULL, NULL)) != SQLITE_OK) {
		if (((rc & 0xff) != SQLITE_BUSY &&
		    (rc & 0xff) != SQLITE_LOCKED) || tries-- <= 0)
			return store_fail(s, "open", err);
		sqlite3_sleep(10);
	}
	return 0;
}

/* By a second connection: the one that holds the write lock cannot be
 * copied from. */
static int
copy(struct store *s, int version, struct lead_error *err)
{
	sqlite3 *from = NULL, *to = NULL;
	sqlite3_backup *backup;
	char *path = NULL;
	int fd, rc = -1;

	if (asprintf(&path, "%s.v%d.bak", s->path, version) == -1)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	unlink(path);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1) {
		lead_fail(err, errno == ENOSPC ? LEAD_EAGAIN : LEAD_ECREATE,
		    "%s: %s", path, strerror(errno));
		free(path);
		return -1;
	}
	close(fd);
	if (sqlite3_open_v2(s->path, &from, SQLITE_OPEN_READONLY, NULL) ==
	    SQLITE_OK && sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE,
	    NULL) == SQLITE_OK && (backup = sqlite3_backup_init(to, "main",
	    from, "main")) != NULL) {
		sqlite3_backup_step(backup, -1);
		if (sqlite3_backup_finish(backup) == SQLITE_OK)
			rc = 0;
	}
	if (rc == -1)
		lead_fail(err, to == NULL ? LEAD_EIO :
		    store_code(sqlite3_errcode(to)), "%s: cannot copy", path);
	sqlite3_close(to);
	sqlite3_close(from);
	free(path);
	return rc;
}

static int
climb(struct store *s, int version, struct lead_error *err)
{
	char text[64];

	if (version > 0 && copy(s, version, err) == -1)
		return -1;
	for (; version < schema_version; version++)
		if (sqlite3_exec(s->db, schema_step[version], NULL, NULL,
		    NULL) != SQLITE_OK)
			return store_fail(s, "migration", err);
	snprintf(text, sizeof(text), "PRAGMA user_version = %d",
	    schema_version);
	if (sqlite3_exec(s->db, text, NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, "migration", err);
	return 0;
}

int
migrate(struct store *s, int wait, struct lead_error *err)
{
	int version;

	if (read_version(s, &version, err) == -1)
		return -1;
	if (version == schema_version)
		return 0;
	if (version == 0 && set_wal(s, wait, err) == -1)
		return -1;
	if (store_begin(s, err) == -1)
		return -1;
	/* someone else may have been faster */
	if (read_version(s, &version, err) == 0 &&
	    (version == schema_version || climb(s, version, err) == 0))
		return store_commit(s, err);
	store_rollback(s);
	return -1;
}

void
migrate_forget(struct store *s)
{
	char *path;
	int v;

	for (v = 1; v < schema_version; v++) {
		if (asprintf(&path, "%s.v%d.bak", s->path, v) == -1)
			continue;
		unlink(path);
		free(path);
	}
}
