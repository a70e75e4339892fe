import InteractionModel
import Testing

@testable import Projections

@Suite("Transcript: what is shown, and in which order")
struct TranscriptOrderTests {
  private var builder = TranscriptBuilder()

  @Test("An entry has a row with everything its record says, and none of its text")
  mutating func wholeEntry() throws {
    let first = builder.message("message.sent", at: 5)
    let message = builder.message(
      "message.sent", at: 10,
      [
        "parent": .string(first.id), "mediaType": "text/plain", "attachments": ["ab12"],
        "response": "r1", "responseVersion": 2, "visibility": "private", "reason": "follow_up",
        "flags": ["auto"],
      ]
    ) {
      $0.department = "Parks"
      $0.party = "p2"
    }
    let state = try Transcripts.deliver([first, message])
    let context = RowContext(key: "c", partyRoot: { $0 == "p2" ? "p1" : $0 })
    let rows = try Transcripts.rows(state, ConversationArchive.entries, context)
    #expect(
      rows[1] == [
        "key": "c/2", "conversation": "c",
        "at": .int(RecordBuilder.start.advanced(bySeconds: 10).microseconds),
        "type": "message.sent", "channel": "email", "direction": "outbound",
        "visibility": "private", "department": "Parks", "party": "p1", "text_position": 2,
        "state": "original",
        "document": [
          "attachments": ["ab12"], "author": ["id": "x1", "type": "agent"], "channel": "email",
          "department": "Parks", "detail": ["reason": "follow_up"], "direction": "outbound",
          "flags": ["auto"], "id": .string(message.id), "mediaType": "text/plain",
          "parent": .string(first.id), "parentPosition": 1, "position": 2,
          "recorded": "2026-03-02T09:00:02.000000Z", "response": ["id": "r1", "version": 2],
          "state": "original", "text": ["pointers": ["/subject", "/text"], "position": 2],
          "time": "2026-03-02T08:00:10.000000Z", "type": "message.sent", "visibility": "private",
        ],
      ])
  }

  @Test("The order is that of time, then of the log; what came late says so")
  mutating func order() throws {
    let events = [
      builder.message(at: 20), builder.message(at: 40), builder.message(at: 30),
      builder.message(at: 40), builder.message(at: 10),
    ]
    let rows = try Transcripts.entries(events)
    #expect(rows.map { $0["key"] } == ["c/5", "c/1", "c/3", "c/2", "c/4"])
    #expect(rows.map { $0.at("document", "flags") } == [["late"], nil, ["late"], nil, nil])
    let counts = try Transcripts.conversation(events).at("document", "counts")
    #expect(counts?["late"] == 2)
  }

  @Test("A clock that is ahead of the log, or says nothing, makes nobody else late")
  mutating func brokenClocks() throws {
    let rows = try Transcripts.entries([
      builder.message(at: 900_000), builder.message(at: nil),
      builder.message(at: nil) { $0.occurred = Timestamp("2026-03-02T08:00:00") },
      builder.message(at: 3_700),
    ])
    #expect(rows.map { $0["key"] } == ["c/2", "c/3", "c/4", "c/1"])
    #expect(
      rows.map { $0.at("document", "flags") } == [
        ["no_usable_time"], ["no_usable_time"], nil, nil,
      ])
    // What the source said about the time stays as it said it.
    #expect(rows[0].at("document", "time") == "2026-03-02T09:00:02.000000Z")
    #expect(rows[1].at("document", "time") == "2026-03-02T08:00:00")
  }

  @Test("Text is where a type that carries text has something sealed")
  mutating func textPositions() throws {
    let types = [
      "conversation.started", "message.received", "message.sent", "note.added",
      "transcript.added", "assistant.turn_taken", "recording.added", "selfservice.step_failed",
      "conversation.closed",
    ]
    var events: [Said] = []
    for (place, type) in types.enumerated() {
      events.append(builder.said(type, at: Int64(place), sealed: true))
    }
    let sealed = try Transcripts.entries(events)
    #expect(
      sealed.map { $0["text_position"] } == [1, 2, 3, 4, 5, 6, .null, .null, .null])
    #expect(sealed[0].at("document", "text", "pointers") == ["/subject"])
    #expect(sealed[3].at("document", "text", "pointers") == ["/text"])
    let bare = try Transcripts.entries(
      events.map { Said(event: $0.event, isSealed: false) })
    #expect(bare.allSatisfy { $0["text_position"] == .null && $0.at("document", "text") == nil })
    #expect(try Transcripts.conversation(events)["entries"] == 4)
  }

  @Test("Self-service, telephone menu, assistant and transfers are lines that say what failed")
  mutating func lines() throws {
    let rows = try Transcripts.entries([
      builder.said("selfservice.session_started", at: 1, ["task": "pay_bill"]),
      builder.said(
        "selfservice.step_failed", at: 2,
        ["task": "pay_bill", "step": "confirm", "error": "card_declined", "attempt": 2]),
      builder.said("ivr.node_entered", at: 3, ["node": "main"]),
      builder.said(
        "assistant.intent_matched", at: 4,
        ["intent": "billing", "confidence": "0.71", "model": "intent-2"]),
      builder.said("assistant.escalated", at: 5, ["intent": "billing", "queue": "Billing"]),
      builder.said("transfer.requested", at: 6, ["kind": "warm", "toDepartment": "Roads"]),
      builder.said("contact.answered", at: 7, ["contact": "k1", "agent": "a1"]),
      builder.said("fact.requested", at: 8, ["key": "address"]),
      builder.said("sla.started", at: 9, ["clock": "reply"]),
      builder.said("city.invented", at: 10),
      builder.said("callback.promised", at: 11, ["due": "2026-03-02T10:00:00Z"]),
    ])
    #expect(
      rows.map { $0["type"] } == [
        "selfservice.session_started", "selfservice.step_failed", "ivr.node_entered",
        "assistant.intent_matched", "assistant.escalated", "transfer.requested",
        "contact.answered", "callback.promised",
      ])
    #expect(
      rows[1].at("document", "detail")
        == ["attempt": 2, "error": "card_declined", "step": "confirm", "task": "pay_bill"])
    #expect(rows[3].at("document", "flags") == ["inferred"])
    #expect(rows.allSatisfy { $0["visibility"] == "internal" })
  }

  @Test("Fields that the catalogue does not list never reach a row")
  mutating func unlistedFields() throws {
    let rows = try Transcripts.entries([
      builder.said("ivr.node_entered", at: 1, ["node": "main", "caller": "somebody"])
    ])
    #expect(rows[0].at("document", "detail") == ["node": "main"])
  }

  @Test("Recordings and transcripts name their attachment, and what is still to come says so")
  mutating func recordings() throws {
    let events = [
      builder.said(
        "recording.added", at: 1,
        ["attachment": "aa", "mediaType": "audio/wav", "duration": 61, "producer": "machine"]),
      builder.said(
        "transcript.added", at: 2,
        ["attachment": "bb", "pending": true, "model": "asr-1", "language": "es"]),
    ]
    let rows = try Transcripts.entries(events)
    #expect(rows[0].at("document", "attachments") == ["aa"])
    #expect(rows[0].at("document", "detail") == ["duration": 61, "producer": "machine"])
    #expect(rows[1].at("document", "flags") == ["pending"])
    let conversation = try Transcripts.conversation(events)
    #expect(rows[0].at("document", "mediaType") == "audio/wav")
    #expect(rows[1].at("document", "attachments") == ["bb"])
    #expect(conversation.at("document", "counts", "attachments") == 2)
    #expect(conversation["language"] == "es")
    #expect(conversation["entries"] == 1)
  }
}
