internal import EventLog
internal import FaultVFS
internal import InteractionModel
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("A log without an index of amendments", .guardedAgainstHanging)
struct AmendmentIndexTests {
  private let message = EventID(high: 0x6666_6666_6666_4666, low: 0x8666_6666_6666_6666)

  /// A log with its birth record and 300 events of which 30 amend messages, and where 15 of them amend
  /// the same; as a program left it that knew of no such index.
  private func make() async throws -> (directory: TestDirectory, amending: [Position]) {
    let directory = try await PlainLog.make(events: 0)
    let store = try PlainLog.open(directory.path, recentLimit: 100)
    var maker = EventMaker(seed: 31)
    var amending: [Position] = []
    for place in 0..<15 {
      let events = maker.events(18) + [maker.amendment(of: maker.event().id)]
      try await store.append(plain: events)
      amending += try await store.append(plain: [maker.amendment(of: message)]).map(\.position)
      if place == 7 { try await store.append(plain: [maker.amendment(of: EventID.random())]) }
    }
    try store.close()
    let raw = try RawConnection("\(directory.path)/log.db")
    try raw.rows("DROP TABLE amendment")
    try raw.rows("DROP TABLE reading")
    try raw.rows("DROP TABLE tile")
    try raw.rows("DROP TABLE cosignature")
    try raw.rows("DROP TABLE checkpoint")
    try raw.withoutTriggers {
      try $0.rows("DELETE FROM grdb_migrations WHERE identifier >= '0003_log'")
    }
    return (directory, amending)
  }

  private func check(_ store: SQLiteEventStore, _ amending: [Position], _ when: String = "") throws
  {
    try LogIndexTests.check(store, when)
    #expect(
      try store.positions(.amending(message), in: ReadRange(), limit: .max) == amending, "\(when)")
  }

  @Test("is given one by whoever opens it to append, and takes more")
  func filled() async throws {
    let (directory, amending) = try await make()
    let store = try PlainLog.open(directory.path)
    try check(store, amending, "filled")
    var maker = EventMaker(seed: 32)
    let more = try await store.append(plain: [maker.amendment(of: message)])
    try check(store, amending + more.map(\.position), "after more")
    try store.close()
  }

  @Test("is sound, and answers whoever only reads from its records, also what others append")
  func reading() async throws {
    let (directory, amending) = try await make()
    let verified = try SQLiteEventStore.verify(directory: directory.path, limit: 9) { _ in true }
    #expect(verified.problems == [])
    let before = try directory.contents()["log.db"]
    let reading = try SQLiteEventStore(reading: directory.path)
    try check(reading, amending, "before anybody appends")
    #expect(try directory.contents()["log.db"] == before, "nothing was written")

    let store = try PlainLog.open(directory.path)
    var maker = EventMaker(seed: 33)
    let more = try await store.append(plain: maker.events(3) + [maker.amendment(of: message)])
    try check(reading, amending + more.suffix(1).map(\.position), "of others")
    try store.close()
    try reading.close()
    let again = try SQLiteEventStore(reading: directory.path)
    try check(again, amending + more.suffix(1).map(\.position), "with the index")
    try again.close()
  }

  @Test("Power lost while it is filled: it is whole or absent, and opening it again fills it")
  func powerLoss() async throws {
    let (base, amending) = try await make()
    let whole = try SimulatedDisk(copying: base.path)
    try PlainLog.open(whole.path).close()
    for operation in stride(from: 1, through: whole.operations, by: Tier.isFull ? 1 : 5) {
      for seed in SimulatedDisk.seeds(operation, all: Tier.isFull) {
        let disk = try SimulatedDisk(copying: base.path)
        disk.fail(FAULTVFS_POWER_LOSS, at: operation)
        try? PlainLog.open(disk.path).close()
        try disk.powerCycle(seed: seed)
        let verified = try SQLiteEventStore.verify(directory: disk.path, limit: 9) { _ in true }
        #expect(verified.problems == [], "operation \(operation), seed \(seed)")
        let store = try PlainLog.open(disk.path)
        try check(store, amending, "operation \(operation), seed \(seed)")
        try store.close()
      }
    }
  }

  @Test("An index that is gone although the log was given one is found")
  func dropped() async throws {
    let found = try TamperedLog.problems(try await TamperedLog.make(), restoringTriggers: false) {
      try $0.rows("DROP TABLE amendment")
    }
    #expect(found.contains { $0.what == "schema" && $0.expected == "table amendment" })
  }

  @Test("What cannot be read amends nothing, and verify finds it")
  func unreadable() async throws {
    let (directory, amending) = try await make()
    let place = amending[3].rawValue
    do {
      try RawConnection("\(directory.path)/log.db").withoutTriggers {
        try $0.rows("UPDATE record SET line = x'7b' WHERE position = ?", [.integer(place)])
      }
    }
    let store = try PlainLog.open(directory.path)
    let found = try store.positions(.amending(message), in: ReadRange(), limit: .max)
    #expect(found == amending.filter { $0.rawValue != place })
    let problems = try store.verify(limit: 99) { _ in true }.problems
    #expect(problems.contains { $0.position?.rawValue == place && $0.what == "line" })
    try store.close()
  }
}
