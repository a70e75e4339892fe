import InteractionModel
import Testing

@testable import Projections

@Suite("Facts of a matter: whose they are")
struct FactOwnerTests {
  private typealias Script = PartyScript

  private func matter(_ script: Script, roots: [String: String] = [:]) throws -> ContinuityRows {
    try ContinuityRows(
      continuity(script.records()),
      RowContext(key: "A", partyRoot: { roots[$0] ?? $0 }))
  }

  private func facts(_ rows: ContinuityRows) -> [String] {
    (rows.matter["document"]?["facts"]?.array ?? []).map { fact in
      "\(fact["key"]?.string ?? "") \(fact["party"]?.string ?? "–") \(fact["position"]?.int ?? 0)"
    }
  }

  @Test(
    "two people's facts of one key are two, and asking the one is no repetition for the other",
    arguments: ["income", "name", "shoe_size"])
  func apart(key: String) throws {
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0, ["key": .string(key)], in: "A")
    script.say(
      "fact.requested", "conversation-2", at: 10, ["key": .string(key)], in: "A", party: "p2")
    var rows = try matter(script)
    #expect(rows.found == [])
    #expect(facts(rows) == ["\(key) – 1"])
    #expect(rows.matter["document"]?["openQuestions"] == [.string("\(key) of p2")])
    script.say(
      "fact.provided", "conversation-2", at: 20, ["key": .string(key)], in: "A", party: "p2")
    script.say("fact.requested", "conversation-1", at: 30, ["key": .string(key)], in: "A")
    rows = try matter(script)
    #expect(rows.found == ["repeat_ask@4"])
    #expect(rows.findings["repeat_ask@4"]?["causes"] == [1, 4])
    #expect(facts(rows) == ["\(key) – 1", "\(key) p2 3"])
    #expect(
      rows.matter["document"]?["doNotAsk"] == [.string(key), .string("\(key) of p2")])
  }

  @Test("a record that names nobody is about whom its conversation is with")
  func unnamed() throws {
    var script = Script()
    script.contact("1", .chat, at: 0, in: "A")
    script.contact("2", .voice, at: 100, in: "A", party: "p2")
    script.say("fact.provided", "conversation-1", at: 10, ["key": "address"], in: "A", party: nil)
    script.say("fact.requested", "conversation-2", at: 200, ["key": "address"], in: "A", party: nil)
    #expect(try matter(script).found == [])
    script.say("fact.requested", "conversation-1", at: 300, ["key": "address"], in: "A", party: nil)
    #expect(try matter(script).found == ["repeat_ask@7"])
  }

  @Test("who was merged is one, and what they gave under either name is theirs")
  func merged() throws {
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0, ["key": "name"], in: "A", party: "anon")
    script.say("fact.requested", "conversation-1", at: 10, ["key": "name"], in: "A")
    #expect(try matter(script).found == [])
    #expect(try matter(script, roots: ["anon": "p1"]).found == ["repeat_ask@2"])
    #expect(facts(try matter(script, roots: ["anon": "p1"])) == ["name – 1"])
  }

  @Test("what was corrected, nobody knows to what, or only confirmed may be asked for")
  func withoutValue() throws {
    var builder = RecordBuilder()
    func record(
      _ type: String, _ seconds: Int64, _ key: String, isSealed: Bool
    ) throws -> Record {
      try builder.record(
        builder.event(type, "conversation-1", at: seconds, ["key": .string(key)]) { event in
          event.party = "p1"
          if isSealed {
            event.personal = [PersonalPart(subject: event.defaultSubject, content: ["value": "x"])]
          }
        })
    }
    var facts = KnownFacts()
    for record in [
      try record("fact.provided", 0, "address", isSealed: true),
      try record("fact.corrected", 10, "address", isSealed: false),
      try record("fact.confirmed", 11, "address", isSealed: false),
      try record("fact.requested", 20, "address", isSealed: false),
      try record("fact.confirmed", 30, "name", isSealed: false),
      try record("fact.requested", 31, "name", isSealed: false),
      try record("fact.corrected", 40, "phone", isSealed: true),
      try record("fact.requested", 41, "phone", isSealed: false),
      try record("fact.confirmed", 50, "email", isSealed: true),
      try record("fact.requested", 51, "email", isSealed: false),
    ] { try facts.take(record) }
    let now = RecordBuilder.start.advanced(bySeconds: 60)
    #expect(facts.doNotAsk(at: now) == ["email", "phone"])
    #expect(facts.asks.map(\.key) == ["phone", "email"])
    #expect(facts.facts().filter { $0.isStale(at: now) }.map(\.key) == ["address", "name"])
    try facts.take(record("fact.provided", 55, "address", isSealed: true))
    #expect(facts.doNotAsk(at: now) == ["address", "email", "phone"])
  }
}
