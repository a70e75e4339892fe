internal import EventLog
internal import InteractionModel

/// The file a master key is kept in, and how its key is exchanged without ever losing one.
///
/// The file holds 64 hexadecimal digits (or 32 raw bytes), belongs to the user who runs the
/// program and is readable by nobody else (mode 0600 or stricter).
public struct MasterKeyFile: Sendable {
  /// Where the key in force is.
  public let path: String
  /// Where the next key waits while a rotation is under way.
  public var nextPath: String { path + ".new" }

  /// The file at a path.
  /// - Parameter path: where the key is, or shall be.
  public init(path: String) {
    self.path = path
  }

  /// Reads the key.
  /// - Throws: ``VaultError`` when the file is missing, malformed, not the user's own, or open to
  ///   others.
  public func read() throws(VaultError) -> MasterKey {
    try MasterKeyFile.read(path)
  }

  private static func read(_ path: String) throws(VaultError) -> MasterKey {
    let bytes = try KeyFileSystem.readPrivate(path)
    if let key = MasterKey(bytes) { return key }
    if let key = MasterKey.parse(hexadecimal: bytes) { return key }
    throw .masterKeyMalformed(source: "the file \(path)", bytes: bytes.count)
  }

  /// Writes a new random key; durable when the call returns.
  /// - Throws: ``VaultError/masterKeyExists(path:)`` when the file exists: a key is never
  ///   overwritten.
  public func create() throws(VaultError) -> MasterKey {
    let key = MasterKey.random()
    try KeyFileSystem.createPrivate(path, key.fileBytes)
    return key
  }

  /// Reads the key that is in force in a vault, and finishes a rotation that was interrupted.
  ///
  /// A rotation that rewrapped the vault but did not get to the rename left the key in force in
  /// ``nextPath``; it is moved to its place. A next key that never came into force stays where it
  /// is: another process may be about to use it.
  /// - Parameter store: the vault's store; any readable key is answered when it has no key yet.
  /// - Returns: the key in force.
  /// - Throws: ``VaultError``; ``VaultError/wrongMasterKey(given:inForce:)`` when neither file has
  ///   the key in force.
  public func read(for store: any VaultStore) throws(VaultError) -> MasterKey {
    guard
      let inForce = try vaultErrors({ () throws(StorageFault) in try store.masterFingerprint() })
    else { return try read() }
    let current = KeyFileSystem.exists(path) ? try read() : nil
    if let current, current.fingerprint == inForce { return current }
    if KeyFileSystem.exists(nextPath) {
      let next = try MasterKeyFile.read(nextPath)
      if next.fingerprint == inForce {
        try finish(next)
        return next
      }
    }
    // Another process may have finished the rotation between the two looks.
    let last = try read()
    guard last.fingerprint == inForce else {
      throw .wrongMasterKey(given: last.fingerprint, inForce: inForce)
    }
    return last
  }

  /// Puts a new random key into force.
  ///
  /// Crash safe at every point: the new key is durable in ``nextPath`` before the vault is
  /// rewrapped in one transaction, and takes the place of the old one afterwards. Whatever
  /// ``read(for:)`` finds after a crash, one of the two files holds the key in force.
  /// - Parameter vault: the vault, opened with the key of this file.
  /// - Returns: the key that is in force now.
  /// - Throws: ``VaultError``; the next ``read(for:)`` finds the key that is in force.
  @discardableResult
  public func rotate(_ vault: Vault) throws(VaultError) -> MasterKey {
    try KeyFileSystem.whileLocked(path) { () throws(VaultError) in
      let next = try prepareNext()
      try vault.rotateMaster(to: next)
      try finish(next)
      return next
    }
  }

  /// The next key, durable in its file.
  ///
  /// One that an interrupted rotation left behind is taken; one
  /// that was only half written never came into force and is replaced.
  func prepareNext() throws(VaultError) -> MasterKey {
    if KeyFileSystem.exists(nextPath) {
      do {
        return try MasterKeyFile.read(nextPath)
      } catch .masterKeyMalformed {
        try KeyFileSystem.remove(nextPath)
      }
    }
    return try MasterKeyFile(path: nextPath).create()
  }

  /// Moves the next key to its place; another process that opens the vault may have done so.
  func finish(_ next: MasterKey) throws(VaultError) {
    if try KeyFileSystem.replace(path, with: nextPath) { return }
    let current = try read()
    guard current.fingerprint == next.fingerprint else {
      throw .wrongMasterKey(given: current.fingerprint, inForce: next.fingerprint)
    }
  }
}

extension MasterKey {
  /// Writes a new random key to a file, mode 0600; durable when the call returns.
  /// - Parameter path: where; must not exist.
  /// - Returns: the key.
  /// - Throws: ``VaultError/masterKeyExists(path:)`` or ``VaultError/masterKeyFile(path:action:reason:)``.
  public static func create(at path: String) throws(VaultError) -> MasterKey {
    try MasterKeyFile(path: path).create()
  }

  /// Reads a key from a file; see ``MasterKeyFile``.
  /// - Parameter path: where it is.
  /// - Throws: ``VaultError`` as ``MasterKeyFile/read()`` does.
  public init(file path: String) throws(VaultError) {
    self = try MasterKeyFile(path: path).read()
  }

  /// Reads 64 hexadecimal digits, white space around them allowed.
  static func parse(hexadecimal text: [UInt8]) -> MasterKey? {
    let digits = trimmed(text)
    guard digits.count == 2 * byteCount else { return nil }
    return Hex.bytes(String(decoding: digits, as: UTF8.self)).flatMap { MasterKey($0) }
  }

  /// Reads base64 of 32 bytes, white space around it allowed.
  static func parse(base64 text: [UInt8]) -> MasterKey? {
    Base64.bytes(trimmed(text)).flatMap { MasterKey($0) }
  }

  private static func trimmed(_ text: [UInt8]) -> ArraySlice<UInt8> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let start = text.firstIndex { !isSpace($0) } ?? text.endIndex
    let end = text.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
    return text[start..<max(start, end)]
  }
}
