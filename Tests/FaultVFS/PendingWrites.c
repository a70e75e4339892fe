#define _XOPEN_SOURCE 700

#include "PendingWrites.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "include/FaultVFS.h"

static const sqlite3_int64 sector_size = 512;

// A write (`fresh` holds its bytes) or a truncation to `offset` (`fresh` is NULL).
struct pending_write {
  sqlite3_int64 offset;
  sqlite3_int64 length;
  sqlite3_int64 old_length;  // of `old`, which starts at `offset` too
  sqlite3_int64 old_size;    // of the file
  unsigned char *old;
  unsigned char *fresh;
};

// Makes room first, so that recording a write cannot fail once the write is done.
static struct pending_write *next_item(struct pending_writes *pending) {
  if (pending->count == pending->capacity) {
    size_t capacity = pending->capacity ? 2 * pending->capacity : 64;
    struct pending_write *items = realloc(pending->items, capacity * sizeof *items);
    if (items == NULL) return NULL;
    pending->items = items;
    pending->capacity = capacity;
  }
  struct pending_write *item = &pending->items[pending->count];
  memset(item, 0, sizeof *item);
  return item;
}

// Reads through SQLite's own handle, because opening and closing another one would drop the locks.
static int read_old(struct pending_write *item, sqlite3_file *file) {
  if (item->old_length <= 0) return SQLITE_OK;
  item->old = malloc((size_t)item->old_length);
  if (item->old == NULL) return SQLITE_IOERR_NOMEM;
  const sqlite3_int64 most = 1 << 20;
  for (sqlite3_int64 done = 0; done < item->old_length;) {
    sqlite3_int64 left = item->old_length - done;
    int amount = (int)(left < most ? left : most);
    int rc = file->pMethods->xRead(file, item->old + done, amount, item->offset + done);
    if (rc != SQLITE_OK) return rc;
    done += amount;
  }
  return SQLITE_OK;
}

// What an undo needs is the same for both kinds: the bytes from `offset` that will change or go.
static int remember_old(
    struct pending_write *item, sqlite3_file *file, sqlite3_int64 offset, sqlite3_int64 most) {
  int rc = file->pMethods->xFileSize(file, &item->old_size);
  if (rc != SQLITE_OK) return rc;
  item->offset = offset;
  item->old_length = item->old_size > offset ? item->old_size - offset : 0;
  if (item->old_length > most) item->old_length = most;
  return read_old(item, file);
}

int pending_write(
    struct pending_writes *pending, sqlite3_file *file, const void *data, int length,
    sqlite3_int64 offset) {
  struct pending_write *item = next_item(pending);
  if (item == NULL) return SQLITE_IOERR_NOMEM;
  int rc = remember_old(item, file, offset, length);
  if (rc == SQLITE_OK && (item->fresh = malloc(length > 0 ? (size_t)length : 1)) == NULL) {
    rc = SQLITE_IOERR_NOMEM;
  }
  if (rc != SQLITE_OK) {
    free(item->old);
    return rc;
  }
  memcpy(item->fresh, data, (size_t)length);
  item->length = length;
  pending->count++;
  return SQLITE_OK;
}

int pending_truncate(struct pending_writes *pending, sqlite3_file *file, sqlite3_int64 size) {
  struct pending_write *item = next_item(pending);
  if (item == NULL) return SQLITE_IOERR_NOMEM;
  int rc = remember_old(item, file, size, INT64_MAX);
  if (rc != SQLITE_OK) {
    free(item->old);
    return rc;
  }
  pending->count++;
  return SQLITE_OK;
}

void pending_forget(struct pending_writes *pending) {
  for (size_t i = 0; i < pending->count; i++) {
    free(pending->items[i].old);
    free(pending->items[i].fresh);
  }
  free(pending->items);
  *pending = (struct pending_writes){0};
}

// A whole pwrite or an error: a short one would be a torn write nobody asked for.
static bool write_all(int fd, const unsigned char *bytes, sqlite3_int64 length, off_t offset) {
  while (length > 0) {
    ssize_t written = pwrite(fd, bytes, (size_t)length, offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    offset += written;
    length -= written;
  }
  return true;
}

// Newest first, so that each undo finds the file as its write left it: the durable image results.
static bool undo_all(const struct pending_writes *pending, int fd) {
  for (size_t i = pending->count; i-- > 0;) {
    const struct pending_write *item = &pending->items[i];
    if (!write_all(fd, item->old, item->old_length, item->offset)) return false;
    if (ftruncate(fd, item->old_size) != 0) return false;
  }
  return true;
}

// SplitMix64: a seed gives the same disk on every machine.
static uint64_t draw(uint64_t *state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

// FNV-1a: each file draws for itself, so that the order in which files were opened is no matter.
static uint64_t hash_name(const char *path) {
  const char *slash = strrchr(path, '/');
  uint64_t hash = 0xCBF29CE484222325u;
  for (const char *c = slash ? slash + 1 : path; *c; c++) {
    hash = (hash ^ (unsigned char)*c) * 0x100000001B3u;
  }
  return hash;
}

enum fate { LOST, KEPT, TORN };

// A disk may write back in order and stop in the middle, or in any order it likes: try both.
static enum fate choose(uint64_t seed, uint64_t *state, size_t index, size_t cut) {
  if (seed == FAULTVFS_LOSE_ALL) return LOST;
  if (seed == FAULTVFS_KEEP_ALL) return KEPT;
  if (seed % 2 == 1) return index < cut ? KEPT : index == cut ? TORN : LOST;
  switch (draw(state) % 5) {
    case 0: return TORN;
    case 1:
    case 2: return LOST;
    default: return KEPT;
  }
}

// Applies a write that reached the disk; of a torn one each sector goes its own way.
static bool redo(const struct pending_write *item, int fd, bool torn, uint64_t *state) {
  if (item->fresh == NULL) return (torn && draw(state) % 2) || ftruncate(fd, item->offset) == 0;
  for (sqlite3_int64 done = 0; done < item->length;) {
    sqlite3_int64 length = item->length - done;
    if (torn) {
      sqlite3_int64 to_boundary = sector_size - (item->offset + done) % sector_size;
      if (length > to_boundary) length = to_boundary;
    }
    if (!torn || draw(state) % 2) {
      if (!write_all(fd, item->fresh + done, length, item->offset + done)) return false;
    }
    done += length;
  }
  return true;
}

// Undoes everything and redoes what is kept: undoing only what is lost would also wipe out a later
// write to the same place that is kept.
int pending_settle(struct pending_writes *pending, const char *path, uint64_t seed) {
  if (pending->count == 0) return SQLITE_OK;
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) {
    if (errno != ENOENT) return SQLITE_IOERR;
    pending_forget(pending);  // removed behind our back: nothing is left to rewrite
    return SQLITE_OK;
  }
  uint64_t state = seed ^ hash_name(path);
  size_t cut = (size_t)(draw(&state) % (pending->count + 1));
  bool ok = undo_all(pending, fd);
  for (size_t i = 0; ok && i < pending->count; i++) {
    enum fate fate = choose(seed, &state, i, cut);
    if (fate != LOST) ok = redo(&pending->items[i], fd, fate == TORN, &state);
  }
  if (close(fd) != 0 || !ok) return SQLITE_IOERR;
  pending_forget(pending);
  return SQLITE_OK;
}
