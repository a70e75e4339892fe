import InteractionModel
import Testing

@testable import Projections

@Suite("ConversationArchive: where responses were used")
struct ResponseUseTests {
  private var builder = TranscriptBuilder()

  private mutating func used(
    at seconds: Int64, _ response: JSONValue = "r1", _ body: JSONObject = [:]
  ) -> Said {
    var body = body
    body["response"] = response
    return builder.said("response.used", at: seconds, body) {
      $0.actor = Actor(type: "agent", id: "a1")
      $0.channel = .chat
      $0.department = "Billing"
    }
  }

  private func end(_ use: JSONObject, with conversation: JSONObject?) -> JSONObject {
    ConversationArchive.ended(Document(use), with: conversation.map { Document($0) }).object
  }

  @Test("A use is a row, and how the conversation ended is said in the conversation's")
  mutating func row() throws {
    let events = [
      used(at: 10, "r1", ["version": 3]),
      builder.said("conversation.closed", at: 20, ["outcome": "answered"]),
    ]
    let context = RowContext(
      key: "c", caseOf: { _, _ in CaseMembership(id: "A", since: nil) })
    let rows = try Transcripts.rows(
      Transcripts.deliver(events), ConversationArchive.uses, context)
    #expect(
      rows == [
        [
          "key": "c/1", "response": "r1", "version": 3, "conversation": "c",
          "used_at": .int(RecordBuilder.start.advanced(bySeconds: 10).microseconds),
          "document": [
            "author": ["id": "a1", "type": "agent"], "channel": "chat", "conversation": "c",
            "department": "Billing", "position": 1, "response": "r1",
            "time": "2026-03-02T08:00:10.000000Z", "version": 3,
          ],
        ]
      ])
    let conversation = try Transcripts.conversation(events, context)["document"]?.object
    #expect(
      end(["response": "r1"], with: conversation) == [
        "case": "A", "ended": "2026-03-02T08:00:20.000000Z", "outcome": "answered",
        "response": "r1", "status": "closed",
      ])
    #expect(end(["response": "r1"], with: nil) == ["response": "r1"])
  }

  @Test("The outcome is the disposition, else that of the closing, else the status")
  mutating func outcomes() throws {
    let use = used(at: 1)
    let closed = builder.said("conversation.closed", at: 2, ["outcome": "answered"])
    let bare = builder.said("conversation.closed", at: 3)
    let disposition = builder.said("disposition.set", at: 2, ["outcome": "resolved"])
    let abandoned = builder.said("contact.abandoned", at: 2)
    let resumed = builder.said("conversation.resumed", at: 4)
    let cases: [([Said], JSONValue)] = [
      ([use], "open"), ([use, closed], "answered"), ([use, bare], "closed"),
      ([use, closed, disposition], "resolved"), ([use, abandoned], "abandoned"),
      ([use, closed, resumed], "open"),
    ]
    for (events, expected) in cases {
      let conversation = try Transcripts.conversation(events)["document"]?.object
      let uses = try Transcripts.uses(events).map {
        end($0, with: conversation)["outcome"]
      }
      #expect(uses == [expected])
    }
  }

  @Test("A message that carries the response and the record of its use are one")
  mutating func paired() throws {
    let body: JSONObject = ["response": "r1", "responseVersion": 2]
    let events = [
      used(at: 10), builder.message("message.sent", at: 12, body),
      builder.message("message.sent", at: 100, body), used(at: 110),
      // Too far away, another version, another response: uses of their own.
      builder.message("message.sent", at: 90_000, body), used(at: 200, "r1", ["version": 1]),
      builder.message("message.sent", at: 210, ["response": "r2"]),
      builder.message("message.sent", at: 205, body),
    ]
    let rows = try Transcripts.uses(events)
    #expect(rows.map { $0["key"] } == ["c/1", "c/4", "c/6", "c/8", "c/7", "c/5"])
    #expect(rows.map { $0.at("document", "message") } == [2, 3, nil, 8, 7, 5])
    #expect(rows.map { $0["version"] } == [2, 2, 1, 2, .null, 2])
    #expect(try Transcripts.conversation(events).at("document", "counts", "responses") == 6)
  }

  @Test("Doubled deliveries are no further use, and nothing without a response is one")
  mutating func doubled() throws {
    let body: JSONObject = ["response": "r1", "item": "m"]
    let rows = try Transcripts.uses([
      builder.message("message.sent", at: 10, body), builder.message("message.sent", at: 11, body),
      used(at: 90_000, "r1", ["item": "u"]), used(at: 90_001, "r1", ["item": "u"]),
      builder.message("message.sent", at: 12), builder.said("response.used", at: 13),
      builder.message(at: 14, ["response": "r1"]),
    ])
    #expect(rows.map { $0["key"] } == ["c/1", "c/3"])
  }

  @Test("A later redaction does not undo that a response was used")
  mutating func redacted() throws {
    let message = builder.message("message.sent", at: 10, ["response": "r1"])
    let rows = try Transcripts.uses([message, builder.about(message, "message.redacted", at: 20)])
    #expect(rows.count == 1)
  }
}
