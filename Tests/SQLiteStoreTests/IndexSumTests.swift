@testable import EventLog
internal import InteractionModel
@testable import SQLiteStore
internal import StoreConformance
internal import Testing

@Suite("Sums of what records imply of the indexes")
struct IndexSumTests {
  private let secret = IndexSum.Secret()

  @Test("SipHash-2-4 with 128 bits gives what its authors' program gives")
  func sipHash() {
    let hash = SipHash(key: 0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
    func hex(_ count: UInt8) -> String {
      let (first, last) = Array(0..<count).withUnsafeBytes { hash.hash($0) }
      return Hex.string(
        [first, last].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        })
    }
    #expect(hex(0) == "a3817f04ba25a8e66df67214c7550293")
    #expect(hex(1) == "da87c1d86b99af44347659119b22fc45")
    #expect(hex(2) == "8177228da4a45dc7fca38bdef60affe4")
  }

  /// An entry or a key, as it could be taken for another.
  private enum Item: Hashable {
    case key(UInt64, Int64)
    case entry(String, Int64, version: Int64?)
  }

  private func sum(_ items: [Item]) -> IndexSum {
    var sum = IndexSum()
    for item in items {
      switch item {
      case .key(let key, let position): sum.add(key: key, .record(position), secret)
      case .entry(let name, let position, let version):
        sum.add(position, of: IndexSum.Name(name, secret), version: version, secret)
      }
    }
    return sum
  }

  @Test("are equal for the same in any order, and for nothing else")
  func multisets() {
    var generator = SeededGenerator(seed: 41)
    for _ in 0..<200 {
      let items = (0..<Int.random(in: 1...12, using: &generator)).map { _ -> Item in
        let small = Int64.random(in: 0...2, using: &generator)
        return Bool.random(using: &generator)
          ? .key(UInt64.random(in: 0...2, using: &generator), small)
          : .entry(
            ["case-1", "case-2", ""].randomElement(using: &generator) ?? "", small,
            version: [nil, 0, 1].randomElement(using: &generator) ?? nil)
      }
      #expect(sum(items) == sum(items.shuffled(using: &generator)))
      let half = items.count / 2
      var parts = sum(Array(items[half...]))
      parts += sum(Array(items[..<half]))
      #expect(parts == sum(items))
      // One left out, doubled or exchanged.
      #expect(sum(Array(items.dropLast())) != sum(items))
      #expect(sum(items + [items[0]]) != sum(items))
      var others = items
      others[others.count - 1] = .entry("case-3", 9, version: 9)
      #expect(sum(others) != sum(items))
    }
  }

  @Test("a name in two pieces is the same as in one")
  func pieces() {
    for id in ["", "7", "a-conversation-of-some-length", "é😀"] {
      let one = sum([.entry("conversation-\(id)", 3, version: nil)])
      var other = IndexSum()
      other.add(3, of: IndexSum.Name(EntityName.conversation(id), secret), version: nil, secret)
      #expect(one == other)
    }
  }
}
