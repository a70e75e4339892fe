public import EventLog
internal import GRDB
public import InteractionModel

extension SQLiteEventStore {
  /// Where the log ends.
  public func head() throws(StorageFault) -> Head {
    try faulting("read the head of the log") {
      try pool.read { try LogQuery.head($0) }
    }
  }

  /// Reads a page of records in position order (or its reverse).
  public func records(
    _ selector: Selector, in range: ReadRange, limit: Int
  ) throws(StorageFault) -> [StoredRecord] {
    try faulting("read the log") {
      guard limit > 0 else { return [] }
      return try pool.read { database in
        guard selector != .all else {
          var page: [StoredRecord] = []
          let statement = try LogQuery.scan(database, range, limit)
          try statement.forEachRow { row in
            page.append(LogQuery.record(row))
            return true
          }
          return page
        }
        return try LogQuery.positions(database, selector, range, limit).compactMap { position in
          try LogQuery.record(database, at: position)
        }
      }
    }
  }

  /// The positions of the records a selector names, without reading the records.
  public func positions(
    _ selector: Selector, in range: ReadRange, limit: Int
  ) throws(StorageFault) -> [Position] {
    try faulting("read the log's indexes") {
      guard limit > 0 else { return [] }
      return try pool.read { try LogQuery.positions($0, selector, range, limit) }
    }
  }

  /// The version of a stream's last event; 0 when it has none.
  public func version(of stream: StreamID) throws(StorageFault) -> Int64 {
    try faulting("read the version of a stream") {
      try pool.read { database in
        guard let number = try LogQuery.number(database, of: stream.rawValue) else { return 0 }
        return try LogQuery.count(database, of: number)
      }
    }
  }

  /// The last position that was recorded at or before an instant: a bisection, O(log n).
  public func lastPosition(recordedThrough instant: Instant) throws(StorageFault) -> Position {
    try faulting("find a time in the log") {
      try pool.read { database in
        let statement = try SQLiteStatement(
          database, "SELECT recorded FROM record WHERE position = ?")
        var low: Int64 = 0
        var high = try LogQuery.head(database).position.rawValue
        while low < high {
          let middle = low + (high - low + 1) / 2
          statement.bind(middle, at: 1)
          let recorded = try statement.first { $0.integer(0) } ?? .max
          if recorded <= instant.microseconds { low = middle } else { high = middle - 1 }
        }
        return Position(low)
      }
    }
  }

  /// Walks over the bytes of records in position order without copying them.
  ///
  /// Reads in pieces of a few thousand records, so that no long read holds back checkpoints.
  /// - Parameters:
  ///   - range: between which positions; the direction is always forward.
  ///   - body: borrows the line and the stored leaf; answers whether to go on.
  /// - Throws: ``/EventLog/StorageFault`` or what SQLite throws, or what `body` throws.
  public func scan(
    in range: ReadRange,
    _ body: (_ position: Position, _ line: UnsafeRawBufferPointer, _ leaf: UnsafeRawBufferPointer)
      throws -> Bool
  ) throws {
    let piece = 4_096
    var range = range
    range.reverse = false
    var more = true
    while more {
      var count = 0
      try pool.read { database in
        try LogQuery.scan(database, range, piece).forEachRow { row in
          count += 1
          let position = Position(row.integer(0))
          range.after = position
          more = try body(position, row.borrowed(1), row.borrowed(2))
          return more
        }
      }
      more = more && count == piece
    }
  }
}

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

  /// A row of ``scan(_:_:_:)``, copied.
  static func record(_ row: SQLiteRow) -> StoredRecord {
    StoredRecord(position: Position(row.integer(0)), line: row.blob(1), leaf: row.blob(2))
  }

  static func record(_ database: Database, at position: Position) throws -> StoredRecord? {
    let statement = try SQLiteStatement(
      database, "SELECT position, line, leaf FROM record WHERE position = ?")
    statement.bind(position.rawValue, at: 1)
    return try statement.first(record)
  }

  /// The number of a stream or entity; nil when no record has named it.
  static func number(_ database: Database, of name: String) throws -> Int64? {
    let statement = try SQLiteStatement(database, "SELECT number FROM entity WHERE name = ?")
    statement.bind(name, at: 1)
    return try statement.first { $0.integer(0) }
  }

  /// How many records an entity's own stream has: what its last entry tells.
  static func count(_ database: Database, of number: Int64) throws -> Int64 {
    let statement = try SQLiteStatement(
      database,
      "SELECT version FROM entry WHERE entity = ? ORDER BY position DESC LIMIT 1")
    statement.bind(number, at: 1)
    return try statement.first { abs($0.integer(0)) } ?? 0
  }

  /// The record of an event id, confirmed against the record's own bytes.
  static func record(_ database: Database, of id: EventID) throws -> StoredRecord? {
    let statement = try SQLiteStatement(database, "SELECT position FROM event_id WHERE hash = ?")
    statement.bind(hash(of: id), at: 1)
    var candidates: [Position] = []
    try statement.forEachRow { row in
      candidates.append(Position(row.integer(0)))
      return true
    }
    for position in candidates {
      guard let stored = try record(database, at: position) else { continue }
      if try stored.decoded().id == id { return stored }
    }
    return nil
  }

  /// What `event_id.hash` holds for an id.
  static func hash(of id: EventID) -> Int64 { Int64(bitPattern: id.high) }

  static func positions(
    _ database: Database, _ selector: Selector, _ range: ReadRange, _ limit: Int
  ) throws -> [Position] {
    let name: String
    var ownOnly = false
    switch selector {
    case .all:
      var page: [Position] = []
      let statement = try SQLiteStatement(
        database,
        """
        SELECT position FROM record WHERE position > ? AND position <= ?
        ORDER BY position \(range.reverse ? "DESC" : "ASC") LIMIT ?
        """)
      statement.bind(range.after.rawValue, at: 1)
      statement.bind(range.through.rawValue, at: 2)
      statement.bind(Int64(limit), at: 3)
      try statement.forEachRow { row in
        page.append(Position(row.integer(0)))
        return true
      }
      return page
    case .id(let id):
      guard let position = try record(database, of: id)?.position, position > range.after,
        position <= range.through
      else { return [] }
      return [position]
    case .stream(let stream):
      name = stream.rawValue
      ownOnly = true
    case .entity(let entity):
      name = entity.description
    }
    guard let number = try number(database, of: name) else { return [] }
    let statement = try SQLiteStatement(
      database,
      """
      SELECT position FROM entry WHERE entity = ? AND position > ? AND position <= ?
      \(ownOnly ? "AND version > 0" : "") ORDER BY position \(range.reverse ? "DESC" : "ASC") LIMIT ?
      """)
    statement.bind(number, at: 1)
    statement.bind(range.after.rawValue, at: 2)
    statement.bind(range.through.rawValue, at: 3)
    statement.bind(Int64(limit), at: 4)
    var page: [Position] = []
    try statement.forEachRow { row in
      page.append(Position(row.integer(0)))
      return true
    }
    return page
  }
}
