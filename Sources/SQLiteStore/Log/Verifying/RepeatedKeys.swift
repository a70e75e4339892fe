internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record

/// Looks for ids and names that stand in the log twice: their keys are then the same.
///
/// All keys are walked through in their order, those of the three parts of the index side by side.
struct RepeatedKeys {
  private let database: Database
  /// What has the key that was met last.
  private var group: [IndexKey] = []
  private(set) var isAnyFound = false

  /// Whether any id or name stands there twice.
  static func exist(_ database: Database, _ recent: RecentPart) throws -> Bool {
    var repeated = RepeatedKeys(database: database)
    var rest: [IndexKey] = []
    recent.keys.forEach { rest.append(IndexKey(key: $0, value: $1)) }
    rest.sort()
    var fresh = rest[...]
    var pending: [IndexKey] = []
    // What lies below the next row's first key comes in no later row.
    func pass(below bound: UInt64?) throws {
      let due = fresh.prefix { key in bound.map { key.key < $0 } ?? true }
      fresh = fresh[due.endIndex...]
      pending += due
      pending.sort()
      let ready = pending.prefix { key in bound.map { key.key < $0 } ?? true }
      for key in ready { try repeated.take(key) }
      pending.removeFirst(ready.count)
    }
    try SQLiteStatement(
      database,
      """
      SELECT first, keys FROM \(KeyLevel.new.table)
      UNION ALL SELECT first, keys FROM \(KeyLevel.old.table) ORDER BY first
      """
    ).forEachRow { row in
      try pass(below: KeyLevel.key(row.integer(0)))
      let keys = PackedKeys(row.borrowed(1))
      for place in 0..<keys.count { pending.append(keys[place]) }
      return !repeated.isAnyFound
    }
    try pass(below: nil)
    try repeated.lookAtGroup()
    return repeated.isAnyFound
  }

  private init(database: Database) { self.database = database }

  private mutating func take(_ key: IndexKey) throws {
    if key.key != group.first?.key {
      try lookAtGroup()
      group.removeAll(keepingCapacity: true)
    }
    group.append(key)
  }

  /// Different things may have the same key, though hardly ever: they are asked what they are.
  private mutating func lookAtGroup() throws {
    guard group.count > 1 else { return }
    var known: Set<String> = []
    for key in group {
      let thing: String?
      switch IndexedThing(value: key.value) {
      case .record(let position):
        let stored = try LogQuery.record(database, at: Position(position))
        thing = stored.flatMap { try? Record(line: $0.line) }.map { "id \($0.id)" }
      case .entity(let number):
        thing = try LogQuery.name(database, of: number).map { "name \($0)" }
      }
      if let thing, !known.insert(thing).inserted { isAnyFound = true }
    }
  }
}
