public import Compliance
internal import EventLog
public import InteractionModel
public import Merkle
public import Vault

/// Signs where a log stands, with the key that it names.
public struct Checkpointing: Sendable {
  private let events: any EventStore
  private let key: SigningKeyFile

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store, open to append: what is signed is kept for ever.
  ///   - key: where the log's signing key is.
  public init(_ store: OpenStore, key: SigningKeyFile) {
    events = store.events
    self.key = key
  }

  /// Signs the tree over all records, and keeps the checkpoint; of a size that was signed before,
  /// answers what was signed.
  ///
  /// A log that does not extend what it signed last is not signed: a key that signs two histories of
  /// one log is worth nothing.
  /// - Returns: the checkpoint.
  /// - Throws: ``/Vault/SigningKeyError``, ``CheckpointingError``, ``/Merkle/TreeError`` or
  ///   ``/EventLog/StorageFault``.
  public func run() throws -> SignedCheckpoint {
    guard let named = try events.signingKey() else {
      throw SigningKeyError.noneNamed(origin: events.origin)
    }
    let size = UInt64(try events.head().position.rawValue)
    if let last = try events.lastCheckpoint() {
      try last.verify(with: named)
      try requireExtension(of: last.checkpoint, size: size)
      if last.checkpoint.size == size { return last }
    }
    let key = try key.read(namedBy: events)
    let tree = try Checkpoint(
      origin: events.origin, size: size, root: try events.root(atSize: size))
    return try events.keep(try tree.signed(by: key))
  }

  private func requireExtension(of last: Checkpoint, size: UInt64) throws {
    guard last.size <= size else {
      throw CheckpointingError.shorter(size: size, signed: last.size)
    }
    guard try events.root(atSize: last.size) == last.root else {
      throw CheckpointingError.otherHistory(signed: last.size)
    }
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
        "bring them back from a copy; \(.verify) says what is there")
    case .otherHistory(let signed):
      Diagnosis(
        "the first \(signed) records are not those that were signed",
        "run \(.verify) and compare with a copy")
    }
  }
}
