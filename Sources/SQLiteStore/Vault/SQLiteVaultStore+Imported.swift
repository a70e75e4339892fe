public import EventLog
internal import Foundation
internal import GRDB
public import InteractionModel
internal import Vault

/// Which files were imported.
extension SQLiteVaultStore {
  /// Whether a file was imported to its end.
  public func hasImported(_ file: EventID) throws(StorageFault) -> Bool {
    try faulting("read the vault") {
      try pool.read { database in
        try Bool.fetchOne(
          database, sql: "SELECT EXISTS (SELECT 1 FROM imported_file WHERE id = ?)",
          arguments: [Data(file.bytes)]) ?? false
      }
    }
  }

  /// Notes that a file was imported to its end.
  public func noteImported(_ file: EventID) throws(StorageFault) {
    try faulting("write the vault") {
      try commit { database in
        try database.execute(
          sql: "INSERT OR IGNORE INTO imported_file (id) VALUES (?)", arguments: [Data(file.bytes)])
      }
    }
  }
}
