internal import GRDBSQLite

/// A connection used through the C API alone: what the limits are measured with.
final class RawSQLite {
  /// How surely commits reach the disk, as for the files of a store.
  enum Durability: String {
    /// Each commit is synced, as the log's are.
    case full = "FULL"
    /// Synced at checkpoints, as read models are.
    case normal = "NORMAL"
  }

  /// How large page cache and WAL may grow.
  enum Room: String {
    /// As the store's files: 32 MiB of pages, a checkpoint at 64 MiB of WAL.
    case asTheStore = """
      PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 16384;
      PRAGMA temp.cache_size = -32768
      """
    /// As SQLite comes: 2 MB of pages, a checkpoint at 4 MB of WAL.
    case asItComes = ""
  }

  private var connection: OpaquePointer?

  /// Opens a database in WAL mode.
  init(_ path: String, durability: Durability = .full, room: Room = .asTheStore) throws {
    guard sqlite3_open(path, &connection) == SQLITE_OK else { throw failure("open a database") }
    try execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = \(durability.rawValue); \(room.rawValue)")
  }

  deinit {
    sqlite3_close(connection)
  }

  func execute(_ sql: String) throws {
    guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else {
      throw failure("run \(sql.prefix(60))…")
    }
  }

  func prepare(_ sql: String) throws -> RawStatement {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement
    else { throw failure("prepare \(sql.prefix(60))…") }
    return RawStatement(statement, of: self)
  }

  /// The first column of the first row, as a number; 0 when there is none.
  func number(_ sql: String) throws -> Int64 {
    let statement = try prepare(sql)
    guard try statement.step() else { return 0 }
    return statement.integer(0)
  }

  /// Writes what the WAL holds into the file and cuts it.
  func checkpoint() throws {
    try execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  private func failure(_ action: String) -> BenchFailure {
    BenchFailure("SQLite cannot \(action): \(String(cString: sqlite3_errmsg(connection)))")
  }
}

/// Why a bench cannot go on.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
