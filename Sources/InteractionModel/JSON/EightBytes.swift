/// Looks at eight bytes of text at once.
///
/// A mask has the highest bit of each byte that was looked for; the lowest one set is exact, those
/// above it may be false (a borrow of the subtraction runs upwards), so only the first is used.
enum EightBytes {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The eight bytes at an address, the first one lowest.
  @inline(__always)
  static func load(_ address: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(address).loadUnaligned(as: UInt64.self))
  }

  /// The four bytes at an address, the first one lowest.
  @inline(__always)
  static func loadHalf(_ address: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(UInt32(littleEndian: UnsafeRawPointer(address).loadUnaligned(as: UInt32.self)))
  }

  /// Where the first marked byte of a mask is; 8 when none is.
  @inline(__always)
  static func first(_ mask: UInt64) -> Int { mask.trailingZeroBitCount >> 3 }

  @inline(__always)
  private static func equal(_ bytes: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = bytes ^ (ones &* UInt64(byte))
    return (difference &- ones) & ~difference
  }

  /// Marks quotes and backslashes.
  @inline(__always)
  static func quoting(_ bytes: UInt64) -> UInt64 {
    (equal(bytes, UInt8(ascii: "\"")) | equal(bytes, UInt8(ascii: "\\"))) & highs
  }

  /// Marks what cannot stand in a string as it is: quotes, backslashes, control characters.
  @inline(__always)
  static func special(_ bytes: UInt64) -> UInt64 {
    let control = (bytes &- ones &* 0x20) & ~bytes
    return (equal(bytes, UInt8(ascii: "\"")) | equal(bytes, UInt8(ascii: "\\")) | control) & highs
  }

  /// Marks what ``special(_:)`` does, and all that is not ASCII.
  @inline(__always)
  static func notPlain(_ bytes: UInt64) -> UInt64 { special(bytes) | bytes & highs }

  /// The number that eight hexadecimal digits spell, the first one highest; nil when one is none.
  @inline(__always)
  static func hexadecimal(_ bytes: UInt64) -> UInt32? {
    let lower = bytes | ones &* 0x20
    // With all bytes below 0x80, no sum reaches the next byte.
    let digits = (bytes &+ ones &* 0x50) & ~(bytes &+ ones &* 0x46)
    let letters = (lower &+ ones &* 0x1F) & ~(lower &+ ones &* 0x19)
    guard bytes & highs == 0, (digits | letters) & highs == highs else { return nil }
    let values = (bytes & (ones &* 0x0F)) &+ ((bytes >> 6) & ones) &* 9
    let pairs = (values << 4 | values >> 8) & 0x00FF_00FF_00FF_00FF
    let quads = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
    return UInt32(truncatingIfNeeded: quads | quads >> 16).byteSwapped
  }

  /// The eight hexadecimal digits of a number in lower case, the highest one first.
  @inline(__always)
  static func digits(of number: UInt32) -> UInt64 {
    // Each half, each byte, each nibble moves to a place of its own, the highest to the lowest.
    var spread = UInt64(number.byteSwapped)
    spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFF
    spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FF
    spread = (spread >> 4 | spread << 8) & 0x0F0F_0F0F_0F0F_0F0F
    let letters = ((spread &+ ones &* 6) >> 4) & ones
    return spread &+ ones &* 0x30 &+ letters &* 0x27
  }
}
