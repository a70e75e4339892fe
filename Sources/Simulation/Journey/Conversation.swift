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
  let partyActor: Actor
  /// Whom personal parts are about.
  let subject: Subject
  var knowledge: Knowledge
  var isClosed = false
  /// Whether the party took part.
  var isHeard = false

  var contact: String?
  var queue: String?
  /// The number of the agent in the roster.
  var agent: Int?
  /// When the leg began to wait, and until when the party waits at most.
  var queued: Int64 = 0
  var patience: Int64 = .max
  var answered: Int64 = 0
  var held: Int64 = 0
  var lastMessage: EventID?
  /// How many messages the party and the agency have written.
  var partyTurns = 0
  var agentTurns = 0
  /// Whose turn it is to write.
  var partyIsNext: Bool

  init(
    id: String, channel: Channel, direction: Direction, party: String, knowledge: Knowledge
  ) {
    self.id = id
    let key = EntityKey.conversation(id)
    stream = StreamID(key)
    self.channel = channel
    self.direction = direction
    self.party = party
    partyActor = Actor(type: "party", id: party)
    subject = Subject(scope: key, participant: "party:\(party)", party: party)
    self.knowledge = knowledge
    partyIsNext = direction == .inbound
  }

  /// Sources of chat and web keep milliseconds, telephone systems and clerks seconds.
  var keepsMilliseconds: Bool {
    switch channel {
    case .chat, .virtualAssistant, .selfService, .sms, .messaging, .socialPublic, .socialDirect,
      .outreach:
      true
    default: false
    }
  }

  /// Whether both sides answer within seconds.
  var isLive: Bool {
    switch channel {
    case .voice, .chat, .virtualAssistant, .inPerson, .callback, .ivr, .selfService, .video,
      .kiosk:
      true
    default: false
    }
  }

  /// Whether people speak and a machine writes down what they say.
  var isTranscribed: Bool { channel == .voice || channel == .callback || channel == .video }

  /// Whether people speak and only a note is kept.
  var isAtCounter: Bool { channel == .inPerson || channel == .kiosk }

  /// Whether the agency begins it, so that nobody can start over in it.
  var isByAgency: Bool { direction == .outbound }

  /// The telephone menu, a call and a call back reach the same desk.
  static func isSameDesk(_ one: Channel, _ other: Channel) -> Bool {
    func isTelephone(_ channel: Channel) -> Bool {
      channel == .voice || channel == .callback || channel == .ivr
    }
    return one == other || isTelephone(one) && isTelephone(other)
  }
}
