import InteractionModel
import Testing

@testable import Projections

@Suite("ContinuityHandoff: a composed journey, from a failed payment to the closing e-mail")
struct ContinuityJourneyTests {
  let played: PlayedJourney

  init() throws {
    played = try PlayedJourney()
  }

  @Test("A transcript that comes late completes the packet that stays as it was made")
  func completed() {
    #expect(played.document("h3.request")?["completedBy"] == played.at("v.transcript"))
    for label in ["h1.request", "h2.request", "h4.prepared"] {
      #expect(played.document(label)?["completedBy"] == nil)
    }
  }

  @Test("Each hand-off has its id, its steps and what was lost in it")
  func handoffs() throws {
    #expect(
      played.rows.keys
        == ["h1.request", "h2.request", "h3.request", "h4.prepared"].compactMap {
          played.journey.id($0)?.description
        })
    let values = played.rows.keys.compactMap { played.rows.handoffs[$0] }
    #expect(
      values.map { $0["status"] } == ["completed", "completed", "completed", "acknowledged"])
    #expect(
      values.map { $0["findings"] }
        == [["repeat_ask"], [], ["blind_handoff"], ["ping_pong"]])
    let first = try #require(played.document("h1.request"))
    #expect(
      first["steps"]?.array?.map { $0["what"] }
        == ["requested", "prepared", "accepted", "viewed", "acknowledged", "completed"])
    #expect(first["from"] == ["channel": "virtual_assistant"])
    #expect(
      first["to"] == [
        "agent": "b1", "channel": "chat", "department": "Utility Billing", "queue": "billing-es",
      ])
    #expect(first["matter"] == ["case": "A-2041"])
  }

  @Test("What was planted is found with its causes, and the question about a stale fact is not")
  func findings() throws {
    func found(_ kind: String, _ label: String, _ causes: [String], _ handoff: String?) throws {
      let finding = try #require(played.rows.findings["\(kind)@\(played.at(label).int ?? 0)"])
      #expect(finding["causes"] == .array(causes.map { played.at($0) }))
      #expect(finding["handoff"] == handoff.map { played.id($0) })
    }
    try found("repeat_ask", "c.reask", ["p.account", "c.reask"], "h1.request")
    try found("blind_handoff", "l.sent", ["h3.request", "h3.accepted", "l.sent"], "h3.request")
    try found(
      "ping_pong", "h4.prepared", ["h1.request", "h2.request", "h3.request", "h4.prepared"],
      "h4.prepared")
    try found("chain_length", "v.contact", ["p.start", "a.start", "c.contact", "v.contact"], nil)
    #expect(played.rows.findings.count == 4)
    #expect(played.rows.matter["legs"] == 6)
    #expect(played.rows.matter["open_handoffs"] == 0)
    #expect(played.rows.matter["repeat_ask"] == 1)
  }

  @Test("The events may stand in a log: nothing public that the catalogue does not admit")
  func isPublic() {
    for event in played.journey.events {
      #expect(EventCatalogue.firstViolation(in: event.body, of: event.type) == nil)
    }
  }
}
