internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import Migrations

/// Which records tell of a reading: the rows of the table `reading`.
///
/// In the order of the log, so that a row goes to the end of its table, and few records have one.
enum ReadingIndex {
  /// The migration that makes the table, of which ``fill(_:)`` is part.
  static let migration = "0004_log"

  /// The history of a log that has no such index yet, which can be read all the same.
  static let earlierMigrations = Array(Migration.sqliteLog.prefix { $0.name != migration })

  /// Whether a log has the index.
  static func isThere(_ database: Database) throws -> Bool {
    try database.tableExists("reading")
  }

  /// Enters a record.
  static func insert(_ database: Database, _ position: Position) throws {
    try SQLiteStatement(database, "INSERT INTO reading (position) VALUES (?)")
      .bind(position.rawValue).run()
  }

  /// Enters the records that are there.
  static func fill(_ database: Database) throws {
    for position in try scan(database, ReadRange(), .max) { try insert(database, position) }
  }

  /// A page of the positions of the records that tell of a reading; those of a log that was only
  /// read since from the records themselves.
  static func positions(
    _ database: Database, _ range: ReadRange, _ limit: Int
  ) throws -> [Position] {
    try isThere(database)
      ? LogQuery.positions(database, in: "reading", range, limit) : scan(database, range, limit)
  }

  /// The same without the index.
  ///
  /// A record that cannot be read says nothing; that it cannot is for `verify` to say.
  private static func scan(
    _ database: Database, _ range: ReadRange, _ limit: Int
  ) throws -> [Position] {
    var found: [Position] = []
    guard limit > 0 else { return found }
    try LogQuery.scan(database, range, .max).forEachRow { row in
      let record = try? Record(buffer: row.borrowed(1).bindMemory(to: UInt8.self))
      if record?.type.tellsOfReading == true { found.append(Position(row.integer(0))) }
      return found.count < limit
    }
    return found
  }
}
