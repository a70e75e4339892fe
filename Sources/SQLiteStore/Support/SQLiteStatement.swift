internal import GRDB
internal import GRDBSQLite
internal import InteractionModel

/// A prepared statement used through the C API: for the paths that append and scan, where GRDB's
/// argument arrays and rows cost more than SQLite itself.
///
/// Valid only inside the database access that made it. The statement stays in GRDB's cache of its
/// connection and is reset, not finalised, after each use.
struct SQLiteStatement {
  private let statement: OpaquePointer
  private let owner: Statement
  private let database: OpaquePointer

  init(_ database: Database, _ sql: String) throws {
    owner = try database.cachedStatement(sql: sql)
    statement = owner.sqliteStatement
    guard let connection = database.sqliteConnection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "connection is closed")
    }
    self.database = connection
  }

  /// Binds the first parameter.
  @inline(__always)
  @discardableResult
  func bind(_ first: some SQLiteValue) -> SQLiteStatement {
    first.bind(to: self, at: 1)
    return self
  }

  /// Binds the first two parameters.
  @inline(__always)
  @discardableResult
  func bind(_ first: some SQLiteValue, _ second: some SQLiteValue) -> SQLiteStatement {
    second.bind(to: self, at: 2)
    return bind(first)
  }

  /// Binds the first three parameters.
  @inline(__always)
  @discardableResult
  func bind(
    _ first: some SQLiteValue, _ second: some SQLiteValue, _ third: some SQLiteValue
  ) -> SQLiteStatement {
    third.bind(to: self, at: 3)
    return bind(first, second)
  }

  func bind(_ value: Int64, at index: Int32) {
    sqlite3_bind_int64(statement, index, value)
  }

  func bind(_ value: String, at index: Int32) {
    var value = value
    _ = value.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { characters in
        sqlite3_bind_text(
          statement, index, characters.baseAddress ?? UnsafePointer(SQLiteStatement.nothing),
          Int32(characters.count), SQLiteStatement.transient)
      }
    }
  }

  func bind(_ value: String?, at index: Int32) {
    if let value { bind(value, at: index) } else { sqlite3_bind_null(statement, index) }
  }

  /// Binds bytes that stay where they are until the statement has been stepped.
  func bindBorrowed(_ bytes: UnsafeRawBufferPointer, at index: Int32) {
    // A null pointer would bind NULL, not an empty blob.
    sqlite3_bind_blob64(
      statement, index, bytes.baseAddress ?? UnsafeRawPointer(SQLiteStatement.nothing),
      UInt64(bytes.count), nil)
  }

  func bind(_ bytes: [UInt8], at index: Int32) {
    _ = bytes.withUnsafeBytes { buffer in
      sqlite3_bind_blob64(
        statement, index, buffer.baseAddress ?? UnsafeRawPointer(SQLiteStatement.nothing),
        UInt64(buffer.count), SQLiteStatement.transient)
    }
  }

  /// Hands a function a pointer of some type, which no SQL can see or make.
  func bind(_ pointer: UnsafeMutableRawPointer, _ type: StaticString, at index: Int32) {
    let name = UnsafeRawPointer(type.utf8Start).assumingMemoryBound(to: CChar.self)
    sqlite3_bind_pointer(statement, index, pointer, name, nil)
  }

  /// Runs a statement that answers no rows.
  func run() throws {
    defer { sqlite3_reset(statement) }
    try check(sqlite3_step(statement))
  }

  /// What a body makes of every row.
  func all<Value>(_ make: (SQLiteRow) throws -> Value) throws -> [Value] {
    var values: [Value] = []
    try forEachRow { row in
      values.append(try make(row))
      return true
    }
    return values
  }

  /// Whether there is a row.
  func hasRow() throws -> Bool { try first { _ in true } != nil }

  /// Walks through the rows while the body answers true.
  func forEachRow(_ body: (SQLiteRow) throws -> Bool) throws {
    defer { sqlite3_reset(statement) }
    while true {
      let code = sqlite3_step(statement)
      guard code == SQLITE_ROW else { return try check(code) }
      guard try body(SQLiteRow(statement: statement)) else { return }
    }
  }

  /// The first row's value, if there is a row.
  func first<Value>(_ body: (SQLiteRow) throws -> Value) throws -> Value? {
    var value: Value?
    try forEachRow { row in
      value = try body(row)
      return false
    }
    return value
  }

  private func check(_ code: Int32) throws {
    guard code != SQLITE_DONE, code != SQLITE_ROW else { return }
    throw DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(database)),
      message: String(cString: sqlite3_errmsg(database)), sql: owner.sql)
  }

  /// `SQLITE_TRANSIENT`: SQLite copies the bytes before the call returns.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  /// An address for empty values, for which Swift has none to give.
  nonisolated(unsafe) private static let nothing: UnsafeMutablePointer<CChar> = {
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    pointer.initialize(to: 0)
    return pointer
  }()
}

/// What a parameter of a statement can be.
protocol SQLiteValue {
  func bind(to statement: SQLiteStatement, at index: Int32)
}

extension Int64: SQLiteValue {
  func bind(to statement: SQLiteStatement, at index: Int32) { statement.bind(self, at: index) }
}

extension String: SQLiteValue {
  func bind(to statement: SQLiteStatement, at index: Int32) { statement.bind(self, at: index) }
}

extension String?: SQLiteValue {
  func bind(to statement: SQLiteStatement, at index: Int32) { statement.bind(self, at: index) }
}

extension [UInt8]: SQLiteValue {
  func bind(to statement: SQLiteStatement, at index: Int32) { statement.bind(self, at: index) }
}

extension Database {
  /// Runs a body in a transaction that has the write lock from its start; what the body did is gone
  /// when it throws.
  func immediately<Value>(_ body: () throws -> Value) throws -> Value {
    try transaction("BEGIN IMMEDIATE", body)
  }

  /// Runs a body that reads everything as of one moment.
  func atOnce<Value>(_ body: () throws -> Value) throws -> Value {
    try transaction("BEGIN DEFERRED", body)
  }

  /// With statements of the connection's cache: GRDB's own transactions compile BEGIN and COMMIT
  /// anew each time, which costs as much as a small transaction does.
  private func transaction<Value>(_ begin: String, _ body: () throws -> Value) throws -> Value {
    try SQLiteStatement(self, begin).run()
    do {
      let value = try body()
      try SQLiteStatement(self, "COMMIT").run()
      return value
    } catch {
      try? execute(sql: "ROLLBACK")
      throw error
    }
  }
}

/// One row of a statement that is being stepped; borrows SQLite's memory until the next step.
struct SQLiteRow {
  fileprivate let statement: OpaquePointer

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  func number(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  /// Whether the column holds a blob; a value of another type is a sign of tampering.
  func isBlob(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_BLOB }

  func text(_ column: Int32) -> String {
    guard let bytes = sqlite3_column_text(statement, column) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  func blob(_ column: Int32) -> [UInt8] { Array(borrowed(column)) }

  /// The bytes of the first column in hexadecimal digits.
  var hex: String { Hex.string(blob(0)) }

  func borrowed(_ column: Int32) -> UnsafeRawBufferPointer {
    let bytes = sqlite3_column_blob(statement, column)
    return UnsafeRawBufferPointer(
      start: bytes, count: Int(sqlite3_column_bytes(statement, column)))
  }
}
