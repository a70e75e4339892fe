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
          return try LogQuery.scan(database, range, limit).all(LogQuery.record)
        }
        let record = try LogQuery.recordStatement(database)
        return try positions(database, selector, range, limit).compactMap { position in
          return try record.bind(position.rawValue).first(LogQuery.record)
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
      return try pool.read { try positions($0, selector, range, limit) }
    }
  }

  /// The version of a stream's last event; 0 when it has none.
  public func version(of stream: StreamID) throws(StorageFault) -> Int64 {
    try faulting("read the version of a stream") {
      try pool.read { database in
        try recent.withPart(database) { part in
          let index = try LogIndex(database)
          let name = EntityName(stream.rawValue)
          guard let number = try index.number(of: name, Fingerprint.of(name), part) else {
            return 0
          }
          let seen = ReadRange(through: try LogQuery.head(database).position, reverse: true)
          var count: Int64 = 0
          try index.forEachEntry(of: number, in: seen, part) { entry in
            count = entry.count
            return false
          }
          return count
        }
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
          let middle = high - (high - low) / 2
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

  /// Walks over the bytes of some records without copying them, in pieces of a few thousand.
  /// - Parameters:
  ///   - positions: which, in the order in which they are wanted.
  ///   - body: borrows the line and the stored leaf; answers whether to go on.
  /// - Throws: ``/EventLog/StorageFault`` or what SQLite throws, or what `body` throws.
  public func scan(
    at positions: [Position],
    _ body: (_ position: Position, _ line: UnsafeRawBufferPointer, _ leaf: UnsafeRawBufferPointer)
      throws -> Bool
  ) throws {
    let piece = 4_096
    var goesOn = true
    for start in stride(from: 0, to: positions.count, by: piece) where goesOn {
      try pool.read { database in
        let record = try LogQuery.recordStatement(database)
        for position in positions[start..<min(start + piece, positions.count)] where goesOn {
          try record.bind(position.rawValue).forEachRow { row in
            goesOn = try body(Position(row.integer(0)), row.borrowed(1), row.borrowed(2))
            return false
          }
        }
      }
    }
  }
}
