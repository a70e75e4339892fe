import InteractionModel
import Testing

@testable import Projections

@Suite("Promises: which of them an outcome is of")
struct PromiseCourseTests {
  private typealias Script = PartyScript

  /// What became of the promises of a case, and of the same records as those of a party.
  private func states(_ script: Script) throws -> [String] {
    let records = try script.records()
    let matter = try ContinuityRows(records).matter["document"]?["promises"]?.array ?? []
    let party = try rows(PartyContinuity.parties, records, key: "p1")["p1"]?["document"]?.object
    let own = party?["promises"]?.array ?? []
    // As far as the party's own records tell, and here they tell all.
    let owed = matter.filter { $0["state"] != "kept" && $0["state"] != "broken" }
    #expect(
      Set(own.filter { $0["state"] != "kept" && $0["state"] != "broken" }.map { $0["position"] })
        == Set(owed.map { $0["position"] }))
    return matter.map {
      "\($0["position"]?.int ?? 0) \($0["state"]?.string ?? "") \($0["statedAt"]?.int ?? 0)"
    }
  }

  private static let talk = "conversation-1"

  @Test(
    "a name that no promise has closes none, and the last one stays open",
    arguments: [
      ("callback.promised", "callback.completed", "callback"),
      ("callback.promised", "callback.missed", "callback"),
      ("commitment.made", "commitment.kept", "commitment"),
      ("commitment.made", "commitment.broken", "commitment"),
    ])
  func unknown(made: String, ended: String, field: String) throws {
    var script = Script()
    script.say(made, Self.talk, at: 0, in: "A")
    script.say(made, Self.talk, at: 5, in: "A")
    script.say(ended, Self.talk, at: 10, [field: "no-such-promise"], in: "A")
    #expect(try states(script) == ["1 open 0", "2 open 0"])
  }

  @Test(
    "a promise is named by its own id, by that of its event in letters of either case, or as a cause"
  )
  func named() throws {
    var script = Script()
    let first = script.say("commitment.made", Self.talk, at: 0, ["commitment": "pr-1"], in: "A")
    let second = script.say("commitment.made", Self.talk, at: 1, in: "A")
    let third = script.say("commitment.made", Self.talk, at: 2, ["commitment": "pr-3"], in: "A")
    script.say("commitment.made", Self.talk, at: 3, ["commitment": "pr-4"], in: "A")
    script.say("commitment.kept", Self.talk, at: 10, ["commitment": "pr-1"], in: "A")
    script.say(
      "commitment.broken", Self.talk, at: 11,
      ["commitment": .string(third.description.uppercased())], in: "A")
    script.say("commitment.kept", Self.talk, at: 12, in: "A", cause: second)
    #expect(first != second)
    #expect(try states(script) == ["1 kept 5", "2 kept 7", "3 broken 6", "4 open 0"])
  }

  @Test("an outcome that names none is of the last that is owed, first in its own conversation")
  func unnamed() throws {
    var script = Script()
    script.say("callback.promised", Self.talk, at: 0, in: "A")
    script.say("callback.promised", Self.talk, at: 1, in: "A")
    script.say("callback.promised", "conversation-2", at: 2, in: "A")
    script.say("commitment.made", Self.talk, at: 3, in: "A")
    script.say("callback.completed", Self.talk, at: 10, in: "A")
    #expect(try states(script) == ["1 open 0", "2 kept 5", "3 open 0", "4 open 0"])
    script.say("callback.missed", "conversation-3", at: 11, in: "A")
    #expect(try states(script)[2] == "3 missed 6")
    // What was missed is still owed, and kept by the call that comes at last.
    script.say("callback.completed", "conversation-2", at: 12, in: "A")
    #expect(try states(script) == ["1 open 0", "2 kept 5", "3 kept 7", "4 open 0"])
  }

  @Test("what one record names no other takes: the unnamed outcome is of the one that is left")
  func both() throws {
    var script = Script()
    script.say("callback.promised", Self.talk, at: 0, in: "A")
    let second = script.say("callback.promised", Self.talk, at: 1, in: "A")
    script.say("callback.completed", Self.talk, at: 10, in: "A")
    script.say(
      "callback.completed", Self.talk, at: 20, ["callback": .string(second.description)], in: "A")
    #expect(try states(script) == ["1 kept 3", "2 kept 4"])
  }

  @Test("a commitment that is made again is one promise, as it was said last, and owed again")
  func restated() throws {
    var script = Script()
    script.say(
      "commitment.made", Self.talk, at: 0,
      ["commitment": "pr-9", "due": "2026-03-03T09:00:00Z"], in: "A")
    script.say("commitment.broken", Self.talk, at: 10, ["commitment": "pr-9"], in: "A")
    #expect(try states(script) == ["1 broken 2"])
    script.say(
      "commitment.made", Self.talk, at: 20,
      ["commitment": "pr-9", "due": "2026-03-09T09:00:00Z"], in: "A")
    #expect(try states(script) == ["3 open 0"])
    let due = try ContinuityRows(script.records()).matter["document"]?["promises"]?.array?.first
    #expect(due?["due"] == "2026-03-09T09:00:00Z")
    script.say("commitment.kept", Self.talk, at: 30, ["commitment": "pr-9"], in: "A")
    #expect(try states(script) == ["3 kept 4"])
  }

  @Test("what names a promise of another matter is kept for whoever shows that one")
  func foreign() throws {
    var script = Script()
    let promise = script.say("callback.promised", "conversation-9", at: 0, in: "B")
    script.say("callback.promised", Self.talk, at: 1, in: "A")
    script.say(
      "callback.completed", Self.talk, at: 9, ["callback": .string(promise.description)], in: "A")
    let own = try script.records().filter { $0.case == "A" }
    let rows = try continuity(own).rows(RowContext(key: "A"))
      .filter { $0.table == ContinuityHandoff.outcomes.name }
    #expect(rows.map(\.key) == ["3"])
    #expect(rows.first?.values.first == .text(promise.description))
  }
}
