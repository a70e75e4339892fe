internal import InteractionModel

/// The conversation that a journey is in, or was in.
struct Conversation: Sendable {
  /// How much of the case is known in it.
  enum Knowledge: Sendable {
    /// The case, from the start or since the case was opened or linked.
    case known
    /// No case; the link comes after the end.
    case lateLink
    /// Nothing of what came before, so that everything is asked again; linked after the end.
    case restart
    /// No case exists yet.
    case none
  }

  let id: String
  let stream: StreamID
  let channel: Channel
  let direction: Direction
  /// The party id under which the person is known in it.
  let party: String
  var knowledge: Knowledge
  var isClosed = false

  var contact: String?
  var queue: String?
  var agent: Actor?
  var answered: Int64 = 0
  var held: Int64 = 0
  var lastMessage: EventID?
  var hasMessageFromParty = false
  var hasMessageToParty = false
  /// Whose turn it is to write.
  var partyIsNext: Bool

  init(
    id: String, channel: Channel, direction: Direction, party: String, knowledge: Knowledge
  ) {
    self.id = id
    stream = StreamID(.conversation(id))
    self.channel = channel
    self.direction = direction
    self.party = party
    self.knowledge = knowledge
    partyIsNext = direction == .inbound
  }

  /// Sources of chat and web keep milliseconds, telephone systems and clerks seconds.
  var keepsMilliseconds: Bool {
    switch channel {
    case .chat, .virtualAssistant, .selfService, .sms, .socialPublic, .socialDirect: true
    default: false
    }
  }

  /// Whether both sides answer within seconds.
  var isLive: Bool {
    switch channel {
    case .voice, .chat, .virtualAssistant, .inPerson, .callback, .ivr, .selfService: true
    default: false
    }
  }

  /// Whether people speak instead of writing: notes are kept, not messages.
  var isSpoken: Bool { channel == .voice || channel == .callback || channel == .inPerson }
}
