/// Base64 with padding (RFC 4648 §4), as records and signed notes use it.
package enum Base64 {
  private static let alphabet: [UInt8] =
    Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 0xFF, count: 256)
    for (value, digit) in alphabet.enumerated() { table[Int(digit)] = UInt8(value) }
    return table
  }()

  /// Appends the encoding of some bytes.
  package static func write(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
    let start = text.count
    let size = (bytes.count + 2) / 3 * 4
    text.append(contentsOf: repeatElement(UInt8(ascii: "="), count: size))
    text.withUnsafeMutableBufferPointer { text in
      let out = UnsafeMutableBufferPointer(rebasing: text[start...])
      alphabet.withUnsafeBufferPointer { encode(bytes, $0, into: out) }
    }
  }

  /// Writes over the padding characters that `out` holds so far.
  private static func encode(
    _ bytes: UnsafeRawBufferPointer, _ alphabet: UnsafeBufferPointer<UInt8>,
    into out: UnsafeMutableBufferPointer<UInt8>
  ) {
    var index = 0
    var place = 0
    while index + 3 <= bytes.count {
      let group =
        Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
      out[place] = alphabet[group >> 18]
      out[place + 1] = alphabet[group >> 12 & 63]
      out[place + 2] = alphabet[group >> 6 & 63]
      out[place + 3] = alphabet[group & 63]
      index += 3
      place += 4
    }
    switch bytes.count - index {
    case 1:
      out[place] = alphabet[Int(bytes[index]) >> 2]
      out[place + 1] = alphabet[Int(bytes[index]) << 4 & 63]
    case 2:
      let group = Int(bytes[index]) << 8 | Int(bytes[index + 1])
      out[place] = alphabet[group >> 10]
      out[place + 1] = alphabet[group >> 4 & 63]
      out[place + 2] = alphabet[group << 2 & 63]
    default: break
    }
  }

  /// The encoding of some bytes.
  package static func string(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    bytes.withUnsafeBytes { write($0, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that a text encodes; nil unless it is *the* encoding of some bytes (padded, no
  /// white space, unused bits zero).
  package static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    let digits = Array(text)
    guard digits.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3)
    var index = 0
    while index < digits.count {
      var group: UInt32 = 0
      var padding = 0
      for offset in 0..<4 {
        let digit = digits[index + offset]
        if digit == UInt8(ascii: "="), index + 4 == digits.count, offset >= 2 {
          padding += 1
          group <<= 6
          continue
        }
        let value = values[Int(digit)]
        guard value != 0xFF, padding == 0 else { return nil }
        group = group << 6 | UInt32(value)
      }
      bytes.append(UInt8(truncatingIfNeeded: group >> 16))
      if padding < 2 { bytes.append(UInt8(truncatingIfNeeded: group >> 8)) }
      if padding < 1 { bytes.append(UInt8(truncatingIfNeeded: group)) }
      if padding == 2, group & 0xFFFF != 0 { return nil }
      if padding == 1, group & 0xFF != 0 { return nil }
      index += 4
    }
    return bytes
  }
}
