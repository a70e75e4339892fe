/// A date format in the letters of Unicode TR 35, for example `MM/dd/yyyy hh:mm:ss a`.
///
/// Known are ``letters``, text in single quotes and punctuation. Names of months and days are
/// English, in upper or lower case.
struct TimePattern: Sendable, Hashable {
  /// The letters that a pattern can have, and what they read.
  static let letters: [(letters: String, summary: String)] = [
    ("yyyy", "the year"),
    ("yy", "the last two digits of the year; “pivot” says of which century"),
    ("MM M", "the month, with two digits, or with one or two"),
    ("MMM MMMM", "the name of the month, Jan or January"),
    ("dd d", "the day, with two digits, or with one or two"),
    ("EEE EEEE", "the name of the day, Mon or Monday, which says nothing new"),
    ("HH H", "the hour from 0 to 23"),
    ("hh h", "the hour from 1 to 12, with “a”"),
    ("mm m", "the minute"),
    ("ss s", "the second"),
    ("SSS", "any number of digits of a fraction"),
    ("a", "AM or PM, a.m. or p.m."),
    ("XXX ZZZZZ", "the offset: Z, ±hh:mm, ±hhmm or ±hh"),
  ]

  private enum Field: Sendable, Hashable {
    case year, shortYear, month, monthName, day, dayName, hour, hour12, minute, second, fraction
    case half, offset
    case literal(UInt8)
  }

  private struct Token: Sendable, Hashable {
    let field: Field
    let digits: ClosedRange<Int>
  }

  private let tokens: [Token]
  /// The first of the hundred years that two digits can mean.
  private let pivot: Int

  /// Compiles a pattern; nil when it has a letter that is not known, or does not say a time: one day
  /// of one year, an hour of 12 with its half of the day, and nothing smaller without what it is of.
  init?(_ pattern: String, pivot: Int = TimeFormat.usualPivot) {
    var tokens: [Token] = []
    var rest = Substring(pattern)
    while let first = rest.first {
      if first == "'" {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "'") else { return nil }
        let text = end == rest.startIndex ? "'" : rest[..<end]
        tokens += text.utf8.map { Token(field: .literal($0), digits: 1...1) }
        rest = rest[rest.index(after: end)...]
        continue
      }
      guard first.isASCII, first.isLetter else {
        tokens += String(first).utf8.map { Token(field: .literal($0), digits: 1...1) }
        rest.removeFirst()
        continue
      }
      let run = rest.prefix { $0 == first }
      rest = rest.dropFirst(run.count)
      guard let token = TimePattern.token(first, run.count) else { return nil }
      tokens.append(token)
    }
    guard TimePattern.sayTime(tokens.map(\.field)) else { return nil }
    self.tokens = tokens
    self.pivot = pivot
  }

  private static func sayTime(_ fields: [Field]) -> Bool {
    func count(_ some: Field...) -> Int { fields.count { some.contains($0) } }
    let hours = count(.hour, .hour12)
    return count(.year, .shortYear) == 1 && count(.month, .monthName) == 1 && count(.day) == 1
      && hours <= 1 && count(.hour12) == count(.half)
      && count(.minute) <= hours && count(.second) <= count(.minute)
      && count(.fraction) <= count(.second) && count(.offset) <= hours && count(.dayName) <= 1
  }

  private static func token(_ letter: Character, _ count: Int) -> Token? {
    let digits = count == 1 ? 1...2 : count...count
    switch (letter, count) {
    case ("y", 4): return Token(field: .year, digits: 4...4)
    case ("y", 2): return Token(field: .shortYear, digits: 2...2)
    case ("M", 1...2): return Token(field: .month, digits: digits)
    case ("M", 3...4): return Token(field: .monthName, digits: digits)
    case ("d", 1...2): return Token(field: .day, digits: digits)
    case ("E", 3...4): return Token(field: .dayName, digits: digits)
    case ("H", 1...2): return Token(field: .hour, digits: digits)
    case ("h", 1...2): return Token(field: .hour12, digits: digits)
    case ("m", 1...2): return Token(field: .minute, digits: digits)
    case ("s", 1...2): return Token(field: .second, digits: digits)
    case ("S", _): return Token(field: .fraction, digits: 1...1)
    case ("a", _): return Token(field: .half, digits: 1...1)
    case ("X", 3), ("Z", 5): return Token(field: .offset, digits: 1...1)
    default: return nil
    }
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let days = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]
  private static let shortMonths = months.map { String($0.prefix(3)) } + ["sept"]
  private static let shortDays = days.map { String($0.prefix(3)) }

  /// Reads a time.
  ///
  /// Days and hours that do not exist are read; see ``LocalTime/isPossible``.
  /// - Parameter text: trimmed UTF-8.
  /// - Returns: the time; nil when the text is not of this pattern.
  func parse(_ text: [UInt8]) -> LocalTime? {
    var time = LocalTime()
    var cursor = TimeCursor(text)
    var isAfternoon: Bool?
    var uses12Hours = false
    for token in tokens {
      switch token.field {
      case .literal(let byte): guard cursor.skip(exactly: byte) else { return nil }
      case .half:
        let isLate = cursor.skip("p")
        guard isLate || cursor.skip("a") else { return nil }
        let isDotted = cursor.skip(".")
        guard cursor.skip("m"), !isDotted || cursor.skip(".") else { return nil }
        isAfternoon = isLate
      case .offset:
        guard let offset = cursor.offset() else { return nil }
        time.offset = offset
      case .fraction:
        guard let digits = cursor.digits() else { return nil }
        time.fraction = digits
      case .monthName:
        let names = token.digits.upperBound == 3 ? TimePattern.shortMonths : TimePattern.months
        guard let place = cursor.word(names) else { return nil }
        // “Sept” stands behind the twelve.
        time.month = place < 12 ? place + 1 : 9
      case .dayName:
        let names = token.digits.upperBound == 3 ? TimePattern.shortDays : TimePattern.days
        guard cursor.word(names) != nil else { return nil }
      default:
        guard let value = cursor.number(token.digits) else { return nil }
        switch token.field {
        case .year: time.year = value
        case .shortYear: time.year = pivot + ((value - pivot) % 100 + 100) % 100
        case .month: time.month = value
        case .day: time.day = value
        case .hour: time.hour = value
        case .hour12:
          uses12Hours = true
          time.hour = value
        case .minute: time.minute = value
        default: time.second = value
        }
      }
    }
    guard cursor.isAtEnd else { return nil }
    if uses12Hours, let hour = time.hour {
      // An hour that no 12-hour clock shows stays impossible, whatever half of the day.
      guard (1...12).contains(hour) else {
        time.hour = 99
        return time
      }
      time.hour = hour % 12 + (isAfternoon == true ? 12 : 0)
    }
    return time
  }
}
