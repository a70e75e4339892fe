internal import InteractionModel

/// Tells a number from the string that spells it.
///
/// Foreign JSON is read with its decimals as strings, so that `1.5` and `"1.5"` look alike; where an
/// attribute must be a string, the bytes are asked.
enum BareNumbers {
  /// The names of members of an object whose value is a number in its bytes and a string in the
  /// object.
  static func names(
    among names: [String], of object: JSONObject, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [String] {
    let suspects = names.filter { object[$0]?.string.map(spellsNumber) == true }
    guard !suspects.isEmpty, let bare = try? members(of: bytes) else { return [] }
    return suspects.filter(bare.contains)
  }

  /// Whether a text has nothing but what a number has; nearly always the first letters say no.
  private static func spellsNumber(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
          UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
          true
        default: false
        }
      }
  }

  /// The names of the members of an object whose value begins as a number does.
  private static func members(
    of bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONError) -> Set<String> {
    var reader = JSONReader(bytes, numbers: .decimalStrings)
    var names: Set<String> = []
    try reader.expect(UInt8(ascii: "{"))
    repeat {
      let name = try reader.string()
      try reader.expect(UInt8(ascii: ":"))
      if reader.peek() != UInt8(ascii: "\"") { names.insert(name) }
      _ = try reader.value()
    } while reader.consume(UInt8(ascii: ","))
    return names
  }
}
