/// Words that stand in names without quoting: ids and types.
enum PlainWord {
  /// A set of ASCII characters that answers in a few instructions.
  struct Alphabet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ characters: String) {
      for byte in characters.utf8 where byte < 0x80 {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
      }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
      byte < 0x80 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }
  }

  static let lettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
  private static let word = Alphabet(lettersAndDigits + "._:-")
  private static let path = Alphabet(lettersAndDigits + "._:-/")

  /// Whether a text has 1 to 128 ASCII letters, digits or `. _ : -`.
  ///
  /// - Parameters:
  ///   - text: the candidate.
  ///   - admitsSlash: whether a `/` may stand in it too.
  /// - Returns: true when it has.
  static func isValid(_ text: String, admitsSlash: Bool = false) -> Bool {
    var text = text
    return text.withUTF8 { isValid($0, admitsSlash: admitsSlash) }
  }

  /// Whether borrowed bytes are such a text.
  static func isValid(_ text: UnsafeBufferPointer<UInt8>, admitsSlash: Bool = false) -> Bool {
    guard !text.isEmpty, text.count <= 128 else { return false }
    let alphabet = admitsSlash ? path : word
    for byte in text where !alphabet.contains(byte) { return false }
    return true
  }
}
