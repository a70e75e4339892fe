internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import Merkle
internal import Migrations

/// Opens the database files of a store, each with the durability it needs.
enum SQLiteFile {
  /// How often and how surely a file's commits reach the disk.
  enum Durability: String {
    /// Every commit is synced before it is acknowledged: the log, the vault, the catalogue.
    case full = "FULL"
    /// Synced at checkpoints: what can be rebuilt from the log.
    case normal = "NORMAL"
  }

  /// How many seconds to wait for another process's lock.
  static let patience = 30

  /// How a connection waits for another process's lock: it looks again every two milliseconds.
  ///
  /// SQLite's own way is to wait up to 100 ms between two looks. A lock has no queue: where several
  /// processes append all the time it is free for moments only, and whoever looks so seldom can miss each
  /// of them for as long as the patience lasts.
  static let busyMode = Database.BusyMode.callback { looks in
    let pause = 2_000
    // The first looks follow each other quickly: most commits take less than one pause.
    usleep(UInt32(min(pause, 100 << min(looks, 8))))
    return looks < patience * 1_000_000 / pause
  }

  /// Opens a file in WAL mode and brings its schema up to date.
  /// - Parameters:
  ///   - path: where it is; created when absent.
  ///   - migrations: its history.
  ///   - durability: how surely commits reach the disk.
  ///   - readers: how many readers at once.
  ///   - writerCache: how many KiB of pages the connection that writes keeps.
  ///   - readerCache: how many KiB of pages each reader keeps.
  /// - Returns: the open file.
  /// - Throws: what SQLite throws, or `StorageFault`: `schema` when it is of an unknown form,
  ///   `irregular` when it is no regular file.
  static func open(
    _ path: String, migrations: [Migration], durability: Durability, readers: Int = 4,
    writerCache: Int = 32_768, readerCache: Int = 32_768
  ) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.maximumReaderCount = readers
    configuration.busyMode = busyMode
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { database in
      // Checkpoints at 64 MiB of WAL instead of 4: a page that is changed by many commits is then
      // written back once.
      let cache = database.configuration.readonly ? readerCache : writerCache
      try database.execute(sql: "PRAGMA cache_size = -\(cache); PRAGMA wal_autocheckpoint = 16384")
    }
    try StoreFile.requireDatabase(path)
    return try FileObstacle.explaining(path) {
      // Switching a new file to WAL needs the file alone.
      let pool = try waitingWhileBusy {
        try DatabasePool(path: path, configuration: configuration)
      }
      try makeDurable(pool, durability)
      try migrate(pool, migrations, path)
      return pool
    }
  }

  private static func makeDurable(_ pool: DatabasePool, _ durability: Durability) throws {
    try pool.writeWithoutTransaction { database in
      // GRDB sets NORMAL when it switches to WAL, after `prepareDatabase`: what it left is
      // replaced here, once, on the only connection that writes.
      try database.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
      let level = try Int.fetchOne(database, sql: "PRAGMA synchronous")
      guard level == (durability == .full ? 2 : 1) else {
        throw DatabaseError(message: "synchronous is \(level ?? -1) after setting it")
      }
      if durability == .full { try settle(database) }
    }
  }

  /// Makes durable what a killed process left in the WAL.
  ///
  /// A process that dies between writing a commit and syncing it leaves frames that recovery takes
  /// for a commit. Whoever then asks for that commit again is told that it is there already, which
  /// must not be said of bytes that only the system's cache holds. A checkpoint syncs them.
  private static func settle(_ database: Database) throws {
    _ = try waitingWhileBusy { try database.checkpoint(.passive) }
  }

  /// Does again what SQLite refuses at once, without its own patience, while another connection is
  /// at the same: switching to WAL, and checkpoints.
  static func waitingWhileBusy<Value>(_ body: () throws -> Value) throws -> Value {
    let deadline = ContinuousClock.now + .seconds(patience)
    while true {
      do {
        return try body()
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < deadline
      {
        // SQLite's own busy handler is not called here, and a lock says nothing when it is given
        // back: it can only be tried again.
        usleep(2_000)
      }
    }
  }

  private static func migrate(
    _ pool: DatabasePool, _ migrations: [Migration], _ path: String
  ) throws {
    try requireKnownForm(pool, migrations, path)
    let migrator = migrator(migrations)
    do {
      try migrator.migrate(pool)
    } catch {
      // Another process that opens a new file at the same time may have run them in between; then
      // nothing is left to do. Any other fault comes again.
      try migrator.migrate(pool)
    }
  }

  /// Refuses a file that a newer program has changed.
  static func requireKnownForm(
    _ pool: DatabasePool, _ migrations: [Migration], _ path: String
  ) throws {
    let unknown = try pool.read { try migrator(migrations).appliedIdentifiers($0) }
      .subtracting(migrations.map(\.name))
    guard unknown.isEmpty else {
      throw StorageFault(
        code: .schema,
        reason: """
          \(path) is not of a form this program knows (\(unknown.sorted().joined(separator: ", ")))
          """,
        remedy: "use the newer program that made it, or restore the file from a copy")
    }
  }

  /// Closes a file: the writer last, so that it writes what the WAL holds into the file and removes
  /// the WAL, which a reader could not.
  static func close(_ pool: DatabasePool) throws {
    pool.invalidateReadOnlyConnections()
    try pool.close()
    try? tidyUp(after: pool)
  }

  /// What a migration does besides its SQL, in the same transaction.
  private static let steps: [String: @Sendable (Database) throws -> Void] = [
    "0002_log": { try LogIndexMove.run($0) },
    AmendmentIndex.migration: { try AmendmentIndex.fill($0) },
    ReadingIndex.migration: { try ReadingIndex.fill($0) },
    TileTable.migration: { try TileTable.fill($0) },
  ]

  /// GRDB's migrator over a history: each migration in a transaction of its own.
  static func migrator(_ migrations: [Migration]) -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for migration in migrations {
      migrator.registerMigration(migration.name) { database in
        try database.execute(sql: migration.sql)
        try steps[migration.name]?(database)
      }
    }
    return migrator
  }

  /// Turns an error of SQLite or GRDB into a fault with a remedy; values of statements stay out.
  static func fault(_ error: any Error, doing action: String) -> StorageFault {
    if let fault = error as? StorageFault { return fault }
    if let error = error as? TreeError { return StorageFault(code: .corrupt, error.diagnosis) }
    if let error = error as? NoteError { return StorageFault(code: .corrupt, error.diagnosis) }
    guard let error = error as? DatabaseError else {
      // Only the type: the words of an unknown error could hold what was being written.
      return StorageFault(
        code: .io, reason: "cannot \(action)", remedy: "see the cause",
        cause: String(describing: type(of: error)))
    }
    let (code, remedy): (StorageFault.Code, Remedy) =
      switch error.resultCode {
      case .SQLITE_FULL: (.full, "free some disk space and run it again")
      case .SQLITE_NOMEM: (.memory, FileObstacle.moreMemory)
      case .SQLITE_IOERR: FileObstacle.ofReadingOrWriting(error.extendedResultCode)
      case .SQLITE_BUSY, .SQLITE_LOCKED: (.busy, "try again when no other process holds the store")
      case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        (.corrupt, "run \(.verify) and restore the file from a copy")
      case .SQLITE_CANTOPEN: (.missing, "check that the folder exists and can be written")
      case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
        (.permission, "check who may write the store's files")
      case .SQLITE_MISUSE: (.closed, "open the store again, which was closed")
      default: (.storage, "see the cause")
      }
    let place = error.sql.map { " in: \($0)" } ?? ""
    return StorageFault(
      code: code, reason: "cannot \(action)", remedy: remedy,
      cause: "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "")\(place)")
  }
}

/// Runs a body and turns whatever it throws into a ``StorageFault``.
func faulting<Value>(
  _ action: String, _ body: () throws -> Value
) throws(StorageFault) -> Value {
  do { return try body() } catch { throw SQLiteFile.fault(error, doing: action) }
}
