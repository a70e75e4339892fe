internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import Synchronization

/// One build of the full-text index: a folder with a file for what the index says of itself and a
/// file for each range of positions.
final class SQLiteSearchIndex: SearchIndex {
  /// The file for what the index says of itself.
  static let stateFile = "index.db"

  let generation: Int64
  let folder: String
  let stateDatabase: SearchDatabase
  /// What its shards name it by.
  let build: [UInt8]
  private let shardSize: Int64
  private let readers = Mutex<[Int64: SearchDatabase]>([:])
  let writers = Mutex<[Int64: SearchDatabase]>([:])
  /// The shards that were found or made condensed and not written since by this object, which only
  /// spares looking at them again; nil until somebody condenses them beside the writing.
  let condensed = Mutex<Set<Int64>?>(nil)

  /// Opens a build that was made.
  init(generation: Int64, folder: String) throws {
    self.generation = generation
    self.folder = folder
    let path = "\(folder)/\(SQLiteSearchIndex.stateFile)"
    try StoreFile.requireDatabase(path)
    guard FileManager.default.fileExists(atPath: path) else {
      throw StorageFault.searchBuildGone(generation)
    }
    stateDatabase = try SearchDatabase.writingWherePossible(path, SearchSchema.state)
    try stateDatabase.unchecked { try SearchRegister.requireLayout($0) }
    guard let identity = try stateDatabase.read({ try SearchRegister.identity($0) }),
      identity.shardSize > 0
    else { throw SearchDamage.fault("does not say what it is") }
    guard identity.generation == generation else {
      throw SearchDamage.fault(
        "is build \(generation) and has what build \(identity.generation) says of itself")
    }
    build = identity.build
    shardSize = identity.shardSize
  }

  /// Makes an empty build in a folder that is there.
  static func create(
    _ folder: String, _ generation: Int64, _ version: SearchVersion, shardSize: Int64,
    purged: LogCheckpoint
  ) throws {
    try SearchDatabase.making("\(folder)/\(stateFile)", SearchSchema.state) {
      try SearchRegister.begin(generation, version, shardSize: shardSize, purged: purged, $0)
    }.close()
  }

  /// Closes every connection; whoever still asks finds them closed.
  func close() throws {
    try closeWriters { _ in true }
    try readers.withLock { readers in
      for reader in readers.values { try reader.close() }
      readers = [:]
    }
    try stateDatabase.close()
  }

  // MARK: State

  func state() throws(StorageFault) -> SearchIndexState {
    try faulting("read the state of the search index", rebuilding: "search") {
      guard let state = try stateDatabase.read({ try SearchRegister.state($0) }) else {
        throw StorageFault.searchBuildGone(generation)
      }
      return state
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

  func shard(of position: Position) -> Int64 { (position.rawValue - 1) / shardSize }

  func path(_ shard: Int64) -> String { "\(folder)/shard-\(shard).db" }

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
    return try SearchDatabase.reading(path(shard), SearchSchema.shard, cache: cache)
  }

  /// Asks a shard for little; nil when there is no such shard.
  ///
  /// Nothing of it stays in memory unless it is searched anyhow: who follows the archive asks ever
  /// more shards.
  func glance<Value>(
    _ shard: Int64, _ body: (SearchDatabase, Database) throws -> Value
  ) throws -> Value? {
    if let reader = readers.withLock({ $0[shard] }) {
      return try reader.read { try body(reader, $0) }
    }
    let reader = try openReader(shard, cache: 1_024)
    defer { try? reader?.close() }
    return try reader.map { reader in try reader.read { try body(reader, $0) } }
  }

  /// Positions by the shards they belong to.
  func byShard(_ positions: [Position]) -> [Int64: [Position]] {
    Dictionary(grouping: positions) { shard(of: $0) }
  }

  /// A build that is removed loses what it says of itself before its shards: while that is there, so
  /// were all shards that were opened before.
  func checkIsThere() throws {
    guard FileManager.default.fileExists(atPath: "\(folder)/\(SQLiteSearchIndex.stateFile)") else {
      throw StorageFault.searchBuildGone(generation)
    }
  }

  /// Asks each shard, on all cores, once it was found to have what it must have.
  func askAll<Value: Sendable>(
    _ body: @Sendable (Database) throws -> Value
  ) throws -> [Value] {
    try askEach { try body($1) }
  }

  /// Asks each shard, on all cores, once it was found to have what it must have.
  func askEach<Value: Sendable>(
    _ body: @Sendable (SearchDatabase, Database) throws -> Value
  ) throws -> [Value] {
    try agreeing { entries in
      let shards = entries.keys.sorted()
      let found = try shards.map { try reader($0) }
      return try Parallel.map(shards.count) { index in
        let entry = entries[shards[index]]
        guard let shard = found[index] else {
          try requireNothing(shards[index], entry)
          return nil
        }
        return try shard.read { database in
          try requireAgreement(shards[index], entry, shard, database)
          return try body(shard, database)
        }
      }.compactMap(\.self)
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
        return try glance(shard) { try SearchShard.documents(of: conversations, $1) } ?? []
      }
    }
  }

  func documents(at positions: [Position]) throws(StorageFault) -> [SearchDocument] {
    try faulting("read the search index", rebuilding: "search") {
      try byShard(positions).sorted { $0.key < $1.key }.flatMap { shard, positions in
        try glance(shard) { try SearchShard.documents(at: positions, $1) } ?? []
      }
    }
  }

  func forEachText(_ body: (SearchDocument, String) throws -> Void) throws {
    try check()
    let shards = try SQLiteSearchIndex.shards(in: folder).compactMap { try reader($0) }
    try checkIsThere()
    for shard in shards { try shard.read { try SearchShard.forEachText($0, body) } }
  }

  /// Lets go of what is known of a shard, which is read anew when it is asked again.
  func forgetReader(of shard: Int64) { readers.withLock { $0[shard] = nil } }

  /// Closes connections for writing that are of no use any more, which lets go of memory.
  func closeWriters(_ isUseless: (Int64) -> Bool) throws {
    try writers.withLock { writers in
      for (shard, writer) in writers where isUseless(shard) {
        try writer.close()
        writers[shard] = nil
      }
    }
  }
}
