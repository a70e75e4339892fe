import StoreConformance
import Testing

@testable import InteractionModel

@Suite("Fast paths for going through a log")
struct ScanningFastPathTests {
  @Test("makes the same texts with a memory of earlier ones as without, whatever comes when")
  func memo() throws {
    var generator = SeededGenerator(seed: 11)
    let memo = TextMemo()
    // Few letters and lengths around those that are kept, so that many come again and many differ
    // in one byte only.
    for _ in 0..<20_000 {
      let count = Int.random(in: 12...36, using: &generator)
      let text = String((0..<count).map { _ in "aab".randomElement(using: &generator) ?? "a" })
      let json = Array("\"\(text)\"".utf8)
      try json.withUnsafeBufferPointer { bytes in
        var reader = JSONReader(bytes, memo: memo)
        let read = try reader.string()
        #expect(read == text)
      }
    }
    for length in 0...70 {
      let text = String(repeating: "x", count: length)
      try Array("\"\(text)\"".utf8).withUnsafeBufferPointer { bytes in
        var (first, again) = (JSONReader(bytes, memo: memo), JSONReader(bytes, memo: memo))
        let texts = [try first.string(), try again.string()]
        #expect(texts == [text, text])
      }
    }
  }

  @Test("decodes the same records with a memory as without")
  func decoding() throws {
    var maker = EventMaker(seed: 3)
    let memo = TextMemo()
    for number in Int64(1)...2_000 {
      let line = try RecordLine(maker.event(), sealed: []).bytes(
        position: Position(number), recorded: Instant(microseconds: number), version: number)
      let remembered = try line.withUnsafeBytes { try Record(line: $0, memo: memo) }
      #expect(try remembered == Record(line: line))
    }
  }

  @Test("reads the id of a key as the log writes it, and nothing else")
  func partKey() throws {
    let text = "0123456789abcdef00ff10203040a0b0"
    #expect(PartKey(text)?.text == text)
    #expect(PartKey(text) == PartKey(text))
    #expect(PartKey(text) != PartKey("0123456789abcdef00ff10203040a0b1"))
    #expect(PartKey(text) != PartKey("1123456789abcdef00ff10203040a0b0"))
    for place in 0..<32 {
      for wrong in ["A", "F", "g", "/", ":", "@", "`", " ", "é"] {
        var letters = Array(text)
        letters[place] = Character(wrong)
        #expect(PartKey(String(letters)) == nil, "\(wrong) at \(place)")
      }
    }
    for text in ["", "0", String(text.dropLast()), text + "0"] { #expect(PartKey(text) == nil) }
  }

  private static func record(_ sealed: JSONValue) throws -> Record {
    var object = RecordDecodingTests.minimal
    object["sealed"] = sealed
    return try Record(line: object.canonicalBytes)
  }

  private static let written: JSONValue = [
    "commitment": "AQ==", "data": "BAUG", "key": "0f", "nonce": "AgM=", "root": "Bwg=",
  ]

  @Test("lends sealed parts as the log writes them")
  func lending() throws {
    for count in 1...3 {
      let record = try Self.record(.array(Array(repeating: Self.written, count: count)))
      var seen: [SealedPart] = []
      let isWhole = record.forEachWrittenPart { part in
        guard let commitment = Base64.bytes(part.commitment), let nonce = Base64.bytes(part.nonce),
          let data = Base64.bytes(part.data), let root = Base64.bytes(part.root)
        else { return false }
        seen.append(
          SealedPart(
            key: String(decoding: part.key, as: UTF8.self), commitment: commitment, nonce: nonce,
            data: data, root: root))
        return true
      }
      #expect(isWhole)
      #expect(try seen == record.sealedParts())
      var asked = 0
      let isOfUse = record.forEachWrittenPart { _ in
        asked += 1
        return false
      }
      #expect(!isOfUse && asked == 1)
    }
    let without = try Record(line: RecordDecodingTests.minimal.canonicalBytes)
    #expect(without.forEachWrittenPart { _ in false })
  }

  @Test("says of parts of any other form that it cannot lend them")
  func notLending() throws {
    var attached = try #require(Self.written.object)
    attached["attachments"] = []
    let other = try Self.record([Self.written, .object(attached)])
    #expect(!other.forEachWrittenPart { _ in true })
    var short = try #require(Self.written.object)
    short["nonce"] = nil
    #expect(try !Self.record([.object(short)]).forEachWrittenPart { _ in true })
  }
}
