internal import GRDBSQLite

/// A connection used through the C API alone: what the limits are measured with.
final class RawSQLite {
  private var connection: OpaquePointer?

  /// Opens a database in WAL mode, each commit synced, with the page cache and checkpoint interval
  /// of the store, so that only the layout differs.
  init(_ path: String) throws {
    guard sqlite3_open(path, &connection) == SQLITE_OK else { throw failure() }
    try execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;
      PRAGMA wal_autocheckpoint = 16384
      """)
  }

  deinit {
    sqlite3_close(connection)
  }

  func execute(_ sql: String) throws {
    guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  func prepare(_ sql: String) throws -> RawStatement {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement
    else { throw failure() }
    return RawStatement(statement)
  }

  private func failure() -> BenchFailure {
    BenchFailure("SQLite: \(String(cString: sqlite3_errmsg(connection)))")
  }
}

/// A prepared statement.
final class RawStatement {
  private let statement: OpaquePointer

  init(_ statement: OpaquePointer) {
    self.statement = statement
  }

  deinit {
    sqlite3_finalize(statement)
  }

  func bind(_ value: Int64, at index: Int32) {
    sqlite3_bind_int64(statement, index, value)
  }

  func bind(_ text: String, at index: Int32) {
    // -1 is SQLITE_TRANSIENT: SQLite copies the text before the call returns.
    sqlite3_bind_text(
      statement, index, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
  }

  /// Binds and runs while the bytes are borrowed.
  func run(binding bytes: [UInt8], at index: Int32) throws {
    try bytes.withUnsafeBytes { buffer in
      sqlite3_bind_blob64(statement, index, buffer.baseAddress, UInt64(buffer.count), nil)
      guard sqlite3_step(statement) == SQLITE_DONE else { throw BenchFailure("SQLite: step") }
      sqlite3_reset(statement)
    }
  }

  /// Adds up every byte of a column over all rows, so that no page can be left unread.
  func sumOfBytes(in column: Int32) -> UInt64 {
    var sum: UInt64 = 0
    while sqlite3_step(statement) == SQLITE_ROW {
      let bytes = sqlite3_column_blob(statement, column)
      let count = Int(sqlite3_column_bytes(statement, column))
      for byte in UnsafeRawBufferPointer(start: bytes, count: count) { sum &+= UInt64(byte) }
    }
    sqlite3_reset(statement)
    return sum
  }
}

/// Why a bench cannot go on.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
