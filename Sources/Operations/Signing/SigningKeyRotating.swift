public import Compliance
internal import EventLog
public import InteractionModel
public import Merkle
public import Vault

/// Has a log's checkpoints signed with another key, of which the key in force says so.
public struct SigningKeyRotating: Sendable {
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

  /// Signs where the log stands with the key in force, records the next key, and signs that with it.
  ///
  /// Whoever holds the old key of the log from elsewhere has a last checkpoint by it, and the record
  /// behind, by which they come to trust the next one.
  /// - Returns: what was done.
  /// - Throws: ``/Vault/SigningKeyError``, ``CheckpointingError``, ``/EventLog/AppendError``, also when
  ///   another process has recorded a key meanwhile, or what ``/Compliance/OpenStore/log()`` throws.
  public func run() async throws -> SigningKeyChange {
    let log = try await store.log()
    // Before a key is made that nothing could be recorded of.
    try store.alarms.requireNothingMissing(in: store.events)
    let last = try Checkpointing(store, key: key).run()
    let own = try store.events.records(.stream(.log), in: ReadRange(), limit: .max)
    let keys = try store.events.signingKeys()
    guard let named = keys.last else {
      throw SigningKeyError.noneNamed(origin: store.events.origin)
    }
    let (position, next) = try await key.rotate(from: named) { old, new in
      let rotation = try SigningKeyRotation(
        to: new.verifier, generation: keys.reigns.count + 1, signedBy: old)
      var event = NewEvent(id: .random(), stream: .log, type: .signingKeyRotated)
      event.actor = store.actor
      event.body = rotation.body
      let version = try own.last?.decoded().version ?? 0
      let places = try await log.append([event], expecting: [.log: .version(version)])
      return (places.first?.position ?? .start, new.verifier)
    }
    let first = try Checkpointing(store, key: key).run()
    return SigningKeyChange(key: next, position: position, last: last, first: first)
  }
}

/// That a log's checkpoints are signed with another key.
public struct SigningKeyChange: Sendable {
  /// The key that is in force now.
  public let key: VerifierKey
  /// Where it is recorded.
  public let position: Position
  /// The last checkpoint by the key before it.
  public let last: SignedCheckpoint
  /// The first one by this one, of the record that names it.
  public let first: SignedCheckpoint

  /// What was done as answers have it.
  public var json: JSONObject {
    let note = { (signed: SignedCheckpoint) -> JSONValue in
      .string(String(decoding: signed.bytes, as: UTF8.self))
    }
    return [
      "key": .string(key.description), "position": .int(position.rawValue), "last": note(last),
      "first": note(first),
    ]
  }
}
