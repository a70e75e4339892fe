import StoreConformance
import Testing

@testable import Search

@Suite struct SearchTokenizerTests {
  static let texts: [(String, [String])] = [
    ("", []), ("  \n", []), ("Hello, world!", ["hello", "world"]),
    ("Ångström café CAFE\u{301} e\u{301}t\u{e9}", ["angstrom", "cafe", "cafe", "ete"]),
    ("niño, Ñandú y pingüino", ["nino", "nandu", "y", "pinguino"]),
    ("e-mail O'Brien a_b 3.14", ["e", "mail", "o", "brien", "a", "b", "3", "14"]),
    ("ΣΊΣΥΦΟΣ Σίσυφος Москва", ["σισυφοσ", "σισυφοσ", "москва"]),
    ("Straße ŁÓDŹ", ["strasse", "lodz"]), ("東京 12½", ["東", "京", "12½"]),
    ("tiê\u{301}ng Việt", ["tieng", "viet"]), ("\u{301}a", ["a"]), ("a👍🏽b", ["a", "👍", "b"]),
    ("don\u{2019}t", ["don", "t"]), ("x\u{0}y", ["x", "y"]),
    ("ﬂag Ｂｕｓ ７ ٣٤", ["flag", "bus", "7", "34"]), ("co\u{ad}op de\u{200b}pot", ["coop", "depot"]),
    ("Ærø þing Óðinn ħ", ["aero", "thing", "odinn", "h"]),
    ("Izmir İZMİR ızmir", ["izmir", "izmir", "izmir"]),
    ("Ёж еж Мой и\u{306}од", ["еж", "еж", "мой", "йод"]),
    ("ΆΡΗΣ Άρης ᾠδή", ["αρησ", "αρησ", "ωδη"]),
    ("كِتَاب كتـاب أحمد مدرسة", ["كتاب", "كتاب", "احمد", "مدرسه"]), ("שָׁלוֹם", ["שלום"]),
    ("ガス ｶﾞｽ か\u{3099}", ["ガ", "ス", "ガ", "ス", "が"]), ("ที่นี่", ["ที่", "นี่"]),
    ("हिन्दी", ["हिन्दी"]), ("\u{1112}\u{1161}\u{11ab}글", ["한", "글"]), ("Đà Nẵng", ["da", "nang"]),
    ("𝐁𝐨𝐥𝐝 m² Acme™ ℠", ["bold", "m2", "acme"]),
    ("5㎏ ㎡ №7 20℃", ["5", "kg", "m2", "no", "7", "20", "c"]),
    ("㈱梅 ㍿ ㌘ ㏠ Ⓑ", ["株", "梅", "株", "式", "会", "社", "グ", "ラ", "ム", "1", "日", "b"]),
    ("vPhone15修理 Tür7 №\u{301}", ["vphone15", "修", "理", "tur7", "no"]),
  ]

  @Test("Text is split at what is no letter or digit, and folded", arguments: texts)
  func words(text: String, words: [String]) {
    #expect(SearchTokenizer.words(of: text) == words)
  }

  @Test("Each word knows where it stands in the text")
  func ranges() {
    let text = "¡Año nuevo: CAFE\u{301}!"
    let pieces = SearchTokenizer.tokens(of: text).map { String(text[$0.range(in: text)]) }
    #expect(pieces == ["Año", "nuevo", "CAFE\u{301}"])
  }

  static let spellings: [(String, [String])] = [
    ("plain words. Only, here", []), ("co-op", ["coop/2"]), ("D'Arcy", ["darcy/2"]),
    ("B’nai", ["bnai/2"]), ("end. start", []), ("e.g. 5,", []), ("one, two", []),
    ("7,310.05", ["731005/3", "7310/2", "31005/2"]), ("QX-11/4", ["qx114/3", "qx11/2", "114/2"]),
    ("8㎏", ["8kg/2"]), ("№9", ["no9/2"]), ("㌘", ["グラ/2", "ラム/2"]), ("㏠", []),
    ("vPhone15修理", ["vphone/1", "15/1", "修理/2"]), ("“vPhone15”", ["vphone/1", "15/1"]),
    ("Straße15", ["strasse/1", "15/1"]), ("дом7а", []), ("ｖＰｈｏｎｅ１５修", ["vphone/1", "15/1"]),
    ("42C", ["42/1"]), ("route66", ["route/1", "66/1"]), ("a1b2c3", []),
    ("openRequestList", ["open/1", "request/1", "list/1"]), ("McNeil", []),
    ("Größe Köln", ["groesse/1", "koeln/1"]), ("u\u{308}ber", ["ueber/1"]),
    ("(312) 445 9021", ["3124459021/3", "4459021/2"]), ("12 34", []), ("2019 2020", ["20192020/2"]),
    ("+43 1 5123456", ["4315123456/3", "15123456/3", "15123456/2"]),
    ("0043 1 5123456", ["004315123456/3", "4315123456/3", "15123456/3", "15123456/2"]),
    ("+4315123456", ["15123456/1"]), ("01 5123456", ["015123456/2", "15123456/2"]),
    ("والكتاب", ["كتاب/1"]), ("街灯が", ["街灯/2", "灯が/2"]), ("街\n灯", []),
    ("x_y-z", ["xy/2", "xyz/3", "yz/2"]),
    ("QX/11-4.5", ["qx11/2", "qx114/3", "qx1145/4", "114/2", "1145/3", "45/2"]),
    ("and/or gov.example", []), ("ab/cd/9", ["abcd9/3", "cd9/2"]),
    ("ＱＸ／１１－４", ["qx11/2", "qx114/3", "114/2"]), ("11\u{2212}4", ["114/2"]),
    ("QX 1140 62", ["qx1140/2", "qx114062/3", "114062/2"]), ("oak 12", []), ("oak. 1140", []),
    (
      "4111 2222 3333 4444",
      ["41112222/2", "411122223333/3", "1122223333/3", "4111222233334444/4"]
        + ["22223333/2", "222233334444/3", "233334444/3", "33334444/2"]
    ),
    ("16175550142", ["6175550142/1"]), ("442079460018", ["2079460018/1"]),
  ]

  @Test(
    "A word has the forms that people write it in, with how many words they cover",
    arguments: spellings
  )
  func forms(text: String, forms: [String]) {
    let found = SearchTokenizer.tokens(of: text).flatMap(\.forms).map { "\($0.text)/\($0.span)" }
    #expect(found.sorted() == forms.sorted())
  }

  @Test("Words are the same wherever they stand, each once at its place and within the text")
  func anyText() {
    var random = SeededGenerator(seed: 15)
    let pieces = [
      "elm", "Über", "ёлка", "街灯", "ไฟถนน", "가로등", "12", "5550", "+", "-", "(", ")", " ", " ", "'",
      ".", "🌳", "\u{ad}", "\u{301}", "ﬁ", "fooBar", "x7", "ß", "\n", "’", "\u{3099}", "אָ", "㎏", "№",
      "㍿", "㏠", "修", "é",
    ]
    for _ in 0..<2_000 {
      let text = (0..<random.number(0...12)).map { _ in random.pick(pieces) }.joined()
      let tokens = SearchTokenizer.tokens(of: text)
      var place = 0..<0
      for (index, token) in tokens.enumerated() {
        // What a sign stands for has one place, however many words that is.
        #expect(token.bytes.lowerBound >= place.upperBound || token.bytes == place)
        #expect(!token.bytes.isEmpty && !token.text.isEmpty)
        place = token.bytes
        #expect(Set([token.text] + token.forms.map(\.text)).count == token.forms.count + 1)
        #expect(token.forms.allSatisfy { index + $0.span <= tokens.count && !$0.text.isEmpty })
      }
      #expect(place.upperBound <= text.utf8.count)
      // Folding what is folded changes nothing.
      let words = tokens.map(\.text)
      #expect(SearchTokenizer.words(of: words.joined(separator: " ")) == words, "\(text)")
      // What stands before and behind, a space away, makes no difference.
      #expect(SearchTokenizer.words(of: "oak \(text) oak") == ["oak"] + words + ["oak"])
    }
  }
}
