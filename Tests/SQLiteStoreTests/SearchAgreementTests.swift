internal import EventLog
internal import InteractionModel
internal import Search
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("Words stand in the index as they were split and folded")
struct SearchAgreementTests {
  @Test("For every character, with every further form at its place")
  func everyCharacter() throws {
    let shelf = try SearchShelf()
    // Latin with all its extensions, marks, Greek to Thai, punctuation, symbols, kana, Han, Hangul.
    let ranges: [ClosedRange<UInt32>] = [
      0x01...0x5FF, 0x900...0x97F, 0xE00...0xE7F, 0x1100...0x11FF, 0x1E00...0x218F, 0x3000...0x30FF,
      0x4E00...0x4E20, 0xAC00...0xAC20, 0xFB00...0xFB4F, 0xFE70...0xFFEF, 0x1F300...0x1F3FF,
    ]
    let scalars = ranges.flatMap { Array($0) }.compactMap(Unicode.Scalar.init)
    let texts = scalars.map { "b\($0)c 7\($0)12345\($0)\($0)" }
    try shelf.index.apply(
      SearchBatch(
        entries: texts.enumerated().map { SearchEntry.message(Int64($0 + 1), $1) },
        checkpoint: .start))
    try shelf.index.examine()
    let raw = try RawConnection("\(shelf.directory.path)/search/1/shard-0.db")
    try raw.learnWords()
    try raw.rows("CREATE VIRTUAL TABLE temp.found USING fts5vocab(main, words, instance)")
    var words: [Int64: Set<String>] = [:]
    for row in try raw.rows("SELECT doc, term, offset FROM temp.found") {
      guard case .integer(let document) = row[0], case .text(let term) = row[1],
        case .integer(let offset) = row[2]
      else { continue }
      words[document, default: []].insert("\(offset) \(term)")
    }
    for (index, text) in texts.enumerated() {
      let ours = SearchTokenizer.tokens(of: text).enumerated().flatMap { offset, token in
        ([token.text] + token.forms.map(\.text)).map { "\(offset) \($0)" }
      }
      let code = String(scalars[index].value, radix: 16)
      #expect(words[Int64(index + 1)] ?? [] == Set(ours), "U+\(code)")
    }
  }
}
