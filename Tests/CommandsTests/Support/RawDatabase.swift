import GRDBSQLite
import InteractionModel

/// A connection that knows nothing of the tool: what somebody with access to the files has.
final class RawDatabase {
  private let handle: OpaquePointer

  init(_ path: String) throws {
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil)
    guard let handle, code == SQLITE_OK else {
      sqlite3_close_v2(handle)
      throw UnexpectedEnd("cannot open \(path): \(code)")
    }
    self.handle = handle
    sqlite3_busy_timeout(handle, 60_000)
  }

  deinit {
    sqlite3_close_v2(handle)
  }

  /// Runs statements.
  func execute(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw UnexpectedEnd("\(String(cString: sqlite3_errmsg(handle))): \(sql)")
    }
  }

  /// The rows of a query, each value as text.
  func rows(_ sql: String) throws -> [[String]] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
      throw UnexpectedEnd("\(String(cString: sqlite3_errmsg(handle))): \(sql)")
    }
    defer { sqlite3_finalize(statement) }
    var rows: [[String]] = []
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return rows }
      guard code == SQLITE_ROW else { throw UnexpectedEnd("step: \(code)") }
      rows.append(
        (0..<sqlite3_column_count(statement)).map { column in
          sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "NULL"
        })
    }
  }

  /// The first value of a query.
  func value(_ sql: String) throws -> String {
    try rows(sql).first?.first ?? ""
  }

  /// Changes the log as its triggers forbid it, and leaves no trace of how.
  func alter(_ table: String, _ sql: String) throws {
    let triggers = try rows(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '\(table)'")
    for trigger in triggers { try execute("DROP TRIGGER \(trigger[0])") }
    try execute(sql)
    for trigger in triggers { try execute(trigger[1]) }
  }
}

extension Tool {
  /// The log's file, opened behind the tool's back.
  func rawLog() throws -> RawDatabase { try RawDatabase("\(store)/log.db") }

  /// The file of the read model that serves.
  func rawReadModel(_ generation: Int = 1) throws -> RawDatabase {
    try RawDatabase("\(store)/projections/CaseState-\(generation).db")
  }
}
