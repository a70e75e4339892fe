import Testing

@testable import Search

@Suite struct SearchTokenizerTests {
  static let texts: [(String, [String])] = [
    ("", []), ("  \n", []), ("Hello, world!", ["hello", "world"]),
    ("Ångström café CAFE\u{301} e\u{301}t\u{e9}", ["angstrom", "cafe", "cafe", "ete"]),
    ("niño, Ñandú y pingüino", ["nino", "nandu", "y", "pinguino"]),
    ("e-mail O'Brien a_b 3.14", ["e", "mail", "o", "brien", "a", "b", "3", "14"]),
    ("ΣΊΣΥΦΟΣ Москва", ["σίσυφοσ", "москва"]),
    ("Straße ŁÓDŹ", ["straße", "łodz"]), ("東京 12½", ["東京", "12½"]),
    ("tiê\u{301}ng Việt", ["tieng", "viet"]), ("\u{301}a", ["a"]), ("a👍b", ["a", "b"]),
    ("don\u{2019}t", ["don", "t"]), ("x\u{0}y", ["x", "y"]),
  ]

  @Test("Text is split at what is no letter or digit, and folded", arguments: texts)
  func words(text: String, words: [String]) {
    #expect(SearchTokenizer.words(of: text) == words)
  }

  @Test("Each word knows where it stands in the text")
  func ranges() {
    let text = "¡Año nuevo: CAFE\u{301}!"
    let pieces = SearchTokenizer.tokens(of: text).map { String(text[$0.range]) }
    #expect(pieces == ["Año", "nuevo", "CAFE\u{301}"])
  }
}
