import InteractionModel
import Testing

@testable import Projections

@Suite("ContinuityHandoff: steps that stand in another conversation without a case")
struct ContinuityStepTests {
  var matter = ContinuityBuilder()

  /// The rows of a conversation of its own.
  private func rows(of conversation: String) throws -> ContinuityRows {
    var state = MatterContinuity<ConversationMatter>()
    for record in matter.records where record.conversation == conversation {
      try state.apply(record)
    }
    return try ContinuityRows(state, RowContext(key: conversation))
  }

  private mutating func step(_ type: String, of request: Record, at time: Int64? = nil) throws {
    let name = type.hasPrefix("transfer") ? "transfer" : "handoff"
    try matter.add(
      type, [name: .string(request.id.description), "agent": "b1"], by: "b1", in: "d", at: time)
  }

  private func whats(_ document: JSONObject) -> [String] {
    document["steps"]?.array?.compactMap { $0["what"]?.string } ?? []
  }

  private func join(_ handoff: JSONObject, with steps: [JSONObject]) -> JSONObject {
    ContinuityHandoff.joined(Document(handoff), with: steps.map { Document($0) }).object
  }

  @Test("Acceptance, viewing, acknowledgement and completion elsewhere close a hand-off")
  mutating func elsewhere() throws {
    let request = try matter.request()
    for type in [
      "transfer.accepted", "handoff.viewed", "handoff.acknowledged", "transfer.completed",
    ] {
      try step(type, of: request)
    }
    let giver = try rows(of: "c")
    let receiver = try rows(of: "d")
    let document = try #require(giver.document(request.id))
    #expect(document["status"] == "open")
    #expect(giver.steps == [])
    #expect(receiver.keys == [])
    #expect(
      receiver.steps.first == [
        "agent": "b1", "at": .int(RecordBuilder.start.microseconds + 120_000_000),
        "conversation": "d", "handoff": .string(request.id.description), "position": 2,
        "time": "2026-03-02T08:02:00.000000Z", "what": "accepted",
      ])
    let joined = join(document, with: receiver.steps.reversed())
    #expect(joined["status"] == "completed")
    #expect(
      whats(joined) == ["requested", "accepted", "viewed", "acknowledged", "completed"])
    #expect(
      joined["steps"]?.array?.last == [
        "agent": "b1", "conversation": "d", "position": 5, "time": "2026-03-02T08:05:00.000000Z",
        "what": "completed",
      ])
    // What the fold makes of one case with all the records.
    let whole = try #require(matter.rows.document(request.id))
    #expect(joined["steps"] == whole["steps"] && joined["status"] == whole["status"])
    #expect(join(joined, with: receiver.steps) == joined)
    #expect(joined["findings"] == document["findings"])
    #expect(join(document, with: []) == document)
  }

  @Test("A return elsewhere says who sent it back, and a step stands where its time belongs")
  mutating func returned() throws {
    let request = try matter.request()
    try matter.add(
      "handoff.prepared", ["handoff": .string(request.id.description)], by: "a1", at: 200)
    try step("handoff.returned", of: request, at: 300)
    try step("handoff.viewed", of: request, at: 100)
    let document = try #require(try rows(of: "c").document(request.id))
    let joined = join(document, with: try rows(of: "d").steps)
    #expect(whats(joined) == ["requested", "viewed", "prepared", "returned"])
    #expect(joined["status"] == "returned")
    #expect(
      joined["returnedBy"] == [
        "agent": "b1", "position": 3, "time": "2026-03-02T08:05:00.000000Z",
      ])
  }

  @Test("Steps whose time has no zone keep their place, and foreign documents do no harm")
  func withoutZone() {
    let handoff: JSONObject = [
      "steps": [
        ["position": 1, "time": "2026-03-02", "what": "requested"],
        ["position": 2, "time": "2026-03-02T09:00:00Z", "what": "viewed"],
      ]
    ]
    let joined = join(
      handoff,
      with: [
        [:], ["what": "invented", "position": 9],
        ["position": 3, "time": "2026-03-02T08:00:00Z", "what": "accepted"],
        ["position": 4, "time": "2026-03-02T10:00:00Z", "what": "completed", "code": "done"],
      ])
    #expect(whats(joined) == ["requested", "invented", "accepted", "viewed", "completed"])
    #expect(joined["status"] == "completed" && joined["outcome"] == "done")
  }

  @Test("Once both conversations are of one case, no step stands apart")
  mutating func sameMatter() throws {
    let request = try matter.request()
    try step("transfer.completed", of: request)
    #expect(try matter.rows.steps == [])
    #expect(try matter.rows.handoff?["status"] == "completed")
  }
}
