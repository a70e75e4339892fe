import InteractionModel
import Testing

@testable import Projections

@Suite("PartyContinuity: the rows")
struct PartyRowTests {
  private typealias Script = PartyScript

  private func document(_ script: Script, key: String = "p1") throws -> JSONObject {
    try rows(PartyContinuity.parties, script.records(), key: key)[key]?["document"]?.object ?? [:]
  }

  @Test("Identities by kind and provider, verified by authentication or evidence")
  func identities() throws {
    var script = Script()
    script.say("party.identified", "party-p1", at: 0, ["kind": "phone", "ial": 1])
    script.say("party.identified", "party-p1", at: 1, ["kind": "passport", "ial": 2])
    script.say(
      "party.authenticated", "party-p1", at: 3,
      ["idp": "city-id", "ial": 1, "aal": 2, "method": "passkey"])
    script.say("party.authenticated", "party-p1", at: 2, ["idp": "city-id", "aal": 1])
    #expect(
      try document(script)["identities"] == [
        [
          "aal": 2, "ial": 1, "idp": "city-id", "method": "passkey", "position": 3,
          "time": "2026-03-02T08:00:03.000000Z", "verified": true,
        ],
        [
          "ial": 2, "kind": "passport", "position": 2, "time": "2026-03-02T08:00:01.000000Z",
          "verified": true,
        ],
        [
          "ial": 1, "kind": "phone", "position": 1, "time": "2026-03-02T08:00:00.000000Z",
          "verified": false,
        ],
      ])
  }

  @Test("Endpoints by kind only, preferences as last set, consents with their state")
  func profile() throws {
    var script = Script()
    script.say("party.endpoint_added", "party-p1", at: 0, ["kind": "email", "verified": true])
    script.say("party.endpoint_added", "party-p1", at: 1, ["kind": "email", "verified": false])
    script.say("party.endpoint_added", "party-p1", at: 2, ["kind": "phone"])
    script.say("party.preference_set", "party-p1", at: 9, ["language": "es"])
    script.say(
      "party.preference_set", "party-p1", at: 5, ["language": "en", "preferredChannel": "sms"])
    script.say(
      "party.consent_given", "party-p1", at: 6,
      ["scope": "reminders", "basis": "consent", "policyVersion": "2026-1"])
    script.say("party.consent_given", "party-p1", at: 6, ["scope": "sharing", "basis": "law"])
    script.say("party.consent_withdrawn", "party-p1", at: 8, ["scope": "reminders"])
    script.say("party.consent_given", "party-p1", at: 7, ["scope": "reminders"])
    let document = try document(script)
    #expect(
      document["endpoints"] == [
        ["kind": "email", "position": 2, "verified": true],
        ["kind": "phone", "position": 3, "verified": false],
      ])
    #expect(document["preferences"] == ["language": "es", "preferredChannel": "sms"])
    #expect(
      document["consents"] == [
        [
          "basis": "consent", "policyVersion": "2026-1", "position": 8, "scope": "reminders",
          "state": "withdrawn", "time": "2026-03-02T08:00:08.000000Z",
        ],
        [
          "basis": "law", "position": 7, "scope": "sharing", "state": "given",
          "time": "2026-03-02T08:00:06.000000Z",
        ],
      ])
  }

  @Test("Facts have rows of their own and a summary in the party's")
  func knownFacts() throws {
    var script = Script()
    script.say(
      "fact.provided", "conversation-1", at: 0, ["key": "balance", "verified": true], .chat,
      by: "party:p1")
    script.say("fact.provided", "conversation-1", at: 1, ["key": "name"], .chat, by: "party:p1")
    script.say("fact.requested", "conversation-1", at: 2, ["key": "phone"], .chat)
    let found = try rows(PartyContinuity.knownFacts, script.records())
    #expect(found.keys.sorted() == ["p1/balance", "p1/name"])
    #expect(
      found["p1/balance"] == [
        "fact": "balance", "state": "provided", "verified": 1, "said_by": "party:p1",
        "given_position": 1, "given_at": 1_772_438_400_000_000,
        "stale_after": .int(1_772_438_400_000_000 + 30 * 86_400_000_000), "stale": 0,
        "document": [
          "by": "party:p1", "channel": "chat", "conversation": "1", "key": "balance",
          "position": 1, "stale": false, "state": "provided",
          "time": "2026-03-02T08:00:00.000000Z", "value": ["pointer": "/value", "position": 1],
          "verified": true,
        ],
      ])
    #expect(try document(script)["doNotAsk"] == ["balance", "name"])
    #expect(try document(script)["openQuestions"] == ["phone"])
    // A month later the balance has another value, and the party's last touch shows it.
    script.say("message.received", "conversation-1", at: 40 * Script.day)
    #expect(try rows(PartyContinuity.knownFacts, script.records())["p1/balance"]?["stale"] == 1)
    #expect(try document(script)["doNotAsk"] == ["name"])
    #expect(
      try document(script)["facts"] == [
        [
          "key": "balance", "position": 1, "stale": true, "state": "provided", "verified": true,
        ],
        ["key": "name", "position": 2, "stale": false, "state": "provided", "verified": false],
      ])
  }

  @Test("Conversations and cases where the links in force put them")
  func matters() throws {
    var script = Script()
    script.contact("2", .voice, at: Script.day)
    script.contact("1", .chat, at: 0, in: "A")
    script.close("1", at: 100, outcome: "resolved")
    script.code("1", at: 101, "pothole")
    script.say("case.opened", "case-A", at: 50, ["service": "POTHOLE"])
    script.say("case.resolved", "case-A", at: 60)
    script.link("2", at: Script.day + 100, to: "A")
    script.say("case.merged", "case-A", at: 2 * Script.day, ["into": "B"])
    script.say("case.opened", "case-B", at: 10, ["service": "POTHOLE"])
    let row = try rows(PartyContinuity.parties, script.records())["p1"]
    #expect(row?["cases"] == ["B"])
    #expect(row?["channels"] == ["chat", "voice"])
    #expect(row?["conversations"] == 2)
    #expect(row?["last_at"] == .int(1_772_438_400_000_000 + 2 * 86_400_000_000))
    #expect(
      row?["document"]?["conversations"] == [
        [
          "case": "B", "channel": "chat", "conversation": "1", "issue": "pothole", "position": 3,
          "resolved": true, "started": "2026-03-02T08:00:00.000000Z",
        ],
        [
          "case": "B", "channel": "voice", "conversation": "2", "position": 1, "resolved": false,
          "started": "2026-03-03T08:00:00.000000Z",
        ],
      ])
    #expect(
      row?["document"]?["cases"] == [
        [
          "case": "B", "opened": "2026-03-02T08:00:10.000000Z", "position": 11,
          "service": "POTHOLE", "status": "open",
        ]
      ])
  }

  @Test("Promises that are kept or broken are over, a call that was missed is still owed")
  func promises() throws {
    var script = Script()
    let stream = "conversation-1"
    let call = script.say("callback.promised", stream, at: 0, ["due": "2026-03-03T09:00:00Z"])
    script.say(
      "commitment.made", "case-A", at: 1, ["commitment": "c1", "kind": "inspection"])
    script.say("commitment.made", "case-A", at: 2, ["commitment": "c2"])
    func owed() throws -> [JSONValue] {
      (try document(script)["promises"]?.array ?? []).filter {
        $0["state"] != "kept" && $0["state"] != "broken"
      }
    }
    func open() throws -> [String] {
      try owed().map { promise in
        "\(promise["kind"]?.string ?? "") \(promise["state"]?.string ?? "")"
      }
    }
    #expect(try open() == ["callback open", "commitment open", "commitment open"])
    script.say("callback.missed", stream, at: 100, ["callback": .string(call.description)])
    script.say("commitment.kept", "case-A", at: 100, ["commitment": "c2"])
    #expect(try open() == ["callback missed", "commitment open"])
    #expect(try document(script)["promises"]?.array?.first?["due"] == "2026-03-03T09:00:00Z")
    script.say("callback.completed", stream, at: 200, ["callback": .string(call.description)])
    script.say("commitment.broken", "case-A", at: 100, ["commitment": "c1"])
    #expect(try open() == [])
    // Records that name no promise keep the last that is open in their conversation, as far as the
    // party's own records tell: whoever knows the matter has the last word.
    script.say("callback.promised", stream, at: 300)
    script.say("callback.promised", stream, at: 310)
    script.say("callback.promised", "conversation-2", at: 290)
    script.say("callback.completed", stream, at: 320)
    #expect(try open() == ["callback open", "callback open"])
    script.say("callback.completed", stream, at: 330)
    #expect(try owed().map { $0["conversation"] } == ["2"])
  }

  @Test("Whoever was merged away has a row that says so, and no other; who was never seen has none")
  func tombstone() throws {
    var script = Script()
    script.say("fact.provided", "conversation-1", at: 0, ["key": "name"], party: "p2")
    script.say("party.merged", "party-p2", at: 1, ["into": "p1"], party: "p2")
    let records = try script.records()
    let away = PartyContinuity().rows(context(records, key: "p2"))
    #expect(away.map(\.table) == ["party"])
    #expect(away.first?.key == "p2")
    #expect(away.first?.values.first == .text("p1"))
    #expect(PartyContinuity().rows(RowContext(key: "p9")).isEmpty)
    let root = try rows(PartyContinuity.parties, records)["p1"]
    #expect(root?["merged_into"] == nil || root?["merged_into"] == .null)
    #expect(try rows(PartyContinuity.knownFacts, records).keys.sorted() == ["p1/name"])
  }

  @Test("Counts say how often what happened, and who looked is no touch of the party")
  func counts() throws {
    var script = Script()
    script.contact("1", .chat, at: 0)
    script.say("contact.abandoned", "conversation-1", at: 70)
    script.say("contact.answered", "conversation-1", at: 80, ["agent": "a1"])
    script.say("transfer.requested", "conversation-1", at: 90)
    script.say("message.sent", "conversation-1", at: 95, [:], .chat, .outbound)
    script.say("record.accessed", "access-auditor", at: 500, ["purpose": "audit"])
    script.say("city.invented", "conversation-1", at: 600)
    let document = try document(script)
    #expect(
      document["counts"] == [
        "contactsAbandoned": 1, "contactsAnswered": 1, "events": 8, "messagesReceived": 1,
        "messagesSent": 1, "transfers": 1, "unknown": 1,
      ])
    #expect(document["lastTouch"] == "2026-03-02T08:01:35.000000Z")
  }
}
