/// The unique id of an event: a UUID (RFC 9562) of any version.
public struct EventID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The first eight bytes, big-endian.
  public let high: UInt64
  /// The last eight bytes, big-endian.
  public let low: UInt64

  /// The id with these sixteen bytes, big-endian.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads the 36-character form; letters of either case, hyphens required.
  /// - Parameter text: for example `0190a6b2-7d3c-7e51-9d0a-3b1a5c2f4e60`.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let id = text.withUTF8({ EventID(ascii: $0) }) else { return nil }
    self = id
  }

  /// Reads the 36-character form from its bytes.
  init?(ascii text: UnsafeBufferPointer<UInt8>) {
    guard text.count == 36, let start = text.baseAddress,
      start[8] == UInt8(ascii: "-"), start[13] == UInt8(ascii: "-"),
      start[18] == UInt8(ascii: "-"), start[23] == UInt8(ascii: "-"),
      let first = EightBytes.hexadecimal(EightBytes.load(start)),
      let second = EightBytes.hexadecimal(
        EightBytes.loadHalf(start + 9) | EightBytes.loadHalf(start + 14) << 32),
      let third = EightBytes.hexadecimal(
        EightBytes.loadHalf(start + 19) | EightBytes.loadHalf(start + 24) << 32),
      let fourth = EightBytes.hexadecimal(EightBytes.load(start + 28))
    else { return nil }
    self.init(
      high: UInt64(first) << 32 | UInt64(second), low: UInt64(third) << 32 | UInt64(fourth))
  }

  /// A UUIDv8 (RFC 9562 §5.8) of the first sixteen bytes of a keyed hash: the id of an event whose
  /// source has none.
  /// - Parameter digest: at least sixteen bytes.
  public init(version8 digest: some Sequence<UInt8>) {
    var halves: (UInt64, UInt64) = (0, 0)
    for (place, byte) in digest.prefix(16).enumerated() {
      if place < 8 {
        halves.0 = halves.0 << 8 | UInt64(byte)
      } else {
        halves.1 = halves.1 << 8 | UInt64(byte)
      }
    }
    self.init(
      high: halves.0 & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
      low: halves.1 & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
  }

  /// The same of borrowed bytes.
  package init(version8 digest: UnsafeRawBufferPointer) {
    let high = UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self))
    let low = UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    self.init(
      high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
      low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
  }

  /// A random UUIDv4 (RFC 9562 §5.4).
  public static func random() -> EventID {
    var generator = SystemRandomNumberGenerator()
    return random(using: &generator)
  }

  /// A UUIDv4 drawn from a generator; deterministic when the generator is.
  /// - Parameter generator: where the bits come from.
  /// - Returns: the id.
  public static func random(using generator: inout some RandomNumberGenerator) -> EventID {
    EventID(
      high: generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
      low: generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
  }

  /// Byte order.
  public static func < (left: EventID, right: EventID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  /// The sixteen bytes, big-endian.
  public var bytes: [UInt8] {
    (0..<16).map { place in
      UInt8(truncatingIfNeeded: (place < 8 ? high : low) >> UInt64((7 - place % 8) * 8))
    }
  }

  /// The 36-character form in lower case.
  public var description: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      write(to: UnsafeMutableRawBufferPointer(buffer))
      return 36
    }
  }

  /// Appends ``description``.
  package func write(to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(byteCount: 36, alignment: 8) { buffer in
      write(to: buffer)
      bytes.append(contentsOf: buffer)
    }
  }

  /// Writes ``description`` to the start of a buffer of at least 36 bytes.
  private func write(to buffer: UnsafeMutableRawBufferPointer) {
    func put(_ digits: UInt64, at place: Int) {
      buffer.storeBytes(of: digits.littleEndian, toByteOffset: place, as: UInt64.self)
    }
    func putHalf(_ digits: UInt64, at place: Int) {
      buffer.storeBytes(
        of: UInt32(truncatingIfNeeded: digits).littleEndian, toByteOffset: place, as: UInt32.self)
    }
    let second = EightBytes.digits(of: UInt32(truncatingIfNeeded: high))
    let third = EightBytes.digits(of: UInt32(truncatingIfNeeded: low >> 32))
    put(EightBytes.digits(of: UInt32(truncatingIfNeeded: high >> 32)), at: 0)
    putHalf(second, at: 9)
    putHalf(second >> 32, at: 14)
    putHalf(third, at: 19)
    putHalf(third >> 32, at: 24)
    put(EightBytes.digits(of: UInt32(truncatingIfNeeded: low)), at: 28)
    buffer[8] = UInt8(ascii: "-")
    buffer[13] = UInt8(ascii: "-")
    buffer[18] = UInt8(ascii: "-")
    buffer[23] = UInt8(ascii: "-")
  }
}
