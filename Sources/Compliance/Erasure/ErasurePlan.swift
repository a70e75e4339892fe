public import InteractionModel
internal import Vault

/// One subject that an erasure would destroy: a key, and what is sealed under it.
public struct ErasureSubject: Sendable, Hashable {
  /// The key's id.
  public let keyID: String
  /// The conversation, the case, the party's own stream or the document.
  public let scope: EntityKey
  /// What kind of participant: `party`, `agent`, a role; never a name.
  public let participantKind: String
  /// The party the vault knows the participant to be.
  public let party: String?
  /// How many records have a part sealed under it.
  public let records: Int
  /// The same by their types: what is said there, such as the title and the description of a case that
  /// was opened.
  public let types: [EventType: Int]

  /// The subject as the command line and other programs show it.
  public var json: JSONObject {
    var object: JSONObject = [
      "key": .string(keyID), "scopeKind": .string(scope.kind.rawValue),
      "scope": .string(scope.id), "participant": .string(participantKind),
      "records": .int(Int64(records)), "types": ErasurePlan.json(types),
    ]
    object["party"] = party.map(JSONValue.string)
    return object
  }
}

/// What an erasure would do, and what could stand in its way.
public struct ErasurePlan: Sendable {
  /// The party or conversation it was asked for.
  public let entity: EntityKey
  /// Every party that is the same under the links in force, the one asked for included; empty for
  /// a conversation.
  public let family: [String]
  /// The subjects whose keys would be destroyed, in the order of scope and key.
  public let subjects: [ErasureSubject]
  /// Subjects in the party's records, conversations and cases that nothing says are the party:
  /// they stay readable, and what they say about the person needs redaction.
  ///
  /// Staff and machines are among them, with what they recorded without naming the party.
  public let left: [ErasureSubject]
  /// How many records have a part that would be unreadable.
  public let records: Int
  /// The same by their types.
  public let types: [EventType: Int]
  /// How many keys of the entity were destroyed before.
  public let destroyedBefore: Int
  /// What a hold could be on: the conversations, cases and parties that the words belong to or
  /// belonged to once.
  let concerned: Concern
  /// The rows of the subjects, by which a name can be recognised.
  let rows: [SubjectKey]

  /// The ids of the keys that would be destroyed.
  public var keyIDs: [String] { subjects.map(\.keyID) }

  /// The plan as the command line and other programs show it.
  public var json: JSONObject {
    [
      "entityKind": .string(entity.kind.rawValue), "entity": .string(entity.id),
      "parties": .array(family.map(JSONValue.string)),
      "subjects": .array(subjects.map { .object($0.json) }),
      "left": .array(left.map { .object($0.json) }), "records": .int(Int64(records)),
      "types": ErasurePlan.json(types), "destroyedBefore": .int(Int64(destroyedBefore)),
    ]
  }

  fileprivate static func json(_ types: [EventType: Int]) -> JSONValue {
    .object(JSONObject(types.map { ($0.key.rawValue, .int(Int64($0.value))) }))
  }
}
