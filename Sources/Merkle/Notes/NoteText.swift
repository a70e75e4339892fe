/// The lines of notes.
enum NoteText {
  /// What ends a line.
  static let lineFeed = UInt8(ascii: "\n")

  /// Whether the bytes are UTF-8 without control characters but line feeds.
  static func isPlain(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 || $0 == lineFeed }
      && String(validating: bytes, as: UTF8.self) != nil
  }

  /// The lines of a text that ends with a line feed; nil of any other.
  static func lines(_ bytes: some BidirectionalCollection<UInt8>) -> [String]? {
    guard bytes.last == lineFeed else { return nil }
    return bytes.dropLast().split(separator: lineFeed, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The number that a line spells without leading zeroes; nil of any other.
  static func number(_ line: some StringProtocol) -> UInt64? {
    guard let number = UInt64(line), "\(number)".utf8.elementsEqual(line.utf8) else { return nil }
    return number
  }

  /// Whether a key may have the name: no white space, no plus, and something.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace
      }
  }
}
