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
      "1234567890123456", "1541815603606036480", "p-16175550123", "a6175550123", "telephone:1",
      "zammad:617555012", "deadbeef0123", "2026-03-02T10:00:00Z", "uid-1000", "x:y:z",
    ])
  func minted(text: String) {
    #expect(!PersonalIdentifier.isLikely(text))
    #expect(FieldKind.mintedID.admits(.string(text)))
    #expect(EnvelopeRule.admits(.party(text)) && EnvelopeRule.admits(.conversation(text)))
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
