internal import EventLog
internal import GRDB
internal import InteractionModel

/// The statements that read the log.
enum LogQuery {
  static func head(_ database: Database) throws -> Head {
    try SQLiteStatement(
      database,
      """
      SELECT position, recorded FROM record WHERE position = (SELECT max(position) FROM record)
      """
    ).first { row in
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
      """
    ).bind(range.after.rawValue, range.through.rawValue, Int64(limit))
    return statement
  }

  /// A page of the positions that a table has: of all records, or of those that amend a message.
  static func positions(
    _ database: Database, in table: String = "record", amending message: EventID? = nil,
    _ range: ReadRange, _ limit: Int
  ) throws -> [Position] {
    let rows = message == nil ? "\(table) WHERE" : "amendment WHERE message = ?4 AND"
    let statement = try SQLiteStatement(
      database,
      """
      SELECT position FROM \(rows) position > ?1 AND position <= ?2
      ORDER BY position \(range.reverse ? "DESC" : "ASC") LIMIT ?3
      """
    ).bind(range.after.rawValue, range.through.rawValue, Int64(limit))
    if let message { statement.bind(message.bytes, at: 4) }
    return try statement.all { Position($0.integer(0)) }
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
    return try statement.bind(position.rawValue).first(record)
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
    try SQLiteStatement(database, "SELECT name FROM entity WHERE number = ?")
      .bind(number).first { $0.text(0) }
  }
}
