internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("The index of the log finds what a scan finds", .guardedAgainstHanging)
struct LogIndexTests {
  /// Compares every lookup that the records imply with the records themselves.
  static func check(_ store: SQLiteEventStore, _ when: String) throws {
    var places: [Selector: [Position]] = [:]
    try store.forEachRecord { stored in
      let record = try stored.decoded()
      var selectors: Set<Selector> = [.id(record.id), .stream(record.stream)]
      for name in LogEntry.names(record) {
        if let entity = EntityKey(parsing: name) { selectors.insert(.entity(entity)) }
      }
      if let message = record.amends { selectors.insert(.amending(message)) }
      if record.type.tellsOfReading { selectors.insert(.readings) }
      for selector in selectors { places[selector, default: []].append(stored.position) }
      return true
    }
    for (selector, expected) in places {
      let all = try store.positions(selector, in: ReadRange(), limit: .max)
      #expect(all == expected, "\(selector) \(when)")
      let middle = expected[expected.count / 2]
      let back = ReadRange(after: expected[0], through: middle, reverse: true)
      #expect(
        try store.positions(selector, in: back, limit: 9)
          == Array(expected.filter { $0 > expected[0] && $0 <= middle }.reversed().prefix(9)),
        "\(selector) back, \(when)")
      if case .stream(let stream) = selector {
        #expect(try store.version(of: stream) == Int64(expected.count), "\(stream) \(when)")
      }
    }
    let nobody = Selector.entity(.party("nobody"))
    #expect(try store.positions(nobody, in: ReadRange(), limit: 9) == [])
    let problems = try store.problems()
    #expect(problems == [], "\(when): \(problems)")
  }

  @Test(
    "at every stage of merging, over closing and opening, with two stores by turns",
    arguments: [1, 7, 40, 1_000])
  func stages(limit: Int) async throws {
    let directory = try await PlainLog.make(events: 0)
    var maker = EventMaker(seed: UInt64(limit))
    var dice = SeededGenerator(seed: UInt64(limit))
    var stores = [
      try PlainLog.open(directory.path, recentLimit: limit),
      try PlainLog.open(directory.path, recentLimit: limit * 2 + 1, filterThreshold: 0),
    ]
    var known: [NewEvent] = []
    for round in 0..<60 {
      let which = Int.random(in: 0..<2, using: &dice)
      var events = maker.events(Int.random(in: 1...9, using: &dice))
      let message = known.prefix(5).randomElement(using: &dice) ?? events[0]
      events.append(maker.amendment(of: message.id))
      // Some come again, whether they are merged by now or not.
      let again = known.shuffled(using: &dice).prefix(2)
      let placements = try await stores[which].append(plain: events + again)
      #expect(placements.map(\.isDuplicate) == events.map { _ in false } + again.map { _ in true })
      known += events
      if round % 10 == 3 {
        try stores[which].close()
        stores[which] = try PlainLog.open(directory.path, recentLimit: limit)
      }
      if round % 6 == 5 {
        for store in stores { try LogIndexTests.check(store, "round \(round)") }
      }
    }
    for store in stores { try store.close() }
  }

  @Test("while one process merges, readers see what was committed when they began")
  func readersWhileMerging() async throws {
    let directory = try await PlainLog.make(events: 20)
    let writer = try PlainLog.open(directory.path, recentLimit: 10)
    let reader = try PlainLog.open(directory.path)
    var maker = EventMaker(seed: 8)
    let event = maker.event(in: StreamID(.case("k-7")))
    try await writer.append(plain: [event])
    let before = try reader.positions(.stream(event.stream), in: ReadRange(), limit: 99)
    // A transaction that began before merges goes on beside newer ones.
    let old = try reader.pool.makeSnapshot()
    for round in 1...30 {
      try await writer.append(plain: [maker.event(in: event.stream)])
      #expect(try reader.version(of: event.stream) == Int64(round + 1))
      let stream = event.stream
      let seen = try await old.read { database in
        try reader.positions(database, .stream(stream), ReadRange(), 99)
      }
      #expect(seen == before, "round \(round)")
    }
    try LogIndexTests.check(reader, "afterwards")
    try writer.close()
    try reader.close()
  }

  @Test("when names have the same key, each has its own entries")
  func sameKeys() async throws {
    let directory = try await PlainLog.make(events: 12)
    let store = try PlainLog.open(directory.path)
    try await store.pool.write { database in
      let index = try LogIndex(database)
      let part = try RecentPart(database)
      // Every name of the log under one key, merged.
      var names: [(Int64, String)] = []
      for number in 1...part.entities {
        names.append((number, try LogQuery.name(database, of: number) ?? ""))
      }
      let keys = names.map { IndexKey(key: 77, value: IndexedThing.entity($0.0).value) }
      try KeyLevel.old.add(database, 0, keys.sorted()[...])
      for (number, name) in names {
        #expect(try index.number(of: EntityName(name), 77, part) == number)
      }
      #expect(try index.number(of: EntityName("case-nobody"), 77, part) == nil)
    }
    try store.close()
  }

  // MARK: Logs of the first form

  @Test("moves a log of the first form, which then finds all it had and takes more")
  func migration() async throws {
    let directory = try await FirstForm.make(events: 700)
    let store = try PlainLog.open(directory.path, recentLimit: 50)
    #expect(try store.head().position == Position(701))
    try LogIndexTests.check(store, "after the move")
    var maker = EventMaker(seed: 3)
    let again = maker.events(700)
    #expect(try await store.append(plain: again).allSatisfy(\.isDuplicate))
    try await store.append(plain: maker.events(120))
    try LogIndexTests.check(store, "after more")
    try store.close()
  }

  @Test("what a log of the first form lacks it lacks after the move, and verify finds it")
  func migrationOfTampered() async throws {
    let directory = try await FirstForm.make(events: 60)
    do {
      let raw = try RawConnection("\(directory.path)/log.db")
      try raw.withoutTriggers {
        try $0.rows("DELETE FROM entry WHERE position = 31")
        try $0.rows("UPDATE record SET line = x'7b' WHERE position = 44")
      }
    }
    let store = try PlainLog.open(directory.path)
    let found = try store.verify(limit: 99) { _ in true }.problems.map(\.position?.rawValue)
    for place in [31, 44] as [Int64] { #expect(found.contains(place), "\(place)") }
    try store.close()
  }
}
