import InteractionModel

@testable import Projections

/// Random events of a party, drawn so that conversations, cases and facts meet.
struct PartyHistory {
  var history: RandomHistory

  init(seed: UInt64) {
    history = RandomHistory(seed: seed)
  }

  private static let lively = EventCatalogue.types.filter {
    [
      "party", "fact", "conversation", "contact", "transfer", "handoff", "callback", "commitment",
    ]
    .contains($0.group)
  }
  private static let outcomes: [JSONValue] = ["resolved", "open", "abandoned", "answered"]

  /// An event of any type that the catalogue knows and some that it does not.
  mutating func event() -> NewEvent {
    var event = history.event()
    let isCoding = Int.random(in: 0..<8, using: &history.generator) == 0
    if isCoding {
      event = change(event, to: EventType("issue.coded"))
      event.body["issue"] = "pothole"
    } else if Bool.random(using: &history.generator) {
      event = change(event, to: history.pick(Self.lively))
    }
    if event.body["outcome"] != nil { event.body["outcome"] = history.pick(Self.outcomes) }
    event.occurred = Timestamp(
      RecordBuilder.start.advanced(
        bySeconds: Int64.random(in: 0...(20 * PartyScript.day), using: &history.generator)))
    event.direction = history.pick([.inbound, .inbound, .outbound, .internal, nil])
    event.party = history.pick(["p1", "p1", "p2"])
    if event.stream.entity?.kind != .case { event.case = history.pick(["A", "B", nil, nil]) }
    return event
  }

  private mutating func change(_ event: NewEvent, to type: EventType) -> NewEvent {
    let stream = history.pick([
      "conversation-1", "conversation-2", "conversation-3", "conversation-4", "party-p1", "case-A",
    ])
    var body = JSONObject()
    for (name, kind) in (EventCatalogue.fields(of: type) ?? [:]).sorted(by: { $0.key < $1.key })
    where Bool.random(using: &history.generator) {
      switch kind {
      case .code, .name: body[name] = .string(history.pick(["red", "green", "voice", "email"]))
      case .id, .mintedID: body[name] = .string(history.pick(["id-1", "id-2"]))
      case .integer: body[name] = .int(history.pick([1, 2]))
      case .boolean: body[name] = .bool(history.pick([true, false]))
      case .time: body[name] = "2026-03-05"
      default: break
      }
    }
    // Of what somebody told, or is identified by, something is sealed now and then.
    let isSealed = ["party", "fact"].contains(type.group) && history.pick([true, false])
    return history.builder.event(type.rawValue, stream, at: nil, body) { changed in
      if isSealed {
        changed.personal = [PersonalPart(subject: changed.defaultSubject, content: ["value": "x"])]
      }
      changed.actor = event.actor
      changed.channel = event.channel
      changed.department = event.department
    }
  }

  /// Records of random events.
  mutating func records(_ count: Int) throws -> [Record] {
    var records: [Record] = []
    for _ in 0..<count { records.append(try history.builder.record(event())) }
    return records
  }
}
