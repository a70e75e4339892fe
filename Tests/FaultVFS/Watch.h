// The state of a watched directory, shared by the shim (FaultVFS.c) and the controls (Watch.c).
#ifndef WATCH_H
#define WATCH_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "PendingWrites.h"
#include "include/FaultVFS.h"

// A path below the directory; lives as long as the watch, for its counters and its undo outlive
// the handles and even the file.
struct watched_file {
  struct watched_file *next;
  char *path;
  uint64_t generation;  // grows when the file is deleted: handles of the old one write to nowhere
  uint64_t writes, syncs, bytes;
  struct pending_writes pending;
};

// `mutex` guards all but `off`, which reads ask on their own so that they never wait for a write.
// Order of locks: the registry's, then a watch's. Nothing that takes SQLite's own locks is called
// while one is held.
struct faultvfs_watch {
  struct faultvfs_watch *next;
  char *directory;  // ends in a slash
  size_t directory_length;
  pthread_mutex_t mutex;
  atomic_bool off;
  bool unwatched;   // free it with the last handle
  bool lying;
  bool armed, persistent;
  enum faultvfs_fault fault;
  uint64_t fault_at;
  bool limited;
  uint64_t limit;   // bytes that may still be written
  uint64_t operations, faults;
  uint64_t handles;
  struct watched_file *files;
};

// What becomes of an operation.
enum verdict { PROCEED, FAIL_IO, FAIL_FULL, LOSE_POWER, IS_OFF };

// The watch a path belongs to, locked, or NULL. Unlock with `watch_unlock`.
struct faultvfs_watch *watch_lock_for(const char *path);

// The file of a path below the locked watch, made at the first call; NULL when out of memory.
struct watched_file *watch_file(struct faultvfs_watch *watch, const char *path);

// Counts an operation of the locked watch and says what becomes of it.
enum verdict watch_judge(struct faultvfs_watch *watch, bool is_write);

// How many of a write's bytes the locked watch's disk still has room for.
int watch_room(struct faultvfs_watch *watch, int length);

void watch_lock(struct faultvfs_watch *watch);
void watch_unlock(struct faultvfs_watch *watch);

// Gives a handle back and unlocks; frees the watch when it was the last one of an ended watch.
void watch_release(struct faultvfs_watch *watch);

#endif
