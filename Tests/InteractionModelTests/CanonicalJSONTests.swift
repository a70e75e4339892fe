import InteractionModel
import StoreConformance
import Testing

@Suite("The canonical form of JSON (RFC 8785)")
struct CanonicalJSONTests {
  @Test(
    "writes values in the one spelling",
    arguments: [
      (nil, "null"), (true, "true"), (false, "false"), (0, "0"), (-1, "-1"),
      (9_007_199_254_740_991, "9007199254740991"), (-9_007_199_254_740_991, "-9007199254740991"),
      ("", "\"\""), ([], "[]"), ([:], "{}"), ([1, [2], [:]], "[1,[2],{}]"),
      (["b": 1, "a": 2], "{\"a\":2,\"b\":1}"),
      (["": 0, "a": ["z": 1, "y": nil]], "{\"\":0,\"a\":{\"y\":null,\"z\":1}}"),
    ] as [(JSONValue, String)])
  func spelling(value: JSONValue, text: String) throws {
    #expect(value.canonicalText == text)
    #expect(try JSONValue(parsing: Array(text.utf8)) == value)
  }

  @Test("escapes what RFC 8785 §3.2.2.2 escapes and nothing else")
  func escapes() {
    let all = (0...0x80).compactMap { Unicode.Scalar(UInt32($0)).map(String.init) }.joined()
    let control =
      #"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
      + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d"#
      + #"\u001e\u001f"#
    let printable =
      ##" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"##
      + "abcdefghijklmnopqrstuvwxyz{|}~\u{7F}\u{80}"
    #expect(JSONValue.string(all).canonicalText == "\"" + control + printable + "\"")
    let plain = "/\u{2028}\u{2029}\u{FEFF}\u{FFFF}\u{10FFFF}€"
    #expect(JSONValue.string(plain).canonicalText == "\"\(plain)\"")
  }

  @Test("sorts names by UTF-16 code units, where a supplementary letter comes before U+E000")
  func order() throws {
    let names = [
      "", "\r", "1", "a", "aa", "b", "\u{80}", "\u{F6}", "\u{20AC}", "\u{D7FF}",
      "\u{10000}", "\u{1F600}", "\u{10FFFF}", "\u{E000}", "\u{FB33}", "\u{FFFF}",
    ]
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<50 {
      let object = JSONObject(names.shuffled(using: &generator).map { ($0, JSONValue.null) })
      #expect(object.members.map(\.key) == names)
      let text =
        "{"
        + names.shuffled(using: &generator).map { "\(JSONValue.string($0).canonicalText):null" }
        .joined(separator: ",") + "}"
      #expect(try JSONValue(parsing: Array(text.utf8)) == .object(object))
    }
  }

  @Test("orders any two names as their UTF-16 code units are ordered")
  func orderAgainstUTF16() {
    var generator = SeededGenerator(seed: 2)
    let alphabet = [
      "a", "b", "\u{7F}", "\u{E9}", "\u{D7FF}", "\u{E000}", "\u{FFFD}", "\u{10000}", "😀",
    ]
    for _ in 0..<2_000 {
      func name() -> String {
        (0..<Int.random(in: 0...4, using: &generator))
          .compactMap { _ in alphabet.randomElement(using: &generator) }.joined()
      }
      let (left, right) = (name(), name())
      var object = JSONObject()
      object[right] = 2
      object[left] = 1
      let keys = object.members.map(\.key)
      let expected =
        Array(left.utf16) == Array(right.utf16)
        ? [left]
        : left.utf16.lexicographicallyPrecedes(right.utf16) ? [left, right] : [right, left]
      #expect(keys == expected)
    }
  }

  @Test("an object keeps its members in order while they are set, replaced and removed")
  func editing() {
    var object: JSONObject = ["m": 1]
    object["z"] = 2
    object["a"] = 3
    object["m"] = 4
    #expect(object.canonicalBytes == Array("{\"a\":3,\"m\":4,\"z\":2}".utf8))
    object["m"] = nil
    object["none"] = nil
    #expect(object.count == 2)
    #expect(object == ["z": 2, "a": 3])
    #expect(JSONObject([("a", 1), ("a", 2)])["a"] == 2)
    #expect(JSONObject().isEmpty)
  }

  @Test("knows the canonical bytes from others without building the value")
  func passingOver() throws {
    let texts = [
      #"{"a":"plain","b":[0,-7,9007199254740991,true,false,null],"c":{"":{},"é":[]}}"#,
      #"{"a\"b":"line\nline\u001f","\u0001":"\\","z":"naïve 😀 \b\f\t\r"}"#,
      "{\"\u{10000}\":1,\"\u{E000}\":2}", #"[[[]],{"k":-1}]"#, "0", #""""#,
    ]
    var pieces = [
      "\"", "\\", "\\/", "\\u0041", "\\u001F", " ", "\n", ",", ":", "{", "}", "[", "]", "-", "-0",
    ]
    pieces += [
      "00", "1.0", "1e2", "99999999999999999999", "9007199254740992", "\u{7F}", "é", "a", "null",
      "\u{FEFF}",
    ]
    var generator = SeededGenerator(seed: 20)
    var canonical = 0
    for round in 0..<20_000 {
      var bytes = Array(texts[round % texts.count].utf8)
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 0...3, using: &generator))
        let piece = Bool.random(using: &generator) ? pieces.randomElement(using: &generator) : nil
        bytes.replaceSubrange(place..<end, with: Array((piece ?? "").utf8))
      }
      if Int.random(in: 0..<8, using: &generator) == 0, !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 0x80
      }
      let expected = (try? JSONValue(parsing: bytes))?.canonicalBytes == bytes
      canonical += expected ? 1 : 0
      #expect(Record.isCanonical(bytes) == expected, "\(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(canonical > 5_000)
  }
}
