internal import InteractionModel

/// A way to write times that a mapping can name: a word, or the letters of a ``TimePattern``.
struct TimeFormat: Sendable, Hashable {
  private enum Form: Sendable, Hashable {
    case iso8601
    case excel(startsIn1904: Bool)
    /// Seconds from 1970, or milliseconds.
    case epoch(isMilliseconds: Bool)
    case pattern(TimePattern)
  }

  /// The words, and what they read.
  static let words: [(word: String, summary: String)] = [
    (
      "iso8601",
      "RFC 3339 with T or a space, with or without seconds, fraction, offset and time of day"
    ),
    (
      "excel",
      "days from 1900 as Excel counts them, leap day of 1900 included; a fraction is the time of day, "
        + "and 45,000 the day 45000"
    ),
    ("excel-1904", "the same from 1904, as older workbooks of Macintoshes have it"),
    ("epoch", "seconds from 1970-01-01T00:00:00Z"),
    ("epoch-ms", "milliseconds from 1970-01-01T00:00:00Z"),
  ]

  /// Two digits of a year mean one of the hundred years from here on, unless a mapping says else.
  static let usualPivot = 1970

  /// As a mapping has it.
  let name: String
  private let form: Form

  /// The format of a name; nil when there is none.
  init?(_ name: String, pivot: Int = TimeFormat.usualPivot) {
    self.name = name
    switch name {
    case "iso8601": form = .iso8601
    case "excel": form = .excel(startsIn1904: false)
    case "excel-1904": form = .excel(startsIn1904: true)
    case "epoch": form = .epoch(isMilliseconds: false)
    case "epoch-ms": form = .epoch(isMilliseconds: true)
    default:
      guard let pattern = TimePattern(name, pivot: pivot) else { return nil }
      form = .pattern(pattern)
    }
  }

  /// Reads a time.
  /// - Parameter text: trimmed UTF-8.
  /// - Returns: the time; nil when the text is not of this format.
  func parse(_ text: [UInt8]) -> LocalTime? {
    switch form {
    case .iso8601: TimeFormat.iso8601(text)
    case .excel(let startsIn1904): SerialDate.excel(text, startsIn1904: startsIn1904)
    case .epoch(let isMilliseconds): SerialDate.epoch(text, isMilliseconds: isMilliseconds)
    case .pattern(let pattern): pattern.parse(text)
    }
  }

  private static func iso8601(_ text: [UInt8]) -> LocalTime? {
    var cursor = TimeCursor(text)
    var time = LocalTime()
    guard let year = cursor.number(4...4), cursor.skip("-"), let month = cursor.number(2...2),
      cursor.skip("-"), let day = cursor.number(2...2)
    else { return nil }
    (time.year, time.month, time.day) = (year, month, day)
    if cursor.isAtEnd { return time }
    guard cursor.skip("t") || cursor.skip(" "), let hour = cursor.number(2...2), cursor.skip(":"),
      let minute = cursor.number(2...2)
    else { return nil }
    (time.hour, time.minute) = (hour, minute)
    if cursor.skip(":") {
      guard let second = cursor.number(2...2) else { return nil }
      time.second = second
      if cursor.skip(".") {
        guard let digits = cursor.digits() else { return nil }
        time.fraction = digits
      }
    }
    if cursor.isAtEnd { return time }
    _ = cursor.skip(" ")
    time.offset = cursor.offset()
    return time.offset == nil || !cursor.isAtEnd ? nil : time
  }
}
