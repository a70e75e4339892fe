internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record

/// Names the places where index and records differ, once it is known that they do.
extension LogVerifier {
  /// Looks each record up in the indexes, and then for what is left over in them.
  /// - Parameters:
  ///   - database: what is read.
  ///   - use: the indexes.
  ///   - progress: is told the position from time to time; answers whether to go on.
  /// - Returns: whether everything was looked at.
  /// - Throws: what SQLite throws.
  mutating func explainIndex(
    _ database: Database, _ use: IndexInUse, _ progress: (Position) -> Bool
  ) throws -> Bool {
    let known = problems.count
    var goesOn = true
    try SQLiteStatement(database, "SELECT position, line FROM record ORDER BY position")
      .forEachRow { row in
        let (place, line) = (row.integer(0), row.blob(1))
        if let record = try? Record(line: line), Record.isCanonical(line) {
          do {
            try checkIdentity(use, record, place)
            try checkEntries(use, record, place)
          } catch let fault as StorageFault {
            report(place, "index", "rows that can be read", fault.reason, fault.remedy)
          }
        }
        if place % 4_096 == 0 { goesOn = progress(Position(place)) }
        return goesOn && problems.count < limit
      }
    guard goesOn else { return false }
    try checkIndexTotals(database, use)
    if problems.count == known {
      report(nil, "indexes", "what the records imply", "something else, which no look-up shows")
    }
    return true
  }

  // MARK: One record

  private mutating func checkIdentity(_ use: IndexInUse, _ record: Record, _ place: Int64) throws {
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

  private mutating func checkEntries(_ use: IndexInUse, _ record: Record, _ place: Int64) throws {
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
  private mutating func checkIndexTotals(_ database: Database, _ use: IndexInUse) throws {
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
    if held.sum.keys != keys {
      report(
        try strayKey(database), "index of event ids and names", "\(keys) keys", "\(held.sum.keys)")
    }
    if held.sum.entries != entries {
      report(
        try strayEntry(use), "index of entities", "\(entries) entries", "\(held.sum.entries)")
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
