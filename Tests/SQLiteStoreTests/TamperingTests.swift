internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Merkle
internal import SQLiteStore
internal import StoreConformance
internal import Testing

@Suite("The log cannot be changed unnoticed")
struct TamperingTests {
  /// A log that has a row in every table, closed.
  private func makeBase() async throws -> TestDirectory {
    let directory = try await PlainLog.make(events: 30)
    let store = try PlainLog.open(directory.path)
    let content = [UInt8]("ciphertext".utf8)
    let attachment = Hex.string(Hash.content(content).bytes)
    try store.putAttachment(attachment, content)
    let key = [UInt8](repeating: 0xA7, count: 16)
    let part = SealedPart(
      key: Hex.string(key), commitment: [UInt8](repeating: 1, count: 32),
      nonce: [UInt8](repeating: 2, count: 12), data: [UInt8](repeating: 3, count: 48),
      attachments: [attachment])
    let message = NewEvent(
      id: EventID(high: 0x2222_2222_2222_4222, low: 0x8222_2222_2222_2222),
      stream: StreamID(.conversation("attached")), type: .messageReceived)
    let erasure = NewEvent(
      id: EventID(high: 0x3333_3333_3333_4333, low: 0x8333_3333_3333_3333),
      stream: StreamID(.party("p-1")), type: EventType("erasure.requested"))
    let placements = try await store.append(
      AppendRequest(
        events: [
          try SealedEvent(message, sealed: [part]), try SealedEvent(erasure, sealed: []),
        ], isSame: { _, _ in true }))
    let raw = try RawConnection("\(directory.path)/log.db")
    try raw.rows(
      "INSERT INTO destroyed_key (key, position) VALUES (?, ?)",
      [.blob(key), .integer(placements[1].position.rawValue)])
    #expect(try store.problems() == [])
    try store.close()
    return directory
  }

  /// Changes a copy behind the store's back; answers what `verify` says of it.
  private func problems(
    _ base: TestDirectory, restoringTriggers: Bool = true,
    _ change: (RawConnection) throws -> Void
  ) throws -> [LogProblem] {
    let copy = try TestDirectory(copying: base.path)
    do {
      let raw = try RawConnection("\(copy.path)/log.db")
      if restoringTriggers { try raw.withoutTriggers(change) } else { try change(raw) }
    }
    let store = try SQLiteEventStore(
      directory: copy.path, origin: nil, clock: TestClock().logClock)
    let problems = try store.verify(limit: 100) { _ in true }.problems
    try store.close()
    return problems
  }

  // MARK: Triggers

  @Test("UPDATE and DELETE are refused on every table, INSERT OR REPLACE too")
  func triggers() async throws {
    let base = try await makeBase()
    let raw = try RawConnection("\(base.path)/log.db")
    for table in try raw.tables() {
      let before = try raw.rows("SELECT * FROM \(table)")
      #expect(!before.isEmpty, "\(table) has a row to try it on")
      for column in try raw.columns(of: table) {
        #expect(throws: RawFailure.self, "UPDATE of \(table).\(column)") {
          try raw.rows("UPDATE \(table) SET \(column) = \(column)")
        }
      }
      #expect(throws: RawFailure.self, "DELETE from \(table)") {
        try raw.rows("DELETE FROM \(table)")
      }
      // Where a row is nothing but its key, replacing it by itself changes nothing.
      let isKeyOnly = try raw.texts(
        "SELECT name FROM pragma_table_info('\(table)') WHERE pk = 0").isEmpty
      if !isKeyOnly {
        #expect(throws: RawFailure.self, "REPLACE in \(table)") {
          try raw.rows("INSERT OR REPLACE INTO \(table) SELECT * FROM \(table)")
        }
      }
      #expect(try raw.rows("SELECT * FROM \(table)") == before)
    }
  }

  // MARK: Columns

  /// Other values of nearly the same look: one digit, one byte, one bit.
  private func alterations(_ value: RawValue) -> [RawValue] {
    switch value {
    case .null: return [.integer(0), .text("")]
    case .integer(let number):
      return [.integer(number ^ 1), .integer(number + 10), .integer(number + 1_000_000)]
    case .text(let text):
      var bytes = [UInt8](text.utf8)
      guard !bytes.isEmpty else { return [.text("x")] }
      bytes[bytes.count - 1] ^= 1
      return [.text(String(decoding: bytes, as: UTF8.self)), .text(text + "1")]
    case .blob(let bytes):
      return [bytes.count / 2, 0, bytes.count - 1].filter { $0 < bytes.count }.map { place in
        var altered = bytes
        altered[place] ^= 0x01
        return .blob(altered)
      }
    }
  }

  /// Rows to try a column on: the first, one in the middle, the last.
  private func sample<Element>(_ elements: [Element]) -> [Element] {
    guard elements.count > 3, !Tier.isFull else { return elements }
    return [elements[0], elements[elements.count / 2], elements[elements.count - 1]]
  }

  /// Where in the log a row belongs; nil when to no one place.
  private func position(
    _ row: [String: RawValue], of table: String, _ raw: RawConnection
  ) throws -> Int64? {
    if case .integer(let position)? = row["position"] { return position }
    if table == "log_meta" { return 1 }
    guard table == "entity", let number = row["number"] else { return nil }
    let first = try raw.rows("SELECT min(position) FROM entry WHERE entity = ?", [number])
    guard case .integer(let position)? = first.first?.first else { return nil }
    return position
  }

  @Test("One digit or byte altered in any column of any table is found, with its position")
  func everyColumn() async throws {
    let base = try await makeBase()
    let raw = try RawConnection("\(base.path)/log.db")
    var tried = 0
    for table in try raw.tables() where table != "grdb_migrations" {
      let columns = try raw.columns(of: table)
      let rows = try raw.rows("SELECT \(columns.joined(separator: ", ")) FROM \(table)")
      for values in sample(rows) {
        let row = Dictionary(uniqueKeysWithValues: zip(columns, values))
        let position = try position(row, of: table, raw)
        let match = columns.map { "\($0) IS ?" }.joined(separator: " AND ")
        for (column, value) in zip(columns, values) {
          var places = [position]
          let found = try problems(base) { raw in
            // The first that does not stumble over a constraint.
            let altered = alterations(value).first { altered in
              let sql = "UPDATE \(table) SET \(column) = ? WHERE \(match)"
              return (try? raw.rows(sql, [altered] + values)) != nil && raw.changes == 1
            }
            try #require(altered != nil, "\(table).\(column) could not be altered")
            // Nothing else tells where a destroyed key belonged: it is named where it is now.
            if table == "destroyed_key", column == "position", case .integer(let now)? = altered {
              places.append(now)
            }
          }
          tried += 1
          #expect(!found.isEmpty, "\(table).\(column) at \(position ?? -1)")
          #expect(
            found.contains { places.contains($0.position?.rawValue) },
            "\(table).\(column) at \(position ?? -1): \(found.map { $0.position?.rawValue ?? -1 })")
        }
      }
    }
    #expect(tried > 40)
  }

  @Test("A history of the schema that this program does not know is refused before anything else")
  func migrations() async throws {
    let base = try await makeBase()
    do {
      let raw = try RawConnection("\(base.path)/log.db")
      try raw.withoutTriggers {
        try $0.rows("UPDATE grdb_migrations SET identifier = identifier || '1'")
      }
    }
    let refusal = fault { () throws(StorageFault) in
      try SQLiteEventStore(directory: base.path, origin: nil, clock: TestClock().logClock)
    }
    #expect(refusal?.code == "schema")
    #expect(refusal?.message.contains("0001_log1") == true)
  }

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
    Change("an event id's entry deleted", at: 12, "DELETE FROM event_id WHERE position = 12"),
    Change("a stray event id", at: 12, "INSERT INTO event_id VALUES (4711, 12)"),
    Change("a stray event id of no record", at: 99, "INSERT INTO event_id VALUES (4711, 99)"),
    Change("an entry deleted", at: 20, "DELETE FROM entry WHERE position = 20"),
    Change(
      "a stray entry", at: 99, "INSERT INTO entry SELECT min(number), 99, 0 FROM entity"),
    Change("a stray entity", at: nil, "INSERT INTO entity VALUES (4711, 'case-nobody')"),
    Change("an attachment's entry deleted", at: 32, "DELETE FROM attachment"),
    Change("a stray attachment", at: 5, "INSERT INTO attachment VALUES (x'00', 5)"),
    Change("a stray destroyed key", at: 33, "INSERT INTO destroyed_key VALUES (x'00', 33)"),
    Change(
      "a destroyed key without erasure", at: 5,
      "INSERT INTO destroyed_key VALUES (x'00', 5)"),
    Change("the log's name deleted", at: 1, "DELETE FROM log_meta WHERE name = 'origin'"),
    Change("a stray word about the log", at: 1, "INSERT INTO log_meta VALUES ('more', '1')"),
    Change("a table added", at: nil, "CREATE TABLE more (id INTEGER)"),
    Change("an index added", at: nil, "CREATE INDEX more ON record (recorded)"),
  ]

  @Test("Rows deleted or added are found, with their position", arguments: changes)
  func rows(_ change: Change) async throws {
    let found = try problems(try await makeBase()) { raw in
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
    let found = try problems(try await makeBase()) { raw in
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
    let found = try problems(try await makeBase()) { raw in
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
    let found = try problems(try await makeBase()) { raw in
      let id = try JSONValue(parsing: try line(4, raw)).object?["id"]
      try write(alter(try line(25, raw)) { $0["id"] = id }, at: 25, raw)
      try raw.rows(
        """
        UPDATE event_id SET hash = (SELECT hash FROM event_id WHERE position = 4)
        WHERE position = 25
        """)
    }
    #expect(found.map(\.what) == ["event id"])
    #expect(found.map(\.position) == [Position(25)])
  }

  @Test("Bytes that say the same in another form are found")
  func notCanonical() async throws {
    let found = try problems(try await makeBase()) { raw in
      try write([UInt8]("{ ".utf8) + (try line(6, raw)).dropFirst(), at: 6, raw)
    }
    #expect(found.map(\.what).contains("line"))
    #expect(found.allSatisfy { $0.position == Position(6) || $0.what.hasPrefix("index") })
  }

  @Test("A version that leaps is found in the line and in the index")
  func version() async throws {
    let found = try problems(try await makeBase()) { raw in
      try write(alter(try line(1, raw)) { $0["version"] = 2 }, at: 1, raw)
    }
    #expect(found.map(\.what) == ["version in the line"])
  }

  // MARK: Schema and files

  @Test("Triggers that were dropped and not restored are found, one by one")
  func droppedTriggers() async throws {
    let base = try await makeBase()
    let raw = try RawConnection("\(base.path)/log.db")
    let triggers = try raw.texts("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    #expect(triggers.count >= 2 * (try raw.tables().count))
    for trigger in triggers {
      let found = try problems(base, restoringTriggers: false) {
        try $0.rows("DROP TRIGGER \(trigger)")
      }
      #expect(found.map(\.what) == ["schema"])
      #expect(found.first?.expected.contains(trigger) == true)
      #expect(found.first?.position == nil)
    }
  }

  @Test("A trigger that no longer refuses is found")
  func weakTrigger() async throws {
    let found = try problems(try await makeBase(), restoringTriggers: false) { raw in
      try raw.rows("DROP TRIGGER record_no_update")
      try raw.rows("CREATE TRIGGER record_no_update BEFORE UPDATE ON record BEGIN SELECT 1; END")
    }
    #expect(found.map(\.what) == ["schema"])
  }

  @Test("An attachment that is gone or altered is found at the record that names it")
  func attachments() async throws {
    let base = try await makeBase()
    for bytes in [nil, Data("other".utf8), Data()] {
      let copy = try TestDirectory(copying: base.path)
      let name = try #require(try copy.contents().keys.first { $0.hasPrefix("attachments/") })
      let url = URL(fileURLWithPath: "\(copy.path)/\(name)")
      try FileManager.default.removeItem(at: url)
      try bytes?.write(to: url)
      let store = try PlainLog.open(copy.path)
      let found = try store.verify(limit: 9) { _ in true }.problems
      #expect(found.map(\.what) == ["attachment"])
      #expect(found.map(\.position) == [Position(32)])
      try store.close()
    }
  }

  @Test("Bytes altered anywhere in the file: refused or reported, unless no row was hit")
  func rawBytes() async throws {
    let base = try await makeBase()
    let file = "\(base.path)/log.db"
    let original = try Data(contentsOf: URL(fileURLWithPath: file))
    var generator = SeededGenerator(seed: 17)
    var noticed = 0
    let rounds = Tier.isFull ? 400 : 40
    for _ in 0..<rounds {
      let copy = try TestDirectory(copying: base.path)
      var bytes = original
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try bytes.write(to: URL(fileURLWithPath: "\(copy.path)/log.db"))
      do {
        let store = try PlainLog.open(copy.path)
        defer { try? store.close() }
        let problems = try store.problems()
        guard problems.isEmpty else {
          noticed += 1
          continue
        }
        // Nobody noticed: then every record still reads as it was.
        let untouched = try PlainLog.open(base.path)
        #expect(
          try store.records(.all, in: ReadRange(), limit: 99)
            == untouched.records(.all, in: ReadRange(), limit: 99), "byte \(place)")
        try untouched.close()
      } catch {
        noticed += 1
      }
    }
    #expect(noticed > 0)
  }

  // MARK: No false alarm

  @Test("Copies made while a writer appends are sound, and so is the log itself meanwhile")
  func copiesWhileWriting() async throws {
    let directory = try await PlainLog.make()
    let writer = try PlainLog.open(directory.path)
    let reader = try PlainLog.open(directory.path)
    let writing = Task {
      var maker = EventMaker(seed: 44)
      var appended = 0
      while !Task.isCancelled {
        appended += try await writer.append(plain: maker.events(4)).count
      }
      return appended
    }
    var sizes: [Int64] = []
    for _ in 0..<5 {
      sizes.append(try reader.verify(limit: 9) { _ in true }.size)
      #expect(try reader.problems() == [])
      let copy = try TestDirectory()
      try RawConnection("\(directory.path)/log.db").rows("VACUUM INTO '\(copy.path)/log.db'")
      let store = try PlainLog.open(copy.path)
      #expect(try store.problems() == [])
      try store.close()
    }
    writing.cancel()
    let appended = try await writing.value
    #expect(sizes == sizes.sorted())
    #expect(try reader.head().position.rawValue == Int64(appended) + 6)
    try writer.close()
    try reader.close()
  }

  @Test("Verifying stops when it is told to, and after as many problems as are wanted")
  func stops() async throws {
    let base = try await makeBase()
    let copy = try TestDirectory(copying: base.path)
    try RawConnection("\(copy.path)/log.db").withoutTriggers {
      try $0.rows("UPDATE record SET recorded = recorded + 1")
    }
    let store = try PlainLog.open(copy.path)
    let result = try store.verify(limit: 3) { _ in true }
    #expect(result.problems.map(\.position) == [Position(1), Position(2), Position(3)])
    #expect(result.size == 3)
    try store.close()
  }
}
