import InteractionModel
import Testing

@testable import Projections

@Suite("CaseState: the journey")
struct CaseJourneyTests {
  private var builder = RecordBuilder()

  @Test("Channels, conversations, participants and agents come from all records")
  mutating func touched() throws {
    let records = [
      try builder.record("message.received", "conversation-c2", at: 1) {
        $0.channel = .email
        $0.actor = Actor(type: "party", id: "p9")
      },
      try builder.record("contact.answered", "conversation-c1", at: 2, ["agent": "a2"]) {
        $0.channel = .voice
        $0.party = "p1"
        $0.actor = Actor(type: "agent", id: "a1")
      },
      try builder.record("note.added", "case-A", at: 3) { $0.channel = .internal },
      try builder.record("party.identified", "conversation-c1", at: 4, ["party": "p2"]),
    ]
    let context = RowContext(key: "A") { $0 == "p9" ? "p1" : $0 }
    let row = try #require(try row(fold(records), context))
    let document = try #require(row["document"]?.object)
    #expect(row["channels"] == ["email", "internal", "voice"])
    #expect(document["conversations"] == ["c1", "c2"])
    #expect(document["participants"] == ["p1", "p2"])
    #expect(document["agents"] == ["a1", "a2"])
    #expect(document["firstContact"] == "2026-03-02T08:00:01.000000Z")
    #expect(document["lastTouch"] == "2026-03-02T08:00:04.000000Z")
  }

  @Test("The first response is a person's, by time: no machine's, no party's, nothing internal")
  mutating func firstResponse() throws {
    func sent(_ actor: String, at seconds: Int64, _ body: JSONObject = [:]) throws -> Record {
      try builder.record("message.sent", "conversation-c", at: seconds, body) {
        $0.actor = Actor(type: actor)
      }
    }
    var records = [
      try sent("system", at: 1), try sent("assistant", at: 2), try sent("party", at: 3),
      try sent("agent", at: 4, ["visibility": "internal"]),
    ]
    #expect(try document(records)["firstResponse"] == nil)
    records.append(try builder.record("callback.completed", "conversation-c", at: 60))
    records.append(try sent("agent", at: 50))
    #expect(try document(records)["firstResponse"] == "2026-03-02T08:00:50.000000Z")
    records.append(try builder.record("contact.answered", "conversation-v", at: 40))
    #expect(try document(records)["firstResponse"] == "2026-03-02T08:00:40.000000Z")
  }

  @Test("What happened is counted, unknown types apart and without any other effect")
  mutating func counts() throws {
    let types = [
      "message.received", "message.received", "message.sent", "note.added", "contact.answered",
      "contact.abandoned", "transfer.requested", "handoff.prepared", "callback.promised",
      "callback.completed", "callback.missed", "selfservice.step_failed", "ivr.node_entered",
    ]
    var records: [Record] = []
    for type in types { records.append(try builder.record(type, "conversation-c", at: 1)) }
    records.append(
      try builder.record("city.invented", "conversation-x", at: 99) {
        $0.channel = .kiosk
        $0.schema = 7
      })
    let row = try #require(try row(fold(records)))
    #expect(row["events"] == 14)
    #expect(row["channels"] == [])
    #expect(
      row["document"]?["counts"] == [
        "callbacksKept": 1, "callbacksMissed": 1, "callbacksPromised": 1, "contactsAbandoned": 1,
        "contactsAnswered": 1, "events": 14, "handoffs": 1, "messagesReceived": 2,
        "messagesSent": 1, "notes": 1, "selfServiceFailures": 1, "transfers": 1, "unknown": 1,
      ])
    #expect(row["document"]?["conversations"] == ["c"])
  }

  @Test("Looking at a case does not touch it")
  mutating func governance() throws {
    let records = [
      try builder.record("message.received", "conversation-c", at: 1),
      try builder.record("record.accessed", "access-auditor", at: 500, ["records": 1]) {
        $0.case = "A"
        $0.actor = Actor(type: "agent", id: "auditor")
        $0.department = "Audit"
      },
    ]
    let document = try document(records)
    #expect(document["lastTouch"] == "2026-03-02T08:00:01.000000Z")
    #expect(document["agents"] == [])
    #expect(document["departments"] == [])
    #expect(document["counts"]?["events"] == 2)
  }

  @Test("A time that cannot be used falls back to the recording and is flagged, words kept")
  mutating func unusableTimes() throws {
    let records = [
      try builder.record("case.opened", "case-A", at: nil, ["flags": ["ambiguous_time"]]) {
        $0.occurred = Timestamp("2026-03-02T01:30:00")
      }
    ]
    let row = try #require(try row(fold(records)))
    #expect(row["opened"] == "2026-03-02T01:30:00")
    #expect(row["opened_at"] == .int(RecordBuilder.start.microseconds + 3_601_000_000))
    #expect(row["document"]?["flags"] == ["ambiguous_time", "no_usable_time"])
  }

  @Test("Times from year 1 and year 9999 stay within what JSON keeps exactly")
  mutating func extremeTimes() throws {
    let records = [
      try builder.record("case.opened", "case-A") {
        $0.occurred = Timestamp("0001-01-01T00:00:00Z")
      },
      try builder.record("note.added", "case-A") {
        $0.occurred = Timestamp("9999-12-31T23:59:59Z")
      },
    ]
    let row = try #require(try row(fold(records)))
    #expect(row["opened_at"] == .int(-JSONValue.maximumInteger))
    #expect(row["last_touch"] == .int(JSONValue.maximumInteger))
    #expect(row["document"]?["lastTouch"] == "9999-12-31T23:59:59Z")
  }

  @Test("A transfer is one link of the chain from request to outcome, in whichever order")
  mutating func transferChain() throws {
    let first = builder.event(
      "transfer.requested", "conversation-c", at: 10,
      [
        "kind": "warm", "fromDepartment": "Roads", "fromQueue": "q1", "toDepartment": "Parks",
        "toQueue": "q2", "reason": "wrong_office",
      ])
    let accepted = builder.event(
      "transfer.accepted", "conversation-c", at: 11,
      ["transfer": .string(first.id.description), "agent": "a5"])
    // Names nothing but what caused it.
    let completed = builder.event("transfer.completed", "conversation-c", at: 12) {
      $0.causation = accepted.id
    }
    let second = builder.event(
      "transfer.requested", "conversation-c", at: 20,
      ["handoff": "h2", "kind": "channel", "reason": "wants_voice"]
    ) { $0.causation = completed.id }
    let rejected = builder.event(
      "transfer.rejected", "conversation-c", at: 21, ["handoff": "h2", "reason": "nobody_there"])
    let events = [first, accepted, completed, second, rejected]
    for order in [[0, 1, 2, 3, 4], [4, 2, 0, 3, 1], [2, 4, 3, 1, 0]] {
      var builder = RecordBuilder()
      let records = try order.map { try builder.record(events[$0]) }
      let chain = try #require(try document(records)["transfers"])
      #expect(
        withoutPositions(chain) == [
          [
            "from": ["department": "Roads", "queue": "q1"],
            "id": .string(first.id.description), "kind": "warm", "outcome": "completed",
            "reason": "wrong_office", "time": "2026-03-02T08:00:10.000000Z",
            "to": ["agent": "a5", "department": "Parks", "queue": "q2"],
          ],
          [
            "from": [:], "id": "h2", "kind": "channel", "outcome": "rejected",
            "outcomeReason": "nobody_there", "reason": "wants_voice",
            "time": "2026-03-02T08:00:20.000000Z", "to": [:],
          ],
        ])
      #expect(try document(records)["counts"]?["transfers"] == 2)
      #expect(try document(records)["agents"] == ["a5"])
    }
  }

  @Test("Closing a duplicate does not close the case it was merged into")
  mutating func absorbedCase() throws {
    let records = [
      try builder.record("case.opened", "case-A", at: 10, ["owner": "a1"]),
      try builder.record("case.opened", "case-B", at: 5, ["owner": "b1"]) { $0.channel = .chat },
      try builder.record("case.merged", "case-B", at: 20, ["into": "A"]),
      try builder.record("case.closed", "case-B", at: 21, ["resolution": "duplicate"]),
    ]
    let merged = try document(records)
    #expect(merged["status"] == "open")
    #expect(merged["owner"] == "a1")
    #expect(merged["opened"] == "2026-03-02T08:00:10.000000Z")
    #expect(merged["resolutions"] == [])
    #expect(merged["channels"] == ["chat"])
    #expect(merged["mergedCases"] == ["B"])
    #expect(merged["counts"]?["events"] == 4)
    // With nothing of its own, what the merged case said is all there is.
    #expect(try document(Array(records.dropFirst()))["owner"] == "b1")
  }

  @Test("A case that was merged away leaves a row that says where to")
  func tombstone() throws {
    #expect(CaseState().rows(RowContext(key: "A")).isEmpty)
    let row = try #require(try row(CaseState(), RowContext(key: "A", mergedInto: "B")))
    #expect(row["status"] == "merged")
    #expect(row["merged_into"] == "B")
    #expect(row["events"] == 0)
    #expect(row["document"]?["mergedInto"] == "B")
  }

  @Test("A newer schema of a known type is refused with its place and a remedy")
  mutating func newerSchema() throws {
    for type in ["case.opened", "message.delivered", "record.accessed"] {
      let record = try builder.record(type, "case-A", at: 1) { $0.schema = 2 }
      let error = #expect(throws: FoldError.self) { try fold([record]) }
      #expect(error?.position == record.position)
      #expect(
        error?.diagnosis
          == Diagnosis(
            "position \(error?.position ?? .start): schema 2 of \(type) is newer than this code",
            "upgrade, or quarantine the position"))
    }
  }

  @Test("A field of the wrong kind is refused with its name")
  mutating func wrongKind() throws {
    let bodies: [(String, JSONObject)] = [
      ("case.opened", ["owner": 5]), ("case.resolved", ["onTime": true]),
      ("sla.started", ["clock": []]), ("transfer.requested", ["kind": 1]),
      ("note.added", ["flags": "x"]), ("note.added", ["flags": [1]]),
    ]
    for (type, body) in bodies {
      let record = try builder.record(type, "case-A", at: 1, body)
      let error = #expect(throws: FoldError.self) { try fold([record]) }
      #expect(error?.reason.contains(body.members[0].key) == true)
    }
  }
}
