import InteractionModel

@testable import Projections

/// What happens to a party, written down event by event and delivered in any order.
struct PartyScript {
  private(set) var events: [NewEvent] = []
  private var builder: RecordBuilder

  /// One hour and one day in the seconds that ``say`` counts in.
  static let hour: Int64 = 3_600
  static let day: Int64 = 86_400

  init(seed: UInt64 = 7) {
    builder = RecordBuilder(seed: seed)
  }

  /// Adds an event; times in seconds from ``RecordBuilder/start``.
  @discardableResult
  mutating func say(
    _ type: String, _ stream: String, at seconds: Int64?, _ body: JSONObject = [:],
    _ channel: Channel? = nil, _ direction: Direction? = nil, by actor: String? = nil,
    in said: String? = nil, party: String? = "p1", cause: EventID? = nil
  ) -> EventID {
    let event = builder.event(type, stream, at: seconds, body) { event in
      event.channel = channel
      event.direction = direction
      if let said { event.case = said }
      if event.party == nil { event.party = party }
      event.causation = cause
      if let actor {
        let words = actor.split(separator: ":").map(String.init)
        event.actor = Actor(type: words[0], id: words.count > 1 ? words[1] : nil)
      }
    }
    events.append(event)
    return event.id
  }

  /// A conversation that the party begins: its start and a message.
  mutating func contact(
    _ id: String, _ channel: Channel, at seconds: Int64, in said: String? = nil,
    party: String = "p1"
  ) {
    let stream = "conversation-\(id)"
    say(
      "conversation.started", stream, at: seconds, [:], channel, .inbound, by: "party:\(party)",
      in: said, party: party)
    say(
      "message.received", stream, at: seconds + 60, [:], channel, .inbound, by: "party:\(party)",
      in: said, party: party)
  }

  /// What a conversation came to.
  mutating func close(_ id: String, at seconds: Int64, outcome: String?, party: String = "p1") {
    say(
      "conversation.closed", "conversation-\(id)", at: seconds,
      outcome.map { ["outcome": .string($0)] } ?? [:], nil, .internal, by: "agent:a1",
      party: party)
  }

  mutating func code(_ id: String, at seconds: Int64, _ issue: String, party: String = "p1") {
    say(
      "issue.coded", "conversation-\(id)", at: seconds, ["issue": .string(issue)], nil, .internal,
      by: "agent:a1", party: party)
  }

  mutating func link(_ id: String, at seconds: Int64, to target: String, party: String = "p1") {
    say(
      "conversation.linked", "conversation-\(id)", at: seconds, ["case": .string(target)], nil,
      .internal, by: "agent:a1", party: party)
  }

  /// The records, delivered in the order of some places of ``events``.
  func records(_ order: some Sequence<Int>) throws -> [Record] {
    var versions: [StreamID: Int64] = [:]
    return try zip(1..., order).map { position, place in
      let event = events[place]
      versions[event.stream, default: 0] += 1
      let line = try RecordLine(event, sealed: Self.parts(of: event)).bytes(
        position: Position(Int64(position)),
        recorded: RecordBuilder.start.advanced(bySeconds: 400 * Self.day + Int64(position)),
        version: versions[event.stream] ?? 1)
      return try Record(line: line)
    }
  }

  /// The records in the order in which they were written down.
  func records() throws -> [Record] { try records(events.indices) }

  /// What is given is sealed.
  private static func parts(of event: NewEvent) -> [SealedPart] {
    guard ["fact.provided", "fact.corrected"].contains(event.type.rawValue) else { return [] }
    return [
      SealedPart(
        key: String(repeating: "0", count: 32), commitment: Array(repeating: 1, count: 32),
        nonce: Array(repeating: 2, count: 12), data: Array(repeating: 3, count: 48),
        root: Array(repeating: 4, count: 32))
    ]
  }
}

/// The party that some records make.
func party(_ records: [Record]) throws -> PartyContinuity {
  var state = PartyContinuity()
  for record in records { try state.apply(record) }
  return state
}

/// What rows know of a party under the links of some records.
func context(_ records: [Record], key: String = "p1") -> RowContext {
  var history = LinkHistory()
  for record in records {
    for link in Link.links(of: record) { history.append(link) }
  }
  let links = history
  @Sendable func end(_ kind: LinkKind, of id: String, since: Position?) -> CaseMembership {
    var place = CaseMembership(id: id, since: since)
    var seen: Set<String> = [id]
    while let link = links.link(kind, of: place.id), let target = link.target,
      seen.insert(target).inserted
    {
      place = CaseMembership(id: target, since: max(place.since ?? .start, link.position))
    }
    return place
  }
  let root = end(.partyIntoParty, of: key, since: nil).id
  return RowContext(
    key: key, mergedInto: root == key ? nil : root,
    partyRoot: { end(.partyIntoParty, of: $0, since: nil).id },
    caseOf: { conversation, said in
      if let link = links.link(.conversationToCase, of: conversation) {
        return link.target.map { end(.caseIntoCase, of: $0, since: link.position) }
      }
      return said.map { end(.caseIntoCase, of: $0, since: nil) }
    })
}

/// The rows of a table by key, as objects by column name; JSON columns parsed.
func rows(
  _ table: Projections.Table, _ records: [Record], key: String = "p1"
) throws -> [String: JSONObject] {
  var found: [String: JSONObject] = [:]
  for row in try party(records).rows(context(records, key: key)) where row.table == table.name {
    var object = JSONObject()
    for (column, value) in zip(table.columns, row.values) {
      if case .json = column.kind, case .text(let text) = value {
        object[column.name] = try JSONValue(parsing: Array(text.utf8))
      } else {
        object[column.name] = value.json
      }
    }
    found[row.key] = object
  }
  return found
}

/// The findings of a party in brief: kind, the conversation it came up in, and what withdrew it.
func findings(_ records: [Record], key: String = "p1") throws -> [String] {
  let state = try party(records)
  let context = context(records, key: key)
  return state.findings(state.placedConversations(context), context).map { finding in
    let withdrawal = finding.withdrawnBy.map { " withdrawn by \($0)" } ?? ""
    return "\(finding.kind.rawValue) \(finding.conversation ?? "-")\(withdrawal)"
  }
}

/// A value without anything that depends on the order of delivery.
func withoutPlaces(_ value: JSONValue) -> JSONValue {
  let places: Set = [
    "position", "statedAt", "causes", "id", "given_position", "records", "withdrawnBy",
    "withdrawn_by",
  ]
  switch value {
  case .array(let elements): return .array(elements.map(withoutPlaces))
  case .object(let object):
    return .object(
      JSONObject(
        object.members.filter { !places.contains($0.key) }
          .map { ($0.key, withoutPlaces($0.value)) }))
  default: return value
  }
}
