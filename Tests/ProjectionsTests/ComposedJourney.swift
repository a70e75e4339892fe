import InteractionModel

/// One person's matter through every kind of channel, as events that any log can take.
///
/// A payment fails online, the assistant cannot help in Spanish, chat hands over to another
/// department by telephone, a letter follows, an e-mail closes it. Planted in it: a question for
/// an account number that was given (`c.reask`), the same kind of question for an address that was
/// marked stale (`v.reask`), a letter written without a look at the packet (`l.sent`), a matter
/// that comes back to a queue (`h4.prepared`), and a transcript that comes after the packet that
/// needed it (`v.transcript`).
struct ComposedJourney {
  static let caseID = "A-2041"
  static let party = "lucia"

  /// The events, in the order in which a log takes them.
  private(set) var events: [NewEvent] = []
  /// Where the event of a label stands in ``events``.
  private(set) var places: [String: Int] = [:]
  private var builder = RecordBuilder(seed: 2_041)

  init() {
    helpHerself()
    askTheAssistant()
    chat()
    call()
    write()
    close()
  }

  /// The id of the event of a label.
  func id(_ label: String) -> EventID? { places[label].map { events[$0].id } }

  mutating func add(
    _ label: String, _ type: String, _ conversation: String, _ seconds: Int64,
    _ body: JSONObject = [:], _ channel: Channel, by actor: String, sealed: JSONObject? = nil,
    case known: Bool = false, causedBy cause: String? = nil
  ) {
    var event = builder.event(type, "conversation-\(conversation)", at: seconds, body)
    let words = actor.split(separator: ":").map(String.init)
    event.actor = Actor(type: words[0], id: words.count > 1 ? words[1] : nil)
    event.channel = channel
    event.party = ComposedJourney.party
    event.case = known ? ComposedJourney.caseID : nil
    event.causation = cause.flatMap { id($0) }
    if let sealed {
      event.personal = [PersonalPart(subject: event.defaultSubject, content: sealed)]
    }
    places[label] = events.count
    events.append(event)
  }

  mutating func addToCase(
    _ label: String, _ type: String, _ seconds: Int64, _ body: JSONObject, by actor: String,
    sealed: JSONObject? = nil
  ) {
    var event = builder.event(type, "case-\(ComposedJourney.caseID)", at: seconds, body)
    let words = actor.split(separator: ":").map(String.init)
    event.actor = Actor(type: words[0], id: words.count > 1 ? words[1] : nil)
    event.party = ComposedJourney.party
    if let sealed {
      event.personal = [PersonalPart(subject: event.defaultSubject, content: sealed)]
    }
    places[label] = events.count
    events.append(event)
  }

  func ref(_ label: String) -> JSONValue { .string(id(label)?.description ?? "") }

  // MARK: What happens more than once

  /// The receiver takes over as sources write it: the transfer by its id, the hand-off without any.
  mutating func takeOver(
    _ handoff: String, by agent: String, _ department: String, _ queue: String,
    _ conversation: String, _ channel: Channel, at time: Int64
  ) {
    let transfer = ref("\(handoff).request")
    let known = handoff != "h1"
    let actor = "agent:\(agent)"
    add(
      "\(handoff).accepted", "transfer.accepted", conversation, time,
      ["transfer": transfer, "agent": .string(agent), "queue": .string(queue)], channel, by: actor,
      case: known)
    add(
      "\(handoff).viewed", "handoff.viewed", conversation, time + 4, ["agent": .string(agent)],
      channel, by: actor, case: known)
    add(
      "\(handoff).acknowledged", "handoff.acknowledged", conversation, time + 9,
      ["agent": .string(agent)], channel, by: actor, case: known)
    add(
      "\(handoff).done", "transfer.completed", conversation, time + 11,
      [
        "transfer": transfer, "agent": .string(agent), "department": .string(department),
        "outcome": "completed",
      ], channel, by: actor, case: known)
  }

  mutating func endContact(
    _ prefix: String, _ contact: String, _ agent: String, _ conversation: String,
    _ channel: Channel, at time: Int64, by actor: String
  ) {
    let id = JSONValue.string(contact)
    let whom = actor.hasPrefix("party") ? "party" : "agent"
    let clerk = "agent:\(agent)"
    add(
      "\(prefix).hangup", "contact.disconnected", conversation, time,
      ["contact": id, "by": .string(whom)], channel, by: actor, case: true)
    add(
      "\(prefix).wrapup", "wrapup.completed", conversation, time + 45,
      ["contact": id, "agent": .string(agent), "duration": 45], channel, by: clerk, case: true)
    add(
      "\(prefix).disposition", "disposition.set", conversation, time + 46,
      ["contact": id, "issue": "payment_declined", "outcome": "transferred"], channel, by: clerk,
      case: true)
    add(
      "\(prefix).close", "conversation.closed", conversation, time + 47, ["outcome": "open"],
      channel, by: clerk, case: true)
  }
}
