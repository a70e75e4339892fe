import InteractionModel
import StoreConformance
import Testing

@testable import Projections

@Suite("KnownFacts: nobody is asked twice")
struct KnownFactsTests {
  private typealias Script = PartyScript

  private func facts(_ records: [Record]) throws -> KnownFacts {
    var facts = KnownFacts()
    for record in records { try facts.take(record) }
    return facts
  }

  private func at(_ seconds: Int64) -> Instant { RecordBuilder.start.advanced(bySeconds: seconds) }

  @Test("A question for a fact that was given is a repeat ask, with what gave it as its cause")
  func repeatAsk() throws {
    var script = Script()
    script.say("fact.requested", "conversation-1", at: 0, ["key": "address"])
    script.say("fact.provided", "conversation-1", at: 10, ["key": "address"])
    script.say("fact.provided", "conversation-1", at: 11, ["key": "name"])
    script.say("fact.requested", "conversation-2", at: 20, ["key": "address"], by: "agent:a1")
    script.say("fact.requested", "conversation-2", at: 21, ["key": "phone"])
    let asks = try facts(script.records()).asks
    #expect(asks.map(\.key) == ["address"])
    #expect(asks.map(\.position) == [Position(4)])
    #expect(asks.map(\.causes) == [[Position(2), Position(4)]])
    #expect(asks.first?.conversation == "2")
    #expect(asks.first?.question.source.by == "agent:a1")
    #expect(asks.first?.said == "2026-03-02T08:00:20.000000Z")
  }

  @Test("The causes name the value in force and its last confirmation")
  func causes() throws {
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0, ["key": "address"])
    script.say("fact.confirmed", "conversation-1", at: 1, ["key": "address"])
    script.say("fact.corrected", "conversation-1", at: 2, ["key": "address"])
    script.say("fact.confirmed", "conversation-1", at: 3, ["key": "address"])
    script.say("fact.confirmed", "conversation-1", at: 4, ["key": "address"])
    script.say("fact.requested", "conversation-1", at: 5, ["key": "address"])
    #expect(
      try facts(script.records()).asks.first?.causes == [Position(3), Position(5), Position(6)])
  }

  @Test("A fact that was marked stale may be asked for; given again, it may not")
  func marked() throws {
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0, ["key": "address"])
    script.say("fact.requested", "conversation-1", at: 10, ["key": "address"])
    script.say(
      "fact.marked_stale", "conversation-1", at: 20, ["key": "address", "reason": "moved"])
    script.say("fact.requested", "conversation-1", at: 30, ["key": "address"])
    script.say("fact.provided", "conversation-1", at: 40, ["key": "address"])
    script.say("fact.requested", "conversation-1", at: 50, ["key": "address"])
    script.say(
      "fact.marked_stale", "conversation-1", at: 60, ["key": "name", "reason": "moved"])
    let facts = try facts(script.records())
    #expect(facts.asks.map(\.position) == [Position(2), Position(6)])
    #expect(facts.asks.last?.causes == [Position(5), Position(6)])
    #expect(facts.facts().map(\.key) == ["address"])
    #expect(facts.doNotAsk(at: at(60)) == ["address"])
    let before = try self.facts(Array(script.records().prefix(4)))
    #expect(before.facts().first?.isStale(at: at(21)) == true)
    #expect(before.facts().first?.staleAfter == at(20))
    #expect(before.doNotAsk(at: at(30)) == [])
  }

  @Test(
    "A fact is good for the policy's window to the microsecond, and a confirmation renews it",
    arguments: [("address", 365), ("income", 180), ("balance", 30)] as [(String, Int64)])
  func window(key: String, days: Int64) throws {
    let end = days * Script.day
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0, ["key": .string(key)])
    script.say("fact.requested", "conversation-1", at: end - 1, ["key": .string(key)])
    script.say("fact.requested", "conversation-1", at: end, ["key": .string(key)])
    #expect(try facts(script.records()).asks.map(\.position) == [Position(2)])
    #expect(try facts(script.records()).doNotAsk(at: at(end - 1)) == [key])
    #expect(try facts(script.records()).doNotAsk(at: at(end)) == [])
    script.say("fact.confirmed", "conversation-1", at: end - 5, ["key": .string(key)])
    let asks = try facts(script.records()).asks
    #expect(asks.map(\.position) == [Position(2), Position(3)])
    #expect(asks.last?.causes == [Position(3), Position(4)])
  }

  @Test("Every repetition is found, however often a fact is asked for")
  func repetitions() throws {
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0, ["key": "name"])
    for turn in 1...40 {
      script.say("fact.requested", "conversation-1", at: Int64(turn), ["key": "name"])
    }
    #expect(try facts(script.records()).asks.count == 40)
    #expect(try facts(script.records()).openQuestions() == ["name"])
  }

  @Test("Corrections replace the value and confirmations raise it, with references in its place")
  func document() throws {
    var script = Script()
    script.say(
      "fact.provided", "conversation-1", at: 0, ["key": "address", "verified": true], .chat,
      by: "party:p1")
    script.say(
      "fact.corrected", "conversation-2", at: 10, ["key": "address"], .voice, by: "agent:a1")
    var facts = try facts(script.records())
    #expect(
      facts.facts().first?.document(at: at(20)).object == [
        "by": "agent:a1", "channel": "voice", "conversation": "2", "key": "address",
        "position": 2, "stale": false, "state": "corrected",
        "time": "2026-03-02T08:00:10.000000Z",
        "value": ["pointer": "/value", "position": 2], "verified": false,
      ])
    script.say(
      "fact.confirmed", "conversation-2", at: 11, ["key": "address", "verified": false], .voice)
    #expect(try self.facts(script.records()).facts().first?.isVerified == false)
    script.say("fact.confirmed", "case-A", at: 12, ["key": "address"], by: "system")
    facts = try self.facts(script.records())
    #expect(
      facts.facts().first?.document(at: at(366 * Script.day)).object == [
        "by": "agent:a1", "channel": "voice",
        "confirmed": ["by": "system", "position": 4, "time": "2026-03-02T08:00:12.000000Z"],
        "conversation": "2", "key": "address", "position": 2, "stale": true,
        "state": "confirmed", "time": "2026-03-02T08:00:10.000000Z",
        "value": ["pointer": "/value", "position": 2], "verified": true,
      ])
  }

  @Test("A confirmation alone tells no value, so that it may be asked for")
  func confirmationAlone() throws {
    var script = Script()
    script.say("fact.confirmed", "conversation-1", at: 0, ["key": "name"])
    script.say("fact.requested", "conversation-1", at: 1, ["key": "name"])
    let facts = try facts(script.records())
    #expect(facts.asks == [] && facts.doNotAsk(at: at(2)) == [])
    #expect(facts.facts().first?.document(at: at(2))[.value] == nil)
    #expect(facts.facts().first?.isVerified == true)
  }

  @Test("What is known can be asked for as of a moment")
  func asOf() throws {
    var script = Script()
    script.say("fact.requested", "conversation-1", at: 0, ["key": "name"])
    script.say("fact.provided", "conversation-1", at: 1, ["key": "name"])
    script.say("fact.requested", "conversation-1", at: 2, ["key": "phone"])
    script.say("fact.corrected", "conversation-1", at: 3, ["key": "name"])
    script.say("fact.marked_stale", "conversation-1", at: 4, ["key": "name"])
    let records = try script.records()
    let facts = try facts(records)
    let moments = records.map { Moment($0) }
    #expect(facts.openQuestions(at: moments[0]) == ["name"])
    #expect(facts.openQuestions(at: moments[1]) == [])
    #expect(facts.openQuestions() == ["phone"])
    #expect(facts.facts(at: moments[0]).isEmpty)
    #expect(facts.facts(at: moments[2]).map(\.given.moment) == [moments[1]])
    #expect(facts.facts(at: moments[3]).map(\.given.moment) == [moments[3]])
    #expect(facts.doNotAsk(at: at(3), knownAt: moments[3]) == ["name"])
    #expect(facts.doNotAsk(at: at(4), knownAt: moments[4]) == [])
  }

  @Test("In whichever order the records come, the answer is the same but for positions")
  func everyOrder() throws {
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0, ["key": "name"])
    script.say("fact.marked_stale", "conversation-1", at: 10, ["key": "name"])
    script.say("fact.requested", "conversation-1", at: 20, ["key": "name"])
    script.say("fact.provided", "conversation-2", at: 30, ["key": "name"])
    script.say("fact.requested", "conversation-2", at: 40, ["key": "name"])
    script.say("fact.confirmed", "conversation-2", at: 50, ["key": "name"])
    func answer(_ order: [Int]) throws -> [String] {
      let facts = try facts(script.records(order))
      return facts.asks.map { "\($0.moment.time) \($0.known.map(\.moment.time))" }
        + facts.facts().map {
          withoutPlaces($0.document(at: at(60)).json).canonicalText
        }
    }
    func permutations(_ rest: [Int]) -> [[Int]] {
      rest.isEmpty
        ? [[]]
        : rest.flatMap { first in permutations(rest.filter { $0 != first }).map { [first] + $0 } }
    }
    let expected = try answer(Array(script.events.indices))
    #expect(expected.count == 2)
    for order in permutations(Array(script.events.indices)) {
      #expect(try answer(order) == expected, "delivered as \(order)")
    }
  }

  @Test("What names no fact, or is about none, says nothing; a field of another kind is refused")
  func totality() throws {
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0)
    script.say("fact.requested", "conversation-1", at: 0)
    script.say("fact.marked_stale", "conversation-1", at: 0)
    script.say("message.received", "conversation-1", at: 0)
    #expect(try facts(script.records()).isEmpty)
    for (type, body) in [
      ("fact.provided", ["key": 5]), ("fact.requested", ["key": true]),
      ("fact.confirmed", ["key": "name", "verified": "yes"]), ("fact.marked_stale", ["key": []]),
    ] as [(String, JSONObject)] {
      var script = Script()
      script.say(type, "conversation-1", at: 0, body)
      let records = try script.records()
      let error = #expect(throws: FoldError.self) { try facts(records) }
      #expect(error?.position == Position(1))
      #expect(error?.reason.contains("yes") == false)
    }
  }

  @Test("Written and read back after every record, it goes on as if it never had been")
  func roundTrip() throws {
    var generator = SeededGenerator(seed: 5)
    var script = Script()
    func pick<Element>(_ elements: [Element]) -> Element {
      elements[Int.random(in: 0..<elements.count, using: &generator)]
    }
    for _ in 0..<60 {
      script.say(
        "fact." + pick(["requested", "provided", "confirmed", "corrected", "marked_stale"]),
        pick(["conversation-1", "case-A", "party-p1"]),
        at: Int64.random(in: 0...9_000_000, using: &generator),
        ["key": pick(["name", "balance"])], pick([.chat, .voice, nil]), by: "agent:a1")
    }
    let records = try script.records()
    let whole = try facts(records)
    var state = KnownFacts()
    for record in records {
      try state.take(record)
      let read = try reread(state)
      #expect(read == state)
      state = read
    }
    #expect(state == whole)
    #expect(!whole.asks.isEmpty)
  }
}
