internal import InteractionModel

/// What the rows of the indexes hold, whatever it is.
struct HeldIndex {
  /// What they hold, to be compared with what the records imply.
  var sum = IndexSum()
  /// How many entities have merged entries.
  var entities: Int64 = 0
  /// Whether the versions of all recent entries follow from those before them; of merged ones they
  /// are not stored.
  private(set) var isOrderly = true
  /// How many records the stream of each entity has that recent records name.
  private var counts: [Int64: Int64] = [:]

  /// Nothing yet.
  /// - Parameter recent: the entities that recent records name.
  init(recent: [Int64] = []) {
    for number in recent { counts[number] = 0 }
  }

  /// Takes an entry.
  mutating func take(_ entry: LogEntry, of name: IndexSum.Name, _ secret: IndexSum.Secret) {
    let version = entry.version > 0 ? entry.version : nil
    sum.add(entry.position, of: name, version: version, secret)
  }

  /// Takes how many records the stream of an entity has, as far as its entries are merged.
  mutating func noteCount(_ count: Int64, of entity: Int64) {
    if counts[entity] != nil { counts[entity] = count }
  }

  /// Takes the next recent entry.
  mutating func takeRecent(
    _ entry: LogEntry, of entity: Int64, _ name: IndexSum.Name, _ secret: IndexSum.Secret
  ) {
    let before = counts[entity] ?? 0
    if entry.version != (entry.version > 0 ? before + 1 : -before) { isOrderly = false }
    counts[entity] = entry.count
    take(entry, of: name, secret)
  }
}
