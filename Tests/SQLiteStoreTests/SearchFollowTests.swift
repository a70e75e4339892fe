internal import Dispatch
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Merkle
internal import ProjectionEngine
internal import Projections
internal import Search
internal import StoreConformance
internal import Synchronization
internal import Testing
internal import Vault

@testable import SQLiteStore

@Suite("The search index follows the archive")
struct SearchFollowTests {
  @Test("Whatever its shards, it holds what one filled at once holds", arguments: 1...24)
  func property(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    // Conversations that are long from the third entry on, for half of them.
    let searched = try await ShelvedLog(
      shardSize: Int64(random.number(2...30)), length: seed.isMultiple(of: 2) ? 2 : nil)
    try await SearchConformance.expectFollowed(searched, random, "seed \(seed)")
  }

  @Test("Where some shards have a batch and others not, the next run puts it right")
  func halfWritten() async throws {
    let searched = try await ShelvedLog(shardSize: 4)
    try await searched.append((1...20).map { SearchedLog.message($0, "word w\($0)") })
    try searched.indexer().catchUp()
    try await searched.append((1...10).map { SearchedLog.amend(100 + $0, $0 * 2, "new n\($0)") })
    let copy = try TestDirectory(copying: searched.directory.path)
    try searched.indexer().catchUp()
    let whole = try searched.digest()
    // One shard of after the batch among those of before it; then the other way round.
    let folder = "search/1"
    for shard in 0...4 {
      let mixed = try TestDirectory(copying: copy.path)
      try searched.store.close()
      try FileManager.default.removeItem(atPath: "\(mixed.path)/\(folder)/shard-\(shard).db")
      for suffix in ["", "-wal", "-shm"] {
        let from = "\(searched.directory.path)/\(folder)/shard-\(shard).db\(suffix)"
        let to = "\(mixed.path)/\(folder)/shard-\(shard).db\(suffix)"
        try? FileManager.default.removeItem(atPath: to)
        if FileManager.default.fileExists(atPath: from) {
          try FileManager.default.copyItem(atPath: from, toPath: to)
        }
      }
      let store = try SQLiteSearchStore(directory: mixed.path)
      try searched.indexer(store).catchUp()
      let index = try #require(try store.serving())
      #expect("\(try SearchContentDigest.compute(index))" == whole, "shard \(shard)")
    }
  }

  @Test("Text that cannot be opened stops the index before it, loudly; erased text does not")
  func unavailable() async throws {
    let searched = try await ShelvedLog()
    try await searched.append([
      SearchedLog.message(1, "one", from: "p-1"), SearchedLog.message(2, "two", from: "p-2"),
    ])
    let long = String(repeating: "x ", count: 40_000)
    try await searched.append([SearchedLog.message(3, long, from: "p-3")])
    try await searched.append([SearchedLog.message(4, "four", from: "p-4")])
    let erased = try searched.log.vault.keys(ofParty: "p-2").map(\.keyID)
    try await searched.erase(erased)
    // The same log, whose store has lost its attachments.
    let lossy = InteractionLog(store: LossyStore(searched.log.store), vault: searched.log.vault)
    let indexer = SearchIndexer(log: lossy, archive: searched.archive, indexes: searched.store)
    let failure = #expect(throws: ProjectionFailure.self) { try indexer.catchUp() }
    #expect(failure?.position == Position(4))
    #expect(failure?.description.contains("attachment") == true)
    #expect(try searched.find("one") == [2] && searched.find("two").isEmpty)
    #expect(try searched.find("four").isEmpty)
    #expect(try indexer.status().checkpoint == Position(3))
    #expect(try indexer.status().failure == failure)
    #expect(throws: ProjectionFailure.self) { try indexer.catchUp() }
    try searched.indexer().catchUp()
    #expect(try searched.find("x") == [4] && searched.find("four") == [5])
    #expect(try indexer.status().failure == nil)
  }

  /// Sixty messages for an index with shards of four, in batches of eight records.
  private func manyBatches() async throws -> ShelvedLog {
    let searched = try await ShelvedLog(shardSize: 4)
    try await searched.append((1...60).map { SearchedLog.message($0, "word w\($0)") })
    return searched
  }

  @Test(
    "An index that fails while batches wait keeps what was told, says why, and is gone on with",
    arguments: [(FailingIndexes.Call.apply, 1), (.apply, 2), (.apply, 5), (.condense, 1)])
  func failing(call: FailingIndexes.Call, at count: Int) async throws {
    let searched = try await manyBatches()
    let failing = FailingIndexes(searched.store, call, at: count)
    var told = Position.start
    let indexer = SearchIndexer(
      log: searched.log, archive: searched.archive, indexes: failing, batchSize: 2)
    let fault = #expect(throws: StorageFault.self) {
      try indexer.catchUp { progress in
        told = progress.position
        return true
      }
    }
    #expect(fault?.code == .io)
    #expect(try searched.indexer().status().checkpoint == told)
    if call == .apply { #expect(told == Position(Int64(count - 1) * 8)) }
    #expect(try searched.indexer(batchSize: 2).catchUp() == Position(61))
    #expect(try searched.digest() == searched.rebuiltDigest())
  }

  @Test("A log that cannot be read further ends it behind what was read, loudly")
  func unreadable() async throws {
    let searched = try await manyBatches()
    let lossy = InteractionLog(
      store: LossyStore(searched.log.store, readableThrough: Position(30)),
      vault: searched.log.vault)
    let indexer = SearchIndexer(
      log: lossy, archive: searched.archive, indexes: searched.store, batchSize: 2)
    let fault = #expect(throws: StorageFault.self) { try indexer.catchUp() }
    #expect(fault?.code == .io)
    // Three batches of eight were read before it.
    #expect(try indexer.status().checkpoint == Position(24))
    #expect(try searched.indexer().catchUp() == Position(61))
    #expect(try searched.digest() == searched.rebuiltDigest())
  }

  @Test("A purge comes between two holds of a long run, though it begins in the midst of one")
  func purgeBetween() async throws {
    let searched = try await ShelvedLog()
    try await searched.append(
      (1...200).map { SearchedLog.message($0, "word w\($0)", from: "p-\($0)") })
    let keys = Set(try searched.log.vault.keys(ofParty: "p-1").map(\.keyID))
    let ended = DispatchSemaphore(value: 0)
    let purgedAt = Mutex<Position?>(nil)
    let reached = Mutex(Position.start)
    var hasBegun = false
    try searched.indexer(batchSize: 1).catchUp { progress in
      reached.withLock { $0 = progress.position }
      guard !hasBegun else { return true }
      hasBegun = true
      let store = searched.store
      // A thread of its own: those of a pool may all be busy with other tests.
      Thread.detachNewThread {
        defer { ended.signal() }
        do {
          try store.purge(keys: keys)
          purgedAt.withLock { $0 = reached.withLock { $0 } }
        } catch {
          Issue.record(error)
        }
      }
      // Until it stands in the queue for the lock.
      let lock = "\(searched.directory.path)/search/.lock.turn"
      let deadline = ContinuousClock.now + .seconds(300)
      while SearchLockTests.isFree(lock), ContinuousClock.now < deadline { sched_yield() }
      return true
    }
    ended.wait()
    // A hold has eight batches of four steps, one record each.
    #expect(purgedAt.withLock { $0 }.map { $0 <= Position(100) } == true)
  }
}

/// A store that has lost its attachments.
private struct LossyStore: EventStore {
  let base: any EventStore
  /// The last record that can be read.
  let readable: Position
  var origin: String { base.origin }

  init(_ base: any EventStore, readableThrough readable: Position = Position(.max)) {
    self.base = base
    self.readable = readable
  }

  func append(_ request: AppendRequest) async throws(AppendError) -> [Placement] {
    try await base.append(request)
  }
  func head() throws(StorageFault) -> Head { try base.head() }
  func records(
    _ selector: Selector, in range: ReadRange, limit: Int
  ) throws(StorageFault) -> [StoredRecord] {
    let records = try base.records(selector, in: range, limit: limit)
    guard records.allSatisfy({ $0.position <= readable }) else {
      throw StorageFault(code: .io, reason: "unreadable for the test")
    }
    return records
  }
  func positions(
    _ selector: Selector, in range: ReadRange, limit: Int
  ) throws(StorageFault) -> [Position] { try base.positions(selector, in: range, limit: limit) }
  func version(of stream: StreamID) throws(StorageFault) -> Int64 { try base.version(of: stream) }
  func lastPosition(recordedThrough instant: Instant) throws(StorageFault) -> Position {
    try base.lastPosition(recordedThrough: instant)
  }
  func destroyed(among keys: [String]) throws(StorageFault) -> [String: Position] {
    try base.destroyed(among: keys)
  }
  func keys(destroyedBy record: Position) throws(StorageFault) -> [String] {
    try base.keys(destroyedBy: record)
  }
  func hashes(in tile: TileID) throws(StorageFault) -> [Hash] { try base.hashes(in: tile) }
  func keep(_ checkpoint: SignedCheckpoint) throws(StorageFault) -> SignedCheckpoint {
    try base.keep(checkpoint)
  }
  func lastCheckpoint(
    reaching size: UInt64, where isMeant: (SignedCheckpoint) -> Bool
  ) throws(StorageFault) -> SignedCheckpoint? {
    try base.lastCheckpoint(reaching: size, where: isMeant)
  }
  func lastCosigned(by witness: VerifierKey) throws(StorageFault) -> UInt64 {
    try base.lastCosigned(by: witness)
  }
  func destroyedCount() throws(StorageFault) -> Int { try base.destroyedCount() }
  func destroyedKeys() throws(StorageFault) -> [String] { try base.destroyedKeys() }
  func waitForRecords(after position: Position) async throws -> Position {
    try await base.waitForRecords(after: position)
  }
  func putAttachment(_ name: String, _ ciphertext: [UInt8]) throws(StorageFault) {
    try base.putAttachment(name, ciphertext)
  }
  func attachment(_ name: String) throws(StorageFault) -> [UInt8]? { nil }
}
