import InteractionModel
import Testing

@testable import Projections

@Suite("CodifiedResponse: answers worded once, for everybody")
struct ResponseTests {
  private var builder = TranscriptBuilder(stream: "document-r1")

  private func deliver(_ events: [Said]) throws -> CodifiedResponse {
    var builder = TranscriptBuilder()
    var state = CodifiedResponse()
    for event in events { try state.apply(try builder.record(event)) }
    return state
  }

  private func row(_ events: [Said]) throws -> JSONObject {
    try Transcripts.rows(
      deliver(events), ConversationArchive.responses, RowContext(key: "r1")
    ).first ?? [:]
  }

  @Test("A response has its versions, owners, issue and review date, and no text")
  mutating func wholeRow() throws {
    let row = try row([
      builder.said(
        "response.codified", at: 1,
        [
          "response": "r1", "version": 1, "issue": "billing", "owner": "a1",
          "reviewBy": "2026-06-01",
        ], sealed: true),
      builder.said("response.approved", at: 2, ["response": "r1", "version": 1]),
      builder.said("response.owner_changed", at: 3, ["response": "r1", "owner": "a2"]),
      builder.said("city.invented", at: 4) { $0.schema = 9 },
    ])
    #expect(
      row == [
        "key": "r1", "status": "approved", "owner": "a2", "issue": "billing", "version": 1,
        "review_by": "2026-06-01",
        "document": [
          "counts": ["events": 4, "unknown": 1], "issue": "billing", "owner": "a2",
          "owners": [
            ["owner": "a1", "position": 1, "time": "2026-03-02T08:00:01.000000Z"],
            ["owner": "a2", "position": 3, "time": "2026-03-02T08:00:03.000000Z"],
          ],
          "reviewBy": "2026-06-01", "status": "approved", "version": 1,
          "versions": [
            [
              "approved": ["position": 2, "time": "2026-03-02T08:00:02.000000Z"],
              "issue": "billing", "position": 1, "reviewBy": "2026-06-01", "status": "approved",
              "text": ["pointers": ["/text"], "position": 1],
              "time": "2026-03-02T08:00:01.000000Z", "version": 1,
            ]
          ],
        ],
      ])
  }

  @Test("The version is the latest approved one, else the latest; drafts change nothing in force")
  mutating func versions() throws {
    func event(_ type: String, _ version: Int64, at seconds: Int64) -> Said {
      builder.said(type, at: seconds, ["version": .int(version)])
    }
    let first = event("response.codified", 1, at: 1)
    let approved = event("response.approved", 1, at: 2)
    let draft = event("response.codified", 2, at: 3)
    let second = event("response.approved", 2, at: 4)
    let retired = event("response.retired", 2, at: 5)
    let all = event("response.retired", 1, at: 6)
    let again = event("response.approved", 1, at: 7)
    let cases: [([Said], JSONValue, JSONValue)] = [
      ([first], "codified", 1), ([first, approved], "approved", 1),
      ([first, approved, draft], "approved", 1), ([first, draft], "codified", 2),
      ([first, approved, draft, second], "approved", 2),
      ([first, approved, draft, second, retired], "approved", 1),
      ([first, approved, draft, second, retired, all], "retired", 2),
      ([first, approved, draft, second, retired, all, again], "approved", 1),
      ([approved], "approved", 1), ([retired], "retired", 2),
    ]
    for (events, status, version) in cases {
      for order in [events, events.reversed()] {
        let row = try row(order)
        #expect(row["status"] == status)
        #expect(row["version"] == version)
      }
    }
  }

  @Test("A record that names no version speaks of all that were worded by then")
  mutating func unnamedVersions() throws {
    let first = builder.said("response.codified", at: 1, ["version": 1])
    let approved = builder.said("response.approved", at: 2)
    let retired = builder.said("response.retired", at: 3)
    let second = builder.said("response.codified", at: 4, ["version": 2])
    #expect(try row([first, approved])["status"] == "approved")
    #expect(try row([first, approved, retired])["status"] == "retired")
    let renewed = try row([first, approved, retired, second])
    #expect(renewed["status"] == "codified")
    #expect(renewed["version"] == 2)
    #expect(
      renewed.at("document", "versions")?.array?.map { $0["status"] } == [
        "retired", "codified",
      ])
    // Nothing but such records.
    let bare = try row([approved])
    #expect(bare["status"] == "approved")
    #expect(bare["version"] == .null)
    let worded = try row([builder.said("response.codified", at: 1, ["owner": "a1"], sealed: true)])
    #expect(worded["status"] == "codified")
    #expect(worded.at("document", "versions")?.array?.first?["text"] != nil)
  }

  @Test("What the first version began with gives way to later changes, whatever the clocks say")
  mutating func initialOwner() throws {
    let changed = builder.said("response.owner_changed", at: 1, ["owner": "a2"])
    let first = builder.said(
      "response.codified", at: 5, ["version": 1, "owner": "a1", "issue": "old"])
    let second = builder.said(
      "response.codified", at: 9, ["version": 2, "owner": "a3", "reviewBy": "2027-01-01"])
    for order in [[changed, first], [first, changed]] {
      #expect(try row(order)["owner"] == "a2")
    }
    let row = try row([changed, second, first])
    #expect(row["owner"] == "a3")
    #expect(row["issue"] == "old")
    #expect(row["review_by"] == "2027-01-01")
  }

  @Test("Documents that are no responses have no row")
  mutating func otherDocuments() throws {
    #expect(CodifiedResponse().rows(RowContext(key: "d")).isEmpty)
    let state = try deliver([
      builder.said("topic.published", at: 1, ["topic": "t"]), builder.said("city.invented", at: 2),
      builder.said("response.used", at: 3, ["response": "r1"]),
    ])
    #expect(state.rows(RowContext(key: "d")).isEmpty)
    #expect(state.events == 3)
  }

  @Test("A newer schema of a known type and a field of the wrong kind are refused")
  mutating func refusals() throws {
    for type in ["response.codified", "topic.published"] {
      let event = builder.said(type, at: 1) { $0.schema = 2 }
      let error = #expect(throws: FoldError.self) { try deliver([event]) }
      #expect(
        error?.diagnosis
          == Diagnosis(
            "position \(error?.position ?? .start): schema 2 of \(type) is newer than this code",
            "upgrade, or quarantine the position"))
    }
    for (type, field, value) in [
      ("response.codified", "version", "1"), ("response.approved", "version", true),
      ("response.codified", "owner", 1), ("response.owner_changed", "owner", []),
      ("response.codified", "reviewBy", 5),
    ] as [(String, String, JSONValue)] {
      let event = builder.said(type, at: 1, JSONObject([(field, value)]))
      let error = #expect(throws: FoldError.self) { try deliver([event]) }
      #expect(error?.reason.contains("“\(field)”") == true)
    }
  }
}
