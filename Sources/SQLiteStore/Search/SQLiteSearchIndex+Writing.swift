internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import Synchronization

extension SQLiteSearchIndex {
  func apply(_ batch: SearchBatch) throws(StorageFault) {
    try faulting("write the search index", rebuilding: "search") {
      let removals = byShard(batch.removals)
      let updates = Dictionary(grouping: batch.updates) { shard(of: $0.position) }
      let entries = Dictionary(grouping: batch.entries) { shard(of: $0.document.position) }
      let changed = Set(removals.keys).union(updates.keys).union(entries.keys)
      let (touched, register) = try begin(changed, entries)
      try closeWriters { !touched.contains($0) }
      var tallies: [Int64: SearchTally] = [:]
      for shard in touched.sorted() {
        let isNew = !FileManager.default.fileExists(atPath: path(shard))
        let writer = try writer(of: shard, register[shard])
        tallies[shard] = try writer.write { database in
          if changed.contains(shard) {
            try SearchShard.change(
              removing: removals[shard] ?? [], updating: updates[shard] ?? [],
              inserting: entries[shard] ?? [], database)
          }
          return try SearchTally.stored(database).tally
        }
        let isLeftAlone = condensed.withLock { condensed in
          condensed?.remove(shard)
          return condensed == nil
        }
        // The log has come to another shard: those before will hardly change any more.
        if isNew, isLeftAlone {
          try condense(SQLiteSearchIndex.shards(in: folder).filter { $0 < shard })
        }
      }
      // Last, and every commit is synced: the checkpoint never says more than the shards have.
      try stateDatabase.write { database in
        try SearchRegister.close(tallies, database)
        try SearchRegister.setCheckpoint(batch.checkpoint, database)
        try SearchRegister.dropPending(batch, database)
      }
    }
  }

  /// Opens shards in the register, those that a crash left open too, and notes which conversations
  /// have entries in which shards, before they have.
  /// - Returns: the shards, and what the register said before.
  private func begin(
    _ changed: Set<Int64>, _ entries: [Int64: [SearchEntry]]
  ) throws -> (shards: Set<Int64>, before: [Int64: SearchRegister.Entry]) {
    let before = try register()
    let touched = changed.union(before.filter { $1.isOpen }.keys)
    guard !touched.isEmpty else { return (touched, before) }
    try stateDatabase.write { database in
      try SearchRegister.open(touched.sorted(), database)
      let insert = try SQLiteStatement(
        database, "INSERT OR IGNORE INTO place (conversation, shard) VALUES (?, ?)")
      for (shard, entries) in entries {
        let conversations = Set(
          entries.lazy.map(\.document).filter(\.isEntry).compactMap(\.conversation))
        for conversation in conversations.sorted() {
          insert.bind(conversation, at: 1)
          insert.bind(shard, at: 2)
          try insert.run()
        }
      }
    }
    return (touched, before)
  }

  /// The connection for changing a shard, which has what the register said before.
  private func writer(of shard: Int64, _ entry: SearchRegister.Entry?) throws -> SearchDatabase {
    // Of a shard that was being made when a crash came, nobody knows how far that was.
    if entry == nil || entry?.isOpen == true {
      try SearchDatabase.making(path(shard), SearchSchema.shard) {
        try SearchShard.begin(build, $0)
      }.close()
    } else if !FileManager.default.fileExists(atPath: path(shard)) {
      throw SQLiteSearchIndex.missing(shard)
    }
    let known = writers.withLock { $0[shard] }
    let writer = try known ?? SearchDatabase.writing(path(shard), SearchSchema.shard)
    writers.withLock { $0[shard] = writer }
    let tally = try writer.read { database in
      known == nil
        ? try SearchShard.check(build, database) : try SearchTally.stored(database).tally
    }
    guard let entry, !entry.isOpen, entry.tally != tally else { return writer }
    throw SQLiteSearchIndex.disagreeing(shard)
  }

  func condense() throws(StorageFault) {
    try faulting("condense the search index", rebuilding: "search") {
      // Nobody writes now, and the connections of the last batch are of no use any more.
      try closeWriters { _ in true }
      try condense(SQLiteSearchIndex.shards(in: folder))
    }
  }

  func condense(before position: Position) throws(StorageFault) {
    try faulting("condense the search index", rebuilding: "search") {
      let last = shard(of: position)
      let known = condensed.withLock { condensed in
        let known = condensed ?? []
        condensed = known
        return known
      }
      try condense(
        SQLiteSearchIndex.shards(in: folder).filter { $0 < last && !known.contains($0) })
    }
  }

  /// Condenses shards, side by side, each on a connection of its own: one that is being written by
  /// the other connection of this process is waited for as that of another process is.
  private func condense(_ shards: [Int64]) throws {
    _ = try Parallel.map(shards.count) { index in
      let shard = shards[index]
      // Before it is looked at: whoever changes it from now on takes it out again.
      condensed.withLock { _ = $0?.insert(shard) }
      let writer = try SearchDatabase.writing(path(shard), SearchSchema.shard)
      defer { try? writer.close() }
      guard try !writer.read(SearchTerms.areKnown) else { return }
      try writer.write { try SearchShard.condense($0) }
      // It reads the shard anew when it is asked again, and keeps little of it until then.
      forgetReader(of: shard)
    }
  }
}
