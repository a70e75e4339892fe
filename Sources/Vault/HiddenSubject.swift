public import InteractionModel

/// A subject as the vault's rows name it: nothing in it is what a source called somebody.
///
/// ``Vault/hidden(_:)`` makes one of a ``/InteractionModel/Subject``. Stores know no other, so
/// that an address or a name which a source uses for a participant comes into no file of theirs.
public struct HiddenSubject: Sendable, Hashable {
  /// The conversation, the party's own stream or the case.
  public let scope: EntityKey
  /// Who within the scope: 16 characters of a keyed hash over the scope and the participant's name.
  public let participant: String
  /// What kind of participant: a role, never a name; see ``kind(of:)``.
  ///
  /// Empty when it is not known, because the key was destroyed before kinds were noted.
  public let kind: String
  /// The party the participant is known to be, when it is known.
  public let party: String?
  /// The party that the participant's own name says it is (`party:ID`); kept by no store.
  public let statedParty: String?

  /// A subject.
  /// - Parameters:
  ///   - scope: the conversation, the party's own stream or the case.
  ///   - participant: the keyed hash of who it is within the scope.
  ///   - kind: what kind of participant.
  ///   - party: the party it is known to be.
  ///   - statedParty: the party that its own name says it is.
  public init(
    scope: EntityKey, participant: String, kind: String = "participant", party: String? = nil,
    statedParty: String? = nil
  ) {
    self.scope = scope
    self.participant = participant
    self.kind = kind
    self.party = party
    self.statedParty = statedParty
  }

  /// The subject for whoever seals something more under the key it has.
  public var known: Subject {
    Subject(scope: scope, participant: participant, party: party, isPseudonym: true)
  }

  /// Two subjects are one when scope and participant agree; whom they belong to may change.
  public static func == (left: HiddenSubject, right: HiddenSubject) -> Bool {
    left.scope == right.scope && left.participant == right.participant
  }

  /// Hashes scope and participant.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(scope)
    hasher.combine(participant)
  }

  /// The kind of a participant, without whatever a source called somebody.
  /// - Parameter participant: the participant's name: `party:ID`, `agent:ID`, a role, anything.
  /// - Returns: the role in it; `self` for a stream's own, `participant` for any other word,
  ///   because that may be somebody's name.
  public static func kind(of participant: String) -> String {
    if participant.isEmpty { return "self" }
    let word = String(participant.prefix { $0 != ":" })
    return roles.contains(word) ? word : "participant"
  }

  /// The kinds of participant that are told apart.
  private static let roles: Set<String> = [
    "party", "customer", "citizen", "agent", "assistant", "system", "operator", "supervisor",
    "matter", "unknown",
  ]
}
