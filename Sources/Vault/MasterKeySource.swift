internal import EventLog

/// Where the master key comes from.
public enum MasterKeySource: Sendable, Hashable {
  /// The file at a path; see ``MasterKeyFile``.
  case file(String)
  /// What a shell command prints.
  case command(String)

  /// Reads the key that is in force in a vault.
  /// - Parameter store: the vault's store.
  /// - Returns: the key.
  /// - Throws: ``VaultError``.
  public func read(for store: any VaultStore) throws(VaultError) -> MasterKey {
    switch self {
    case .file(let path): try MasterKeyFile(path: path).read(for: store)
    case .command(let command): try MasterKey(command: command)
    }
  }

  /// Reads the key in force, or makes one for a vault that has none and whose file is not there.
  ///
  /// Of two that make one at once the second takes the key of the first.
  /// - Parameter store: the vault's store.
  /// - Returns: the key.
  /// - Throws: ``VaultError``.
  public func readOrCreate(for store: any VaultStore) throws(VaultError) -> MasterKey {
    let isFresh = try vaultErrors { () throws(StorageFault) in
      try store.masterFingerprint() == nil
    }
    guard case .file(let path) = self, isFresh, !KeyFileSystem.exists(path) else {
      return try read(for: store)
    }
    do {
      return try MasterKeyFile(path: path).create()
    } catch {
      guard case .masterKeyExists = error else { throw error }
      return try read(for: store)
    }
  }
}
