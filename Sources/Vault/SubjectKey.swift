public import InteractionModel

/// One row of the vault: whose data a key seals, and the key, wrapped.
public struct SubjectKey: Sendable, Hashable {
  /// The key's id as it stands in records: 32 hexadecimal digits, twelve of the time it was made and
  /// twenty random ones.
  public let keyID: String
  /// The conversation, the party's own stream or the case.
  public let scope: EntityKey
  /// Who within the scope.
  public let participant: String
  /// The party the participant is known to be; follows the links.
  public var party: String?
  /// The data key wrapped by the master key (RFC 3394); nil when it was destroyed.
  public var wrapped: [UInt8]?
  /// Whether the key was destroyed on purpose.
  ///
  /// A key that is missing without this is damage.
  public var isDestroyed: Bool

  /// A row.
  /// - Parameters:
  ///   - keyID: the key's id.
  ///   - subject: whose data it seals.
  ///   - wrapped: the wrapped data key; nil when it was destroyed.
  ///   - isDestroyed: whether it was destroyed on purpose.
  public init(keyID: String, subject: Subject, wrapped: [UInt8]?, isDestroyed: Bool = false) {
    self.keyID = keyID
    scope = subject.scope
    participant = subject.participant
    party = subject.party
    self.wrapped = wrapped
    self.isDestroyed = isDestroyed
  }

  /// Whose data the key seals.
  public var subject: Subject { Subject(scope: scope, participant: participant, party: party) }
}

/// A key that a vault offers for a subject that has none.
public struct KeyCandidate: Sendable, Hashable {
  /// The key's id.
  public let keyID: String
  /// The data key wrapped by the master key.
  public let wrapped: [UInt8]

  /// A candidate.
  public init(keyID: String, wrapped: [UInt8]) {
    self.keyID = keyID
    self.wrapped = wrapped
  }
}

/// What opening needs of a row of the vault.
public struct WrappedKey: Sendable, Hashable {
  /// The key's id.
  public let keyID: String
  /// The data key wrapped by the master key; nil when it was destroyed.
  public let wrapped: [UInt8]?
  /// Whether the key was destroyed on purpose.
  public let isDestroyed: Bool

  /// A key.
  public init(keyID: String, wrapped: [UInt8]?, isDestroyed: Bool) {
    self.keyID = keyID
    self.wrapped = wrapped
    self.isDestroyed = isDestroyed
  }
}
