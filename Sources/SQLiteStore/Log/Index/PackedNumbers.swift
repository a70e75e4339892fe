/// Writes and reads numbers as LEB128: seven bits a byte, low ones first.
enum PackedNumbers {
  static func write(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

/// Reads packed numbers from borrowed bytes; whatever is malformed reads as nil.
struct PackedReader {
  private let bytes: UnsafeRawBufferPointer
  private var place = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { place == bytes.count }

  /// The next number, below 2^62; nil when it is cut off, too large or longer than it need be.
  mutating func number() -> Int64? {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while place < bytes.count, shift < 63 {
      let byte = bytes[place]
      place += 1
      number |= UInt64(byte & 0x7F) << shift
      guard byte & 0x80 == 0 else {
        shift += 7
        continue
      }
      guard byte != 0 || shift == 0, number < 1 << 62 else { return nil }
      return Int64(number)
    }
    return nil
  }

  /// The next eight bytes, low byte first.
  mutating func word() -> UInt64? {
    guard bytes.count - place >= 8 else { return nil }
    defer { place += 8 }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
  }
}
