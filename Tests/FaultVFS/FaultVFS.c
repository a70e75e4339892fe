#include "include/FaultVFS.h"

#include <pthread.h>
#include <string.h>

#include "Watch.h"

// SQLite allocates this, with the platform's file right behind it.
struct fault_handle {
  sqlite3_file base;
  struct faultvfs_watch *watch;
  struct watched_file *file;
  uint64_t generation;
  sqlite3_file *real;
};

// Sound because `base` comes first, as SQLite asks of every VFS.
static struct fault_handle *handle_of(sqlite3_file *file) {
  return (struct fault_handle *)file;
}

// The platform's file, for all that is handed on.
static sqlite3_file *real_of(sqlite3_file *file) { return handle_of(file)->real; }

// Asked without the lock, so that a read never waits for a write.
static bool is_off(sqlite3_file *file) { return handle_of(file)->watch->off; }

// A deleted file's bytes matter to nobody after a power loss.
static bool is_deleted(const struct fault_handle *h) {
  return h->generation != h->file->generation;
}

// MARK: What is judged: write, truncate, sync

// A refused write may have got half way, in whole sectors.
static int half(int length) { return length / 2 / 512 * 512; }

// How much of a write reaches the file, and what SQLite is told of it.
static int judge_write(struct faultvfs_watch *watch, int length, int *written) {
  *written = 0;
  switch (watch_judge(watch, true)) {
    case IS_OFF: return SQLITE_IOERR;
    case FAIL_IO: *written = half(length); return SQLITE_IOERR_WRITE;
    case FAIL_FULL: *written = half(length); return SQLITE_FULL;
    case LOSE_POWER: *written = length; return SQLITE_IOERR;  // in flight: the seed will tell
    case PROCEED: break;
  }
  *written = watch_room(watch, length);
  return *written == length ? SQLITE_OK : SQLITE_FULL;
}

// The lock is held over recording and writing, so that undo runs in the order of the writes.
static int fault_write(
    sqlite3_file *file, const void *data, int length, sqlite3_int64 offset) {
  struct fault_handle *h = handle_of(file);
  watch_lock(h->watch);
  int written;
  int verdict = judge_write(h->watch, length, &written);
  int rc = SQLITE_OK;
  if (written > 0) {
    if (!is_deleted(h)) {
      rc = pending_write(&h->file->pending, h->real, data, written, offset);
    }
    if (rc == SQLITE_OK) rc = h->real->pMethods->xWrite(h->real, data, written, offset);
  }
  if (verdict != SQLITE_OK) rc = verdict;
  if (rc == SQLITE_OK) {
    h->file->writes++;
    h->file->bytes += (uint64_t)length;
  }
  watch_unlock(h->watch);
  return rc;
}

// Recorded like a write: the bytes cut off come back when the truncation is lost.
static int fault_truncate(sqlite3_file *file, sqlite3_int64 size) {
  struct fault_handle *h = handle_of(file);
  watch_lock(h->watch);
  enum verdict verdict = watch_judge(h->watch, false);
  int rc = SQLITE_OK;
  if (verdict == PROCEED || verdict == LOSE_POWER) {
    if (!is_deleted(h)) rc = pending_truncate(&h->file->pending, h->real, size);
    if (rc == SQLITE_OK) rc = h->real->pMethods->xTruncate(h->real, size);
  }
  if (verdict == FAIL_IO) rc = SQLITE_IOERR_TRUNCATE;
  if (verdict == LOSE_POWER || verdict == IS_OFF) rc = SQLITE_IOERR;
  watch_unlock(h->watch);
  return rc;
}

// The only thing that makes writes durable. The real sync is left out (see the header).
static int fault_sync(sqlite3_file *file, int flags) {
  (void)flags;
  struct fault_handle *h = handle_of(file);
  watch_lock(h->watch);
  enum verdict verdict = watch_judge(h->watch, false);
  if (verdict == PROCEED) {
    h->file->syncs++;
    if (!h->watch->lying && !is_deleted(h)) pending_forget(&h->file->pending);
  }
  watch_unlock(h->watch);
  if (verdict == PROCEED) return SQLITE_OK;
  return verdict == FAIL_IO ? SQLITE_IOERR_FSYNC : SQLITE_IOERR;
}

// MARK: What only asks whether the power is on: without it the process could do none of this

static int fault_read(sqlite3_file *file, void *data, int length, sqlite3_int64 offset) {
  if (is_off(file)) return SQLITE_IOERR_READ;
  return real_of(file)->pMethods->xRead(real_of(file), data, length, offset);
}

static int fault_file_size(sqlite3_file *file, sqlite3_int64 *size) {
  if (is_off(file)) return SQLITE_IOERR_FSTAT;
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int fault_lock(sqlite3_file *file, int level) {
  if (is_off(file)) return SQLITE_IOERR_LOCK;
  return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int fault_check_reserved_lock(sqlite3_file *file, int *result) {
  if (is_off(file)) return SQLITE_IOERR_CHECKRESERVEDLOCK;
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), result);
}

static int fault_shm_map(
    sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
  if (is_off(file)) {
    *memory = NULL;
    return SQLITE_IOERR_SHMMAP;
  }
  return real_of(file)->pMethods->xShmMap(real_of(file), region, size, extend, memory);
}

// Letting go works without power too: a lock left behind would outlive the simulated process.
static int fault_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  if (is_off(file) && (flags & SQLITE_SHM_LOCK)) return SQLITE_IOERR_SHMLOCK;
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

// MARK: What passes, power or not: it changes nothing on the disk

static int fault_unlock(sqlite3_file *file, int level) {
  return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static void fault_shm_barrier(sqlite3_file *file) {
  real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int fault_shm_unmap(sqlite3_file *file, int delete_it) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), delete_it);
}

static int fault_sector_size(sqlite3_file *file) {
  return real_of(file)->pMethods->xSectorSize(real_of(file));
}

// Atomic batches would pass by the writes; without the flag SQLite does not ask for them.
static int fault_device_characteristics(sqlite3_file *file) {
  int flags = real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
  return flags & ~SQLITE_IOCAP_BATCH_ATOMIC;
}

// Mapping and preallocation change a file behind the writes' back; both are only advice.
static int fault_file_control(sqlite3_file *file, int operation, void *argument) {
  switch (operation) {
    case SQLITE_FCNTL_MMAP_SIZE: *(sqlite3_int64 *)argument = 0; return SQLITE_OK;
    case SQLITE_FCNTL_SIZE_HINT:
    case SQLITE_FCNTL_CHUNK_SIZE: return SQLITE_OK;
    default: return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
  }
}

// No page is mapped: SQLite reads it instead, and writes through us.
static int fault_fetch(sqlite3_file *file, sqlite3_int64 offset, int length, void **page) {
  (void)file, (void)offset, (void)length;
  *page = NULL;
  return SQLITE_OK;
}

static int fault_unfetch(sqlite3_file *file, sqlite3_int64 offset, void *page) {
  (void)file, (void)offset, (void)page;
  return SQLITE_OK;
}

// Closes without power too, for handles must not outlive the simulated process.
static int fault_close(sqlite3_file *file) {
  struct fault_handle *h = handle_of(file);
  int rc = h->real->pMethods->xClose(h->real);
  watch_lock(h->watch);
  watch_release(h->watch);
  return rc;
}

static const sqlite3_io_methods fault_methods = {
  .iVersion = 3,
  .xClose = fault_close,
  .xRead = fault_read,
  .xWrite = fault_write,
  .xTruncate = fault_truncate,
  .xSync = fault_sync,
  .xFileSize = fault_file_size,
  .xLock = fault_lock,
  .xUnlock = fault_unlock,
  .xCheckReservedLock = fault_check_reserved_lock,
  .xFileControl = fault_file_control,
  .xSectorSize = fault_sector_size,
  .xDeviceCharacteristics = fault_device_characteristics,
  .xShmMap = fault_shm_map,
  .xShmLock = fault_shm_lock,
  .xShmBarrier = fault_shm_barrier,
  .xShmUnmap = fault_shm_unmap,
  .xFetch = fault_fetch,
  .xUnfetch = fault_unfetch,
};

// MARK: The VFS

static sqlite3_vfs fault_vfs;

// The platform's VFS, which must be handed itself: it keeps its own data behind the pointer.
static sqlite3_vfs *real_vfs(void) { return fault_vfs.pAppData; }

// The handle is counted before the platform opens the file, so that a power cycle cannot slip in.
static int fault_open(
    sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags) {
  (void)vfs;
  bool temporary = path == NULL || (flags & SQLITE_OPEN_DELETEONCLOSE);
  struct faultvfs_watch *watch = temporary ? NULL : watch_lock_for(path);
  // Not ours: the platform's file, with the platform's methods, in the room meant for both.
  if (watch == NULL) return real_vfs()->xOpen(real_vfs(), path, file, flags, out_flags);

  struct fault_handle *h = handle_of(file);
  memset(h, 0, sizeof *h);
  struct watched_file *watched = watch->off ? NULL : watch_file(watch, path);
  if (watched == NULL) {
    int rc = watch->off ? SQLITE_IOERR : SQLITE_IOERR_NOMEM;
    watch_unlock(watch);
    return rc;
  }
  watch->handles++;
  h->watch = watch;
  h->file = watched;
  h->generation = watched->generation;
  h->real = (sqlite3_file *)(h + 1);
  watch_unlock(watch);

  int rc = real_vfs()->xOpen(real_vfs(), path, h->real, flags, out_flags);
  if (rc == SQLITE_OK) {
    h->base.pMethods = &fault_methods;
    return SQLITE_OK;
  }
  if (h->real->pMethods) h->real->pMethods->xClose(h->real);
  watch_lock(watch);
  watch_release(watch);
  return rc;
}

// Durable at once (see the header), so what the file still had to lose is forgotten.
static int fault_delete(sqlite3_vfs *vfs, const char *path, int sync_directory) {
  (void)vfs;
  struct faultvfs_watch *watch = watch_lock_for(path);
  if (watch == NULL) return real_vfs()->xDelete(real_vfs(), path, sync_directory);
  struct watched_file *file = watch_file(watch, path);
  int rc = file ? SQLITE_OK : SQLITE_IOERR_NOMEM;
  if (file) {
    switch (watch_judge(watch, false)) {
      case PROCEED: rc = real_vfs()->xDelete(real_vfs(), path, 0); break;
      case FAIL_IO: rc = SQLITE_IOERR_DELETE; break;
      default: rc = SQLITE_IOERR; break;
    }
  }
  if (rc == SQLITE_OK) {
    pending_forget(&file->pending);
    file->generation++;
  }
  watch_unlock(watch);
  return rc;
}

// A hot journal or WAL must not seem absent when the disk cannot be asked.
static int fault_access(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
  (void)vfs;
  struct faultvfs_watch *watch = watch_lock_for(path);
  bool off = watch && watch->off;
  if (watch) watch_unlock(watch);
  if (off) return SQLITE_IOERR_ACCESS;
  return real_vfs()->xAccess(real_vfs(), path, flags, result);
}

// The rest of the VFS touches no watched file; it is handed on with the VFS it expects to see.
static int fault_full_pathname(sqlite3_vfs *vfs, const char *path, int length, char *out) {
  (void)vfs;
  return real_vfs()->xFullPathname(real_vfs(), path, length, out);
}

static void *fault_dl_open(sqlite3_vfs *vfs, const char *path) {
  (void)vfs;
  return real_vfs()->xDlOpen(real_vfs(), path);
}

static void fault_dl_error(sqlite3_vfs *vfs, int length, char *message) {
  (void)vfs;
  real_vfs()->xDlError(real_vfs(), length, message);
}

static void (*fault_dl_sym(sqlite3_vfs *vfs, void *library, const char *symbol))(void) {
  (void)vfs;
  return real_vfs()->xDlSym(real_vfs(), library, symbol);
}

static void fault_dl_close(sqlite3_vfs *vfs, void *library) {
  (void)vfs;
  real_vfs()->xDlClose(real_vfs(), library);
}

static int fault_randomness(sqlite3_vfs *vfs, int length, char *out) {
  (void)vfs;
  return real_vfs()->xRandomness(real_vfs(), length, out);
}

static int fault_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs;
  return real_vfs()->xSleep(real_vfs(), microseconds);
}

static int fault_current_time(sqlite3_vfs *vfs, double *time) {
  (void)vfs;
  return real_vfs()->xCurrentTime(real_vfs(), time);
}

static int fault_current_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *time) {
  (void)vfs;
  return real_vfs()->xCurrentTimeInt64(real_vfs(), time);
}

static int fault_last_error(sqlite3_vfs *vfs, int length, char *message) {
  (void)vfs;
  return real_vfs()->xGetLastError(real_vfs(), length, message);
}

// Version 2: system calls are overridden on the platform's VFS by its own name, not through us.
int faultvfs_install(void) {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  int rc = SQLITE_OK;
  if (real_vfs() == NULL) {
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    if (real == NULL) {
      rc = SQLITE_ERROR;
    } else {
      fault_vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(struct fault_handle) + real->szOsFile,
        .mxPathname = real->mxPathname,
        .zName = "fault",
        .pAppData = real,
        .xOpen = fault_open,
        .xDelete = fault_delete,
        .xAccess = fault_access,
        .xFullPathname = fault_full_pathname,
        .xDlOpen = fault_dl_open,
        .xDlError = fault_dl_error,
        .xDlSym = fault_dl_sym,
        .xDlClose = fault_dl_close,
        .xRandomness = fault_randomness,
        .xSleep = fault_sleep,
        .xCurrentTime = fault_current_time,
        .xGetLastError = fault_last_error,
        .xCurrentTimeInt64 = fault_current_time_int64,
      };
    }
  }
  // Registering again only moves it back to the front.
  if (rc == SQLITE_OK) rc = sqlite3_vfs_register(&fault_vfs, 1);
  pthread_mutex_unlock(&mutex);
  return rc;
}
