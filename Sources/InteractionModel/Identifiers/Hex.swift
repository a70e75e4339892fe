/// Lower-case hexadecimal (RFC 4648 §8).
package enum Hex {
  /// The two digits of a byte.
  package static func digits(of byte: UInt8) -> [UInt8] {
    let digits = EightBytes.digits(of: UInt32(byte))
    return [UInt8(truncatingIfNeeded: digits >> 48), UInt8(truncatingIfNeeded: digits >> 56)]
  }

  /// The digits of some bytes.
  package static func string(_ bytes: some Sequence<UInt8>) -> String {
    let text = bytes.withContiguousStorageIfAvailable { string(UnsafeRawBufferPointer($0)) }
    return text ?? Array(bytes).withUnsafeBytes { string($0) }
  }

  /// The digits of some borrowed bytes.
  package static func string(_ bytes: UnsafeRawBufferPointer) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { text in
      var place = 0
      for byte in bytes {
        let digits = EightBytes.digits(of: UInt32(byte))
        text[place] = UInt8(truncatingIfNeeded: digits >> 48)
        text[place + 1] = UInt8(truncatingIfNeeded: digits >> 56)
        place += 2
      }
      return place
    }
  }

  /// The value of one digit, upper or lower case.
  package static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The bytes that an even number of digits spell; nil otherwise.
  package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    var text = String(text)
    return text.withUTF8 { digits in
      guard digits.count % 2 == 0 else { return nil }
      var isValid = true
      let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 2) { bytes, count in
        while isValid, count < digits.count / 2 {
          if let high = value(of: digits[count * 2]), let low = value(of: digits[count * 2 + 1]) {
            bytes[count] = high << 4 | low
            count += 1
          } else {
            isValid = false
          }
        }
      }
      return isValid ? bytes : nil
    }
  }
}
