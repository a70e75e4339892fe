internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Synchronization

/// One build of the full-text index: a folder with a file for what the index says of itself and a
/// file for each range of positions.
final class SQLiteSearchIndex: SearchIndex {
  /// The file for what the index says of itself.
  static let stateFile = "index.db"

  static let stateSchema = """
    CREATE TABLE state (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      tokeniser INTEGER NOT NULL,
      archive INTEGER NOT NULL,
      shard_size INTEGER NOT NULL,
      checkpoint INTEGER NOT NULL,
      failure_position INTEGER,
      failure_reason TEXT
    ) STRICT;
    CREATE TABLE place (
      conversation TEXT NOT NULL,
      shard INTEGER NOT NULL,
      PRIMARY KEY (conversation, shard)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE pending (conversation TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    """

  let generation: Int64
  let folder: String
  private let stateDatabase: SearchDatabase
  private let shardSize: Int64
  private let readers = Mutex<[Int64: SearchDatabase]>([:])
  private let writers = Mutex<[Int64: SearchDatabase]>([:])
  /// The shards that were found or made condensed and not written since by this object, which only
  /// spares looking at them again; nil until somebody condenses them beside the writing.
  private let condensed = Mutex<Set<Int64>?>(nil)

  /// Opens a build that was made.
  init(generation: Int64, folder: String) throws {
    self.generation = generation
    self.folder = folder
    let path = "\(folder)/\(SQLiteSearchIndex.stateFile)"
    guard FileManager.default.fileExists(atPath: path) else {
      throw SQLiteSearchIndex.gone(generation)
    }
    stateDatabase = try SearchDatabase.writing(
      path, schema: SQLiteSearchIndex.stateSchema, table: "state")
    let size = try stateDatabase.read {
      try SQLiteStatement($0, "SELECT shard_size FROM state").first { $0.integer(0) }
    }
    guard let size, size > 0 else { throw SQLiteSearchIndex.gone(generation) }
    shardSize = size
  }

  /// Makes an empty build in a folder that is there.
  static func create(_ folder: String, _ version: SearchVersion, shardSize: Int64) throws {
    let database = try SearchDatabase.writing(
      "\(folder)/\(stateFile)", schema: stateSchema, table: "state")
    try database.write { database in
      try database.execute(
        sql: """
          INSERT INTO state (id, tokeniser, archive, shard_size, checkpoint) VALUES (1, ?, ?, ?, 0)
          """, arguments: [version.tokeniser, version.archive, shardSize])
    }
    try database.close()
  }

  static func gone(_ generation: Int64) -> StorageFault {
    StorageFault(
      code: "superseded",
      message: """
        build \(generation) of the search index was replaced or is incomplete; ask again, or run \
        `throughline project`
        """)
  }

  /// Closes every connection; whoever still asks finds them closed.
  func close() throws {
    try writers.withLock { writers in
      for writer in writers.values { try writer.close() }
      writers = [:]
    }
    try readers.withLock { readers in
      for reader in readers.values { try reader.close() }
      readers = [:]
    }
    try stateDatabase.close()
  }

  // MARK: State

  func state() throws(StorageFault) -> SearchIndexState {
    try faulting("read the state of the search index", rebuilding: "search") {
      try stateDatabase.read { database in
        let pending = try SQLiteReadModel.collect(
          SQLiteStatement(database, "SELECT conversation FROM pending ORDER BY conversation")
        ) { $0.text(0) }
        let statement = try SQLiteStatement(
          database,
          """
          SELECT tokeniser, archive, checkpoint, failure_position, failure_reason FROM state
          """)
        let state = try statement.first { row in
          SearchIndexState(
            version: SearchVersion(
              tokeniser: Int(row.integer(0)), archive: Int(row.integer(1))),
            checkpoint: Position(row.integer(2)),
            failure: row.isNull(3)
              ? nil
              : ProjectionFailure(position: Position(row.integer(3)), reason: row.text(4)),
            pending: pending)
        }
        guard let state else { throw SQLiteSearchIndex.gone(generation) }
        return state
      }
    }
  }

  func setFailure(_ failure: ProjectionFailure) throws(StorageFault) {
    try faulting("write the state of the search index", rebuilding: "search") {
      try stateDatabase.write { database in
        try database.execute(
          sql: "UPDATE state SET failure_position = ?, failure_reason = ?",
          arguments: [failure.position.rawValue, failure.reason])
      }
    }
  }

  // MARK: Shards

  private func shard(of position: Position) -> Int64 { (position.rawValue - 1) / shardSize }

  private func path(_ shard: Int64) -> String { "\(folder)/shard-\(shard).db" }

  /// The numbers of the shards that there are.
  static func shards(in folder: String) -> [Int64] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { name in
      name.hasPrefix("shard-") && name.hasSuffix(".db")
        ? Int64(name.dropFirst(6).dropLast(3)) : nil
    }.sorted()
  }

  /// The connection for reading a shard; nil when there is no such shard.
  func reader(_ shard: Int64) throws -> SearchDatabase? {
    try readers.withLock { readers in
      if let reader = readers[shard] { return reader }
      let shards = SQLiteSearchIndex.shards(in: folder).count
      let reader = try openReader(shard, cache: SearchDatabase.cache(ofEachOf: shards))
      readers[shard] = reader
      return reader
    }
  }

  private func openReader(_ shard: Int64, cache: Int) throws -> SearchDatabase? {
    guard FileManager.default.fileExists(atPath: path(shard)) else { return nil }
    return try SearchDatabase.reading(path(shard), table: SearchShard.table, cache: cache)
  }

  /// Asks a shard for little; nil when there is no such shard.
  ///
  /// Nothing of it stays in memory unless it is searched anyhow: who follows the archive asks ever
  /// more shards.
  private func glance<Value>(
    _ shard: Int64, _ body: (Database) throws -> Value
  ) throws -> Value? {
    if let reader = readers.withLock({ $0[shard] }) { return try reader.read(body) }
    let reader = try openReader(shard, cache: 1_024)
    defer { try? reader?.close() }
    return try reader?.read(body)
  }

  /// Positions by the shards they belong to.
  func byShard(_ positions: [Position]) -> [Int64: [Position]] {
    Dictionary(grouping: positions) { shard(of: $0) }
  }

  /// A build that is removed loses what it says of itself before its shards: while that is there, so
  /// were all shards that were opened before.
  private func checkIsThere() throws {
    guard FileManager.default.fileExists(atPath: "\(folder)/\(SQLiteSearchIndex.stateFile)") else {
      throw SQLiteSearchIndex.gone(generation)
    }
  }

  /// Asks each shard, on all cores.
  func askAll<Value: Sendable>(
    _ body: @Sendable (Database) throws -> Value
  ) throws -> [Value] {
    try askEach { try body($1) }
  }

  /// Asks each shard, on all cores.
  func askEach<Value: Sendable>(
    _ body: @Sendable (SearchDatabase, Database) throws -> Value
  ) throws -> [Value] {
    let shards = try SQLiteSearchIndex.shards(in: folder).compactMap { try reader($0) }
    try checkIsThere()
    return try Parallel.map(shards.count) { index in
      try shards[index].read { try body(shards[index], $0) }
    }
  }

  func count() throws(StorageFault) -> Int {
    try faulting("count the documents of the search index", rebuilding: "search") {
      try askAll { try SearchStatistics(of: $0).documents }.reduce(0) { $0 + Int($1) }
    }
  }

  func documents(of conversations: [String]) throws(StorageFault) -> [SearchDocument] {
    try faulting("read the search index", rebuilding: "search") {
      let places = try stateDatabase.read { database in
        let statement = try SQLiteStatement(
          database, "SELECT shard FROM place WHERE conversation = ?")
        var places: [Int64: [String]] = [:]
        for conversation in conversations {
          statement.bind(conversation, at: 1)
          try statement.forEachRow { row in
            places[row.integer(0), default: []].append(conversation)
            return true
          }
        }
        return places
      }
      return try places.keys.sorted().flatMap { shard -> [SearchDocument] in
        let conversations = places[shard] ?? []
        return try glance(shard) { try SearchShard.documents(of: conversations, $0) } ?? []
      }
    }
  }

  func forEachText(_ body: (SearchDocument, String) throws -> Void) throws {
    let shards = try SQLiteSearchIndex.shards(in: folder).compactMap { try reader($0) }
    try checkIsThere()
    for shard in shards { try shard.read { try SearchShard.forEachText($0, body) } }
  }

  // MARK: Writing

  /// Notes which conversations have documents in which shards, before they have.
  private func notePlaces(_ entries: [Int64: [SearchEntry]]) throws {
    guard !entries.isEmpty else { return }
    try stateDatabase.write { database in
      let insert = try SQLiteStatement(
        database, "INSERT OR IGNORE INTO place (conversation, shard) VALUES (?, ?)")
      for (shard, entries) in entries {
        for conversation in Set(entries.map(\.document.conversation)).sorted() {
          insert.bind(conversation, at: 1)
          insert.bind(shard, at: 2)
          try insert.run()
        }
      }
    }
  }

  func apply(_ batch: SearchBatch) throws(StorageFault) {
    try faulting("write the search index", rebuilding: "search") {
      let removals = byShard(batch.removals)
      let updates = Dictionary(grouping: batch.updates) { shard(of: $0.position) }
      let entries = Dictionary(grouping: batch.entries) { shard(of: $0.document.position) }
      let touched = Set(removals.keys).union(updates.keys).union(entries.keys)
      try notePlaces(entries)
      try writers.withLock { writers in
        // The connections of earlier batches are of no use any more: closing lets go of memory.
        for (shard, writer) in writers where !touched.contains(shard) {
          try writer.close()
          writers[shard] = nil
        }
        for shard in touched.sorted() {
          let isNew = !FileManager.default.fileExists(atPath: path(shard))
          let writer =
            try writers[shard]
            ?? SearchDatabase.writing(
              path(shard), schema: SearchShard.schema, table: SearchShard.table)
          writers[shard] = writer
          try writer.write { database in
            try SearchShard.change(
              removing: removals[shard] ?? [], updating: updates[shard] ?? [],
              inserting: entries[shard] ?? [], database)
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
      }
      // Last, and every commit is synced: the checkpoint never says more than the shards have.
      try stateDatabase.write { database in
        try database.execute(
          sql: """
            UPDATE state SET checkpoint = ?, failure_position = NULL, failure_reason = NULL
            """, arguments: [batch.checkpoint.rawValue])
        let drop = try SQLiteStatement(database, "DELETE FROM pending WHERE conversation = ?")
        for conversation in batch.refreshed {
          drop.bind(conversation, at: 1)
          try drop.run()
        }
      }
    }
  }

  func condense() throws(StorageFault) {
    try faulting("condense the search index", rebuilding: "search") {
      // Nobody writes now, and the connections of the last batch are of no use any more.
      try writers.withLock { writers in
        for writer in writers.values { try writer.close() }
        writers = [:]
      }
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
      let writer = try SearchDatabase.writing(
        path(shard), schema: SearchShard.schema, table: SearchShard.table)
      defer { try? writer.close() }
      guard try !writer.read(SearchTerms.areKnown) else { return }
      try writer.write { try SearchShard.condense($0) }
      // It reads the shard anew when it is asked again, and keeps little of it until then.
      readers.withLock { $0[shard] = nil }
    }
  }
}
