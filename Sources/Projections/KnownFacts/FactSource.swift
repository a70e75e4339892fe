internal import InteractionModel

/// Where something about a fact was said, and by whom.
struct FactSource: Sendable, Hashable {
  /// The conversation, when it was said in one.
  var conversation: String?
  /// The case as the source said it; a link of the conversation may say otherwise.
  var saidCase: String?
  /// Through which channel.
  var channel: String?
  /// The type of the actor and its id, `agent:a1`, or the type alone.
  var by: String?
  /// Whether the record is of the case's own stream, so that no link of a conversation moves it.
  var isOfCase = false

  init() {}

  /// Where a record was said.
  /// - Parameter record: any record.
  init(_ record: Record) {
    conversation = record.conversation
    saidCase = record.case
    channel = record.channel?.rawValue
    if let actor = record.actor {
      by = actor.id.map { "\(actor.type):\($0)" } ?? actor.type
    }
    if let entity = record.stream.entity, entity.kind == .case {
      saidCase = entity.id
      isOfCase = true
    }
  }
}

extension FactSource: FoldCodable {
  var json: JSONValue {
    func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    return [
      text(conversation), text(saidCase), text(channel), text(by), .int(isOfCase ? 1 : 0),
    ]
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 5, let flag = elements[4].int,
      elements[..<4].allSatisfy({ $0 == .null || $0.string != nil })
    else { return nil }
    conversation = elements[0].string
    saidCase = elements[1].string
    channel = elements[2].string
    by = elements[3].string
    isOfCase = flag == 1
  }
}
