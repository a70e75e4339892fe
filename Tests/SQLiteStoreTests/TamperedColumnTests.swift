internal import EventLog
internal import Foundation
internal import InteractionModel
internal import SQLiteStore
internal import StoreConformance
internal import Testing

@Suite("The tables of the log cannot be changed unnoticed")
struct TamperedColumnTests {
  // MARK: Triggers

  @Test("UPDATE and DELETE are refused on every table that does not move, INSERT OR REPLACE too")
  func triggers() async throws {
    let base = try await TamperedLog.make(more: 230)
    let raw = try RawConnection("\(base.path)/log.db")
    // What is being merged moves from one of these to another; it follows from the records.
    let moving: Set = ["recent", "key_new", "key_old"]
    for table in try raw.tables() where !moving.contains(table) {
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
        "SELECT name FROM pragma_table_info('\(table)') WHERE pk = 0"
      ).isEmpty
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

  @Test("Any byte of the birth record is found, whatever it makes of the record")
  func birth() async throws {
    let base = try await TamperedLog.make()
    let length = try RawConnection("\(base.path)/log.db")
      .rows("SELECT length(line) FROM record WHERE position = 1").first?.first
    guard case .integer(let count)? = length else {
      Issue.record("there is no birth record")
      return
    }
    for place in stride(from: Int64(0), to: count, by: Tier.isFull ? 1 : 17) {
      let found = try TamperedLog.problems(base) { raw in
        let line = try raw.rows("SELECT line FROM record WHERE position = 1").first?.first
        guard case .blob(var bytes)? = line else { return }
        bytes[Int(place)] ^= 1
        try raw.rows("UPDATE record SET line = ? WHERE position = 1", [.blob(bytes)])
      }
      #expect(found.contains { $0.position == Position(1) }, "byte \(place)")
    }
  }

  @Test("A file that is no database is a problem, not a failure to look")
  func garbage() async throws {
    let base = try await TamperedLog.make()
    try [UInt8](repeating: 0x2A, count: 4_096).withUnsafeBytes { bytes in
      try Data(bytes).write(to: URL(fileURLWithPath: "\(base.path)/log.db"))
    }
    let found = try SQLiteEventStore.verify(directory: base.path, limit: 100) { _ in true }
    #expect(found.problems.first?.what == "file")
  }

  /// Where in the log a row belongs; nil when to no one place.
  private func position(
    _ row: [String: RawValue], of table: String, _ raw: RawConnection
  ) throws -> Int64? {
    if case .integer(let position)? = row["position"] { return position }
    if table == "log_meta" { return 1 }
    return nil
  }

  @Test("One digit or byte altered in any column of any table is found, with its position")
  func everyColumn() async throws {
    let base = try await TamperedLog.make(more: 230)
    let raw = try RawConnection("\(base.path)/log.db")
    var tried = 0
    for table in try raw.tables() {
      let columns = try raw.columns(of: table)
      let rows = try raw.rows("SELECT \(columns.joined(separator: ", ")) FROM \(table)")
      for values in sample(rows) {
        let row = Dictionary(uniqueKeysWithValues: zip(columns, values))
        let position = try position(row, of: table, raw)
        let match = columns.map { "\($0) IS ?" }.joined(separator: " AND ")
        for (column, value) in zip(columns, values) {
          var places = [position]
          let found = try TamperedLog.problems(base) { raw in
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
          // A migration belongs to no place in the log, a name to many, and a byte of a packed
          // row to one of its records.
          guard !["grdb_migrations", "entity"].contains(table) else { continue }
          if TamperedLog.packed.contains(table) {
            #expect(found.contains { $0.position != nil }, "\(table).\(column)")
            continue
          }
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
    let base = try await TamperedLog.make()
    do {
      let raw = try RawConnection("\(base.path)/log.db")
      try raw.withoutTriggers {
        try $0.rows("UPDATE grdb_migrations SET identifier = identifier || '1'")
      }
    }
    let refusal = fault { () throws(StorageFault) in
      try SQLiteEventStore(directory: base.path, origin: nil, clock: TestClock().logClock)
    }
    #expect(refusal?.code == .schema)
    #expect(refusal?.reason.contains("0001_log1") == true)
  }
}
