internal import InteractionModel

/// Times that are a count from a day on: Excel's days, the seconds of Unix.
///
/// The zero of a count is no time: systems write it where they have none.
enum SerialDate {
  /// The last day of the year 9999 in Excel's count from 1900.
  private static let lastSerial = 2_958_465
  /// Days from the first day of Excel's count from 1904 to that of 1970.
  private static let days1904 = CivilTime.days(year: 1904, month: 1, day: 1)
  /// As days from 1970, the day before the first of Excel's count from 1900.
  private static let days1900 = CivilTime.days(year: 1899, month: 12, day: 31)

  /// Reads a serial date of Excel, or a date and a time of day behind it.
  ///
  /// A whole number is a day: the cell does not say whether it means its midnight. A fraction is
  /// a time of day, to the millisecond where it has the digits for it, else to the second. The
  /// count from 1900 has a 29 February 1900, which never was: day 60 does not exist.
  ///
  /// A cell that shows its thousands apart, `45,000` or `45.000,5`, is day 45000 and no time of day in
  /// 1900.
  static func excel(_ text: [UInt8], startsIn1904: Bool) -> LocalTime? {
    let pieces = joinThousands(text[...], atLeast: 1).split(separator: UInt8(ascii: " "))
    guard (1...2).contains(pieces.count), var (days, fraction) = decimal(pieces[0]) else {
      return nil
    }
    if pieces.count == 2 {
      guard fraction.isEmpty, let (whole, behind) = decimal(pieces[1]), whole == 0 else {
        return nil
      }
      fraction = behind.isEmpty ? "0" : behind
    }
    guard (0...lastSerial).contains(days) else { return nil }
    guard days > 0 else { return LocalTime() }
    var time = LocalTime()
    if !fraction.isEmpty {
      let milliseconds = SerialDate.milliseconds(ofDay: fraction)
      days += milliseconds / 86_400_000
      let (seconds, rest) = (milliseconds % 86_400_000).quotientAndRemainder(dividingBy: 1000)
      (time.hour, time.minute, time.second) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
      if rest > 0 { time.fraction = digits(rest, 3) }
    }
    if startsIn1904 {
      (time.year, time.month, time.day) = CivilTime.date(days: days1904 + days)
    } else if days == 60 {
      (time.year, time.month, time.day) = (1900, 2, 29)
    } else {
      (time.year, time.month, time.day) = CivilTime.date(
        days: days1900 + (days < 60 ? days : days - 1))
    }
    return time.year <= 9999 ? time : nil
  }

  /// Reads seconds or milliseconds from 1970, in UTC, with the digits that stand behind a point.
  ///
  /// Thousands may stand apart, but where they can be told from a fraction of three digits.
  static func epoch(_ text: [UInt8], isMilliseconds: Bool) -> LocalTime? {
    let isBefore = text.first == UInt8(ascii: "-")
    let count = joinThousands(isBefore ? text.dropFirst() : text[...], atLeast: 2)
    guard var (seconds, fraction) = decimal(count[...]) else { return nil }
    if seconds == 0, fraction.allSatisfy({ $0 == "0" }) { return LocalTime() }
    if isMilliseconds {
      fraction = digits(seconds % 1000, 3) + fraction
      seconds /= 1000
    }
    if isBefore {
      seconds = -seconds
      // What lies before a second is counted from the second before it.
      if let last = fraction.utf8.lastIndex(where: { $0 != UInt8(ascii: "0") }) {
        fraction = complement(fraction, last)
        seconds -= 1
      }
    }
    let days = (Double(seconds) / 86_400).rounded(.down)
    // RFC 3339 has the years 0 to 9999.
    guard days > -719_528, days < 2_932_897 else { return nil }
    var time = LocalTime()
    (time.year, time.month, time.day) = CivilTime.date(days: Int(days))
    let rest = seconds - Int(days) * 86_400
    (time.hour, time.minute, time.second) = (rest / 3600, rest / 60 % 60, rest % 60)
    time.fraction = fraction
    time.offset = "Z"
    return time
  }

  /// The whole number of a decimal one and the digits behind its point; nil when it is none.
  private static func decimal(_ text: ArraySlice<UInt8>) -> (Int, String)? {
    var cursor = TimeCursor(Array(text))
    guard let whole = cursor.number(1...15) else { return nil }
    var fraction = ""
    if cursor.skip(".") || cursor.skip(",") {
      guard let digits = cursor.digits() else { return nil }
      fraction = digits
    }
    return cursor.isAtEnd ? (whole, fraction) : nil
  }

  /// A number without what stands between its thousands, the same mark before each three digits: a
  /// comma, a point, a space or an apostrophe; as it stands when it has fewer of them.
  private static func joinThousands(_ text: ArraySlice<UInt8>, atLeast least: Int) -> [UInt8] {
    func digits(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      text.prefix { $0 &- UInt8(ascii: "0") < 10 }
    }
    var number = Array(digits(text))
    var rest = text.dropFirst(number.count)
    guard (1...3).contains(number.count), number.first != UInt8(ascii: "0"),
      let mark = [",", ".", " ", "'", "’"].map({ Array($0.utf8) }).first(where: rest.starts(with:))
    else { return Array(text) }
    var count = 0
    while rest.starts(with: mark) {
      let group = digits(rest.dropFirst(mark.count))
      guard group.count == 3 else { break }
      number += group
      rest = rest.dropFirst(mark.count + 3)
      count += 1
    }
    // One more of the same mark is no decimal point; a space may part the time of day.
    guard count >= least, mark == [0x20] || !rest.starts(with: mark) else { return Array(text) }
    return number + rest
  }

  /// What is missing of the digits of a fraction, of which the last that is not zero is known, to a
  /// whole one.
  private static func complement(_ fraction: String, _ last: String.Index) -> String {
    let digits = fraction.utf8.indices.map { place -> UInt8 in
      let digit = fraction.utf8[place] - UInt8(ascii: "0")
      return UInt8(ascii: "0") + (place < last ? 9 - digit : place == last ? 10 - digit : 0)
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// How much of a day a fraction of it is, to the second when it has no more than eight digits:
  /// they tell no more.
  private static func milliseconds(ofDay fraction: String) -> Int {
    // Eleven digits tell microseconds, and more would not fit the product.
    let digits = fraction.prefix(11)
    var whole = 1
    for _ in digits.utf8 { whole *= 10 }
    let step = digits.utf8.count > 8 ? 1 : 1000
    let product = (Int(digits) ?? 0) * (86_400_000 / step)
    return (product + whole / 2) / whole * step
  }

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}
