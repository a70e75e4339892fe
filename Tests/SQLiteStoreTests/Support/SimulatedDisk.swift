internal import FaultVFS
internal import GRDBSQLite

/// A directory whose SQLite files live on a simulated disk.
///
/// `@unchecked Sendable`: the pointer never changes, and the C functions behind it take a lock.
final class SimulatedDisk: @unchecked Sendable {
  let directory: TestDirectory
  let watch: OpaquePointer
  var path: String { directory.path }

  /// A disk.
  /// - Parameter other: a directory that it holds a durable copy of; nothing when nil.
  /// - Throws: when it cannot be made or watched.
  init(copying other: String? = nil) throws {
    directory = try TestDirectory(copying: other)
    guard faultvfs_install() == SQLITE_OK, let watch = faultvfs_watch(directory.path) else {
      throw RawFailure(code: SQLITE_CANTOPEN, message: "the directory cannot be watched")
    }
    self.watch = watch
  }

  deinit { faultvfs_unwatch(watch) }

  var operations: UInt64 { faultvfs_operations(watch) }

  func syncs(_ name: String? = nil) -> UInt64 { faultvfs_syncs(watch, name) }

  func fail(_ fault: faultvfs_fault, at operation: UInt64, persistent: Bool = false) {
    faultvfs_fail(watch, fault, operation, persistent)
  }

  func heal() { faultvfs_heal(watch) }

  /// Switches the power off, if it is not, and on again; every file must be closed.
  func powerCycle(seed: UInt64) throws {
    faultvfs_power_off(watch)
    let code = faultvfs_power_cycle(watch, seed)
    guard code == SQLITE_OK else {
      throw RawFailure(code: code, message: "a file is still open")
    }
  }

  /// The seeds of a power loss at an operation: all kinds in turn, or one of them.
  static func seeds(_ operation: UInt64, all: Bool) -> [UInt64] {
    let seeds = [FAULTVFS_LOSE_ALL, FAULTVFS_KEEP_ALL, 2 * operation + 1, 2 * operation + 2]
    return all ? seeds : [seeds[Int(operation % 4)]]
  }
}
