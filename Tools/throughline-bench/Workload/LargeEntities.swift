internal import InteractionModel

/// The events of one case, one conversation and one party that are larger than any other: what a
/// store must answer about as fast as about the rest.
///
/// They come in the order in which they happened, one entity after the other, piece by piece.
struct LargeEntities {
  /// How large the entities are.
  struct Size: Equatable {
    /// How many events the case has, over all its conversations.
    var caseEvents = 50_000
    /// How many messages the conversation has.
    var messages = 100_000
    /// How many conversations the party takes part in.
    var conversations = 20_000
  }

  static let caseID = "case-large"
  static let conversation = "conversation-large"
  static let party = "party-large"
  /// Whoever the large party is called by.
  static let name = "Wilhelmina Featherstone"
  static let phone = "+13125550142"
  /// The last hand-off of the large case.
  static let handoff = id(of: 0)

  private static let agent = Actor(type: "agent", id: "agent-large")
  /// How many events a conversation of the case has.
  private static let leg = 100
  private static let words = [
    "The street light in front of the school is out again", "Somebody will look at it today",
    "It flickered twice and went dark", "Thank you, the crew is on its way",
    "There is broken glass beneath it as well", "Please keep away from the pole until then",
  ]

  /// How many events come in all.
  let count: Int
  private let size: Size
  private var number = 0
  private var caseEvents = 0
  private var messages = 0
  private var conversations = 0
  /// What happened and was not asked for yet, the last first.
  private var pending: [NewEvent] = []

  init(_ size: Size = Size()) {
    self.size = size
    count = size.caseEvents + size.messages + 1 + size.conversations * 5 + 1
  }

  /// The next events; fewer, or none, at the end.
  mutating func next(_ limit: Int) -> [NewEvent] {
    var events: [NewEvent] = []
    events.reserveCapacity(limit)
    while events.count < limit {
      if pending.isEmpty { pending = happening().reversed() }
      guard let event = pending.popLast() else { break }
      events.append(event)
    }
    return events
  }

  private static func id(of number: Int) -> EventID {
    EventID(high: 0x6c61_7267_6500_4000, low: 0x8000_0000_0000_0000 | UInt64(number))
  }

  /// What happens next; nothing at the end.
  private mutating func happening() -> [NewEvent] {
    if caseEvents < size.caseEvents { return partOfCase() }
    if messages <= size.messages { return partOfConversation() }
    return conversations < size.conversations ? conversationOfParty() : []
  }

  private mutating func event(
    _ type: EventType, _ entity: EntityKey, _ body: JSONObject = [:], by actor: Actor,
    of party: Actor, says content: JSONObject = [:]
  ) -> NewEvent {
    number += 1
    let time = Instant(microseconds: (1_700_000_000 + Int64(number) * 60) * 1_000_000)
    var event = NewEvent(
      id: LargeEntities.id(of: number), stream: StreamID(entity), type: type,
      occurred: Timestamp(time), body: body)
    event.actor = actor
    event.source = "bench"
    event.party = party.id
    if !content.isEmpty {
      event.personal = [PersonalPart(subject: event.defaultSubject, content: content)]
    }
    return event
  }

  private mutating func started(
    _ conversation: String, _ channel: Channel, of party: Actor, in caseID: String? = nil
  ) -> NewEvent {
    var body: JSONObject = ["language": "en"]
    body["case"] = caseID.map(JSONValue.string)
    var event = event(
      .conversationStarted, .conversation(conversation), body, by: party, of: party)
    event.case = caseID
    event.channel = channel
    return event
  }

  private mutating func message(
    _ place: Int, in conversation: String, _ channel: Channel, of party: Actor
  ) -> NewEvent {
    let isTheirs = place % 2 == 0
    var content: JSONObject = [
      "text": .string(LargeEntities.words[place % LargeEntities.words.count])
    ]
    if isTheirs, channel == .sms { content["from"] = .string(LargeEntities.phone) }
    var event = event(
      isTheirs ? .messageReceived : .messageSent, .conversation(conversation),
      ["visibility": "public"], by: isTheirs ? party : LargeEntities.agent, of: party,
      says: content)
    event.channel = channel
    event.direction = isTheirs ? .inbound : .outbound
    return event
  }

  private mutating func closed(_ conversation: String, of party: Actor) -> NewEvent {
    event(
      .conversationClosed, .conversation(conversation), ["outcome": "resolved"],
      by: LargeEntities.agent, of: party)
  }

  // MARK: The case

  /// A conversation of the case, of which every tenth is passed on; the first opens the case.
  private mutating func partOfCase() -> [NewEvent] {
    let party = Actor(type: "party", id: "party-of-large-case")
    let conversation = "leg-\(caseEvents / LargeEntities.leg)"
    let room = min(LargeEntities.leg, size.caseEvents - caseEvents)
    let isLast = caseEvents + room == size.caseEvents
    var events: [NewEvent] = []
    if caseEvents == 0 {
      events.append(
        event(
          .caseOpened, .case(LargeEntities.caseID),
          ["department": "Streets", "service": "street_light", "status": "open"],
          by: LargeEntities.agent, of: party, says: ["title": "Street lights of a whole ward"]))
    }
    events.append(started(conversation, .chat, of: party, in: LargeEntities.caseID))
    if isLast || caseEvents / LargeEntities.leg % 10 == 8 {
      events += passedOn(conversation, isLast: isLast, of: party)
    }
    events.append(
      event(
        .factProvided, .conversation(conversation), ["key": "address", "verified": false],
        by: party, of: party, says: ["value": "12 Lantern Row"]))
    for place in 0..<max(0, room - events.count - 1) {
      events.append(message(place, in: conversation, .chat, of: party))
    }
    events.append(closed(conversation, of: party))
    caseEvents += events.count
    return events
  }

  /// The large case is handed over in a conversation.
  private mutating func passedOn(
    _ conversation: String, isLast: Bool, of party: Actor
  ) -> [NewEvent] {
    var request = event(
      .transferRequested, .conversation(conversation),
      ["fromDepartment": "Streets", "kind": "warm", "toDepartment": "Lights", "toQueue": "lights"],
      by: LargeEntities.agent, of: party)
    if isLast { request.id = LargeEntities.handoff }
    var prepared = event(
      .handoffPrepared, .conversation(conversation),
      ["toDepartment": "Lights", "toQueue": "lights"], by: LargeEntities.agent, of: party,
      says: ["text": "They expect a crew before dark"])
    prepared.causation = request.id
    return [request, prepared]
  }

  // MARK: The conversation

  private mutating func partOfConversation() -> [NewEvent] {
    let party = Actor(type: "party", id: "party-of-large-conversation")
    defer { messages += 1 }
    guard messages == 0 else {
      return [message(messages, in: LargeEntities.conversation, .chat, of: party)]
    }
    return [started(LargeEntities.conversation, .chat, of: party)]
  }

  // MARK: The party

  /// A short conversation of the party by SMS; before the first one it is said who they are.
  private mutating func conversationOfParty() -> [NewEvent] {
    let party = Actor(type: "party", id: LargeEntities.party)
    let conversation = "short-\(conversations)"
    var events: [NewEvent] = []
    if conversations == 0 {
      events.append(
        event(
          .partyIdentified, .party(LargeEntities.party),
          ["ial": 1, "kind": "phone", "party": .string(LargeEntities.party)],
          by: LargeEntities.agent, of: party,
          says: ["name": .string(LargeEntities.name), "phone": .string(LargeEntities.phone)]))
    }
    events.append(started(conversation, .sms, of: party))
    for place in 0..<3 { events.append(message(place, in: conversation, .sms, of: party)) }
    events.append(closed(conversation, of: party))
    conversations += 1
    return events
  }
}
