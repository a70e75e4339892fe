public import InteractionModel

/// One row of the vault: whose data a key seals, and the key, wrapped.
public struct SubjectKey: Sendable, Hashable {
  /// The key's id as it stands in records: 32 hexadecimal digits, twelve of the time it was made and
  /// twenty random ones.
  public let keyID: String
  /// The conversation, the party's own stream or the case.
  public let scope: EntityKey
  /// Who within the scope: a keyed hash, see ``HiddenSubject``.
  public let participant: String
  /// What kind of participant: a role; empty when it is not known.
  public let kind: String
  /// The party the participant is known to be; follows the links.
  public var party: String?
  /// The data key wrapped by the master key (RFC 3394); nil when it is gone.
  public var wrapped: [UInt8]?

  /// Whether the key is gone.
  ///
  /// The log's list of destroyed keys says whether that was on purpose
  /// (``/EventLog/EventStore/destroyed(among:)``); where it does not, it is damage.
  public var isGone: Bool { wrapped == nil }

  /// A row.
  /// - Parameters:
  ///   - keyID: the key's id.
  ///   - subject: whose data it seals.
  ///   - wrapped: the wrapped data key; nil when it is gone.
  public init(keyID: String, subject: HiddenSubject, wrapped: [UInt8]?) {
    self.keyID = keyID
    scope = subject.scope
    participant = subject.participant
    kind = subject.kind
    party = subject.party
    self.wrapped = wrapped
  }

  /// Whose data the key seals.
  public var subject: HiddenSubject {
    HiddenSubject(scope: scope, participant: participant, kind: kind, party: party)
  }
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
  /// The data key wrapped by the master key; nil when it is gone.
  public let wrapped: [UInt8]?

  /// A key.
  public init(keyID: String, wrapped: [UInt8]?) {
    self.keyID = keyID
    self.wrapped = wrapped
  }
}
