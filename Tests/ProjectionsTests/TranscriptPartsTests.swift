import InteractionModel
import Testing

@testable import Projections

@Suite("ConversationArchive: a long transcript is kept in parts")
struct TranscriptPartsTests {
  private let context = RowContext(key: "c", partyRoot: { $0 == "p2" ? "p1" : $0 })

  @Test(
    "Whatever comes, going on from the parts gives the rows and the parts of the whole",
    arguments: 100...139 as ClosedRange<UInt64>)
  func agree(seed: UInt64) throws {
    var conversation = RandomConversation(seed: seed)
    let records = try conversation.records(60)
    let length = [0, 1, 3, 17][Int(seed % 4)]
    var store = PartStore(length: length, context)
    var taken = 0
    while taken < records.count {
      let next = min(
        records.count, taken + Int.random(in: 1...5, using: &conversation.history.generator))
      try store.take(Array(records[taken..<next]))
      taken = next
      let whole = try PartStore(records[..<taken], length: length, context)
      #expect(store.state == whole.state, "after \(taken)")
      #expect(store.parts == whole.parts, "after \(taken)")
      #expect(store.rows == whole.rows, "after \(taken)")
      // In lists it says the same.
      var lists = Transcript(length: .max)
      for record in records[..<taken] { try lists.apply(record) }
      #expect(store.rows == PartStore.rows(lists, context), "after \(taken)")
    }
    #expect(length > 3 || !store.parts.isEmpty)
  }

  @Test("A response that no message carries any more leaves no part behind, however it is folded")
  func emptied() throws {
    var builder = TranscriptBuilder()
    // Delivered again as it was sent before anybody put the response into it.
    let records = try [
      builder.message("message.sent", at: 5, ["response": "r1", "item": "m1"]),
      builder.message(at: 6), builder.message("message.sent", at: 1, ["item": "m1"]),
    ].map { try builder.record($0) }
    var store = PartStore(length: 0, context)
    let part = PartName(response: "r1")
    for record in records.dropLast() { try store.take([record]) }
    #expect(store.parts[part] != nil)
    try store.take(records.suffix(1))
    let whole = try PartStore(records, length: 0, context)
    #expect(store.parts[part] == nil && store.parts == whole.parts && store.state == whole.state)
  }

  @Test("The complete bytes of a transcript in parts are read back", arguments: [7, 8] as [UInt64])
  func roundTrip(seed: UInt64) throws {
    var conversation = RandomConversation(seed: seed)
    var transcript = Transcript(length: 2)
    for record in try conversation.records(30) { try transcript.apply(record) }
    #expect(transcript.isLong && !transcript.isInParts)
    let read = try Transcript(decoding: transcript.encoded())
    #expect(read.isComplete && read.encoded() == transcript.encoded())
    #expect(read.rows(context) == transcript.rows(context))
    transcript.moveIntoParts()
    let head = try Transcript(decoding: transcript.encodedHead())
    #expect(!head.isComplete && head.encodedHead() == transcript.encodedHead())
  }

  @Test("A part that is damaged, or refers to words that are not there, is refused")
  func damage() throws {
    var builder = TranscriptBuilder()
    var transcript = Transcript(length: 0)
    try transcript.apply(try builder.record(builder.message(at: 1, ["response": "r1"])))
    transcript.moveIntoParts()
    let part = try #require(transcript.changedParts.first)
    var head = try Transcript(decoding: transcript.encodedHead())
    for bytes in [Array(part.bytes.dropLast()), part.bytes + [0], [9]] {
      #expect(throws: StateDecodingError.self) {
        try head.supply([StatePart(name: part.name, bytes: bytes)], for: [part.name])
      }
    }
    head.words = StringTable()
    #expect(throws: StateDecodingError.self) { try head.supply([part], for: [part.name]) }
  }

  // MARK: What it costs

  /// What one more record costs a conversation of that many messages.
  private static func costs(_ count: Int) throws -> [(what: String, cost: PartStore.Cost)] {
    var builder = TranscriptBuilder()
    var records: [Record] = []
    var said: [Said] = []
    for place in 0..<count {
      let message = builder.message(
        place % 2 == 0 ? "message.received" : "message.sent", at: Int64(place))
      said.append(message)
      records.append(try builder.record(message))
    }
    let store = try PartStore(records, length: Transcript.length)
    let first = said[0]
    let later = Int64(100_000)
    let more: [(String, Said)] = [
      ("a message", builder.message(at: later)),
      ("a late message", builder.message(at: 1)),
      ("an answer", builder.message(at: later, ["parent": .string(first.id)])),
      (
        "an edit of the first message",
        builder.about(first, "message.edited", at: later, ["edition": 1], sealed: true)
      ),
      ("a redaction of it", builder.about(first, "message.redacted", at: later)),
      ("a receipt of it", builder.about(first, "message.delivered", at: later)),
      ("a leg", builder.said("contact.initiated", at: later, ["contact": "k1"])),
      ("its end", builder.said("conversation.closed", at: later)),
    ]
    return try more.map { what, said in
      var (store, builder) = (store, builder)
      return (what, try store.take([try builder.record(said)]))
    }
  }

  @Test("One more record costs what it is about, not what the conversation has")
  func cost() throws {
    let (short, long) = (try Self.costs(2_000), try Self.costs(20_000))
    for ((what, cost), (_, other)) in zip(short, long) {
      // Positions and counts of more digits take some bytes more.
      #expect(abs(cost.bytes - other.bytes) < 40, "\(what): \(cost.bytes) and \(other.bytes)")
      #expect(other.bytes < 2_000, "\(what): \(other.bytes)")
      var (cost, other) = (cost, other)
      (cost.bytes, other.bytes) = (0, 0)
      #expect(cost == other, "\(what)")
      #expect(other.rounds <= 3 && other.partsRead <= 2 && other.partsWritten <= 2, "\(what)")
      // The conversation's own row and the entry's.
      #expect(other.rowsWritten <= 2 && other.rowsGone == 0, "\(what)")
    }
  }

  @Test("A doubled delivery, an answer and an edit of what comes later change what they are about")
  func related() throws {
    var builder = TranscriptBuilder()
    var store = PartStore(length: 0)
    func take(_ said: Said...) throws -> PartStore.Cost {
      try store.take(said.map { try builder.record($0) })
    }
    let parent = builder.message(at: 5, ["item": "m1"])
    let edit = builder.about(parent, "message.edited", at: 9, ["edition": 1], sealed: true)
    _ = try take(builder.message(at: 1), builder.message(at: 2))
    _ = try take(edit)
    _ = try take(builder.message(at: 6, ["parent": .string(parent.id)]))
    // The orphaned edit goes, the message and its answer have rows, and so has the conversation.
    let came = try take(parent)
    #expect(came.rowsGone == 1 && came.rowsWritten == 3)
    let copy = builder.message(at: 5, ["item": "m1"])
    #expect(try take(copy).rowsWritten == 3)
    #expect(try take(builder.about(copy, "message.redacted", at: 10)).rowsWritten == 2)
    let state = store.rows["conversation_entry c/5"]?.values[9]
    #expect(state == .text("redacted"))
  }

  // MARK: What a document has room for

  @Test("A conversation's document does not grow: of legs, codings and links it lists the last few")
  func bounded() throws {
    var builder = TranscriptBuilder()
    var records: [Record] = []
    let count = 3 * Transcript.listed
    for place in 0..<count {
      let at = Int64(place)
      let more = [
        builder.said("contact.initiated", at: at, ["contact": .string("k\(place)")]),
        builder.said("issue.coded", at: at, ["issue": "billing"]),
        builder.said("conversation.linked", at: at, ["case": "A"]),
        builder.message(at: at, ["attachments": ["aa", "bb"]]),
        builder.said("response.used", at: at, ["response": "r1"]),
        builder.said("contact.answered", at: at, ["contact": .string("k\(place)")]),
      ]
      for said in more { records.append(try builder.record(said)) }
    }
    let store = try PartStore(records, length: Transcript.length)
    let row = try #require(store.rows["conversation c"])
    let document = try Transcripts.object(row, ConversationArchive.conversations)
    for name in ["contacts", "issues", "links"] {
      #expect(document.at("document", name)?.array?.count == Transcript.listed, "\(name)")
      #expect(document.at("document", "counts", name) == .int(Int64(count)), "\(name)")
    }
    #expect(document.at("document", "counts", "attachments") == .int(Int64(2 * count)))
    #expect(document.at("document", "counts", "responses") == .int(Int64(count)))
    #expect(document.at("document", "attachments") == nil)
    #expect(document.at("document", "responses") == nil)
    #expect(store.state.count < 16_384, "\(store.state.count)")
    #expect(store.rows.keys.filter { $0.hasPrefix("response_use ") }.count == count)
    // Going on gives the same.
    var slow = PartStore(length: Transcript.length)
    for record in records { try slow.take([record]) }
    #expect(slow.rows == store.rows && slow.parts == store.parts && slow.state == store.state)
  }
}
