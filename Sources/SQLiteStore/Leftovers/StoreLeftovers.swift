public import EventLog
internal import Foundation
internal import GRDB
internal import Migrations

/// Files of a store's directory that nobody needs any more: what killed processes left behind.
///
/// They hold nothing that was opened, but an erasure leaves nothing behind whose content nobody can
/// account for.
public struct StoreLeftovers: Sendable {
  private let directory: String

  /// The leftovers of a directory.
  /// - Parameter directory: the store's directory.
  public init(directory: String) {
    self.directory = directory
  }

  /// Removes scratch space of processes that are gone, and read models that the catalogue does not
  /// know.
  /// - Returns: how many files and folders were removed.
  /// - Throws: ``/EventLog/StorageFault`` when the catalogue cannot be read.
  public func remove() throws(StorageFault) -> Int {
    try removeScratch() + removeReadModels()
  }

  private func removeScratch() throws(StorageFault) -> Int {
    let root = "\(directory)/scratch"
    var count = 0
    for path in StoreLeftovers.abandoned(in: root) {
      try faulting("remove \(path)") { try FileManager.default.removeItem(atPath: path) }
      count += 1
    }
    // Only goes when nobody else has scratch space.
    rmdir(root)
    return count
  }

  /// The folders of scratch space whose process is gone.
  static func abandoned(in root: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).filter { folder in
      // A folder's name begins with the process it belongs to.
      guard let owner = pid_t(folder.prefix { $0 != "-" }) else { return false }
      return kill(owner, 0) != 0 && errno == ESRCH
    }.map { "\(root)/\($0)" }
  }

  private func removeReadModels() throws(StorageFault) -> Int {
    let path = "\(directory)/catalogue.db"
    guard FileManager.default.fileExists(atPath: path) else { return 0 }
    return try faulting("remove read models that nobody knows") {
      let catalogue = try SQLiteFile.open(
        path, migrations: Migration.sqliteCatalogue, durability: .full, readers: 1)
      defer { try? SQLiteFile.close(catalogue) }
      // In a transaction of the catalogue: whoever makes a generation has it from before its file
      // is there until its row is.
      return try catalogue.write { database in
        let known = try Set(
          String.fetchAll(database, sql: "SELECT file FROM generation WHERE state <> 'retired'"))
        let folder = "\(directory)/projections"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        var count = 0
        for file in files where !known.contains(StoreLeftovers.base(file)) {
          if unlink("\(folder)/\(file)") == 0 { count += 1 }
        }
        return count
      }
    }
  }

  /// The database that a file belongs to.
  private static func base(_ file: String) -> String {
    for suffix in ["-wal", "-shm", ".lock"] where file.hasSuffix(suffix) {
      return String(file.dropLast(suffix.count))
    }
    return file
  }
}
