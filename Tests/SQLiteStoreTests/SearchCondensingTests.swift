internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("What a shard of the search index keeps beside SQLite's full-text table")
struct SearchCondensingTests {
  private static func entries(
    _ positions: some Sequence<Int>, _ random: inout SeededGenerator
  ) -> [SearchEntry] {
    positions.map { number in
      let text = (0..<random.number(0...20)).map { _ in "w\(random.number(1...40))" }
      return SearchEntry.message(Int64(number), text.joined(separator: " "), in: "c-\(number % 9)")
    }
  }

  private static func path(_ shelf: SearchShelf, _ shard: Int) -> String {
    "\(shelf.directory.path)/search/1/shard-\(shard).db"
  }

  /// Reads a shard beside the index.
  private static func read<Value>(
    _ shelf: SearchShelf, _ shard: Int, _ body: (Database) throws -> Value
  ) throws -> Value {
    let database = try #require(
      try SearchDatabase.reading(path(shelf, shard), SearchSchema.shard, cache: 1_024))
    defer { try? database.close() }
    return try database.read(body)
  }

  private static func strings(_ database: Database, _ sql: String) throws -> [String] {
    try String.fetchAll(database, sql: sql)
  }

  @Test("Lengths are those that FTS5 has, whatever was written, replaced and removed")
  func lengths() throws {
    var random = SeededGenerator(seed: 31)
    let shelf = try SearchShelf(shardSize: 5_000)
    for step in 1...12 {
      let start = random.number(0...9_000)
      let entries = Self.entries((start..<(start + 400)).filter { $0 % 3 != 0 && $0 > 0 }, &random)
      let removed = (0..<60).map { _ in Position(Int64(random.number(1...9_400))) }
      try shelf.index.apply(
        SearchBatch(removals: removed, entries: entries, checkpoint: LogCheckpoint(Int64(step))))
    }
    for shard in [0, 1] {
      try Self.read(shelf, shard) { database in
        let lengths = try SearchLengths(database)
        let rows = try Row.fetchAll(
          database, sql: "SELECT position, text FROM document JOIN words ON words.rowid = position")
        #expect(rows.count > 500)
        for row in rows {
          let position: Int64 = row[0]
          let text: String = row[1]
          #expect(Int(lengths.words(at: position)) == SearchTokenizer.words(of: text).count)
        }
        let known = Set(rows.map { $0[0] as Int64 })
        for position in Int64(shard * 5_000 + 1)...Int64(shard * 5_000 + 5_000)
        where !known.contains(position) {
          #expect(lengths.words(at: position) == 0)
        }
        #expect(lengths.words(at: .max) == 0 && lengths.words(at: .min) == 0)
      }
    }
  }

  @Test("A document of more words than a length can say is ranked as SQLite's own bm25() does")
  func longest() throws {
    let long = String(repeating: "elm oak ", count: 40_000)
    let shelf = try SearchShelf([
      SearchEntry.message(1, long), SearchEntry.message(2, "elm"), SearchEntry.message(3, "fir"),
      SearchEntry.message(4, ""), SearchEntry.message(5, "ash oak elm"),
      SearchEntry.message(6, "yew"),
    ])
    let page = try shelf.index.search(SearchRequest(try SearchQuery("\"elm\" OR \"ash\"")))
    let raw = try RawConnection(Self.path(shelf, 0))
    try raw.learnWords()
    let rows = try raw.rows(
      "SELECT rowid, printf('%.17g', -bm25(words)) FROM words WHERE words MATCH 'elm OR ash'", [])
    #expect(rows.count == 3 && page.total == 3)
    for row in rows {
      guard case .integer(let position) = row[0], case .text(let text) = row[1] else { continue }
      let hit = try #require(page.hits.first { $0.document.position.rawValue == position })
      let score = try #require(Double(text))
      #expect(abs(hit.score - score) <= 1e-9 * max(score, 1e-6))
    }
  }

  @Test("Condensed, a shard has one segment and knows in how many documents each word stands")
  func condensed() throws {
    var random = SeededGenerator(seed: 32)
    let shelf = try SearchShelf(Self.entries(1...3_000, &random), shardSize: 1_000)
    let before = try SearchContentDigest.compute(shelf.index)
    let hits = try shelf.find("w1 AND (w2 OR w3*)")
    try shelf.index.condense()
    try shelf.index.condense()
    for shard in 0...2 {
      try Self.read(shelf, shard) { database in
        #expect(try SearchTerms.areKnown(database))
        let counted = try Self.strings(database, "SELECT term || ' ' || documents FROM term")
        #expect(
          try counted == Self.strings(database, "SELECT term || ' ' || doc FROM vocabulary")
            // Forty words, the number in each, and words and numbers written as one.
            && counted.count > 80)
        // The number of a segment stands in the upper bits of the ids of its pages (fts5_index.c).
        let segments = try Int.fetchOne(
          database, sql: "SELECT count(DISTINCT id >> 37) FROM words_data WHERE id > 10")
        #expect(segments == 1)
      }
    }
    #expect(try SearchContentDigest.compute(shelf.index) == before)
    #expect(try shelf.find("w1 AND (w2 OR w3*)") == hits && !hits.isEmpty)
  }

  @Test("Whatever changes a shard makes it forget the counts, and only that shard")
  func forgotten() throws {
    var random = SeededGenerator(seed: 33)
    let shelf = try SearchShelf(Self.entries(1...300, &random), shardSize: 100)
    func known() throws -> [Bool] {
      try (0...2).map { try Self.read(shelf, $0, SearchTerms.areKnown) }
    }
    try shelf.index.condense()
    #expect(try known() == [true, true, true])
    let page = try shelf.index.search(SearchRequest(try SearchQuery("w1")))
    try shelf.index.apply(SearchBatch(removals: [Position(150)], checkpoint: LogCheckpoint(301)))
    #expect(try known() == [true, false, true])
    try shelf.index.apply(
      SearchBatch(entries: [SearchEntry.message(250, "w1 new")], checkpoint: LogCheckpoint(302)))
    #expect(try known() == [true, false, false])
    #expect(try shelf.find("new") == [250])
    try shelf.index.apply(
      SearchBatch(updates: page.hits.map(\.document), checkpoint: LogCheckpoint(303)))
    try shelf.index.condense()
    #expect(try known() == [true, true, true] && shelf.find("new") == [250])
  }

  @Test("When the log has come to another shard, those before are condensed")
  func another() throws {
    var random = SeededGenerator(seed: 34)
    let shelf = try SearchShelf(shardSize: 100)
    for start in stride(from: 1, to: 260, by: 20) {
      let entries = Self.entries(start..<(start + 20), &random)
      try shelf.index.apply(
        SearchBatch(entries: entries, checkpoint: LogCheckpoint(Int64(start + 19))))
      try shelf.index.condense(before: Position(Int64(start + 19)))
    }
    func known() throws -> [Bool] {
      try (0...2).map { try Self.read(shelf, $0, SearchTerms.areKnown) }
    }
    #expect(try known() == [true, true, false])
    // What changes behind it is put together again.
    try shelf.index.apply(
      SearchBatch(entries: [SearchEntry.message(50, "w1 late")], checkpoint: LogCheckpoint(260)))
    #expect(try known() == [false, true, false])
    try shelf.index.condense(before: Position(260))
    #expect(try known() == [true, true, false] && shelf.find("late") == [50])
  }

  @Test("A purge leaves nothing in the counts either, and they are known again afterwards")
  func purged() throws {
    var random = SeededGenerator(seed: 35)
    let marker = "zqxjkvbpwmcountedmarker"
    let shelf = try SearchShelf(
      Self.entries(1...200, &random) + [SearchEntry.message(201, "w1 \(marker)", keys: ["hers"])])
    try shelf.index.condense()
    #expect(try shelf.directory.files(holding: [marker]) != [])
    #expect(try shelf.store.purge(keys: ["hers"]) == SearchPurge(documents: 1, rewritten: 1))
    #expect(try shelf.directory.files(holding: [marker]) == [])
    #expect(try Self.read(shelf, 0, SearchTerms.areKnown))
    #expect(try shelf.find("w1").contains(201) == false)
  }
}
