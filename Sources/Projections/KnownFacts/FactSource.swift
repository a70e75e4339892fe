internal import InteractionModel

/// Where something about a fact was said, and by whom.
struct FactSource: FieldwiseCodable, Sendable, Hashable {
  /// Whose fact it is, as far as the record names them.
  var party: String?
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
    party = record.party
    conversation = record.conversation
    saidCase = record.case
    channel = record.channel?.rawValue
    if let actor = record.actor {
      by = actor.id.map { "\(actor.type):\($0)" } ?? actor.type
    }
    if let own = record.ownCase {
      saidCase = own
      isOfCase = true
    }
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&conversation, &saidCase, &channel, &by)
    try fields(&isOfCase, &party)
  }
}
