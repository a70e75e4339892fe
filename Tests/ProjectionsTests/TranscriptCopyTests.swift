import InteractionModel
import Testing

@testable import Projections

@Suite("Transcript: doubled deliveries, replies and who may see what")
struct TranscriptCopyTests {
  private var builder = TranscriptBuilder()

  @Test("The same item again is shown as a doubled delivery, not counted and not indexed")
  mutating func sameItem() throws {
    let events = [
      builder.message(at: 10, ["item": "m-1", "attachments": ["aa"]]),
      builder.message(at: 20, ["item": "m-2"]),
      builder.message(at: 10, ["item": "m-1", "attachments": ["aa"]]),
      // Another type of the same item is something else.
      builder.message("message.sent", at: 30, ["item": "m-1"]),
    ]
    let rows = try Transcripts.entries(events)
    #expect(rows.map { $0["key"] } == ["c/1", "c/3", "c/2", "c/4"])
    #expect(rows.map { $0["state"] } == ["original", "duplicate", "original", "original"])
    #expect(rows.map { $0["text_position"] } == [1, .null, 2, 4])
    #expect(rows[1].at("document", "duplicateOf") == 1)
    #expect(rows[1].at("document", "text") == nil)
    #expect(rows[1].at("document", "flags") == nil)
    let conversation = try Transcripts.conversation(events)
    #expect(conversation["entries"] == 3)
    #expect(conversation.at("document", "counts", "duplicates") == 1)
    #expect(conversation.at("document", "counts", "received") == 2)
    #expect(conversation.at("document", "counts", "attachments") == 1)
  }

  @Test("The original is the first by time that the source does not call a duplicate")
  mutating func original() throws {
    let rows = try Transcripts.entries([
      builder.message(at: 10, ["item": "m-1", "flags": ["duplicate"]]),
      builder.message(at: 30, ["item": "m-1"]), builder.message(at: 20, ["item": "m-1"]),
    ])
    #expect(rows.map { $0.at("document", "duplicateOf") } == [3, nil, 3])
    #expect(rows.map { $0["key"] } == ["c/1", "c/3", "c/2"])
  }

  @Test("What the source calls a duplicate can be read when its original is not there")
  mutating func flagged() throws {
    let events = [builder.message(at: 10, ["flags": ["duplicate"]])]
    let rows = try Transcripts.entries(events)
    #expect(rows[0]["state"] == "duplicate")
    #expect(rows[0]["text_position"] == .null)
    #expect(rows[0].at("document", "duplicateOf") == nil)
    #expect(rows[0].at("document", "text", "position") == 1)
    #expect(try Transcripts.conversation(events)["entries"] == 0)
  }

  @Test("What is said about either copy holds for both")
  mutating func amendedCopy() throws {
    let first = builder.message(at: 10, ["item": "m-1", "attachments": ["aa"]])
    let copy = builder.message(at: 11, ["item": "m-1", "attachments": ["aa"]])
    let edit = builder.about(copy, "message.edited", at: 20, sealed: true)
    let edited = try Transcripts.entries([first, copy, edit])
    #expect(edited.map { $0["state"] } == ["edited", "duplicate"])
    #expect(edited.map { $0["text_position"] } == [3, .null])
    let events = [
      first, copy, edit, builder.about(copy, "message.redacted", at: 30, ["authority": "x"]),
    ]
    let rows = try Transcripts.entries(events)
    #expect(rows.map { $0["state"] } == ["redacted", "duplicate"])
    #expect(rows.allSatisfy { $0.at("document", "text") == nil })
    #expect(rows.allSatisfy { $0.at("document", "attachments") == nil })
    let conversation = try Transcripts.conversation(events)
    #expect(conversation.at("document", "counts", "attachments") == 0)
  }

  @Test("A reply names its parent, also when that comes later or not at all")
  mutating func parents() throws {
    let parent = builder.message(at: 10)
    let gone = builder.message(at: 11)
    let reply = builder.message("message.sent", at: 20, ["parent": .string(parent.id)])
    let stray = builder.message("message.sent", at: 30, ["parent": .string(gone.id)])
    let rows = try Transcripts.entries([reply, stray, parent])
    #expect(rows.map { $0["key"] } == ["c/3", "c/1", "c/2"])
    #expect(rows[1].at("document", "parentPosition") == 3)
    #expect(rows[1].at("document", "flags") == nil)
    #expect(rows[2].at("document", "parent") == .string(gone.id))
    #expect(rows[2].at("document", "flags") == ["parent_missing"])
  }

  @Test("Visibility is as said, the usual one when nothing is said, and never public by accident")
  mutating func visibility() throws {
    let cases: [(String, JSONValue?, Channel?, Direction?, String)] = [
      ("message.received", nil, .email, .inbound, "public"),
      ("message.received", "private", .email, .inbound, "private"),
      ("message.sent", nil, .email, .outbound, "public"),
      ("message.sent", nil, .email, .internal, "internal"),
      ("message.sent", "public", .internal, .outbound, "internal"),
      ("message.sent", "Public", .email, .outbound, "internal"),
      ("message.sent", "everybody", .chat, .outbound, "internal"),
      ("note.added", nil, .email, nil, "internal"),
      ("note.added", "private", nil, nil, "private"),
      ("note.added", "public", nil, nil, "public"),
      ("note.added", "public", .internal, nil, "internal"),
      ("conversation.started", nil, .email, .inbound, "public"),
      ("transcript.added", nil, .voice, .inbound, "private"),
      ("recording.added", nil, .voice, .inbound, "private"),
      ("contact.answered", nil, .voice, .inbound, "internal"),
    ]
    for (type, word, channel, direction, expected) in cases {
      var body = JSONObject()
      body["visibility"] = word
      let rows = try Transcripts.entries([
        builder.said(type, at: 1, body) {
          $0.channel = channel
          $0.direction = direction
        }
      ])
      #expect(
        rows[0]["visibility"] == .string(expected), "\(type) \(String(describing: word))")
    }
  }

  @Test("An edit never shows a private note to more people, and an internal edit to fewer")
  mutating func editedVisibility() throws {
    let note = builder.said("note.added", at: 1, ["visibility": "private"], sealed: true)
    let message = builder.message(at: 2)
    let rows = try Transcripts.entries([
      note,
      builder.about(note, "message.edited", at: 3, ["visibility": "public"], sealed: true) {
        $0.channel = .socialPublic
      },
      message,
      builder.about(message, "message.edited", at: 4, sealed: true) { $0.channel = .internal },
    ])
    #expect(rows.map { $0["visibility"] } == ["private", "internal"])
    #expect(rows.map { $0["text_position"] } == [2, 4])
  }

  @Test("The strictest of two copies holds")
  mutating func copiedVisibility() throws {
    let rows = try Transcripts.entries([
      builder.message(at: 1, ["item": "m", "visibility": "public"]),
      builder.message(at: 2, ["item": "m", "visibility": "internal"]),
    ])
    #expect(rows.map { $0["visibility"] } == ["internal", "internal"])
  }
}
