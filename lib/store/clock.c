/*
 * The 'now' of a rule's date functions: the moment the programs were told,
 * not the machine's clock. SQLite asks its VFS for the time, so the store is
 * opened through a copy of the default VFS that answers with ours.
 */
#include "store/store_internal.h"

static sqlite3_vfs vfs;
static int64_t moment; /* ms UTC; one clock a process; 0: the machine's */

/* Julian day 0 of the Unix epoch, in ms. */
#define EPOCH 210866760000000

static int
current(sqlite3_vfs *self, sqlite3_int64 *out)
{
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);

	(void)self;
	if (moment == 0)
		return real->xCurrentTimeInt64(real, out);
	*out = EPOCH + moment;
	return SQLITE_OK;
}

static int
current_day(sqlite3_vfs *self, double *out)
{
	sqlite3_int64 ms;
	int rc = current(self, &ms);

	*out = (double)ms / 86400000.0;
	return rc;
}

const char *
clock_vfs(void)
{
	const sqlite3_vfs *real;

	if (vfs.zName != NULL)
		return vfs.zName;
	real = sqlite3_vfs_find(NULL);
	if (real == NULL || real->iVersion < 2)
		return NULL;
	vfs = *real;
	vfs.zName = "leads";
	vfs.pNext = NULL;
	vfs.xCurrentTime = current_day;
	vfs.xCurrentTimeInt64 = current;
	if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK)
		vfs.zName = NULL;
	return vfs.zName;
}

void
store_set_now(int64_t now)
{
	moment = now * 1000;
}
