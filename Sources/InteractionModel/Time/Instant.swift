/// A point in time: microseconds from 1970-01-01T00:00:00Z, leap seconds not counted.
public struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Microseconds from 1970-01-01T00:00:00Z.
  public let microseconds: Int64

  /// The instant that many microseconds after 1970-01-01T00:00:00Z.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// The instant that many seconds after this one.
  public func advanced(bySeconds seconds: Int64) -> Instant {
    Instant(microseconds: microseconds + seconds * 1_000_000)
  }

  /// Order in time.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  /// 0000-01-01T00:00:00Z, the first instant that RFC 3339 can spell.
  static let earliest = Instant(microseconds: -62_167_219_200_000_000)
  /// The last microsecond of the year 9999, the last instant that RFC 3339 can spell.
  static let latest = Instant(microseconds: 253_402_300_799_999_999)

  /// RFC 3339 in UTC with six fractional digits: the one spelling of `recorded`.
  ///
  /// Outside the years 0000 to 9999, which RFC 3339 cannot spell and a source's offset can reach,
  /// the nearest instant within them.
  public var description: String {
    String(unsafeUninitializedCapacity: Instant.length) { buffer in
      write(to: buffer)
      return Instant.length
    }
  }

  /// How many bytes the text has.
  private static let length = 27

  private func write(to buffer: UnsafeMutableBufferPointer<UInt8>) {
    let microseconds = min(max(self, .earliest), .latest).microseconds
    let day: Int64 = 86_400_000_000
    let days = microseconds >= 0 ? microseconds / day : (microseconds - day + 1) / day
    let rest = UInt32((microseconds - days * day) / 1_000_000)
    let date = CivilTime.date(days: Int(days))
    let fraction = UInt32((microseconds - days * day) % 1_000_000)
    var writer = DigitWriter(buffer: buffer)
    writer.put(UInt32(date.year / 100))
    writer.put(UInt32(date.year % 100))
    writer.put(UInt8(ascii: "-"), UInt32(date.month))
    writer.put(UInt8(ascii: "-"), UInt32(date.day))
    writer.put(UInt8(ascii: "T"), rest / 3_600)
    writer.put(UInt8(ascii: ":"), rest / 60 % 60)
    writer.put(UInt8(ascii: ":"), rest % 60)
    writer.put(UInt8(ascii: "."), fraction / 10_000)
    writer.put(fraction / 100 % 100)
    writer.put(fraction % 100)
    buffer[Instant.length - 1] = UInt8(ascii: "Z")
  }

  /// Writes numbers of two digits one behind the other.
  private struct DigitWriter {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    private var place = 0

    init(buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    @inline(__always)
    mutating func put(_ number: UInt32) {
      buffer[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / 10)
      buffer[place &+ 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number % 10)
      place &+= 2
    }

    @inline(__always)
    mutating func put(_ before: UInt8, _ number: UInt32) {
      buffer[place] = before
      place &+= 1
      put(number)
    }
  }
}
