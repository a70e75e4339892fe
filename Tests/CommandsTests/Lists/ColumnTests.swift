import Testing

@testable import Commands

/// What stands in columns is measured as a terminal shows it.
@Suite("Columns of a terminal")
struct ColumnTests {
  @Test(
    "are two for letters of East Asia and for pictures, none for marks",
    arguments: [
      ("plain", 5), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("한글", 4),
      ("\u{1112}\u{1161}\u{11AB}", 2),
      ("ｆ", 2), ("（）", 4), ("👍", 2), ("👩‍👩‍👧", 2), ("🇨🇦", 2), ("✓", 1), ("☎\u{FE0F}", 2), ("–…“”", 4),
      ("नमस्ते", 4), ("", 0), ("a日", 3),
    ])
  func widths(text: String, columns: Int) {
    #expect(text.columns == columns, "\(text)")
  }

  @Test("are never more than a line has, and nothing is lost where it is broken")
  func wrapped() {
    let letters = Array("日本語👍ab é")
    for seed in 0..<200 {
      var (state, text) = (UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1, "")
      for _ in 0..<60 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(letters[Int(state >> 33) % letters.count])
      }
      for width in [2, 7, 20] {
        let pieces = Card.wrapped(text, width)
        #expect(pieces.allSatisfy { $0.columns <= width }, "\(text)")
        #expect(pieces.joined().filter { $0 != " " } == text.filter { $0 != " " })
      }
      #expect(Terminal.cut(text, 9).columns <= 9)
    }
  }

  @Test("are as many in every line of a card whose words have no spaces")
  func card() {
    var card = Card()
    card.add("in words", String(repeating: "水费太高", count: 40))
    let lines = card.text(width: 80)
    #expect(lines.count > 4 && lines.allSatisfy { $0.columns <= 80 })
    #expect("日本".padding(6) == "日本  ")
  }
}
