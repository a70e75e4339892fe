import InteractionModel
import Testing

private func parse(_ text: String) throws -> JSONValue {
  try JSONValue(parsing: Array(text.utf8))
}

private func parseForeign(_ text: String) throws -> JSONValue {
  try JSONValue(parsingForeign: Array(text.utf8))
}

@Suite("Reading JSON")
struct JSONParsingTests {
  @Test("reads every kind of value, with any white space and any order of members")
  func values() throws {
    let value = try parse(" {\t\"b\" : [ true , false,null ] ,\r\n\"a\":\"x\", \"c\": {\"n\":-7}} ")
    #expect(value == ["a": "x", "b": [true, false, nil], "c": ["n": -7]])
    #expect(value["c"]?["n"]?.int == -7)
    #expect(value["b"]?.array?.first?.bool == true)
    #expect(value["a"]?.string == "x")
    #expect(value["none"] == nil)
  }

  @Test(
    "keeps integers up to 2^53−1",
    arguments: [
      ("0", 0), ("-0", 0), ("-1", -1), ("9007199254740991", 9_007_199_254_740_991),
      ("-9007199254740991", -9_007_199_254_740_991),
    ] as [(String, Int64)])
  func integers(text: String, value: Int64) throws {
    #expect(try parse(text) == .int(value))
    #expect(try parseForeign(text) == .int(value))
  }

  @Test(
    "refuses other numbers in records and keeps their spelling from elsewhere",
    arguments: [
      "9007199254740992", "-9007199254740992", "10000000000000000999", "1.0", "0.1", "-0.0",
      "1E400",
      "1e-2", "5e+3", "123456789012345678901234567890.5",
    ])
  func numbers(text: String) throws {
    let error = #expect(throws: JSONError.self) { try parse(text) }
    #expect(error == JSONError(.notAnInteger, at: 0))
    #expect(try parseForeign(text) == .string(text))
    #expect(try parseForeign("[1,\(text)]") == .array([1, .string(text)]))
  }

  @Test("refuses what is no number", arguments: ["01", "-", "+1", "1.", ".5", "1e", "1e+", "-01"])
  func malformedNumbers(text: String) {
    #expect(throws: JSONError.self) { try parseForeign(text) }
    #expect(throws: JSONError.self) { try parseForeign("[\(text)]") }
  }

  @Test(
    "names reason and place of a fault",
    arguments: [
      ("", .unexpectedEnd, 0), ("[1", .unexpectedEnd, 2), ("{\"a\"", .unexpectedEnd, 4),
      ("[1,]", .unexpectedByte, 3), ("{\"a\":1,}", .unexpectedByte, 7), ("tru", .unexpectedEnd, 0),
      ("nulL", .unexpectedByte, 3), ("1 2", .trailingBytes, 2), ("[]x", .trailingBytes, 2),
      ("\"a\nb\"", .controlCharacter, 2), ("\"\\n\u{1}\"", .controlCharacter, 3),
      ("\"a\\x\"", .malformedEscape, 2), ("\"\\u12G4\"", .malformedEscape, 5),
      ("\"open", .unexpectedEnd, 5), ("{\"a\":1,\"a\":2}", .duplicateKey, 7),
      ("\u{FEFF}{}", .byteOrderMark, 0), ("'a'", .unexpectedByte, 0), ("{a:1}", .unexpectedByte, 1),
    ] as [(String, JSONError.Kind, Int)])
  func faults(text: String, reason: JSONError.Kind, offset: Int) {
    let error = #expect(throws: JSONError.self) { try parse(text) }
    #expect(error == JSONError(reason, at: offset))
  }

  @Test("says what is wrong without repeating any of the text")
  func description() {
    let error = #expect(throws: JSONError.self) { try parse("{\"secret\":\"Jane Doe\u{1}\"}") }
    let words = error?.description ?? ""
    #expect(words.contains("byte 19"))
    #expect(!words.contains("Jane") && !words.contains("secret"))
  }

  @Test("finds a doubled name in any order, also when one is escaped")
  func doubled() {
    for text in [
      "{\"a\":1,\"b\":2,\"a\":3}", "{\"b\":1,\"a\":2,\"b\":1}", "{\"a\":1,\"\\u0061\":2}",
      "[{\"x\":{\"\":0,\"\":0}}]",
    ] {
      let error = #expect(throws: JSONError.self) { try parse(text) }
      #expect(error?.kind == .duplicateKey)
    }
  }

  @Test("takes composed and decomposed letters for different ones, in names and values")
  func noNormalisation() throws {
    for text in ["{\"\u{E9}\":1,\"e\u{301}\":2}", "{\"e\u{301}\":2,\"\u{E9}\":1}"] {
      let value = try parse(text)
      #expect(value["\u{E9}"] == 1)
      #expect(value["e\u{301}"] == 2)
      #expect(value.canonicalText == "{\"e\u{301}\":2,\"\u{E9}\":1}")
    }
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    #expect(JSONObject([("\u{E9}", 1)]) != JSONObject([("e\u{301}", 1)]))
    #expect(JSONObject([("\u{E9}", 1)])["e\u{301}"] == nil)
  }

  @Test(
    "refuses halves of surrogate pairs",
    arguments: ["\\uD800", "\\uDC00", "\\uD800\\uD800", "\\uD83Dx", "\\uDE00\\uD83D", "\\ud83d\\n"])
  func surrogates(text: String) {
    let error = #expect(throws: JSONError.self) { try parse("\"\(text)\"") }
    #expect(error?.kind == .loneSurrogate)
  }

  @Test("refuses bytes that are not UTF-8, with and without an escape before them")
  func invalidUTF8() {
    let wrong: [[UInt8]] = [
      [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
      [0xE2, 0x82],
    ]
    for bytes in wrong {
      for before in ["", "\\t"] {
        let text = [0x22] + Array(before.utf8) + bytes + [0x22]
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.kind == .invalidUTF8)
      }
    }
  }

  @Test("reads all escapes and pairs of surrogates")
  func escapes() throws {
    let text = #""\"\\\/\b\f\n\r\t\u0000\u00e9\uD83D\uDE00\u20AC""#
    #expect(try parse(text).string == "\"\\/\u{8}\u{C}\n\r\t\u{0}\u{E9}😀€")
  }

  @Test("reads 128 levels of nesting and refuses more, however many")
  func depth() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    #expect(try parse(nested(128)).array != nil)
    for levels in [129, 100_000] {
      let error = #expect(throws: JSONError.self) { try parse(nested(levels)) }
      #expect(error == JSONError(.tooDeep, at: 128))
    }
    let objects = String(repeating: "{\"a\":", count: 129)
    #expect(throws: JSONError.self) { try parse(objects) }
  }

  @Test("reads bytes that do not lie in one piece of memory")
  func scattered() throws {
    let bytes = Array("[1,\"zwei\"]".utf8)
    #expect(try JSONValue(parsing: AnyCollection(bytes.lazy.map { $0 })) == [1, "zwei"])
    #expect(try JSONValue(parsing: bytes[...]) == [1, "zwei"])
  }
}
