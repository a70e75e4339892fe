internal import EventLog
internal import InteractionModel
internal import Vault

/// What the records of a log say about keys, against what the vault beside it has.
struct KeyClaims {
  /// How many keys are remembered as looked at: those of records that stand near each other are
  /// mostly the same, and memory stays bounded.
  private static let remembered = 65_536

  private var seen: Set<String> = []
  /// Whether the vault has a row of any key that was looked for.
  var isAnyFound = false
  /// Keys without a row: the first ones, each with the first record that names it.
  var missing: [(key: String, position: Int64)] = []
  /// Keys that are gone and have been reported.
  var reported: Set<String> = []

  /// Whether a key has to be looked at.
  mutating func isNew(_ key: String) -> Bool {
    guard !seen.contains(key) else { return false }
    if seen.count >= KeyClaims.remembered { seen.removeAll(keepingCapacity: true) }
    seen.insert(key)
    return true
  }
}

/// The vault is looked at when it is there, without its master key.
///
/// Every key that a record names has a row, because keys are durable before records. Rows that no
/// record names are nothing unusual: a record may have been refused after its key was made. A key
/// is gone exactly when the log says that an erasure destroyed it.
extension LogVerifier {
  /// Runs a look at the vault; one that cannot be read is a problem, and is not looked at again.
  private mutating func looking(_ body: (inout LogVerifier, VaultLook) throws -> Void) throws {
    guard let vault else { return }
    do {
      try body(&self, vault)
    } catch let error as VaultLook.Unusable {
      report(nil, "vault", error.expected, error.found)
      self.vault = nil
    }
  }

  /// A key that a record names.
  mutating func checkKey(_ key: String, _ place: Int64) throws {
    guard vault != nil, keys.isNew(key) else { return }
    try looking { verifier, vault in
      switch try vault.row(of: key) {
      case .there: verifier.keys.isAnyFound = true
      case .gone:
        verifier.keys.isAnyFound = true
        try verifier.checkGone(key, place, vault)
      case .none:
        // Kept until all are known: when there is none at all, that is another finding.
        guard verifier.keys.missing.count < verifier.limit,
          !verifier.keys.missing.contains(where: { $0.key == key })
        else { return }
        verifier.keys.missing.append((key, place))
      }
    }
  }

  private mutating func checkGone(_ key: String, _ place: Int64?, _ vault: VaultLook) throws {
    guard !keys.reported.contains(key), try !vault.isErased(key), problems.count < limit else {
      return
    }
    keys.reported.insert(key)
    report(
      place, "key in the vault", "the key \(key), or an erasure that destroyed it",
      ["a row without its key", age.reason].compactMap(\.self).joined(separator: "; "), age.remedy)
  }

  /// Finds out which of log and vault is older than the other.
  mutating func lookAtAge() throws {
    try looking { verifier, vault in verifier.age = try vault.age() }
  }

  /// What can be said once every record has been read.
  mutating func checkVault() throws {
    try looking { verifier, vault in
      let missing = verifier.keys.missing
      guard verifier.keys.isAnyFound || missing.isEmpty else {
        return verifier.report(
          missing.first?.position, "vault", "the vault of this log",
          "no key that its records name: it is another log's",
          "put this log's own vault.db there")
      }
      for (key, position) in missing {
        verifier.report(
          position, "key in the vault", "a row for \(key)", "none", "restore vault.db from a copy")
      }
      if let reason = verifier.age.reason {
        verifier.report(nil, "log", "the newest log.db", reason, verifier.age.remedy)
      }
      for key in try vault.goneKeys() { try verifier.checkGone(key, nil, vault) }
    }
  }

  /// The keys that a completed erasure destroyed must be gone from the vault.
  mutating func checkDestroyed(_ destroyed: [String], at position: Int64) throws {
    try looking { verifier, vault in
      let alive = try destroyed.filter {
        if case .there = try vault.row(of: $0) { return true }
        return false
      }
      guard !alive.isEmpty else { return }
      verifier.report(
        position, "key in the vault", "\(destroyed.count) keys destroyed by this erasure",
        "\(alive.count) of them there, as in a copy from before", "\(.project) destroys them")
    }
  }
}
