internal import EventLog
internal import GRDB
internal import InteractionModel

/// The statements that read the log.
enum LogQuery {
  static func head(_ database: Database) throws -> Head {
    let statement = try SQLiteStatement(
      database,
      """
      SELECT position, recorded FROM record WHERE position = (SELECT max(position) FROM record)
      """)
    return try statement.first { row in
      Head(
        position: Position(row.integer(0)), recorded: Instant(microseconds: row.integer(1)))
    } ?? Head(position: .start, recorded: nil)
  }

  static func scan(
    _ database: Database, _ range: ReadRange, _ limit: Int
  ) throws -> SQLiteStatement {
    let statement = try SQLiteStatement(
      database,
      """
      SELECT position, line, leaf FROM record WHERE position > ? AND position <= ?
      ORDER BY position \(range.reverse ? "DESC" : "ASC") LIMIT ?
      """)
    statement.bind(range.after.rawValue, at: 1)
    statement.bind(range.through.rawValue, at: 2)
    statement.bind(Int64(limit), at: 3)
    return statement
  }

  /// A page of the positions of all records, or of those that amend a message.
  static func positions(
    _ database: Database, amending message: EventID? = nil, _ range: ReadRange, _ limit: Int
  ) throws -> [Position] {
    let rows = message == nil ? "record WHERE" : "amendment WHERE message = ?4 AND"
    let statement = try SQLiteStatement(
      database,
      """
      SELECT position FROM \(rows) position > ?1 AND position <= ?2
      ORDER BY position \(range.reverse ? "DESC" : "ASC") LIMIT ?3
      """)
    statement.bind(range.after.rawValue, at: 1)
    statement.bind(range.through.rawValue, at: 2)
    statement.bind(Int64(limit), at: 3)
    if let message { statement.bind(message.bytes, at: 4) }
    var page: [Position] = []
    try statement.forEachRow { row in
      page.append(Position(row.integer(0)))
      return true
    }
    return page
  }

  /// A row of ``scan(_:_:_:)`` or ``recordStatement(_:)``, copied.
  static func record(_ row: SQLiteRow) -> StoredRecord {
    StoredRecord(position: Position(row.integer(0)), line: row.blob(1), leaf: row.blob(2))
  }

  /// Reads the record at a position.
  static func recordStatement(_ database: Database) throws -> SQLiteStatement {
    try SQLiteStatement(database, "SELECT position, line, leaf FROM record WHERE position = ?")
  }

  static func record(_ database: Database, at position: Position) throws -> StoredRecord? {
    let statement = try recordStatement(database)
    statement.bind(position.rawValue, at: 1)
    return try statement.first(record)
  }

  /// The record of an event id, confirmed against the record's own bytes.
  static func record(
    _ index: LogIndex, of id: EventID, _ key: UInt64, _ recent: RecentPart
  ) throws -> StoredRecord? {
    var found: StoredRecord?
    try index.forEachCandidate(key, recent) { position in
      guard let stored = try record(index.database, at: Position(position)),
        try stored.decoded().id == id
      else { return true }
      found = stored
      return false
    }
    return found
  }

  /// The name of a stream or entity.
  static func name(_ database: Database, of number: Int64) throws -> String? {
    let statement = try SQLiteStatement(database, "SELECT name FROM entity WHERE number = ?")
    statement.bind(number, at: 1)
    return try statement.first { $0.text(0) }
  }
}
