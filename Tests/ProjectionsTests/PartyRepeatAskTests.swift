import InteractionModel
import Testing

@testable import Projections

@Suite("PartyContinuity: asked again in another matter")
struct PartyRepeatAskTests {
  private typealias Script = PartyScript

  /// A fact is given in one place and asked for in another.
  private func script(
    given: (stream: String, said: String?), asked: (stream: String, said: String?),
    after seconds: Int64 = 100
  ) -> Script {
    var script = Script()
    script.say(
      "fact.provided", given.stream, at: 0, ["key": "income"], .chat, .inbound, by: "party:p1",
      in: given.said)
    script.say(
      "fact.requested", asked.stream, at: seconds, ["key": "income"], .chat, .outbound,
      by: "agent:a1", in: asked.said)
    return script
  }

  private func asks(_ script: Script) throws -> [String] {
    try findings(script.records()).filter { $0.hasPrefix("repeat_ask") }
  }

  @Test("What was said in another case or a loose conversation is not asked for again")
  func acrossMatters() throws {
    for (given, asked) in [
      (("conversation-1", "A"), ("conversation-2", "B")),
      (("conversation-1", nil), ("conversation-2", nil)),
      (("conversation-1", "A"), ("conversation-2", nil)),
      (("conversation-1", nil), ("conversation-2", "A")),
      (("conversation-1", nil), ("conversation-1", "A")),
      (("case-A", nil), ("conversation-2", nil)),
    ] as [((String, String?), (String, String?))] {
      let found = try asks(script(given: given, asked: asked))
      #expect(found.count == 1, "given in \(given), asked in \(asked)")
    }
    #expect(
      try asks(script(given: ("party-p1", nil), asked: ("case-B", nil))) == ["repeat_ask -"])
  }

  @Test("What is asked again in the same matter is found there, not here")
  func sameMatter() throws {
    for (given, asked) in [
      (("conversation-1", "A"), ("conversation-2", "A")),
      (("conversation-1", nil), ("conversation-1", nil)),
      (("case-A", nil), ("conversation-2", "A")),
      (("conversation-1", "A"), ("case-A", nil)),
    ] as [((String, String?), (String, String?))] {
      #expect(
        try asks(script(given: given, asked: asked)) == [], "given in \(given), asked in \(asked)")
    }
  }

  @Test("A link that makes two matters one takes the finding to the case; so does a merge")
  func links() throws {
    var linked = script(given: ("conversation-1", "A"), asked: ("conversation-2", nil))
    #expect(try asks(linked).count == 1)
    linked.link("2", at: 200, to: "A")
    #expect(try asks(linked) == [])
    linked.say("conversation.unlinked", "conversation-2", at: 300)
    #expect(try asks(linked).count == 1)

    var merged = script(given: ("case-A", nil), asked: ("conversation-2", "B"))
    #expect(try asks(merged).count == 1)
    merged.say("case.merged", "case-A", at: 200, ["into": "B"])
    #expect(try asks(merged) == [])
  }

  @Test("Once it was said in the same matter as well, it is found there")
  func saidInBoth() throws {
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0, ["key": "name"], in: "A")
    script.say("fact.requested", "conversation-2", at: 10, ["key": "name"], in: "B")
    script.say("fact.provided", "conversation-2", at: 20, ["key": "name"], in: "B")
    script.say("fact.requested", "conversation-2", at: 30, ["key": "name"], in: "B")
    script.say("fact.requested", "conversation-3", at: 40, ["key": "name"], in: "C")
    #expect(try asks(script) == ["repeat_ask 2", "repeat_ask 3"])
  }

  @Test("Marked stale, or older than the window, it may be asked for")
  func stale() throws {
    let window = 180 * Script.day
    let places = (
      given: ("conversation-1", "A" as String?), asked: ("conversation-2", "B" as String?)
    )
    #expect(
      try asks(script(given: places.given, asked: places.asked, after: window - 1)).count == 1)
    #expect(try asks(script(given: places.given, asked: places.asked, after: window)) == [])
    var marked = script(given: places.given, asked: places.asked)
    marked.say("fact.marked_stale", "party-p1", at: 50, ["key": "income", "reason": "new_job"])
    #expect(try asks(marked) == [])
    marked.say("fact.provided", "conversation-1", at: 60, ["key": "income"], in: "A")
    #expect(try asks(marked).count == 1)
  }

  @Test("What one of two merged parties said counts for the other, while they are merged")
  func merged() throws {
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0, ["key": "name"], party: "p2")
    script.say("fact.requested", "conversation-2", at: 10, ["key": "name"])
    script.say("party.merged", "party-p2", at: 20, ["party": "p2", "into": "p1"], party: "p2")
    let records = try script.records()
    #expect(try findings(records) == ["repeat_ask 2"])
    #expect(try findings(records.filter { $0.party == "p1" }) == [])
    let row = try rows(PartyContinuity.parties, records)["p1"]
    #expect(row?["document"]?["mergedParties"] == ["p2"])
  }

  @Test("The row of a finding has everything that makes it one")
  func row() throws {
    let script = script(given: ("conversation-1", "A"), asked: ("conversation-2", "B"))
    let rows = try rows(PartyContinuity.findings, script.records())
    #expect(
      rows == [
        "repeat_ask@2": [
          "kind": "repeat_ask", "state": "open", "found_at": 1_772_438_500_000_000,
          "conversation": "2", "handoff": nil, "withdrawn_by": nil,
          "document": [
            "causes": [1, 2], "conversation": "2", "givenConversation": "1",
            "id": "repeat_ask@2", "key": "income", "kind": "repeat_ask", "position": 2,
            "scope": "party", "state": "open", "time": "2026-03-02T08:01:40.000000Z",
          ],
        ]
      ])
  }
}
