internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import SQLiteStore
internal import StoreConformance
internal import Testing

@Suite("A projection's file cannot be changed unnoticed")
struct TamperedReadModelTests {
  /// What a replay cannot tell, and why.
  private static let exceptions: [String: String] = [
    "meta.epoch": "which lease may write; says nothing of the log, and is checked by each commit",
    "meta.id": "a CHECK refuses every value but one",
  ]

  private let log: MemoryEventStore
  private let base: TestDirectory
  private let file: String

  private static func event(
    _ type: String, _ stream: String, _ body: JSONObject = [:],
    _ change: (inout NewEvent) -> Void = { _ in }
  ) -> NewEvent {
    var event = NewEvent(
      id: .random(), stream: StreamID(rawValue: stream), type: EventType(type),
      occurred: Timestamp(Instant(microseconds: 1_772_438_400_000_000)), body: body)
    change(&event)
    return event
  }

  /// A log, and a directory with the read model that serves, closed.
  init() async throws {
    func said(_ conversation: String, by party: String) -> NewEvent {
      Self.event("message.received", "conversation-\(conversation)") {
        $0.actor = Actor(type: "party", id: party)
      }
    }
    var events = ["1", "2", "3"].flatMap { id in
      [
        Self.event("case.opened", "case-\(id)", ["department": "Streets", "channel": "web"]),
        Self.event("conversation.linked", "conversation-\(id)", ["case": .string(id)]),
        said(id, by: "p-\(id)"), said(id, by: "p-9"),
      ]
    }
    events += [
      Self.event("case.merged", "case-2", ["into": "1"]),
      Self.event("party.merged", "party-p-3", ["party": "p-3", "into": "p-9"]),
      Self.event("conversation.unlinked", "conversation-3"), said("3", by: "p-3"),
      Self.event("case.closed", "case-1"),
    ]
    let clock = TestClock().logClock
    log = MemoryEventStore(clock: clock)
    for event in events {
      _ = try await log.append(
        AppendRequest(events: [try SealedEvent(event, sealed: [])], isSame: { _, _ in true }))
    }
    base = try TestDirectory()
    let store = try SQLiteReadModelStore(directory: base.path)
    let generation = try store.create(CaseState.projection)
    let lease = try store.acquire(generation, of: CaseState.projection)
    // Batches of one: parties are named and no longer named, links change what was folded.
    var runner = ProjectionRunner(log: log, model: lease.model, batchSize: 1)
    try runner.catchUp()
    lease.release()
    try store.serve(generation)
    try store.close()
    file = "projections/CaseState-\(generation.number).db"
  }

  /// Replays against a copy of the directory whose file was changed.
  private func replay(_ change: (RawConnection) throws -> Void) throws -> ReplayResult {
    let copy = try TestDirectory(copying: base.path)
    do { try change(RawConnection("\(copy.path)/\(file)")) }
    let store = try SQLiteReadModelStore(directory: copy.path)
    defer { try? store.close() }
    let generation = try #require(try store.generations().first)
    return try #require(
      try store.open(generation, of: CaseState.projection).withSnapshot { live in
        try Replay.run(
          log: log, scratch: MemoryReadModel(CaseState.projection), live: live, until: nil
        ) { _ in true }
      })
  }

  /// Other values of nearly the same look: one digit, one byte.
  private func alterations(_ value: RawValue) -> [RawValue] {
    switch value {
    case .null: return [.integer(0), .text("")]
    case .integer(let number): return [.integer(number ^ 1), .integer(number + 10)]
    case .text(let text):
      var bytes = [UInt8](text.utf8)
      guard !bytes.isEmpty else { return [.text("x")] }
      bytes[bytes.count - 1] ^= 1
      return [.text(String(decoding: bytes, as: UTF8.self)), .text(text + "1")]
    case .blob(let bytes):
      guard let last = bytes.last else { return [.blob([1])] }
      return [.blob(bytes.dropLast() + [last ^ 1]), .blob(bytes + [1])]
    }
  }

  private static let keys = [
    "meta": "id", "entity_state": "entity", "link": "number", "naming": "named",
  ]

  private func text(_ value: RawValue?) -> String? {
    switch value {
    case .text(let text): text
    case .integer(let number): "\(number)"
    default: nil
    }
  }

  @Test("Untouched, it is equal")
  func untouched() throws {
    let result = try replay { _ in }
    #expect(result.differences == [])
    #expect(result.isEqual)
  }

  @Test("One digit or byte altered in any column of any table is found, with table and key")
  func everyColumn() throws {
    let raw = try RawConnection("\(base.path)/\(file)")
    var tried: Set<String> = []
    for table in try raw.tables() where table != "grdb_migrations" {
      let columns = try raw.columns(of: table)
      let rows = try raw.rows("SELECT \(columns.joined(separator: ", ")) FROM \(table)")
      #expect(!rows.isEmpty, "\(table) has a row to try it on")
      let sample = Set([0, rows.count / 2, rows.count - 1]).sorted().map { rows[$0] }
      for values in Tier.isFull ? rows : sample {
        let row = Dictionary(uniqueKeysWithValues: zip(columns, values))
        let key = try #require(text(row[Self.keys[table] ?? "key"]))
        let match = columns.map { "\($0) IS ?" }.joined(separator: " AND ")
        for (column, value) in zip(columns, values)
        where Self.exceptions["\(table).\(column)"] == nil {
          // The first that does not stumble over a constraint, or every one.
          var isTried = false
          for altered in alterations(value) where !isTried || Tier.isFull {
            let sql = "UPDATE \(table) SET \(column) = ? WHERE \(match)"
            var isAltered = false
            let result = try replay { raw in
              isAltered = (try? raw.rows(sql, [altered] + values)) != nil && raw.changes == 1
            }
            guard isAltered else { continue }
            defer { isTried = true }
            tried.insert("\(table).\(column)")
            let found = result.differences ?? []
            #expect(!result.isEqual, "\(table).\(column) of \(key)")
            #expect(
              found.contains { $0.table == table && $0.key == key && names($0, column, of: table) },
              "\(table).\(column) of \(key): \(found.map { "\($0.table) \($0.key) \($0.field)" })")
          }
        }
        let all = columns.map { "\(table).\($0)" }.filter { Self.exceptions[$0] == nil }
        #expect(tried.isSuperset(of: all), "\(Set(all).subtracting(tried)) could not be altered")
      }
    }
    #expect(tried.count > 35)
  }

  /// Whether a difference points at a column: by its name, a field in it, or the whole row.
  private func names(_ difference: Difference, _ column: String, of table: String) -> Bool {
    if difference.field == "row" || difference.field.split(separator: ".").first == column[...] {
      return true
    }
    // They must be equal: which of the two was altered, nothing tells.
    return table == "meta" && column == "checkpoint" && difference.field == "links_through"
  }

  @Test("A row that is removed or added is found in every table")
  func rows() throws {
    let raw = try RawConnection("\(base.path)/\(file)")
    for table in try raw.tables() where table != "grdb_migrations" {
      let result = try replay { try $0.rows("DELETE FROM \(table)") }
      #expect(!result.isEqual)
      #expect(
        result.differences?.contains { $0.table == table && $0.field == "row" } == true, "\(table)")
    }
    for sql in [
      "INSERT INTO naming VALUES ('p-1', '3')",
      "INSERT INTO link VALUES (99, 'invented', 's', NULL, 1, 1)",
      "INSERT INTO entity_state VALUES ('', 1, x'7B7D')",
    ] {
      let result = try replay { try $0.rows(sql) }
      #expect(!result.isEqual)
      #expect(result.differences?.map(\.field) == ["row"], "\(sql)")
    }
  }

  @Test("A key of bytes that are no text is found, and the comparison ends", .guardedAgainstHanging)
  func noText() throws {
    for (table, column) in [
      ("case_state", "key"), ("entity_state", "entity"), ("naming", "named"), ("link", "subject"),
    ] {
      let result = try replay {
        try $0.rows(
          """
          UPDATE \(table) SET \(column) = CAST(x'FF' AS TEXT)
          WHERE \(column) = (SELECT max(\(column)) FROM \(table))
          """)
      }
      #expect(!result.isEqual, "\(table)")
      #expect(result.differences?.contains { $0.table == table } == true, "\(table)")
    }
  }

  // MARK: Damage

  @Test("A file that is damaged or gone: the fault says which projection to rebuild")
  func damaged() throws {
    func refusal(_ damage: (URL) throws -> Void) throws -> StorageFault? {
      let copy = try TestDirectory(copying: base.path)
      try damage(URL(fileURLWithPath: "\(copy.path)/\(file)"))
      let store = try SQLiteReadModelStore(directory: copy.path)
      defer { try? store.close() }
      let generation = try #require(try store.generations().first)
      let scratch = MemoryReadModel(CaseState.projection)
      let fault = #expect(throws: StorageFault.self) {
        try store.open(generation, of: CaseState.projection).withSnapshot { live in
          try Replay.run(log: log, scratch: scratch, live: live, until: nil) { _ in true }
        }
      }
      // What the fault says to do helps.
      let result = try #require(
        try Rebuild.run(
          CaseState.projection, log: log, store: store, compares: false, swaps: true
        ) { _ in true })
      #expect(result.isServing)
      return fault
    }
    let overwrite = { (from: Int, count: Int, file: URL) in
      var bytes = try Data(contentsOf: file)
      let end = min(bytes.count, from + count)
      bytes.replaceSubrange(from..<end, with: Data(repeating: 0xA5, count: end - from))
      try bytes.write(to: file)
    }
    let damages: [(String, (URL) throws -> Void)] = [
      ("header", { try overwrite(0, 100, $0) }),
      ("schema", { try overwrite(100, 3_996, $0) }),
      ("pages", { try overwrite(4_096, .max / 2, $0) }),
      ("no database", { try Data("not a database, but long enough".utf8).write(to: $0) }),
      ("empty", { try Data().write(to: $0) }),
      ("gone", { try FileManager.default.removeItem(at: $0) }),
    ]
    for (name, damage) in damages {
      let fault = try refusal(damage)
      #expect(
        fault?.remedy == "build it again with \(.rebuild("CaseState"))",
        "\(name): \(fault?.description ?? "-")")
      let code = fault?.code
      #expect(code == .corrupt || code == .missing, "\(name): \(code?.rawValue ?? "-")")
    }
  }
}
