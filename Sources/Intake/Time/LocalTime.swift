internal import InteractionModel

/// A time as a source writes it, with the precision it has.
struct LocalTime: Hashable {
  var year = 0
  var month = 0
  var day = 0
  var hour: Int?
  var minute = 0
  var second: Int?
  /// The digits behind the decimal point.
  var fraction = ""
  /// The offset as the source wrote it, `Z` or `±hh:mm`.
  var offset: String?

  /// A time without anything.
  init() {}

  /// The day that a text begins with, as RFC 3339 writes it, be there such a day or not; nil where it
  /// goes on as none of its times does.
  init?(date text: String) {
    var cursor = TimeCursor(Array(text.utf8))
    guard let year = cursor.number(4...4), cursor.skip("-"), let month = cursor.number(2...2),
      cursor.skip("-"), let day = cursor.number(2...2),
      cursor.isAtEnd || ["t", " ", "z", "+", "-"].contains(where: { cursor.skip($0) })
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Whether there are such a day and such a time of day.
  ///
  /// Which leap seconds there were is for ``Timestamp`` to say, which knows the offset.
  var isPossible: Bool {
    (1...12).contains(month) && day >= 1 && day <= CivilTime.length(ofMonth: month, year: year)
      && (0...23).contains(hour ?? 0) && (0...59).contains(minute) && (0...60).contains(second ?? 0)
  }

  /// Whether it is one of the days by which systems say that they have no time: the zero of a
  /// calendar or of a count, or the last day there is.
  var meansNothing: Bool {
    switch (year, month, day) {
    // MySQL's zero date; the zero of a count that a format reads.
    case (0, _, _): true
    // .NET; SQL Server.
    case (1, 1, 1), (1753, 1, 1): true
    // The zero of Excel, of its dates in other programs, and of Access.
    case (1900, 1, 0), (1899, 12, 31), (1899, 12, 30): true
    // “For ever”.
    case (9999, 12, 31): true
    default: false
    }
  }

  /// Seconds from 1970-01-01T00:00:00 on the same clock; of a day, where it begins.
  var localSeconds: Int {
    CivilTime.days(year: year, month: month, day: day) * 86_400 + (hour ?? 0) * 3600 + minute * 60
      + (second ?? 0)
  }

  /// The text of a ``Timestamp``.
  /// - Parameter zone: `Z` or `±hh:mm`; nil leaves the time without a zone.
  /// - Returns: the date, with the time of day when there is one, and the zone.
  func text(zone: String?) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    func pad(_ value: Int, _ width: Int, _ before: StaticString = "") {
      bytes.append(
        contentsOf: UnsafeBufferPointer(start: before.utf8Start, count: before.utf8CodeUnitCount))
      var divisor = 1
      for _ in 1..<width { divisor *= 10 }
      while divisor > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
        divisor /= 10
      }
    }
    pad(year, 4)
    pad(month, 2, "-")
    pad(day, 2, "-")
    if let hour {
      pad(hour, 2, "T")
      pad(minute, 2, ":")
    }
    if let second {
      pad(second, 2, ":")
      if !fraction.isEmpty {
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: fraction.utf8)
      }
    }
    // A day has its offset in digits.
    if let zone { bytes.append(contentsOf: (hour == nil && zone == "Z" ? "+00:00" : zone).utf8) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
