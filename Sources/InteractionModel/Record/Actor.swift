/// Who did it: a kind of actor and an id that the agency minted.
public struct Actor: Sendable, Hashable {
  /// The kind, for example `party`, `agent`, `system`, `assistant` or `operator`.
  public let type: String
  /// The id within the kind; absent when only the kind is known.
  public let id: String?

  /// An actor of a kind.
  public init(type: String, id: String? = nil) {
    self.type = type
    self.id = id
  }

  /// The kinds of actor that stand for the party itself.
  public static let partyTypes: Set<String> = ["party", "customer", "citizen"]
}

/// Whose data a sealed part is: one participant in one conversation, or one party's own stream.
///
/// A case that no conversation is known for stands in for the conversation. Each subject has a
/// key of its own, so that one conversation, one case or one person can be destroyed alone.
public struct Subject: Sendable, Hashable {
  /// The conversation, the party's own stream or the case.
  public let scope: EntityKey
  /// Who within the scope: `party:<id>`, `agent:<id>`, a role; empty for a party's own stream.
  public let participant: String
  /// The party the participant is known to be, when it is known.
  public let party: String?
  /// Whether `participant` is what a vault calls somebody whose name it does not have: a keyed hash.
  ///
  /// For whoever seals something more under a key that is there, and has only the vault's row of it.
  public let isPseudonym: Bool

  /// A subject.
  /// - Parameters:
  ///   - scope: the conversation, the party's own stream or the case.
  ///   - participant: who within the scope.
  ///   - party: the party the participant is known to be.
  ///   - isPseudonym: whether `participant` is a vault's keyed hash of the name.
  public init(
    scope: EntityKey, participant: String, party: String? = nil, isPseudonym: Bool = false
  ) {
    self.scope = scope
    self.participant = participant
    self.party = party
    self.isPseudonym = isPseudonym
  }

  /// Two subjects are one when scope and participant agree; whom they belong to may change.
  public static func == (left: Subject, right: Subject) -> Bool {
    left.scope == right.scope && left.participant == right.participant
      && left.isPseudonym == right.isPseudonym
  }

  /// Hashes scope and participant.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(scope)
    hasher.combine(participant)
  }
}

/// Personal data about one subject, in clear, on its way to being sealed.
public struct PersonalPart: Sendable, Hashable {
  /// Whom it is about.
  public let subject: Subject
  /// What is said: free text, names, addresses, outside identifiers.
  public var content: JSONObject

  /// A part about a subject.
  public init(subject: Subject, content: JSONObject) {
    self.subject = subject
    self.content = content
  }
}
