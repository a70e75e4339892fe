public import EventLog
internal import Foundation
internal import GRDB
internal import Vault

/// The master key's fingerprint, and what is wrapped by it.
extension SQLiteVaultStore {
  /// The fingerprint of the master key in force; nil when the vault has not been created.
  public func masterFingerprint() throws(StorageFault) -> String? {
    try read(SQLiteVaultStore.fingerprint)
  }

  static func fingerprint(_ database: Database) throws -> String? {
    try SQLiteStatement(database, "SELECT fingerprint FROM master").first { $0.text(0) }
  }

  /// Creates the vault: the fingerprint and the wrapped secrets by name, in one transaction.
  public func create(
    fingerprint: String, secrets: [String: [UInt8]]
  ) throws(StorageFault) -> Bool {
    try faulting("create the vault") {
      try commit { database in
        guard try SQLiteVaultStore.fingerprint(database) == nil else { return false }
        try database.execute(
          sql: "INSERT INTO master (id, fingerprint, epoch) VALUES (1, ?, 0)",
          arguments: [fingerprint])
        for (name, wrapped) in secrets {
          try database.execute(
            sql: "INSERT INTO secret (name, wrapped) VALUES (?, ?)",
            arguments: [name, Data(wrapped)])
        }
        return true
      }
    }
  }

  /// A wrapped secret; nil when there is none of that name.
  public func secret(_ name: String) throws(StorageFault) -> [UInt8]? {
    try read { database in
      try SQLiteStatement(database, "SELECT wrapped FROM secret WHERE name = ?")
        .bind(name).first { $0.blob(0) }
    }
  }

  /// Wraps every key and every secret anew, in one transaction.
  public func rewrap(
    from old: String, to new: String,
    transform: (_ wrapped: [UInt8]) throws(StorageFault) -> [UInt8]
  ) throws(StorageFault) {
    try write("wrap the vault's keys anew") { database in
      guard try SQLiteVaultStore.fingerprint(database) == old else {
        throw StorageFault.masterKeyRotated
      }
      for (table, id) in [("secret", "name"), ("subject_key", "number")] {
        try SQLiteVaultStore.rewrap(table, id, database, transform)
      }
      try database.execute(sql: "UPDATE master SET fingerprint = ?", arguments: [new])
    }
    // What the old master key opens must not stay behind. The new one is in force already, so this
    // may not fail: a WAL that cannot be cut now is cut by the next checkpoint that finds no reader.
    try? pool.writeWithoutTransaction { try SQLiteVaultStore.removeTraces($0) }
  }

  private static func rewrap(
    _ table: String, _ id: String, _ database: Database,
    _ transform: (_ wrapped: [UInt8]) throws(StorageFault) -> [UInt8]
  ) throws {
    let select = try SQLiteStatement(
      database, "SELECT \(id), wrapped FROM \(table) WHERE wrapped IS NOT NULL")
    let update = try SQLiteStatement(database, "UPDATE \(table) SET wrapped = ? WHERE \(id) = ?")
    // The ids first: a table must not change under the statement that walks over it.
    for row in try select.all({ (id: $0.text(0), wrapped: $0.blob(1)) }) {
      try update.bind(try transform(row.wrapped), row.id).run()
    }
  }
}
