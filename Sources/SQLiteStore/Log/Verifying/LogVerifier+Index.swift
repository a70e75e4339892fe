internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record

/// The index as the records are compared with it.
struct IndexInUse {
  let index: LogIndex
  let recent: RecentPart
}

/// The rows of the indexes: each must be of the form it should have, and all together hold what the
/// records imply.
extension LogVerifier {
  /// Looks at the indexes; when they are not what the records imply, also at what each record says of
  /// them.
  /// - Parameters:
  ///   - database: what is read.
  ///   - progress: is told the position from time to time; answers whether to go on.
  /// - Returns: whether everything was looked at.
  /// - Throws: what SQLite throws.
  mutating func checkIndex(
    _ database: Database, _ progress: (Position) -> Bool
  ) throws -> Bool {
    guard let use = index else { return true }
    let merged = try RecentPart.merged(database)
    held = HeldIndex(recent: use.recent.numbers)
    try checkPostings(database, merged)
    for level in [KeyLevel.new, KeyLevel.old] { try checkKeys(database, level) }
    try checkRecent(database, merged)
    guard problems.count < limit, try !isIndexRight(database, use) else { return true }
    return try explainIndex(database, use, progress)
  }

  /// Whether the indexes, whose rows were found to be of the right form, hold what the records imply.
  private mutating func isIndexRight(_ database: Database, _ use: IndexInUse) throws -> Bool {
    guard held.isOrderly, try checkNames(database, use), held.sum == implied else { return false }
    return try !RepeatedKeys.exist(database, use.recent)
  }

  /// Adds the keys that the names of entities imply; answers whether all are numbered in turn and
  /// named by a record, and those without a key found all the same.
  private mutating func checkNames(_ database: Database, _ use: IndexInUse) throws -> Bool {
    let lastWithKey = try Posting.lastEntity(database)
    var number: Int64 = 0
    var isRight = held.entities == lastWithKey
    try SQLiteStatement(database, "SELECT number, name FROM entity ORDER BY number")
      .forEachRow { row in
        number += 1
        let name = EntityName(row.text(1))
        let key = Fingerprint.of(name)
        if row.integer(0) != number {
          isRight = false
        } else if number <= lastWithKey {
          implied.add(key: key, .entity(number), secret)
        } else {
          let found = try use.index.number(of: name, key, use.recent)
          isRight = found == number && use.recent.lastEntry(of: number) != nil
        }
        return isRight
      }
    return isRight
  }

  private mutating func checkRecent(_ database: Database, _ merged: Int64) throws {
    var next = Position(merged).next.rawValue
    var names: [Int64: IndexSum.Name] = [:]
    try SQLiteStatement(database, "SELECT first, records FROM recent ORDER BY first")
      .forEachRow { row in
        let first = row.integer(0)
        if first != next {
          report(first, "index of recent records", "a row from position \(next)", "\(first)")
        }
        let last = try RecentRow.read(first, row.borrowed(1)) { content in
          switch content {
          case .record(let position, let key):
            held.sum.add(key: key, .record(position), secret)
          case .entry(let number, let entry):
            let name =
              try names[number]
              ?? IndexSum.Name(LogQuery.name(database, of: number) ?? "", secret)
            names[number] = name
            held.takeRecent(entry, of: number, name, secret)
          }
        }
        if last == nil || !row.isBlob(1) {
          report(first, "index of recent records", "a row that can be read", "other bytes")
        }
        next = Position(last ?? first).next.rawValue
        return problems.count < limit
      }
    let head = try LogQuery.head(database).position
    if next != head.next.rawValue {
      report(
        min(next, head.next.rawValue), "index of recent records", "rows through position \(head)",
        "through \(Position(next).previous)")
    }
  }

  private mutating func checkKeys(_ database: Database, _ level: KeyLevel) throws {
    var before: IndexKey?
    try SQLiteStatement(database, "SELECT first, keys FROM \(level.table) ORDER BY first")
      .forEachRow { row in
        let keys = PackedKeys(row.borrowed(1))
        guard keys.isWellFormed, row.isBlob(1) else {
          let place = keys.count > 0 ? position(of: keys.value(0), database) : 1
          report(place, "index \(level.table)", "ascending keys", "other bytes")
          return problems.count < limit
        }
        let slice = KeyLevel.slice(of: keys.key(0))
        let isFirst = before.map { KeyLevel.slice(of: $0.key) != slice } ?? true
        let first = isFirst ? KeyLevel.lowest(of: slice) : keys.key(0)
        if KeyLevel.key(row.integer(0)) != first
          || KeyLevel.slice(of: keys.key(keys.count - 1)) != slice
          || before.map({ $0.key >= keys.key(0) }) == true
        {
          report(
            position(of: keys.value(0), database), "index \(level.table)",
            "a row from \(KeyLevel.rowID(first))", "\(row.integer(0))")
        }
        for place in 0..<keys.count {
          held.sum.add(key: keys.key(place), IndexedThing(value: keys.value(place)), secret)
        }
        before = keys[keys.count - 1]
        return problems.count < limit
      }
  }

  /// Where in the log a key of the index leads.
  private func position(of value: UInt64, _ database: Database) -> Int64 {
    switch IndexedThing(value: value) {
    case .record(let position): position
    case .entity(let number): (try? firstPosition(of: number, database)) ?? 1
    }
  }

  private func firstPosition(of number: Int64, _ database: Database) throws -> Int64? {
    try SQLiteStatement(
      database, "SELECT first FROM posting WHERE entity = ? ORDER BY first LIMIT 1"
    ).bind(number).first { $0.integer(0) }
  }

  private mutating func checkPostings(_ database: Database, _ merged: Int64) throws {
    var entity: Int64 = 0
    var name = IndexSum.Name("", secret)
    var before = LogEntry(position: 0, version: 0)
    try SQLiteStatement(
      database,
      """
      SELECT entity, first, count, positions, name FROM posting LEFT JOIN entity ON number = entity
      ORDER BY entity, first
      """
    ).forEachRow { row in
      if row.integer(0) != entity {
        entity = row.integer(0)
        name = IndexSum.Name(row.text(4), secret)
        held.entities += 1
        before = LogEntry(position: 0, version: 0)
      }
      let place = row.integer(1)
      if row.integer(2) != before.count {
        report(place, "index of entities", "\(before.count) records before", "\(row.integer(2))")
      }
      var isAscending = place > before.position
      var last = before
      let end = Posting.read(first: place, count: row.integer(2), row.borrowed(3)) { entry in
        isAscending = isAscending && (entry.position > last.position)
        last = entry
        held.take(entry, of: name, secret)
        return true
      }
      if end == nil || !isAscending || last.position > merged || !row.isBlob(3) {
        report(place, "index of entities", "merged positions in order", "others")
      }
      before = last
      held.noteCount(last.count, of: entity)
      return problems.count < limit
    }
  }
}
