public import EventLog
public import InteractionModel

/// Why the vault cannot be used: its master key, or its store.
///
/// Names paths, modes, exit codes and fingerprints, never key material or a command's output.
public enum VaultError: Error, Remediable {
  /// There is no master key file.
  case masterKeyMissing(path: String)
  /// A file already is where a new master key should be written.
  case masterKeyExists(path: String)
  /// The mode of the master key file lets others use it, or is otherwise wider than 0600.
  case masterKeyExposed(path: String, mode: UInt32)
  /// The master key file belongs to another user.
  case masterKeyNotOwned(path: String, owner: UInt32)
  /// What the file or the command gave is no key.
  case masterKeyMalformed(source: String, bytes: Int)
  /// The operating system refused a file operation.
  case masterKeyFile(path: String, action: String, reason: String)
  /// The master key command failed.
  case masterKeyCommand(outcome: String)
  /// The master key command took too long and was stopped.
  case masterKeyCommandTimedOut(limit: Duration)
  /// The master key is not the one in force.
  case wrongMasterKey(given: String, inForce: String)
  /// Another process is rotating the master key.
  case rotationRunning(path: String)
  /// The vault has not been created yet.
  case notCreated
  /// Something in the vault cannot be unwrapped although the master key is the right one.
  case damaged(what: String)
  /// The store of the vault failed.
  case storage(StorageFault)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .masterKeyMissing(let path):
      Diagnosis("there is no master key at \(path)", "restore it from where it is kept safe")
    case .masterKeyExists(let path):
      Diagnosis("\(path) exists already; a master key is never overwritten", "choose another path")
    case .masterKeyExposed(let path, let mode):
      Diagnosis(
        "the master key \(path) has mode \(octal(mode)), 0600 or stricter is needed",
        "run `chmod 600 \(path)`, and rotate the key if others could read it")
    case .masterKeyNotOwned(let path, let owner):
      Diagnosis(
        "the master key \(path) belongs to the user with id \(owner)",
        "run as that user or change the file's owner")
    case .masterKeyMalformed(let source, let bytes):
      Diagnosis(
        "\(source) gave \(bytes) bytes that are no master key",
        "32 bytes are needed, raw, as 64 hexadecimal digits or (from a command) in base64")
    case .masterKeyFile(let path, let action, let reason):
      Diagnosis("cannot \(action) \(path): \(reason)")
    case .masterKeyCommand(let outcome):
      Diagnosis("the master key command ended with \(outcome)", "run it by hand to see why")
    case .masterKeyCommandTimedOut(let limit):
      Diagnosis(
        "the master key command gave no key within \(limit) and was stopped",
        "run it by hand to see what it waits for")
    case .wrongMasterKey(let given, let inForce):
      Diagnosis(
        """
        this is not the vault's master key: its fingerprint is \(given), the one in force has \
        \(inForce)
        """,
        "use that key, or, if vault.db is another store's, put this log's own back")
    case .rotationRunning(let path):
      Diagnosis(
        "the master key \(path) is being rotated by another process", "wait until it is done")
    case .notCreated:
      Diagnosis(
        "vault.db holds no vault",
        "beside a log restore it from a copy, otherwise \(.initialize) makes both")
    case .damaged(let what):
      Diagnosis("\(what) in the vault is missing or damaged", "restore vault.db from a copy")
    case .storage(let fault): fault.diagnosis
    }
  }

  private func octal(_ mode: UInt32) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// Runs something that may fault and says so in the vault's own words.
func vaultErrors<Value>(
  _ body: () throws(StorageFault) -> Value
) throws(VaultError) -> Value {
  do { return try body() } catch { throw .storage(error) }
}
