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
    guard text.count == 36 else { return nil }
    var halves: (UInt64, UInt64) = (0, 0)
    var count = 0
    for place in 0..<36 {
      let byte = text[place]
      if place == 8 || place == 13 || place == 18 || place == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Hex.value(of: byte), count < 32 else { return nil }
      if count < 16 {
        halves.0 = halves.0 << 4 | UInt64(digit)
      } else {
        halves.1 = halves.1 << 4 | UInt64(digit)
      }
      count += 1
    }
    guard count == 32 else { return nil }
    self.init(high: halves.0, low: halves.1)
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
      var place = 0
      for digit in 0..<32 {
        if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
          buffer[place] = UInt8(ascii: "-")
          place += 1
        }
        let half = digit < 16 ? high : low
        let value = UInt8(truncatingIfNeeded: half >> UInt64((15 - digit % 16) * 4)) & 15
        buffer[place] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
        place += 1
      }
      return place
    }
  }
}
