import EventLog
import InteractionModel
import ProjectionEngine
import Search
import StoreConformance
import Synchronization
import Testing
import Vault

@testable import SQLiteStore

@Suite("Whoever follows goes on with the build that replaces the one it followed")
struct SearchReplacedTests {
  /// The builds of a store, of which somebody replaces the serving one just before it is changed.
  private final class Replacing: SearchIndexStore {
    private let base: SQLiteSearchStore
    private let left: Mutex<Int>
    private let rebuild: @Sendable () throws -> Void

    init(_ base: SQLiteSearchStore, times: Int, _ rebuild: @escaping @Sendable () throws -> Void) {
      self.base = base
      left = Mutex(times)
      self.rebuild = rebuild
    }

    var isDone: Bool { left.withLock { $0 == 0 } }

    func servingGeneration() throws(StorageFault) -> Int64? { try base.servingGeneration() }
    func serving() throws(StorageFault) -> (any SearchIndex)? { try base.serving() }
    func build(
      _ version: SearchVersion, fresh: Bool, purged: LogCheckpoint
    ) throws(StorageFault) -> SearchBuild {
      try base.build(version, fresh: fresh, purged: purged)
    }
    func serve(_ index: any SearchIndex) throws(StorageFault) { try base.serve(index) }
    func exclusively<Value>(_ index: any SearchIndex, _ body: () throws -> Value) throws -> Value {
      let replaces = left.withLock { left in
        guard left > 0 else { return false }
        left -= 1
        return true
      }
      if replaces { try rebuild() }
      return try base.exclusively(index, body)
    }
    func purge(
      _ erasures: (LogCheckpoint) throws -> SearchErasures
    ) throws(StorageFault) -> SearchPurge { try base.purge(erasures) }
  }

  @Test("Five rebuilds in a row, each in the midst of following")
  func five() async throws {
    let searched = try await ShelvedLog()
    try await searched.append((1...20).map { SearchedLog.message($0, "word\($0)") })
    try searched.indexer().catchUp()
    let first = try searched.index().generation
    try await searched.append((21...40).map { SearchedLog.message($0, "word\($0)") })
    let elsewhere = searched.indexer()
    let replacing = Replacing(searched.store, times: 5) { try elsewhere.rebuild() }
    let follower = SearchIndexer(
      log: searched.log, archive: searched.archive, indexes: replacing)
    #expect(try follower.catchUp() == searched.log.store.head().position)
    #expect(replacing.isDone)
    #expect(try searched.index().generation == first + 5)
    #expect(searched.store.generations == [first + 5], "the files of those before are gone")
    // What comes afterwards is followed as before.
    try await searched.append([SearchedLog.message(41, "afterwards")])
    try follower.catchUp()
    #expect(try searched.find("afterwards").count == 1)
  }

  @Test("A fault is a fault when nobody has replaced the build")
  func fault() async throws {
    let searched = try await ShelvedLog()
    try await searched.append([SearchedLog.message(1, "word")])
    try searched.indexer().catchUp()
    try await searched.append([SearchedLog.message(2, "word")])
    let failing = SearchIndexer(
      log: searched.log, archive: searched.archive,
      indexes: FailingIndexes(searched.store, .apply, at: 1))
    #expect(throws: StorageFault.self) { try failing.catchUp() }
  }
}
