internal import EventLog
internal import GRDB
internal import InteractionModel

/// Looks things up in both parts of the index, as one transaction sees them.
struct LogIndex {
  let database: Database
  private let new: SQLiteStatement
  private let old: SQLiteStatement

  init(_ database: Database) throws {
    self.database = database
    new = try KeyLevel.new.lookup(database)
    old = try KeyLevel.old.lookup(database)
  }

  /// The positions at which an id may stand, while the body answers true.
  func forEachCandidate(
    _ key: UInt64, _ recent: RecentPart, _ body: (Int64) throws -> Bool
  ) throws {
    try forEachThing(key, recent) { thing in
      guard case .record(let position) = thing else { return true }
      return try body(position)
    }
  }

  /// The number of a stream or entity; nil when no record has named it.
  func number(of name: EntityName, _ key: UInt64, _ recent: RecentPart) throws -> Int64? {
    var found: Int64?
    try forEachThing(key, recent) { thing in
      guard case .entity(let number) = thing,
        let text = try LogQuery.name(database, of: number), name.isSame(as: text)
      else { return true }
      found = number
      return false
    }
    return found
  }

  private func forEachThing(
    _ key: UInt64, _ recent: RecentPart, _ body: (IndexedThing) throws -> Bool
  ) throws {
    var goesOn = true
    func visit(_ value: UInt64) throws -> Bool {
      goesOn = try body(IndexedThing(value: value))
      return goesOn
    }
    _ = try recent.keys.first(key) { try !visit($0) }
    if goesOn, let filter = recent.filter, !filter.mayContain(key) { return }
    if goesOn { try KeyLevel.find(new, key, visit) }
    if goesOn { try KeyLevel.find(old, key, visit) }
  }

  /// How many records an entity's own stream has: what its last entry tells.
  func count(of number: Int64, _ recent: RecentPart) throws -> Int64 {
    if let last = recent.lastEntry(of: number) { return last.count }
    return try Posting.last(database, number)?.count ?? 0
  }

  /// The entries of an entity in a range, in its direction, while the body answers true.
  func forEachEntry(
    of number: Int64, in range: ReadRange, _ recent: RecentPart,
    _ body: (LogEntry) throws -> Bool
  ) throws {
    var fresh: [LogEntry] = []
    if range.through.rawValue > recent.merged {
      recent.forEachEntry(of: number) { entry in
        if entry.position <= range.through.rawValue, entry.position > range.after.rawValue {
          fresh.append(entry)
        }
        return entry.position > range.after.rawValue
      }
    }
    if range.reverse {
      for entry in fresh { guard try body(entry) else { return } }
      _ = try Posting.forEach(database, number, range, body)
    } else {
      guard try Posting.forEach(database, number, range, body) else { return }
      for entry in fresh.reversed() { guard try body(entry) else { return } }
    }
  }
}
