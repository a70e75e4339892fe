internal import EventLog
internal import FaultVFS
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("Whoever only reads")
struct ReadingOnlyTests {
  /// A copy of a log of which some records stand only in the WAL, as a killed process leaves it;
  /// without the WAL's index, which such a copy may lack.
  private static func halfWrittenBack() async throws -> (directory: TestDirectory, head: Int64) {
    let base = try await PlainLog.make()
    let store = try PlainLog.open(base.path)
    var maker = EventMaker(seed: 4)
    try await store.append(plain: maker.events(7))
    let copy = try TestDirectory(copying: base.path)
    let head = try store.head().position.rawValue
    try store.close()
    try FileManager.default.removeItem(atPath: "\(copy.path)/log.db-shm")
    return (copy, head)
  }

  /// How many records the file has without its WAL.
  private static func withoutWAL(_ directory: TestDirectory) throws -> Int64 {
    let file = try RawConnection("file:\(directory.path)/log.db?immutable=1")
    guard case .integer(let count)? = try file.rows("SELECT max(position) FROM record").first?.first
    else { return 0 }
    return count
  }

  /// Where the log ends for whoever only looks.
  private static func look(_ directory: TestDirectory) throws -> Int64 {
    let pool = try SQLiteFile.openToLook("\(directory.path)/log.db")
    defer { try? pool.close() }
    return try pool.read { try LogQuery.head($0).position.rawValue }
  }

  @Test("sees what stands only in the WAL, beside others and alone")
  func walOnly() async throws {
    let (directory, head) = try await Self.halfWrittenBack()
    #expect(try Self.withoutWAL(directory) < head)
    let before = try directory.contents()
    #expect(try Self.look(directory) == head)
    #expect(try directory.contents() == before, "alone, not even the index of the WAL is made")
    let reading = try SQLiteEventStore(reading: directory.path)
    #expect(try reading.head().position.rawValue == head)
    #expect(try reading.problems() == [])
    try reading.close()
    #expect(try Self.withoutWAL(directory) < head, "nothing was written back")
  }

  @Test("sees what others append meanwhile, wakes for it, and appends nothing")
  func beside() async throws {
    let directory = try await PlainLog.make()
    let reading = try SQLiteEventStore(reading: directory.path)
    let head = try reading.head().position
    let store = try PlainLog.open(directory.path)
    var maker = EventMaker(seed: 5)
    try await store.append(plain: maker.events(3))
    #expect(try await reading.waitForRecords(after: head).rawValue == head.rawValue + 3)
    let event = maker.event()
    let error = await #expect(throws: AppendError.self) {
      try await reading.append(plain: [event])
    }
    guard case .storage(let fault)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault.code == .permission)
    try reading.close()
    try store.close()
  }

  @Test("goes on reading while the disk is full; appending is refused, and recovers by itself")
  func fullDisk() async throws {
    let base = try await PlainLog.make()
    let disk = try SimulatedDisk(copying: base.path)
    var maker = EventMaker(seed: 6)
    let (first, second) = (maker.event(), maker.event())
    disk.fail(FAULTVFS_DISK_FULL, at: 1, persistent: true)
    do {
      let reading = try SQLiteEventStore(reading: disk.path)
      #expect(try reading.head().position.rawValue == 6)
      #expect(try reading.problems() == [])
      try reading.close()
      let fault = #expect(throws: StorageFault.self) { try PlainLog.open(disk.path) }
      #expect(fault?.code == .full, "\(String(describing: fault))")
    }
    disk.heal()
    let store = try PlainLog.open(disk.path)
    try await store.append(plain: [first])
    disk.fail(FAULTVFS_DISK_FULL, at: 1, persistent: true)
    await #expect(throws: AppendError.self) { try await store.append(plain: [second]) }
    #expect(try store.head().position.rawValue == 7)
    disk.heal()
    try await store.append(plain: [second])
    #expect(try store.head().position.rawValue == 8)
    #expect(try store.problems() == [])
    try store.close()
  }

  @Test("makes nothing of read models that are not there, and scratch space where it can")
  func readModels() throws {
    let directory = try TestDirectory()
    let store = try SQLiteReadModelStore(reading: directory.path)
    #expect(try store.generations().isEmpty)
    let fault = #expect(throws: StorageFault.self) { try store.create(Shelf.projection) }
    #expect(fault?.code == .permission)
    try store.withScratch(Shelf.projection) { scratch in
      try scratch.commit(Shelf.batch(1))
      #expect(try Shelf.violations(scratch) == [])
    }
    try store.close()
    #expect(try directory.contents().isEmpty)
  }

  @Test(
    "reads how far a vault has settled, of whatever form it is",
    arguments: [
      ("ALTER TABLE settled DROP COLUMN leaf", LogCheckpoint(position: Position(5), leaf: [])),
      ("DROP TABLE settled", .start),
      ("DROP TABLE complete", LogCheckpoint(position: Position(5), leaf: [7])),
    ])
  func olderVault(change: String, settled: LogCheckpoint) throws {
    let directory = try TestDirectory()
    let vault = try SQLiteVaultStore(directory: directory.path)
    try vault.settle(through: LogCheckpoint(position: Position(5), leaf: [7]), replacing: nil)
    try vault.close()
    do { try RawConnection("\(directory.path)/vault.db").rows(change) }
    let reading = try SQLiteVaultStore(reading: directory.path)
    #expect(try reading.settledThrough() == settled)
    try reading.close()
  }

  @Test("reads a catalogue and a read model of before leaves and roots were kept")
  func olderForms() throws {
    let directory = try TestDirectory()
    let store = try SQLiteReadModelStore(directory: directory.path)
    let generation = try store.create(Shelf.projection)
    let lease = try store.acquire(generation, of: Shelf.projection)
    try lease.model.commit(Shelf.batch(1))
    lease.release()
    try store.serve(generation)
    try store.close()
    do {
      try RawConnection("\(directory.path)/catalogue.db").rows(
        "ALTER TABLE generation DROP COLUMN digest_leaf")
      try RawConnection("\(directory.path)/projections/Shelf-1.db").rows(
        "ALTER TABLE meta DROP COLUMN leaf")
      try RawConnection("\(directory.path)/projections/Shelf-1.db").rows(
        "ALTER TABLE meta DROP COLUMN root")
    }
    let reading = try SQLiteReadModelStore(reading: directory.path)
    let found = try #require(try reading.generations().first)
    #expect(found.digestLeaf == nil)
    let model = try reading.open(found, of: Shelf.projection)
    #expect(try model.logCheckpoint() == LogCheckpoint(position: Position(1), leaf: []))
    #expect(try model.bookkeeping()?.leaf == nil && model.bookkeeping()?.root == nil)
    try reading.close()
    // Whoever writes it next notes both.
    let raw = try RawConnection("\(directory.path)/catalogue.db")
    try raw.rows("ALTER TABLE generation ADD COLUMN digest_leaf BLOB")
    let writing = try SQLiteReadModelStore(directory: directory.path)
    let second = try writing.acquire(found, of: Shelf.projection)
    var batch = Shelf.batch(2)
    batch.leaf = [7]
    batch.root = [6]
    try second.model.commit(batch)
    #expect(
      try second.model.logCheckpoint() == LogCheckpoint(position: Position(2), leaf: [7]))
    #expect(try second.model.bookkeeping()?.leaf == [7])
    #expect(try second.model.bookkeeping()?.root == [6])
    second.release()
    try writing.close()
  }
}
