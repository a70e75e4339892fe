import EventLog
import InteractionModel
import Merkle
import Testing

@_spi(Opening) @testable import Vault

@Suite("What is told of a part")
struct DisclosingTests {
  /// Why something cannot be told; nil when it can.
  private static func reason<Value>(_ body: () throws -> Value) -> String? {
    do {
      _ = try body()
      return nil
    } catch {
      return Diagnosis(of: error).reason
    }
  }

  private static func root(_ record: Record, _ index: Int = 0) throws -> Hash {
    try #require(Hash(try record.sealedParts()[index].root))
  }

  /// What sources send that is not sealed as it was given.
  private static let contents: [JSONObject] = [
    [:], ["text": "My bin was not emptied, call 555-0100."],
    ["text": .string(AttachmentTests.megabyte), "subject": "bins", "list": ["a", "b"]],
    ["$attachment": "00", "bytes": 2], ["a": ["$$attachment": .string(AttachmentTests.megabyte)]],
  ]

  @Test("is of the content as it was given, wherever its strings went", arguments: contents)
  func content(content: JSONObject) async throws {
    let fixture = try await Fixture()
    var event = message(["text": "another part"], subject: bob)
    event.personal.append(PersonalPart(subject: alice, content: content))
    let record = try await fixture.record(event)
    let whole = try fixture.log.disclose(record, part: 1, withholding: [])
    try whole.check(Self.root(record, 1))
    #expect(whole.withheldCount == 0)
    #expect(throws: DisclosureError.otherRoot) { try whole.check(Self.root(record, 0)) }
    // The same event sealed again commits to the same.
    let again = try fixture.log.prepare([event]).events[0].sealed
    #expect(try again.map(\.root) == record.sealedParts().map(\.root))
  }

  @Test("shows what is not withheld, also after the key is gone, and no more can be told then")
  func erasure() async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message(["text": "Call 555-0100, ask for Zoë."]))
    let span = TextSpan(pointer: "/text", scalars: 5..<13)
    let told = try fixture.log.disclose(record, part: 0, withholding: [span])
    #expect(told.withheldCount == 1)
    let text = JSONValue.object(told.json).canonicalText
    #expect(!text.contains("555") && text.contains("Zoë."))
    try await fixture.mark(try record.sealedParts().map(\.key))
    for isGone in [false, true] {
      if isGone { try fixture.vault.destroy(try record.sealedParts().map(\.key)) }
      try told.check(Self.root(record))
      let reason = "the part was erased, so nothing of it can be disclosed"
      #expect(
        reason
          == Self.reason { try fixture.log.disclose(record, part: 0, withholding: [span]) })
      #expect(reason == Self.reason { try fixture.log.recordKey(of: record, part: 0) })
    }
  }

  @Test("names what cannot be told: no such part, no such span, no key")
  func refusals() async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message())
    func reason(part: Int, _ spans: TextSpan...) -> String? {
      Self.reason { try fixture.log.disclose(record, part: part, withholding: spans) }
    }
    for part in [-1, 1] { #expect(reason(part: part) == "the record has no such part") }
    #expect(
      reason(part: 0, TextSpan(pointer: "/nothing", scalars: 0..<1))
        == DisclosureError.noSuchValue(span: 0).reason)
    #expect(reason(part: 0, TextSpan(pointer: "/text", scalars: 0..<1)) == nil)
    try fixture.vault.destroy(try record.sealedParts().map(\.key))
    #expect(reason(part: 0) == Unavailability.keyMissing.reason)
  }

  @Test("opens with the part's own key alone, without a vault, attachments included")
  func recordKey() async throws {
    let fixture = try await Fixture()
    let text = AttachmentTests.megabyte
    var event = message(["a": .string(text), "b": .string(text + "!"), "c": "short"])
    event.personal.append(PersonalPart(subject: alice, content: ["text": "another part"]))
    let record = try await fixture.record(event)
    let parts = try record.sealedParts()
    let keys = try (0...1).map { try fixture.log.recordKey(of: record, part: $0) }
    func open(
      _ key: RecordKey, _ index: Int, of part: SealedPart? = nil, at origin: String = "city-hall",
      attachment: (String) -> [UInt8]? = { fixture.store.attachment($0) }
    ) -> Result<JSONObject, PartFault> {
      Result { () throws(PartFault) in
        try key.open(
          part ?? parts[index], at: index, of: record, origin: origin, attachment: attachment)
      }
    }
    #expect(keys[0].attachmentKeys.count == 2)
    for index in 0...1 {
      #expect(open(keys[index], index) == .success(event.personal[index].content))
      #expect(open(keys[index], index, at: "village-hall") == .failure(.tag))
    }
    #expect(open(keys[0], 1) == .failure(.attachmentList))
    #expect(open(keys[1], 1, of: parts[0]) == .failure(.attachmentList))
    let name = parts[0].attachments[0]
    #expect(open(keys[0], 0, attachment: { _ in nil }) == .failure(.attachmentMissing(name)))

    // Whoever alters what is given with the part, or gives another part's, is found.
    let (key, other) = (keys[1], keys[0])
    func altered(
      key first: [UInt8]? = nil, commitment: [UInt8]? = nil, seed: [UInt8]? = nil
    ) throws -> RecordKey {
      try #require(
        RecordKey(
          key: first ?? key.key, commitment: commitment ?? key.commitment, seed: seed ?? key.seed))
    }
    #expect(try open(altered(key: other.key), 1) == .failure(.tag))
    #expect(try open(altered(commitment: other.commitment), 1) == .failure(.commitment))
    #expect(try open(altered(seed: other.seed), 1) == .failure(.root))
    #expect(try open(altered(), 1) == .success(["text": "another part"]))
    #expect(RecordKey(key: [1], commitment: key.commitment, seed: key.seed) == nil)
    #expect(RecordKey(key: key.key, commitment: key.commitment, seed: []) == nil)
    var dumped = ""
    dump(key, to: &dumped)
    #expect(!dumped.contains("32 elements") && "\(key)" == "the key of one part")
  }

  @Test("The root of a part that says something else is found by whoever opens it")
  func otherRoot() async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message())
    let stored = try #require(try fixture.store.record(at: record.position))
    let altered = try Record.altered(stored) { line in
      line.alterPart { $0["root"] = $0["root"]?.string.map { .string(flipped($0)) } }
    }
    #expect(try fixture.results(altered) == [.unavailable(.altered)])
    let key = try fixture.log.recordKey(of: record, part: 0)
    let part = try #require(try altered.sealedParts().first)
    #expect(throws: PartFault.root) {
      try key.open(part, at: 0, of: altered, origin: "city-hall")
    }
  }
}
