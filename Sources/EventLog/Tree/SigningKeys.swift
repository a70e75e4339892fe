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

  /// The keys that follow one, each stated by the one before it; empty when it is none of them.
  public func successors(of key: VerifierKey) -> [VerifierKey] {
    guard let place = reigns.firstIndex(where: { $0.key == key }) else { return [] }
    return reigns[(place + 1)...].map(\.key)
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
