import InteractionModel
import Testing

@testable import Projections

@Suite("ConversationArchive: the conversation")
struct ArchiveConversationTests {
  private var builder = TranscriptBuilder()

  @Test("The row says where, who, about what, when and how it ended")
  mutating func wholeRow() throws {
    let events = [
      builder.said(
        "conversation.started", at: 0, ["language": "es"], sealed: true
      ) {
        $0.channel = .chat
        $0.direction = .inbound
        $0.actor = Actor(type: "party", id: "p2")
        $0.case = "A"
        $0.department = "Contact centre"
      },
      builder.said("party.identified", at: 1, ["party": "p3"]) {
        $0.actor = Actor(type: "system", id: "portal")
      },
      builder.said(
        "issue.coded", at: 2, ["issue": "billing", "model": "topic-1", "confidence": "0.6"]),
      builder.said(
        "contact.initiated", at: 3,
        ["contact": "k1", "initiationMethod": "inbound", "queue": "general"]),
      builder.said("contact.offered", at: 4, ["contact": "k1", "agent": "a0"]),
      builder.said("contact.answered", at: 5, ["contact": "k1", "agent": "a1"]) {
        $0.actor = Actor(type: "agent", id: "a1")
        $0.department = "Billing"
        $0.channel = .voice
      },
      builder.message(at: 6) { $0.actor = Actor(type: "bot") },
      builder.said(
        "contact.disconnected", at: 7,
        ["contact": "k1", "by": "party", "duration": 60, "talk": 50, "hold": 10]),
      builder.said("wrapup.completed", at: 8, ["contact": "k1", "agent": "a1", "duration": 5]),
      builder.said(
        "disposition.set", at: 9, ["contact": "k1", "issue": "refund", "outcome": "resolved"]),
      builder.said("conversation.closed", at: 10, ["outcome": "done"]) { $0.channel = .internal },
      builder.said("city.invented", at: 99) { $0.schema = 9 },
    ]
    let context = RowContext(
      key: "c", partyRoot: { $0 == "p2" ? "p1" : $0 },
      caseOf: { conversation, said in
        conversation == "c" && said == "A" ? CaseMembership(id: "B", since: Position(7)) : nil
      })
    let row = try Transcripts.conversation(events, context)
    var columns = row
    columns["document"] = nil
    #expect(
      columns == [
        "key": "c", "case_id": "B", "channel": "chat",
        "channels": ["chat", "email", "internal", "voice"], "parties": ["p1", "p3"],
        "department": "Billing", "language": "es", "issues": ["billing", "refund"],
        "disposition": "resolved", "status": "closed",
        "started_at": .int(RecordBuilder.start.microseconds),
        "last_at": .int(RecordBuilder.start.advanced(bySeconds: 10).microseconds), "entries": 1,
      ])
    let document = try #require(row["document"]?.object)
    #expect(
      document["participants"] == [
        "agents": ["a1"], "others": ["bot", "system:portal"], "parties": ["p1", "p3"],
      ])
    #expect(
      document["issues"] == [
        [
          "confidence": "0.6", "inferred": true, "issue": "billing", "model": "topic-1",
          "position": 3, "time": "2026-03-02T08:00:02.000000Z",
        ],
        [
          "disposition": true, "issue": "refund", "position": 10,
          "time": "2026-03-02T08:00:09.000000Z",
        ],
      ])
    #expect(
      document["contacts"] == [
        [
          "agent": "a1", "answered": "2026-03-02T08:00:05.000000Z", "by": "party",
          "disconnected": "2026-03-02T08:00:07.000000Z", "duration": 60, "hold": 10, "id": "k1",
          "method": "inbound", "outcome": "resolved", "position": 4, "queue": "general",
          "talk": 50, "time": "2026-03-02T08:00:03.000000Z", "wrapUp": 5,
        ]
      ])
    #expect(
      document["disposition"] == [
        "issue": "refund", "outcome": "resolved", "position": 10,
        "time": "2026-03-02T08:00:09.000000Z",
      ])
    #expect(document["caseSince"] == 7)
    #expect(document["departments"] == ["Billing", "Contact centre"])
    #expect(document["direction"] == "inbound")
    #expect(document["outcome"] == "done")
    #expect(document["started"] == "2026-03-02T08:00:00.000000Z")
    #expect(document["ended"] == "2026-03-02T08:00:10.000000Z")
    #expect(document["last"] == "2026-03-02T08:00:10.000000Z")
    #expect(document.at("counts", "events") == 12)
    #expect(document.at("counts", "unknown") == 1)
    #expect(document.at("counts", "received") == 1)
  }

  @Test("A conversation can be open, closed, resumed, abandoned and picked up again")
  mutating func status() throws {
    let histories: [([(String, JSONObject)], String)] = [
      ([("message.received", [:])], "open"),
      ([("conversation.started", [:]), ("conversation.closed", [:])], "closed"),
      ([("conversation.closed", [:]), ("conversation.resumed", [:])], "open"),
      ([("conversation.closed", ["outcome": "abandoned"])], "abandoned"),
      ([("contact.abandoned", ["queue": "q", "waited": 90])], "abandoned"),
      ([("contact.abandoned", [:]), ("conversation.closed", [:])], "abandoned"),
      ([("contact.abandoned", [:]), ("contact.answered", [:])], "open"),
      ([("selfservice.abandoned", [:]), ("message.received", [:])], "open"),
      ([("selfservice.abandoned", [:]), ("conversation.resumed", [:])], "open"),
      ([("contact.abandoned", [:]), ("message.sent", [:])], "abandoned"),
    ]
    for (history, expected) in histories {
      var events: [Said] = []
      for (place, (type, body)) in history.enumerated() {
        events.append(builder.said(type, at: Int64(place), body))
      }
      #expect(try Transcripts.conversation(events)["status"] == .string(expected), "\(history)")
      let reversed = try Transcripts.conversation(events.reversed())
      #expect(reversed["status"] == .string(expected), "\(history), delivered backwards")
    }
  }

  @Test("Closing again with no outcome does not keep the outcome of the time before")
  mutating func closedAgain() throws {
    let events = [
      builder.said("conversation.closed", at: 1, ["outcome": "resolved"]),
      builder.said("conversation.resumed", at: 2), builder.said("conversation.closed", at: 3),
    ]
    let document = try #require(try Transcripts.conversation(events)["document"]?.object)
    #expect(document["outcome"] == nil)
    #expect(document["ended"] == "2026-03-02T08:00:03.000000Z")
    #expect(document.at("counts", "resumed") == 1)
  }

  @Test("The history of links is kept, and where the conversation belongs is asked for")
  mutating func links() throws {
    let events = [
      builder.message(at: 0) { $0.case = "A" },
      builder.said("conversation.linked", at: 2, ["case": "B"]),
      builder.said("conversation.unlinked", at: 3, ["case": "B"]),
      builder.message(at: 1) { $0.case = "Z" },
    ]
    let row = try Transcripts.conversation(events)
    // The last that the source said by time, when nothing else decides: links carry none here.
    #expect(row["case_id"] == "Z")
    #expect(
      row.at("document", "links") == [
        ["case": "B", "position": 2, "time": "2026-03-02T08:00:02.000000Z", "type": "linked"],
        ["case": "B", "position": 3, "time": "2026-03-02T08:00:03.000000Z", "type": "unlinked"],
      ])
    let none = try Transcripts.conversation(events, RowContext(key: "c", caseOf: { _, _ in nil }))
    #expect(none["case_id"] == .null)
    #expect(none.at("document", "case") == nil)
  }

  @Test("A late delivery overwrites neither the language nor the department nor the disposition")
  mutating func lateDelivery() throws {
    let row = try Transcripts.conversation([
      builder.said("conversation.resumed", at: 10, ["language": "es"]) {
        $0.department = "Roads"
        $0.channel = .sms
        $0.direction = .outbound
      },
      builder.said("disposition.set", at: 11, ["outcome": "resolved"]),
      builder.said("disposition.set", at: 5, ["outcome": "follow-up"]) {
        $0.department = "Parks"
        $0.channel = .chat
        $0.direction = .inbound
      },
      builder.said("conversation.started", at: 1, ["language": "en"]),
    ])
    #expect(row["language"] == "es")
    #expect(row["department"] == "Roads")
    #expect(row["disposition"] == "resolved")
    #expect(row["channel"] == "chat")
    #expect(row.at("document", "direction") == "inbound")
    #expect(row.at("document", "contacts") == nil)
  }

  @Test("Looking at a conversation does not touch it, and nothing makes no row")
  mutating func governance() throws {
    let events = [
      builder.message(at: 1),
      builder.said("record.accessed", at: 500, ["records": 1]) {
        $0.conversation = "c"
        $0.actor = Actor(type: "agent", id: "auditor")
        $0.department = "Audit"
      },
    ]
    let row = try Transcripts.conversation(events)
    #expect(row["last_at"] == .int(RecordBuilder.start.advanced(bySeconds: 1).microseconds))
    #expect(row["department"] == .null)
    #expect(row.at("document", "participants", "agents") == [])
    #expect(row.at("document", "counts", "events") == 2)
    #expect(Transcript().rows(RowContext(key: "c")).isEmpty)
  }

  @Test("Names that only look alike stay apart, byte for byte")
  mutating func spellings() throws {
    let composed = "Caf\u{E9}"
    let decomposed = "Cafe\u{301}"
    let rows = try Transcripts.entries([
      builder.message(at: 1) { $0.department = composed },
      builder.message(at: 2) { $0.department = decomposed },
    ])
    #expect(rows[0]["department"] == .string(composed))
    #expect(rows[1]["department"] == .string(decomposed))
  }

  @Test("A newer schema of a known type is refused with its place and a remedy")
  mutating func newerSchema() throws {
    for type in ["message.received", "message.delivered", "record.accessed", "case.opened"] {
      let event = builder.said(type, at: 1) { $0.schema = 2 }
      let error = #expect(throws: FoldError.self) { try Transcripts.deliver([event]) }
      #expect(error?.position == Position(1))
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
      ("message.received", ["visibility": 1]), ("message.sent", ["attachments": "aa"]),
      ("message.sent", ["responseVersion": "2"]), ("message.received", ["item": []]),
      ("message.edited", ["edition": "1"]), ("message.redacted", ["authority": 4]),
      ("message.edited", ["message": 7]), ("response.used", ["response": true]),
      ("response.used", ["response": "r", "version": "1"]), ("issue.coded", ["issue": 1]),
      ("contact.disconnected", ["talk": "60"]), ("contact.answered", ["contact": 1]),
      ("conversation.closed", ["outcome": 1]), ("disposition.set", ["outcome": []]),
      ("note.added", ["flags": "x"]), ("conversation.started", ["language": 1]),
      ("conversation.linked", ["case": 1]), ("recording.added", ["attachment": []]),
    ]
    for (type, body) in bodies {
      let event = builder.said(type, at: 1, body)
      let error = #expect(throws: FoldError.self) { try Transcripts.deliver([event]) }
      #expect(body.members.contains { error?.reason.contains("“\($0.key)”") == true }, "\(type)")
    }
  }
}
