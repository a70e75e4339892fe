internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import StoreConformance
internal import Testing
internal import Vault

@testable import SQLiteStore

@Suite("An index that is not what it must be answers nobody, and is built again")
struct SearchDamageTests {
  /// What somebody does to the files of an index of three shards of ten positions.
  enum Damage: String, CaseIterable, CustomTestStringConvertible {
    case noShard, emptyFile, noTables, halfDocuments, halfKeys, halfWords, otherText, otherKey
    case noDocuments, trigger, view, table, stateTrigger, stateTable, earlierShard, laterState
    case otherBuild, extraShard, noState, emptyState, halfTerms, noFolder, garbage, noPages

    var testDescription: String { rawValue }

    /// Whether only ``SearchIndex/inspect()`` sees it.
    var isHidden: Bool { [.otherKey].contains(self) }

    func strike(_ folder: String, earlier: String) throws {
      let files = FileManager.default
      let shard = "\(folder)/shard-1.db"
      let state = "\(folder)/index.db"
      func replace(_ path: String, by other: String) throws {
        for suffix in ["", "-wal", "-shm"] where files.fileExists(atPath: path + suffix) {
          try files.removeItem(atPath: path + suffix)
        }
        if !other.isEmpty { try files.copyItem(atPath: other, toPath: path) }
      }
      func execute(_ path: String, _ sql: String) throws {
        let raw = try RawConnection(path)
        try raw.learnWords()
        try raw.rows(sql)
        try raw.rows("PRAGMA wal_checkpoint(TRUNCATE)")
      }
      switch self {
      case .noShard: try replace(shard, by: "")
      case .emptyFile:
        try replace(shard, by: "")
        _ = files.createFile(atPath: shard, contents: nil)
      case .noTables:
        try replace(shard, by: "")
        _ = files.createFile(atPath: shard, contents: nil)
        try execute(shard, "PRAGMA user_version = 1")
      case .halfDocuments: try execute(shard, "DELETE FROM document WHERE position % 2 = 0")
      case .noDocuments: try execute(shard, "DELETE FROM document")
      case .halfKeys: try execute(shard, "DELETE FROM document_key WHERE position % 2 = 0")
      case .halfWords: try execute(shard, "DELETE FROM words WHERE rowid % 2 = 0")
      case .halfTerms: try execute(shard, "DELETE FROM term WHERE term < 'w15'")
      case .otherText: try execute(shard, "UPDATE words SET text = 'nothing' WHERE rowid = 12")
      case .otherKey: try execute(shard, "UPDATE document_key SET key = 'x' WHERE position = 12")
      case .trigger:
        try execute(
          shard,
          """
          CREATE TRIGGER keeps AFTER DELETE ON document BEGIN
            INSERT INTO residue VALUES ('kept');
          END
          """)
      case .noPages: try execute(shard, "DELETE FROM words_idx")
      case .view: try execute(shard, "CREATE VIEW more AS SELECT * FROM document")
      case .table: try execute(shard, "CREATE TABLE copied (text TEXT)")
      case .stateTrigger:
        try execute(
          state,
          """
          CREATE TRIGGER stays AFTER UPDATE ON state BEGIN
            UPDATE state SET purged = 99;
          END
          """)
      case .stateTable: try execute(state, "DROP TABLE place")
      case .earlierShard: try replace(shard, by: "\(earlier)/shard-1.db")
      case .laterState: try replace(state, by: "\(earlier)/index.db")
      case .otherBuild:
        try execute(state, "UPDATE state SET build = x'00'")
      case .extraShard: try files.copyItem(atPath: shard, toPath: "\(folder)/shard-7.db")
      case .noState: try replace(state, by: "")
      case .emptyState:
        try replace(state, by: "")
        _ = files.createFile(atPath: state, contents: nil)
      case .noFolder: try files.removeItem(atPath: folder)
      case .garbage: try Data(repeating: 65, count: 9_000).write(to: URL(filePath: shard))
      }
    }
  }

  @Test("whatever was done to its files", arguments: Damage.allCases)
  func damaged(damage: Damage) async throws {
    let searched = try await ShelvedLog(shardSize: 10)
    try await searched.append((1...15).map { SearchedLog.message($0, "word w\($0)") })
    try searched.indexer().catchUp()
    try searched.index().condense()
    try searched.store.close()
    let earlier = try TestDirectory(copying: searched.directory.path)
    try await searched.append((16...25).map { SearchedLog.message($0, "word w\($0)") })
    try searched.indexer().catchUp()
    try searched.index().condense()
    try searched.store.close()
    let folder = "\(searched.directory.path)/search/1"
    try damage.strike(folder, earlier: "\(earlier.path)/search/1")

    func ask() throws -> Int {
      let store = try SQLiteSearchStore(directory: searched.directory.path)
      defer { try? store.close() }
      guard let index = try store.serving() else { throw SearchDamage.fault("is gone") }
      return try index.search(SearchRequest(try SearchQuery("word"), limit: 100)).total
    }
    if damage.isHidden {
      _ = try ask()
      let fault = #expect(throws: StorageFault.self) { try searched.index().inspect() }
      #expect(fault?.code == .damaged)
      try searched.store.close()
    }
    let fault = #expect(throws: StorageFault.self) { try ask() }
    #expect([.damaged, .corrupt, .superseded].contains(fault?.code), "\(fault as Any)")
    var said = 0
    try searched.indexer(SQLiteSearchStore(directory: searched.directory.path, shardSize: 10))
      .catchUp(mending: { _ in said += 1 })
    #expect(said == 1)
    #expect(try ask() == 25)
    try searched.index().examine()
    #expect(try searched.digest() == searched.rebuiltDigest())
  }

  @Test("nor does a purge take its word for what it has", arguments: Damage.allCases)
  func purged(damage: Damage) async throws {
    let searched = try await ShelvedLog(shardSize: 10)
    let marker = "zqxjkvbpwmdamaged"
    try await searched.append(
      (1...25).map { SearchedLog.message($0, "\(marker) w\($0)", from: "p-\($0 % 2)") })
    try searched.indexer().catchUp()
    try searched.index().condense()
    try searched.store.close()
    let folder = "\(searched.directory.path)/search/1"
    let earlier = try TestDirectory(copying: searched.directory.path)
    try damage.strike(folder, earlier: "\(earlier.path)/search/1")
    let keys = Set(try searched.log.vault.keys(ofParty: "p-1").map(\.keyID))
    try await searched.erase(Array(keys))
    let store = try SQLiteSearchStore(directory: searched.directory.path, shardSize: 10)
    try store.purge(keys: keys)
    try searched.indexer(store).catchUp()
    let index = try #require(try store.serving())
    #expect(try index.search(SearchRequest(try SearchQuery(marker), limit: 100)).total == 12)
    try index.forEachText { document, text in
      #expect(document.position.rawValue % 2 == 1, "\(document.position): \(text)")
    }
    let search = "\(searched.directory.path)/search"
    #expect(try SearchScan.files(below: search, naming: keys) == [])
  }

  @Test("A file that is none of the index's own and names a key keeps a purge from being complete")
  func remains() throws {
    let shelf = try SearchShelf([SearchEntry.message(1, "secret words", keys: ["0123456789abcdef"])]
    )
    let path = "\(shelf.directory.path)/search/copy.bak"
    try shelf.store.close()
    try FileManager.default.copyItem(
      atPath: "\(shelf.directory.path)/search/1/shard-0.db", toPath: path)
    let store = try SQLiteSearchStore(directory: shelf.directory.path)
    let remaining = fault { () throws(StorageFault) in
      try store.purge(keys: ["0123456789abcdef"])
    }
    #expect(remaining?.code == .remains && remaining?.reason.contains("copy.bak") == true)
    try FileManager.default.removeItem(atPath: path)
    try store.purge(keys: ["0123456789abcdef"])
  }

  @Test("A crash between the shards and the register is no damage, and is settled by what follows")
  func interrupted() async throws {
    let searched = try await ShelvedLog(shardSize: 10)
    try await searched.append((1...15).map { SearchedLog.message($0, "word w\($0)") })
    try searched.indexer().catchUp()
    let index = try #require(try searched.index() as? SQLiteSearchIndex)
    // As if one had been written, one had not been made, and the register had not heard of it.
    try index.stateDatabase.write { try SearchRegister.open([0, 2], $0) }
    let shard = try SearchDatabase.writing(index.path(0), SearchSchema.shard)
    try shard.write { try SearchShard.remove([Position(3)], $0) }
    try shard.close()
    try index.check()
    #expect(try searched.find("word").count == 14)
    let checkpoint = try #require(try searched.log.store.checkpoint(at: Position(5)))
    try index.apply(SearchBatch(checkpoint: checkpoint))
    #expect(try index.register().values.allSatisfy { !$0.isOpen })
    try index.examine()
  }

  @Test("Readers and a writer at once never take the one for damage to the other")
  func together() async throws {
    let searched = try await ShelvedLog(shardSize: 20)
    try await searched.append((1...10).map { SearchedLog.message($0, "word w\($0)") })
    try searched.indexer().catchUp()
    try await searched.append((11...300).map { SearchedLog.message($0, "word w\($0)") })
    let path = searched.directory.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      let indexer = searched.indexer(batchSize: 1)
      group.addTask { _ = try indexer.catchUp() }
      for _ in 0..<2 {
        group.addTask {
          let store = try SQLiteSearchStore(directory: path)
          var total = 0
          while total < 300 {
            guard let index = try store.serving() else { return }
            total = try index.search(SearchRequest(try SearchQuery("word"))).total
            try index.check()
          }
        }
      }
      try await group.waitForAll()
    }
    try searched.index().examine()
  }
}
