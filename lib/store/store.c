/*
 * The open store: its file, its transactions, its small named values.
 * Migrations are in migrate.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/migrate.h"
#include "store/store_internal.h"

static enum lead_code
errno_code(int e)
{
	if (e == EACCES || e == EPERM || e == EROFS)
		return LEAD_EPERM;
	if (e == ENOSPC || e == EDQUOT || e == ENOMEM || e == EMFILE ||
	    e == ENFILE || e == EINTR)
		return LEAD_EAGAIN;
	return LEAD_ECREATE;
}

/* Makes the folders above path; the last one for the group, if any. */
static int
make_folder(const char *path, const struct group *gr, struct lead_error *err)
{
	char *copy = strdup(path), *slash;
	int rc = 0, made = 0;

	if (copy == NULL)
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	for (slash = strchr(copy + 1, '/'); slash != NULL;
	    slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		made = mkdir(copy, 0700) == 0;
		if (!made && errno != EEXIST && access(copy, F_OK) != 0) {
			rc = lead_fail(err, errno_code(errno), "%s: %s", copy,
			    strerror(errno));
			break;
		}
		if (made && gr != NULL && strchr(slash + 1, '/') == NULL &&
		    (chown(copy, (uid_t)-1, gr->gr_gid) == -1 ||
		    chmod(copy, 02770) == -1)) {
			rc = lead_fail(err, LEAD_EPERM, "%s: group %s: %s",
			    copy, gr->gr_name, strerror(errno));
			break;
		}
		*slash = '/';
	}
	free(copy);
	return rc;
}

/* Makes the file; one that is there is left as it is. */
static int
make_file(const char *path, const char *group, struct lead_error *err)
{
	const struct group *gr = NULL;
	int fd, rc = 0;

	if (access(path, F_OK) == 0)
		return 0;
	if (group != NULL && (gr = getgrnam(group)) == NULL)
		return lead_fail(
		    err, LEAD_ECONFIG, "no such group: %s", group);
	if (make_folder(path, gr, err) == -1)
		return -1;
	if ((fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
	    0600)) == -1)
		return errno == EEXIST ? 0 : lead_fail(err, errno_code(errno),
		    "%s: %s", path, strerror(errno));
	if (gr != NULL && (fchown(fd, (uid_t)-1, gr->gr_gid) == -1 ||
	    fchmod(fd, 0660) == -1))
		rc = lead_fail(err, LEAD_EPERM, "%s: group %s: %s", path,
		    group, strerror(errno));
	close(fd);
	return rc;
}

static int
look(const char *path, struct lead_error *err)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return lead_fail(err, errno == ENOENT || errno == ENOTDIR ?
		    LEAD_ENOENT : errno_code(errno), "%s: %s", path,
		    strerror(errno));
	if (!S_ISREG(st.st_mode))
		return lead_fail(err, LEAD_EPERM, "%s: not a file", path);
	return 0;
}

static int
settings(struct store *s, struct lead_error *err)
{
	static const char text[] = "PRAGMA foreign_keys = ON;"
	    "PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL;"
	    "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;";

	/* a double-quoted name that is no column is an error, not a text */
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* else a value bound for the column of a partial index has its
	 * statement prepared anew, each time */
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	if (sqlite3_exec(s->db, text, NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, "open", err);
	return 0;
}

static int
open_db(struct store *s, enum store_mode mode, int wait,
    struct lead_error *err)
{
	if (sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, clock_vfs()) !=
	    SQLITE_OK) {
		if (s->db != NULL)
			return store_fail(s, "open", err);
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	sqlite3_busy_timeout(s->db, wait > 2000000 ? 2000000000 : wait * 1000);
	if (settings(s, err) == -1 ||
	    migrate(s, wait, err) == -1 ||
	    store_expr_init(s, err) == -1)
		return -1;
	if (mode == STORE_READ && sqlite3_exec(s->db,
	    "PRAGMA query_only = ON", NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, "open", err);
	return 0;
}

int
store_open(struct store **out, const char *path, enum store_mode mode,
    int wait, const char *group, struct lead_error *err)
{
	struct store *s;

	if (mode == STORE_CREATE && make_file(path, group, err) == -1)
		return -1;
	if (look(path, err) == -1)
		return -1;
	if ((s = calloc(1, sizeof(*s))) == NULL ||
	    (s->path = strdup(path)) == NULL) {
		free(s);
		return lead_fail(err, LEAD_EAGAIN, "out of memory");
	}
	if (open_db(s, mode, wait, err) == -1) {
		store_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

void
store_close(struct store *s)
{
	size_t i;

	if (s == NULL)
		return;
	store_rollback(s);
	for (i = 0; i < SQL__MAX; i++)
		sqlite3_finalize(s->stmt[i]);
	store_expr_close(s);
	sqlite3_close(s->db);
	regex_free(s->regex);
	free(s->path);
	free(s);
}

int
store_begin(struct store *s, struct lead_error *err)
{
	if (sqlite3_exec(
	    s->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, NULL, err);
	return 0;
}

int
store_snapshot(struct store *s, struct lead_error *err)
{
	if (sqlite3_exec(s->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, NULL, err);
	return 0;
}

int
store_commit(struct store *s, struct lead_error *err)
{
	if (sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
		store_fail(s, NULL, err);
		store_rollback(s);
		return -1;
	}
	if (s->forgot) {
		/* what was forgotten shall not live on in old copies, nor in
		 * the log; a reader in the way leaves that to the next
		 * checkpoint */
		migrate_forget(s);
		sqlite3_wal_checkpoint_v2(s->db, NULL,
		    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
		s->forgot = false;
	}
	return 0;
}

void
store_rollback(struct store *s)
{
	if (s->db != NULL && !sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->forgot = false;
}

/* 160 MiB of pages, and as many in the log before they are moved: the
 * indices of a million leads are written all over. */
int
store_bulk(struct store *s, struct lead_error *err)
{
	if (sqlite3_exec(s->db, "PRAGMA cache_size = -163840;"
	    "PRAGMA wal_autocheckpoint = 40000", NULL, NULL, NULL) !=
	    SQLITE_OK)
		return store_fail(s, NULL, err);
	return 0;
}

int
store_meta_get(struct store *s, const char *key, char **value,
    struct lead_error *err)
{
	*value = NULL;
	return store_text(s, SQL_META_GET, value, err, "t", key);
}

int
store_meta_set(struct store *s, const char *key, const char *value,
    struct lead_error *err)
{
	return store_exec(s, SQL_META_SET, err, "tt", key, value);
}

int
store_meta_get_int(struct store *s, const char *key, int64_t *n,
    struct lead_error *err)
{
	char *text = NULL;

	if (store_meta_get(s, key, &text, err) == -1)
		return -1;
	*n = text != NULL ? strtoll(text, NULL, 10) : 0;
	free(text);
	return 0;
}

int
store_meta_set_int(struct store *s, const char *key, int64_t n,
    struct lead_error *err)
{
	char text[32];

	sqlite3_snprintf(sizeof(text), text, "%lld", (long long)n);
	return store_meta_set(s, key, text, err);
}
