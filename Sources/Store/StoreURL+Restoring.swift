public import EventLog
internal import Foundation
internal import InteractionModel
internal import SQLiteStore

extension StoreURL {
  /// Begins to make a store of what was copied of one, beside where it will be; what was begun before and
  /// not finished goes.
  /// - Parameter origin: the name that the log was born with.
  /// - Returns: the store that is being made.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be made.
  public func restoring(origin: String) throws(StorageFault) -> RestoringStore {
    let scratch = scratchDirectory
    do {
      try? FileManager.default.removeItem(atPath: scratch)
      try FileManager.default.createDirectory(
        atPath: scratch, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw StorageFault(
        code: .permission, reason: "cannot create the directory \(scratch)",
        remedy: "check the path", cause: "\(error)")
    }
    return RestoringStore(
      url: .sqlite(directory: scratch), target: self,
      log: try SQLiteLogRestore(directory: scratch, origin: origin))
  }

  /// Puts to its place what was restored whole by a process that was killed before it could.
  /// - Returns: whether there was anything.
  /// - Throws: ``/EventLog/StorageFault``.
  public func finishRestoring() throws(StorageFault) -> Bool {
    guard FileManager.default.fileExists(atPath: finishedDirectory) else { return false }
    try StoreMove.move(finishedDirectory, into: directory)
    return true
  }

  /// Where a restored store waits for its place once it is whole.
  fileprivate var finishedDirectory: String { "\(directory)/.restored" }

  /// Where a store is made that is being restored: on the same disk, within its directory.
  private var scratchDirectory: String { "\(directory)/\(RestoringStore.scratchName)" }

  /// The name of something that keeps a store from being restored to here: all but keys, and what an
  /// earlier attempt left; nil when there is nothing.
  public var obstacleToRestoring: String? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let keys = [defaultKeyFile, defaultSigningKeyFile].map { URL(filePath: $0).lastPathComponent }
    return names.sorted().first { name in
      name != RestoringStore.scratchName
        && !keys.contains { name == $0 || name.hasPrefix("\($0).") }
    }
  }
}

/// A store that is being made of what was copied of one; nobody takes it for a store before it is whole.
public struct RestoringStore: Sendable {
  static let scratchName = ".restoring"

  /// Where it is meanwhile.
  public let url: StoreURL
  private let target: StoreURL
  /// Its log, to which the records go first.
  public let log: any LogRestore

  init(url: StoreURL, target: StoreURL, log: any LogRestore) {
    self.url = url
    self.target = target
    self.log = log
  }

  /// Takes the file of its vault.
  /// - Parameter path: the copy.
  /// - Returns: where it is now.
  /// - Throws: ``/EventLog/StorageFault``.
  public func putVault(_ path: String) throws(StorageFault) -> String {
    try SQLiteVaultStore.put(path, in: url.directory)
  }

  /// Puts everything where the store is to be.
  /// - Throws: ``/EventLog/StorageFault``; ``StoreURL/finishRestoring()`` goes on.
  public func publish() throws(StorageFault) {
    // From here on it is whole, whatever becomes of this process.
    guard rename(url.directory, target.finishedDirectory) == 0 else {
      throw StorageFault(
        code: .io, reason: "cannot rename \(url.directory)", remedy: "check the disk",
        cause: String(cString: strerror(errno)))
    }
    _ = try target.finishRestoring()
  }
}
