internal import GRDB
internal import Synchronization

/// One connection to a file of the search index.
///
/// A file has one connection for reading and, while a process changes it, one for writing: readers
/// see the last commit and never wait. `synchronous=FULL`, because the checkpoint stands in another
/// file than the documents and must never be the one of the two that survives a power cut.
final class SearchDatabase: Sendable {
  private let queue: DatabaseQueue
  /// The lengths that a shard's readers share, and the version of the file that has them.
  private let lengths = Mutex<(version: Int64, lengths: SearchLengths)?>(nil)

  private init(_ queue: DatabaseQueue) {
    self.queue = queue
  }

  /// Opens a file for writing; makes it, and its tables when it has none.
  /// - Parameters:
  ///   - path: where it is.
  ///   - schema: the statements that make its tables; run in one transaction.
  ///   - table: one of the tables, by which it is seen whether they are there.
  /// - Returns: the connection.
  /// - Throws: what SQLite throws.
  static func writing(_ path: String, schema: String, table: String) throws -> SearchDatabase {
    var configuration = SearchDatabase.configuration
    configuration.prepareDatabase { database in
      // Freed bytes are overwritten: what was removed must not stay in free pages.
      try database.execute(
        sql: """
          PRAGMA secure_delete = ON; PRAGMA cache_size = -32768; PRAGMA temp_store = FILE;
          PRAGMA wal_autocheckpoint = 4096
          """)
    }
    let queue = try SQLiteFile.waitingWhileBusy {
      try DatabaseQueue(path: path, configuration: configuration)
    }
    try SQLiteFile.waitingWhileBusy {
      try queue.inDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
      }
    }
    try queue.write { database in
      if try !database.tableExists(table) { try database.execute(sql: schema) }
    }
    return SearchDatabase(queue)
  }

  /// Opens a file for reading; nil when it has no tables yet.
  /// - Parameters:
  ///   - path: where it is.
  ///   - table: one of its tables.
  ///   - cache: how many KiB of pages the connection keeps.
  /// - Returns: the connection; nil when there are no tables yet.
  /// - Throws: what SQLite throws.
  static func reading(_ path: String, table: String, cache: Int) throws -> SearchDatabase? {
    var configuration = SearchDatabase.configuration
    configuration.prepareDatabase { database in
      try database.execute(
        sql: "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -\(cache)")
      try SearchScoring.register(on: database)
    }
    let queue = try SQLiteFile.waitingWhileBusy {
      try DatabaseQueue(path: path, configuration: configuration)
    }
    guard try queue.read({ try $0.tableExists(table) }) else {
      try queue.close()
      return nil
    }
    return SearchDatabase(queue)
  }

  /// How many KiB of pages a shard's reader keeps where there are so many shards when it is opened:
  /// together 64 MiB, the system keeps the rest.
  static func cache(ofEachOf shards: Int) -> Int { min(16_384, 65_536 / max(1, shards)) }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    configuration.allowsUnsafeTransactions = true
    return configuration
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value { try queue.read(body) }

  /// The lengths of a shard's documents; read again after the file has changed.
  /// - Parameter database: what ``read(_:)`` gave, so that they are of the same moment.
  /// - Returns: the lengths.
  /// - Throws: what SQLite throws.
  func lengths(_ database: Database) throws -> SearchLengths {
    let version =
      try SQLiteStatement(database, "PRAGMA data_version").first { $0.integer(0) } ?? 0
    if let known = lengths.withLock({ $0 }), known.version == version { return known.lengths }
    let read = try SearchLengths(database)
    lengths.withLock { $0 = (version, read) }
    return read
  }

  func write<Value>(_ body: (Database) throws -> Value) throws -> Value { try queue.write(body) }

  /// Runs what cannot run within a transaction.
  func outsideTransaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.writeWithoutTransaction(body)
  }

  /// Moves everything from the WAL into the file and makes the WAL empty; waits for readers.
  func truncateLog() throws {
    try SQLiteFile.waitingWhileBusy {
      try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
  }

  func close() throws { try queue.close() }
}
