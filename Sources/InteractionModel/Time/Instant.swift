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
    var bytes: [UInt8] = []
    bytes.reserveCapacity(27)
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends ``description``.
  package func write(to bytes: inout [UInt8]) {
    let microseconds = min(max(self, .earliest), .latest).microseconds
    let day: Int64 = 86_400_000_000
    let days = microseconds >= 0 ? microseconds / day : (microseconds - day + 1) / day
    let rest = Int(microseconds - days * day)
    let date = CivilTime.date(days: Int(days))
    func pad(_ value: Int, _ width: Int) {
      var divisor = 1
      for _ in 1..<width { divisor *= 10 }
      while divisor > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
      }
    }
    pad(date.year, 4)
    bytes.append(UInt8(ascii: "-"))
    pad(date.month, 2)
    bytes.append(UInt8(ascii: "-"))
    pad(date.day, 2)
    bytes.append(UInt8(ascii: "T"))
    pad(rest / 3_600_000_000, 2)
    bytes.append(UInt8(ascii: ":"))
    pad(rest / 60_000_000 % 60, 2)
    bytes.append(UInt8(ascii: ":"))
    pad(rest / 1_000_000 % 60, 2)
    bytes.append(UInt8(ascii: "."))
    pad(rest % 1_000_000, 6)
    bytes.append(UInt8(ascii: "Z"))
  }
}
