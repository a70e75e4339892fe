internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record

/// Moves the indexes of a log of the first form into the packed ones: part of `0002_log`, in its
/// transaction.
enum LogIndexMove {
  /// How many keys are held in memory and merged at once.
  private static let pieceSize = 500_000

  static func run(_ database: Database) throws {
    try moveEntries(database)
    try moveKeys(database)
    try database.execute(sql: "DROP TABLE entry")
  }

  /// What the entries of one entity are, whether they are right or not: that is for `verify`.
  private static func moveEntries(_ database: Database) throws {
    let insert = try Posting.insertion(database)
    var entries: [LogEntry] = []
    var entity: Int64 = 0
    try SQLiteStatement(
      database, "SELECT entity, position, version FROM entry ORDER BY entity, position"
    ).forEachRow { row in
      if row.integer(0) != entity || entries.count == Posting.rowLimit {
        try Posting.insert(entries, of: entity, insert)
        entries.removeAll(keepingCapacity: true)
        entity = row.integer(0)
      }
      entries.append(LogEntry(position: row.integer(1), version: row.integer(2)))
      return true
    }
    try Posting.insert(entries, of: entity, insert)
  }

  /// Makes the keys of ids from the records and those of names from the names.
  ///
  /// A record that cannot be read has no key then, which `verify` says of it besides that it cannot
  /// be read.
  private static func moveKeys(_ database: Database) throws {
    var keys: [IndexKey] = []
    func add(_ key: UInt64, _ thing: IndexedThing) throws {
      keys.append(IndexKey(key: key, value: thing.value))
      guard keys.count >= pieceSize else { return }
      try store(&keys, database)
    }
    try SQLiteStatement(database, "SELECT position, line FROM record").forEachRow { row in
      let record = try? Record(buffer: row.borrowed(1).bindMemory(to: UInt8.self))
      if let record { try add(Fingerprint.of(record.id), .record(row.integer(0))) }
      return true
    }
    try SQLiteStatement(database, "SELECT number, name FROM entity").forEachRow { row in
      try add(Fingerprint.of(EntityName(row.text(1))), .entity(row.integer(0)))
      return true
    }
    try store(&keys, database)
  }

  private static func store(_ keys: inout [IndexKey], _ database: Database) throws {
    keys.sort()
    var rest = keys[...]
    for slice in 0..<KeyLevel.slices {
      let part = rest.prefix { KeyLevel.slice(of: $0.key) == slice }
      rest = rest[part.endIndex...]
      try KeyLevel.old.add(database, slice, part)
    }
    keys.removeAll(keepingCapacity: true)
  }
}
