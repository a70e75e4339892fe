internal import EventLog
internal import GRDB
internal import InteractionModel
internal import Merkle

/// What the committer remembers between transactions; true only while nobody else has written.
struct AppendCache {
  /// A stream or entity: its number and how many records its own stream has.
  struct Entity {
    let number: Int64
    let name: String
    var count: Int64
  }

  /// Above this many entities the cache starts anew instead of growing for ever.
  static let entityLimit = 200_000

  var dataVersion: Int64 = -1
  var head = Head(position: .start, recorded: nil)
  /// What is indexed and not merged yet.
  var recent = RecentPart(merged: 0, entities: 0)
  /// The tree over the records: of what is in no full tile yet, the hashes.
  var tree = GrowingTree()
  /// Whether any key has been destroyed: most logs never ask about one.
  var hasDestroyedKeys = false
  /// How many events have come; whoever brings many is worth a filter.
  var lookups = 0
  var entities: [Entity] = []
  /// One more than the index of an entity, by the key of its name.
  private var places = KeyTable()

  /// The index of an entity among those remembered; nil when it is not.
  func place(of name: EntityName, _ key: UInt64) -> Int? {
    let place = places.first(key) { name.isSame(as: entities[Int($0) - 1].name) }
    return place == 0 ? nil : Int(place) - 1
  }

  /// Remembers an entity; answers its index.
  mutating func remember(_ entity: Entity, _ key: UInt64) -> Int {
    entities.append(entity)
    places.insert(UInt64(entities.count), for: key)
    return entities.count - 1
  }

  /// Goes on making the filter of the merged keys, once so many events have come.
  mutating func improveFilter(_ database: Database, threshold: Int) throws {
    guard lookups >= threshold else { return }
    if recent.filter?.isFull ?? true {
      let merged = recent.merged > 0 ? Int(recent.merged + recent.entities) : 0
      recent.filter = KeyFilter(keys: merged)
    }
    try recent.filter?.readSlice(database)
  }

  /// Forgets the entities, which can be looked up again.
  mutating func forgetEntities() {
    entities.removeAll()
    places = KeyTable()
  }
}
