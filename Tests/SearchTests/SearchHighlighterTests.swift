import StoreConformance
import Testing

@testable import Search

@Suite struct SearchHighlighterTests {
  private static func snippet(
    _ text: String, _ patterns: [SearchPattern], width: Int = SearchHighlighter.width
  ) -> String {
    SearchHighlighter(patterns, width: width).snippet(of: text).marked("[", "]")
  }

  private static func word(_ words: String..., prefix: Bool = false) -> SearchPattern {
    SearchPattern(words: words, isPrefix: prefix)
  }

  @Test("What was found is marked as it was written, punctuation and all")
  func marks() {
    let text = "My  CAFÉ\n(by the river) was closed."
    #expect(Self.snippet(text, [Self.word("cafe")]) == "My [CAFÉ] (by the river) was closed.")
    #expect(
      Self.snippet(text, [Self.word("the", "river"), Self.word("clo", prefix: true)])
        == "My CAFÉ (by [the river]) was [closed].")
  }

  @Test("Of overlapping matches the longer one is marked, of equal words each")
  func overlaps() {
    let patterns = [Self.word("a"), Self.word("a", "b"), Self.word("b", "c")]
    #expect(Self.snippet("x a b c a", patterns) == "x [a b] c [a]")
  }

  @Test("What was found in another spelling is marked from its first word to its last")
  func spellings() throws {
    func marked(_ text: String, _ query: String) throws -> String {
      Self.snippet(text, try SearchQuery(query).terms.flatMap(\.patterns))
    }
    #expect(try marked("call (312) 445-9021 now", "3124459021") == "call ([312) 445-9021] now")
    #expect(try marked("the co-op's door", "coop") == "the [co-op]'s door")
    #expect(try marked("駅前の街灯です", "街灯") == "駅前の[街灯]です")
    #expect(try marked("駅前の街灯です", "灯") == "駅前の街[灯]です")
    #expect(try marked("가로등이 켜졌다", "가로등") == "[가로등]이 켜졌다")
    #expect(try marked("Straßenfest, ﬁne", "fine STRASSENFEST") == "[Straßenfest], [ﬁne]")
    #expect(try marked("das Müllauto", "muellauto") == "das [Müllauto]")
    #expect(try marked("㍿梅田、8㎏", "株 会 kg") == "[㍿]梅田、8[㎏]")
  }

  @Test("A long text is cut around the densest match")
  func window() {
    let filler = (0..<100).map { "w\($0)" }.joined(separator: " ")
    let text = "bin \(filler) bin was lost \(filler)"
    let snippet = Self.snippet(text, [Self.word("bin"), Self.word("lost")], width: 8)
    #expect(snippet == "…w98 w99 [bin] was [lost] w0 w1 w2…")
    #expect(Self.snippet("lost " + text, [Self.word("lost")], width: 3).hasPrefix("[lost] bin w0…"))
  }

  @Test("Without a match the beginning is shown, and of nothing nothing")
  func noMatch() {
    #expect(Self.snippet("one two three", [Self.word("x")], width: 2) == "one two…")
    #expect(Self.snippet("", [Self.word("x")]).isEmpty)
    #expect(Self.snippet("?!", []).isEmpty)
  }

  @Test("Control characters are left out, and what has no spaces is cut")
  func unreadable() {
    #expect(Self.snippet("a\u{1b}[31m b\u{7}", [Self.word("b")]) == "a[31m [b]")
    let long = String(repeating: "x", count: 5_000)
    #expect(Self.snippet("bin \(long)", [Self.word("bin")]).count < 500)
  }

  @Test("Every snippet of random texts is a piece of the text, with marks on matches only")
  func random() {
    var random = SeededGenerator(seed: 41)
    let alphabet = ["bin", "Bins", "río", "rio", "x", "y,", "z.", "\n"]
    for _ in 0..<500 {
      let text = (0..<random.number(0...80)).map { _ in random.pick(alphabet) }
        .joined(separator: " ")
      let width = random.number(2...12)
      let highlighter = SearchHighlighter(
        [Self.word("rio"), Self.word("bin", prefix: true), Self.word("x", "y")], width: width)
      let snippet = highlighter.snippet(of: text)
      let words = SearchTokenizer.words(of: snippet.marked("", ""))
      #expect(words.count <= width)
      let all = SearchTokenizer.words(of: text)
      #expect(words.isEmpty || all.indices.contains { all[$0...].starts(with: words) })
      for fragment in snippet.fragments where fragment.isMatch {
        let found = SearchTokenizer.words(of: fragment.text)
        #expect([["rio"], ["bin"], ["bins"], ["x", "y"]].contains(found))
      }
      let isFound = all.contains { $0 == "rio" || $0.hasPrefix("bin") }
      #expect(!isFound || snippet.fragments.contains { $0.isMatch })
    }
  }
}
