import InteractionModel
import Testing

private let folder = "json-test-suite/test_parsing"

@Suite(
  "JSON against JSONTestSuite",
  .enabled(if: Vectors.has(folder), "JSONTestSuite is not on this machine"))
struct JSONTestSuiteTests {
  /// The suite lets readers accept doubled names; this one refuses them on purpose.
  static let refused: Set<String> = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
  ]

  @Test("refuses every text that is not JSON")
  func malformed() throws {
    let names = try Vectors.names(in: folder, prefix: "n_")
    #expect(names.count > 100)
    for name in names {
      let bytes = try Vectors.bytes("\(folder)/\(name)")
      #expect(throws: JSONError.self, "\(name)") { try JSONValue(parsingForeign: bytes) }
      #expect(throws: JSONError.self, "\(name)") { try JSONValue(parsing: bytes) }
    }
  }

  @Test("reads every text that is JSON, and what it writes reads the same")
  func wellFormed() throws {
    let names = try Vectors.names(in: folder, prefix: "y_")
    #expect(names.count > 80)
    for name in names where !Self.refused.contains(name) {
      let bytes = try Vectors.bytes("\(folder)/\(name)")
      let value = try? JSONValue(parsingForeign: bytes)
      #expect(value != nil, "\(name)")
      guard let value else { continue }
      #expect((try? JSONValue(parsing: value.canonicalBytes)) == value, "\(name)")
    }
  }

  @Test("refuses doubled names")
  func doubled() throws {
    for name in Self.refused {
      let bytes = try Vectors.bytes("\(folder)/\(name)")
      let error = #expect(throws: JSONError.self) { try JSONValue(parsingForeign: bytes) }
      #expect(error?.kind == .duplicateKey)
    }
  }

  @Test("reads or refuses what the standard leaves open, without damage")
  func open() throws {
    for name in try Vectors.names(in: folder, prefix: "i_") {
      let bytes = try Vectors.bytes("\(folder)/\(name)")
      guard let value = try? JSONValue(parsingForeign: bytes) else { continue }
      #expect((try? JSONValue(parsing: value.canonicalBytes)) == value, "\(name)")
    }
  }

  @Test("ends at every cut of every text with an answer or an error")
  func cut() throws {
    for name in try Vectors.names(in: folder, prefix: "y_") {
      let bytes = try Vectors.bytes("\(folder)/\(name)")
      for end in 0..<min(bytes.count, 200) { _ = try? JSONValue(parsingForeign: bytes[..<end]) }
    }
  }
}
