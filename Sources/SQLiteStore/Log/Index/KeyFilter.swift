internal import GRDB

/// Tells of nearly every key that is not merged that it is not, without a look into the tables.
///
/// Nearly all ids that come are new, and to find nothing costs a walk through two B-trees, the
/// larger of which no cache holds. A Bloom filter whose bits for one key lie in one line of the
/// processor's cache says so in one access, ten bits a key; one absent key in a hundred is looked up
/// all the same. It is made slice by slice while a process appends, so that no commit waits for it
/// and who appends little does not pay for it, and it is never stored.
struct KeyFilter {
  /// The most keys that there may be room for, 64 MiB: a log of more than two thirds of them goes
  /// without, and each new id costs a look into both tables again.
  private static let limit = 53_000_000
  private static let bitsPerKey = 10

  /// Eight words a block.
  private var words: [UInt64]
  private let blocks: UInt64
  private let capacity: Int
  private var count = 0
  /// How many slices have been read.
  private(set) var slices = 0

  /// A filter for a log of that size, with room to grow; nil when it would be too large.
  init?(keys: Int) {
    capacity = max(keys + keys / 2, 500_000)
    guard capacity <= KeyFilter.limit else { return nil }
    blocks = UInt64(capacity * KeyFilter.bitsPerKey / 512 + 1)
    words = [UInt64](repeating: 0, count: Int(blocks) * 8)
  }

  /// Whether there are more keys than it was made for.
  var isFull: Bool { count > capacity }

  /// Reads the next slice of the merged keys.
  mutating func readSlice(_ database: Database) throws {
    guard slices < KeyLevel.slices else { return }
    for level in [KeyLevel.new, .old] {
      try level.forEachRow(database, of: slices) { _, bytes in
        let keys = PackedKeys(bytes)
        for place in 0..<keys.count { insert(keys.key(place)) }
      }
    }
    slices += 1
  }

  /// Adds a key that is being merged.
  mutating func insert(_ key: UInt64) {
    count += 1
    let start = block(of: key)
    var bits = KeyFilter.bits(of: key)
    for _ in 0..<6 {
      words[start + Int(bits & 7)] |= 1 << (bits >> 3 & 63)
      bits >>= 9
    }
  }

  /// Whether a key may be merged; false only when it surely is not.
  func mayContain(_ key: UInt64) -> Bool {
    guard KeyLevel.slice(of: key) < slices else { return true }
    let start = block(of: key)
    var bits = KeyFilter.bits(of: key)
    for _ in 0..<6 {
      guard words[start + Int(bits & 7)] & 1 << (bits >> 3 & 63) != 0 else { return false }
      bits >>= 9
    }
    return true
  }

  private func block(of key: UInt64) -> Int {
    Int(key.multipliedFullWidth(by: blocks).high) * 8
  }

  /// The low bits of a key once more: its high ones have chosen the block.
  private static func bits(of key: UInt64) -> UInt64 {
    (key &* 0xD6E8_FEB8_6659_FD93) >> 8
  }
}
