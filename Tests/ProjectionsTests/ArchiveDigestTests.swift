import InteractionModel
import Testing

@testable import Projections

@Suite("ConversationArchive: the folds are pinned")
struct ArchiveDigestTests {
  @Test("A fixed history gives the rows it always gave")
  func pinned() throws {
    let (transcript, response) = try Self.states()
    var bytes: [UInt8] = []
    for row in Self.rows(transcript, response) {
      let values = row.values.map(\.json)
      bytes +=
        JSONValue.array([.string(row.table), .string(row.key), .array(values)]).canonicalBytes
    }
    #expect(
      fnv1a(bytes) == 2_815_517_372_152_191_482,
      "the folds changed: raise ConversationArchive.projection.version and re-pin")
    #expect(
      fnv1a(transcript.encoded() + response.encoded()) == 11_610_892_190_883_315_108,
      "states are written in another form: raise the version of the projection and re-pin")
    #expect(ConversationArchive.projection.version == 8)
    #expect(ConversationArchive.projection.folds.map(\.kind) == [.conversation, .document])
    #expect(
      ConversationArchive.projection.tables.map(\.name) == [
        "conversation", "conversation_entry", "response_use", "response",
      ])
  }

  /// What the conversation and the response of the fixed history come to.
  static func states() throws -> (transcript: Transcript, response: CodifiedResponse) {
    var builder = TranscriptBuilder()
    var response = CodifiedResponse()
    for said in Self.response() { try response.apply(try builder.record(said)) }
    return (try Transcripts.deliver(Self.conversation()), response)
  }

  /// The rows of the fixed history.
  static func rows(_ transcript: Transcript, _ response: CodifiedResponse) -> [Row] {
    let context = RowContext(
      key: "c", partyRoot: { $0 == "p2" ? "p1" : $0 },
      caseOf: { _, said in said.map { CaseMembership(id: "\($0)-1", since: Position(3)) } })
    return transcript.rows(context) + response.rows(RowContext(key: "r1"))
  }

  /// A failed payment, the assistant, a chat that is edited, redacted and delivered twice, a note,
  /// a call with its transcript, and the end.
  private static func conversation() -> [Said] {
    var builder = TranscriptBuilder(seed: 42)
    var events: [Said] = []
    func add(_ said: Said) { events.append(said) }
    let party = Actor(type: "party", id: "p2")
    let agent = Actor(type: "agent", id: "a1")
    add(
      builder.said("conversation.started", at: 0, ["language": "es"], sealed: true) {
        $0.channel = .selfService
        $0.direction = .inbound
        $0.actor = party
        $0.case = "A"
      })
    add(builder.said("selfservice.step_failed", at: 20, ["step": "pay", "error": "timeout"]))
    add(builder.said("selfservice.abandoned", at: 30, ["step": "pay"]))
    add(builder.said("assistant.turn_taken", at: 40, ["turn": 1], sealed: true))
    add(
      builder.said(
        "assistant.intent_matched", at: 41,
        ["intent": "billing", "confidence": "0.7", "model": "intent-2"]))
    add(
      builder.said(
        "issue.coded", at: 42, ["issue": "billing", "confidence": "0.7", "model": "intent-2"]))
    add(builder.said("transfer.requested", at: 50, ["kind": "assistant_to_human"]))
    add(
      builder.said(
        "contact.initiated", at: 51,
        ["contact": "k1", "queue": "general", "initiationMethod": "transfer"]))
    add(
      builder.said("contact.answered", at: 60, ["contact": "k1", "agent": "a1"]) {
        $0.actor = agent
        $0.channel = .chat
        $0.department = "Billing"
      })
    let question = builder.message(at: 70, ["item": "m1", "attachments": ["aa"]]) {
      $0.actor = party
      $0.channel = .chat
    }
    let edit = builder.about(question, "message.edited", at: 75, ["edition": 1], sealed: true)
    add(edit)
    add(question)
    add(builder.message(at: 70, ["item": "m1", "attachments": ["aa"]]) { $0.actor = party })
    add(
      builder.said("response.used", at: 80, ["response": "r1", "version": 3]) {
        $0.actor = agent
        $0.channel = .chat
      })
    let answer = builder.message(
      "message.sent", at: 81,
      ["parent": .string(question.id), "response": "r1", "responseVersion": 3]
    ) { $0.channel = .chat }
    add(answer)
    add(builder.about(answer, "message.failed", at: 82, ["error": "offline"]))
    let slip = builder.message(at: 90, ["visibility": "private"]) { $0.actor = party }
    add(slip)
    add(builder.about(slip, "message.redacted", at: 95, ["authority": "privacy-office"]))
    add(builder.about(slip, "message.edited", at: 96, ["edition": 2], sealed: true))
    add(builder.said("note.added", at: nil, sealed: true) { $0.actor = agent })
    add(builder.said("message.redacted", at: 100, ["authority": "nobody-knows"]))
    add(builder.said("message.delivered", at: 101, ["message": "nothing"]))
    add(builder.said("recording.added", at: 110, ["attachment": "bb", "duration": 30]))
    add(
      builder.said(
        "transcript.added", at: 111, ["attachment": "cc", "pending": true], sealed: true))
    add(
      builder.said(
        "contact.disconnected", at: 120,
        ["contact": "k1", "by": "party", "duration": 60, "talk": 55, "hold": 5]))
    add(
      builder.said(
        "disposition.set", at: 121, ["contact": "k1", "issue": "refund", "outcome": "resolved"]))
    add(builder.said("conversation.linked", at: 122, ["case": "B"]))
    add(builder.said("conversation.closed", at: 130, ["outcome": "resolved"]))
    add(builder.said("conversation.resumed", at: 140))
    add(builder.said("conversation.closed", at: 150))
    add(builder.message(at: 10) { $0.occurred = Timestamp("2026-03-02T09:00:05+01:00") })
    add(builder.said("city.invented", at: 160))
    return events
  }

  private static func response() -> [Said] {
    var builder = TranscriptBuilder(stream: "document-r1", seed: 43)
    return [
      builder.said(
        "response.codified", at: 1, ["version": 1, "issue": "billing", "owner": "a1"],
        sealed: true),
      builder.said("response.approved", at: 2, ["version": 1]),
      builder.said(
        "response.codified", at: 3, ["version": 2, "reviewBy": "2026-09-01"], sealed: true),
      builder.said("response.owner_changed", at: 0, ["owner": "a2"]),
      builder.said("response.retired", at: 5, ["version": 1]),
      builder.said("topic.published", at: 6, ["topic": "t1"]),
    ]
  }
}
