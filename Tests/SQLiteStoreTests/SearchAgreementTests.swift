internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("Words are split and folded as the index does it")
struct SearchAgreementTests {
  /// Whether the tables of SQLite's tokeniser know a character as today's Unicode does: they are
  /// of version 6.1, and fold what had a simple folding then.
  static func isSettled(_ scalar: Unicode.Scalar) -> Bool {
    guard let age = scalar.properties.age else { return false }
    return (age.major, age.minor) <= (6, 1)
  }

  @Test("For every character of the scripts that are folded")
  func everyCharacter() throws {
    let shelf = try SearchShelf()
    // Latin with all its extensions, marks, Greek, Cyrillic, punctuation, symbols.
    let ranges: [ClosedRange<UInt32>] = [0x01...0x58F, 0x1E00...0x206F, 0x2100...0x218F]
    let scalars = ranges.flatMap { Array($0) }.compactMap(Unicode.Scalar.init)
      .filter { Self.isSettled($0) }
    let texts = scalars.map { "b\($0)c" }
    try shelf.index.apply(
      SearchBatch(
        entries: texts.enumerated().map { SearchEntry.message(Int64($0 + 1), $1) },
        checkpoint: .start))
    let raw = try RawConnection("\(shelf.directory.path)/search/1/shard-0.db")
    try raw.rows("CREATE VIRTUAL TABLE temp.found USING fts5vocab(main, words, instance)")
    var words: [Int64: [String]] = [:]
    for row in try raw.rows("SELECT doc, term FROM temp.found ORDER BY doc, offset") {
      guard case .integer(let document) = row[0], case .text(let term) = row[1] else { continue }
      words[document, default: []].append(term)
    }
    var differing: [String] = []
    for (index, text) in texts.enumerated() {
      let ours = SearchTokenizer.words(of: text)
      let theirs = words[Int64(index + 1)] ?? []
      if ours.map({ Array($0.utf8) }) != theirs.map({ Array($0.utf8) }) {
        let code = String(scalars[index].value, radix: 16)
        differing.append("U+\(code): \(ours) instead of \(theirs)")
      }
    }
    #expect(differing == [])
  }
}
