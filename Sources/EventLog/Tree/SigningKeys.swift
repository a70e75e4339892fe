public import InteractionModel
public import Merkle

/// The keys that a log's checkpoints are signed with, one after the other.
///
/// The birth record names the first, each next one a record that the key before it has signed: of another
/// key for the same origin (``SigningKeyRotation``), or of the next epoch (``EpochStart``). A checkpoint is
/// signed by the key of its origin that the records it is of name last.
public struct SigningKeys: Sendable, Hashable {
  /// A key, and the record that puts it into force.
  public struct Reign: Sendable, Hashable {
    /// Where the record is.
    public let from: Position
    /// The key; its name is the origin of the checkpoints that it signs.
    public let key: VerifierKey
    /// Where an epoch begins with it: the checkpoint of the epoch before that the log does not extend.
    public let lost: Checkpoint?

    init(from: Position, key: VerifierKey, lost: Checkpoint? = nil) {
      self.from = from
      self.key = key
      self.lost = lost
    }
  }

  /// From the first.
  public private(set) var reigns: [Reign] = []

  /// No key, as before the birth record.
  public init() {}

  /// The key that is in force; nil of a log that was made before there were checkpoints.
  public var last: VerifierKey? { reigns.last?.key }

  /// The first key of each epoch but the first, with what was lost before.
  public var epochs: [Reign] { reigns.filter { $0.lost != nil } }

  /// What the log's checkpoints are or were of, from the name that it was born with.
  public var origins: [String] {
    reigns.prefix(1).map(\.key.name) + epochs.map(\.key.name)
  }

  /// What its checkpoints are of when another epoch begins.
  public var nextOrigin: String {
    LogOrigin.origin(ofEpoch: epochs.count + 2, of: origins.first ?? "")
  }

  /// The key that signs the tree over the first records; nil when none was named by then.
  public func key(atSize size: UInt64) -> VerifierKey? {
    reigns.last { UInt64($0.from.rawValue) <= size }?.key
  }

  /// The key that has to have signed a checkpoint, for whoever trusts one.
  ///
  /// The one of its origin in force by its size, if it is the trusted one or follows it, each stated by the
  /// one before it. A key that was replaced signs nothing more, whoever has got hold of it.
  /// - Parameters:
  ///   - checkpoint: what is signed.
  ///   - key: the key that is trusted; one that these are not about stands for itself.
  /// - Returns: the key; nil when the trusted one came into force only later.
  public func signer(of checkpoint: Checkpoint, trusting key: VerifierKey) -> VerifierKey? {
    guard let trusted = reigns.firstIndex(where: { $0.key == key }) else { return key }
    return reign(over: checkpoint).flatMap { $0 >= trusted ? reigns[$0].key : nil }
  }

  /// The key that has to have signed a checkpoint, for whoever trusts all that the log names; see
  /// ``EventStore/attestation(by:_:)``.
  /// - Parameter checkpoint: what is signed.
  /// - Returns: the key; nil when none of its origin was named by its size.
  public func signer(of checkpoint: Checkpoint) -> VerifierKey? {
    reign(over: checkpoint).map { reigns[$0].key }
  }

  private func reign(over checkpoint: Checkpoint) -> Int? {
    reigns.lastIndex {
      $0.signs(checkpoint.origin) && UInt64($0.from.rawValue) <= checkpoint.size
    }
  }

  /// The keys that may state something of the first records, for whoever trusts one.
  ///
  /// Of the keys of an origin the one in force by then and those after it, from the trusted one on.
  /// - Parameters:
  ///   - key: the key that is trusted; one that these are not about stands for itself.
  ///   - tree: what is stated of, and under which origin.
  /// - Returns: the keys.
  public func keys(trusting key: VerifierKey, stating tree: Checkpoint) -> [VerifierKey] {
    guard let trusted = reigns.firstIndex(where: { $0.key == key }) else { return [key] }
    return keys(stating: tree, from: trusted)
  }

  /// The keys that may state something of the first records, for whoever trusts all that the log names; see
  /// ``EventStore/attestation(by:_:)``.
  /// - Parameter tree: what is stated of, and under which origin.
  /// - Returns: the keys.
  public func keys(stating tree: Checkpoint) -> [VerifierKey] { keys(stating: tree, from: 0) }

  private func keys(stating tree: Checkpoint, from start: Int) -> [VerifierKey] {
    let epoch = reigns.indices.filter { reigns[$0].signs(tree.origin) }
    let first = epoch.last { UInt64(reigns[$0].from.rawValue) <= tree.size } ?? epoch.first
    guard let first else { return [] }
    return epoch.filter { $0 >= max(start, first) }.map { reigns[$0].key }
  }

  /// Whether a key is one of them.
  /// - Parameter key: any key.
  /// - Returns: whether it is, in force or not.
  public func names(_ key: VerifierKey) -> Bool { reigns.contains { $0.key == key } }

  /// Takes what a record says of keys; most say nothing.
  /// - Parameter record: the next record.
  /// - Throws: ``/Merkle/NoteError`` when it names a key that the one in force does not state.
  public mutating func take(_ record: Record) throws(NoteError) {
    guard record.stream == .log else { return }
    switch record.type {
    case .logCreated:
      guard let text = record.body["signingKey"]?.string else { return }
      reigns.append(Reign(from: record.position, key: try VerifierKey(text)))
    case .signingKeyRotated:
      let rotation = try SigningKeyRotation(record, after: self)
      reigns.append(Reign(from: record.position, key: rotation.key))
    case .epochStarted:
      let start = try EpochStart(record, after: self)
      reigns.append(Reign(from: record.position, key: start.key, lost: start.lost))
    default: return
    }
  }
}

extension SigningKeys.Reign {
  fileprivate func signs(_ origin: String) -> Bool { key.name.utf8.elementsEqual(origin.utf8) }
}

extension EventStore {
  /// The keys that the log's checkpoints are signed with, as its own records name them.
  ///
  /// A record that names a key which the one before it does not state puts none into force; `verify`
  /// says so of it.
  /// - Returns: the keys.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  public func signingKeys() throws(StorageFault) -> SigningKeys {
    var keys = SigningKeys()
    for stored in try records(.stream(.log), in: ReadRange(), limit: .max) {
      try? keys.take(stored.decoded())
    }
    return keys
  }

  /// By what a key stands for the keys before it as well: the last checkpoint that the log keeps of which it,
  /// or one that follows it, has signed that the record which names it is there.
  ///
  /// A key states the next one and nothing of those before it; without such a checkpoint, which the log has to
  /// extend, anybody could have put records of their own before it.
  /// - Parameters:
  ///   - key: the key.
  ///   - keys: the keys of the log.
  /// - Returns: the checkpoint; nil when there is none, or the log does not name the key.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  public func attestation(
    by key: VerifierKey, _ keys: SigningKeys
  ) throws(StorageFault) -> SignedCheckpoint? {
    guard let place = keys.reigns.firstIndex(where: { $0.key == key }) else { return nil }
    let signers = keys.reigns[place...].map(\.key)
    return try lastCheckpoint(reaching: UInt64(keys.reigns[place].from.rawValue)) { signed in
      signers.contains { (try? signed.verify(with: $0)) != nil }
    }
  }
}

/// That a key of the log signed something which came into force before the one that is trusted, and that
/// this one does not attest (``EventStore/attestation(by:_:)``).
public struct UnattestedKey: Error, Remediable, Hashable {
  let name: String

  /// What nobody attests.
  /// - Parameter name: the name of the key that is trusted.
  public init(name: String) { self.name = name }

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    Diagnosis(
      """
      a key signed it that the log names before the given one of \(name), and the log keeps no checkpoint \
      by which the given one attests that
      """,
      "give the key that was in force by then, or a later one whose checkpoints the log keeps")
  }
}
