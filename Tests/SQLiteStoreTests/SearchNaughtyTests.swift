internal import Foundation
internal import InteractionModel
internal import Search
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("Whatever somebody types")
struct SearchNaughtyTests {
  static let file = SearchOracleTests.data("vectors/naughty-strings/blns.json")

  private static func strings() throws -> [String] {
    let data = try Data(contentsOf: URL(fileURLWithPath: file))
    return try JSONDecoder().decode([String].self, from: data)
  }

  @Test(
    "Naughty strings are answered or refused, as queries and as texts",
    .enabled(if: FileManager.default.fileExists(atPath: file), "no data in \(file)"))
  func naughty() throws {
    let strings = try Self.strings()
    #expect(strings.count > 400)
    let shelf = try SearchShelf(
      strings.enumerated().map { SearchEntry.message(Int64($0 + 1), $1) }, shardSize: 100)
    var answered = 0
    for (index, string) in strings.enumerated() {
      do throws(SearchQueryError) {
        let query = try SearchQuery(string)
        #expect(throws: Never.self) { try shelf.index.search(SearchRequest(query)) }
        answered += 1
      } catch {
        #expect(!error.description.isEmpty)
      }
      // As a quotation it finds the text it is.
      let quoted = "\"\(string.filter { !"\"“”„".contains($0) })\""
      guard let query = try? SearchQuery(quoted) else { continue }
      let page = try shelf.index.search(SearchRequest(query, limit: 1_000, languages: []))
      let isFound = page.hits.contains { $0.document.position.rawValue == Int64(index + 1) }
      #expect(isFound || string.contains { "\"“”„".contains($0) }, "\(index)")
      let snippet = SearchHighlighter(page.patterns).snippet(of: string)
      #expect(snippet.fragments.contains { $0.isMatch } || !isFound, "\(index)")
    }
    #expect(answered > 250)
  }
}
