internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import Migrations
internal import StoreConformance

@testable import SQLiteStore

/// Logs as the first form of the schema had them: an index row for each id and each entry.
enum FirstForm {
  /// A log with its birth record and the first events of the maker with seed 3.
  static func make(events: Int) async throws -> TestDirectory {
    let source = try TestDirectory()
    let store = try PlainLog.open(source.path)
    var maker = EventMaker(seed: 3)
    try await store.append(plain: [PlainLog.birth] + maker.events(events))
    let records = try store.records(.all, in: ReadRange(), limit: .max)
    try store.close()
    let directory = try TestDirectory()
    let pool = try SQLiteFile.open(
      "\(directory.path)/log.db", migrations: Array(Migration.sqliteLog.prefix(1)),
      durability: .full)
    try await pool.write { database in
      try database.execute(
        sql: "INSERT INTO log_meta (name, value) VALUES ('origin', ?), ('format', '2')",
        arguments: [PlainLog.origin])
      var numbers: [String: Int64] = [:]
      var counts: [String: Int64] = [:]
      for stored in records { try insert(stored, database, &numbers, &counts) }
    }
    try SQLiteFile.close(pool)
    return directory
  }

  private static func insert(
    _ stored: StoredRecord, _ database: Database, _ numbers: inout [String: Int64],
    _ counts: inout [String: Int64]
  ) throws {
    let record = try stored.decoded()
    let place = stored.position.rawValue
    try database.execute(
      sql: "INSERT INTO record VALUES (?, ?, ?, ?)",
      arguments: [place, record.recorded.microseconds, Data(stored.leaf), Data(stored.line)])
    try database.execute(
      sql: "INSERT INTO event_id VALUES (?, ?)",
      arguments: [Int64(bitPattern: record.id.high), place])
    for (index, name) in LogEntry.names(record).enumerated() {
      if numbers[name] == nil {
        numbers[name] = Int64(numbers.count + 1)
        try database.execute(
          sql: "INSERT INTO entity VALUES (?, ?)", arguments: [numbers[name], name])
      }
      if index == 0 { counts[name, default: 0] += 1 }
      let count = counts[name] ?? 0
      try database.execute(
        sql: "INSERT INTO entry VALUES (?, ?, ?)",
        arguments: [numbers[name], place, index == 0 ? count : -count])
    }
  }
}
