internal import Dispatch
internal import EventLog
internal import FaultVFS
internal import GRDB
internal import InteractionModel
internal import StoreConformance
internal import Synchronization
internal import Testing
internal import Vault

@testable import SQLiteStore

@Suite("Syncs of the log are counted")
struct SyncTests {
  /// Counts who comes.
  private final class Arrivals: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
      count.withLock {
        $0 += 1
        return $0
      }
    }
  }

  /// A log that is past the first commit of its WAL, which also syncs the WAL's header.
  private func warm(_ disk: SimulatedDisk) async throws -> SQLiteEventStore {
    let store = try PlainLog.open(disk.path)
    try await store.append(plain: [PlainLog.birth])
    return store
  }

  @Test("The writer's connection runs with synchronous = FULL")
  func level() throws {
    let directory = try TestDirectory()
    let store = try PlainLog.open(directory.path)
    let level = try store.pool.writeWithoutTransaction {
      try Int.fetchOne($0, sql: "PRAGMA synchronous")
    }
    #expect(level == 2)
    try store.close()
  }

  @Test("One acknowledged append is one sync of the WAL and of nothing else")
  func oneAppend() async throws {
    let disk = try SimulatedDisk()
    let store = try await warm(disk)
    var maker = EventMaker(seed: 1)
    for size in [1, 1, 20, 3] {
      let (wal, all) = (disk.syncs("log.db-wal"), disk.syncs())
      try await store.append(plain: maker.events(size))
      #expect(disk.syncs("log.db-wal") == wal + 1)
      #expect(disk.syncs() == all + 1)
    }
    try store.close()
  }

  @Test("Known events are answered without writing anything")
  func duplicates() async throws {
    let disk = try SimulatedDisk()
    let store = try await warm(disk)
    var maker = EventMaker(seed: 2)
    let events = maker.events(5)
    try await store.append(plain: events)
    let before = disk.operations
    #expect(try await store.append(plain: events).allSatisfy(\.isDuplicate))
    #expect(disk.operations == before)
    try store.close()
  }

  @Test("Appends at once share syncs, and none is answered before one that covers it")
  func group() async throws {
    let disk = try SimulatedDisk()
    let store = try await warm(disk)
    let appends = 128
    let before = disk.syncs("log.db-wal")
    // The writer is busy until all have come: on a busy machine each might else find it idle.
    let busy = DispatchSemaphore(value: 0)
    let arrivals = Arrivals()
    store.pool.asyncWriteWithoutTransaction { _ in busy.wait() }
    let uncovered = try await withThrowingTaskGroup(of: Bool.self) { group in
      for writer in 0..<appends {
        group.addTask {
          var maker = EventMaker(seed: 10_000 + UInt64(writer))
          let events = maker.events(1)
          let asked = disk.syncs("log.db-wal")
          if arrivals.next() == appends { busy.signal() }
          try await store.append(plain: events)
          return disk.syncs("log.db-wal") == asked
        }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    let syncs = disk.syncs("log.db-wal") - before
    #expect(uncovered == 0)
    #expect((1..<UInt64(appends)).contains(syncs), "\(syncs) syncs for \(appends) appends")
    #expect(try store.head().position == Position(Int64(appends) + 1))
    try store.close()
  }

  @Test("The vault syncs a new key before it answers, and a known key costs nothing")
  func vault() async throws {
    let disk = try SimulatedDisk()
    let sealed = try await SealedLog(disk.path)
    _ = try await sealed.log.append([SealedLog.message(1)])
    let (vault, operations) = (disk.syncs("vault.db-wal"), disk.operations)
    _ = try sealed.log.prepare([SealedLog.message(2)])
    #expect(disk.syncs("vault.db-wal") == vault + 1)
    let after = disk.operations
    #expect(after > operations)
    _ = try sealed.log.prepare([SealedLog.message(1), SealedLog.message(2)])
    #expect(disk.operations == after)
    try sealed.close()
  }
}
