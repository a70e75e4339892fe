import InteractionModel
import Testing

@testable import Projections

@Suite("CaseState: the fold is pinned")
struct CaseStateDigestTests {
  @Test("A fixed history gives the rows it always gave")
  func pinned() throws {
    let state = try fold(Self.history())
    var bytes: [UInt8] = []
    for context in [
      RowContext(key: "A") { $0 == "p2" ? "p1" : $0 }, RowContext(key: "B", mergedInto: "A"),
    ] {
      for row in state.rows(context) {
        let values = row.values.map(\.json)
        bytes +=
          JSONValue.array([.string(row.table), .string(row.key), .array(values)])
          .canonicalBytes
      }
    }
    #expect(
      fnv1a(bytes) == 3_387_629_379_858_752_245,
      "the fold changed: raise CaseState.projection.version and re-pin")
    #expect(
      fnv1a(state.encoded()) == 6_022_863_336_818_540_019,
      "states are written in another form: raise the version of the projection and re-pin")
    #expect(CaseState.projection.version == 8)
    #expect(ProjectionCatalogue.named("casestate")?.name == "CaseState")
  }

  /// A pothole that is reported in an app, called about, transferred, merged with its duplicate,
  /// closed, reopened and closed again.
  private static func history() throws -> [Record] {
    var builder = RecordBuilder(seed: 42)
    var records: [Record] = []
    func add(
      _ type: String, _ stream: String, _ seconds: Int64?, _ body: JSONObject = [:],
      _ channel: Channel? = nil, _ actor: String? = nil, party: String? = nil,
      department: String? = nil
    ) throws {
      records.append(
        try builder.record(type, stream, at: seconds, body) { event in
          event.channel = channel
          event.party = party
          event.department = department
          if let actor {
            let words = actor.split(separator: ":").map(String.init)
            event.actor = Actor(type: words[0], id: words.count > 1 ? words[1] : nil)
          }
        })
    }
    let s = "conversation-s"
    let v = "conversation-v"
    let e = "conversation-e"
    try add("selfservice.session_started", s, 0, ["task": "report"], .selfService, party: "p1")
    try add("selfservice.step_failed", s, 30, ["step": "map", "error": "E7"], .selfService)
    try add("selfservice.abandoned", s, 60, [:], .selfService)
    try add("ivr.node_entered", v, 90, ["node": "main"], .ivr)
    try add("contact.initiated", v, 95, ["queue": "general"], .voice, party: "p2")
    try add("contact.abandoned", v, 200, ["queue": "general", "waited": 100], .voice)
    try add("callback.promised", v, 205, ["due": "2026-03-02T10:00:00Z"], .voice, "system")
    try add("callback.missed", v, 7_300)
    try add(
      "contact.answered", v, 8_000, ["agent": "a1", "queue": "general"], .callback, "agent:a1")
    try add("callback.completed", v, 8_001, [:], .callback, "agent:a1")
    try add("party.identified", v, 8_010, ["party": "p1", "kind": "voice"], .callback)
    try add(
      "case.opened", "case-A", 8_020,
      ["service": "POTHOLE", "department": "Contact centre", "priority": "normal"], .callback,
      "agent:a1", department: "Contact centre")
    try add("conversation.linked", s, 8_021, ["case": "A"])
    try add("conversation.linked", v, 8_022, ["case": "A"])
    try add("sla.started", "case-A", 8_020, ["clock": "repair", "due": "2026-03-05"])
    try add("sla.started", "case-A", 8_020, ["clock": "reply"])
    try add("handoff.prepared", v, 8_100, ["handoff": "h1", "toDepartment": "Roads"])
    try add(
      "transfer.requested", v, 8_101,
      [
        "handoff": "h1", "kind": "department", "fromDepartment": "Contact centre",
        "toDepartment": "Roads", "toQueue": "north", "reason": "responsibility",
      ], .voice, "agent:a1")
    try add("transfer.accepted", v, 8_150, ["handoff": "h1", "agent": "r2"], .voice, "agent:r2")
    try add("handoff.viewed", v, 8_140, ["handoff": "h1", "agent": "r2"])
    try add("transfer.completed", v, 8_151, ["handoff": "h1", "department": "Roads"])
    try add(
      "case.assigned", "case-A", 8_000,
      ["department": "Roads", "owner": "r2", "queue": "north", "fromDepartment": "Contact centre"])
    try add("message.sent", e, 9_000, [:], .email, "system")
    try add("message.sent", e, 9_500, [:], .email, "agent:r2")
    try add("message.received", e, 9_400, ["flags": ["ambiguous_time"]], .email, "party:p3")
    try add("sla.met", "case-A", 9_500, ["clock": "reply"])
    try add("case.pended", "case-A", 9_600, ["until": "2026-03-04"])
    try add("sla.paused", "case-A", 9_600, ["clock": "repair"])
    try add("note.added", "case-A", 9_700, ["visibility": "internal"], .internal, "agent:r2")
    try add("case.opened", "case-B", 100, ["service": "POTHOLE"], .kiosk, party: "p4")
    try add("case.merged", "case-B", 10_000, ["into": "A"])
    try add("case.closed", "case-B", 10_001, ["resolution": "duplicate"])
    try add("case.escalated", "case-A", 20_000, ["level": 1, "priority": "high"])
    try add("case.due_changed", "case-A", 20_001, ["due": "2026-03-06T17:00:00-05:00"])
    try add(
      "case.resolved", "case-A", 30_000, ["resolution": "repaired", "onTime": "ONTIME"], nil,
      "agent:r2")
    try add("case.closed", "case-A", 30_001)
    try add("case.reopened", "case-A", 40_000, [:], .chat, "party:p1")
    try add("case.resolved", "case-A", 50_000, ["resolution": "repaired", "onTime": "OVERDUE"])
    try add("sla.breached", "case-A", 45_000, ["clock": "repair"])
    try add("case.closed", "case-A", nil)
    try add("city.invented", "case-A", 60_000)
    try add("record.accessed", "access-auditor", 70_000, ["purpose": "audit"], nil, "agent:audit")
    return records
  }
}
