internal import GRDBSQLite

@testable import SQLiteStore

/// What SQLite says when it refuses.
struct RawFailure: Error {
  let code: Int32
  let message: String
}

/// A value in a column.
enum RawValue: Hashable {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])
}

/// A connection that knows nothing of the store: what somebody with a shell would use.
final class RawConnection {
  private let connection: OpaquePointer

  convenience init(_ path: String) throws { try self.init(path, SQLITE_OPEN_READWRITE) }

  /// A connection to a new file.
  convenience init(creating path: String) throws {
    try self.init(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
  }

  private init(_ path: String, _ flags: Int32) throws {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard let opened, code == SQLITE_OK else {
      sqlite3_close(opened)
      throw RawFailure(code: code, message: "cannot open \(path)")
    }
    connection = opened
    sqlite3_busy_timeout(opened, 5_000)
  }

  deinit { sqlite3_close(connection) }

  /// Lets it read the full-text tables of the search index.
  func learnWords() throws { try SearchWords.register(on: connection) }

  /// Runs one statement and answers its rows.
  @discardableResult
  func rows(_ sql: String, _ arguments: [RawValue] = []) throws -> [[RawValue]] {
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(connection, sql, -1, &prepared, nil) == SQLITE_OK, let prepared else {
      throw failure()
    }
    defer { sqlite3_finalize(prepared) }
    for (index, value) in arguments.enumerated() { bind(value, prepared, Int32(index + 1)) }
    var rows: [[RawValue]] = []
    while true {
      switch sqlite3_step(prepared) {
      case SQLITE_DONE: return rows
      case SQLITE_ROW:
        rows.append((0..<sqlite3_column_count(prepared)).map { value(prepared, $0) })
      default: throw failure()
      }
    }
  }

  /// The texts of the first column.
  func texts(_ sql: String) throws -> [String] {
    try rows(sql).map { row in
      if case .text(let text)? = row.first { text } else { "" }
    }
  }

  /// How many rows the last statement changed.
  var changes: Int { Int(sqlite3_changes(connection)) }

  /// The tables that hold data, the migrations' own included.
  func tables() throws -> [String] {
    try texts(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")
  }

  func columns(of table: String) throws -> [String] {
    try texts("SELECT name FROM pragma_table_info('\(table)') ORDER BY cid")
  }

  /// Lets a body change what triggers protect, and puts the triggers back.
  @discardableResult
  func withoutTriggers<Value>(_ body: (RawConnection) throws -> Value) throws -> Value {
    let triggers = try rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for case .text(let name)? in triggers.map(\.first) { try rows("DROP TRIGGER \(name)") }
    let value = try body(self)
    for case .text(let sql)? in triggers.map(\.last) { try rows(sql) }
    return value
  }

  private func failure() -> RawFailure {
    RawFailure(
      code: sqlite3_errcode(connection), message: String(cString: sqlite3_errmsg(connection)))
  }

  private func bind(_ value: RawValue, _ statement: OpaquePointer, _ index: Int32) {
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null: sqlite3_bind_null(statement, index)
    case .integer(let number): sqlite3_bind_int64(statement, index, number)
    case .text(let text): sqlite3_bind_text(statement, index, text, -1, transient)
    case .blob(let bytes):
      // One byte more, so that there is an address even for no bytes.
      sqlite3_bind_blob(statement, index, bytes + [0], Int32(bytes.count), transient)
    }
  }

  private func value(_ statement: OpaquePointer, _ column: Int32) -> RawValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
    case SQLITE_NULL: return .null
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(statement, column))
      return .blob(
        [UInt8](UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count))
      )
    default:
      return .text(sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "")
    }
  }
}
