public import Compliance
public import EventLog
public import InteractionModel
public import Merkle
internal import Queries
public import Vault

/// Goes on with a log that has lost records which it had signed, under another origin.
public struct EpochStarting: Sendable {
  private let store: OpenStore
  private let key: SigningKeyFile

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store, open to append.
  ///   - key: where the log's signing key is, and where the next one is put.
  public init(_ store: OpenStore, key: SigningKeyFile) {
    self.store = store
    self.key = key
  }

  /// What the log was shown and does not extend, which another epoch would give up for good.
  /// - Returns: how many records were signed, and how many the log has.
  /// - Throws: ``EpochError`` when nothing is missing or no epoch can do without it, or
  ///   ``/EventLog/StorageFault``.
  public func loss() throws -> (lost: Checkpoint, size: UInt64) {
    try key.alert(store.alarms, of: store.events)
    let keys = try store.events.signingKeys()
    guard let lost = try store.alarms.unmet()?.checkpoint,
      try store.events.debt(to: lost, keys) != nil
    else {
      // Perhaps it has come back.
      try store.alarms.requireNothingMissing(in: store.events)
      throw EpochError.nothingMissing
    }
    guard lost.origin == keys.last?.name else {
      throw EpochError.otherOrigin(lost.origin, inForce: keys.last?.name ?? store.events.origin)
    }
    let size = UInt64(try store.events.head().position.rawValue)
    if let kept = try store.events.lastCheckpoint(), kept.checkpoint.size > size {
      throw EpochError.damaged(size: size, kept: kept.checkpoint.size)
    }
    return (lost, size)
  }

  /// Records what is lost, signed by the key in force, and signs that with the key of the new origin.
  /// - Returns: what was done.
  /// - Throws: as ``loss()``; ``/Vault/SigningKeyError``, ``/EventLog/AppendError``, also when another
  ///   process has recorded something of the log meanwhile, or what ``/Compliance/OpenStore/log()`` throws.
  public func run() async throws -> StartedEpoch {
    let log = try await store.log()
    let (lost, _) = try loss()
    let own = try store.events.records(.stream(.log), in: ReadRange(), limit: .max)
    let keys = try store.events.signingKeys()
    guard let named = keys.last else {
      throw SigningKeyError.noneNamed(origin: store.events.origin)
    }
    let (position, next) = try await key.rotate(from: named, to: keys.nextOrigin) { old, new in
      let start = try EpochStart(without: lost, to: new.verifier, after: keys, signedBy: old)
      var event = NewEvent(id: .random(), stream: .log, type: .epochStarted)
      event.actor = store.actor
      event.body = start.body
      let version = try own.last?.decoded().version ?? 0
      let places = try await log.append([event], expecting: [.log: .version(version)])
      return (places.first?.position ?? .start, new.verifier)
    }
    // Whoever dies before this is let go on all the same: the record says that it is given up.
    try store.alarms.keep(unmet: nil)
    let first = try Checkpointing(store, key: key).run()
    return StartedEpoch(key: next, position: position, lost: lost, first: first)
  }
}

/// That a log goes on without records that it had signed.
public struct StartedEpoch: Sendable {
  /// The key that is in force now; its name is the new origin.
  public let key: VerifierKey
  /// Where it is recorded.
  public let position: Position
  /// The checkpoint that the log does not extend.
  public let lost: Checkpoint
  /// The first checkpoint under the new origin.
  public let first: SignedCheckpoint

  /// What was done as answers have it.
  public var json: JSONObject {
    [
      "origin": .string(key.name), "key": .string(key.description),
      "position": .int(position.rawValue), "lost": .object(lost.json),
      "first": .string(String(decoding: first.bytes, as: UTF8.self)),
    ]
  }
}

/// Why no epoch begins.
public enum EpochError: Error, Remediable, Hashable {
  /// The log extends everything that it was shown.
  case nothingMissing
  /// What it does not extend is of an origin that its records do not name.
  case otherOrigin(String, inForce: String)
  /// The log itself keeps a checkpoint of more records than it has.
  case damaged(size: UInt64, kept: UInt64)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .nothingMissing:
      Diagnosis(
        "the log extends every checkpoint that it was shown, so there is nothing to go on without",
        "\(.verify) shows it one that was kept elsewhere")
    case .otherOrigin(let found, let origin):
      Diagnosis(
        "the missing records were signed as “\(found)”, and the log is at “\(origin)” only",
        "bring back a copy that has the record by which “\(found)” began")
    case .damaged(let size, let kept):
      Diagnosis(
        "the log has \(size) records, and keeps itself a checkpoint of \(kept): its file is damaged",
        "bring log.db back from a copy, whole, before another epoch begins")
    }
  }
}
