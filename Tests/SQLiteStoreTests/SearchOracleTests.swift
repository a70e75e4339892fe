internal import Foundation
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("Search against an independent oracle")
struct SearchOracleTests {
  /// The shared data beside the package.
  static func data(_ path: String, file: String = #filePath) -> String {
    URL(fileURLWithPath: file).deletingLastPathComponent()
      .appendingPathComponent("../../../shared/data/\(path)").standardized.path
  }

  static let mailFolder = data("email/spamassassin-easy-ham-2")

  /// Subjects and bodies, crudely decoded.
  private static func mailTexts() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: mailFolder).filter { $0.hasSuffix(".txt") }
      .sorted().map { name in
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(mailFolder)/\(name)"))
        let text =
          String(validating: bytes, as: UTF8.self) ?? String(data: bytes, encoding: .isoLatin1)
          ?? ""
        let plain = text.replacingOccurrences(of: "\r\n", with: "\n")
        let parts = plain.components(separatedBy: "\n\n")
        let subject = parts[0].components(separatedBy: "\n").first { $0.hasPrefix("Subject:") }
        return ([subject?.dropFirst(8).description ?? ""] + parts.dropFirst())
          .joined(separator: "\n\n")
      }
  }

  /// Random queries of words that the texts have, now and then in other spelling.
  private struct Queries {
    var random: SeededGenerator
    let texts: [[String]]

    mutating func leaf() -> SearchOracle.Query {
      var words: [String] = []
      while words.isEmpty { words = texts[random.number(0...(texts.count - 1))] }
      let start = random.number(0...(words.count - 1))
      let word = words[start]
      switch random.number(1...6) {
      case 1: return .prefix(String(word.prefix(random.number(1...5))))
      case 2: return .phrase(Array(words[start..<min(start + random.number(1...3), words.count)]))
      case 3: return .word(accented(word))
      case 4: return .word(random.number(1...9) == 1 ? word + "zq" : word.capitalized)
      default: return .word(word)
      }
    }

    /// The word with an accent on its first vowel, composed or not.
    private mutating func accented(_ word: String) -> String {
      guard let index = word.firstIndex(where: { "aeiou".contains($0) }) else { return word }
      let vowel = "\(word[index])\u{301}"
      let spelled = random.number(1...2) == 1 ? vowel : vowel.precomposedStringWithCanonicalMapping
      return word.replacingCharacters(in: index...index, with: spelled)
    }

    mutating func query(depth: Int = 0) -> SearchOracle.Query {
      guard depth < 3, random.number(1...5) > 2 else { return leaf() }
      let left = query(depth: depth + 1)
      let right = query(depth: depth + 1)
      switch random.number(1...5) {
      case 1, 2: return .and(left, right)
      case 3, 4: return .or(left, right)
      default: return .not(left, right)
      }
    }
  }

  @Test(
    "500 random queries over the mails find what a scan finds, ranked by BM25",
    .enabled(if: FileManager.default.fileExists(atPath: mailFolder), "no data in \(mailFolder)"))
  func mails() throws {
    let texts = try Self.mailTexts()
    #expect(texts.count >= 1_400)
    let entries = texts.enumerated().map { index, text in
      SearchShelf.entry(Int64(index + 1), text, in: "c-\(index % 300)")
    }
    // Shards make no difference, nor whether they are condensed.
    let shelves = [
      try SearchShelf(entries), try SearchShelf(entries, shardSize: 300),
      try SearchShelf(entries, shardSize: 300),
    ]
    try shelves[2].index.condense()
    let oracle = SearchOracle(texts)
    var queries = Queries(
      random: SeededGenerator(seed: 2_002), texts: texts.map { SearchOracle.words(of: $0) })
    var found = 0
    for number in 0..<500 {
      let query = queries.query()
      let expected = oracle.search(query)
      found += expected.isEmpty ? 0 : 1
      for shelf in shelves {
        let request = SearchRequest(
          try SearchQuery(query.text), limit: texts.count, languages: [])
        let page = try shelf.index.search(request)
        let positions = page.hits.map(\.document.position.rawValue)
        let label: Comment = "query \(number): \(query.text)"
        #expect(Set(positions) == Set(expected.keys), label)
        #expect(page.total == expected.count, label)
        let misjudged = page.hits.filter { hit in
          guard let score = expected[hit.document.position.rawValue] else { return true }
          return abs(hit.score - score) > 1e-6 * max(score, 1e-6)
        }
        #expect(misjudged.isEmpty, label)
        #expect(zip(page.hits, page.hits.dropFirst()).allSatisfy { $0.score >= $1.score }, label)
      }
    }
    #expect(found > 300)
  }

  @Test("With one shard and quoted words the scores are those of SQLite's own bm25()")
  func ownRanking() throws {
    let words = ["elm", "oak", "bin", "río", "rio", "tree", "a", "b"]
    var random = SeededGenerator(seed: 12)
    let entries = (1...200).map { number in
      let text = (0..<random.number(0...30)).map { _ in words.randomElement(using: &random) ?? "" }
      return SearchShelf.entry(Int64(number), text.joined(separator: " "))
    }
    let shelf = try SearchShelf(entries)
    let file = "\(shelf.directory.path)/search/1/shard-0.db"
    let raw = try RawConnection(file)
    for query in [
      "\"elm\"", "\"elm\" OR \"rio\"", "\"oak\" AND tr*", "\"bin tree\" OR \"a\"",
      "\"a\" NOT \"b\"",
    ] {
      let page = try shelf.index.search(SearchRequest(try SearchQuery(query), limit: 1_000))
      let rows = try raw.rows(
        "SELECT rowid, printf('%.17g', -bm25(words)) FROM words WHERE words MATCH ?", [.text(query)]
      )
      #expect(rows.count == page.total && page.total > 0)
      for row in rows {
        guard case .integer(let position) = row[0], case .text(let text) = row[1] else { continue }
        let hit = try #require(page.hits.first { $0.document.position.rawValue == position })
        let score = try #require(Double(text))
        #expect(abs(hit.score - score) <= 1e-9 * max(score, 1e-6), "\(query) at \(position)")
      }
    }
  }

  @Test("Words and their forms together find what a scan over all words finds")
  func stems() throws {
    let stems = ["pay", "complain", "farmaci", "servici", "pag", "happ", "bin"]
    let ends = [
      "", "s", "ing", "ed", "er", "y", "iness", "a", "as", "o", "os", "ar", "amos", "ment",
    ]
    var random = SeededGenerator(seed: 77)
    func word() -> String {
      (stems.randomElement(using: &random) ?? "") + (ends.randomElement(using: &random) ?? "")
    }
    let texts = (0..<300).map { _ in
      (0..<random.number(0...6)).map { _ in word() }.joined(separator: " ")
    }
    let entries = texts.enumerated().map { SearchShelf.entry(Int64($0 + 1), $1) }
    let shelf = try SearchShelf(entries, shardSize: 90)
    let condensed = try SearchShelf(entries, shardSize: 90)
    try condensed.index.condense()
    let words = texts.map { Set(SearchOracle.words(of: $0)) }
    let all = words.reduce(into: Set<String>()) { $0.formUnion($1) }
    for _ in 0..<60 {
      let query = word()
      for languages in [[.english], [.spanish], Set(Stemming.allCases)] as [Set<Stemming>] {
        let forms = all.filter { other in
          other == query || languages.contains { $0.stem(other) == $0.stem(query) }
        }
        let expected = words.indices.filter { !words[$0].isDisjoint(with: forms) }
          .map { Int64($0 + 1) }
        #expect(try shelf.find(query, languages: languages).sorted() == expected, "\(query)")
        #expect(try condensed.find(query, languages: languages).sorted() == expected, "\(query)")
      }
    }
  }
}
