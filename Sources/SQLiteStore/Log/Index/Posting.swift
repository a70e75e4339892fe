internal import EventLog
internal import GRDB
internal import InteractionModel

/// Rows of the table `posting`: which merged records belong to an entity.
enum Posting {
  /// How many records a row lists at most, so that a look into a long list reads little of it.
  static let rowLimit = 256

  /// The highest number of an entity that has merged entries: all up to it are merged, because
  /// numbers are given in the order in which entities are first named.
  static func lastEntity(_ database: Database) throws -> Int64 {
    try SQLiteStatement(database, "SELECT max(entity) FROM posting").first { $0.integer(0) } ?? 0
  }

  /// Walks through a row; answers how many records the entity's stream has after it, nil when the
  /// row is malformed.
  static func read(
    first: Int64, count: Int64, _ positions: UnsafeRawBufferPointer,
    _ body: (LogEntry) throws -> Bool
  ) rethrows -> Int64? {
    var reader = PackedReader(positions)
    var position = first
    var count = count
    var isFirst = true
    while !reader.isAtEnd {
      guard let number = reader.number(), (number >> 1 == 0) == isFirst,
        position < 1 << 61, count < 1 << 61
      else { return nil }
      isFirst = false
      position += number >> 1
      if number & 1 == 1 { count += 1 }
      let version = number & 1 == 1 ? count : -count
      guard try body(LogEntry(position: position, version: version)) else { return count }
    }
    return isFirst ? nil : count
  }

  /// Inserts what an entity's entries, from the first to the last, say.
  static func insert(
    _ entries: some BidirectionalCollection<LogEntry>, of number: Int64,
    _ statement: SQLiteStatement
  ) throws {
    var rest = entries[...]
    var bytes: [UInt8] = []
    while let first = rest.first {
      bytes.removeAll(keepingCapacity: true)
      var before = first.position
      for entry in rest.prefix(rowLimit) {
        let distance = UInt64(entry.position - before)
        PackedNumbers.write(distance << 1 | (entry.version > 0 ? 1 : 0), to: &bytes)
        before = entry.position
      }
      statement.bind(number, at: 1)
      statement.bind(first.position, at: 2)
      statement.bind(first.version > 0 ? first.version - 1 : -first.version, at: 3)
      try bytes.withUnsafeBytes { buffer in
        statement.bindBorrowed(buffer, at: 4)
        try statement.run()
      }
      rest = rest.dropFirst(rowLimit)
    }
  }

  /// The statement of ``insert(_:of:_:)``.
  static func insertion(_ database: Database) throws -> SQLiteStatement {
    try SQLiteStatement(
      database, "INSERT INTO posting (entity, first, count, positions) VALUES (?, ?, ?, ?)")
  }

  /// The merged entries of an entity in a range, in its direction, while the body answers true.
  /// - Returns: whether the body wants to go on.
  static func forEach(
    _ database: Database, _ number: Int64, _ range: ReadRange, _ body: (LogEntry) throws -> Bool
  ) throws -> Bool {
    // The row before the range may reach into it.
    let statement = try SQLiteStatement(
      database,
      """
      SELECT first, count, positions FROM posting WHERE entity = ?1 AND first <= ?3
      AND first >= coalesce((SELECT max(first) FROM posting WHERE entity = ?1 AND first <= ?2), 0)
      ORDER BY first \(range.reverse ? "DESC" : "ASC")
      """)
    statement.bind(number, at: 1)
    statement.bind(range.after.rawValue, at: 2)
    statement.bind(range.through.rawValue, at: 3)
    var goesOn = true
    var page: [LogEntry] = []
    try statement.forEachRow { row in
      page.removeAll(keepingCapacity: true)
      let end = read(first: row.integer(0), count: row.integer(1), row.borrowed(2)) { entry in
        if entry.position > range.after.rawValue, entry.position <= range.through.rawValue {
          page.append(entry)
        }
        return entry.position < range.through.rawValue
      }
      guard end != nil else { throw StorageFault.damagedIndex("posting", row.integer(0)) }
      if range.reverse { page.reverse() }
      for entry in page where goesOn { goesOn = try body(entry) }
      return goesOn
    }
    return goesOn
  }

  /// The last merged entry of an entity.
  static func last(_ database: Database, _ number: Int64) throws -> LogEntry? {
    var last: LogEntry?
    _ = try forEach(database, number, ReadRange(reverse: true)) { entry in
      last = entry
      return false
    }
    return last
  }
}
