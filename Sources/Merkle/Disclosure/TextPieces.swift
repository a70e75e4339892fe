/// How a string is cut into the pieces that can be shown or withheld, each by itself.
///
/// A piece ends behind the first run of U+0020 and U+000A with which it has at least 8 bytes, or where
/// it would have more than 64 with the next Unicode scalar; see <doc:PlaintextRoots>. Where a piece ends
/// depends on nothing before it.
enum TextPieces {
  /// How many bytes a piece has at least that ends behind a blank.
  ///
  /// Of single words there would be twice as many, and hashing them took a fifth of the rate of
  /// appends.
  static let shortest = 8
  /// The most bytes of a piece.
  static let longest = 64

  /// Where the piece of UTF-8 that begins at `start` ends; of text that goes on there.
  static func end(of text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let limit = min(start &+ longest, text.count)
    var place = start
    repeat {
      while place < limit, !isBlank(text[place]) { place &+= 1 }
      while place < limit, isBlank(text[place]) { place &+= 1 }
    } while place < limit && place &- start < shortest
    guard place < text.count else { return place }
    // No scalar is cut: what goes on with a continuation byte began before.
    while text[place] & 0xC0 == 0x80 { place &-= 1 }
    return place
  }

  /// Whether some text is one piece, no more and no less, also when more of the string follows.
  static func isPiece(_ text: String, before next: String = "") -> Bool {
    Array((text + next).utf8).withUnsafeBufferPointer { end(of: $0, from: 0) == text.utf8.count }
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n")
  }
}
