import InteractionModel
import StoreConformance
import Testing

/// What is read eight bytes at a time must say the same as one byte at a time does, wherever the
/// eight begin.
@Suite("Reading eight bytes at a time")
struct FastPathTests {
  @Test("finds what ends or breaks a string at every place, and nothing else")
  func strings() throws {
    for length in 0...20 {
      for place in 0..<max(1, length) {
        for byte in UInt8.min...UInt8.max {
          var content = [UInt8](repeating: UInt8(ascii: "x"), count: length)
          if length > 0 { content[place] = byte }
          let text = [UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")]
          let value = try? JSONValue(parsing: text)
          let isPlain =
            length == 0
            || (byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"")
              && byte != UInt8(ascii: "\\"))
          #expect(
            value == (isPlain ? .string(String(decoding: content, as: UTF8.self)) : nil),
            "byte \(byte) at \(place) of \(length)")
          if length == 0 { break }
        }
      }
    }
  }

  @Test("writes and reads back strings with escapes and letters of all planes at every place")
  func escapes() throws {
    for length in 0...18 {
      for piece in ["\"", "\\", "\n", "\u{1}", "\u{7F}", "é", "€", "😀", "\u{0}"] {
        for place in 0...length {
          let text =
            String(repeating: "a", count: place) + piece
            + String(repeating: "b", count: length - place)
          let bytes = JSONValue.string(text).canonicalBytes
          #expect(try JSONValue(parsing: bytes) == .string(text))
          var expected = "\""
          for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": expected += "\\\(scalar)"
            case "\n": expected += "\\n"
            case "\u{1}": expected += "\\u0001"
            case "\u{0}": expected += "\\u0000"
            default: expected.unicodeScalars.append(scalar)
            }
          }
          #expect(String(decoding: bytes, as: UTF8.self) == expected + "\"")
        }
      }
    }
  }

  @Test("takes for an id what has digits and hyphens where they belong, at every place")
  func ids() throws {
    let plain = Array("0189abcd-ef01-4234-8567-89abcdef0123".utf8)
    for place in plain.indices {
      for byte in UInt8.min...UInt8.max {
        var text = plain
        text[place] = byte
        let isHyphen = [8, 13, 18, 23].contains(place)
        let isValid = isHyphen ? byte == UInt8(ascii: "-") : Hex.value(of: byte) != nil
        let id = String(validating: text, as: UTF8.self).flatMap { EventID($0) }
        #expect((id != nil) == isValid, "byte \(byte) at \(place)")
        if let id {
          #expect(id.description == String(decoding: text, as: UTF8.self).lowercased())
        }
      }
    }
  }

  @Test("encodes and decodes base64 and hexadecimal of every length")
  func encodings() throws {
    var generator = SeededGenerator(seed: 3)
    for length in 0...70 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let text = Base64.string(bytes)
      #expect(text.utf8.count == (length + 2) / 3 * 4)
      #expect(Base64.bytes(text.utf8) == bytes)
      #expect(Hex.bytes(Hex.string(bytes)) == bytes)
      #expect(Hex.string(bytes).utf8.allSatisfy { Hex.value(of: $0) != nil })
      for cut in 1..<4 where length > 0 { #expect(Base64.bytes(text.utf8.dropLast(cut)) == nil) }
    }
    #expect(Base64.string(Array("any carnal pleas".utf8)) == "YW55IGNhcm5hbCBwbGVhcw==")
    for text in [
      "AB==", "AAB=", "A===", "====", "=AAA", "AA=A", "AAAA=AAA", "AA==AAAA", "A A=", "AA-_", "é",
      "AAA", "0a", "AQ=\u{0}",
    ] {
      #expect(Base64.bytes(text.utf8) == nil, "\(text)")
    }
    for text in ["0", "0g", "g0", " 0", "é"] { #expect(Hex.bytes(text) == nil, "\(text)") }
  }

  @Test("knows the types of the catalogue by all of their letters")
  func types() {
    for type in EventCatalogue.types {
      #expect(EventType(rawValue: type.rawValue) == type)
      #expect(Set([type, EventType(type.rawValue)]).count == 1)
      for place in type.rawValue.indices {
        var other = type.rawValue
        other.replaceSubrange(place...place, with: "Q")
        #expect(EventType(other) != type)
        #expect(EventType(other).rawValue == other)
        #expect(EventCatalogue.fields(of: EventType(other)) == nil)
      }
    }
    #expect(EventType("agency.own") == EventType(rawValue: "agency.own"))
    #expect(Set([EventType("agency.own"), EventType("agency.own")]).count == 1)
    #expect(EventType("agency.own") != EventType("agency.other"))
  }

  @Test("joins a line in a buffer that is used again just as it does alone")
  func joining() throws {
    var maker = EventMaker(seed: 21)
    var buffer: [UInt8] = []
    for number in 1...200 as ClosedRange<Int64> {
      let line = try RecordLine(maker.event(), sealed: [])
      let recorded = Instant(microseconds: 1_700_000_000_123_456 + number)
      buffer.removeAll(keepingCapacity: true)
      line.write(
        position: Position(number), recorded: recorded.description, version: number, to: &buffer)
      #expect(
        buffer == line.bytes(position: Position(number), recorded: recorded, version: number))
    }
  }

  @Test("reads a sealed part in any spelling of the same")
  func sealedSpelling() throws {
    let part = SealedPart(
      key: "0f", commitment: [1], nonce: [2, 3], data: [4, 5, 6], root: [7, 8])
    var object = RecordDecodingTests.minimal
    object["sealed"] = [
      ["commitment": "AQ==", "data": "BAUG", "key": "0f", "nonce": "AgM=", "root": "Bwg="]
    ]
    let line = String(decoding: object.canonicalBytes, as: UTF8.self)
    for spelling in [
      line, line.replacing("\"data\"", with: " \"data\""), line.replacing("0f", with: "\\u0030f"),
      line.replacing("\"commitment\":\"AQ==\",", with: "")
        .replacing("Bwg=\"", with: "Bwg=\",\"commitment\":\"AQ==\""),
    ] {
      #expect(try Record(line: Array(spelling.utf8)).sealedParts() == [part], "\(spelling)")
    }
    for wrong in [
      line.replacing("Bwg=\"", with: "Bwg=\",\"key\":\"0f\""), line.replacing("AQ==", with: "A\\q"),
    ] {
      let record = try Record(line: Array(wrong.utf8))
      #expect(throws: RecordError.self) { try record.sealedParts() }
    }
  }

  @Test("finds members of small and large objects by their names, scalar for scalar")
  func members() {
    for count in [0, 1, 5, 12, 13, 40] {
      let object = JSONObject((0..<count).map { ("name-of-member-\($0)", .int(Int64($0))) })
      for number in 0..<count { #expect(object["name-of-member-\(number)"]?.int == Int64(number)) }
      #expect(object["name-of-member-"] == nil && object[""] == nil)
    }
    let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
    #expect(object.count == 2 && object["\u{E9}"] == 1 && object["e\u{301}"] == 2)
  }
}
