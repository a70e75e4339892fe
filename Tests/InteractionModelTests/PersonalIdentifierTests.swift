import InteractionModel
import Testing

@Suite("What a person is known by outside")
struct PersonalIdentifierTests {
  @Test(
    "an address, a handle and the number of a telephone are somebody's",
    arguments: [
      "6175550123", "16175550123", "+16175550123", "617-555-0123", "617.555.0123", "617_555_0123",
      "617:555:0123", "(617) 555-0123", "+44 20 7946 0958", "00442079460958", "123456789012345",
      "-617-555-0123-", "tel:617", "TEL:+16175550123", "sip:jane", "sips:jane", "mailto:jane",
      "acct:jane", "whatsapp:1617", "sms:6175550123", "xmpp:jane", "jane@example.org", "@jane",
      "jane%40example.org", "x+16175550123", "x%2B1617",
    ])
  func personal(text: String) {
    #expect(PersonalIdentifier.isLikely(text))
    #expect(!FieldKind.mintedID.admits(.string(text)))
    #expect(!FieldKind.mintedIDs.admits(["p-1", .string(text)]))
    #expect(!EnvelopeRule.admits(.party(text)) && !EnvelopeRule.admits(.conversation(text)))
    #expect(!EnvelopeRule.admits(correlation: text))
  }

  @Test(
    "what systems mint is nobody's",
    arguments: [
      "0190a6b2-7d3c-4e51-9d0a-3b1a5c2f4e60", "01J8ZQ4Y3VQK0W9T7M2N5R6S8D", "c1vz83nvq3m7",
      "agent-021", "CA9f0123456789abcdef0123456789abcd", "123456789", "1", "0",
      "1234567890123456", "1541815603606036480", "telephone:1",
      "zammad:617555012", "deadbeef0123", "2026-03-02T10:00:00Z", "uid-1000", "x:y:z",
    ])
  func minted(text: String) {
    #expect(!PersonalIdentifier.isLikely(text))
    #expect(FieldKind.mintedID.admits(.string(text)))
    #expect(EnvelopeRule.admits(.party(text)) && EnvelopeRule.admits(.conversation(text)))
  }

  @Test(
    "and so is the name of an account, and a number beside letters, whatever is around it",
    arguments: [
      "twitter:joe", "Twitter:joe", "fb:joe.smith", "facebook:100", "instagram:joe_smith",
      "telegram:joe", "signal:x", "email:joe", "party:twitter:joe", "c-1:mailto:jane", "x:sip:7",
      "tel6175550123", "TEL16175550123", "p6175550123", "a6175550123", "p-16175550123",
      "p:6175550123", "sms-6175550123", "caller_6175550123", "x.617.555.0123", "tel617-555-0123",
      "p617_555_0123", "6175550123-home", "6175550123.sms.example", "6175550123a", "p6175550123uk",
      "6175550123x12", "617-555-0123ext9", "c-617-555-0123-x", "agent-021-6175550123",
      "c-2026-617-555-0123", "c-2026-03-02-6175550123", "6175550123-20260302", "zendesk:1234567890",
      "00000000-0000-0000-0000-006175550123", "c-44-20-7946-0958", "whats4-00442079460958",
      "c-1-1-617-555-0123-2-2-2-2", "phone123456789012345", "c201012345678", "c1234567890",
      "c-39-0612345678",
    ])
  func hidden(text: String) {
    #expect(PersonalIdentifier.isLikely(text))
    #expect(!FieldKind.mintedID.admits(.string(text)) && FieldKind.mintedID.hasForm(.string(text)))
    #expect(FieldKind.mintedID.isPersonal(.string(text)))
    #expect(!EnvelopeRule.admits(.party(text)) && !EnvelopeRule.admits(.conversation(text)))
  }

  @Test(
    "numbers that are made of a date, a time or a count are nobody's",
    arguments: [
      "chat-2026-0000012345", "case-2026-0000012345", "PA-2026-000039", "c-2026-03-02-0001",
      "rec-20260302.100000-17", "c-2026-03-02-10-00-00-0001", "conv-20260302100000",
      "conv20260302100000123", "c1772445600", "chat-1772445600123", "slack-1772445600.123456",
      "conv-0000012345", "case0001234567", "SR20-00123456", "c-14-01370163",
      "tweet-154181560360603648",
      "a123456789012345", "chat:12345678-1234-4234-8234-123456789012",
      "12345678-1234-4234-8234-123456789012",
      "0190a6b2-1234-5678-9012-345678901234.wav", "123456789-a-b",
      "2026-03-02T10:00:00.123-05:00", "c-2026-03-02T10:00:00.123456Z", "20260302T100000Z-1",
      "5f3a1b2c1234567890123456", "twitter-joe", "bot-1.2.3", "queue-617-555", "mail", "sms",
    ])
  func counted(text: String) {
    #expect(!PersonalIdentifier.isLikely(text))
    #expect(FieldKind.mintedID.admits(.string(text)))
  }

  @Test("random ids that are long enough are never taken for a number")
  func random() {
    var generator = SystemRandomNumberGenerator()
    let signs = Array("0123456789abcdefghjkmnpqrstvwxyz")
    for _ in 0..<50_000 {
      let id = EventID(high: generator.next(), low: generator.next())
      #expect(!PersonalIdentifier.isLikely(id.description), "\(id)")
      #expect(!PersonalIdentifier.isLikely("chat:\(id)-2"), "\(id)")
      let hash = id.description.replacing("-", with: "")
      #expect(!PersonalIdentifier.isLikely(hash) || hash.allSatisfy(\.isNumber), "\(hash)")
      let half = String(hash.prefix(16))
      #expect(!PersonalIdentifier.isLikely(half), "\(half)")
      let time = "01j8zq4y3v"
      let ulid =
        time + String((0..<16).map { _ in signs[Int.random(in: 0..<32, using: &generator)] })
      #expect(!PersonalIdentifier.isLikely(ulid.uppercased()), "\(ulid)")
    }
  }

  @Test(
    "no case, contact, queue, department or code is called by an address",
    arguments: [
      "tel:911", "TEL:617-555-0123", "sip:jane", "sips:jane", "mailto:jane", "acct:jane",
      "xmpp:jane",
      "callto:jane", "h323:jane", "sms:6175550123", "whatsapp:16175550123", "fax:5550123",
    ])
  func addresses(text: String) {
    #expect(PersonalIdentifier.isAddress(text))
    for entity in [EntityKey.case(text), EntityKey(.document, text), .party(text)] {
      #expect(!EnvelopeRule.admits(entity))
    }
    #expect(!EnvelopeRule.admits(department: text))
    for kind in [FieldKind.id, .name, .code] { #expect(!kind.admits(.string(text)), "\(kind)") }
    #expect(
      !FieldKind.ids.admits(["1", .string(text)]) && !FieldKind.codes.admits([.string(text)]))
    for type in EventCatalogue.types where !type.isReserved {
      for (field, kind) in EventCatalogue.fields(of: type) ?? [:] where kind == .id {
        let body: JSONObject = [field: .string(text)]
        // It is refused and not sealed, or nobody would know what the event is about.
        #expect(EventCatalogue.firstPersonal(in: body, of: type) == field, "\(type) \(field)")
        #expect(EventCatalogue.partition(body, of: type).body == body)
      }
    }
    let body: JSONObject = ["contact": "1", "queue": .string(text)]
    let (kept, rest) = EventCatalogue.partition(body, of: EventType("contact.answered"))
    #expect(kept == ["contact": "1"] && rest == ["queue": .string(text)])
  }

  @Test(
    "what only looks like one is the name of a queue or a case",
    arguments: ["Tel: Support", "SMS: outbound", "sms:inbound", "whatsapp:desk", "telephone:1"])
  func names(text: String) {
    #expect(!PersonalIdentifier.isAddress(text))
    #expect(EnvelopeRule.admits(department: text))
  }

  @Test("a case and a document are called as the agency calls them")
  func cases() {
    for id in ["101002345678", "617-555-0123", "2026.0000.1234"] {
      #expect(EnvelopeRule.admits(.case(id)) && EnvelopeRule.admits(EntityKey(.document, id)))
      #expect(FieldKind.id.admits(.string(id)))
    }
  }

  @Test("only the form of an id is one that ids have: no digits but ASCII's")
  func form() {
    for id in ["٦١٧٥٥٥٠١٢٣", "６１７５５５０１２３", "617 555 0123", "(617)5550123"] {
      #expect(!EntityKey.isValid(id: id))
    }
  }

  /// Public fields that name somebody or a conversation, in whatever type.
  static let naming = [
    "agent", "conversations", "custodian", "evaluator", "from", "fromAgent", "owner",
    "participant", "participants", "party", "toAgent",
  ]

  @Test("every public field that names somebody or a conversation is a minted id")
  func fields() throws {
    var found: Set<String> = []
    // What is read from where to where is no party's name.
    for type in EventCatalogue.types where type != .recordAccessed {
      let fields = try #require(EventCatalogue.fields(of: type))
      for (name, kind) in fields where Self.naming.contains(name) {
        found.insert(name)
        #expect(kind == .mintedID || kind == .mintedIDs, "\(type) \(name)")
        let value: JSONValue = kind == .mintedID ? "6175550123" : ["c-1", "617-555-0123"]
        #expect(EventCatalogue.firstPersonal(in: [name: value], of: type) == name)
        #expect(EventCatalogue.firstViolation(in: [name: value], of: type) == name)
        // Nobody is to lose sight of it in a sealed part.
        #expect(EventCatalogue.partition([name: value], of: type).body == [name: value])
      }
    }
    #expect(found == Set(Self.naming))
    #expect(EventCatalogue.fields(of: .partyMerged)?["into"] == .mintedID)
    // The cases they name, and whom the program itself speaks of, may be called so.
    for (type, field) in [
      (EventType.caseMerged, "into"), (.conversationLinked, "case"), (.caseSplit, "into"),
      (.erasureRequested, "entity"), (.holdPlaced, "entity"), (.recordAccessed, "entity"),
    ] {
      let body: JSONObject = [field: "6175550123"]
      #expect(EventCatalogue.firstViolation(in: body, of: type) == nil, "\(type) \(field)")
      #expect(EventCatalogue.firstPersonal(in: body, of: type) == nil)
    }
  }

  @Test("what is no id and nobody's identifier is sealed as before")
  func others() {
    let fields: JSONObject = ["agent": "Jane Doe", "contact": "c-1"]
    let (body, rest) = EventCatalogue.partition(fields, of: EventType("contact.answered"))
    #expect(body == ["contact": "c-1"] && rest == ["agent": "Jane Doe"])
  }
}
