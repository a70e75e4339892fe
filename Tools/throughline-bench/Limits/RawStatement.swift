internal import GRDBSQLite

/// A prepared statement of ``RawSQLite``.
final class RawStatement {
  private let statement: OpaquePointer
  /// Kept open as long as the statement is there.
  private let database: RawSQLite

  init(_ statement: OpaquePointer, of database: RawSQLite) {
    self.statement = statement
    self.database = database
  }

  deinit {
    sqlite3_finalize(statement)
  }

  func bind(_ value: Int64, at index: Int32) {
    sqlite3_bind_int64(statement, index, value)
  }

  func bind(_ text: String?, at index: Int32) {
    guard let text else {
      sqlite3_bind_null(statement, index)
      return
    }
    // -1 is SQLITE_TRANSIENT: SQLite copies the text before the call returns.
    sqlite3_bind_text(
      statement, index, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
  }

  /// Goes to the next row; false behind the last one, when the statement can be run again.
  func step() throws -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(statement)
      return false
    case let code:
      sqlite3_reset(statement)
      throw BenchFailure("SQLite stopped with code \(code); is there space left on the disk?")
    }
  }

  /// Runs a statement that answers nothing.
  func run() throws {
    while try step() {}
  }

  /// Binds and runs while the bytes are borrowed.
  func run(binding bytes: [UInt8], at index: Int32) throws {
    try bytes.withUnsafeBytes { buffer in
      sqlite3_bind_blob64(statement, index, buffer.baseAddress, UInt64(buffer.count), nil)
      try run()
    }
  }

  /// A column of the row that ``step()`` has gone to.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  /// A column of the row that ``step()`` has gone to; empty for none.
  func text(_ column: Int32) -> String {
    sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
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
