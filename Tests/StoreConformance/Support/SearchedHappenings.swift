internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search

/// What happens in the conversations of a log that is searched: everything that can change what is
/// to be found.
struct SearchedHappenings {
  private var number = 0
  private var messages: [(id: Int, conversation: String)] = []
  private var positions: [Position] = []

  /// Notes where events have come to stand.
  mutating func take(_ positions: [Position]) { self.positions += positions }

  /// One more event.
  mutating func next(_ searched: SearchedLog, _ random: inout SeededGenerator) -> NewEvent {
    number += 1
    let text = (0..<random.number(0...6)).map { _ in "w\(random.number(1...30))" }
      .joined(separator: " ")
    let conversation = "c-\(random.number(1...6))"
    let party = "p-\(random.number(1...3))"
    switch random.number(1...20) {
    case 1:
      guard let position = positions.randomElement(using: &random) else { fallthrough }
      return event(
        "projection.event_quarantined", .projection(searched.archive.projection.name),
        [
          "codeVersion": 1, "position": .int(position.rawValue),
          "projection": .string(searched.archive.projection.name),
        ])
    case 2:
      return event(
        "conversation.linked", StreamID(.conversation(conversation)),
        ["case": .string("A-\(random.number(1...2))")])
    case 3:
      let other = party == "p-1" ? "p-2" : "p-1"
      var merge = event("party.merged", StreamID(.party(party)), ["into": .string(other)])
      merge.party = party
      return merge
    case 4...10:
      guard let target = messages.randomElement(using: &random) else { fallthrough }
      // Now and then of a message that comes later, or never.
      let id = random.number(1...4) == 1 ? number + random.number(1...40) : target.id
      let kind = random.number(1...5)
      var amendment = SearchedLog.amend(
        number, id, kind > 2 ? text : nil, in: target.conversation)
      if kind == 1 { amendment.type = EventType("message.delivered") }
      if random.number(1...3) == 1 { amendment.occurred = time(&random) }
      return amendment
    case 11...13:
      // What is no entry of the archive, of several people now and then; it can be redacted too.
      messages.append((number, conversation))
      return other(text, in: random.once(in: 2) ? conversation : nil, of: party, &random)
    default:
      messages.append((number, conversation))
      var message = SearchedLog.message(number, text, in: conversation, from: party)
      message.body["visibility"] = random.number(1...4) == 1 ? "internal" : nil
      // Now and then delivered again, or for the first time by the clock.
      if random.number(1...3) == 1 { message.body["item"] = .string("i-\(random.number(1...5))") }
      if random.number(1...6) == 1 { message.body["flags"] = ["duplicate"] }
      if random.number(1...3) == 1 { message.occurred = time(&random) }
      return message
    }
  }

  private func other(
    _ text: String, in conversation: String?, of party: String, _ random: inout SeededGenerator
  ) -> NewEvent {
    let matter = "A-\(random.number(1...2))"
    var event = event(
      random.pick(["case.resolved", "fact.provided", "note.added"]), StreamID(.case(matter)), [:])
    event.conversation = conversation
    event.party = party
    event.personal = [
      PersonalPart(subject: event.defaultSubject, content: ["reason": .string(text)])
    ]
    if random.once(in: 3) {
      event.personal.append(
        PersonalPart(
          subject: Subject(scope: .case(matter), participant: "party:p-1", party: "p-1"),
          content: ["account": .string(text)]))
    }
    return event
  }

  private func event(_ type: String, _ stream: StreamID, _ body: JSONObject) -> NewEvent {
    NewEvent(id: SearchedLog.id(number), stream: stream, type: EventType(type), body: body)
  }

  /// A time around which the log is recorded.
  private func time(_ random: inout SeededGenerator) -> Timestamp {
    Timestamp(
      Instant(microseconds: 1_772_438_400_000_000)
        .advanced(bySeconds: Int64(random.number(-500...500))))
  }
}
