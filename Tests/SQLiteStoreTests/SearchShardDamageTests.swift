internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import StoreConformance
internal import Testing
internal import Vault

@testable import SQLiteStore

@Suite("A shard of which any part is not what was written")
struct SearchShardDamageTests {
  /// The tables of a shard; but for `residue`, of which no answer is made and which is empty here.
  enum Table: String, CaseIterable {
    case document, document_key, term, length, tally, segment
    case words_data, words_idx, words_content, words_docsize, words_config

    /// A row, or the few there are, without which something is not found or not as it was.
    var row: String {
      switch self {
      case .document, .document_key: "position = 13"
      case .term: "term = 'w13'"
      case .length, .tally: "true"
      case .segment: "segment > 0"
      case .words_data: "id = (SELECT max(id) FROM words_data)"
      case .words_idx: "term = (SELECT max(term) FROM words_idx)"
      case .words_content, .words_docsize: "id = 13"
      case .words_config: "k = 'automerge'"
      }
    }

    var alteration: String {
      switch self {
      case .document: "department = 'elsewhere'"
      case .document_key: "key = 'other'"
      case .term: "documents = documents + 1"
      case .length: "lengths = zeroblob(length(lengths))"
      case .tally: "words = words + 1"
      case .segment: "pages = x'00'"
      case .words_data: "block = zeroblob(length(block))"
      case .words_idx: "pgno = pgno - 2"
      case .words_content: "c0 = 'another text'"
      case .words_docsize: "sz = x'05'"
      case .words_config: "v = 3"
      }
    }
  }

  enum Deed: String, CaseIterable {
    case removed, altered, dropped, zeroed

    func strike(_ table: Table, _ path: String) throws {
      let page = try SearchShardDamageTests.page(of: table, path)
      do {
        let raw = try RawConnection(path)
        switch self {
        case .removed: try raw.rows("DELETE FROM \(table) WHERE \(table.row)")
        case .altered:
          try raw.rows("UPDATE \(table) SET \(table.alteration) WHERE \(table.row)")
        case .dropped: try raw.rows("DROP TABLE \(table)")
        case .zeroed: break
        }
        if self == .removed || self == .altered {
          #expect(try raw.rows("SELECT changes() > 0") == [[.integer(1)]])
        }
        try raw.rows("PRAGMA wal_checkpoint(TRUNCATE)")
      }
      guard self == .zeroed else { return }
      let file = try FileHandle(forUpdating: URL(filePath: path))
      try file.seek(toOffset: UInt64(page - 1) * 4_096)
      try file.write(contentsOf: Data(count: 4_096))
      try file.close()
    }
  }

  /// Where the tree of a table begins.
  private static func page(of table: Table, _ path: String) throws -> Int64 {
    let found = try RawConnection(path).rows(
      "SELECT rootpage FROM sqlite_master WHERE name = '\(table)'")
    guard case .integer(let page)? = found.first?.first else { return 0 }
    return page
  }

  /// Texts long enough for pages of words in which some are found only by their places.
  private static func text(_ number: Int) -> String {
    "word w\(number) " + (0..<300).map { "n\(number)x\($0)" }.joined(separator: " ")
  }

  @Test(
    "is seen by whoever looks through it; then nobody is answered until it is built again",
    arguments: Table.allCases, Deed.allCases)
  func damaged(table: Table, deed: Deed) async throws {
    let searched = try await ShelvedLog(shardSize: 10)
    try await searched.append((1...25).map { SearchedLog.message($0, Self.text($0)) })
    try searched.indexer().catchUp()
    try searched.index().condense()
    try searched.index().inspect()
    try searched.store.close()
    try deed.strike(table, "\(searched.directory.path)/search/1/shard-1.db")

    func opened() throws -> SQLiteSearchStore {
      try SQLiteSearchStore(directory: searched.directory.path, shardSize: 10)
    }
    let seen = try looking(opened()) { try $0.inspect() }
    #expect([.damaged, .corrupt].contains(seen?.code), "\(String(describing: seen))")
    let refused = try looking(opened()) {
      _ = try $0.search(SearchRequest(try SearchQuery("word"), limit: 100))
    }
    #expect([.damaged, .corrupt].contains(refused?.code), "\(String(describing: refused))")

    var said = 0
    let store = try opened()
    try searched.indexer(store).catchUp(mending: { _ in said += 1 })
    #expect(said == 1)
    let index = try #require(try store.serving())
    #expect(try index.search(SearchRequest(try SearchQuery("word"), limit: 100)).total == 25)
    #expect(try index.search(SearchRequest(try SearchQuery("n13x299"), limit: 100)).total == 1)
    try index.examine()
    #expect(try "\(SearchContentDigest.compute(index))" == searched.rebuiltDigest())
    try store.close()
  }

  /// What somebody meets who opens the index and does something with it.
  private func looking(
    _ store: SQLiteSearchStore, _ body: (any SearchIndex) throws -> Void
  ) throws -> StorageFault? {
    defer { try? store.close() }
    do {
      guard let index = try store.serving() else { return nil }
      try body(index)
      return nil
    } catch let fault as StorageFault {
      return fault
    }
  }

  @Test("is not merged into what is said to be sound")
  func condensed() async throws {
    let searched = try await ShelvedLog(shardSize: 100)
    try await searched.append((1...15).map { SearchedLog.message($0, Self.text($0)) })
    try searched.indexer(batchSize: 5).catchUp()
    try searched.store.close()
    try RawConnection("\(searched.directory.path)/search/1/shard-0.db").rows(
      """
      UPDATE words_data SET block = zeroblob(length(block))
      WHERE id = (SELECT max(id) FROM words_data)
      """)
    let fault = #expect(throws: StorageFault.self) { try searched.index().condense() }
    #expect(fault?.code == .damaged)
  }

  @Test("A text that is not there is not passed over where conversations are compared")
  func similar() async throws {
    let searched = try await ShelvedLog(shardSize: 10)
    try await searched.append(
      (1...8).map { SearchedLog.message($0, "kingfisher w\($0)", in: "c-\($0 % 2)") })
    try searched.indexer().catchUp()
    try searched.store.close()
    try RawConnection("\(searched.directory.path)/search/1/shard-0.db").rows(
      "DELETE FROM words_content WHERE id = 5")
    let fault = #expect(throws: StorageFault.self) {
      try searched.index().similar(to: "c-0", filter: SearchFilter(), limit: 10)
    }
    #expect(fault?.code == .damaged)
  }

  @Test("What is written since is seen as well, after many merges and a purge")
  func written() async throws {
    let searched = try await ShelvedLog(shardSize: 1_000)
    try await searched.append(
      (1...120).map { SearchedLog.message($0, Self.text($0), from: "p-\($0 % 7)") })
    // A commit a record: FTS5 merges each sixteen of them, and gives their numbers again.
    try searched.indexer(batchSize: 1).catchUp()
    try searched.index().inspect()
    let keys = Set(try searched.log.vault.keys(ofParty: "p-1").map(\.keyID))
    try await searched.erase(Array(keys))
    try searched.store.purge(keys: keys)
    try searched.index().inspect()
    try await searched.append((121...140).map { SearchedLog.message($0, Self.text($0)) })
    try searched.indexer(batchSize: 3).catchUp()
    try searched.index().examine()
    #expect(try searched.digest() == searched.rebuiltDigest())
  }
}
