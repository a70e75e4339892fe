internal import Foundation
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("Search against a scan, and against SQLite's own ranking")
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

  @Test(
    "500 random queries over the mails find what an index in memory finds, ranked by BM25",
    .enabled(if: FileManager.default.fileExists(atPath: mailFolder), "no data in \(mailFolder)"))
  func mails() throws {
    let texts = try Self.mailTexts()
    #expect(texts.count >= 1_400)
    let entries = texts.enumerated().map { index, text in
      SearchEntry.message(Int64(index + 1), text, in: "c-\(index % 300)")
    }
    // Shards make no difference, nor whether they are condensed.
    let shelves = [
      try SearchShelf(entries), try SearchShelf(entries, shardSize: 300),
      try SearchShelf(entries, shardSize: 300),
    ]
    try shelves[2].index.condense()
    let memory = try MemorySearchStore().serve(entries)
    var queries = RandomQueries(
      SeededGenerator(seed: 2_002), texts: texts.map { SearchTokenizer.words(of: $0) })
    var found = 0
    for _ in 0..<500 {
      let query = queries.query()
      let request = SearchRequest(try SearchQuery(query), limit: texts.count, languages: [])
      let expected = try memory.search(request)
      found += expected.total > 0 ? 1 : 0
      for shelf in shelves {
        SearchComparison.compare(try shelf.index.search(request), expected, query)
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
      return SearchEntry.message(Int64(number), text.joined(separator: " "))
    }
    let shelf = try SearchShelf(entries)
    let file = "\(shelf.directory.path)/search/1/shard-0.db"
    let raw = try RawConnection(file)
    try raw.learnWords()
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
}
