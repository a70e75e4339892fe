public import Compliance
internal import EventLog
public import InteractionModel
public import Merkle
internal import ProjectionEngine
internal import Queries
public import Vault

/// Signs what was found out about a log, with its key, under the name that this signs statements with.
public struct Certifying: Sendable {
  private let store: OpenStore
  private let key: SigningKey
  private let keyFile: SigningKeyFile
  /// What the log's checkpoints are of now.
  private let origin: String

  /// Work that has not begun; the key is read at once, before anything that takes its time.
  /// - Parameters:
  ///   - store: the store; nothing of it is written but an alarm.
  ///   - key: where the log's signing key is.
  /// - Throws: ``/Vault/SigningKeyError``, or ``/EventLog/StorageFault`` when the log cannot be read.
  public init(_ store: OpenStore, key: SigningKeyFile) throws {
    self.store = store
    keyFile = key
    let signing = try key.read(namedBy: store.events)
    self.key = try signing.ofStatements
    origin = signing.verifier.name
  }

  /// Certifies what the records fold to.
  /// - Parameters:
  ///   - replayed: what was found, of one moment (``Replaying``).
  ///   - time: when; nil to leave that out, so that it is the same whenever it is made.
  /// - Returns: the note; nil when live and replayed are not equal, of which nothing is certified.
  /// - Throws: ``/Merkle/TreeError`` or ``/EventLog/StorageFault`` when the log cannot be read, or does not
  ///   extend what was signed of it.
  public func certify(_ replayed: Replayed, at time: Instant?) throws -> SignedNote? {
    guard replayed.isEqual, replayed.results.allSatisfy({ $0.position == replayed.position }) else {
      return nil
    }
    let tree = try tree(atSize: UInt64(replayed.position.rawValue))
    return try ReplayCertificate(replayed.results, of: tree, made: time).signed(by: key)
  }

  /// Certifies what a search found.
  /// - Parameters:
  ///   - findings: what was found.
  ///   - time: when.
  /// - Returns: the note.
  /// - Throws: as the other.
  func certify(_ findings: SearchFindings, at time: Instant) throws -> SignedNote {
    try SearchCertificate(findings, of: tree(atSize: findings.size), made: time).signed(by: key)
  }

  /// The tree that is certified: of a log that extends all that its key has signed, as a checkpoint is.
  private func tree(atSize size: UInt64) throws -> Checkpoint {
    try keyFile.alert(store.alarms, of: store.events)
    if let last = try store.events.lastCheckpoint() {
      try store.alarms.take(last, of: store.events)
    }
    try store.alarms.requireNothingMissing(in: store.events, forgetting: false)
    return try Checkpoint(origin: origin, size: size, root: store.events.root(atSize: size))
  }
}
