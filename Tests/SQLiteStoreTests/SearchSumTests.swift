import InteractionModel
import Search
import StoreConformance
import Testing

@testable import SQLiteStore

@Suite("The sum over the documents of a shard")
struct SearchSumTests {
  private static func number(_ text: String, salt: [UInt8] = [1], keys: [String] = ["k"])
    -> SearchSum
  {
    SearchSum(of: SearchEntry.message(7, text).document, text, keys: keys, salt: salt)
  }

  @Test("does not depend on the order, and is nothing when everything is taken out again")
  func order() {
    var random = SeededGenerator(seed: 5)
    let numbers = (0..<200).map { Self.number("text \($0)") }
    var sum = SearchSum.zero
    for number in numbers { sum += number }
    var other = SearchSum.zero
    for number in numbers.shuffled(using: &random) { other += number }
    #expect(sum == other && sum != .zero)
    for number in numbers.shuffled(using: &random) { other -= number }
    #expect(other == .zero)
    // Below nothing and back: carries go through all limbs.
    other -= numbers[0]
    other += numbers[0]
    #expect(other == .zero)
    #expect(sum.bytes.withUnsafeBytes { SearchSum($0) } == sum && sum.bytes.count == 32)
  }

  @Test("is another for another salt, text, key or field")
  func different() {
    var numbers: Set<SearchSum> = [
      Self.number("a"), Self.number("b"), Self.number("a", salt: [2]),
      Self.number("a", keys: ["k", "l"]), Self.number("a", keys: ["kl"]),
    ]
    for change: (inout SearchDocument) -> Void in [
      { $0.channel = "email" }, { $0.department = "email" }, { $0.at = Instant(microseconds: 1) },
      { $0.textPosition = Position(8) }, { $0.conversation = "" },
      { $0.conversation = nil }, { $0.kind = .note }, { $0.caseID = "email" },
      { $0.party = "email" },
    ] {
      var document = SearchEntry.message(7, "a").document
      change(&document)
      numbers.insert(SearchSum(of: document, "a", keys: ["k"], salt: [1]))
    }
    #expect(numbers.count == 14)
    #expect(Self.number("a", keys: ["k", "l"]) == Self.number("a", keys: ["l", "k"]))
  }

  @Test("Salts are never the same")
  func salts() {
    #expect(Set((0..<100).map { _ in SearchSum.salt() }).count == 100)
    #expect(SearchSum.salt().count == SearchSum.saltSize)
  }
}
