internal import EventLog
internal import InteractionModel
internal import Merkle
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("Records cannot be removed, added or rewritten unnoticed")
struct TamperedRowTests {
  // MARK: Rows

  /// A change somebody might make, what finds it, and where.
  struct Change: CustomTestStringConvertible {
    let testDescription: String
    let position: Int64?
    let statements: [String]

    init(_ name: String, at position: Int64?, _ statements: String...) {
      testDescription = name
      self.position = position
      self.statements = statements
    }
  }

  static let changes: [Change] = [
    Change("a record deleted", at: 9, "DELETE FROM record WHERE position = 9"),
    Change(
      "the last record deleted", at: 33, "DELETE FROM record WHERE position = 33"),
    Change("all records deleted", at: 1, "DELETE FROM record"),
    Change("the birth record deleted", at: 1, "DELETE FROM record WHERE position = 1"),
    Change(
      "a record doubled at the end", at: 34,
      "INSERT INTO record SELECT 34, recorded, leaf, line FROM record WHERE position = 33"),
    Change(
      "a record before the first", at: 0,
      "INSERT INTO record SELECT 0, recorded, leaf, line FROM record WHERE position = 1"),
    Change(
      "a record far before the first", at: -7,
      "INSERT INTO record SELECT -7, recorded, leaf, line FROM record WHERE position = 1"),
    Change(
      "a record far behind the last", at: 34,
      "INSERT INTO record SELECT 900, recorded, leaf, line FROM record WHERE position = 1"),
    Change("a recent row deleted", at: 33, "DELETE FROM recent"),
    Change(
      "a recent row doubled", at: 34,
      "INSERT INTO recent SELECT 34, records FROM recent WHERE first = 33"),
    Change(
      "a recent row with more", at: 33,
      "UPDATE recent SET records = CAST(records || x'00' AS BLOB)"),
    Change("all new keys deleted", at: 1, "DELETE FROM key_new", "DELETE FROM key_old"),
    Change("all postings deleted", at: 1, "DELETE FROM posting"),
    Change(
      "a posting cut short", at: 1, "UPDATE posting SET positions = x'' WHERE entity = 1"),
    Change("a posting of another count", at: 1, "UPDATE posting SET count = 9 WHERE entity = 1"),
    Change(
      "a stray posting", at: 99, "INSERT INTO posting SELECT min(number), 99, 0, x'00' FROM entity"),
    Change(
      "a posting of nobody", at: 2, "INSERT INTO posting VALUES (4711, 2, 0, x'00')"),
    Change("a stray entity", at: nil, "INSERT INTO entity VALUES (4711, 'case-nobody')"),
    Change("an attachment's entry deleted", at: 31, "DELETE FROM attachment"),
    Change("a stray attachment", at: 5, "INSERT INTO attachment VALUES (x'00', 5)"),
    Change(
      "an amendment's entry deleted", at: 14, "DELETE FROM amendment WHERE position = 14"),
    Change("all amendments' entries deleted", at: 19, "DELETE FROM amendment"),
    Change(
      "a stray amendment", at: 5, "INSERT INTO amendment SELECT DISTINCT message, 5 FROM amendment"),
    Change(
      "an amendment of another message", at: 14, "INSERT INTO amendment VALUES (randomblob(16), 14)"
    ),
    Change(
      "an amendment of nobody", at: 99, "INSERT INTO amendment VALUES (randomblob(16), 99)"),
    Change(
      "an amendment's entry moved to another message", at: 19,
      "UPDATE amendment SET message = randomblob(16) WHERE position = 19"),
    Change("a reading's entry deleted", at: 22, "DELETE FROM reading WHERE position = 22"),
    Change("all readings' entries deleted", at: 11, "DELETE FROM reading"),
    Change("a stray reading", at: 5, "INSERT INTO reading VALUES (5)"),
    Change("a reading of nobody", at: 99, "INSERT INTO reading VALUES (99)"),
    Change("a stray destroyed key", at: 32, "INSERT INTO destroyed_key VALUES (x'00', 32)"),
    Change(
      "a destroyed key without erasure", at: 5,
      "INSERT INTO destroyed_key VALUES (x'00', 5)"),
    Change(
      "a key marked by the completion of its erasure", at: 33,
      "INSERT INTO destroyed_key SELECT randomblob(16), 33"),
    Change("a destroyed key's mark deleted", at: 32, "DELETE FROM destroyed_key WHERE key > x'b0'"),
    Change(
      "a destroyed key exchanged for another", at: 32,
      "UPDATE destroyed_key SET key = randomblob(16) WHERE key > x'b0'"),
    Change("the log's name deleted", at: 1, "DELETE FROM log_meta WHERE name = 'origin'"),
    Change("a stray word about the log", at: 1, "INSERT INTO log_meta VALUES ('more', '1')"),
    Change("a table added", at: nil, "CREATE TABLE more (id INTEGER)"),
    Change("an index added", at: nil, "CREATE INDEX more ON record (recorded)"),
  ]

  @Test("Rows deleted or added are found, with their position", arguments: changes)
  func rows(_ change: Change) async throws {
    let found = try TamperedLog.problems(try await TamperedLog.make()) { raw in
      for statement in change.statements { try raw.rows(statement) }
    }
    #expect(!found.isEmpty)
    #expect(
      found.contains { $0.position?.rawValue == change.position },
      "\(found.map { "\($0.position?.rawValue ?? -99) \($0.what)" })")
  }

  // MARK: Lines written anew

  private func line(_ position: Int64, _ raw: RawConnection) throws -> [UInt8] {
    let rows = try raw.rows("SELECT line FROM record WHERE position = ?", [.integer(position)])
    guard case .blob(let line)? = rows.first?.first else { throw RawFailure(code: 0, message: "") }
    return line
  }

  /// Writes a line with the leaf that belongs to it.
  private func write(_ line: [UInt8], at position: Int64, _ raw: RawConnection) throws {
    try raw.rows(
      "UPDATE record SET line = ?, leaf = ? WHERE position = ?",
      [.blob(line), .blob(Hash.leaf(line).bytes), .integer(position)])
  }

  private func alter(
    _ line: [UInt8], _ change: (inout JSONObject) -> Void
  ) throws -> [UInt8] {
    var object = try JSONValue(parsing: line).object.orThrow()
    change(&object)
    return object.canonicalBytes
  }

  @Test("Two lines that changed places, leaves and all, are found at both")
  func swapped() async throws {
    let found = try TamperedLog.problems(try await TamperedLog.make()) { raw in
      let (first, second) = (try line(7, raw), try line(8, raw))
      try write(second, at: 7, raw)
      try write(first, at: 8, raw)
    }
    for position in [7, 8] as [Int64] {
      #expect(
        found.contains {
          $0.position?.rawValue == position && $0.what == "position in the line"
        })
    }
  }

  @Test("A time that goes back is found, even when line, leaf and column agree")
  func timeGoesBack() async throws {
    let found = try TamperedLog.problems(try await TamperedLog.make()) { raw in
      let early = try line(1, raw)
      let recorded = try JSONValue(parsing: early).object?["recorded"]
      try write(alter(try line(20, raw)) { $0["recorded"] = recorded }, at: 20, raw)
      try raw.rows(
        """
        UPDATE record SET recorded = (SELECT recorded - 1000000 FROM record WHERE position = 1)
        WHERE position = 1
        """)
      try raw.rows(
        """
        UPDATE record SET recorded = (SELECT recorded + 1000000 FROM record WHERE position = 1)
        WHERE position = 20
        """)
    }
    #expect(found.contains { $0.position == Position(20) && $0.what == "recorded" })
    #expect(!found.contains { $0.position == Position(20) && $0.what == "leaf" })
  }

  @Test("An event id that stands twice is found at the second, even when indexed")
  func doubledID() async throws {
    // Nothing is merged, so that the key of a record is where its commit put it.
    let base = try await TamperedLog.make(recentLimit: 1_000)
    let found = try TamperedLog.problems(base) { raw in
      let id = try JSONValue(parsing: try line(4, raw)).object?["id"]
      try write(alter(try line(25, raw)) { $0["id"] = id }, at: 25, raw)
      try raw.rows(
        """
        UPDATE recent SET records = CAST(
          (SELECT substr(records, 1, 8) FROM recent WHERE first = 4) || substr(records, 9) AS BLOB)
        WHERE first = 25
        """)
    }
    #expect(found.map(\.what) == ["event id"])
    #expect(found.map(\.position) == [Position(25)])
  }

  @Test("Bytes that say the same in another form are found")
  func notCanonical() async throws {
    let found = try TamperedLog.problems(try await TamperedLog.make()) { raw in
      try write([UInt8]("{ ".utf8) + (try line(6, raw)).dropFirst(), at: 6, raw)
    }
    #expect(found.map(\.what).contains("line"))
    #expect(found.allSatisfy { $0.position == Position(6) || $0.what.hasPrefix("index") })
  }

  @Test("A version that leaps is found in the line and in the index")
  func version() async throws {
    let found = try TamperedLog.problems(try await TamperedLog.make()) { raw in
      try write(alter(try line(1, raw)) { $0["version"] = 2 }, at: 1, raw)
    }
    #expect(found.map(\.what) == ["version in the line"])
  }

  @Test("An append that meets a damaged index fails and leaves nothing, and others go on")
  func damagedPosting() async throws {
    let directory = try await TamperedLog.make()
    let raw = try RawConnection("\(directory.path)/log.db")
    try raw.rows("DROP TRIGGER posting_no_update")
    try raw.rows("UPDATE posting SET positions = x'FF'")
    let store = try PlainLog.open(directory.path)
    var maker = EventMaker(seed: 7)
    var refusals = 0
    for name in try raw.texts("SELECT name FROM entity") {
      guard let stream = StreamID(parsing: name) else { continue }
      let head = try store.head().position
      // What comes before the one that fails must go with it.
      let events = [
        NewEvent(
          id: maker.event().id, stream: StreamID(.case("new-\(refusals)")), type: .caseOpened),
        NewEvent(id: maker.event().id, stream: stream, type: .noteAdded),
      ]
      do {
        try await store.append(plain: events)
      } catch {
        refusals += 1
        let position = try store.head().position
        #expect(position == head, "\(name): \(error)")
      }
    }
    #expect(refusals > 0)
    let last = NewEvent(
      id: maker.event().id, stream: StreamID(.case("untouched")), type: .caseOpened)
    let placements = try await store.append(plain: [last])
    var count: Int64 = 0
    try store.scan(in: ReadRange()) { _, _, _ in
      count += 1
      return true
    }
    #expect(placements.first?.position == Position(count))
    #expect(try store.head().position == Position(count))
    try store.close()
  }
}
