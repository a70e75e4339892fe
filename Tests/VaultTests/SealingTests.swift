import EventLog
import InteractionModel
import Testing

@testable import Vault

@Suite struct SealingTests {
  @Test("What was sealed opens again, for every part, and no clear text is in the line")
  func roundTrip() async throws {
    let fixture = try await Fixture()
    var event = message(["text": "Zoë called from 555-0100 \u{1F4DE}\n", "list": [1, true, nil]])
    event.personal.append(PersonalPart(subject: bob, content: ["note": "sounded upset"]))
    event.personal.append(PersonalPart(subject: alice, content: [:]))
    let record = try await fixture.record(event)
    #expect(try fixture.results(record) == event.personal.map { .opened($0.content) })
    let stored = try #require(try fixture.store.record(at: record.position))
    let line = String(decoding: stored.line, as: UTF8.self)
    for clear in ["Zoë", "555-0100", "sounded upset", "party:p-1", "agent:a-7"] {
      #expect(!line.contains(clear))
    }
    let parts = try record.sealedParts()
    #expect(parts[0].key == parts[2].key && parts[0].key != parts[1].key)
    #expect(parts.allSatisfy { $0.key.count == 32 && $0.nonce.count == 12 })
    #expect(Record.isCanonical(stored.line))
  }

  @Test(
    "A change to any field of a part makes it unavailable, never erased and never other text",
    arguments: ["commitment", "data", "nonce", "key", "root", "attachments"])
  func tamperPart(field: String) async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message())
    let stored = try #require(try fixture.store.record(at: record.position))
    let altered = try Record.altered(stored) { line in
      line.alterPart { part in
        part[field] = part[field]?.string.map { .string(flipped($0)) } ?? [.string("00")]
      }
    }
    let reason: Unavailability = field == "key" ? .keyMissing : .altered
    #expect(try fixture.results(altered) == [.unavailable(reason)])
  }

  @Test(
    "A part that is cut short is unavailable",
    arguments: ["commitment", "data", "nonce", "root"])
  func truncatePart(field: String) async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message())
    let stored = try #require(try fixture.store.record(at: record.position))
    let altered = try Record.altered(stored) { $0.alterPart { $0[field] = "AAAA" } }
    #expect(try fixture.results(altered) == [.unavailable(.altered)])
  }

  @Test(
    "A part is bound to its event: id, type and schema",
    arguments: [
      ("id", JSONValue.string("0190a6b2-7d3c-7e51-9d0a-3b1a5c2f4e60")), ("type", "note.added"),
      ("schema", 2),
    ])
  func tamperEnvelope(field: String, value: JSONValue) async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message())
    let stored = try #require(try fixture.store.record(at: record.position))
    let altered = try Record.altered(stored) { $0[field] = value }
    #expect(try fixture.results(altered) == [.unavailable(.altered)])
  }

  @Test("Position, version and time of recording are not bound: they come after sealing")
  func unboundFields() async throws {
    let fixture = try await Fixture()
    let event = message()
    let record = try await fixture.record(event)
    let stored = try #require(try fixture.store.record(at: record.position))
    let altered = try Record.altered(stored) { line in
      line["position"] = 99
      line["version"] = 7
    }
    #expect(try fixture.results(altered) == [.opened(event.personal[0].content)])
  }

  @Test("A part does not open in another log, in another place or in another event")
  func movedParts() async throws {
    let fixture = try await Fixture()
    var event = message(["text": "first"])
    event.personal.append(PersonalPart(subject: alice, content: ["text": "second"]))
    let record = try await fixture.record(event)
    let elsewhere = try fixture.vault.open(record, origin: "village-hall") { _ in nil }
    #expect(elsewhere.allSatisfy { $0.result == .unavailable(.altered) })

    let stored = try #require(try fixture.store.record(at: record.position))
    let swapped = try Record.altered(stored) { line in
      line["sealed"] = .array((line["sealed"]?.array ?? []).reversed())
    }
    #expect(try fixture.results(swapped).allSatisfy { $0 == .unavailable(.altered) })

    let other = try await fixture.record(message(["text": "third"]))
    let otherStored = try #require(try fixture.store.record(at: other.position))
    let foreign = try JSONValue(parsing: stored.line)["sealed"]?.array?.prefix(1)
    let moved = try Record.altered(otherStored) { $0["sealed"] = .array(Array(foreign ?? [])) }
    #expect(try fixture.results(moved) == [.unavailable(.altered)])
  }

  @Test("Contents of about the same length have ciphertexts of one length")
  func padding() async throws {
    let fixture = try await Fixture()
    var lengths: Set<Int> = []
    for count in 1...20 {
      let event = message(["t": .string(String(repeating: "x", count: count))])
      let part = try #require(try await fixture.record(event).sealedParts().first)
      lengths.insert(part.data.count)
    }
    // {"t":"…"} has 8 bytes and its text, so 1 to 20 fit one block of 32, and 16 are the tag.
    #expect(lengths == [48])
    let part = try #require(
      try await fixture.record(message(["t": "ninety-nine red balloons"])).sealedParts().first)
    #expect(part.data.count == 48)
    let longer = try #require(
      try await fixture.record(message(["t": "ninety-nine red balloons!"])).sealedParts().first)
    #expect(longer.data.count == 80)
  }

  @Test("The same content sealed twice has nothing in common but the key id")
  func freshness() async throws {
    let fixture = try await Fixture()
    let event = message()
    let batches = try [fixture.log.prepare([event]), fixture.log.prepare([event])]
    let parts = batches.map { $0.events[0].sealed[0] }
    #expect(parts[0].key == parts[1].key)
    #expect(parts[0].nonce != parts[1].nonce && parts[0].data != parts[1].data)
    // Event, index and key are the same, so the derived key, its commitment and the salts are.
    #expect(parts[0].commitment == parts[1].commitment && parts[0].root == parts[1].root)
    let other = try fixture.log.prepare([message()]).events[0].sealed[0]
    #expect(other.commitment != parts[0].commitment && other.root != parts[0].root)
  }

  @Test("Keys are expanded as RFC 5869 does, appendix A.2")
  func expansion() throws {
    let prk = try #require(
      Hex.bytes("06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244"))
    let key = DataKey(id: "k", key: try #require(MasterKey(prk)).key)
    var info = DataKey.blank + Array(UInt8(0xB0)...0xFF)
    let blocks = key.expand(&info)
    #expect(
      Hex.string(Array(blocks.0) + Array(blocks.1) + Array(blocks.2.prefix(18)))
        == """
        b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c\
        59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71\
        cc30c58179ec3e87c14c01d5c1f3434f1d87
        """)
  }

  @Test("The additional data is canonical JSON of six fields")
  func additionalData() throws {
    let id = try #require(EventID("0190a6b2-7d3c-7e51-9d0a-3b1a5c2f4e60"))
    let place = SealedPlace(origin: "a\"b", id: id, type: .noteAdded, schema: 3, index: 12)
    var bytes: [UInt8] = [1, 2, 3]
    place.writeAdditionalData(key: "00ff", to: &bytes)
    let expected: JSONObject = [
      "id": .string(id.description), "index": 12, "key": "00ff", "origin": "a\"b", "schema": 3,
      "type": "note.added",
    ]
    #expect(bytes == expected.canonicalBytes)
    var info: [UInt8] = [1, 2, 3]
    place.writeInfo("x", to: &info)
    #expect(info.count == DataKey.blank.count + 1 + 1 + 16 + 4)
  }
}
