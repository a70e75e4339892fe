/// The bytes of a text, decoded where they are percent-encoded (RFC 3986 §2.1).
///
/// Whatever is not `%` and two hexadecimal digits stays as it is.
struct PercentDecoding: Sequence, IteratorProtocol {
  private var rest: Substring.UTF8View

  /// The bytes of a text.
  init(_ text: String) {
    rest = text[...].utf8
  }

  mutating func next() -> UInt8? {
    guard let byte = rest.popFirst() else { return nil }
    guard byte == UInt8(ascii: "%") else { return byte }
    var code: UInt8 = 0
    let digits = rest.prefix(2)
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return byte }
      code = code << 4 | UInt8(value)
    }
    guard digits.count == 2 else { return byte }
    rest = rest.dropFirst(2)
    return code
  }
}
