/// Base64 with padding (RFC 4648 §4), as records and signed notes use it.
package enum Base64 {
  private static let alphabet: [UInt8] =
    Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  /// The two digits of each twelve bits; written once and never freed.
  nonisolated(unsafe) private static let pairs: UnsafePointer<UInt16> = {
    let table = UnsafeMutablePointer<UInt16>.allocate(capacity: 4_096)
    for bits in 0..<4_096 {
      table[bits] =
        (UInt16(alphabet[bits >> 6]) | UInt16(alphabet[bits & 63]) << 8).littleEndian
    }
    return UnsafePointer(table)
  }()

  /// The value of each digit, and 0xFF for what is none; written once and never freed.
  nonisolated(unsafe) private static let values: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    table.initialize(repeating: 0xFF, count: 256)
    for (value, digit) in alphabet.enumerated() { table[Int(digit)] = UInt8(value) }
    return UnsafePointer(table)
  }()

  /// Appends the encoding of some bytes.
  package static func write(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
    let size = (bytes.count + 2) / 3 * 4
    // A piece on the stack: an array cannot be grown without being written first.
    withUnsafeTemporaryAllocation(byteCount: max(size, 4), alignment: 8) { out in
      encode(bytes, into: out)
      text.append(contentsOf: UnsafeRawBufferPointer(rebasing: out[..<size]))
    }
  }

  private static func encode(
    _ bytes: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer
  ) {
    let pairs = pairs
    var index = 0
    var place = 0
    while index &+ 3 <= bytes.count {
      let group =
        Int(bytes[index]) << 16 | Int(bytes[index &+ 1]) << 8 | Int(bytes[index &+ 2])
      out.storeBytes(of: pairs[group >> 12], toByteOffset: place, as: UInt16.self)
      out.storeBytes(of: pairs[group & 0xFFF], toByteOffset: place &+ 2, as: UInt16.self)
      index &+= 3
      place &+= 4
    }
    switch bytes.count &- index {
    case 1:
      let group = Int(bytes[index]) << 4
      out.storeBytes(of: pairs[group], toByteOffset: place, as: UInt16.self)
      out[place + 2] = padding
      out[place + 3] = padding
    case 2:
      let group = (Int(bytes[index]) << 8 | Int(bytes[index + 1])) << 2
      out.storeBytes(of: pairs[group >> 6], toByteOffset: place, as: UInt16.self)
      out[place + 2] = alphabet[group & 63]
      out[place + 3] = padding
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
    let bytes = text.withContiguousStorageIfAvailable { Base64.bytes($0) }
    return bytes ?? Array(text).withUnsafeBufferPointer { Base64.bytes($0) }
  }

  /// The bytes that a borrowed text encodes.
  package static func bytes(_ digits: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let size = size(of: digits) else { return nil }
    var isValid = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
      isValid = decode(digits, into: UnsafeMutableRawBufferPointer(bytes))
      count = isValid ? size : 0
    }
    return isValid ? bytes : nil
  }

  /// How many bytes a text of that form encodes; nil when none can.
  package static func size(of digits: UnsafeBufferPointer<UInt8>) -> Int? {
    guard digits.count % 4 == 0 else { return nil }
    guard let last = digits.last else { return 0 }
    let padded = last != padding ? 0 : digits[digits.count - 2] != padding ? 1 : 2
    return digits.count / 4 * 3 - padded
  }

  /// Decodes a text to the start of a buffer that has room for ``size(of:)`` bytes.
  ///
  /// - Returns: false unless the text is *the* encoding of some bytes.
  package static func decode(
    _ digits: UnsafeBufferPointer<UInt8>, into out: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard let size = size(of: digits) else { return false }
    let values = values
    let whole = size / 3
    var seen: UInt8 = 0
    var index = 0
    var place = 0
    for _ in 0..<whole {
      let (a, b) = (values[Int(digits[index])], values[Int(digits[index &+ 1])])
      let (c, d) = (values[Int(digits[index &+ 2])], values[Int(digits[index &+ 3])])
      seen |= a | b | c | d
      let group = UInt32(a) << 18 | UInt32(b) << 12 | UInt32(c) << 6 | UInt32(d)
      out[place] = UInt8(truncatingIfNeeded: group >> 16)
      out[place &+ 1] = UInt8(truncatingIfNeeded: group >> 8)
      out[place &+ 2] = UInt8(truncatingIfNeeded: group)
      index &+= 4
      place &+= 3
    }
    guard seen < 64 else { return false }
    guard size > place else { return true }
    let (a, b) = (values[Int(digits[index])], values[Int(digits[index + 1])])
    let c = size - place == 2 ? values[Int(digits[index + 2])] : 0
    guard a | b | c < 64 else { return false }
    let group = UInt32(a) << 18 | UInt32(b) << 12 | UInt32(c) << 6
    out[place] = UInt8(truncatingIfNeeded: group >> 16)
    guard size - place == 2 else { return group & 0xFFFF == 0 }
    out[place + 1] = UInt8(truncatingIfNeeded: group >> 8)
    return group & 0xFF == 0
  }
}
