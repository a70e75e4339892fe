import InteractionModel
import Testing

@testable import Projections

@Suite("ContinuityHandoff: hand-offs from request to acknowledgement and return")
struct ContinuityHandoffTests {
  var matter = ContinuityBuilder()

  private func document(_ row: JSONObject?) throws -> JSONObject {
    try #require(row?["document"]?.object)
  }

  @Test(
    "Every step has its status",
    arguments: [
      ([], "open"), (["transfer.accepted"], "open"), (["handoff.viewed"], "viewed"),
      (["handoff.viewed", "handoff.acknowledged"], "acknowledged"),
      (["handoff.acknowledged", "handoff.viewed"], "acknowledged"),
      (["transfer.accepted", "handoff.viewed", "transfer.completed"], "completed"),
      (["transfer.completed", "handoff.viewed", "handoff.acknowledged"], "completed"),
      (["transfer.rejected"], "rejected"), (["transfer.failed"], "failed"),
      (["transfer.rejected", "transfer.accepted"], "open"),
      (["transfer.accepted", "handoff.acknowledged", "handoff.returned"], "returned"),
      (["transfer.completed", "handoff.returned"], "returned"),
      (["handoff.returned", "handoff.prepared"], "open"),
      (["handoff.context_missing"], "open"),
    ] as [([String], String)])
  mutating func status(types: [String], expected: String) throws {
    let request = try matter.request()
    for type in types {
      try matter.add(type, ["handoff": .string(request.id.description), "agent": "b1"], by: "b1")
    }
    let row = try #require(try matter.rows.handoff)
    #expect(row["status"] == .string(expected))
    let open = ["open", "viewed"].contains(expected) ? 1 : 0
    #expect(try matter.rows.matter["open_handoffs"] == .int(Int64(open)))
    #expect(
      try document(row)["steps"]?.array?.map { $0["what"]?.string ?? "" } ?? []
        == ["requested"] + types.map { String($0.split(separator: ".")[1]) })
  }

  @Test("The id is that of the request, else of the preparation, in whichever order they come")
  mutating func ids() throws {
    let request = try matter.request()
    let prepared = try matter.add("handoff.prepared", [:], by: "a1", causedBy: request)
    let alone = try matter.add("handoff.prepared", ["toQueue": "q3"], by: "a1", in: "d")
    let rows = try matter.rows
    #expect(rows.keys == [request.id.description, alone.id.description])
    let other = try ContinuityRows([prepared, alone])
    #expect(other.keys == [prepared.id.description, alone.id.description])
    matter.records = [prepared, request]
    #expect(try matter.rows.keys == [request.id.description])
  }

  @Test("Steps that name nothing go to the open hand-off whose receiver they are of")
  mutating func looseSteps() throws {
    let first = try matter.request(to: "q2", in: "c")
    let second = try matter.request(from: "a2", to: "q3", in: "d")
    try matter.add(
      "transfer.accepted", ["transfer": .string(first.id.description), "agent": "b1"], by: "b1",
      in: "e")
    try matter.add("handoff.viewed", ["agent": "b1"], by: "b1", in: "e")
    try matter.add(
      "contact.answered", ["contact": "k9", "queue": "q3", "agent": "b2"], by: "b2", in: "f")
    try matter.add("handoff.acknowledged", ["agent": "b2"], by: "b2", in: "f")
    let rows = try matter.rows
    #expect(rows.handoffs[first.id.description]?["status"] == "viewed")
    #expect(rows.handoffs[second.id.description]?["status"] == "acknowledged")
  }

  @Test("A step that names nothing goes to the last open hand-off when none fits, never to a later")
  mutating func looseFallback() throws {
    try matter.add("handoff.viewed", ["agent": "b9"], by: "b9", in: "x")
    let first = try matter.request()
    let second = try matter.request(from: "a2", to: "q3")
    try matter.add("handoff.viewed", ["agent": "b9"], by: "b9", in: "x")
    try matter.add("handoff.viewed", ["agent": "a2"], by: "a2", in: "x")
    let rows = try matter.rows
    #expect(rows.handoffs[first.id.description]?["status"] == "viewed")
    #expect(rows.handoffs[second.id.description]?["status"] == "viewed")
    let document = try document(rows.handoffs[second.id.description])
    #expect(document["steps"]?.array?.count == 2)
  }

  @Test("Who sent it back is said")
  mutating func returned() throws {
    try matter.request()
    try matter.add("transfer.accepted", ["agent": "b1"], by: "b1", causedBy: matter.records[0])
    let back = try matter.add(
      "handoff.returned", ["agent": "b1", "reason": "wrong_department"], by: "b1")
    let row = try #require(try matter.rows.handoff)
    let document = try document(row)
    #expect(row["status"] == "returned")
    #expect(
      document["returnedBy"] == [
        "agent": "b1", "position": .int(back.position.rawValue),
        "time": "2026-03-02T08:03:00.000000Z",
      ])
    #expect(document["steps"]?.array?.last?["code"] == "wrong_department")
  }

  @Test("A follow-on to another department, as Open311 sources write it")
  mutating func followOn() throws {
    var builder = RecordBuilder()
    let request = try builder.record(
      "transfer.requested", "case-A", at: 0,
      [
        "kind": "department", "fromDepartment": "Streets", "toDepartment": "Water",
        "toCase": "B", "service": "Leak",
      ])
    let done = try builder.record(
      "transfer.completed", "case-A", at: 90,
      [
        "outcome": "closed", "department": "Water", "toCase": "B",
        "transfer": .string(request.id.description),
      ]
    ) { $0.causation = request.id }
    let unmatched = try builder.record(
      "transfer.completed", "case-A", at: 95,
      ["outcome": "closed", "toCase": "C", "flags": ["unmatched_follow_on"]])
    let rows = try ContinuityRows([request, done, unmatched])
    #expect(rows.keys == [request.id.description])
    let row = try #require(rows.handoffs[request.id.description])
    #expect(row["status"] == "completed")
    #expect(row["kind"] == "department")
    #expect(row["from_department"] == "Streets")
    #expect(row["to_department"] == "Water")
    #expect(row["matter_kind"] == "case")
    #expect(row["matter"] == "A")
    #expect(row["requested_at"] == .int(RecordBuilder.start.microseconds))
    let document = try document(row)
    #expect(document["to"] == ["case": "B", "department": "Water"])
    #expect(document["service"] == "Leak")
    #expect(document["outcome"] == "closed")
    #expect(document["time"] == "2026-03-02T08:00:00.000000Z")
    #expect(
      rows.matter["document"]?["unmatched"] == [
        [
          "code": "closed", "position": .int(unmatched.position.rawValue),
          "time": "2026-03-02T08:01:35.000000Z", "what": "completed",
        ]
      ])
    #expect(rows.found == [])
  }

  @Test("What names a hand-off of another matter is none of this one")
  mutating func foreign() throws {
    try matter.add(
      "transfer.accepted", ["transfer": "00000000-0000-4000-8000-000000000000", "agent": "b1"],
      by: "b1")
    try matter.add("handoff.viewed", ["handoff": "h1", "agent": "b1"], by: "b1")
    #expect(try matter.rows.keys == [])
    #expect(try matter.rows.matter["handoffs"] == 0)
    let unmatched = try matter.rows.matter["document"]?["unmatched"]?.array
    #expect(unmatched?.map { $0["what"] } == ["accepted", "viewed"])
    #expect(
      try matter.rows.steps.map { $0["handoff"] }
        == ["00000000-0000-4000-8000-000000000000", "h1"])
  }

  @Test("The party is whom it was merged into, and a conversation without a case stands for itself")
  mutating func conversationMatter() throws {
    try matter.request()
    var state = MatterContinuity<ConversationMatter>()
    for record in matter.records { try state.apply(record) }
    let rows = try ContinuityRows(state, RowContext(key: "c", partyRoot: { _ in "p9" }))
    let row = try #require(rows.handoff)
    #expect(row["party"] == "p9")
    #expect(row["matter_kind"] == "conversation")
    #expect(try document(row)["matter"] == ["conversation": "c"])
    #expect(state.rows(RowContext(key: "c"))[0].table == "conversation_continuity")
    #expect(MatterContinuity<ConversationMatter>().rows(RowContext(key: "c")).isEmpty)
    let merged = CaseContinuity().rows(RowContext(key: "A", mergedInto: "B"))
    #expect(merged.map(\.key) == ["A"])
  }

  @Test("A packet is that of the last preparation, and later records do not change it")
  mutating func packets() throws {
    let request = try matter.request()
    func packet() throws -> JSONObject? {
      try matter.rows.handoff?["document"]?["packet"]?.object
    }
    #expect(try packet()?["position"] == 1)
    let prepared = try matter.add("handoff.prepared", [:], by: "a1", causedBy: request)
    let made = try packet()
    #expect(made?["event"] == .string(prepared.id.description))
    try matter.add("fact.provided", ["key": "name"], sealed: true)
    try matter.add("message.received", [:], sealed: true)
    #expect(try packet() == made)
    try matter.add("handoff.prepared", [:], by: "a1", causedBy: request)
    #expect(try packet()?["position"] == 5)
    #expect(try packet()?["doNotAsk"] == ["name"])
    #expect(
      try packet()?["references"] == [
        ["pointer": "/value", "position": 3], ["pointer": "/text", "position": 4],
      ])
    #expect(matter.records.count == 5)
  }

  @Test("A packet is incomplete while a transcript is to come, and the last one completes it")
  mutating func transcripts() throws {
    try matter.add("recording.added", ["attachment": "r1"])
    try matter.add("transcript.added", ["attachment": "t2", "pending": true], in: "d")
    let request = try matter.request()
    func document() throws -> JSONObject? { try matter.rows.handoff?["document"]?.object }
    #expect(
      try document()?["packet"]?["incompleteAsOf"] == ["pending": [1, 2], "position": 3])
    try matter.add("transcript.added", ["attachment": "r1"])
    #expect(try document()?["completedBy"] == nil)
    try matter.add("transcript.added", ["attachment": "t2"], in: "d")
    #expect(try document()?["completedBy"] == 5)
    #expect(
      try document()?["packet"]?["incompleteAsOf"] == ["pending": [1, 2], "position": 3])
    try matter.add("handoff.prepared", [:], by: "a1", causedBy: request)
    #expect(try document()?["packet"]?["incompleteAsOf"] == nil)
  }

  @Test("A known type of a newer schema is refused, an unknown type is not")
  mutating func schemas() throws {
    var state = CaseContinuity()
    let newer = try matter.builder.record("handoff.viewed", "conversation-c", at: 1) {
      $0.schema = 2
    }
    let error = #expect(throws: FoldError.self) { try state.apply(newer) }
    #expect(error?.position == newer.position)
    let unknown = try matter.builder.record("city.invented", "conversation-c", at: 1) {
      $0.schema = 9
    }
    try state.apply(unknown)
    #expect(state.rows(RowContext(key: "A")).count == 1)
  }
}
