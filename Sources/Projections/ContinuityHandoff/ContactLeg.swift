internal import InteractionModel

/// One leg of a matter's chain: a contact, or a conversation that has none.
struct ContactLeg: Sendable, Hashable {
  var conversation: String?
  var contact: String?
  var channel: String?
  var queue: String?
  var agent: String?
  /// Its first record.
  var begin: Moment
  /// When it began, in the words of the source; empty when it said none.
  var said: String
  /// When it ended; nil while it has not.
  var to: String?
  var outcome: String?

  /// A leg that begins with a touch.
  init(_ touch: Touch, channel: String?) {
    conversation = touch.conversation
    contact = touch.contact
    self.channel = touch.channel?.rawValue ?? channel
    begin = touch.moment
    said = touch.said
    take(touch)
  }

  /// A conversation without contacts.
  init?(_ passage: Passage, outcome: String?) {
    guard let begin = passage.first.moment else { return nil }
    conversation = passage.id
    channel = passage.channel.value
    self.begin = begin
    said = passage.first.value ?? ""
    to = passage.last.saidTime
    self.outcome = outcome
  }

  /// Takes a later touch of the leg.
  mutating func take(_ touch: Touch) {
    queue = touch.queue ?? queue
    switch touch.kind {
    case .answered: agent = touch.agent ?? agent
    case .wrapup: agent = agent ?? touch.agent
    case .abandoned:
      to = touch.time
      outcome = "abandoned"
    case .disconnected:
      to = touch.time
      outcome = outcome ?? "disconnected"
    case .disposition: outcome = touch.code ?? outcome
    default: break
    }
  }

  /// The leg as users see it; what is not known is left out.
  var document: JSONValue {
    var object: Document<LegField> = [
      .from: .string(begin.text(said)), .position: .int(begin.position.rawValue),
    ]
    object.put(.agent, agent)
    object.put(.channel, channel)
    object.put(.contact, contact)
    object.put(.conversation, conversation)
    object.put(.outcome, outcome)
    object.put(.queue, queue)
    object.put(.to, to)
    return object.json
  }
}
