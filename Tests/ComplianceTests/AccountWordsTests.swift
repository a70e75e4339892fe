import InteractionModel
import Testing
import Vault

@testable import Compliance

@Suite("What an account says in words is shared out among whom it is about")
struct AccountWordsTests {
  private static let words: JSONObject = ["purpose": "Zürich – why", "query": "Anna \u{1F600}"]

  private func opened(_ parts: [PersonalPart]) -> [OpenedPart] {
    parts.enumerated().map {
      OpenedPart(index: $0, keyID: "key-\($0)", result: .opened($1.content))
    }
  }

  private func subjects(_ count: Int) -> [Subject] {
    (0..<count).map { Subject(scope: .conversation("c-\($0)"), participant: "party:p-\($0)") }
  }

  @Test("All shares together say it", arguments: [1, 2, 3, 48])
  func together(count: Int) {
    let parts = AccountWords.parts(Self.words, among: subjects(count))
    #expect(parts.map(\.subject) == subjects(count))
    #expect(AccountWords.read(opened(parts)) == Self.words)
  }

  @Test("Without any one of them nothing is said", arguments: [2, 5])
  func oneMissing(count: Int) {
    let parts = opened(AccountWords.parts(Self.words, among: subjects(count)))
    for place in parts.indices {
      var erased = parts
      erased[place] = OpenedPart(index: place, keyID: "key", result: .erased)
      #expect(AccountWords.read(erased) == nil)
      erased.remove(at: place)
      #expect(AccountWords.read(erased) == nil, "a part that is left out is missed")
    }
    #expect(AccountWords.read([]) == nil)
  }

  @Test("No share says anything by itself: the same words never give the same shares")
  func shares() {
    let (first, second) = (
      AccountWords.parts(Self.words, among: subjects(2)),
      AccountWords.parts(Self.words, among: subjects(2))
    )
    #expect(first[0].content != second[0].content && first[1].content != second[1].content)
  }

  @Test("Long words are shared by fewer, as a record has room", arguments: [1, 100, 2_000, 40_000])
  func room(length: Int) {
    let words: JSONObject = ["purpose": .string(String(repeating: "w", count: length))]
    let places = AccountWords.places(for: words)
    #expect((1...AccountWords.limit).contains(places))
    #expect(places == 1 || places * (450 + length * 16 / 9) <= 48_000)
    #expect((places == AccountWords.limit) == (length <= 100))
  }
}
