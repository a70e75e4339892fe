public import EventLog
internal import Foundation
internal import GRDB

extension SQLiteVaultStore {
  /// Copies the vault of a directory as it is at one moment, beside whoever writes it.
  ///
  /// Only what is in force is copied: nothing of a key that was destroyed before is in the copy.
  /// - Parameters:
  ///   - directory: the store's directory.
  ///   - path: where the copy goes; must not exist. It has mode 0600 and is durable when this returns.
  /// - Throws: ``/EventLog/StorageFault``.
  public static func copy(from directory: String, to path: String) throws(StorageFault) {
    // Its name and mode before anything is in it.
    try StoreFile.write(path, [])
    let vault = try SQLiteVaultStore(reading: directory)
    defer { try? vault.close() }
    try faulting("copy the vault") {
      try vault.pool.unsafeRead { database in
        try database.execute(sql: "VACUUM INTO ?", arguments: [path])
      }
    }
    try StoreFile.sync(path)
  }

  /// Puts a copy of a vault into a directory that has none, durably.
  /// - Parameters:
  ///   - path: the copy, which stays.
  ///   - directory: the store's directory.
  /// - Returns: where the vault is now.
  /// - Throws: ``/EventLog/StorageFault``.
  public static func put(_ path: String, in directory: String) throws(StorageFault) -> String {
    let place = "\(directory)/vault.db"
    try faulting("copy the vault") {
      try FileManager.default.copyItem(atPath: path, toPath: place)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place)
    }
    try StoreFile.sync(place)
    return place
  }
}
