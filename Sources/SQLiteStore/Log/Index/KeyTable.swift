/// Numbers under 64-bit keys that are spread evenly already; one key may have several.
///
/// An open-addressing table with linear probing: on the way of an append Swift's dictionaries,
/// which hash each key anew, cost several times as much. Lookups and insertions are O(1).
struct KeyTable {
  private var keys: [UInt64]
  /// 0 where nothing is.
  private var values: [UInt64]
  private(set) var count = 0

  /// An empty table.
  /// - Parameter capacity: how many keys it takes before it grows.
  init(capacity: Int = 16) {
    var slots = 32
    while slots < capacity * 2 { slots *= 2 }
    keys = [UInt64](repeating: 0, count: slots)
    values = [UInt64](repeating: 0, count: slots)
  }

  /// Adds a number, which must not be 0, under a key.
  mutating func insert(_ value: UInt64, for key: UInt64) {
    if (count + 1) * 2 > keys.count { grow() }
    let slot = firstSlot(of: key) { _ in false }
    keys[slot] = key
    values[slot] = value
    count += 1
  }

  /// Sets the one number of a key; answers what it was, 0 when there was none.
  mutating func set(_ value: UInt64, for key: UInt64) -> UInt64 {
    if (count + 1) * 2 > keys.count { grow() }
    let slot = firstSlot(of: key) { _ in true }
    let before = values[slot]
    keys[slot] = key
    values[slot] = value
    if before == 0 { count += 1 }
    return before
  }

  /// The first number under a key that a condition holds for; 0 when there is none.
  func first(_ key: UInt64, where isWanted: (UInt64) throws -> Bool) rethrows -> UInt64 {
    values[try firstSlot(of: key, where: isWanted)]
  }

  /// The first number under a key; 0 when there is none.
  func first(_ key: UInt64) -> UInt64 { values[firstSlot(of: key) { _ in true }] }

  /// Walks through everything, in no order.
  func forEach(_ body: (_ key: UInt64, _ value: UInt64) -> Void) {
    for slot in values.indices where values[slot] != 0 { body(keys[slot], values[slot]) }
  }

  /// The slot of the first wanted number under a key, else the free one where it would go.
  @inline(__always)
  private func firstSlot(
    of key: UInt64, where isWanted: (UInt64) throws -> Bool
  ) rethrows -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while values[slot] != 0 {
      if keys[slot] == key, try isWanted(values[slot]) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    var larger = KeyTable(capacity: keys.count)
    forEach { larger.insert($1, for: $0) }
    self = larger
  }
}
