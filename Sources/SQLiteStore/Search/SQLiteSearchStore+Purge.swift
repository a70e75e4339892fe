public import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
public import Search

extension SQLiteSearchStore {
  /// Removes what erasures destroyed from every build, and looks whether it is gone.
  @discardableResult
  public func purge(
    _ erasures: (LogCheckpoint) throws -> SearchErasures
  ) throws(StorageFault) -> SearchPurge {
    try faulting("purge the search index", rebuilding: "search") {
      guard FileManager.default.fileExists(atPath: root) else { return SearchPurge() }
      return try SearchLock.holding(lock) {
        var purge = SearchPurge()
        var keys: Set<String> = []
        for generation in generations {
          do {
            let destroyed = try faulting("purge the search index", rebuilding: "search") {
              try self.purge(generation, erasures, &purge)
            }
            keys.formUnion(destroyed)
          } catch let fault as StorageFault where fault.isAboutDamage {
            // Nobody knows whose text it has. What it had comes back with the next build.
            keys.formUnion(try erasures(.start).keys)
            try discard(generation, &purge)
          }
        }
        if generations.isEmpty { keys = try erasures(.start).keys }
        try requireGone(keys, &purge)
        return purge
      }
    }
  }

  /// Purges a build of the erasures that it has not carried out; answers the keys they destroyed.
  private func purge(
    _ generation: Int64, _ erasures: (LogCheckpoint) throws -> SearchErasures,
    _ purge: inout SearchPurge
  ) throws -> Set<String> {
    // Opened anew: what another process has changed meanwhile is seen, whoever had it open.
    let index = try SQLiteSearchIndex(generation: generation, folder: folder(generation))
    defer { try? index.close() }
    try index.check()
    let carriedOut = try index.state().purged
    let erasures = try erasures(carriedOut)
    let removed = try index.purge(keys: erasures.keys)
    purge.documents += removed.documents
    purge.rewritten += removed.rewritten
    if erasures.last.position > carriedOut.position {
      try index.stateDatabase.write { try SearchRegister.setPurged(erasures.last, $0) }
    }
    // Sums of earlier times say nothing, but nobody needs them either.
    try index.stateDatabase.truncateLog()
    return erasures.keys
  }

  /// Removes a build of which nobody can say whose text it has.
  ///
  /// `serving` goes on naming it, if it served: whoever asks is told, and no other build gets its
  /// number.
  private func discard(_ generation: Int64, _ purge: inout SearchPurge) throws {
    try remove(generation)
    purge.builds += 1
  }

  /// Looks for the ids of destroyed keys in every file of the index, whatever it is.
  ///
  /// A purged shard names none, so a file that does was not purged: a copy, or one that nobody
  /// knows. A build that has one goes; what is no build's is nobody's to remove.
  private func requireGone(_ keys: Set<String>, _ purge: inout SearchPurge) throws {
    guard !keys.isEmpty else { return }
    for generation in generations
    where try !SearchScan.files(below: folder(generation), naming: keys).isEmpty {
      try discard(generation, &purge)
    }
    guard let file = try SearchScan.files(below: root, naming: keys).first else { return }
    throw StorageFault(
      code: .remains,
      reason: """
        \(file) names a key that was destroyed, and is no file of the search index: it may hold \
        text of somebody who was erased
        """,
      remedy: "remove it, and run \(.project)")
  }
}

extension StorageFault {
  /// Whether it says that a file of the index is not what it should be.
  fileprivate var isAboutDamage: Bool {
    [.damaged, .corrupt, .outdated, .superseded].contains(code)
  }
}

extension SQLiteSearchIndex {
  /// Removes the documents of some keys from every shard.
  ///
  /// Every document is looked at: one that is attributed to other keys than it was written with is
  /// seen before anything is said to be gone.
  func purge(keys: Set<String>) throws -> SearchPurge {
    guard !keys.isEmpty else { return SearchPurge() }
    let shards = try register().keys.sorted().filter {
      FileManager.default.fileExists(atPath: path($0))
    }
    let affected = try Parallel.map(shards.count) { index in
      let shard = try SearchDatabase.writing(path(shards[index]), SearchSchema.shard)
      defer { try? shard.close() }
      let affected = try shard.read { database in
        try SearchShard.checkDocuments(build, database)
        return try SearchShard.affected(by: keys, database)
      }
      // A purge that was interrupted may have come to here; the WAL can hold what the file does not.
      if affected.isEmpty { try shard.truncateLog() }
      return affected
    }
    var purge = SearchPurge()
    for (shard, affected) in zip(shards, affected) where !affected.isEmpty {
      try self.purge(affected, shard)
      purge.documents += affected.positions.count
      purge.rewritten += 1
    }
    let open = try register().filter { $1.isOpen }.keys
    try settle(open)
    return purge
  }

  private func purge(_ affected: SearchShard.Affected, _ number: Int64) throws {
    try stateDatabase.write { database in
      try SearchRegister.open([number], database)
      // Before anything is removed: what others wrote there must come back.
      try SearchRegister.markPending(affected.shared, affected.sharedPositions, database)
    }
    let shard = try SearchDatabase.writing(path(number), SearchSchema.shard)
    defer { try? shard.close() }
    try SearchShard.purge(affected.positions, in: shard)
  }

  /// Notes what shards have by now that were left open; each agrees with itself.
  private func settle(_ shards: some Sequence<Int64>) throws {
    var tallies: [Int64: SearchTally] = [:]
    for number in shards where FileManager.default.fileExists(atPath: path(number)) {
      let shard = try SearchDatabase.reading(path(number), SearchSchema.shard, cache: 1_024)
      defer { try? shard?.close() }
      tallies[number] = try shard?.read { try SearchShard.check(build, $0) }
    }
    guard !tallies.isEmpty else { return }
    try stateDatabase.write { try SearchRegister.close(tallies, $0) }
  }
}
