public import EventLog
internal import Foundation
internal import GRDB
public import InteractionModel
internal import Vault

/// Which files were imported, and which versions their rows had.
extension SQLiteVaultStore {
  /// The files of a source whose import began last, the last first.
  public func importedFiles(
    from source: EventID, limit: Int
  ) throws(StorageFault) -> [ImportedFile] {
    try faulting("read the vault") {
      try pool.read { database in
        let rows = try Row.fetchAll(
          database,
          sql: """
            SELECT file, is_complete FROM imported_file WHERE source = ? ORDER BY number DESC LIMIT ?
            """,
          arguments: [Data(source.bytes), limit])
        return rows.map { row in
          ImportedFile(EventID(version8: row[0] as Data), isComplete: row[1])
        }
      }
    }
  }

  /// Whether the import of a file of a source ever began.
  public func hasImported(
    _ file: EventID, from source: EventID
  ) throws(StorageFault) -> Bool {
    try faulting("read the vault") {
      try pool.read { database in
        try Bool.fetchOne(
          database,
          sql: "SELECT EXISTS (SELECT 1 FROM imported_file WHERE source = ? AND file = ?)",
          arguments: [Data(source.bytes), Data(file.bytes)]) ?? false
      }
    }
  }

  /// Notes that the import of a file begins.
  public func noteBegun(_ file: EventID, from source: EventID) throws(StorageFault) {
    try faulting("write the vault") {
      try commit { database in
        try database.execute(
          sql: "INSERT INTO imported_file (source, file) VALUES (?, ?)",
          arguments: [Data(source.bytes), Data(file.bytes)])
      }
    }
  }

  /// Notes that the file of a source whose import began last was imported to its end.
  public func noteComplete(_ file: EventID, from source: EventID) throws(StorageFault) {
    try faulting("write the vault") {
      try commit { database in
        try database.execute(
          sql: """
            UPDATE imported_file SET is_complete = 1
            WHERE number = (SELECT max(number) FROM imported_file WHERE source = ? AND file = ?)
            """,
          arguments: [Data(source.bytes), Data(file.bytes)])
      }
    }
  }

  /// The greatest version that was noted of a row of an export.
  public func importedVersion(ofRow row: EventID) throws(StorageFault) -> Int64? {
    try faulting("read the vault") {
      try pool.read { database in
        try Int64.fetchOne(
          database.cachedStatement(sql: "SELECT version FROM imported_row WHERE id = ?"),
          arguments: [Data(row.bytes)])
      }
    }
  }

  /// Notes which versions some rows have.
  public func note(versions: [EventID: Int64]) throws(StorageFault) {
    try faulting("write the vault") {
      try commit { database in
        let statement = try database.cachedStatement(
          sql: """
            INSERT INTO imported_row (id, version) VALUES (?, ?)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version
            WHERE excluded.version > version
            """)
        for (row, version) in versions {
          try statement.execute(arguments: [Data(row.bytes), version])
        }
      }
    }
  }
}
