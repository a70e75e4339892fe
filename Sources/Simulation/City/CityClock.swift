internal import InteractionModel

/// The time of the city: US Eastern, computed from the rule in force since 2007.
///
/// Times are milliseconds from 1970-01-01T00:00:00Z.
enum CityClock {
  /// The time in the city.
  struct Local {
    let days: Int
    let millisecondOfDay: Int
    let offsetMinutes: Int

    /// 0 is Sunday.
    var weekday: Int { CityClock.weekday(days: days) }
    var minute: Int { millisecondOfDay / 60_000 }
  }

  private static let day: Int64 = 86_400_000

  static func weekday(days: Int) -> Int { ((days + 4) % 7 + 7) % 7 }

  static func local(at time: Int64) -> Local {
    let offset = offsetMinutes(at: time)
    let shifted = time + Int64(offset * 60_000)
    let days = floorDays(shifted)
    return Local(
      days: days, millisecondOfDay: Int(shifted - Int64(days) * day), offsetMinutes: offset)
  }

  static func year(at time: Int64) -> Int { CivilTime.date(days: local(at: time).days).year }

  /// The time as a source of the city says it.
  /// - Parameters:
  ///   - time: milliseconds from 1970-01-01T00:00:00Z.
  ///   - milliseconds: whether the source keeps them.
  /// - Returns: RFC 3339 with the city's offset.
  static func timestamp(_ time: Int64, milliseconds: Bool) -> Timestamp {
    let local = local(at: time)
    let date = CivilTime.date(days: local.days)
    let (minute, rest) = local.millisecondOfDay.quotientAndRemainder(dividingBy: 60_000)
    let (hours, minutes) = (-local.offsetMinutes).quotientAndRemainder(dividingBy: 60)
    let day = "\(date.year.padded(4))-\(date.month.padded(2))-\(date.day.padded(2))"
    let clock = "\((minute / 60).padded(2)):\((minute % 60).padded(2)):\((rest / 1000).padded(2))"
    let fraction = milliseconds ? ".\((rest % 1000).padded(3))" : ""
    return Timestamp("\(day)T\(clock)\(fraction)-\(hours.padded(2)):\(minutes.padded(2))")
      ?? Timestamp(Instant(microseconds: time * 1000))
  }

  private static func floorDays(_ time: Int64) -> Int {
    Int(time >= 0 ? time / day : (time - day + 1) / day)
  }

  /// Daylight saving time lasts from the second Sunday of March, 02:00 standard time, to the first
  /// Sunday of November, 02:00 daylight time.
  private static func offsetMinutes(at time: Int64) -> Int {
    let year = CivilTime.date(days: floorDays(time)).year
    func sunday(_ number: Int, ofMonth month: Int) -> Int {
      let first = CivilTime.days(year: year, month: month, day: 1)
      return first + (7 - weekday(days: first)) % 7 + 7 * (number - 1)
    }
    let start = Int64(sunday(2, ofMonth: 3)) * day + 7 * 3_600_000
    let end = Int64(sunday(1, ofMonth: 11)) * day + 6 * 3_600_000
    return start <= time && time < end ? -240 : -300
  }

  // MARK: When people come

  private static let loadByHour = [
    40, 20, 15, 10, 15, 60, 180, 400, 800, 950, 1000, 950, 850, 900, 900, 850, 800, 650, 450, 350,
    300, 220, 140, 80,
  ]

  /// How busy an hour is, per mille of the busiest; weekends are quiet.
  static func load(at time: Int64) -> Int {
    let local = local(at: time)
    let load = loadByHour[local.minute / 60]
    return local.weekday == 0 || local.weekday == 6 ? load * 3 / 10 : load
  }

  /// The average of ``load(at:)`` over a week.
  static let averageLoad: Int = {
    let sum = loadByHour.reduce(0, +)
    return (sum * 5 + sum * 3 / 10 * 2) / (24 * 7)
  }()
}

extension Int {
  /// The digits, with zeros before them up to a width.
  func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
  }
}
