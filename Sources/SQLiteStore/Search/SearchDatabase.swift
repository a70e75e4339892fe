internal import EventLog
internal import Foundation
internal import GRDB
internal import Synchronization

/// One connection to a file of the search index.
///
/// A file has one connection for reading and, while a process changes it, one for writing: readers
/// see the last commit and never wait. `synchronous=FULL`, because the checkpoint stands in another
/// file than the documents and must never be the one of the two that survives a power cut.
final class SearchDatabase: Sendable {
  private let queue: DatabaseQueue
  private let schema: SearchSchema
  /// The version of the schema that was found to be right.
  private let knownSchema = Mutex<Int64?>(nil)
  /// What ``agree(_:with:)`` found to agree.
  private let agreed = Mutex<(version: Int64, entry: SearchRegister.Entry)?>(nil)
  /// The lengths that a shard's readers share, and the version of the file that has them.
  private let lengths = Mutex<(version: Int64, lengths: SearchLengths)?>(nil)

  private init(_ queue: DatabaseQueue, _ schema: SearchSchema) {
    self.queue = queue
    self.schema = schema
  }

  /// Makes a file with its tables, or the tables in a file that has none, and opens it for writing.
  /// - Parameters:
  ///   - path: where it is.
  ///   - schema: its tables.
  ///   - begin: writes what is to be there from the start, in the same transaction.
  /// - Returns: the connection.
  /// - Throws: what SQLite throws.
  static func making(
    _ path: String, _ schema: SearchSchema, _ begin: (Database) throws -> Void
  ) throws -> SearchDatabase {
    let database = try writing(path, schema)
    try database.queue.write { database in
      let isMade =
        try SQLiteStatement(database, "SELECT 1 FROM sqlite_master LIMIT 1").first { _ in true }
      guard isMade == nil else { return }
      try database.execute(sql: schema.statements)
      try begin(database)
    }
    return database
  }

  /// Opens a file for writing.
  /// - Parameters:
  ///   - path: where it is.
  ///   - schema: the tables that it must have.
  /// - Returns: the connection.
  /// - Throws: what SQLite throws.
  static func writing(_ path: String, _ schema: SearchSchema) throws -> SearchDatabase {
    var configuration = Configuration()
    configuration.busyMode = SQLiteFile.busyMode
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { database in
      try SearchWords.register(on: database.sqliteConnection)
      // Freed bytes are overwritten: what was removed must not stay in free pages.
      try database.execute(
        sql: """
          PRAGMA secure_delete = ON; PRAGMA cache_size = -32768; PRAGMA temp_store = FILE;
          PRAGMA wal_autocheckpoint = 4096
          """)
    }
    try StoreFile.requireDatabase(path)
    return try FileObstacle.explaining(path) {
      let queue = try SQLiteFile.waitingWhileBusy {
        try DatabaseQueue(path: path, configuration: configuration)
      }
      try SQLiteFile.waitingWhileBusy {
        try queue.inDatabase { database in
          try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
      }
      return SearchDatabase(queue, schema)
    }
  }

  /// Opens a file for writing, or only for reading where nothing can be written.
  /// - Parameters:
  ///   - path: where it is.
  ///   - schema: the tables that it must have.
  /// - Returns: the connection.
  /// - Throws: what SQLite throws.
  static func writingWherePossible(
    _ path: String, _ schema: SearchSchema
  ) throws -> SearchDatabase {
    guard !FileObstacle.canBeWritten(path) else { return try writing(path, schema) }
    guard let database = try reading(path, schema, cache: 1_024) else {
      throw SearchDamage.fault("has a file without tables")
    }
    return database
  }

  /// Opens a file for reading; nil when it has no tables yet.
  ///
  /// By a connection that could write, where that is possible: the last one that is closed removes
  /// what SQLite had to make beside the file. Where nothing can be made there, as every other file is
  /// read; see <doc:ReadingOnly>.
  /// - Parameters:
  ///   - path: where it is.
  ///   - schema: the tables that it must have.
  ///   - cache: how many KiB of pages the connection keeps.
  /// - Returns: the connection; nil when there are no tables yet.
  /// - Throws: what SQLite throws.
  static func reading(
    _ path: String, _ schema: SearchSchema, cache: Int
  ) throws -> SearchDatabase? {
    try StoreFile.requireDatabase(path)
    let queue = try SQLiteFile.openToAsk(path) { database in
      try database.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -\(cache)")
      try SearchWords.register(on: database.sqliteConnection)
      try SearchScoring.register(on: database)
    }
    let isMade = try queue.read {
      try SQLiteStatement($0, "SELECT 1 FROM sqlite_master LIMIT 1").first { _ in true } ?? false
    }
    guard isMade else {
      try queue.close()
      return nil
    }
    return SearchDatabase(queue, schema)
  }

  /// How many KiB of pages a shard's reader keeps where there are so many shards when it is opened:
  /// together 64 MiB, the system keeps the rest.
  static func cache(ofEachOf shards: Int) -> Int { min(16_384, 65_536 / max(1, shards)) }

  /// Reads as of one moment, from a file that has what it should have and nothing else.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.read { database in
      try requireSchema(database)
      return try body(database)
    }
  }

  /// Reads whatever tables it has.
  func unchecked<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.read(body)
  }

  /// Refuses the file when somebody added tables or triggers to it, or took some away.
  private func requireSchema(_ database: Database) throws {
    let version =
      try SQLiteStatement(database, "PRAGMA schema_version").first { $0.integer(0) } ?? 0
    guard knownSchema.withLock({ $0 }) != version else { return }
    try schema.require(database)
    knownSchema.withLock { $0 = version }
  }

  /// A number that is another one after somebody else has changed the file.
  private func version(_ database: Database) throws -> Int64 {
    try SQLiteStatement(database, "PRAGMA data_version").first { $0.integer(0) } ?? 0
  }

  /// Whether the file was found to have what the register says, and was not changed since.
  /// - Parameters:
  ///   - database: what ``read(_:)`` gave.
  ///   - entry: what the register says.
  /// - Returns: whether nothing has to be looked at.
  /// - Throws: what SQLite throws.
  func isKnownToAgree(_ database: Database, with entry: SearchRegister.Entry) throws -> Bool {
    guard let agreed = agreed.withLock({ $0 }), agreed.entry == entry else { return false }
    return try agreed.version == version(database)
  }

  /// Notes that the file has what the register says.
  func agree(_ database: Database, with entry: SearchRegister.Entry) throws {
    let version = try version(database)
    agreed.withLock { $0 = (version, entry) }
  }

  /// The lengths of a shard's documents; read again after the file has changed.
  /// - Parameter database: what ``read(_:)`` gave, so that they are of the same moment.
  /// - Returns: the lengths.
  /// - Throws: what SQLite throws.
  func lengths(_ database: Database) throws -> SearchLengths {
    let version = try version(database)
    if let known = lengths.withLock({ $0 }), known.version == version { return known.lengths }
    let read = try SearchLengths(database)
    lengths.withLock { $0 = (version, read) }
    return read
  }

  /// Writes, all or nothing, to a file that has what it should have and nothing else.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.write { database in
      try requireSchema(database)
      return try body(database)
    }
  }

  /// Runs what cannot run within a transaction.
  func outsideTransaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.writeWithoutTransaction { database in
      try requireSchema(database)
      return try body(database)
    }
  }

  /// Moves everything from the WAL into the file and makes the WAL empty; waits for readers.
  func truncateLog() throws {
    try SQLiteFile.waitingWhileBusy {
      try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
  }

  func close() throws { try queue.close() }
}
