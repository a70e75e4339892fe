internal import EventLog
internal import InteractionModel
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("A log without an index of readings", .guardedAgainstHanging)
struct ReadingIndexTests {
  /// A log with its birth record and 140 events of which 20 tell of readings, as a program left it that
  /// knew of no such index.
  private func make() async throws -> (directory: TestDirectory, readings: [Position]) {
    let directory = try await PlainLog.make(events: 0)
    let store = try PlainLog.open(directory.path, recentLimit: 30)
    var maker = EventMaker(seed: 34)
    var readings: [Position] = []
    for _ in 0..<20 {
      let events = (0..<6).map { _ in maker.event() }.filter { !$0.type.tellsOfReading }
      readings += try await store.append(plain: events + [maker.reading()]).suffix(1).map(
        \.position)
    }
    try store.close()
    let raw = try RawConnection("\(directory.path)/log.db")
    try raw.rows("DROP TABLE reading")
    try raw.rows("DROP TABLE tile")
    try raw.rows("DROP TABLE cosignature")
    try raw.rows("DROP TABLE checkpoint")
    try raw.withoutTriggers {
      try $0.rows("DELETE FROM grdb_migrations WHERE identifier >= '0004_log'")
    }
    return (directory, readings)
  }

  private func check(_ store: SQLiteEventStore, _ readings: [Position]) throws {
    try LogIndexTests.check(store, "\(readings.count) readings")
    for limit in [0, 1, 7, 99] {
      let back = ReadRange(after: readings[2], reverse: true)
      #expect(
        try store.positions(.readings, in: back, limit: limit)
          == readings.dropFirst(3).reversed().prefix(limit).map(\.self))
    }
  }

  @Test("is given one by whoever opens it to append, and takes more")
  func filled() async throws {
    let (directory, readings) = try await make()
    let store = try PlainLog.open(directory.path)
    try check(store, readings)
    var maker = EventMaker(seed: 35)
    let more = try await store.append(plain: [maker.reading()])
    try check(store, readings + more.map(\.position))
    try store.close()
  }

  @Test("is sound, and answers whoever only reads from its records, also what others append")
  func reading() async throws {
    let (directory, readings) = try await make()
    let verified = try SQLiteEventStore.verify(directory: directory.path, limit: 9) { _ in true }
    #expect(verified.problems == [])
    let before = try directory.contents()["log.db"]
    let reading = try SQLiteEventStore(reading: directory.path)
    try check(reading, readings)
    #expect(try directory.contents()["log.db"] == before, "nothing was written")

    let store = try PlainLog.open(directory.path)
    var maker = EventMaker(seed: 36)
    let more = try await store.append(plain: [maker.reading()])
    try check(reading, readings + more.map(\.position))
    try store.close()
    try reading.close()
  }

  @Test("An index that is gone although the log was given one is found")
  func dropped() async throws {
    let found = try TamperedLog.problems(try await TamperedLog.make(), restoringTriggers: false) {
      try $0.rows("DROP TABLE reading")
    }
    #expect(found.contains { $0.what == "schema" && $0.expected == "table reading" })
  }
}
