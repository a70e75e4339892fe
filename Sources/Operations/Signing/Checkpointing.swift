public import Compliance
internal import EventLog
public import InteractionModel
public import Merkle
public import Vault

/// Signs where a log stands, with the key that it names.
public struct Checkpointing: Sendable {
  private let events: any EventStore
  private let alarms: any LogAlarms
  private let key: SigningKeyFile
  private let kept: SignedCheckpoint?

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store, open to append: what is signed is kept for ever.
  ///   - key: where the log's signing key is.
  ///   - kept: what is kept elsewhere and is to be replaced; what is signed has to extend it.
  public init(_ store: OpenStore, key: SigningKeyFile, replacing kept: SignedCheckpoint? = nil) {
    events = store.events
    alarms = store.alarms
    self.key = key
    self.kept = kept
  }

  /// Signs the tree over all records, and keeps the checkpoint; of a size that was signed before,
  /// answers what was signed.
  ///
  /// A log that does not extend what it signed last is not signed: a key that signs two histories of
  /// one log is worth nothing. What was signed last is kept in the log and beside the key, so that a
  /// log which was brought back from an older copy is told by the key, and nothing is appended to it from
  /// then on (``/EventLog/LogAlarms``).
  ///
  /// The log's erasures are listed beside the key too (``/Compliance/ErasureList``), for whoever brings
  /// the log back from a copy that does not know them.
  /// - Returns: the checkpoint.
  /// - Throws: ``/Vault/SigningKeyError``, ``CheckpointingError``, ``/Merkle/TreeError`` or
  ///   ``/EventLog/StorageFault``.
  public func run() throws -> SignedCheckpoint {
    let signed = try sign()
    try listErasures()
    return signed
  }

  /// Lists the erasures beside the key, if any has begun or ended since.
  private func listErasures() throws {
    let listed = try key.erasures().map { bytes in
      // What is in it may be nowhere else any more, so that it is not written over.
      guard let list = ErasureList(bytes) else {
        throw SigningKeyError.unusable(
          path: key.erasuresPath, reason: "it is no list of erasures; put back a copy of it")
      }
      return list
    }
    let end = try ErasureList.end(in: events)
    guard end != .start, listed?.through != end else { return }
    var list = try ErasureList(of: events)
    // What a log that was brought back has forgotten stays listed until it is carried out again.
    if let listed { list.add(listed) }
    try key.keep(erasures: list.bytes)
  }

  private func sign() throws -> SignedCheckpoint {
    // The size first: the keys that are read after it are those of its records, at least.
    let size = UInt64(try events.head().position.rawValue)
    let keys = try events.signingKeys()
    guard let named = keys.key(atSize: size) else {
      throw SigningKeyError.noneNamed(origin: events.origin)
    }
    try requireNothingLost(keys)
    if let last = try events.lastCheckpoint() {
      try last.verify(with: keys.key(atSize: last.checkpoint.size) ?? named)
      try requireExtension(of: last, keys)
      if last.checkpoint.size == size {
        // It was signed before, so it is told again; what the key signed since is missing.
        try key.alert(alarms, of: events)
        return last
      }
    }
    let secret = try key.read(named: named)
    if let last = try key.lastSigned() {
      try requireExtension(of: last, keys)
      // Signed, and lost before the log had it.
      if last.checkpoint.size == size, (try? last.verify(with: named)) != nil {
        return try events.keep(last)
      }
    }
    let tree = try Checkpoint(
      origin: named.name, size: size, root: try events.root(atSize: size))
    let signed = try tree.signed(by: secret)
    try key.keepLast(signed)
    return try events.keep(signed)
  }

  /// Refuses a log that does not extend what is kept of it elsewhere, or what others have shown it: its key
  /// may know nothing of that any more.
  /// - Throws: ``CheckpointingError``, ``/Merkle/TreeError`` or ``/EventLog/StorageFault``.
  public func requireNothingLost() throws { try requireNothingLost(try events.signingKeys()) }

  private func requireNothingLost(_ keys: SigningKeys) throws {
    if let kept { try alarms.take(kept, of: events, trusting: try? key.read().verifier) }
    if let shown = try alarms.unmet() { try requireExtension(of: shown, keys) }
  }

  private func requireExtension(of last: SignedCheckpoint, _ keys: SigningKeys) throws {
    // Where it stands now: somebody else may have signed more meanwhile.
    guard let debt = try events.debt(to: last.checkpoint, keys) else { return }
    try alarms.take(last, of: events, trusting: try? key.read().verifier)
    let signed = last.checkpoint.size
    if case .shorter(let size) = debt {
      throw CheckpointingError.shorter(size: size, signed: signed)
    }
    throw CheckpointingError.otherHistory(signed: signed)
  }
}

/// Why a log is not signed.
public enum CheckpointingError: Error, Remediable, Hashable {
  /// It has fewer records than were signed.
  case shorter(size: UInt64, signed: UInt64)
  /// The records that were signed were others.
  case otherHistory(signed: UInt64)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .shorter(let size, let signed):
      Diagnosis(
        "the log has \(size) records, and \(signed) were signed: the others are missing",
        """
        bring them back from a copy, \(.verify) says what is there; if they are lost for good, \
        \(.startEpoch) goes on without them
        """)
    case .otherHistory(let signed):
      Diagnosis(
        "the first \(signed) records are not those that were signed",
        "run \(.verify) and compare with a copy")
    }
  }
}
