#define _XOPEN_SOURCE 700

#include "Watch.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t registry_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct faultvfs_watch *registry;

void watch_lock(struct faultvfs_watch *watch) { pthread_mutex_lock(&watch->mutex); }

void watch_unlock(struct faultvfs_watch *watch) { pthread_mutex_unlock(&watch->mutex); }

// The innermost directory wins, so that a test may watch a part of another's folder. Locked before
// the registry is let go, so that the watch cannot be freed in between.
struct faultvfs_watch *watch_lock_for(const char *path) {
  struct faultvfs_watch *found = NULL;
  pthread_mutex_lock(&registry_mutex);
  for (struct faultvfs_watch *w = registry; w; w = w->next) {
    if (strncmp(path, w->directory, w->directory_length) != 0) continue;
    if (found == NULL || w->directory_length > found->directory_length) found = w;
  }
  if (found) watch_lock(found);
  pthread_mutex_unlock(&registry_mutex);
  return found;
}

struct watched_file *watch_file(struct faultvfs_watch *watch, const char *path) {
  for (struct watched_file *f = watch->files; f; f = f->next) {
    if (strcmp(f->path, path) == 0) return f;
  }
  struct watched_file *file = calloc(1, sizeof *file);
  if (file == NULL) return NULL;
  file->path = strdup(path);
  if (file->path == NULL) {
    free(file);
    return NULL;
  }
  file->next = watch->files;
  watch->files = file;
  return file;
}

enum verdict watch_judge(struct faultvfs_watch *watch, bool is_write) {
  if (watch->off) return IS_OFF;
  watch->operations++;
  if (!watch->armed || watch->operations < watch->fault_at) return PROCEED;
  // A full disk still syncs, shrinks and deletes: the fault waits for the next write.
  if (watch->fault == FAULTVFS_DISK_FULL && !is_write) return PROCEED;
  watch->faults++;
  watch->armed = watch->persistent;
  switch (watch->fault) {
    case FAULTVFS_IO_ERROR: return FAIL_IO;
    case FAULTVFS_DISK_FULL: return FAIL_FULL;
    case FAULTVFS_POWER_LOSS: watch->off = true; return LOSE_POWER;
  }
  return PROCEED;
}

int watch_room(struct faultvfs_watch *watch, int length) {
  if (!watch->limited) return length;
  uint64_t room = watch->limit < (uint64_t)length ? watch->limit : (uint64_t)length;
  watch->limit -= room;
  if (room < (uint64_t)length) watch->faults++;
  return (int)room;
}

// Only when no handle is left, for handles point into it.
static void watch_free(struct faultvfs_watch *watch) {
  while (watch->files) {
    struct watched_file *file = watch->files;
    watch->files = file->next;
    pending_forget(&file->pending);
    free(file->path);
    free(file);
  }
  pthread_mutex_destroy(&watch->mutex);
  free(watch->directory);
  free(watch);
}

void watch_release(struct faultvfs_watch *watch) {
  watch->handles--;
  bool last = watch->unwatched && watch->handles == 0;
  watch_unlock(watch);
  if (last) watch_free(watch);
}

// SQLite resolves symbolic links before it opens a file; so must the prefix it is compared with.
static char *directory_prefix(const char *directory) {
  char *real = realpath(directory, NULL);
  if (real == NULL) return NULL;
  size_t length = strlen(real);
  char *prefix = realloc(real, length + 2);
  if (prefix == NULL) {
    free(real);
    return NULL;
  }
  if (prefix[length - 1] != '/') memcpy(prefix + length, "/", 2);
  return prefix;
}

struct faultvfs_watch *faultvfs_watch(const char *directory) {
  struct faultvfs_watch *watch = calloc(1, sizeof *watch);
  char *prefix = directory_prefix(directory);
  if (watch == NULL || prefix == NULL) {
    free(watch);
    free(prefix);
    return NULL;
  }
  watch->directory = prefix;
  watch->directory_length = strlen(prefix);
  pthread_mutex_init(&watch->mutex, NULL);
  atomic_init(&watch->off, false);

  pthread_mutex_lock(&registry_mutex);
  bool taken = false;
  for (struct faultvfs_watch *w = registry; w; w = w->next) {
    if (strcmp(w->directory, prefix) == 0) taken = true;
  }
  if (!taken) {
    watch->next = registry;
    registry = watch;
  }
  pthread_mutex_unlock(&registry_mutex);
  if (!taken) return watch;
  watch_free(watch);
  return NULL;
}

void faultvfs_unwatch(struct faultvfs_watch *watch) {
  pthread_mutex_lock(&registry_mutex);
  for (struct faultvfs_watch **w = &registry; *w; w = &(*w)->next) {
    if (*w != watch) continue;
    *w = watch->next;
    break;
  }
  watch_lock(watch);
  pthread_mutex_unlock(&registry_mutex);
  watch->unwatched = true;
  watch->off = false;
  watch->armed = watch->limited = watch->lying = false;
  watch->handles++;  // ours, so that the release below frees it or leaves that to the last handle
  watch_release(watch);
}

// One reader for the counters, so that each is read under the lock.
static uint64_t read_locked(struct faultvfs_watch *watch, const uint64_t *counter) {
  watch_lock(watch);
  uint64_t value = *counter;
  watch_unlock(watch);
  return value;
}

uint64_t faultvfs_operations(struct faultvfs_watch *watch) {
  return read_locked(watch, &watch->operations);
}

uint64_t faultvfs_faults(struct faultvfs_watch *watch) {
  return read_locked(watch, &watch->faults);
}

// One walk for the three counters: of the file named, or the sum of all.
static uint64_t sum_locked(struct faultvfs_watch *watch, const char *name, size_t field) {
  uint64_t sum = 0;
  watch_lock(watch);
  for (struct watched_file *f = watch->files; f; f = f->next) {
    if (name && strcmp(f->path + watch->directory_length, name) != 0) continue;
    sum += *(const uint64_t *)((const char *)f + field);
  }
  watch_unlock(watch);
  return sum;
}

uint64_t faultvfs_writes(struct faultvfs_watch *watch, const char *name) {
  return sum_locked(watch, name, offsetof(struct watched_file, writes));
}

uint64_t faultvfs_syncs(struct faultvfs_watch *watch, const char *name) {
  return sum_locked(watch, name, offsetof(struct watched_file, syncs));
}

uint64_t faultvfs_bytes(struct faultvfs_watch *watch, const char *name) {
  return sum_locked(watch, name, offsetof(struct watched_file, bytes));
}

void faultvfs_fail(
    struct faultvfs_watch *watch, enum faultvfs_fault fault, uint64_t operation, bool persistent) {
  watch_lock(watch);
  watch->armed = true;
  watch->persistent = persistent;
  watch->fault = fault;
  watch->fault_at = watch->operations + (operation ? operation : 1);
  watch_unlock(watch);
}

void faultvfs_fill(struct faultvfs_watch *watch, uint64_t bytes) {
  watch_lock(watch);
  watch->limited = true;
  watch->limit = bytes;
  watch_unlock(watch);
}

void faultvfs_lie(struct faultvfs_watch *watch, bool lying) {
  watch_lock(watch);
  watch->lying = lying;
  watch_unlock(watch);
}

void faultvfs_heal(struct faultvfs_watch *watch) {
  watch_lock(watch);
  watch->armed = watch->limited = false;
  watch_unlock(watch);
}

void faultvfs_power_off(struct faultvfs_watch *watch) {
  watch_lock(watch);
  if (!watch->off) watch->faults++;
  watch->off = true;
  watch_unlock(watch);
}

bool faultvfs_is_off(struct faultvfs_watch *watch) { return watch->off; }

int faultvfs_power_cycle(struct faultvfs_watch *watch, uint64_t seed) {
  int rc = SQLITE_OK;
  watch_lock(watch);
  if (watch->handles > 0) rc = SQLITE_BUSY;
  for (struct watched_file *f = watch->files; f && rc == SQLITE_OK; f = f->next) {
    rc = pending_settle(&f->pending, f->path, seed);
  }
  if (rc == SQLITE_OK) {
    watch->off = false;
    watch->armed = watch->limited = false;
  }
  watch_unlock(watch);
  return rc;
}
