internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import Migrations

/// What is looked at once every record has been: what is left over, and the file itself.
extension LogVerifier {
  mutating func checkTotals(_ database: Database) throws {
    func total(_ table: String) throws -> Int64 {
      try Int64.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
    }
    try checkTileTotal(database)
    if try total("attachment") != attached {
      let stray = try stray(
        database, "SELECT name, position FROM attachment",
        belongs: { row, record in
          let name = Hex.string(row.blob(0))
          return (try? record.sealedParts())?.contains { $0.attachments.contains(name) } == true
        })
      report(stray, "index of attachments", "\(attached) entries", "\(try total("attachment"))")
    }
    if let amended, try total("amendment") != amended {
      let stray = try stray(
        database, "SELECT message, position FROM amendment",
        belongs: { row, record in record.amends?.bytes == row.blob(0) })
      report(stray, "index of amendments", "\(amended) entries", "\(try total("amendment"))")
    }
    if let readings, try total("reading") != readings {
      let stray = try stray(
        database, "SELECT NULL, position FROM reading",
        belongs: { _, record in record.type.tellsOfReading })
      report(stray, "index of readings", "\(readings) entries", "\(try total("reading"))")
    }
  }

  /// The position of the first index row that no record accounts for.
  private func stray(
    _ database: Database, _ sql: String, belongs: (SQLiteRow, Record) -> Bool
  ) throws -> Int64? {
    var found: Int64?
    try SQLiteStatement(database, sql).forEachRow { row in
      let position = row.integer(1)
      let stored = try LogQuery.record(database, at: Position(position))
      guard let stored, let record = try? Record(line: stored.line), belongs(row, record) else {
        found = position
        return false
      }
      return true
    }
    return found
  }

  /// Compares the schema with that of a log made now: triggers that were dropped, columns that
  /// were added, migrations that never ran.
  mutating func checkSchema(_ database: Database) throws {
    let sql = """
      SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master
      WHERE name NOT LIKE 'sqlite_%' ORDER BY 1
      """
    let migrations = try history(database)
    let model = try DatabaseQueue()
    try SQLiteFile.migrator(migrations).migrate(model)
    let expected = try model.read { try Set(String.fetchAll($0, sql: sql)) }
    let found = try Set(String.fetchAll(database, sql: sql))
    func name(_ row: String) -> String {
      row.split(separator: " ").prefix(2).joined(separator: " ")
    }
    for row in expected.subtracting(found).sorted() {
      report(nil, "schema", name(row), "missing or changed")
    }
    for row in found.subtracting(expected).sorted()
    where !expected.contains(where: { name($0) == name(row) }) {
      report(nil, "schema", "nothing of that name", name(row))
    }
    let applied = try String.fetchAll(
      database, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
    let history = migrations.map(\.name)
    if applied != history {
      report(nil, "migrations", history.joined(separator: ", "), applied.joined(separator: ", "))
    }
  }

  /// The migrations that a log has run: one that was only read since lacks the last of them, which need
  /// not be there to read it.
  private func history(_ database: Database) throws -> [Migration] {
    var history = Migration.sqliteLog
    for (table, earlier) in [
      (CosignatureTable.isThere, CosignatureTable.earlierMigrations),
      (CheckpointTable.isThere, CheckpointTable.earlierMigrations),
      (TileTable.isThere, TileTable.earlierMigrations),
      (ReadingIndex.isThere, ReadingIndex.earlierMigrations),
      (AmendmentIndex.isThere, AmendmentIndex.earlierMigrations),
    ] {
      if try table(database) { break }
      history = earlier
    }
    return history
  }

  /// Lets SQLite look at its pages: what an index leaves out or has too much, no lookup finds.
  mutating func checkFile(_ database: Database) throws {
    // Beyond 32 bits SQLite takes the number for the name of a table.
    let words = try String.fetchAll(
      database, sql: "PRAGMA integrity_check(\(Int32(clamping: limit)))")
    for text in words where text != "ok" { report(nil, "file", "sound pages and indexes", text) }
  }
}
