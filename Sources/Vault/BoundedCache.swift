/// A dictionary that forgets what was not used lately.
///
/// Two generations: when the young one is full it becomes the old one, and what is found in the
/// old one moves back. Lookup and insertion are O(1) without a list of uses; at most `limit`
/// entries are kept.
struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]
  private let generation: Int

  init(limit: Int) {
    generation = max(1, limit / 2)
  }

  mutating func value(of key: Key) -> Value? {
    if let value = young[key] { return value }
    guard let value = old[key] else { return nil }
    insert(value, for: key)
    return value
  }

  mutating func insert(_ value: Value, for key: Key) {
    if young.count >= generation {
      old = young
      young = [:]
      young.reserveCapacity(generation)
    }
    young[key] = value
  }

  mutating func removeAll() {
    young = [:]
    old = [:]
  }

  var count: Int { young.count + old.count }
}
