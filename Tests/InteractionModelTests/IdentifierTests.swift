import InteractionModel
import StoreConformance
import Testing

@Suite("Identifiers")
struct IdentifierTests {
  @Test("an event id is read in either case and written in lower case")
  func eventID() throws {
    let id = try #require(EventID("0190A6B2-7d3c-7E51-9d0a-3b1a5c2f4e60"))
    #expect(id.description == "0190a6b2-7d3c-7e51-9d0a-3b1a5c2f4e60")
    #expect(id.high == 0x0190_A6B2_7D3C_7E51)
    #expect(id.bytes.count == 16)
    #expect(id.bytes[0] == 0x01 && id.bytes[15] == 0x60)
  }

  @Test(
    "an event id is refused in any other form",
    arguments: [
      "", "0190a6b27d3c7e519d0a3b1a5c2f4e60", "0190a6b2-7d3c-7e51-9d0a-3b1a5c2f4e6",
      "0190a6b2-7d3c-7e51-9d0a-3b1a5c2f4e600", "0190a6b2-7d3c-7e51-9d0a_3b1a5c2f4e60",
      "{0190a6b2-7d3c-7e51-9d0a-3b1a5c2f4e60}", "0190a6b2-7d3c-7e51-9d0a-3b1a5c2f4e6g",
      "0190a6b2-7d3c-7e51-9d0a-3b1a5c2f4e60 ", "01-90a6b27d3c-7e51-9d0a-3b1a5c2f4e60",
    ])
  func malformedEventID(text: String) {
    #expect(EventID(text) == nil)
  }

  @Test("random and hashed ids carry their version and variant, and come back from text")
  func versions() {
    var generator = SeededGenerator(seed: 3)
    var seen: Set<EventID> = []
    for _ in 0..<500 {
      let random = EventID.random(using: &generator)
      let hashed = EventID(version8: random.bytes + [1, 2, 3])
      #expect(random.bytes[6] >> 4 == 4 && random.bytes[8] >> 6 == 2)
      #expect(hashed.bytes[6] >> 4 == 8 && hashed.bytes[8] >> 6 == 2)
      #expect(EventID(random.description) == random)
      #expect(EventID(hashed.description) == hashed)
      #expect(seen.insert(random).inserted)
    }
    #expect(EventID.random() != EventID.random())
    #expect(EventID(high: 1, low: .max) < EventID(high: 2, low: 0))
  }

  @Test(
    "a stream has a category and an id",
    arguments: [
      ("case-17", EntityKey.case("17")), ("conversation-a-b", .conversation("a-b")),
      ("party-x:y.z_", .party("x:y.z_")), ("document-d", EntityKey(.document, "d")),
      ("projection-CaseState", nil), ("log-origin", nil),
    ] as [(String, EntityKey?)])
  func stream(text: String, entity: EntityKey?) throws {
    let stream = try #require(StreamID(parsing: text))
    #expect(stream.rawValue == text)
    #expect(stream.entity == entity)
    if let entity { #expect(StreamID(entity) == stream) }
  }

  @Test(
    "a stream of another form is refused",
    arguments: [
      "", "case", "case-", "-17", "Case-17", "case 1-2", "case-ä", "c4se-1", "case-a b", "case-a/b",
    ])
  func malformedStream(text: String) {
    #expect(StreamID(parsing: text) == nil)
  }

  @Test("an entity's id is plain ASCII of 1 to 128 characters")
  func entityID() {
    #expect(EntityKey.isValid(id: String(repeating: "x", count: 128)))
    #expect(!EntityKey.isValid(id: String(repeating: "x", count: 129)))
    for text in ["", "a b", "ä", "a/b", "a\n", "a@b", "+49"] {
      #expect(!EntityKey.isValid(id: text))
    }
    #expect(EntityKey.case("2") < .conversation("1"))
    #expect(EntityKey.case("1") < .case("2"))
  }

  @Test("an event of an entity's stream names the entity")
  func envelopeOfStream() {
    let id = EventID(high: 0, low: 0)
    let type = EventType.noteAdded
    #expect(NewEvent(id: id, stream: StreamID(.case("c")), type: type).case == "c")
    #expect(NewEvent(id: id, stream: StreamID(.party("p")), type: type).party == "p")
    let event = NewEvent(id: id, stream: StreamID(.conversation("v")), type: type)
    #expect(event.conversation == "v" && event.case == nil && event.party == nil)
  }

  @Test("a position knows its neighbours and stays behind the start")
  func position() {
    #expect(Position.start.next == Position(1))
    #expect(Position(1).previous == .start)
    #expect(Position.start.previous == .start)
    #expect(Position(.max).next == Position(.max))
    #expect(Position(.min).previous == .start)
  }
}

@Suite("Bytes as text")
struct EncodingTests {
  @Test(
    "Base64 is that of RFC 4648 §10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func base64(text: String, encoded: String) {
    #expect(Base64.string(Array(text.utf8)) == encoded)
    #expect(Base64.bytes(encoded.utf8) == Array(text.utf8))
  }

  @Test(
    "Base64 of another spelling is refused",
    arguments: [
      "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zm 9v", "Zm9v\n", "Zm-_", "Zg==Zg==", "Zg=v",
    ])
  func malformedBase64(text: String) {
    #expect(Base64.bytes(text.utf8) == nil)
  }

  @Test("bytes come back from Base64 and hexadecimal")
  func roundTrip() {
    var generator = SeededGenerator(seed: 4)
    for size in 0..<70 {
      let bytes = (0..<size).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      #expect(Base64.bytes(Base64.string(bytes).utf8) == bytes)
      #expect(Hex.bytes(Hex.string(bytes)) == bytes)
      #expect(Hex.bytes(Hex.string(bytes).uppercased()) == bytes)
    }
    #expect(Hex.bytes("abc") == nil)
    #expect(Hex.bytes("0g") == nil)
  }
}
