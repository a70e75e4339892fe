import InteractionModel
import Testing

@testable import Projections

@Suite("Transcript: edits, redactions and receipts")
struct TranscriptAmendmentTests {
  private var builder = TranscriptBuilder()

  /// Every order of some elements.
  private func orders<Element>(_ elements: [Element]) -> [[Element]] {
    guard elements.count > 1 else { return [elements] }
    return elements.indices.flatMap { place in
      var rest = elements
      let first = rest.remove(at: place)
      return orders(rest).map { [first] + $0 }
    }
  }

  @Test("The last edition is shown and the earlier ones are listed, whichever came first")
  mutating func edits() throws {
    let message = builder.message(at: 10)
    let second = builder.about(message, "message.edited", at: 30, ["edition": 2], sealed: true)
    // A clock that runs behind does not bring an older edition to the front.
    let third = builder.about(message, "message.edited", at: 20, ["edition": 3], sealed: true)
    for order in orders([message, second, third]) {
      let place = { (said: Said) in
        JSONValue.int(Int64(order.firstIndex { $0.id == said.id } ?? -1) + 1)
      }
      let rows = try Transcripts.entries(order)
      #expect(rows.count == 1)
      #expect(rows[0]["state"] == "edited")
      #expect(rows[0]["text_position"] == place(third))
      #expect(rows[0].at("document", "position") == place(message))
      let edits = rows[0].at("document", "edits")?.array ?? []
      #expect(edits.map { $0["position"] } == [place(second), place(third)])
      #expect(edits.map { $0["edition"] } == [2, 3])
      #expect(edits.map { $0["shown"] } == [nil, true])
      #expect(try Transcripts.conversation(order)["entries"] == 1)
      #expect(try Transcripts.conversation(order).at("document", "counts", "edits") == 2)
    }
  }

  @Test("Without editions the later edit is shown; an edit without text changes no text")
  mutating func editsByTime() throws {
    let note = builder.said("note.added", at: 10, sealed: true)
    let events = [
      note, builder.about(note, "message.edited", at: 30, sealed: true),
      builder.about(note, "message.edited", at: 20, sealed: true),
      builder.about(note, "message.edited", at: 40),
    ]
    let rows = try Transcripts.entries(events)
    #expect(rows.map { $0["text_position"] } == [2])
    let edits = rows[0].at("document", "edits")?.array ?? []
    #expect(edits.map { $0["position"] } == [3, 2, 4])
    #expect(edits.map { $0["shown"] } == [nil, true, nil])
  }

  @Test("What was redacted stays so, whatever is edited afterwards and in whichever order")
  mutating func redaction() throws {
    let message = builder.message(at: 10, ["attachments": ["aa", "bb"]])
    let redaction = builder.about(
      message, "message.redacted", at: 20, ["authority": "court-order"]
    ) { $0.actor = Actor(type: "agent", id: "a9") }
    let edit = builder.about(message, "message.edited", at: 30, ["edition": 5], sealed: true)
    for order in orders([message, redaction, edit]) {
      let place = (order.firstIndex { $0.id == redaction.id } ?? -1) + 1
      let rows = try Transcripts.entries(order)
      #expect(rows.count == 1)
      #expect(rows[0]["state"] == "redacted")
      #expect(rows[0]["text_position"] == .null)
      let document = try #require(rows[0]["document"]?.object)
      #expect(document["text"] == nil)
      #expect(document.at("redacted", "authority") == "court-order")
      #expect(document.at("redacted", "position") == .int(Int64(place)))
      #expect(document.at("redacted", "author", "id") == "a9")
      #expect(document["edits"]?.array?.first?["shown"] == nil)
      #expect(document["attachments"] == nil)
      #expect(document["attachmentsWithheld"] == 2)
      let conversation = try Transcripts.conversation(order)
      #expect(conversation["entries"] == 1)
      #expect(conversation.at("document", "counts", "attachments") == 0)
      #expect(conversation.at("document", "counts", "redactions") == 1)
    }
  }

  @Test("Of several redactions the first one counts")
  mutating func redactions() throws {
    let message = builder.message(at: 10)
    let rows = try Transcripts.entries([
      builder.about(message, "message.redacted", at: 30, ["authority": "second"]),
      message, builder.about(message, "message.redacted", at: 20, ["authority": "first"]),
    ])
    #expect(rows[0].at("document", "redacted", "authority") == "first")
  }

  @Test("Edits and redactions whose message never comes are shown as orphans, internally")
  mutating func orphans() throws {
    let gone = builder.message(at: 10)
    let other = builder.message(at: 11)
    let events = [
      builder.about(gone, "message.edited", at: 20, ["edition": 1], sealed: true) {
        $0.channel = .chat
        $0.party = "p1"
      },
      builder.about(gone, "message.edited", at: 30, ["edition": 2], sealed: true),
      builder.about(other, "message.redacted", at: 40, ["authority": "privacy-office"]),
      builder.said("message.edited", at: 50, sealed: true),
      builder.said("message.redacted", at: 60, ["message": "not-an-event-id"]),
    ]
    let rows = try Transcripts.entries(events)
    #expect(rows.map { $0["key"] } == ["c/1", "c/3", "c/4", "c/5"])
    #expect(rows.map { $0["state"] } == ["orphan", "redacted", "orphan", "redacted"])
    #expect(rows.map { $0["text_position"] } == [2, .null, 4, .null])
    #expect(
      rows.map { $0["type"] } == [
        "message.edited", "message.redacted", "message.edited", "message.redacted",
      ])
    #expect(rows.allSatisfy { $0["visibility"] == "internal" })
    #expect(rows.allSatisfy { $0.at("document", "flags") == ["orphan"] })
    #expect(rows[0]["channel"] == "chat")
    #expect(rows[0]["party"] == "p1")
    let conversation = try Transcripts.conversation(events)
    #expect(conversation["entries"] == 0)
    #expect(conversation.at("document", "counts", "orphans") == 4)
    // The message comes after all.
    let late = try Transcripts.entries(events + [gone])
    #expect(late.map { $0["key"] } == ["c/6", "c/3", "c/4", "c/5"])
    #expect(late[0]["state"] == "edited")
    #expect(late[0]["text_position"] == 2)
  }

  @Test("A redaction of a message that is not there hides what its edits say")
  mutating func redactedOrphan() throws {
    let gone = builder.message(at: 10)
    let rows = try Transcripts.entries([
      builder.about(gone, "message.edited", at: 20, sealed: true),
      builder.about(gone, "message.redacted", at: 30),
    ])
    #expect(rows.map { $0["state"] } == ["redacted"])
    #expect(rows[0]["text_position"] == .null)
  }

  @Test("What nobody said cannot be edited")
  mutating func editOfALine() throws {
    let line = builder.said("contact.answered", at: 10, ["agent": "a1"])
    let rows = try Transcripts.entries([
      line, builder.about(line, "message.edited", at: 20, sealed: true),
    ])
    #expect(rows.map { $0["state"] } == ["original", "orphan"])
  }

  @Test("The last receipt says whether a message arrived; receipts for nothing are counted")
  mutating func receipts() throws {
    let message = builder.message("message.sent", at: 10)
    let gone = builder.message("message.sent", at: 11)
    let failed = builder.about(message, "message.failed", at: 30, ["error": "mailbox_full"])
    let delivered = builder.about(message, "message.delivered", at: 20)
    let stray = builder.about(gone, "message.delivered", at: 40)
    for order in orders([message, failed, delivered, stray]) {
      let rows = try Transcripts.entries(order)
      #expect(rows.count == 1)
      #expect(rows[0].at("document", "delivery", "state") == "failed")
      #expect(rows[0].at("document", "delivery", "error") == "mailbox_full")
      #expect(rows[0]["state"] == "original")
      let counts = try Transcripts.conversation(order).at("document", "counts")
      #expect(counts?["undelivered"] == 1)
      #expect(counts?["unmatchedReceipts"] == 1)
    }
  }
}
