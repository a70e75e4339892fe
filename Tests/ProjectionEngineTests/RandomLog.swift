import InteractionModel
import StoreConformance

/// Random events of a few cases, conversations and parties, so that links collide: chains and
/// circles of merges, splits, conversations that move to and fro, late times, quarantines.
struct RandomLog {
  var random: SeededGenerator
  private let projection: String
  /// Whether the events also are those that transcripts, hand-offs and known facts are made of.
  private let tellsJourneys: Bool
  /// The ids of messages and transfers so far, for what amends or answers them.
  var told: [EventID] = []
  static let cases = ["A", "B", "C", "D"]
  static let conversations = ["1", "2", "3", "4"]
  static let parties = ["p1", "p2", "p3", "p4"]

  init(seed: UInt64, projection: String) {
    random = SeededGenerator(seed: seed)
    self.projection = projection
    tellsJourneys = projection != "Tally"
  }

  /// The entities of a kind that the events speak of.
  static func entities(_ kind: EntityKind) -> [String] {
    switch kind {
    case .case: cases
    case .conversation: conversations
    case .party: parties
    case .document, .register: []
    }
  }

  /// About `count` events; when it `refuses`, some are refused by ``Tally``, and each of those is put
  /// into quarantine, before or afterwards.
  mutating func events(_ count: Int, refuses: Bool) -> [NewEvent] {
    var events: [NewEvent] = []
    var quarantines: [Int] = []
    while events.count < count {
      if refuses, random.once(in: 12) {
        // A quarantine ahead stands right before the record it is for.
        if random.once(in: 3) {
          events.append(LogFixture.quarantine(projection, Int64(events.count + 2)))
        } else {
          quarantines.append(events.count + 1)
        }
        events.append(touch("test.refused"))
      } else if let position = quarantines.first, random.once(in: 4) {
        quarantines.removeFirst()
        events.append(LogFixture.quarantine(projection, Int64(position)))
      } else if random.once(in: 25) {
        // Of a record that was folded, or of one that is still to come.
        let position = Int64(random.number(1...(count + 2)))
        events.append(LogFixture.quarantine(projection, position))
      } else {
        events.append(event())
      }
    }
    return events + quarantines.map { LogFixture.quarantine(projection, Int64($0)) }
  }

  private mutating func event() -> NewEvent {
    if tellsJourneys, random.number(1...5) <= 3 { return journeyEvent() }
    switch random.number(1...20) {
    case 1...7: return touch(random.pick(["message.received", "message.sent", "city.invented"]))
    case 8...10: return caseEvent()
    case 11, 12: return linked()
    case 13:
      return random.once(in: 2)
        ? begun() : stamped(LogFixture.event("conversation.unlinked", conversationStream()))
    case 14, 15:
      return stamped(
        LogFixture.event(
          "case.merged", "case-\(random.pick(Self.cases))",
          ["into": .string(random.pick(Self.cases))]))
    case 16: return split()
    case 17, 18: return merged()
    case 19: return unmerged()
    default:
      var event = touch("party.identified")
      event.body["party"] = .string(random.pick(Self.parties))
      return event
    }
  }

  private mutating func conversationStream() -> String {
    "conversation-\(random.pick(Self.conversations))"
  }

  /// A record of a conversation, of an entity's stream or of a stream of the log itself.
  mutating func touch(_ type: String) -> NewEvent {
    let stream =
      switch random.number(1...8) {
      case 1: "access-auditor"
      case 2: "case-\(random.pick(Self.cases))"
      case 3: "party-\(random.pick(Self.parties))"
      default: conversationStream()
      }
    var event = LogFixture.event(type, stream)
    if random.once(in: 3) { event.case = random.pick(Self.cases) }
    if random.once(in: 3) { event.party = random.pick(Self.parties) }
    if random.once(in: 8) { event.conversation = random.pick(Self.conversations + [nil]) }
    if random.once(in: 3) {
      event.actor = Actor(
        type: random.pick(["party", "citizen", "agent"]), id: random.pick(Self.parties))
    }
    return stamped(event)
  }

  private mutating func caseEvent() -> NewEvent {
    var event = LogFixture.event(
      random.pick(["case.opened", "case.assigned", "case.closed", "case.reopened"]),
      "case-\(random.pick(Self.cases))", ["reason": .string(random.pick(["red", "green"]))])
    if random.once(in: 2) { event.body["department"] = .string(random.pick(["Parks", "Roads"])) }
    if random.once(in: 4) { event.conversation = random.pick(Self.conversations) }
    if random.once(in: 3) { event.party = random.pick(Self.parties) }
    return stamped(event)
  }

  private mutating func linked() -> NewEvent {
    let target = random.pick(Self.cases)
    var event = LogFixture.event("conversation.linked", conversationStream())
    switch random.number(1...6) {
    case 1: event.case = target
    case 2:
      // It stands in the stream of a case and moves a conversation to another.
      event = LogFixture.event("conversation.linked", "case-\(random.pick(Self.cases))")
      event.conversation = random.pick(Self.conversations)
      event.body["case"] = .string(target)
    default: event.body["case"] = .string(target)
    }
    return stamped(event)
  }

  /// A start or resumption that names its case in one of two places, in both, or in none.
  private mutating func begun() -> NewEvent {
    var event = LogFixture.event(
      random.pick(["conversation.started", "conversation.resumed"]), conversationStream())
    if random.once(in: 2) { event.case = random.pick(Self.cases) }
    if random.once(in: 2) { event.body["case"] = .string(random.pick(Self.cases)) }
    return stamped(event)
  }

  private mutating func split() -> NewEvent {
    let count = random.number(0...3)
    let moved = (0..<count).map { _ in JSONValue.string(random.pick(Self.conversations)) }
    return stamped(
      LogFixture.event(
        "case.split", "case-\(random.pick(Self.cases))",
        ["into": .string(random.pick(Self.cases)), "conversations": .array(moved)]))
  }

  private mutating func merged() -> NewEvent {
    var event = LogFixture.event(
      "party.merged", "party-\(random.pick(Self.parties))",
      ["into": .string(random.pick(Self.parties))])
    if random.once(in: 2) { event.body["party"] = .string(random.pick(Self.parties)) }
    return stamped(event)
  }

  private mutating func unmerged() -> NewEvent {
    let party = random.pick(Self.parties)
    return stamped(
      LogFixture.event("party.unmerged", "party-\(party)", ["party": .string(party)]))
  }

  /// Gives an event a time: mostly in order, some late, some ahead, some of no use.
  private mutating func stamped(_ event: NewEvent) -> NewEvent {
    var event = event
    switch random.number(1...10) {
    case 1: event.occurred = nil
    case 2: event.occurred = Timestamp("2026-03-02T09:00:10")
    case 3: event.occurred = Timestamp("2026-03-02")
    default:
      let seconds = Int64(random.number(0...40)) + 3_600
      event.occurred = Timestamp(LogFixture.start.advanced(bySeconds: seconds))
    }
    return event
  }
}
