/// A SQLite VFS that counts what reaches the disk and fails on request.
///
/// `faultvfs_install` puts a shim over the platform's VFS and makes it the default, so that a store
/// which cannot name a VFS is tested as it is. Only files below a directory given to
/// `faultvfs_watch` are touched; all others are opened by the platform's VFS itself.
///
/// The simulated disk: a write is durable once its file has been synced. Until then a power cycle
/// may lose it, keep it or keep some of its 512-byte sectors, in any order, without harm to bytes
/// outside it (SQLite's "powersafe overwrite"). What the simulation does not model:
/// - directory entries: creating a file, and deleting it, is durable at once;
/// - a failed sync: it makes nothing durable, and the next one that succeeds makes up for it
///   (Linux may drop the dirty pages instead);
/// - the WAL index (`-shm`): passed through, for the first connection to open rebuilds it;
/// - other processes: only this process's operations are seen;
/// - memory-mapped I/O and atomic batches: switched off for watched files.
///
/// The real fsync is skipped for watched files: the machine's own power is never cut, and a fault
/// at every operation is affordable only without it. So never time a watched file.
///
/// All functions are thread safe. Codes returned are SQLite's result codes.
#ifndef FAULTVFS_H
#define FAULTVFS_H

#include <stdbool.h>
#include <stdint.h>

/// One watched directory: its counters, its faults and its disk.
struct faultvfs_watch;

/// What happens at the chosen operation.
enum faultvfs_fault {
  /// The operation, whichever it is, fails with SQLITE_IOERR_*. A failed write leaves its first
  /// half (whole sectors) behind. Reads go on.
  FAULTVFS_IO_ERROR,
  /// The first write at or after the operation fails with SQLITE_FULL and leaves its first half
  /// (whole sectors) behind. Syncs, truncations, deletions and reads go on.
  FAULTVFS_DISK_FULL,
  /// The operation is caught in flight, and from then on everything done to the watched files
  /// fails with SQLITE_IOERR, reads too, until `faultvfs_power_cycle`.
  FAULTVFS_POWER_LOSS,
};

/// Seed of a power cycle that loses every write not synced.
static const uint64_t FAULTVFS_LOSE_ALL = 0;
/// Seed of a power cycle that keeps every write: a killed process on a machine that stays up.
static const uint64_t FAULTVFS_KEEP_ALL = UINT64_MAX;

/// Makes the shim the default VFS; call before opening connections, as often as you like.
int faultvfs_install(void);

/// Watches the files opened below an existing directory from now on; what they hold already is
/// durable. NULL when the directory does not exist or is watched already. A file below two watched
/// directories belongs to the innermost.
struct faultvfs_watch *faultvfs_watch(const char *directory);

/// Ends the watch; the pointer is invalid afterwards. Files still open go on without faults.
void faultvfs_unwatch(struct faultvfs_watch *watch);

/// Operations so far: writes, syncs, truncations and deletions, those that failed included.
uint64_t faultvfs_operations(struct faultvfs_watch *watch);
/// Faults injected so far; a power loss counts once.
uint64_t faultvfs_faults(struct faultvfs_watch *watch);

/// Writes, syncs (of the file itself only) and bytes written that succeeded, of one file named
/// relative to the watched directory (`log.db`, `log.db-wal`), or of all files when `name` is NULL.
uint64_t faultvfs_writes(struct faultvfs_watch *watch, const char *name);
uint64_t faultvfs_syncs(struct faultvfs_watch *watch, const char *name);
uint64_t faultvfs_bytes(struct faultvfs_watch *watch, const char *name);

/// Arms a fault at the `operation`-th operation from now (1 is the next), replacing the one armed
/// before; `persistent` repeats it from then on. A power loss is always persistent.
void faultvfs_fail(
    struct faultvfs_watch *watch, enum faultvfs_fault fault, uint64_t operation, bool persistent);

/// Fills the disk once so many more bytes have been written: the write that crosses the limit is
/// cut short, and it and all later ones fail with SQLITE_FULL.
void faultvfs_fill(struct faultvfs_watch *watch, uint64_t bytes);

/// A lying disk: syncs succeed and are counted but make nothing durable.
void faultvfs_lie(struct faultvfs_watch *watch, bool lying);

/// Disarms the fault and the limit; power that is off stays off, and a lying disk lies on.
void faultvfs_heal(struct faultvfs_watch *watch);

/// Cuts the power now, between two operations.
void faultvfs_power_off(struct faultvfs_watch *watch);
/// Whether a power loss has been reached.
bool faultvfs_is_off(struct faultvfs_watch *watch);

/// Rewrites the files to what the disk holds after a power loss, switches the power on again and
/// disarms faults. Counters go on. The seed chooses what happened to the writes not synced: odd
/// seeds keep, of each file, the first few and tear the next; even seeds keep, lose or tear each
/// by itself. The same seed over the same operations gives the same disk.
/// SQLITE_BUSY while a watched file is open: close all connections first.
int faultvfs_power_cycle(struct faultvfs_watch *watch, uint64_t seed);

#endif
