// The writes of one file that no sync has made durable: what an undo needs, what a redo needs.
#ifndef PENDINGWRITES_H
#define PENDINGWRITES_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

struct pending_write;

struct pending_writes {
  struct pending_write *items;
  size_t count, capacity;
};

// Call before writing: remembers the bytes about to be overwritten and the new ones.
int pending_write(
    struct pending_writes *pending, sqlite3_file *file, const void *data, int length,
    sqlite3_int64 offset);

// Call before truncating: remembers the bytes about to be cut off.
int pending_truncate(struct pending_writes *pending, sqlite3_file *file, sqlite3_int64 size);

// Call when the writes have become durable, or the file is gone.
void pending_forget(struct pending_writes *pending);

// Makes the file what a disk may hold after a power loss, and forgets the writes. No handle of the
// file may be open: closing ours would drop the process's POSIX locks on it.
int pending_settle(struct pending_writes *pending, const char *path, uint64_t seed);

#endif
