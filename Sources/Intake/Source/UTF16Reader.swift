/// Makes UTF-8 of UTF-16, chunk by chunk.
///
/// Half of a surrogate pair and half of a unit become bytes that no UTF-8 has, so that the row they
/// stand in is rejected and not quietly mended.
struct UTF16Reader {
  private let isBigEndian: Bool
  /// The first byte of a unit whose second one is in the next chunk.
  private var half: UInt8?
  /// The first unit of a surrogate pair.
  private var high: UInt16?

  init(isBigEndian: Bool) {
    self.isBigEndian = isBigEndian
  }

  /// Appends the UTF-8 of a chunk.
  mutating func read(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
    for byte in bytes {
      guard let first = half else {
        half = byte
        continue
      }
      half = nil
      take(
        isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first), &text)
    }
  }

  /// Appends what is left at the end of the file.
  mutating func end(to text: inout [UInt8]) {
    if let high { UTF16Reader.spell(UInt32(high), &text) }
    if half != nil { text.append(0xFF) }
    (high, half) = (nil, nil)
  }

  private mutating func take(_ unit: UInt16, _ text: inout [UInt8]) {
    if let high, UTF16.isTrailSurrogate(unit) {
      self.high = nil
      return UTF16Reader.spell(
        0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF)), &text)
    }
    if let high { UTF16Reader.spell(UInt32(high), &text) }
    high = UTF16.isLeadSurrogate(unit) ? unit : nil
    if high == nil { UTF16Reader.spell(UInt32(unit), &text) }
  }

  /// Appends the UTF-8 of a code point; of a lone surrogate what would be its UTF-8.
  private static func spell(_ point: UInt32, _ text: inout [UInt8]) {
    func rest(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(point >> shift & 0x3F) }
    switch point {
    case ..<0x80: text.append(UInt8(point))
    case ..<0x800: text += [0xC0 | UInt8(point >> 6), rest(0)]
    case ..<0x10000: text += [0xE0 | UInt8(point >> 12), rest(6), rest(0)]
    default: text += [0xF0 | UInt8(point >> 18), rest(12), rest(6), rest(0)]
    }
  }
}
