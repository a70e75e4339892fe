public import InteractionModel

/// What somebody is known by outside, a telephone number or an address, so that nobody reads it and
/// whoever knows it can look for it: 16 bytes of a keyed hash over its kind and its normal form.
///
/// ``Vault/hash(ofIdentifier:kind:)`` makes one. Equal ones are the same identifier; without the
/// master key nobody can try whether one is there.
public struct IdentifierHash: Sendable, Hashable {
  /// How many bytes one has.
  public static let length = 16

  /// The bytes.
  public let bytes: [UInt8]

  /// The hash that some bytes are, as a store keeps them.
  /// - Parameter bytes: sixteen bytes.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }
}

/// A key whose sealed parts say an identifier.
public struct IdentifiedKey: Sendable, Hashable {
  /// Which identifier.
  public let hash: IdentifierHash
  /// The key's id.
  public let keyID: String
  /// The conversation, the party's own stream or the case.
  public let scope: EntityKey
  /// The party the subject of the key is known to be; nil when it is not known.
  public let party: String?
  /// The last record that says it under this key.
  public let position: Position

  /// A key.
  /// - Parameters:
  ///   - hash: which identifier.
  ///   - keyID: the key's id.
  ///   - scope: where the subject of the key takes part.
  ///   - party: the party it is known to be.
  ///   - position: the last record that says it.
  public init(
    hash: IdentifierHash, keyID: String, scope: EntityKey, party: String?, position: Position
  ) {
    self.hash = hash
    self.keyID = keyID
    self.scope = scope
    self.party = party
    self.position = position
  }
}
