public import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
public import Search
internal import Synchronization

/// The search indexes of a store's directory: `search/<build>/`, and `search/serving`, which names
/// the build that serves.
public final class SQLiteSearchStore: SearchIndexStore {
  /// How many positions a shard has: a purge writes the shards anew that hold what it removes, so
  /// they must not be too large.
  public static let shardSize: Int64 = 262_144

  let root: String
  private let shardSize: Int64
  private let opened = Mutex<[Int64: SQLiteSearchIndex]>([:])

  /// Opens the indexes of a directory; the folder for them is made when something is put there.
  /// - Parameters:
  ///   - directory: the store's directory; must exist.
  ///   - shardSize: how many positions a shard of a new build has.
  /// - Throws: ``StorageFault``.
  public init(
    directory: String, shardSize: Int64 = SQLiteSearchStore.shardSize
  ) throws(StorageFault) {
    root = "\(directory)/search"
    self.shardSize = max(1, shardSize)
  }

  /// Closes everything that was opened through this object.
  /// - Throws: ``StorageFault`` `busy` while something is being read; ask again then.
  public func close() throws(StorageFault) {
    try faulting("close the search index") {
      try opened.withLock { opened in
        for index in opened.values { try index.close() }
        opened = [:]
      }
    }
  }

  func folder(_ generation: Int64) -> String { "\(root)/\(generation)" }

  private var pointer: String { "\(root)/serving" }

  var lock: String { "\(root)/.lock" }

  /// The numbers of the builds whose folders are there.
  var generations: [Int64] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.compactMap { Int64($0) }.sorted()
  }

  /// The number of the build that `serving` names; nil when there is no such file.
  public func servingGeneration() throws(StorageFault) -> Int64? {
    guard let content = try StoreFile.content(pointer) else { return nil }
    return Int64(
      String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
  }

  func index(_ generation: Int64) throws -> SQLiteSearchIndex {
    try opened.withLock { opened in
      if let index = opened[generation] { return index }
      let index = try SQLiteSearchIndex(generation: generation, folder: folder(generation))
      opened[generation] = index
      return index
    }
  }

  /// The index that serves; nil when there is none yet.
  public func serving() throws(StorageFault) -> (any SearchIndex)? {
    try faulting("open the search index", rebuilding: "search") {
      try StoreFile.requireFolder(root)
      try StoreFile.requireRegular(pointer)
      while let generation = try servingGeneration() {
        do {
          guard FileManager.default.fileExists(atPath: folder(generation)) else {
            throw StorageFault.searchBuildGone(generation)
          }
          return try index(generation)
        } catch {
          // It may have been replaced between the two looks; then another one serves now.
          guard let now = try servingGeneration(), now != generation else { throw error }
        }
      }
      return nil
    }
  }

  /// A build of a version to fill beside the one that serves.
  public func build(
    _ version: SearchVersion, fresh: Bool, purged: LogCheckpoint
  ) throws(StorageFault) -> SearchBuild {
    try faulting("build a search index", rebuilding: "search") {
      try StoreFile.requireFolder(root)
      try StoreFile.requireRegular(pointer)
      try FileManager.default.createDirectory(
        atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      // Held while the build is filled: what is neither this one nor serving is nobody's.
      let right = try FileLock("\(root)/.building", what: "another search index")
      do {
        let index = try SearchLock.holding(lock) {
          try resumeOrCreate(version, fresh: fresh, purged)
        }
        return SearchBuild(index: index, release: { right.unlock() })
      } catch {
        right.unlock()
        throw error
      }
    }
  }

  private func resumeOrCreate(
    _ version: SearchVersion, fresh: Bool, _ purged: LogCheckpoint
  ) throws -> SQLiteSearchIndex {
    let serving = try servingGeneration()
    var last = serving ?? 0
    var found: SQLiteSearchIndex?
    for generation in generations {
      last = max(last, generation)
      guard generation != serving else { continue }
      if !fresh, found == nil, let index = try? index(generation),
        (try? index.state().version) == version
      {
        found = index
      } else {
        try remove(generation)
      }
    }
    if let found { return found }
    let path = folder(last + 1)
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    try SQLiteSearchIndex.create(
      path, last + 1, version, shardSize: shardSize, purged: purged)
    return try index(last + 1)
  }

  /// Lets an index serve, and removes the one that did.
  public func serve(_ index: any SearchIndex) throws(StorageFault) {
    try faulting("let a search index serve", rebuilding: "search") {
      try exclusively(index) {
        let before = try servingGeneration()
        guard before != index.generation else { return }
        try write(pointer, "\(index.generation)\n")
        if let before { try remove(before) }
      }
    }
  }

  /// Replaces a file's content at once: whoever reads it sees the old or the new one, whole.
  private func write(_ path: String, _ content: String) throws {
    let scratch = path + ".new"
    try StoreFile.requireRegular(scratch)
    try Data(content.utf8).write(to: URL(fileURLWithPath: scratch))
    let descriptor = open(scratch, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0, fsync(descriptor) == 0, rename(scratch, path) == 0 else {
      let cause = String(cString: strerror(errno))
      if descriptor >= 0 { Foundation.close(descriptor) }
      throw StorageFault(
        code: .io, reason: "cannot write \(path)", remedy: "check the disk and its free space",
        cause: cause)
    }
    Foundation.close(descriptor)
    let folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    Foundation.close(folder)
  }

  /// Removes a build.
  func remove(_ generation: Int64) throws {
    // Not closed: whoever is searching in it comes to its end.
    opened.withLock { $0[generation] = nil }
    // What it says of itself first: without it, what is left of a removal that was interrupted is
    // taken for no index, and a purge still finds the shards.
    for suffix in ["", "-wal", "-shm"] {
      unlink("\(folder(generation))/\(SQLiteSearchIndex.stateFile)\(suffix)")
    }
    guard FileManager.default.fileExists(atPath: folder(generation)) else { return }
    try FileManager.default.removeItem(atPath: folder(generation))
  }

  /// Runs a body while no other process or thread changes any build.
  public func exclusively<Value>(
    _ index: any SearchIndex, _ body: () throws -> Value
  ) throws -> Value {
    try SearchLock.holding(lock) {
      let path = "\(folder(index.generation))/\(SQLiteSearchIndex.stateFile)"
      guard FileManager.default.fileExists(atPath: path) else {
        throw StorageFault.searchBuildGone(index.generation)
      }
      return try body()
    }
  }
}
