public import InteractionModel

/// What kind of text a document has.
public enum SearchKind: String, Sendable, Hashable, CaseIterable {
  /// What somebody wrote to somebody, or an assistant said.
  case message
  /// What was said, written down.
  case transcript
  /// What an agent wrote down.
  case note
  /// The subject line of a conversation, or what else it is called outside.
  case subject
  /// What a case is called.
  case title
  /// What a case or anything else is about, at length.
  case description
  /// How a case was resolved.
  case resolution
  /// What the agency promised.
  case promise
  /// Where a case is.
  case address
  /// Why something was done, and what is expected.
  case reason
  /// What somebody said about themselves: an address, an account number.
  case fact
  /// What somebody is known or reached by.
  case identifier
  /// What somebody answered when they were asked how it went.
  case comment
  /// What the agency answers to a question that comes again.
  case answer
  /// Anything else.
  case other

  /// What the types of a group have, whatever members it stands in.
  private static let groups: [Substring: SearchKind] = [
    "fact": .fact, "ivr": .message, "selfservice": .message, "assistant": .message,
    "transfer": .reason, "handoff": .reason, "response": .answer,
  ]

  /// What the members of sealed content say that people write in, where its type does not.
  private static let members: [String: SearchKind] = [
    "title": .title, "subject": .subject, "transcript": .transcript, "note": .note, "text": .note,
    "comment": .comment, "description": .description, "resolution": .resolution,
    "reason": .reason, "address": .address,
  ]

  /// The kind of text that a type of event has.
  /// - Parameters:
  ///   - type: the type of the record that brought it.
  ///   - leading: the member of its sealed content that is read first; nil when that is none of
  ///     those that people write in, or is not known.
  package init(of type: EventType, leading: String?) {
    switch type {
    case .messageReceived, .messageSent, .messageEdited, .assistantTurnTaken: self = .message
    case .transcriptAdded: self = .transcript
    case .noteAdded: self = .note
    case .conversationStarted, .conversationResumed: self = .subject
    case .surveyAnswered: self = .comment
    case .callbackPromised, .commitmentMade: self = .promise
    default:
      self =
        SearchKind.groups[type.group]
        ?? leading.flatMap {
          type.group == "party" && $0 == "address" ? nil : SearchKind.members[$0]
        }
        ?? (type.group == "party" ? .identifier : .other)
    }
  }
}
