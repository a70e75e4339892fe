import InteractionModel
import StoreConformance

/// What transcripts, hand-offs and known facts are made of.
extension RandomLog {
  private static let journeyTypes = [
    "conversation.started", "conversation.started", "conversation.closed", "conversation.resumed",
    "message.received", "message.received", "message.sent", "message.edited", "message.redacted",
    "message.delivered", "note.added", "transcript.added", "recording.added",
    "fact.requested", "fact.requested", "fact.provided", "fact.provided", "fact.corrected",
    "fact.confirmed", "fact.marked_stale", "party.identified", "issue.coded", "disposition.set",
    "contact.initiated", "contact.enqueued", "contact.answered", "contact.disconnected",
    "transfer.requested", "transfer.requested", "transfer.accepted", "transfer.completed",
    "handoff.prepared", "handoff.viewed", "handoff.acknowledged", "handoff.returned",
    "handoff.context_missing", "callback.promised", "callback.completed", "commitment.made",
    "selfservice.step_failed", "selfservice.completed", "assistant.escalated", "response.used",
  ]

  mutating func journeyEvent() -> NewEvent {
    let type = random.pick(Self.journeyTypes)
    var event = touch(type)
    event.channel = random.pick([.chat, .voice, .email, .selfService, nil])
    event.direction = random.pick([.inbound, .outbound, nil])
    if random.once(in: 2) { event.party = random.pick(Self.parties) }
    if random.once(in: 2) {
      event.actor = Actor(
        type: random.pick(["agent", "party", "assistant"]), id: random.pick(["a1", "a2"]))
    }
    event.body = journeyBody(type)
    if random.once(in: 6) { event.causation = random.pick(told + [nil]) }
    if type.hasPrefix("message.") || type == "transfer.requested" { told.append(event.id) }
    return event
  }

  private mutating func journeyBody(_ type: String) -> JSONObject {
    func id(_ id: EventID?) -> JSONValue { .string(id?.description ?? "none") }
    let said = random.pick(told + [nil])
    let key: JSONObject = ["key": .string(random.pick(["address", "income"]))]
    switch type {
    case "fact.requested", "fact.marked_stale", "handoff.context_missing": return key
    case "fact.provided", "fact.confirmed", "fact.corrected":
      var body = key
      body["verified"] = .bool(random.once(in: 2))
      return body
    case "message.edited":
      return ["message": id(said), "edition": .int(Int64(random.number(1...3)))]
    case "message.redacted", "message.delivered": return ["message": id(said)]
    case "message.received", "message.sent":
      var body: JSONObject = ["visibility": .string(random.pick(["public", "private"]))]
      if random.once(in: 3) { body["parent"] = id(said) }
      if random.once(in: 4) { body["item"] = .string(random.pick(["i1", "i2"])) }
      return body
    case "transfer.requested":
      return [
        "kind": .string(random.pick(["warm", "blind", "department"])),
        "fromQueue": .string(random.pick(["q1", "q2"])),
        "toQueue": .string(random.pick(["q1", "q2"])),
        "toChannel": .string(random.pick(["voice", "email"])), "toAgent": "a2",
      ]
    case "transfer.accepted", "transfer.completed":
      return ["transfer": id(said), "agent": .string(random.pick(["a1", "a2"]))]
    case "handoff.prepared", "handoff.viewed", "handoff.acknowledged", "handoff.returned":
      return random.once(in: 2) ? ["handoff": id(said)] : [:]
    case "contact.initiated", "contact.enqueued", "contact.answered", "contact.disconnected":
      var body: JSONObject = ["contact": .string(random.pick(["ct1", "ct2", "ct3"]))]
      if type != "contact.disconnected" { body["queue"] = .string(random.pick(["q1", "q2"])) }
      if type == "contact.answered" { body["agent"] = .string(random.pick(["a1", "a2"])) }
      return body
    case "conversation.started", "conversation.resumed":
      return random.once(in: 4) ? ["case": .string(random.pick(Self.cases))] : [:]
    case "conversation.closed", "disposition.set":
      return ["outcome": .string(random.pick(["resolved", "abandoned", "transferred"]))]
    case "issue.coded": return ["issue": .string(random.pick(["bill", "street"]))]
    case "transcript.added": return ["pending": .bool(random.once(in: 2)), "attachment": "t1"]
    case "recording.added": return ["attachment": "t1"]
    case "response.used": return ["response": "kb-1", "version": 1]
    case "commitment.made": return ["commitment": "co-1"]
    default: return [:]
    }
  }
}
