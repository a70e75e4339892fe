internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record

/// How many keys and entries the rows of the indexes hold.
struct IndexTotals {
  var keys: Int64 = 0
  var entries: Int64 = 0
}

/// The index as the records are compared with it.
struct IndexInUse {
  let index: LogIndex
  let recent: RecentPart
}

/// The indexes: each row must be of the form it should have, each record must be found by all that
/// it says, and nothing may be left over.
extension LogVerifier {
  // MARK: The rows

  /// Looks at every row of the indexes for itself.
  mutating func checkIndex(_ database: Database) throws {
    let merged = try RecentPart.merged(database)
    try checkPostings(database, merged)
    for level in [KeyLevel.new, KeyLevel.old] { try checkKeys(database, level) }
    try checkRecent(database, merged)
  }

  private mutating func checkRecent(_ database: Database, _ merged: Int64) throws {
    var next = Position(merged).next.rawValue
    try SQLiteStatement(database, "SELECT first, records FROM recent ORDER BY first")
      .forEachRow { row in
        let first = row.integer(0)
        if first != next {
          report(first, "index of recent records", "a row from position \(next)", "\(first)")
        }
        var (keys, entries) = (Int64(0), Int64(0))
        let last = RecentRow.read(first, row.borrowed(1)) { content in
          switch content {
          case .record: keys += 1
          case .entry: entries += 1
          }
        }
        if last == nil || !row.isBlob(1) {
          report(first, "index of recent records", "a row that can be read", "other bytes")
        }
        held.keys += keys
        held.entries += entries
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
        held.keys += Int64(keys.count)
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
    var before = LogEntry(position: 0, version: 0)
    try SQLiteStatement(
      database, "SELECT entity, first, count, positions FROM posting ORDER BY entity, first"
    ).forEachRow { row in
      if row.integer(0) != entity {
        entity = row.integer(0)
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
        held.entries += 1
        return true
      }
      if end == nil || !isAscending || last.position > merged || !row.isBlob(3) {
        report(place, "index of entities", "merged positions in order", "others")
      }
      before = last
      return problems.count < limit
    }
  }

  // MARK: One record

  mutating func checkIdentity(_ use: IndexInUse, _ record: Record, _ place: Int64) throws {
    var candidates: [Int64] = []
    try use.index.forEachCandidate(Fingerprint.of(record.id), use.recent) { position in
      candidates.append(position)
      return true
    }
    let found = candidates.count { $0 == place }
    if found != 1 {
      report(
        place, "index of event ids", "position \(place) for \(record.id)",
        found == 0 ? "no entry" : "\(found) entries")
    }
    for other in candidates where other < place {
      guard let stored = try LogQuery.record(use.index.database, at: Position(other)),
        let earlier = try? Record(line: stored.line), earlier.id == record.id
      else { continue }
      report(place, "event id", "a unique id", "\(record.id) also at position \(other)")
    }
  }

  mutating func checkEntries(_ use: IndexInUse, _ record: Record, _ place: Int64) throws {
    let names = LogEntry.names(record)
    for name in names {
      entries += 1
      let key = EntityName(name)
      guard let number = try use.index.number(of: key, Fingerprint.of(key), use.recent) else {
        report(place, "entity \(name)", "a row", "none")
        continue
      }
      var found: [LogEntry] = []
      let range = ReadRange(through: Position(place), reverse: true)
      try use.index.forEachEntry(of: number, in: range, use.recent) { entry in
        found.append(entry)
        return found.count < 2
      }
      guard let entry = found.first, entry.position == place else {
        report(place, "entry of \(name)", "position \(place)", "none")
        continue
      }
      let before = found.count > 1 ? found[1].count : 0
      let isOwn = name == names[0]
      let expected = isOwn ? before + 1 : -before
      if entry.version != expected {
        report(place, "entry of \(name)", "version \(expected)", "\(entry.version)")
      }
      if isOwn, record.version != before + 1 {
        report(place, "version in the line", "\(before + 1)", "\(record.version)")
      }
    }
  }

  // MARK: What is left over

  /// Compares how much the indexes hold with what the records account for, now that each record
  /// was found; and each name with its number.
  mutating func checkIndexTotals(_ database: Database) throws {
    guard let use = index else { return }
    var next: Int64 = 1
    try SQLiteStatement(database, "SELECT number, name FROM entity ORDER BY number")
      .forEachRow { row in
        let (number, name) = (row.integer(0), row.text(1))
        if number != next {
          report(nil, "entity \(name)", "number \(next)", "\(number)")
        }
        next = Position(number).next.rawValue
        do {
          try checkName(use, number, name)
        } catch let fault as StorageFault {
          report(
            nil, "entity \(name)", "rows that can be read", fault.reason, fault.remedy)
        }
        return problems.count < limit
      }
    // The names of recent entities have no keys yet.
    let keys = size &+ (try Posting.lastEntity(database))
    if held.keys != keys {
      report(
        try strayKey(database), "index of event ids and names", "\(keys) keys", "\(held.keys)")
    }
    if held.entries != entries {
      report(
        try strayEntry(use), "index of entities", "\(entries) entries", "\(held.entries)")
    }
  }

  /// Checks that a name leads to its number, and that a record names it.
  private mutating func checkName(_ use: IndexInUse, _ number: Int64, _ name: String) throws {
    let key = EntityName(name)
    let found = try use.index.number(of: key, Fingerprint.of(key), use.recent)
    if found != number {
      report(nil, "entity \(name)", "number \(number)", found.map { "\($0)" } ?? "none")
    }
    var isNamed = false
    try use.index.forEachEntry(of: number, in: ReadRange(), use.recent) { _ in
      isNamed = true
      return false
    }
    if !isNamed { report(nil, "entity \(name)", "a record that names it", "none") }
  }

  /// The position of the first merged key that no record accounts for.
  private func strayKey(_ database: Database) throws -> Int64? {
    var found: Int64?
    for level in [KeyLevel.new, .old] where found == nil {
      try SQLiteStatement(database, "SELECT keys FROM \(level.table)").forEachRow { row in
        let keys = PackedKeys(row.borrowed(0))
        for place in 0..<keys.count {
          guard case .record(let position) = IndexedThing(value: keys.value(place)) else {
            continue
          }
          let stored = try LogQuery.record(database, at: Position(position))
          guard let record = stored.flatMap({ try? Record(line: $0.line) }),
            Fingerprint.of(record.id) == keys.key(place)
          else {
            found = position
            return false
          }
        }
        return true
      }
    }
    return found
  }

  /// The position of the first entry that no record accounts for.
  private func strayEntry(_ use: IndexInUse) throws -> Int64? {
    var found: Int64?
    func look(_ number: Int64, _ entry: LogEntry) throws -> Bool {
      let stored = try LogQuery.record(use.index.database, at: Position(entry.position))
      let name = try LogQuery.name(use.index.database, of: number)
      guard let name, let record = stored.flatMap({ try? Record(line: $0.line) }),
        LogEntry.names(record).contains(name)
      else {
        found = entry.position
        return false
      }
      return true
    }
    try SQLiteStatement(
      use.index.database, "SELECT entity, first, count, positions FROM posting"
    ).forEachRow { row in
      let number = row.integer(0)
      _ = try Posting.read(first: row.integer(1), count: row.integer(2), row.borrowed(3)) {
        try look(number, $0)
      }
      return found == nil
    }
    for number in use.recent.numbers where found == nil {
      try use.recent.forEachEntry(of: number) { try look(number, $0) }
    }
    return found
  }
}
