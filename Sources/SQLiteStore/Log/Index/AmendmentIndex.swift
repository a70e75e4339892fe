internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import Migrations

/// Which records edit or redact which message: the rows of the table `amendment`.
///
/// A table in the order of the messages, unlike the other indexes: few records amend any, so that
/// what a row costs an append does not matter.
enum AmendmentIndex {
  /// The migration that makes the table, of which ``fill(_:)`` is part.
  static let migration = "0003_log"

  /// The history of a log that has no such index yet, which can be read all the same.
  static let earlierMigrations = Array(Migration.sqliteLog.prefix { $0.name != migration })

  /// Whether a log has the index.
  static func isThere(_ database: Database) throws -> Bool {
    try database.tableExists("amendment")
  }

  /// Enters a record.
  static func insert(_ database: Database, _ position: Position, of message: EventID) throws {
    try SQLiteStatement(
      database, "INSERT INTO amendment (message, position) VALUES (?, ?)"
    ).bind(message.bytes, position.rawValue).run()
  }

  /// Enters the records that are there.
  static func fill(_ database: Database) throws {
    try forEach(database, after: .start) { try insert(database, $0, of: $1) }
  }

  /// Walks through the records that amend a message, without the index.
  ///
  /// A record that cannot be read says nothing; that it cannot is for `verify` to say.
  static func forEach(
    _ database: Database, after position: Position,
    _ body: (Position, _ message: EventID) throws -> Void
  ) throws {
    try LogQuery.scan(database, ReadRange(after: position), .max).forEachRow { row in
      let record = try? Record(buffer: row.borrowed(1).bindMemory(to: UInt8.self))
      if let message = record?.amends { try body(Position(row.integer(0)), message) }
      return true
    }
  }
}
