import InteractionModel
import Testing

@testable import Projections

@Suite("ContinuityHandoff: what was lost, with its causes, and what was not")
struct ContinuityFindingTests {
  var matter = ContinuityBuilder()

  private func causes(_ id: String) throws -> [Int64]? {
    try matter.rows.findings[id]?["causes"]?.array?.compactMap(\.int)
  }

  /// A request of agent a1 to queue q2 that agent b1 answers in another conversation.
  @discardableResult
  private mutating func handOver(accepted: Bool = true, _ channel: Channel = .chat) throws
    -> Record
  {
    let request = try matter.request()
    try matter.add(
      "contact.answered", ["contact": "k2", "queue": "q2", "agent": "b1"], by: "b1", in: "d",
      channel)
    if accepted {
      try matter.add(
        "transfer.accepted", ["transfer": .string(request.id.description), "agent": "b1"],
        by: "b1", in: "d", channel)
    }
    return request
  }

  // MARK: Blind hand-off

  @Test("A receiver who writes, asks or hangs up without having viewed", arguments: [true, false])
  mutating func blind(accepted: Bool) throws {
    try handOver(accepted: accepted)
    let next = Int64(accepted ? 4 : 3)
    try matter.add("message.sent", [:], by: "b1", in: "d")
    try matter.add("handoff.viewed", ["agent": "b1"], by: "b1", in: "d")
    #expect(try matter.rows.found == ["blind_handoff@\(next)"])
    #expect(try causes("blind_handoff@\(next)") == [1, 2, next])
    #expect(try matter.rows.handoff?["findings"] == ["blind_handoff"])
    #expect(try matter.rows.matter["blind_handoff"] == 1)
  }

  @Test("A question and the end of a call are acts as well")
  mutating func otherActs() throws {
    try handOver()
    try matter.add("fact.requested", ["key": "name"], by: "b1", in: "d")
    #expect(try matter.rows.found == ["blind_handoff@4"])
    matter = ContinuityBuilder()
    try handOver(.voice)
    try matter.add("contact.disconnected", ["contact": "k2", "by": "party"], in: "d", .voice)
    #expect(try matter.rows.found == ["blind_handoff@4"])
    matter = ContinuityBuilder()
    try handOver(.chat)
    try matter.add("contact.disconnected", ["contact": "k2", "by": "party"], in: "d", .chat)
    #expect(try matter.rows.found == [])
  }

  @Test("Viewed before, written by the giver, or answered elsewhere is not blind")
  mutating func notBlind() throws {
    try handOver()
    try matter.add("handoff.viewed", ["agent": "b1"], by: "b1", in: "d")
    try matter.add("message.sent", [:], by: "b1", in: "d")
    #expect(try matter.rows.found == [])
    matter = ContinuityBuilder()
    try handOver()
    try matter.add("message.sent", [:], by: "a1", in: "c")
    #expect(try matter.rows.found == [])
    matter = ContinuityBuilder()
    try matter.request()
    try matter.add(
      "contact.answered", ["contact": "k3", "queue": "q7", "agent": "b3"], by: "b3", in: "e")
    try matter.add("message.sent", [:], by: "b3", in: "e")
    #expect(try matter.rows.found == [])
  }

  @Test("The giver's own look does not help, and a viewing delivered late takes the finding back")
  mutating func lateView() throws {
    let request = try handOver()
    let handoff: JSONObject = ["handoff": .string(request.id.description), "agent": "a1"]
    try matter.add("handoff.viewed", handoff, by: "a1")
    let sent = try matter.add("message.sent", [:], by: "b1", in: "d")
    #expect(try matter.rows.found == ["blind_handoff@\(sent.position)"])
    try matter.add("handoff.viewed", ["agent": "b1"], by: "b1", in: "d", at: matter.clock - 1)
    #expect(try matter.rows.found == [])
  }

  @Test("What another agent saw does not help the receiver; a look that names nobody does")
  mutating func viewedByAnother() throws {
    let request = try handOver()
    let handoff: JSONObject = ["handoff": .string(request.id.description)]
    var other = handoff
    other["agent"] = "b9"
    try matter.add("handoff.viewed", other, by: "b9")
    let sent = try matter.add("message.sent", [:], by: "b1", in: "d")
    #expect(try matter.rows.found == ["blind_handoff@\(sent.position)"])
    let seen = matter
    try matter.add("handoff.viewed", handoff, in: "d", at: matter.clock - 1)
    #expect(try matter.rows.found == [])
    matter = seen
    try matter.add("handoff.viewed", ["agent": "b1"], by: "b1", in: "d", at: matter.clock - 1)
    #expect(try matter.rows.found == [])
  }

  @Test("A colleague who viewed it and writes is not blind, and does not stand for the receiver")
  mutating func colleague() throws {
    let request = try handOver()
    try matter.add(
      "handoff.viewed", ["handoff": .string(request.id.description), "agent": "b9"], by: "b9")
    try matter.add("message.sent", [:], by: "b9", in: "d")
    #expect(try matter.rows.found == [])
    let sent = try matter.add("message.sent", [:], by: "b1", in: "d")
    #expect(try matter.rows.found == ["blind_handoff@\(sent.position)"])
  }

  // MARK: Repeat ask

  @Test("A question after the hand-off for what was given before it is a finding of the hand-off")
  mutating func repeatAsk() throws {
    try matter.add("fact.provided", ["key": "name"], sealed: true)
    let request = try matter.request()
    try matter.add("fact.requested", ["key": "name"], by: "b1", in: "d")
    try matter.add("fact.provided", ["key": "name"], in: "d", sealed: true)
    try matter.add("fact.requested", ["key": "name"], by: "b1", in: "d")
    let rows = try matter.rows
    #expect(rows.found == ["repeat_ask@3", "repeat_ask@5"])
    #expect(rows.findings["repeat_ask@3"]?["handoff"] == .string(request.id.description))
    #expect(rows.findings["repeat_ask@3"]?["key"] == "name")
    #expect(rows.findings["repeat_ask@3"]?["by"] == "agent:b1")
    #expect(rows.findings["repeat_ask@5"]?["handoff"] == nil)
    #expect(try causes("repeat_ask@3") == [1, 3])
    #expect(rows.matter["document"]?["doNotAsk"] == ["name"])
  }

  @Test("A question for what is stale, by a mark or by age, is none; nor one asked before")
  mutating func stale() throws {
    try matter.add("fact.provided", ["key": "address"])
    try matter.add("fact.marked_stale", ["key": "address"])
    try matter.add("fact.requested", ["key": "address"], by: "b1")
    try matter.add("fact.provided", ["key": "balance"])
    try matter.add(
      "fact.requested", ["key": "balance"], by: "b1", at: matter.clock + 30 * 86_400)
    try matter.add("fact.provided", ["key": "name"])
    try matter.add("fact.requested", ["key": "name"], by: "b1", at: matter.clock - 1)
    #expect(try matter.rows.found == [])
    #expect(try matter.rows.matter["document"]?["openQuestions"] == ["address", "balance"])
  }

  @Test("What another party of the case gave may be asked for, unless the two are one")
  mutating func otherParty() throws {
    try matter.add("fact.provided", ["key": "name"])
    let asked = try matter.builder.record(
      "fact.requested", "conversation-d", at: 600, ["key": "name"]
    ) { $0.party = "p2" }
    matter.records.append(asked)
    #expect(try matter.rows.found == [])
    let merged = try ContinuityRows(
      continuity(matter.records),
      RowContext(key: "A", partyRoot: { $0 == "p2" ? "p1" : $0 }))
    #expect(merged.found == ["repeat_ask@2"])
    #expect(merged.findings["repeat_ask@2"]?["causes"] == [1, 2])
  }

  @Test("A fact of the matter counts in the case whoever gave it; one about a person does not")
  mutating func wholeCase() throws {
    for key in ["account_number", "meter", "phone", "ssn"] {
      try matter.add("fact.provided", ["key": .string(key)])
    }
    for key in ["account_number", "meter", "phone", "ssn"] {
      let asked = try matter.builder.record(
        "fact.requested", "conversation-d", at: 600, ["key": .string(key)]
      ) { $0.party = "p2" }
      matter.records.append(asked)
    }
    #expect(try matter.rows.found == ["repeat_ask@5", "repeat_ask@6"])
    #expect(try causes("repeat_ask@5") == [1, 5])
  }

  // MARK: Context missing

  @Test("What the receiver misses is a finding, and an open question until it is given")
  mutating func contextMissing() throws {
    let request = try matter.request()
    try matter.add("handoff.prepared", [:], by: "a1", causedBy: request)
    try matter.add("handoff.context_missing", ["key": "income"], by: "b1", in: "d")
    #expect(try matter.rows.found == ["context_missing@3"])
    #expect(try causes("context_missing@3") == [2, 3])
    #expect(try matter.rows.findings["context_missing@3"]?["key"] == "income")
    #expect(try matter.rows.matter["document"]?["openQuestions"] == ["income"])
    try matter.add("fact.provided", ["key": "income"], in: "d")
    #expect(try matter.rows.matter["document"]?["openQuestions"] == [])
  }

  // MARK: Ping-pong

  @Test("A queue visited again after another one, once for every return")
  mutating func pingPong() throws {
    for (place, queue) in ["q1", "q1", "q2", "q1", "q2"].enumerated() {
      try matter.add(
        "contact.enqueued", ["contact": .string("k\(place)"), "queue": .string(queue)], .voice)
      try matter.add(
        "contact.answered",
        ["contact": .string("k\(place)"), "queue": .string(queue), "agent": "b1"], .voice)
    }
    let rows = try matter.rows
    #expect(rows.found == ["chain_length@7", "ping_pong@7", "ping_pong@9"])
    #expect(try causes("ping_pong@7") == [1, 5, 7])
    #expect(try causes("ping_pong@9") == [5, 7, 9])
    #expect(rows.findings["ping_pong@9"]?["queue"] == "q2")
  }

  @Test("Queues that only transfers name count too, and staying is no return")
  mutating func transfersOnly() throws {
    func transfer(_ from: String, _ to: String) throws -> Record {
      try matter.add(
        "transfer.requested",
        ["fromQueue": .string(from), "toQueue": .string(to)], by: "a1")
    }
    _ = try transfer("q1", "q2")
    _ = try transfer("q2", "q3")
    #expect(try matter.rows.found == [])
    let back = try transfer("q3", "q1")
    #expect(try matter.rows.found == ["ping_pong@3"])
    #expect(
      try matter.rows.findings["ping_pong@3"]?["handoff"] == .string(back.id.description))
  }

  /// A contact waits in a queue.
  private mutating func enqueue(_ contact: String, _ queue: String) throws {
    try matter.add(
      "contact.enqueued", ["contact": .string(contact), "queue": .string(queue)], .voice)
  }

  /// A transfer from one queue to another, with outcomes that name the queue again.
  private mutating func transfer(_ from: String, _ to: String, _ outcomes: [String]) throws {
    let request = try matter.add(
      "transfer.requested", ["fromQueue": .string(from), "toQueue": .string(to)], by: "a1")
    for outcome in outcomes {
      try matter.add(
        outcome, ["transfer": .string(request.id.description), "queue": .string(to)], by: "b1")
    }
  }

  @Test("One transfer and its outcomes are one visit", arguments: [true, false])
  mutating func oneTransfer(enqueued: Bool) throws {
    if enqueued { try enqueue("k1", "q1") }
    try transfer("q1", "q2", ["transfer.accepted", "transfer.completed"])
    if enqueued { try enqueue("k1", "q2") }
    #expect(try matter.rows.found == [])
  }

  @Test(
    "A return by a request alone counts, once, however many records name the queue",
    arguments: [true, false], [[], ["transfer.completed"]])
  mutating func returned(enqueued: Bool, outcomes: [String]) throws {
    if enqueued { try enqueue("k1", "q1") }
    try transfer("q1", "q2", outcomes)
    if enqueued { try enqueue("k1", "q2") }
    let next = Int64(matter.records.count) + 1
    try transfer("q2", "q1", outcomes)
    if enqueued { try enqueue("k1", "q1") }
    #expect(try matter.rows.found == ["ping_pong@\(next)"])
    #expect(try causes("ping_pong@\(next)")?.last == next)
  }

  @Test("An outcome that is said late, after the way back, is no third visit")
  mutating func lateOutcome() throws {
    let request = try matter.add(
      "transfer.requested", ["fromQueue": "q1", "toQueue": "q2"], by: "a1")
    try transfer("q2", "q1", [])
    try matter.add(
      "transfer.completed", ["transfer": .string(request.id.description), "queue": "q2"], by: "b1")
    #expect(try matter.rows.found == ["ping_pong@2"])
  }

  // MARK: Chain length

  @Test("Four legs are too many: contacts, and conversations that have none")
  mutating func chain() throws {
    try matter.add("selfservice.session_started", ["task": "pay"], in: "a", .selfService)
    try matter.add("contact.initiated", ["contact": "k1"], in: "b", .voice)
    try matter.add("contact.initiated", ["contact": "k2"], in: "b", .voice)
    try matter.add("note.added", [:], by: "a1", in: "n", .internal)
    #expect(try matter.rows.found == [])
    #expect(try matter.rows.matter["legs"] == 3)
    try matter.add("message.received", [:], in: "e", .email)
    try matter.add("message.received", [:], in: "f", .sms)
    #expect(try matter.rows.found == ["chain_length@5"])
    #expect(try causes("chain_length@5") == [1, 2, 3, 5])
    #expect(try matter.rows.findings["chain_length@5"]?["legs"] == 5)
  }

  @Test("The chain shows each leg with its channel, queue, agent and outcome")
  mutating func legs() throws {
    try matter.add("contact.initiated", ["contact": "k1"], in: "b", .voice)
    try matter.add(
      "contact.answered", ["contact": "k1", "queue": "q1", "agent": "a1"], by: "a1", in: "b",
      .voice)
    try matter.add("contact.disconnected", ["contact": "k1", "by": "party"], in: "b", .voice)
    try matter.add(
      "disposition.set", ["contact": "k1", "outcome": "resolved"], by: "a1", in: "b", .voice)
    try matter.add("contact.initiated", ["contact": "k2", "queue": "q2"], in: "b", .callback)
    try matter.add("contact.abandoned", ["contact": "k2"], in: "b", .callback)
    #expect(
      try matter.rows.matter["document"]?["legs"] == [
        [
          "agent": "a1", "channel": "voice", "contact": "k1", "conversation": "b",
          "from": "2026-03-02T08:01:00.000000Z", "outcome": "resolved", "position": 1,
          "queue": "q1", "to": "2026-03-02T08:03:00.000000Z",
        ],
        [
          "channel": "callback", "contact": "k2", "conversation": "b",
          "from": "2026-03-02T08:05:00.000000Z", "outcome": "abandoned", "position": 5,
          "queue": "q2", "to": "2026-03-02T08:06:00.000000Z",
        ],
      ])
  }
}
