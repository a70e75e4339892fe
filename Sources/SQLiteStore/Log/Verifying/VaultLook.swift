internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import Vault

/// The vault beside a log, looked at without its master key: which keys it has.
///
/// Each look is a statement of its own. A transaction over a whole verification would keep an
/// erasure from cutting the vault's WAL, in which older pages stand.
struct VaultLook {
  /// What the vault has of a key.
  enum Row {
    /// The key, wrapped.
    case there
    /// A row without a key.
    case gone
    /// No row.
    case none
  }

  /// Why the vault that is there cannot be looked at.
  struct Unusable: Error {
    let expected: String
    let found: String
  }

  private let vault: any DatabaseReader
  /// The log as it is by now, which may say more than when its verification began.
  private let log: any DatabaseReader

  /// Opens a vault for looking; changes nothing in it.
  /// - Parameters:
  ///   - path: the vault's file.
  ///   - log: the log's file.
  /// - Throws: ``Unusable`` when the file is no vault, or what SQLite throws.
  init(_ path: String, log: String) throws {
    if let oddity = StoreFile.oddity(ofDatabase: path) {
      throw Unusable(expected: "the vault of this log", found: "a vault.db that \(oddity)")
    }
    vault = try VaultLook.looking { try SQLiteFile.openToAsk(path) }
    self.log = try VaultLook.glance(at: log)
    let isMade = try VaultLook.looking {
      try vault.unsafeRead { database in
        guard try database.tableExists("master"), try database.tableExists("subject_key") else {
          return false
        }
        return try SQLiteStatement(database, "SELECT 1 FROM master").hasRow()
      }
    }
    guard isMade else {
      throw Unusable(expected: "the vault of this log", found: "a file without a vault in it")
    }
  }

  /// A connection to the log, beside the one that verifies it, which found the same obstacle if there
  /// is one: nobody writes then.
  private static func glance(at log: String) throws -> any DatabaseReader {
    do {
      return try SQLiteFile.openToGlance(log)
    } catch let error as DatabaseError where SQLiteFile.isObstacle(error) {
      return try SQLiteFile.openToLook(log)
    }
  }

  /// What the vault has of a key.
  func row(of key: String) throws -> Row {
    try VaultLook.looking {
      try vault.unsafeRead { database in
        try SQLiteStatement(
          database, "SELECT wrapped IS NULL FROM subject_key WHERE key = ?"
        ).bind(Hex.bytes(key) ?? []).first { $0.integer(0) == 0 ? .there : .gone } ?? .none
      }
    }
  }

  /// The ids of all keys that are gone.
  func goneKeys() throws -> [String] {
    try VaultLook.looking {
      try vault.unsafeRead { database in
        try SQLiteStatement(database, "SELECT key FROM subject_key WHERE wrapped IS NULL")
          .all(\.hex)
      }
    }
  }

  /// Which of log and vault is older than the other.
  ///
  /// The vault is asked first: what it has carried out stands in the log by then.
  func age() throws -> VaultAge {
    let settled = try VaultLook.looking {
      try vault.unsafeRead { try SQLiteVaultStore.settled($0) }
    }
    return try log.unsafeRead { database in
      let own = try LogQuery.record(database, at: settled.position).map {
        LogCheckpoint(position: $0.position, leaf: $0.leaf)
      }
      return VaultAge(
        settled: settled, own: settled.position > .start ? own : .start,
        end: try LogQuery.head(database).position)
    }
  }

  /// Whether the log says by now that an erasure destroyed a key.
  func isErased(_ key: String) throws -> Bool {
    try log.unsafeRead { try LogQuery.destroyer($0, of: key) != nil }
  }

  private static func looking<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError
      where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
    {
      throw Unusable(
        expected: "a sound SQLite database", found: error.message ?? "something else")
    }
  }
}
