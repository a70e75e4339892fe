import EventLog
import InteractionModel
import Testing

@testable import Vault

@Suite("Nobody is called by a telephone number or an address")
struct PersonalIDTests {
  typealias Change = @Sendable (inout NewEvent) -> Void

  static let changes: [(String, Change)] = [
    ("stream", { $0.stream = StreamID(.party("617-555-0123")) }),
    ("stream", { $0.stream = StreamID(.conversation("6175550123")) }),
    ("stream", { $0.stream = StreamID(.conversation("tel:617")) }),
    ("conversation", { $0.conversation = "6175550123" }),
    ("party", { $0.party = "16175550123" }), ("party", { $0.party = "mailto:jane" }),
    ("party", { $0.party = "jane@example.org" }), ("party", { $0.party = "+1 617 555 0123" }),
    ("actor", { $0.actor = Actor(type: "agent", id: "617.555.0123") }),
    ("actor", { $0.actor = Actor(type: "agent", id: "jane@example.org") }),
    ("actor", { $0.actor = Actor(type: "6175550123") }),
    ("party", { $0.party = "twitter:jane" }), ("party", { $0.party = "tel6175550123" }),
    ("conversation", { $0.conversation = "sms-6175550123" }),
    ("actor", { $0.actor = Actor(type: "party", id: "p:6175550123") }),
    ("case", { $0.case = "mailto:jane" }),
    ("stream", { $0.stream = StreamID(.case("tel:617")) }),
    (
      "contact",
      {
        $0.type = EventType("contact.answered")
        $0.body = ["contact": "sip:jane", "queue": "q"]
      }
    ),
    (
      "case",
      {
        $0.type = .conversationLinked
        $0.body = ["case": "tel:617"]
      }
    ),
    ("participant", { $0.body["participant"] = "617_555_0123" }),
    ("participant", { $0.body["participant"] = "@jane" }),
    (
      "agent",
      {
        $0.type = EventType("contact.answered")
        $0.body = ["agent": "617-555-0123"]
      }
    ),
    (
      "participants",
      {
        $0.type = .conversationStarted
        $0.body = ["participants": ["p-1", "sip:jane"]]
      }
    ),
    (
      "into",
      {
        $0.type = .partyMerged
        $0.body = ["party": "p-1", "into": "6175550123"]
      }
    ),
    (
      "sealed",
      {
        $0.personal = [
          PersonalPart(
            subject: Subject(
              scope: .conversation("c-1"), participant: "caller", party: "6175550123"),
            content: ["text": "hello"])
        ]
      }
    ),
    (
      "sealed",
      {
        $0.personal = [
          PersonalPart(
            subject: Subject(scope: .party("617-555-0123"), participant: ""),
            content: ["text": "hello"])
        ]
      }
    ),
  ]

  @Test("neither in the envelope nor in the body, the stream or a sealed part", arguments: changes)
  func refused(field: String, change: Change) async throws {
    let fixture = try await Fixture()
    var event = message()
    change(&event)
    for attempt in 0..<2 {
      let error = await appendError { [event] () async throws(AppendError) in
        attempt == 0
          ? try await fixture.log.append([message(), event])
          : try await fixture.log.append(try fixture.log.prepare([event]))
      }
      guard case .invalid(let id, let reason)? = error else {
        Issue.record("took it")
        return
      }
      #expect(id == event.id && reason == .personalID(field: field))
      let words = reason.description
      for part in ["minted", "sealed", "UUID", "“mint”"] { #expect(words.contains(part)) }
      #expect(!words.contains("617") && !words.contains("jane"))
    }
    #expect(fixture.store.head().position == Position(1))
    #expect(try fixture.rows.hasGoneKeys() == false)
  }

  @Test("a case's number is the agency's own")
  func cases() async throws {
    let fixture = try await Fixture()
    var event = message()
    event.stream = StreamID(.case("101002345678"))
    event.case = "101002345678"
    event.type = .caseMerged
    event.body = ["into": "101002345679"]
    #expect(try await fixture.record(event).case == "101002345678")
  }

  @Test("what systems mint with long numbers in it is taken")
  func minted() async throws {
    let fixture = try await Fixture()
    var event = message()
    event.conversation = "chat-2026-0000012345"
    event.stream = StreamID(.conversation("chat-2026-0000012345"))
    event.party = "12345678-1234-4234-8234-123456789012"
    #expect(try await fixture.record(event).conversation == "chat-2026-0000012345")
  }

  /// A log that took an event before ids were looked at so closely.
  private func old(_ event: NewEvent, in fixture: Fixture) async throws {
    var sealer = Sealer(origin: fixture.store.origin)
    var files: [SealedAttachment] = []
    let keys = try fixture.vault.dataKeys(for: event.personal.map(\.subject))
    let sealed = try sealer.seal(event, keys: keys[...], attachments: &files)
    _ = try await fixture.store.append(AppendRequest(events: [sealed]) { _, _ in false })
  }

  @Test("but a log that has such an id is read, and has the same event when it comes again")
  func known() async throws {
    let fixture = try await Fixture()
    var event = message()
    event.party = "6175550123"
    event.conversation = "617-555-0123"
    event.case = "tel:617"
    event.body["participant"] = "p6175550123"
    event.body["parent"] = "mailto:jane"
    event.stream = StreamID(.conversation("617-555-0123"))
    try await old(event, in: fixture)
    let record = try #require(try fixture.store.record(at: Position(2))).decoded()
    #expect(record.party == "6175550123")
    #expect(try fixture.results(record) == [.opened(event.personal[0].content)])

    let again = try await fixture.log.append([event])
    #expect(again.map(\.isDuplicate) == [true] && again.map(\.position) == [Position(2)])
    #expect(
      try await AppendRehearsal(fixture.log).append([event]).map(\.isDuplicate) == [true])
    var other = event
    other.channel = .sms
    let error = await appendError { [other] () async throws(AppendError) in
      try await fixture.log.append([other])
    }
    guard case .idReused? = error else {
      Issue.record("took other content")
      return
    }
    other = event
    other.id = .random()
    let fresh = await appendError { [other] () async throws(AppendError) in
      try await fixture.log.append([other])
    }
    guard case .invalid(_, .personalID(field: "stream"))? = fresh else {
      Issue.record("took a new event about it")
      return
    }
  }
}
