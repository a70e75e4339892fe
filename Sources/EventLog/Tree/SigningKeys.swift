public import InteractionModel
public import Merkle

/// The keys that a log's checkpoints are signed with, one after the other.
///
/// The birth record names the first, each next one a record that the key before it has signed
/// (``SigningKeyRotation``). A checkpoint is signed by the key that the records it is of name last.
public struct SigningKeys: Sendable, Hashable {
  /// A key, and the record that puts it into force.
  public struct Reign: Sendable, Hashable {
    /// Where the record is.
    public let from: Position
    /// The key.
    public let key: VerifierKey
  }

  /// From the first.
  public private(set) var reigns: [Reign] = []

  /// No key, as before the birth record.
  public init() {}

  /// The key that is in force; nil of a log that was made before there were checkpoints.
  public var last: VerifierKey? { reigns.last?.key }

  /// The key that signs the tree over the first records; nil when none was named by then.
  public func key(atSize size: UInt64) -> VerifierKey? {
    reigns.last { UInt64($0.from.rawValue) <= size }?.key
  }

  /// The key that has to have signed the tree over the first records, for whoever trusts one.
  ///
  /// The one in force by then, if it is the trusted one or follows it, each stated by the one before it. A
  /// key that was replaced signs nothing more, whoever has got hold of it.
  /// - Parameters:
  ///   - key: the key that is trusted; one that these are not about stands for itself.
  ///   - size: how many records.
  /// - Returns: the key; nil when the trusted one came into force only later.
  public func key(trusting key: VerifierKey, atSize size: UInt64) -> VerifierKey? {
    guard let trusted = reigns.firstIndex(where: { $0.key == key }) else { return key }
    let reign = reigns.lastIndex { UInt64($0.from.rawValue) <= size }
    return reign.flatMap { $0 >= trusted ? reigns[$0].key : nil }
  }

  /// The keys that may state something of the tree over the first records, for whoever trusts one.
  ///
  /// The one in force by then and those after it, from the trusted one on.
  /// - Parameters:
  ///   - key: the key that is trusted; one that these are not about stands for itself.
  ///   - size: how many records.
  /// - Returns: the keys.
  public func keys(trusting key: VerifierKey, stating size: UInt64) -> [VerifierKey] {
    guard let trusted = reigns.firstIndex(where: { $0.key == key }) else { return [key] }
    let reign = reigns.lastIndex { UInt64($0.from.rawValue) <= size } ?? 0
    return reigns[max(trusted, reign)...].map(\.key)
  }

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
    default: return
    }
  }
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
}
