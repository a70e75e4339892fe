internal import EventLog
internal import GRDB
internal import InteractionModel

/// What the indexes say about the records that are not merged yet, in memory.
///
/// Read from the rows of `recent` when it is first needed, a few milliseconds at most, and kept up
/// to date afterwards: by the committer with what it appends, and by whoever reads with the rows
/// that have come since.
struct RecentPart {
  private struct Link {
    let entry: LogEntry
    /// One more than the index of the entity's entry before; 0 when there is none.
    let previous: UInt64
  }

  /// Up to which position everything is merged.
  let merged: Int64
  /// Up to which position the part knows everything.
  private(set) var through: Int64
  /// Up to which number the names of entities are known or merged.
  private(set) var entities: Int64
  /// What stands under the keys of ids and names.
  private(set) var keys = KeyTable()
  /// Which keys surely are not merged; nil when that is not known.
  var filter: KeyFilter?
  private var links: [Link] = []
  /// One more than the index of the last entry, by the key of the entity's number.
  private var last = KeyTable()
  /// Which entities have entries.
  private(set) var numbers: [Int64] = []

  /// A part without records.
  init(merged: Int64, entities: Int64, filter: KeyFilter? = nil) {
    self.merged = merged
    through = merged
    self.entities = entities
    self.filter = filter
  }

  /// Reads the part that a transaction sees.
  init(_ database: Database) throws {
    let merged = try RecentPart.merged(database)
    self.init(merged: merged, entities: try Posting.lastEntity(database))
    try advance(database)
  }

  /// Reads what can be read of a part that may be damaged, for whoever looks for the damage.
  init(salvaging database: Database) throws {
    self.init(
      merged: try RecentPart.merged(database), entities: try Posting.lastEntity(database))
    try SQLiteStatement(database, "SELECT first, records FROM recent ORDER BY first")
      .forEachRow { row in
        _ = take(row.integer(0), row.borrowed(1))
        return true
      }
    try advanceNames(database)
  }

  /// Up to which position everything is merged, as a transaction sees it.
  static func merged(_ database: Database) throws -> Int64 {
    let statement = try SQLiteStatement(database, "SELECT min(first) FROM recent")
    let first = try statement.first { $0.isNull(0) ? nil : $0.integer(0) }
    if let first = first ?? nil { return first - 1 }
    return try LogQuery.head(database).position.rawValue
  }

  /// How many records it holds.
  var count: Int { Int(through - merged) }

  /// Takes in what came since, as a transaction sees it that has nothing merged that this part
  /// does not take for merged.
  mutating func advance(_ database: Database) throws {
    try SQLiteStatement(
      database, "SELECT first, records FROM recent WHERE first > ? ORDER BY first"
    ).bind(through).forEachRow { row in
      let first = row.integer(0)
      guard first == through + 1, take(first, row.borrowed(1)) else {
        throw StorageFault.damagedIndex("recent", first)
      }
      return true
    }
    try advanceNames(database)
  }

  private mutating func advanceNames(_ database: Database) throws {
    try SQLiteStatement(
      database, "SELECT number, name FROM entity WHERE number > ? ORDER BY number"
    ).bind(entities).forEachRow { row in
      addEntity(row.integer(0), key: Fingerprint.of(EntityName(row.text(1))))
      return true
    }
  }

  /// Takes in a row of `recent`; answers whether it could be read.
  private mutating func take(_ first: Int64, _ records: UnsafeRawBufferPointer) -> Bool {
    RecentRow.read(first, records) { content in
      switch content {
      case .record(let position, let key): addRecord(position, key: key)
      case .entry(let number, let entry): addEntry(number, entry)
      }
    } != nil
  }

  /// Adds the next record.
  mutating func addRecord(_ position: Int64, key: UInt64) {
    keys.insert(IndexedThing.record(position).value, for: key)
    through = position
  }

  /// Adds an entry of the record that was added last.
  mutating func addEntry(_ number: Int64, _ entry: LogEntry) {
    let previous = last.set(UInt64(links.count + 1), for: Fingerprint.of(number))
    if previous == 0 { numbers.append(number) }
    links.append(Link(entry: entry, previous: previous))
  }

  /// Adds an entity that no record has named before.
  mutating func addEntity(_ number: Int64, key: UInt64) {
    keys.insert(IndexedThing.entity(number).value, for: key)
    entities = number
  }

  /// The entries of an entity, from the last to the first, while the body answers true.
  func forEachEntry(of number: Int64, _ body: (LogEntry) throws -> Bool) rethrows {
    var next = last.first(Fingerprint.of(number))
    while next != 0 {
      let link = links[Int(next - 1)]
      guard try body(link.entry) else { return }
      next = link.previous
    }
  }

  /// The last entry of an entity.
  func lastEntry(of number: Int64) -> LogEntry? {
    let place = last.first(Fingerprint.of(number))
    return place == 0 ? nil : links[Int(place - 1)].entry
  }
}
