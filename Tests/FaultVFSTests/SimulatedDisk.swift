internal import FaultVFS
internal import Foundation
internal import GRDBSQLite

/// A fresh temporary directory whose files live on a simulated disk.
///
/// `@unchecked Sendable`: the pointer never changes, and the C functions behind it take a lock.
final class SimulatedDisk: @unchecked Sendable {
  let directory: URL
  let watch: OpaquePointer

  /// Path of the database the tests work on.
  var database: String { directory.appending(path: "log.db").path }

  init() throws {
    guard faultvfs_install() == SQLITE_OK else { throw SQLiteFailure(code: SQLITE_ERROR) }
    directory = FileManager.default.temporaryDirectory
      .appending(path: "faultvfs-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    guard let watch = faultvfs_watch(directory.path) else {
      throw SQLiteFailure(code: SQLITE_CANTOPEN)
    }
    self.watch = watch
  }

  deinit {
    faultvfs_unwatch(watch)
    try? FileManager.default.removeItem(at: directory)
  }

  /// Syncs so far of one file, named relative to the directory.
  func syncs(_ name: String) -> UInt64 { faultvfs_syncs(watch, name) }

  /// Operations so far.
  var operations: UInt64 { faultvfs_operations(watch) }

  /// Switches the power off and on again.
  func powerCycle(seed: UInt64) throws {
    let code = faultvfs_power_cycle(watch, seed)
    guard code == SQLITE_OK else { throw SQLiteFailure(code: code) }
  }
}
