internal import EventLog
internal import InteractionModel
internal import Merkle
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("The tree of a log in SQLite", .guardedAgainstHanging)
struct TileTests {
  private static func root(of store: SQLiteEventStore) throws -> Hash {
    var range = CompactRange()
    try store.forEachRecord {
      range.append(Hash.leaf($0.line)); return true
    }
    return range.root
  }

  private func check(_ store: SQLiteEventStore, _ when: String) throws {
    let size = UInt64(try store.head().position.rawValue)
    #expect(try store.root(atSize: size) == Self.root(of: store), "\(when)")
    #expect(try store.problems() == [], "\(when)")
  }

  @Test("grows by whatever each of two stores appends by turns, a little or much")
  func twoWriters() async throws {
    let directory = try await PlainLog.make(events: 0)
    let stores = [try PlainLog.open(directory.path), try PlainLog.open(directory.path)]
    var maker = EventMaker(seed: 61)
    var dice = SeededGenerator(seed: 61)
    for round in 0..<40 {
      let count = [1, 2, 30, 255, 256, 257, 300, 600][dice.number(0...7)]
      try await stores[dice.number(0...1)].append(plain: maker.events(count))
      if round % 8 == 7 { for store in stores { try check(store, "round \(round)") } }
    }
    for store in stores { try store.close() }
  }

  /// A log of 700 records as a program left it that knew of no tiles.
  private func older() async throws -> TestDirectory {
    let directory = try await PlainLog.make(events: 699)
    let raw = try RawConnection("\(directory.path)/log.db")
    try raw.rows("DROP TABLE tile")
    try raw.rows("DROP TABLE cosignature")
    try raw.rows("DROP TABLE checkpoint")
    try raw.withoutTriggers {
      try $0.rows("DELETE FROM grdb_migrations WHERE identifier >= '0005_log'")
    }
    return directory
  }

  @Test("is given to an older log by whoever opens it to append, and grows on")
  func filled() async throws {
    let directory = try await older()
    let store = try PlainLog.open(directory.path)
    try check(store, "filled")
    var maker = EventMaker(seed: 62)
    try await store.append(plain: maker.events(400))
    try check(store, "after more")
    try store.close()
    let raw = try RawConnection("\(directory.path)/log.db")
    #expect(
      try raw.rows("SELECT level, number FROM tile ORDER BY number")
        == (0..<4).map { [.integer(0), .integer($0)] })
  }

  @Test("of an older log that is only read is that of its records, and the log is sound")
  func reading() async throws {
    let directory = try await older()
    let before = try directory.contents()["log.db"]
    let reading = try SQLiteEventStore(reading: directory.path)
    try check(reading, "only read")
    #expect(try directory.contents()["log.db"] == before, "nothing was written")
    try reading.close()
  }

  @Test("A tile that is missing when it is needed is said, with what to do")
  func missing() async throws {
    let directory = try await PlainLog.make(events: 599)
    try RawConnection("\(directory.path)/log.db").withoutTriggers {
      try $0.rows("DELETE FROM tile WHERE number = 1")
    }
    let store = try PlainLog.open(directory.path)
    let error = #expect(throws: TreeError.self) { try store.root(atSize: 600) }
    let said = error?.diagnosis.cause ?? "nothing"
    #expect(said.contains("has not every record before"), "\(said)")
    var maker = EventMaker(seed: 63)
    let events = maker.events(1)
    await #expect(throws: AppendError.self) { try await store.append(plain: events) }
    try store.close()
  }

  // MARK: Altered with everything that the columns say

  @Test(
    "A line altered with its leaf is found at its place, below a full tile",
    arguments: [2, 200, 256, 257, 512] as [Int64])
  func altered(position: Int64) async throws {
    let directory = try await PlainLog.make(events: 599)
    let found = try TamperedLog.problems(directory) { raw in
      let rows = try raw.rows("SELECT line FROM record WHERE position = ?", [.integer(position)])
      guard case .blob(var line)? = rows.first?.first else { return }
      let id = try #require(line.firstRange(of: Array(#""id":""#.utf8))).upperBound
      line[id] = line[id] == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
      try raw.rows(
        "UPDATE record SET line = ?, leaf = ? WHERE position = ?",
        [.blob(line), .blob(Hash.leaf(line).bytes), .integer(position)])
    }
    #expect(
      found.contains { $0.position?.rawValue == position && $0.what.hasPrefix("tile/0/") },
      "\(found)")
  }

  @Test("Records cut off at the end, with all that told of them but a tile, are found")
  func cutOff() async throws {
    let directory = try await PlainLog.make(events: 599)
    let found = try TamperedLog.problems(directory) { raw in
      try raw.rows("DELETE FROM record WHERE position > 500")
    }
    #expect(found.contains { $0.position?.rawValue == 501 && $0.what == "tiles" })
  }

  // MARK: What was signed

  @Test("A checkpoint is kept once a size, for whoever opens the log again")
  func kept() async throws {
    let directory = try await PlainLog.make(events: 20)
    let store = try PlainLog.open(directory.path)
    #expect(try store.lastCheckpoint() == nil)
    let first = try PlainLog.signHead(of: store)
    #expect(try PlainLog.signHead(of: store) == first)
    var maker = EventMaker(seed: 64)
    try await store.append(plain: maker.events(300))
    let second = try PlainLog.signHead(of: store)
    #expect(try store.problems() == [])
    try store.close()
    let reading = try SQLiteEventStore(reading: directory.path)
    #expect(try reading.lastCheckpoint() == second)
    try reading.close()
  }

  @Test("A line that was altered with all that follows from it is not what was signed")
  func signed() async throws {
    let directory = try await PlainLog.make(events: 20)
    let store = try PlainLog.open(directory.path)
    let outside = try PlainLog.signHead(of: store).checkpoint
    try store.close()
    let copy = try TestDirectory(copying: directory.path)
    try RawConnection("\(copy.path)/log.db").withoutTriggers { raw in
      let rows = try raw.rows("SELECT line FROM record WHERE position = 21")
      guard case .blob(var line)? = rows.first?.first else { return }
      let schema = try #require(line.firstRange(of: Array(#""schema":"#.utf8))).upperBound
      line[schema] = line[schema] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
      try raw.rows(
        "UPDATE record SET line = ?, leaf = ? WHERE position = 21",
        [.blob(line), .blob(Hash.leaf(line).bytes)])
    }
    func problems(against outside: Checkpoint? = nil) throws -> [LogProblem] {
      try SQLiteEventStore.verify(directory: copy.path, against: outside, limit: 9) { _ in true }
        .problems
    }
    #expect(try problems().map(\.what) == ["checkpoint of 21"])
    #expect(try problems().first?.position == Position(21))
    // Whoever takes away what was signed as well is found by what was kept elsewhere alone.
    try RawConnection("\(copy.path)/log.db").withoutTriggers {
      try $0.rows("DELETE FROM checkpoint")
    }
    #expect(try problems() == [])
    #expect(try problems(against: outside).map(\.what) == ["root of 21 records"])
    try RawConnection("\(copy.path)/log.db").withoutTriggers {
      try $0.rows("DELETE FROM record WHERE position = 21")
    }
    #expect(
      try problems(against: outside).contains {
        $0.position == Position(21) && $0.expected == "21, as was signed"
      })
  }

  @Test("verify says the root of what it read")
  func verified() async throws {
    let directory = try await PlainLog.make(events: 299)
    let found = try SQLiteEventStore.verify(directory: directory.path, limit: 9) { _ in true }
    let store = try PlainLog.open(directory.path)
    #expect(try found.root == Self.root(of: store))
    try store.close()
  }
}
