internal import Search
internal import Testing

/// What random texts in random spellings are found by, against oracles that know no words.
extension SearchConformance {
  static let spelling: [SearchCheck] = [
    .onStore("random letters are found by any letters that are folded alike") { store in
      // What is written, and what it is to whoever looks for it.
      let letters: [(String, String)] = [
        ("k", "k"), ("K", "k"), ("Ｋ", "k"), ("e", "e"), ("é", "e"), ("e\u{301}", "e"), ("Ế", "e"),
        ("ß", "ss"), ("ẞ", "ss"), ("ss", "ss"), ("ﬁ", "fi"), ("fi", "fi"), ("Ł", "l"), ("l", "l"),
        ("đ", "d"), ("d\u{ad}", "d"), ("Æ", "ae"), ("ı", "i"), ("İ", "i"), ("þ", "th"),
      ]
      let others: [[(String, String)]] = [
        [("ё", "е"), ("Е", "е"), ("е\u{308}", "е"), ("й", "й"), ("и\u{306}", "й"), ("И", "и")],
        [("ς", "σ"), ("Σ", "σ"), ("ά", "α"), ("Α", "α"), ("ᾳ", "α"), ("ΐ", "ι")],
        [("أ", "ا"), ("ا", "ا"), ("بَ", "ب"), ("ب", "ب"), ("بـ", "ب"), ("ى", "ي"), ("ي", "ي")],
      ]
      var random = SeededGenerator(seed: 51)
      func word(_ alphabet: [(String, String)]) -> (written: String, meant: String) {
        let word = (0..<random.number(1...3)).map { _ in random.pick(alphabet) }
        return (word.map(\.0).joined(), word.map(\.1).joined())
      }
      let texts = (0..<400).map { number in
        (0..<random.number(0...4)).map { _ in word(([letters] + others)[number % 4]) }
      }
      let index = try store.serve(
        texts.enumerated().map { number, words in
          .message(Int64(number + 1), words.map(\.written).joined(separator: ", "))
        })
      for number in 0..<200 {
        let query = word(([letters] + others)[number % 4])
        let expected = texts.indices.filter { texts[$0].contains { $0.meant == query.meant } }
        let found = try index.find(query.written, languages: []).sorted()
        #expect(found == expected.map { Int64($0 + 1) }, "\(query.written)")
      }
    },
    .onStore("random codes are found in any spelling of their separators") { store in
      var random = SeededGenerator(seed: 52)
      func groups() -> [String] {
        (0..<random.number(1...4)).map { _ in random.pick(["1", "12", "7a7", "90"]) }
      }
      func written(_ groups: [String]) -> (text: String, groups: [String]) {
        var text = groups[0]
        var parts = [groups[0]]
        for group in groups.dropFirst() {
          let separator = random.pick(["-", "/", ".", "_", "", "–", ":"])
          text += separator + group
          if separator.isEmpty { parts[parts.count - 1] += group } else { parts.append(group) }
        }
        return (text, parts)
      }
      let texts = (0..<400).map { _ in written(groups()) }
      let index = try store.serve(
        texts.enumerated().map { .message(Int64($0 + 1), "see \($1.text), please") })
      for _ in 0..<200 {
        let query = written(groups())
        let code = query.groups.joined()
        let expected = texts.indices.filter { number in
          let parts = texts[number].groups
          return parts.indices.contains { start in
            (start..<parts.count).contains { parts[start...$0].joined() == code }
          }
        }
        let found = try index.find(query.text, languages: []).sorted()
        let wanted = expected.map { Int64($0 + 1) }
        // A group that the text has may be followed by one that stands within it.
        #expect(
          query.groups.count == 1 ? found == wanted : Set(found).isSuperset(of: wanted),
          "\(query.text)")
      }
    },
    .onStore("codes and telephone numbers are found however their groups are parted") { store in
      var random = SeededGenerator(seed: 54)
      let separators = [
        "", "-", "/", ".", "_", ":", "#", " ", " - ", "–", "－", "／", "\u{2011}", "\u{A0}", "\\",
      ]
      // Each of eleven signs, so that none is part of another.
      let codes = (0..<40).map { number in
        [
          random.pick(["inv", "ubx", "qk7"]), "\(20 + number)", "26",
          "0\(random.number(100...999))",
        ]
      }
      let numbers = (10..<50).map { ["617", "555", "01\($0)"] }
      func wide(_ text: String) -> String {
        String(
          String.UnicodeScalarView(
            text.unicodeScalars.map { scalar in
              (0x21...0x7E).contains(scalar.value)
                ? Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar : scalar
            }))
      }
      func written(_ code: [String]) -> String {
        let text = code.dropFirst().reduce(code[0]) { $0 + random.pick(separators) + $1 }
        return random.pick([text, text.uppercased(), wide(text)])
      }
      func dialled(_ number: [String]) -> String {
        let (area, exchange, line) = (number[0], number[1], number[2])
        return random.pick([
          "\(area)-\(exchange)-\(line)", "(\(area)) \(exchange)-\(line)",
          "\(area)\(exchange)\(line)", "1 \(area) \(exchange) \(line)",
          "+1 \(area) \(exchange) \(line)", "1-\(area)-\(exchange)-\(line)",
          "+1\(area)\(exchange)\(line)", "1\(area)\(exchange)\(line)",
          "001 \(area) \(exchange) \(line)", "\(area)\u{2011}\(exchange)\u{2013}\(line)",
          wide("\(area).\(exchange).\(line)"),
        ])
      }
      let all = (0..<400).map { _ in
        random.once(in: 2) ? random.pick(codes) : random.pick(numbers)
      }
      func spelled(_ groups: [String]) -> String {
        groups.count == 3 ? dialled(groups) : written(groups)
      }
      let index = try store.serve(
        all.enumerated().map { .message(Int64($0 + 1), "about \(spelled($1)), please") })
      for _ in 0..<300 {
        let groups = random.pick(all)
        let query = spelled(groups)
        let wanted = all.indices.filter { all[$0] == groups }.map { Int64($0 + 1) }
        #expect(try index.find(query).sorted() == wanted, "\(query)")
        let phrase = "\"about \(groups.joined())\""
        #expect(try Set(index.find(phrase)).isSuperset(of: wanted), "\(phrase)")
      }
    },
    .onStore("codes with groups of letters are found joined and parted") {
      store in
      var random = SeededGenerator(seed: 56)
      let signs = [" ", "-", "/", ".", "_", "\u{A0}", "–"]
      func letters(_ count: ClosedRange<Int>) -> String {
        (0..<random.number(count)).map { _ in random.pick(["b", "k", "q", "w", "x", "z"]) }.joined()
      }
      func digits(_ count: Int) -> String {
        (0..<count).map { _ in "\(random.number(0...9))" }.joined()
      }
      // As plates, accounts and references are made; nothing but the code itself is spelled like it.
      func code() -> [String] {
        switch random.number(0...4) {
        case 0: [letters(2...3), digits(3)]
        case 1: [letters(2...2) + digits(2), letters(4...4), digits(4), digits(4), digits(2)]
        case 2: [letters(2...2) + digits(2), letters(3...3)]
        case 3: [letters(2...2) + digits(1) + letters(1...1), digits(1) + letters(2...2)]
        default: [digits(3), letters(1...4), digits(4)]
        }
      }
      func written(_ groups: [String]) -> String {
        let isJoined = random.once(in: 3)
        let text = groups.dropFirst().reduce(groups[0]) {
          $0 + (isJoined ? "" : random.pick(signs)) + $1
        }
        return random.once(in: 2) ? text.uppercased() : text
      }
      let codes = (0..<60).map { _ in code() }
      let all = (0..<300).map { _ in random.pick(codes) }
      let index = try store.serve(
        all.enumerated().map { .message(Int64($0 + 1), "about \(written($1)), please") })
      for _ in 0..<300 {
        let groups = random.pick(codes)
        let query = written(groups)
        let wanted = all.indices.filter { all[$0].joined() == groups.joined() }
          .map { Int64($0 + 1) }
        #expect(try index.find(query).sorted() == wanted, "\(query)")
      }
    },
    .onStore("words beside numbers are no codes to whoever looks for either") { store in
      let texts = [
        "Room 101 on the 3rd floor", "the bus 39 at 10 or 11", "A12 the door",
        "in May 2024 I asked",
        "5 pm and 6 am",
      ]
      let index = try store.serve(texts.enumerated().map { .message(Int64($0 + 1), $1) })
      for (query, wanted) in [
        ("floor 3rd", [1]), ("bus 10", [2]), ("39", [2]), ("door", [3]), ("a12 the", [3]),
        ("the a12", [3]), ("may 2024", [4]), ("2024 may", [4]), ("may2024", [4]), ("may 202", []),
        ("room 10", []), ("room10", []), ("1013", []), ("1011", []), ("pm 6", [5]),
      ] as [(String, [Int64])] {
        #expect(try index.find(query).sorted() == wanted, "\(query)")
      }
    },
    .onStore("random runs of letters, digits, signs and characters are found by each of them") {
      store in
      // What is written, and what it is to whoever looks for it.
      let signs = [("㎏", "kg"), ("№", "no"), ("㎡", "m2"), ("㈱", "株"), ("㎧", "ms")]
      let letters = [("Lamp", "lamp"), ("HUB", "hub"), ("grün", "grun"), ("ｂｕｓ", "bus")]
      let digits = ["41", "7205", "６"].map { ($0, $0 == "６" ? "6" : $0) }
      let characters = ["修", "등", "ไ"].map { ($0, $0) }
      var random = SeededGenerator(seed: 55)
      let texts = (0..<300).map { _ in
        [signs, letters, digits, characters, signs].compactMap { pieces in
          random.once(in: 2) ? random.pick(pieces) : nil
        }
      }
      let index = try store.serve(
        texts.enumerated().map { number, run in
          .message(Int64(number + 1), "oak “\(run.map(\.0).joined())”, elm")
        })
      for (written, meant) in signs + letters + digits + characters {
        let expected = texts.indices.filter { texts[$0].contains { $0.1 == meant } }
          .map { Int64($0 + 1) }
        for spelled in [written, meant] {
          let found = try index.find(spelled, languages: []).sorted()
          #expect(found == expected && !found.isEmpty, "\(spelled)")
        }
      }
      for (number, run) in texts.enumerated() where !run.isEmpty {
        let found = try index.find(run.map(\.0).joined(), languages: [])
        #expect(found.contains(Int64(number + 1)), "\(run)")
      }
    },
    .onStore("random characters of scripts without spaces are found where they stand") { store in
      let characters = ["街", "灯", "の", "ガ", "등", "ไ", "ฟ้", "က"]
      var random = SeededGenerator(seed: 53)
      func text(_ length: ClosedRange<Int>) -> String {
        (0..<random.number(length)).map { _ in random.pick(characters) }.joined()
      }
      let texts = (0..<300).map { _ in "\(text(0...8)) oak \(text(0...8))" }
      let index = try store.serve(
        texts.enumerated().map { .message(Int64($0 + 1), $1) })
      for _ in 0..<200 {
        let query = text(1...4)
        let expected = texts.indices.filter { texts[$0].contains(query) }.map { Int64($0 + 1) }
        #expect(try index.find(query).sorted() == expected, "\(query)")
        #expect(try index.find("\"\(query)\"").sorted() == expected, "\(query)")
      }
    },
  ]
}
